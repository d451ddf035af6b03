"""Choosing a format, how much of the answer it holds, and what each promises alike."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from service.formats.format import Format
from service.formats.registry import FORMATS, NEGOTIABLE, STREAMED
from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text("utf-8")
MEETING = "c5plus1-ministerial-astana-2023"
each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda each: each.suffix)


def readme_row(form: Format) -> str:
    """The line of the README's table of formats."""
    return (f"| `/v1/events.{form.suffix}`, `/v1/events/{{id}}.{form.suffix}` | "
            f"`{form.essence}` | {form.default} | {form.client} |")  # fmt: skip


@each_format
def test_the_readme_has_the_line_of_the_registry(form: Format) -> None:
    assert readme_row(form) in README


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
    assert one.data == client.get(f"/v1/events/{MEETING}.{form.suffix}").data


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
    assert all(each.essence in reply.json["detail"] for each in NEGOTIABLE)
    assert all(f".{each.suffix}" in reply.json["detail"] for each in FORMATS)


@pytest.mark.parametrize("form", STREAMED, ids=lambda each: each.suffix)
def test_what_streams_holds_everything_unless_a_page_is_asked_for(
    client: FlaskClient, form: Format
) -> None:
    everything = [each["id"] for each in client.get("/v1/events?limit=1000").json["items"]]
    whole = client.get(f"/v1/events.{form.suffix}")
    assert "Link" not in whole.headers
    assert all(name in whole.text for name in everything)
    first = client.get(f"/v1/events.{form.suffix}?limit=2")
    assert [name for name in everything if name in first.text] == everything[:2]
    link = first.headers["Link"]
    assert link.endswith('; rel="next"')
    second = client.get(link[1 : link.index(">")])
    assert everything[2] in second.text


def test_a_write_changes_the_tag_of_a_stream(client: FlaskClient, write_key) -> None:
    before = client.get("/v1/events.ndjson").headers["ETag"]
    event = {"title": "t", "date": "2030", "category": "other"}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    assert client.get("/v1/events.ndjson").headers["ETag"] != before


def test_fields_choose_columns_and_properties(client: FlaskClient) -> None:
    line = json.loads(client.get("/v1/events.ndjson?fields=id,date&limit=1").text)
    assert set(line) == {"id", "date"}
    header = client.get("/v1/events.csv?fields=id,countries&limit=1").text.splitlines()[0]
    assert header == "id,countries,country_roles"
    (feature,) = client.get("/v1/events.geojson?fields=title,place&limit=1").json["features"]
    assert set(feature["properties"]) == {"title", "place", "place_country"}
