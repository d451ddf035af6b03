"""``GET /v1/facets``: counts of the values in a list. A query for one value finds that number."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.store import FACETS

ASKED = {"decade": "date", "year": "date", "month": "date", "bloc": "country"}
"""The query parameter for a facet, if its name is not the name of the facet."""


@pytest.mark.parametrize("filters", [
    "", "country=KZ", "category=funding&date=2022", "q=Astana", "country=KZ&role=host",
])  # fmt: skip
def test_each_value_asked_for_finds_as_many_as_it_says(client: FlaskClient, filters: str) -> None:
    # ``role`` needs a country, and may be given once.
    roles = "country" in filters and "role=" not in filters
    by = [each for each in FACETS if each != "role" or roles]
    dated = "date=" in filters
    found = client.get(f"/v1/facets?by={','.join(by)}&{filters}").get_json()
    assert [each["by"] for each in found["facets"]] == by
    assert found["total"] == client.get(f"/v1/events?{filters}&count=exact").get_json()["total"]
    for facet in found["facets"]:
        assert (facet["count_is"], facet["sample"]) == ("exact", None)
        for value in facet["values"]:
            name = ASKED.get(facet["by"], facet["by"])
            if name == "date" and dated:
                continue  # a query has only one range of dates
            asked = client.get(f"/v1/events?{filters}&count=exact&{name}={value['value']}")
            assert asked.get_json()["total"] == value["count"], (facet["by"], value)


def test_without_by_it_counts_what_people_ask_for_first(client: FlaskClient) -> None:
    found = client.get("/v1/facets?limit=2").get_json()
    assert [each["by"] for each in found["facets"]] == [
        "country", "category", "actor", "tag", "decade"
    ]  # fmt: skip
    country = found["facets"][0]
    assert country["values"][0] == {"value": "KZ", "name": "Kazakhstan", "count": 12}
    assert (len(country["values"]), country["complete"]) == (2, False)
    assert found["facets"][4]["values"][0] == {"value": "202X", "name": "2020s", "count": 16}


@pytest.mark.parametrize(("query", "parameter", "near"), [
    ("by=contry", "by", "country"), ("by=country,", "by", ""), ("limit=0", "limit", ""),
    ("limit=5000", "limit", ""), ("sort=date", "sort", ""), ("by=country&by=tag", "by", ""),
])  # fmt: skip
def test_what_cannot_be_counted_is_reported(
    client: FlaskClient, query: str, parameter: str, near: str
) -> None:
    reply = client.get(f"/v1/facets?{query}")
    assert reply.status_code == 400
    (error,) = reply.get_json()["errors"]
    assert error["parameter"] == parameter
    assert not near or near in error["nearest"]
