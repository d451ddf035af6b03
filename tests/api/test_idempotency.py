"""``Idempotency-Key``: a ``POST`` that a client sends twice is executed once."""

from __future__ import annotations

import time

from flask.testing import FlaskClient

from service.store import Store
from service.store.idempotency import Replies, Reply

EVENT = {"id": "a", "title": "A meeting", "date": "2024-05-01", "category": "meeting"}
Headers = dict[str, str]


def test_a_repeated_post_gets_the_same_reply_and_is_executed_once(
    client: FlaskClient, write_key: Headers
) -> None:
    new = {name: value for name, value in EVENT.items() if name != "id"}
    once = {**write_key, "Idempotency-Key": "7f0c-1"}
    first = client.post("/v1/events", json=new, headers=once)
    again = client.post("/v1/events", json=new, headers=once)
    assert (first.status_code, first.data) == (again.status_code, again.data) == (201, first.data)
    for name in ("ETag", "Location", "Content-Type"):
        assert first.headers[name] == again.headers[name]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert client.get("/v1/events?date=2024-05-01").get_json()["total"] == 1
    other = client.post("/v1/events", json=new | {"title": "Other"}, headers=once)
    assert other.status_code == 422


def test_an_idempotency_key_belongs_to_one_access_key_and_a_refusal_leaves_it_free(
    client: FlaskClient, write_key: Headers, store: Store
) -> None:
    once = {**write_key, "Idempotency-Key": "k"}
    assert client.post("/v1/events", json={"id": "a"}, headers=once).status_code == 400
    assert client.post("/v1/events", json=EVENT, headers=once).status_code == 201
    second = {"Authorization": f"Bearer {store.keys.create('second', ('write',))}"}
    mine = {**second, "Idempotency-Key": "k"}
    assert client.post("/v1/events", json=EVENT | {"id": "b"}, headers=mine).status_code == 201
    for bad in ("", "x" * 201, "a b"):
        reply = client.post("/v1/events", json=EVENT, headers={**write_key, "Idempotency-Key": bad})
        assert reply.status_code == 400


def test_a_stored_reply_expires(client: FlaskClient, write_key: Headers, store: Store) -> None:
    once = {**write_key, "Idempotency-Key": "k"}
    client.post("/v1/events", json=EVENT, headers=once)
    store.database.execute_sql("UPDATE reply SET at = '2020-01-01T00:00:00.000000Z'")
    assert client.post("/v1/events", json=EVENT, headers=once).status_code == 409
    other = {**write_key, "Idempotency-Key": "l"}
    assert client.post("/v1/events", json=EVENT | {"id": "b"}, headers=other).status_code == 201
    assert store.database.execute_sql("SELECT token FROM reply").fetchall() == [("l",)]


def test_a_clock_that_jumps_ahead_for_a_moment_lets_no_write_be_done_twice(store: Store) -> None:
    ahead, done = [0.0], list[str]()
    replies = Replies(store.database, 24, lambda: time.time() + ahead[0])

    def post(token: str) -> bool:
        def work() -> Reply:
            done.append(token)
            return Reply(201, {}, b"")

        return replies.once(1, token, "the same request", work).replayed

    assert not post("before")
    ahead[0] = 80 * 366 * 86_400.0
    assert not post("meanwhile")
    ahead[0] = 0.0
    assert post("before")
    assert post("meanwhile")
    assert done == ["before", "meanwhile"]
