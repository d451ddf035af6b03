"""``lang=`` in the API: every format has dates in the reader's language. The rest is unchanged."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from service.formats.registry import FORMATS
from service.languages import NAMES
from service.schemas.event import load_event
from service.store import Store
from tests.unit.test_display import POINTS, SHAPES, said

MONTH = "us-funding-central-asia-2022-09"
SHOWN = {
    "en": "September 2022", "ar": "سبتمبر 2022", "es": "septiembre de 2022",
    "fr": "septembre 2022", "kk": "2022 ж. қыркүйек", "ru": "сентябрь 2022 г.", "zh": "2022年9月",
}  # fmt: skip
BINARY = ("xlsx", "parquet")
WORDY = ("json", "csv", "ndjson", "geojson", "atom", "feed.json", "vis.json",
         "fullcalendar.json", "grafana.json", "ics")  # fmt: skip
"""Formats with dates in words. TimelineJS writes the months itself; see ``test_slides``."""


def unfolded(text: str) -> str:
    """Joins the folded lines of a calendar. Other formats stay as they are."""
    return text.replace("\r\n ", "")


@pytest.mark.parametrize("suffix", WORDY)
def test_every_format_says_the_date_in_the_language(client: FlaskClient, suffix: str) -> None:
    for code, shown in SHOWN.items():
        reply = client.get(f"/v1/events.{suffix}?q=%22first+sum%22&lang={code}")
        assert reply.status_code == 200
        assert shown in unfolded(reply.text), code
        assert code == "en" or SHOWN["en"] not in unfolded(reply.text)


@pytest.mark.parametrize("suffix", [each.suffix for each in FORMATS if each.installed])
def test_english_is_the_default_to_the_byte(client: FlaskClient, suffix: str) -> None:
    if suffix in BINARY:
        pytest.skip("holds the time at which it was made")
    plain = client.get(f"/v1/events/{MONTH}.{suffix}")
    for header in ("fr", "ru;q=0.9,ar"):
        assert (
            client.get(f"/v1/events/{MONTH}.{suffix}", headers={"Accept-Language": header}).data
            == plain.data
        )
    assert "Accept-Language" not in plain.vary


def test_one_event_in_each_language_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = set()
    for code, shown in SHOWN.items():
        reply = client.get(f"/v1/events/{MONTH}?lang={code}")
        assert reply.get_json()["date_display"] == shown
        assert reply.get_json()["countries"][0]["name"] == "United States"
        tags.add(reply.headers["ETag"])
        again = client.get(f"/v1/events/{MONTH}?lang={code}",
                           headers={"If-None-Match": reply.headers["ETag"]})  # fmt: skip
        assert again.status_code == 304
    assert len(tags) == len(NAMES)


def test_a_write_accepts_the_etag_of_any_language(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    tag = client.get(f"/v1/events/{MONTH}?lang=ru").headers["ETag"]
    headers = write_key | {"If-Match": tag, "Content-Type": "application/merge-patch+json"}
    reply = client.patch(f"/v1/events/{MONTH}", data='{"summary": "Other"}', headers=headers)
    assert reply.status_code == 200
    assert reply.get_json()["date_display"] == "September 2022"


def test_every_kind_of_date(client: FlaskClient, store: Store) -> None:
    texts = [shape.format(text) for shape in SHAPES for text in POINTS]
    documents = [
        {"id": f"d{number}", "title": "T", "date": text, "category": "other", "tags": ["kinds"]}
        for number, text in enumerate(texts)
    ]
    store.import_batch(load_event(each) for each in documents)
    for code in NAMES:
        reply = client.get(f"/v1/events?tag=kinds&limit=1000&undated=1&lang={code}")
        shown = {each["id"]: each["date_display"] for each in reply.get_json()["items"]}
        assert shown == {f"d{number}": said(text, code) for number, text in enumerate(texts)}


class TestOtherReplies:
    def test_slides(self, client: FlaskClient) -> None:
        open_ended = client.get("/v1/events.timelinejs.json?lang=ru").get_json()["events"]
        shown = [each["display_date"] for each in open_ended if "display_date" in each]
        assert shown
        assert all(re.search("[а-я]", each) for each in shown)
        nothing = client.get("/v1/events.timelinejs.json?lang=ru&q=zzzz").get_json()["events"][0]
        assert not re.search(
            "[a-z]{4}", str([nothing["text"]["headline"], nothing["display_date"]])
        )

    def test_pages_go_on_in_the_language(self, client: FlaskClient) -> None:
        reply = client.get("/v1/events?limit=5&lang=ru").get_json()
        seen = [*reply["items"]]
        while reply["next"]:
            assert reply["next"].count("lang=ru") == 1
            reply = client.get(reply["next"]).get_json()
            seen += reply["items"]
        assert len(seen) == 16
        assert all(re.search("[а-я]", each["date_display"]) for each in seen)

    def test_the_timeline(self, client: FlaskClient) -> None:
        reply = client.get("/v1/timeline?lang=ru&lanes=1&most=2").get_json()
        assert all(re.search("[а-я]", each["date_display"]) for each in reply["marks"])
        for each in reply["clusters"]:
            assert "lang=ru" in each["list"]
            assert re.search(
                "[а-я]", client.get(each["list"]).get_json()["items"][0]["date_display"]
            )

    def test_the_map(self, client: FlaskClient) -> None:
        reply = client.get("/v1/map?lang=ru").get_json()
        assert all(re.search("[а-я]", each["date_display"]) for each in reply["marks"])
        assert "Казахстан" in {each["name"] for each in reply["countries"]}
        assert all("lang=ru" in each["list"] for each in reply["clusters"])

    def test_anniversaries(self, client: FlaskClient) -> None:
        address = "/v1/anniversaries{}?from=2024-02-01&to=2024-03-10&lang=ru"
        items = client.get(address.format("")).get_json()["items"]
        assert items
        assert all(re.search("[а-я]", each["event"]["date_display"]) for each in items)
        text = unfolded(client.get(address.format(".ics")).text)
        assert "(1 год)" in text or "(2 года)" in text
        assert "years)" not in text

    def test_features(self, client: FlaskClient) -> None:
        path = "/ogc/collections/events/items"
        found = client.get(f"{path}?lang=zh&limit=3&f=json").get_json()
        assert all("年" in each["properties"]["date_display"] for each in found["features"])
        (following,) = [each["href"] for each in found["links"] if each["rel"] == "next"]
        assert "lang=zh" in following
        one = client.get(f"{path}/{MONTH}?lang=zh&f=json").get_json()
        assert one["properties"]["date_display"] == SHOWN["zh"]

    @pytest.mark.parametrize("path", ["/v1/timeline.svg", "/v1/histogram.svg", "/v1/map.svg"])
    def test_pictures(self, client: FlaskClient, path: str) -> None:
        plain = client.get(path).text
        for query in ("", "&q=zzzz"):
            text = client.get(f"{path}?lang=ru{query}").text
            assert re.search("[а-я]{3}", text)
            words = {"labelled", "Jan", "No events match", "alone", "Events", "unknown", "before"}
            assert not [each for each in words if re.search(rf"\b{each}\b", text)]
        assert not re.search("[а-я]", plain)

    def test_completions(self, client: FlaskClient) -> None:
        asked = {"q": "каза", "field": "country"}
        found = client.get("/v1/complete", query_string=asked | {"lang": "ru"}).get_json()["items"]
        assert ("KZ", "Казахстан") in [(each["value"], each["name"]) for each in found]
        plain = client.get("/v1/complete", query_string=asked, headers={"Accept-Language": "ru"})
        assert "Kazakhstan" in [each["name"] for each in plain.get_json()["items"]]

    def test_problems_stay_english(self, client: FlaskClient) -> None:
        reply = client.get(
            "/v1/events?country=Kazakstan&lang=ru", headers={"Accept-Language": "ru"}
        )
        problem = json.loads(reply.data)
        assert problem["title"] == "Bad Request"
        assert "is not a country we know" in problem["errors"][0]["detail"]

    def test_an_unknown_language_is_named_with_those_there_are(self, client: FlaskClient) -> None:
        for path in ("/v1/events", f"/v1/events/{MONTH}", "/v1/timeline", "/ogc", "/v1/map"):
            reply = client.get(f"{path}?lang=rus")
            assert reply.status_code == 400
            (error,) = reply.get_json()["errors"]
            assert error["parameter"] == "lang"
            assert "'rus' is not a language" in error["detail"]
            assert "ru" in error["nearest"]
