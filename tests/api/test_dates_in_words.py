"""The API refuses a date in words. The error gives the EDTF date that the words mean."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.support.days import yesterday

YESTERDAY = "yesterday"


@pytest.mark.parametrize(
    ("path", "name", "near"),
    [
        ("/v1/events?date=autumn 2022", "date", ["2022-09/2022-11"]),
        ("/v1/events.csv?date=Sep 2022 to Nov 2022", "date", ["2022-09/2022-11"]),
        ("/v1/events?from=September 2022", "from", ["2022-09"]),
        ("/v1/events?from=2020&to=late 2022", "to", ["2022-09/2022-12"]),
        ("/v1/events?date=03/04/2022", "date", ["2022-04-03", "2022-03-04"]),
        ("/v1/events?date=Septmber 2022", "date", ["2022-09"]),
        ("/v1/histogram?date=1960s", "date", ["196X"]),
        ("/v1/changes?date=since 2015", "date", ["2015/.."]),
        ("/v1/events?updated_since=yesterday", "updated_since", [YESTERDAY]),
        ("/ogc/collections/events/items?datetime=autumn 2022", "datetime", ["2022-09/2022-11"]),
        ("/ogc/collections/events/items?datetime=since 2015", "datetime", ["2015/.."]),
        ("/v1/events?date=banana", "date", None),
    ],
)
def test_the_nearest_is_the_edtf_of_the_words(
    client: FlaskClient, path: str, name: str, near: list[str] | None
) -> None:
    reply = client.get(path)
    assert reply.status_code == 400
    (error,) = reply.get_json()["errors"]
    assert error["parameter"] == name
    if near is None:
        assert "nearest" not in error
        return
    near = [yesterday() if each == YESTERDAY else each for each in near]
    assert error["nearest"] == [near[0], *near[1:]]
    assert near[0] in error["detail"]


def test_a_day_without_a_year_suggests_the_parameter_on(client: FlaskClient) -> None:
    (error,) = client.get("/v1/events?date=24 February").get_json()["errors"]
    assert "on=02-24" in error["detail"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1/events?date=15 Ramadan 1444", "Islamic calendar (Hijri); write the Gregorian date"),
        ("/v1/events?to=15 Mehr 1402", "Iranian calendar (Solar Hijri)"),
        ("/ogc/collections/events/items?datetime=AM 5783", "Hebrew calendar"),
        ("/v1/histogram?date=平成31年5月", "the era Heisei had only the days from 2019-01-01"),
        ("/v1/events?date=令和5年9月", "did you mean 2023-09?"),
        ("/v1/events?date=112年", "did you mean 0112, 2023?"),
    ],
)
def test_a_date_of_another_calendar_is_told(client: FlaskClient, path: str, told: str) -> None:
    reply = client.get(quote(path, safe="/?="))
    assert reply.status_code == 400
    (error,) = reply.get_json()["errors"]
    assert told in error["detail"]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("15 Ramadan 1444", "'15 Ramadan 1444' is a date of the Islamic calendar"),
        ("令和5年", "'令和5年' is not an EDTF date; write 2023"),
        ("112年", "the year 112 of Taiwan '2023'"),
        ("Septmeber 2022", "'Septmeber 2022' is not an EDTF date"),
        ("Septmeber 2022", "; did you mean 2022-09?"),
        ("2022-09-14/16", "did you mean 2022-09-14/2022-09-16?"),
    ],
)
def test_an_event_without_edtf_is_told(
    client: FlaskClient, write_key: dict[str, str], date: str, told: str
) -> None:
    event = {"title": "Talks", "date": date, "category": "meeting"}
    reply = client.post("/v1/events", json=event, headers=write_key)
    assert reply.status_code == 400
    assert told in reply.get_json()["errors"][0]["detail"]
