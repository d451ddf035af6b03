"""Corrections, deletions and versions of an event."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.schemas.parameters import FILTERS

EVENT = {
    "id": "a", "title": "A meeting", "date": "2024-05-01", "category": "meeting",
    "countries": [{"code": "KZ", "role": "host"}], "place": {"name": "Astana", "country": "KZ"},
}  # fmt: skip
Headers = dict[str, str]


@pytest.fixture
def tag(client: FlaskClient, write_key: Headers) -> str:
    return client.post("/v1/events", json=EVENT, headers=write_key).headers["ETag"]


def test_a_patch_changes_what_it_names(client: FlaskClient, write_key: Headers, tag: str) -> None:
    change = {"title": "Another", "summary": "New", "place": {"name": None}, "countries": None}
    reply = client.patch(
        "/v1/events/a", json=change, headers={**write_key, "If-Match": tag},
        content_type="application/merge-patch+json",
    )  # fmt: skip
    assert (reply.status_code, reply.get_json()["version"]) == (200, 2)
    assert (reply.get_json()["title"], reply.get_json()["summary"]) == ("Another", "New")
    assert reply.get_json()["place"]["name"] is None
    assert reply.get_json()["place"]["country"] == "KZ"
    assert reply.get_json()["countries"] == []
    assert client.get("/v1/events/a").headers["ETag"] == reply.headers["ETag"]


@pytest.mark.parametrize("method", ["patch", "put", "delete"])
def test_an_existing_event_changes_only_with_if_match_of_its_current_version(
    client: FlaskClient, write_key: Headers, tag: str, method: str
) -> None:
    new = {} if method == "delete" else {"json": EVENT | {"title": "Another"}}
    call = getattr(client, method)
    assert call("/v1/events/a", headers=write_key, **new).status_code == 428
    for wrong in ('"v2-json-0"', '"nonsense"', tag[:-2] + 'x"', f"W/{tag}", tag.strip('"')):
        stale = {**write_key, "If-Match": wrong}
        assert call("/v1/events/a", headers=stale, **new).status_code == 412
    good = {**write_key, "If-Match": tag}
    assert call("/v1/events/a", headers=good, **new).status_code in (200, 204)
    assert call("/v1/events/a", headers=good, **new).status_code in (410, 412)


def test_a_patch_that_breaks_a_rule_changes_nothing(
    client: FlaskClient, write_key: Headers, tag: str
) -> None:
    good = {**write_key, "If-Match": tag}
    wrong: tuple[Any, ...] = (
        {"title": None}, {"date": "yesterday"}, {"id": "b"}, {"titel": "x"}, [], "x",
    )  # fmt: skip
    for change in wrong:
        reply = client.patch("/v1/events/a", json=change, headers=good)
        assert reply.status_code == 400, change
    assert client.patch("/v1/events/none", json={}, headers=good).status_code == 404
    assert client.get("/v1/events/a").headers["ETag"] == tag


def test_what_changes_nothing_makes_no_version(
    client: FlaskClient, write_key: Headers, tag: str
) -> None:
    good = {**write_key, "If-Match": tag}
    for reply in (client.patch("/v1/events/a", json={"title": "A meeting"}, headers=good),
                  client.put("/v1/events/a", json=EVENT, headers=good)):  # fmt: skip
        assert (reply.status_code, reply.get_json()["version"]) == (200, 1)
        assert reply.headers["ETag"] == tag
    assert len(client.get("/v1/events/a/versions").get_json()["items"]) == 1


def test_a_deleted_event_is_gone_and_comes_back_only_on_purpose(
    client: FlaskClient, write_key: Headers, tag: str
) -> None:
    assert client.delete("/v1/events/a", headers={**write_key, "If-Match": tag}).data == b""
    assert client.get("/v1/events/a").status_code == 410
    assert client.get("/v1/events?date=2024-05-01").get_json()["items"] == []
    assert client.delete("/v1/events/a", headers=write_key).status_code == 410
    assert client.patch("/v1/events/a", json={}, headers=write_key).status_code == 410
    assert client.post("/v1/events", json=EVENT, headers=write_key).status_code == 409
    assert client.put("/v1/events/a", json=EVENT, headers=write_key).status_code == 428
    old = {**write_key, "If-Match": tag}
    assert client.put("/v1/events/a", json=EVENT, headers=old).status_code == 412
    anew = {**write_key, "If-None-Match": "*"}
    reply = client.put("/v1/events/a", json=EVENT, headers=anew)
    assert (reply.status_code, reply.get_json()["version"]) == (201, 3)
    assert client.put("/v1/events/a", json=EVENT, headers=anew).status_code == 412


def test_every_version_can_be_read_with_who_when_and_what(
    client: FlaskClient, write_key: Headers, tag: str
) -> None:
    first = client.get("/v1/events/a").get_json()
    good = {**write_key, "If-Match": tag}
    second = client.patch("/v1/events/a", json={"title": "B", "tags": ["x"]}, headers=good)
    client.delete("/v1/events/a", headers={**write_key, "If-Match": second.headers["ETag"]})
    found = client.get("/v1/events/a/versions", headers=write_key).get_json()["items"]
    assert [(each["version"], each["type"], each["changed"]) for each in found] == [
        (1, "created", []), (2, "updated", ["title", "tags"]), (3, "deleted", []),
    ]  # fmt: skip
    assert {each["author"] for each in found} == {"editor"}
    assert found[1]["at"] == second.get_json()["updated_at"]
    assert client.get("/v1/events/a/versions/1").json == first
    assert client.get("/v1/events/a/versions/1").headers["ETag"] == tag
    assert client.get("/v1/events/a/versions/2").json == second.get_json()
    assert client.get("/v1/events/a/versions/3").status_code == 410
    for none in ("a/versions/4", "a/versions/0", "a/versions/x", "b/versions/1", "b/versions"):
        assert client.get(f"/v1/events/{none}").status_code == 404, none


def test_many_versions_come_page_by_page(client: FlaskClient, write_key: Headers, tag: str) -> None:
    for number in range(4):
        good = {**write_key, "If-Match": tag}
        tag = client.patch("/v1/events/a", json={"title": f"T{number}"}, headers=good).headers[
            "ETag"
        ]
    met, link = [], "/v1/events/a/versions?limit=2"
    while link:
        page = client.get(link).get_json()
        met += [each["version"] for each in page["items"]]
        link = page["next"]
    assert met == [1, 2, 3, 4, 5]


def test_tombstones_are_found_by_what_the_event_was(
    client: FlaskClient, write_key: Headers, tag: str, app: Flask
) -> None:
    client.delete("/v1/events/a", headers={**write_key, "If-Match": tag})
    context = app.extensions["dateline"]

    def found(text: str) -> list[str]:
        pairs = [tuple(each.split("=")) for each in text.split("&")]
        filter_ = context.parser.parse(pairs, FILTERS).filter
        return [each.id for each in context.store.deleted(filter_)]

    assert found("country=KZ&q=meeting&date=2024-05") == ["a"]
    assert found("country=US") == found("date=2023") == []
