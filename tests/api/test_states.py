"""States without an ISO code, and states with a withdrawn code, in every place for a country."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service import bundled_data
from service.app import create_app, load_blocs
from service.errors import Invalid
from service.resources import SEED
from service.settings import Settings
from service.store import Store

EVENT = {
    "id": "paris-accords",
    "title": "Paris Peace Accords",
    "date": "1973-01-27",
    "category": "agreement",
    "countries": [
        {"code": "South Vietnam", "role": "signatory"},
        {"code": "North Vietnam", "role": "signatory"},
        {"code": "US", "role": "signatory"},
    ],
    "actors": [{"name": "Tran Van Lam", "country": "x-south-vietnam"}],
    "place": {"name": "Paris", "country": "FR", "latitude": 48.87, "longitude": 2.3},
}


@pytest.fixture
def stored(client: FlaskClient, write_key: dict[str, str]) -> FlaskClient:
    reply = client.post("/v1/events", json=EVENT, headers=write_key)
    assert reply.status_code == 201
    return client


def found(client: FlaskClient, query: str) -> list[str]:
    body = client.get(f"/v1/events?{query}").get_json()
    return [each["id"] for each in body["items"]]


@pytest.mark.parametrize(
    "query",
    ["country=x-south-vietnam", "country=South+Vietnam", "country=Republic+of+Vietnam",
     "country=VDVN", "country=VD", "country=VDR", "country=x-south-vietnam&role=signatory",
     "country=x-south-vietnam,KZ&from=1973&to=1973", "q=%22South+Vietnam%22",
     "country=X-SOUTH-VIETNAM"],
)  # fmt: skip
def test_the_filter(stored: FlaskClient, query: str) -> None:
    assert found(stored, query) == ["paris-accords"]


def test_the_documents(stored: FlaskClient) -> None:
    event = stored.get("/v1/events/paris-accords").get_json()
    first = {"code": "x-south-vietnam", "name": "South Vietnam", "role": "signatory"}
    assert event["countries"][0] == first
    assert event["countries"][1]["code"] == "VDVN"
    assert event["actors"][0]["country"] == "x-south-vietnam"
    again = stored.get("/v1/events.ndjson?country=VDVN").text
    assert json.loads(again)["countries"] == event["countries"]


def test_csv_geojson_calendar_and_feeds(stored: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(stored.get("/v1/events.csv?country=VDVN").text)))
    assert "x-south-vietnam:signatory" in rows[0]["country_roles"]
    assert "x-south-vietnam" in stored.get("/v1/events.geojson?country=VDVN").text
    for suffix in ("ics", "atom", "feed.json", "timelinejs.json", "vis.json", "grafana.json",
                   "fullcalendar.json"):  # fmt: skip
        reply = stored.get(f"/v1/events.{suffix}?country=x-south-vietnam")
        assert reply.status_code == 200
        assert "Paris Peace Accords" in reply.text


def test_facets_the_list_and_the_country(stored: FlaskClient) -> None:
    items = stored.get("/v1/countries").get_json()["items"]
    assert {"code": "x-south-vietnam", "name": "South Vietnam", "events": 1,
            "first": "1973-01-27", "last": "1973-01-27"} in items  # fmt: skip
    groups = stored.get("/v1/histogram?interval=year&by=country&country=VDVN").text
    assert "x-south-vietnam" in groups
    for name in ("x-south-vietnam", "South%20Vietnam", "RVN"):
        one = stored.get(f"/v1/countries/{name}").get_json()
        assert (one["code"], one["alpha3"], one["numeric"]) == ("x-south-vietnam", None, None)
        assert (one["since"], one["until"]) == ("1955-10-26", "1975-04-30")
        assert (one["gleditsch_ward"], one["wikidata"]) == (817, "Q180573")


def test_features_and_pages(stored: FlaskClient) -> None:
    features = stored.get("/ogc/collections/events/items?country=x-south-vietnam").get_json()
    assert features["numberMatched"] == 1
    assert "South Vietnam" in stored.get("/?country=x-south-vietnam").text
    assert "South Vietnam" in stored.get("/events/paris-accords").text


@pytest.mark.parametrize(
    ("country", "message"),
    [("Soth Vietnam", "South Vietnam"), ("710x", ""), ("76", "076"), ("Prussya", "Prussia"),
     ("891", "Yugoslavia"), ("Ruritania (China)", "")],
)  # fmt: skip
def test_what_is_unknown_is_refused_with_the_nearest(
    client: FlaskClient, country: str, message: str
) -> None:
    reply = client.get("/v1/events", query_string={"country": country})
    assert reply.status_code == 400
    assert message in reply.text


def test_a_bloc_goes_by_its_name_in_a_filter_and_is_no_country_elsewhere(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    by_code = found(client, "country=C5")
    assert by_code
    names = {each["code"]: each["name"] for each in client.get("/v1/blocs").get_json()["items"]}
    assert client.get("/v1/events", query_string={"country": names["C5"]}).status_code == 200
    event = {**EVENT, "countries": [{"code": "EU", "role": "host"}]}
    reply = client.post("/v1/events", json=event, headers=write_key)
    assert reply.status_code == 400
    assert "is a bloc" in reply.text
    assert "Peru" not in reply.text
    assert "is a bloc" in client.get("/v1/countries/EU").text


# An operator's own states.


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    for name in ("events.json", "blocs.json"):
        (tmp_path / name).write_bytes((SEED / name).read_bytes())
    yield tmp_path
    bundled_data.register()


def own(folder: Path, *states: object) -> None:
    (folder / "states.json").write_text(json.dumps({"states": states}), "utf-8")


def test_an_operator_adds_states_and_changes_shipped_ones(
    folder: Path, settings: Settings, store: Store
) -> None:
    own(
        folder,
        {"code": "x-ruritania", "name": "Ruritania", "names": ["Kingdom of Ruritania"]},
        {"code": "x-texas", "name": "Republic of Texas", "since": "1836-03-02"},
    )
    client = create_app(replace(settings, seed_directory=str(folder))).test_client()
    for name in ("Ruritania", "Kingdom of Ruritania", "x-ruritania"):
        assert client.get(f"/v1/countries/{name}").get_json()["code"] == "x-ruritania"
        assert client.get(f"/v1/events?country={name}").status_code == 200
    assert client.get("/v1/countries/x-texas").get_json()["name"] == "Republic of Texas"
    assert client.get("/v1/countries/Prussia").get_json()["code"] == "x-prussia"
    plain = create_app(settings).test_client()
    assert plain.get("/v1/countries/Ruritania").status_code == 404


def test_events_of_a_state_that_is_gone_are_shown_by_its_code(
    folder: Path, settings: Settings, store: Store, write_key: dict[str, str]
) -> None:
    own(folder, {"code": "x-ruritania", "name": "Ruritania"})
    client = create_app(replace(settings, seed_directory=str(folder))).test_client()
    event = {**EVENT, "countries": [{"code": "Ruritania", "role": "host"}]}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    without = create_app(settings).test_client()
    assert without.get("/v1/events/paris-accords").status_code == 200
    assert without.get("/events/paris-accords").status_code == 200
    list(store.integrity_errors())  # raises nothing


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"states": [{"code": "RU"}]}', '{"states": 1}', "null", "{}"]
)
def test_a_wrong_file_is_named(folder: Path, settings: Settings, content: str) -> None:
    (folder / "states.json").write_text(content, "utf-8")
    with pytest.raises(Invalid, match=r"states\.json cannot be used"):
        load_blocs(replace(settings, seed_directory=str(folder)))
