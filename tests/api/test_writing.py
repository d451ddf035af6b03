"""The promises of the API to an editor."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.store import Store

EVENT = {"id": "a", "title": "A meeting", "date": "2024-05-01", "category": "meeting"}
Headers = dict[str, str]


def test_writing_needs_a_key(client: FlaskClient, store: Store) -> None:
    assert client.post("/v1/events", json=EVENT).status_code == 401
    reader = {"Authorization": f"Bearer {store.keys.create('reader', ('read',))}"}
    assert client.post("/v1/events", json=EVENT, headers=reader).status_code == 403
    assert client.get("/v1/events/a").status_code == 404


def test_a_revoked_key_is_refused(client: FlaskClient, store: Store, write_key: Headers) -> None:
    store.keys.revoke("editor")
    assert client.post("/v1/events", json=EVENT, headers=write_key).status_code == 401


def test_a_new_event_is_found_where_it_says(client: FlaskClient, write_key: Headers) -> None:
    reply = client.post("/v1/events", json=EVENT, headers=write_key)
    assert reply.status_code == 201
    assert client.get(reply.headers["Location"]).json == reply.get_json()
    assert client.post("/v1/events", json=EVENT, headers=write_key).status_code == 409


def test_a_change_needs_if_match_with_the_current_version(
    client: FlaskClient, write_key: Headers
) -> None:
    first = client.post("/v1/events", json=EVENT, headers=write_key)
    new = EVENT | {"title": "Another", "date": "2025-06", "category": "visit"}
    assert client.put("/v1/events/a", json=new, headers=write_key).status_code == 428
    fresh = {**write_key, "If-Match": first.headers["ETag"]}
    done = client.put("/v1/events/a", json=new, headers=fresh)
    assert (done.status_code, done.get_json()["version"]) == (200, 2)
    assert client.put("/v1/events/a", json=new, headers=fresh).status_code == 412
    found = client.get("/v1/events?date=2025-06&q=another").get_json()["items"]
    assert [each["id"] for each in found] == ["a"]
    assert client.get("/v1/events?date=2024-05-01").get_json()["items"] == []
    assert client.get("/v1/events?q=meeting&date=2024/2025").get_json()["items"] == []


def test_put_creates_what_is_not_there(client: FlaskClient, write_key: Headers) -> None:
    reply = client.put("/v1/events/a", json=EVENT, headers=write_key)
    assert (reply.status_code, reply.get_json()["version"]) == (201, 1)


@pytest.mark.parametrize(
    ("change", "pointer", "nearest"),
    [
        ({"titel": "x"}, "/titel", "title"),
        ({"date": "2024-02-30"}, "/date", None),
        ({"category": "meating"}, "/category", "meeting"),
        ({"countries": [{"code": "Kazakstan", "role": "host"}]}, "/countries/0/code", "Kazakhstan"),
        ({"countries": [{"code": "KZ", "role": "hots"}]}, "/countries/0/role", "host"),
        ({"amounts": [{"value": 5, "currency": "USD", "stage": "announced"}]},
         "/amounts/0/value", None),
        ({"sources": [{"title": "x", "url": "javascript:alert(1)"}]}, "/sources/0/url", None),
        ({"title": "a\x00b"}, "/title", None),
        ({"title": "\ufeff"}, "/title", None),
        ({"title": "\u200b \u2060"}, "/title", None),
        ({"tags": ["\u00ad"]}, "/tags/0", None),
        ({"actors": [{"name": "\u200d\u200f"}]}, "/actors/0/name", None),
        ({"id": "No.Good"}, "/id", None),
    ],
)  # fmt: skip
def test_an_error_is_pointed_at_and_changes_nothing(
    client: FlaskClient,
    write_key: Headers,
    change: dict[str, Any],
    pointer: str,
    nearest: str | None,
) -> None:
    before = client.get("/v1/events").headers["ETag"]
    reply = client.post("/v1/events", json=EVENT | change, headers=write_key)
    assert reply.status_code == 400
    (error,) = reply.get_json()["errors"]
    assert error["pointer"] == pointer
    if nearest:
        assert nearest in error["nearest"]
    assert client.get("/v1/events").headers["ETag"] == before


def test_other_media_broken_json_and_large_bodies_are_refused(
    client: FlaskClient, write_key: Headers
) -> None:
    def post(data: bytes, kind: str = "application/json", to: str = "events") -> tuple[int, str]:
        reply = client.post(f"/v1/{to}", data=data, content_type=kind, headers=write_key)
        assert reply.mimetype == "application/problem+json"
        return reply.status_code, reply.get_json()["detail"]

    assert post(b"{}", "text/plain")[0] == 415
    assert post(b"{") == (400, "the body is not JSON: line 1, column 2: unexpected end of data")
    assert "trailing comma is not allowed" in post(b'{"title": "T",}')[1]
    assert "number is infinity" in post(b'{"place": {"latitude": 1e999}}')[1]
    latin = post(b'{"title": "\xff"}', "application/json; charset=iso-8859-1")
    assert latin == (400, "the body is not UTF-8: byte 12; send JSON in UTF-8")
    assert post(b"[" * 100_000)[0] == 400
    assert post(b" " * 2_000_000) == (413, "the body is longer than 1048576 bytes")
    assert post(b" " * 70_000_000, to="imports") == (413, "the body is longer than 67108864 bytes")


def test_an_exported_event_can_be_sent_back(client: FlaskClient, write_key: Headers) -> None:
    document = client.get("/v1/events/c5plus1-ministerial-astana-2023").get_json()
    reply = client.post("/v1/events", json=document | {"id": "copy"}, headers=write_key)
    assert reply.status_code == 201
    ignored = {"id", "version", "created_at", "updated_at"}
    assert {k: v for k, v in reply.get_json().items() if k not in ignored} == {
        k: v for k, v in document.items() if k not in ignored
    }


CONTRADICTIONS = [
    {"date": "2022-09-01", "precision": "month"},
    {"date": "1943", "approximate": True},
    {"date": "1943?", "uncertain": False},
    {"date": "2021/2023", "extent": "instant"},
    {"date": "2022-09-15", "earliest": "2022-09-01"},
    {"date": "2022-09-15/..", "latest": "2022-09-30"},
]


@pytest.mark.parametrize("wrong", CONTRADICTIONS)
@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_a_computed_field_that_contradicts_the_date_is_refused(
    client: FlaskClient, write_key: Headers, wrong: dict[str, Any], method: str
) -> None:
    (name,) = wrong.keys() - {"date"}
    if method == "patch":  # of an event that has another value there
        stored = "1900%/1901" if wrong[name] in (False, "instant") else "2024-05-01"
        client.post("/v1/events", json=EVENT | {"date": stored}, headers=write_key)
    path = "/v1/events" if method == "post" else "/v1/events/a"
    reply = getattr(client, method)(
        path, json=wrong if method == "patch" else EVENT | wrong,
        headers=write_key | ({"If-Match": "*"} if method == "patch" else {}),
    )  # fmt: skip
    assert reply.status_code == 400
    (error,) = reply.get_json()["errors"]
    assert error["pointer"] == f"/{name}"
    assert repr(wrong["date"]) in error["detail"]


def test_a_date_is_corrected_in_what_was_read(client: FlaskClient, write_key: Headers) -> None:
    made = client.post("/v1/events", json=EVENT | {"date": "1943~"}, headers=write_key)
    changed = made.get_json() | {"date": "1944-05/.."}  # with the computed fields of the old date
    tag = {"If-Match": made.headers["ETag"]}
    done = client.put("/v1/events/a", json=changed, headers=write_key | tag)
    assert (done.status_code, done.get_json()["earliest"]) == (200, "1944-05-01")
    again = client.put("/v1/events/a", json=done.get_json(), headers=write_key | {"If-Match": "*"})
    assert again.status_code == 200
    patch = {"date": "1945", "latest": None, "approximate": False, "precision": "year"}
    new = client.patch("/v1/events/a", json=patch, headers=write_key | {"If-Match": "*"})
    assert (new.status_code, new.get_json()["latest"]) == (200, "1945-12-31")
    assert (
        client.put("/v1/events/b", json=changed | {"id": "b"}, headers=write_key).status_code == 400
    )


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_a_name_of_another_country_than_its_code_is_refused(
    client: FlaskClient, write_key: Headers, method: str
) -> None:
    roles = [
        {"code": "Kazakhstan", "name": "Republic of Kazakhstan", "role": "host"},
        {"code": "KZ", "name": "Usbekistan", "role": "participant"},
    ]
    if method == "patch":
        client.post("/v1/events", json=EVENT, headers=write_key)
    reply = getattr(client, method)(
        "/v1/events" if method == "post" else "/v1/events/a",
        json={"countries": roles} if method == "patch" else EVENT | {"countries": roles},
        headers=write_key | ({"If-Match": "*"} if method == "patch" else {}),
    )
    assert reply.status_code == 400
    (error,) = reply.get_json()["errors"]
    assert error["pointer"] == "/countries/1/name"
    assert "'KZ' means Kazakhstan" in error["detail"]
    assert "'Usbekistan' is UZ" in error["detail"]


def test_a_country_is_corrected_in_what_was_read(client: FlaskClient, write_key: Headers) -> None:
    """Whoever changes the code leaves the name as it was read."""
    roles = [{"code": "KZ", "role": "host"}, {"code": "US", "role": "participant"}]
    made = client.post("/v1/events", json=EVENT | {"countries": roles}, headers=write_key)
    changed = made.get_json()
    changed["countries"][0]["code"] = "UZ"
    tag = {"If-Match": made.headers["ETag"]}
    done = client.put("/v1/events/a", json=changed, headers=write_key | tag)
    assert done.get_json()["countries"][0] == {"code": "UZ", "name": "Uzbekistan", "role": "host"}
    more = done.get_json()["countries"] + [{"code": "KZ", "name": "Kirghizia", "role": "target"}]
    reply = client.patch(
        "/v1/events/a", json={"countries": more}, headers=write_key | {"If-Match": "*"}
    )
    assert reply.get_json()["errors"][0]["pointer"] == "/countries/2/name"


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u3000"])
def test_spaces_around_a_tag_do_not_belong_to_it(
    client: FlaskClient, write_key: Headers, space: str
) -> None:
    tags = [f"{space}water talks{space}", "water talks"]
    made = client.post("/v1/events", json=EVENT | {"tags": tags}, headers=write_key)
    assert made.get_json()["tags"] == ["water talks"]
    assert len(client.get("/v1/events?tag=water talks").get_json()["items"]) == 1


@pytest.mark.parametrize("place", [{}, {"name": None, "country": None, "latitude": None}])
def test_a_place_of_which_nothing_is_known_is_none(
    client: FlaskClient, write_key: Headers, place: dict[str, Any]
) -> None:
    made = client.post("/v1/events", json=EVENT | {"place": place}, headers=write_key)
    assert made.get_json()["place"] is None
    client.patch(
        "/v1/events/a", json={"place": {"name": "A"}}, headers=write_key | {"If-Match": "*"}
    )
    emptied = {"place": {"name": None}}
    done = client.patch("/v1/events/a", json=emptied, headers=write_key | {"If-Match": "*"})
    assert (done.status_code, done.get_json()["place"]) == (200, None)


def test_two_spellings_of_one_actor_are_one_term(client: FlaskClient, write_key: Headers) -> None:
    event = EVENT | {"actors": [{"name": "Ann Lee"}, {"name": "ann lee"}, {"name": "ann  Lee"}]}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    (found,) = client.get("/v1/actors?starts=ann").get_json()["items"]
    assert (found["name"], found["events"]) == ("Ann Lee", 1)


@pytest.mark.parametrize(
    "more", ['"title": "B"', '"place": {"name": "X", "name": "Y"}', '"tags": [], "tags": []']
)
def test_a_name_that_stands_twice_is_refused(
    client: FlaskClient, write_key: Headers, more: str
) -> None:
    text = f'{{"title": "A", "date": "2024", "category": "visit", {more}}}'
    reply = client.post("/v1/events", data=text, content_type="application/json", headers=write_key)
    assert reply.status_code == 400
    assert "more than once" in reply.get_json()["errors"][0]["detail"]


def test_duplicate_names_are_found_in_nested_json(client: FlaskClient, write_key: Headers) -> None:
    for value in ("9" * 5000, "1e400", "[" * 1015 + "]" * 1015):
        text = f'{{"title": "A", "date": "2024", "category": "visit", "tags": {value}}}'
        reply = client.post(
            "/v1/events", data=text, content_type="application/json", headers=write_key
        )
        assert (reply.status_code, reply.content_type) == (400, "application/problem+json")


def test_a_compressed_body_is_refused_on_routes_that_do_not_decompress(
    client: FlaskClient, write_key: Headers
) -> None:
    packed = {"Content-Encoding": "gzip", **write_key}
    assert client.post("/v1/events", json=EVENT, headers=packed).status_code == 415
    plain = {"Content-Encoding": "identity", **write_key}
    assert client.post("/v1/events", json=EVENT, headers=plain).status_code == 201
    other = {"Content-Encoding": "br", **write_key}
    assert client.post("/v1/imports", json=[EVENT], headers=other).status_code == 415


def test_a_byte_order_mark_before_the_body_is_ignored(
    client: FlaskClient, write_key: Headers
) -> None:
    """RFC 8259, section 8.1, allows a parser to ignore it."""
    body: dict[str, Any] = {"title": "T", "date": "1990", "category": "funding"}
    body["amounts"] = [{"value": "5", "currency": "DEM", "stage": "pledged"}]
    sent = b"\xef\xbb\xbf" + json.dumps(body).encode()
    made = client.post("/v1/events", data=sent, headers=write_key, content_type="application/json")
    assert made.status_code == 201
    headers = write_key | {"If-Match": made.headers["ETag"]}
    address = f"/v1/events/{made.get_json()['id']}"
    put = client.put(address, data=sent, headers=headers, content_type="application/json")
    assert put.status_code == 200


def test_the_reply_to_a_write_has_dateline_cursor(client: FlaskClient, write_key: Headers) -> None:
    def cursor() -> str:
        return str(client.get("/v1/changes").get_json()["cursor"])

    made = client.post("/v1/events", json=EVENT, headers=write_key)
    assert made.headers["Dateline-Cursor"] == cursor()
    seen = {**write_key, "If-Match": made.headers["ETag"]}
    changed = client.patch("/v1/events/a", json={"title": "B"}, headers=seen)
    assert changed.headers["Dateline-Cursor"] == cursor() > made.headers["Dateline-Cursor"]
    refused = client.patch("/v1/events/a", json={"title": "C"}, headers=seen)
    assert (refused.status_code, "Dateline-Cursor" in refused.headers) == (412, False)
    assert "Dateline-Cursor" not in client.get("/v1/events/a").headers


def test_a_read_with_dateline_cursor_sees_that_write(
    client: FlaskClient, write_key: Headers
) -> None:
    made = client.post("/v1/events", json=EVENT, headers=write_key)
    for text, status in (
        (made.headers["Dateline-Cursor"], 200), ("0123456789ab-000000000007", 200),
        ("soon", 400), ("", 400),
    ):  # fmt: skip
        reply = client.get("/v1/events/a", headers={"Dateline-Cursor": text})
        assert reply.status_code == status, text
    assert "Dateline-Cursor" in reply.get_json()["detail"]
