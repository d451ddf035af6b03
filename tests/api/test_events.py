"""The promises of ``/v1/events`` to a reader."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.store.sizes import Sizes
from tests.support.rows import each_row

SEPTEMBER = "us-funding-central-asia-2022-09"
INVASION = "russia-invades-ukraine-2022"
MEETING = "c5plus1-ministerial-astana-2023"


def ids(client: FlaskClient, query: str) -> list[str]:
    reply = client.get(f"/v1/events?{query}")
    assert reply.status_code == 200, reply.text
    return [each["id"] for each in reply.get_json()["items"]]


def test_a_month_possibly_falls_in_ten_of_its_days_but_not_certainly(client: FlaskClient) -> None:
    assert SEPTEMBER in ids(client, "date=2022-09-10/2022-09-20")
    assert SEPTEMBER not in ids(client, "date=2022-09-10/2022-09-20&match=certain")
    assert SEPTEMBER in ids(client, "date=2022-09&match=certain")


@pytest.mark.parametrize("name", ["KAZ", "398", "kz", "Kazakhstan", "Republic of Kazakhstan"])
def test_every_name_of_a_country_answers_alike(client: FlaskClient, name: str) -> None:
    found = ids(client, f"country={name}")
    assert MEETING in found
    assert found == ids(client, "country=KZ")


def test_a_bloc_stands_for_its_members(client: FlaskClient) -> None:
    found = ids(client, "country=C5")
    assert {SEPTEMBER, MEETING, "us-funding-central-asia-2023-02-28"} <= set(found)
    assert any("es-11-6" in each for each in found)
    assert INVASION not in found


def test_a_bloc_counts_only_while_the_country_was_a_member(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    for name, date in (("gb-in", "2015-06-01"), ("gb-out", "2021-06-01")):
        event = {"id": name, "title": "t", "date": date, "category": "other",
                 "countries": [{"code": "UK", "role": "host"}]}  # fmt: skip
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    assert ids(client, "country=EU&role=host") == ["gb-in"]
    assert ids(client, "country=EU&date=2020/2022&role=host") == []


def test_a_repeated_parameter_means_and_a_comma_means_or(client: FlaskClient) -> None:
    both = ids(client, "country=KZ&country=US")
    either = ids(client, "country=KZ,US")
    assert set(both) < set(either)
    assert set(either) == set(ids(client, "country=KZ")) | set(ids(client, "country=US"))
    assert set(both) == set(ids(client, "country=KZ")) & set(ids(client, "country=US"))


def test_on_finds_a_day_of_any_year(client: FlaskClient) -> None:
    found = ids(client, "on=02-24")
    assert INVASION in found
    assert len(found) == 2


def test_words_are_searched_together_with_countries(client: FlaskClient) -> None:
    assert MEETING in ids(client, 'q="foreign ministers"&country=KZ')
    assert ids(client, "q=zebra") == []
    assert ids(client, "q=%22) OR (") == []


@pytest.mark.parametrize("sort", ["date", "-date", "updated", "-updated"])
@pytest.mark.parametrize("filters", ["", "&country=KZ,US", "&country=C5&country=US", "&q=the"])
def test_pages_meet_every_event_once(client: FlaskClient, sort: str, filters: str) -> None:
    whole = ids(client, f"sort={sort}&limit=1000{filters}")
    met: list[str] = []
    address: str | None = f"/v1/events?sort={sort}&limit=3{filters}"
    while address:
        reply = client.get(address)
        met += [each["id"] for each in reply.get_json()["items"]]
        address = reply.get_json()["next"]
        assert (address is None) == ("Link" not in reply.headers)
    assert met == whole
    assert len(set(met)) == len(met) > 3


@each_row(
    ("query", "parameter", "nearest"),
    [
        ("contry=KZ", "contry", "country"),
        ("country=Kazakstan", "country", "Kazakhstan"),
        ("category=meating", "category", "meeting"),
        ("date=2022-13", "date", None),
        ("date=2022&from=2021", "date", None),
        ("role=host", "role", None),
        ("sort=dates", "sort", "date"),
        ("sort=newest", "sort", "-date"),
        ("status=happened", "status", "occurred"),
        ("category=War", "category", "conflict"),
        ("category=peace treaty", "category", "agreement"),
        ("category=%E8%AE%BF%E9%97%AE", "category", "visit"),
        ("country=KZ:guest", "country", "KZ:participant"),
        ("count=true", "count", "exact"),
        ("lang=english", "lang", "en"),
        ("lang=Fran%C3%A7ais", "lang", "fr"),
        ("fields=id,name", "fields", "title"),
        ("min_amount=$5m", "min_amount", "5000000"),
        ("min_amount=USD 2 million", "min_amount", "2000000"),
        ("on=0224", "on", "02-24"),
        ("min_amount=1.5m", "min_amount", "1500000"),
        ("min_amount=2,500,000", "min_amount", "2500000"),
        ("min_amount=much", "min_amount", None),
        ("on=2-24", "on", "02-24"),
        ("on=2022-02-24", "on", "02-24"),
        ("on=24 February", "on", "02-24"),
        ("on=4/5", "on", "05-04"),
        ("on=4/5", "on", "04-05"),
        ("fields=titel", "fields", "title"),
        ("undated=true", "undated", "1"),
        ("undated=No", "undated", "0"),
        ("match=exact", "match", "certain"),
        ("limit=0", "limit", None),
        ("limit=99999", "limit", None),
        ("on=02-30", "on", None),
        ("bbox=1,2,3", "bbox", None),
        ("cursor=abc", "cursor", None),
        ("country=", "country", None),
    ],
)
def test_a_wrong_query_names_the_parameter_and_the_nearest_spelling(
    client: FlaskClient, query: str, parameter: str, nearest: str | None
) -> None:
    reply = client.get(f"/v1/events?{query}")
    assert reply.status_code == 400
    assert reply.mimetype == "application/problem+json"
    (error,) = [each for each in reply.get_json()["errors"] if each["parameter"] == parameter]
    if nearest:
        assert nearest in error["nearest"]


@pytest.mark.parametrize(
    ("path", "near"),
    [("/v1/evnts", "/v1/events"), ("/v1/events/", "/v1/events"), ("/V1/Events", "/v1/events"),
     ("/v1/histogramm", "/v1/histogram"), ("/events.cvs", None), ("/zzzzzzzzzzzz", None)],
)  # fmt: skip
def test_a_wrong_path_names_the_nearest_one(
    client: FlaskClient, path: str, near: str | None
) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.mimetype == "application/problem+json"
    found = [each["nearest"][0] for each in reply.get_json().get("errors", ())]
    assert found == [near] if near else near not in found
    assert client.post("/v1/histogram").status_code == 405
    assert "errors" not in client.post("/v1/histogram").get_json()


def test_a_cursor_of_another_query_is_refused(client: FlaskClient) -> None:
    link = client.get("/v1/events?limit=2").get_json()["next"]
    assert client.get(link + "&country=KZ").status_code == 400


def test_if_none_match_gives_304(client: FlaskClient) -> None:
    for path in ("/v1/events", f"/v1/events/{MEETING}", "/v1/events.csv", "/v1/histogram"):
        first = client.get(path)
        tag = first.headers["ETag"]
        assert not tag.startswith("W/")
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
    json_tag = client.get(f"/v1/events/{MEETING}").headers["ETag"]
    assert client.get(f"/v1/events/{MEETING}.csv").headers["ETag"] != json_tag


def test_csv_has_one_row_an_event_and_defused_formulas(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"id": "formula", "title": "=1+1", "date": "2023", "category": "other"}
    client.post("/v1/events", json=event, headers=write_key)
    rows = {
        row["id"]: row for row in csv.DictReader(io.StringIO(client.get("/v1/events.csv").text))
    }
    assert len(rows) == client.get("/v1/events?count=exact").get_json()["total"]
    assert rows["formula"]["title"] == "'=1+1"
    raw = client.get("/v1/events/formula.csv?raw=1").text
    assert "'=1+1" not in raw
    assert "=1+1" in raw


def test_undated_events_come_only_when_asked_for(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"id": "undated", "title": "t", "date": "XXXX", "category": "other"}
    client.post("/v1/events", json=event, headers=write_key)
    assert "undated" not in ids(client, "limit=1000")
    assert "undated" in ids(client, "limit=1000&undated=1")
    assert "undated" not in ids(client, "category=other&country=KZ&undated=1")
    assert "undated" in ids(client, "q=t&undated=1")


class TestWords:
    def test_september_finds_the_announcement_first(self, client: FlaskClient) -> None:
        assert ids(client, "q=september&sort=relevance")[0] == "us-funding-central-asia-2022-09"
        assert "us-funding-central-asia-2022-09" in ids(client, "q=sept")

    def test_an_adjective_finds_the_events_of_its_country(self, client: FlaskClient) -> None:
        of_the_country = set(ids(client, "country=KZ"))
        for word in ("kazakh", "Kazakhstani", "казахстан", "哈萨克斯坦"):
            assert of_the_country <= set(ids(client, f"q={quote(word)}"))

    def test_what_stands_behind_a_hyphen_is_left_out(self, client: FlaskClient) -> None:
        found = ids(client, "q=blinken")
        without = ids(client, "q=blinken -astana")
        assert set(without) < set(found)
        assert set(found) - set(without) == set(ids(client, "q=blinken astana "))

    @pytest.mark.parametrize(
        ("query", "parameter", "message"),
        [
            ("sort=relevance", "sort", "give q"),
            ("q=-astana", "q", "give a word"),
            ("q=a*", "q", "at least 2"),
            ("q=-a*", "q", "at least 2"),
            ("q=ab* cd* ef* gh* ij*", "q", "at most 4"),
        ],
    )
    def test_a_search_that_cannot_be_done_is_explained(
        self, client: FlaskClient, query: str, parameter: str, message: str
    ) -> None:
        reply = client.get(f"/v1/events?{query}")
        assert reply.status_code == 400
        (error,) = reply.get_json()["errors"]
        assert error["parameter"] == parameter
        assert message in error["detail"]

    def test_pages_by_relevance_hold_each_event_once(self, client: FlaskClient) -> None:
        whole = ids(client, "q=asia&sort=relevance")
        found, address = [], "/v1/events?q=asia&sort=relevance&limit=2"
        while address:
            reply = client.get(address)
            assert "Dateline-Ranked" not in reply.headers
            found += [each["id"] for each in reply.get_json()["items"]]
            address = reply.get_json()["next"]
        assert found == whole
        assert sorted(whole) == sorted(ids(client, "q=asia"))

    @pytest.mark.parametrize("suffix", ["csv", "ndjson", "geojson", "ics", "atom", "vis.json"])
    def test_every_format_is_ranked(self, client: FlaskClient, suffix: str) -> None:
        reply = client.get(f"/v1/events.{suffix}?q=asia&sort=relevance")
        assert reply.status_code == 200
        assert reply.data
        assert client.get(f"/v1/events.{suffix}?sort=relevance").status_code == 400

    def test_a_reply_says_where_not_all_is_ranked(self, app: Flask, client: FlaskClient) -> None:
        app.extensions["dateline"].store.reader.sizes = Sizes(ranked=3)
        for suffix in (".json", ".csv"):
            reply = client.get(f"/v1/events{suffix}?q=asia&sort=relevance")
            assert reply.headers["Dateline-Ranked"] == "newest 3"
            assert "Dateline-Ranked" not in client.get(f"/v1/events{suffix}?q=asia").headers

    def test_the_page_offers_the_order_where_there_are_words(self, client: FlaskClient) -> None:
        assert b"best match first" not in client.get("/").data
        page = client.get("/?q=asia&sort=relevance")
        assert page.status_code == 200
        assert b'value="relevance" selected' in page.data
        assert b"Best matches first" in page.data
        assert client.get("/?sort=relevance").status_code == 302
