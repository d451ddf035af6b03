"""The choice of a format, the part of the result in each format, and the rules for all formats."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from service.formats.format import Format
from service.formats.registry import FORMATS, NEGOTIABLE, STREAMED
from tests.conftest import REPOSITORY
from tests.support.tables import text

PAGE = (REPOSITORY / "docs" / "formats.md").read_text("utf-8")
MEETING = "c5plus1-ministerial-astana-2023"
each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda each: each.suffix)


def row(form: Format) -> str:
    """The row of a format in the table of docs/formats.md."""
    return (f"| `/v1/events.{form.suffix}`, `/v1/events/{{id}}.{form.suffix}` | "
            f"`{form.essence}` | {form.default} | {form.client} |")  # fmt: skip


@each_format
def test_the_page_of_formats_has_the_line_of_the_registry(form: Format) -> None:
    assert row(form) in PAGE


@each_format
def test_every_format_answers_with_its_media_type_and_a_tag_of_its_own(
    client: FlaskClient, form: Format
) -> None:
    for path in (f"/v1/events.{form.suffix}", f"/v1/events/{MEETING}.{form.suffix}"):
        reply = client.get(path)
        assert (reply.status_code, reply.content_type) == (200, form.media_type)
        assert reply.data
        tag = reply.headers["ETag"]
        assert f"{form.suffix}-" in tag
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        head = client.head(path)
        assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)
    assert client.get(f"/v1/events/no-such.{form.suffix}").status_code == 404
    assert client.get(f"/v1/events.{form.suffix}?contry=KZ").status_code == 400


@pytest.mark.parametrize("form", NEGOTIABLE, ids=lambda each: each.suffix)
def test_accept_gives_what_the_suffix_gives(client: FlaskClient, form: Format) -> None:
    reply = client.get("/v1/events?country=KZ", headers={"Accept": form.essence})
    assert reply.content_type == form.media_type
    assert "Accept" in reply.headers["Vary"]
    one = client.get(f"/v1/events/{MEETING}", headers={"Accept": form.essence})
    assert one.content_type == form.media_type
    assert MEETING in text(form.suffix, one.data)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("*/*", "application/json"),
        ("application/json;q=0.1, text/csv", "text/csv"),
        ("text/csv;q=0.2, application/geo+json;q=0.9, */*;q=0.1", "application/geo+json"),
        ("application/json;q=0, */*;q=0.5", "text/csv"),
        ("text/*", "text/csv"),
        ("application/*;q=0.5, application/json;q=0.2", "application/x-ndjson"),
        ("APPLICATION/GEO+JSON", "application/geo+json"),
    ],
)
def test_the_most_specific_range_and_then_the_greatest_weight_decide(
    client: FlaskClient, accept: str, media_type: str
) -> None:
    assert client.get("/v1/events", headers={"Accept": accept}).mimetype == media_type


@pytest.mark.parametrize("path", ["/v1/events", f"/v1/events/{MEETING}"])
@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "*/*;q=0"])
def test_406_lists_what_there_is(client: FlaskClient, path: str, accept: str) -> None:
    reply = client.get(path, headers={"Accept": accept})
    assert reply.status_code == 406
    assert all(each.essence in reply.get_json()["detail"] for each in NEGOTIABLE)
    assert all(f".{each.suffix}" in reply.get_json()["detail"] for each in FORMATS)


@pytest.mark.parametrize("form", STREAMED, ids=lambda each: each.suffix)
def test_what_streams_holds_everything_unless_a_page_is_asked_for(
    client: FlaskClient, form: Format
) -> None:
    everything = [each["id"] for each in client.get("/v1/events?limit=1000").get_json()["items"]]
    whole = client.get(f"/v1/events.{form.suffix}")
    assert "Link" not in whole.headers
    assert all(name in text(form.suffix, whole.data) for name in everything)
    first = client.get(f"/v1/events.{form.suffix}?limit=2")
    words = text(form.suffix, first.data)
    assert [name for name in everything if name in words] == everything[:2]
    link = first.headers["Link"]
    assert link.endswith('; rel="next"')
    second = client.get(link[1 : link.index(">")])
    assert everything[2] in text(form.suffix, second.data)


def test_a_write_changes_the_tag_of_a_stream(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    before = client.get("/v1/events.ndjson").headers["ETag"]
    event = {"title": "t", "date": "2030", "category": "other"}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    assert client.get("/v1/events.ndjson").headers["ETag"] != before


def test_fields_choose_columns_and_properties(client: FlaskClient) -> None:
    line = json.loads(client.get("/v1/events.ndjson?fields=id,date&limit=1").text)
    assert set(line) == {"id", "date"}
    header = client.get("/v1/events.csv?fields=id,countries&limit=1").text.splitlines()[0]
    assert header == "id,countries,country_roles"
    (feature,) = client.get("/v1/events.geojson?fields=title,place&limit=1").get_json()["features"]
    assert set(feature["properties"]) == {"title", "place", "place_country"}


HOSTILE = {
    "id": "hostile", "title": '<script>alert("1")</script> & \'quotes\'', "date": "2022-09",
    "summary": "<img src=x onerror=alert(1)>", "category": "other",
    "sources": [{"title": "<b>bold</b>", "publisher": "\"P\" & <i>", "url": "https://a.example/?a=1&b='2'"}],
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["timelinejs.json", "vis.json", "grafana.json"])
def test_clients_that_draw_html_get_it_escaped(
    client: FlaskClient, write_key: dict[str, str], suffix: str
) -> None:
    assert client.post("/v1/events", json=HOSTILE, headers=write_key).status_code == 201
    reply = client.get(f"/v1/events/hostile.{suffix}").text
    assert "<script" not in reply
    assert "<img" not in reply
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;quotes" in reply


@pytest.mark.parametrize("accept", ["", " ", ","])
def test_an_empty_accept_has_no_wish(client: FlaskClient, accept: str) -> None:
    assert client.get("/v1/events", headers={"Accept": accept}).mimetype == "application/json"


def test_fullcalendar_asks_in_its_own_words(client: FlaskClient) -> None:
    path = "/v1/events.fullcalendar.json?country=C5&"
    month = client.get(
        path + "start=2022-09-01T00:00:00-05:00&end=2022-10-01T00:00:00-05:00"
               "&timeZone=America/Chicago"
    ).get_json()  # fmt: skip
    assert {"us-funding-central-asia-2022-09"} <= {each["id"] for each in month}
    assert month == client.get(path + "from=2022-09-01&to=2022-09-30").get_json()
    for wrong in ("start=2022-09-01&from=2022", "start=soon", "timeZone=a%20b"):
        reply = client.get(path + wrong)
        assert reply.status_code == 400
        assert reply.get_json()["errors"][0]["parameter"] in wrong
    assert client.get("/v1/events?start=2022-09-01").status_code == 400


def test_grafana_asks_in_milliseconds_or_iso(client: FlaskClient) -> None:
    path = "/v1/events.grafana.json?"
    days = client.get(path + "from=2023-02-28&to=2023-02-28").get_json()
    assert days
    assert days == client.get(path + "from=1677542400000&to=1677628799999").get_json()
    assert (
        days
        == client.get(path + "from=2023-02-28T00:00:00.000Z&to=2023-02-28T23:59:59Z").get_json()
    )


def test_a_client_that_follows_no_link_gets_the_largest_page(client: FlaskClient) -> None:
    total = client.get("/v1/events?count=exact&limit=1").get_json()["total"]
    drawn = client.get("/v1/events.vis.json")
    assert len(drawn.get_json()) == total
    assert "Link" not in drawn.headers
    assert "Link" in client.get("/v1/events.vis.json?limit=2").headers


def test_a_deletion_reaches_calendars_and_feeds_of_its_query(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"title": "Off", "date": "2024-05", "category": "visit", "tags": ["x"]}
    for suffix in ("ics", "atom", "feed.json"):
        name = f"gone-{suffix.partition('.')[0]}"
        made = client.put(f"/v1/events/{name}", json=event, headers=write_key)
        fresh = {**write_key, "If-Match": made.headers["ETag"]}
        before = client.get(f"/v1/events.{suffix}?tag=x").headers["ETag"]
        assert client.delete(f"/v1/events/{name}", headers=fresh).status_code == 204
        after = client.get(f"/v1/events.{suffix}?tag=x")
        assert after.headers["ETag"] != before
        assert client.get(f"/v1/events/{name}.{suffix}").status_code == 410
    calendar = client.get("/v1/events.ics?tag=x").text.replace("\r\n ", "")
    assert calendar.count("STATUS:CANCELLED") == 3
    assert "UID:gone-ics@dateline\r\nSEQUENCE:1\r\n" in calendar
    assert client.get("/v1/events.atom?tag=x").text.count("<at:deleted-entry ") == 3
    feed = client.get("/v1/events.feed.json?tag=x&limit=2").get_json()
    assert {each["id"] for each in feed["_dateline"]["deleted"]} == {"gone-feed", "gone-atom"}
    assert "CANCELLED" not in client.get("/v1/events.ics?tag=y").text
