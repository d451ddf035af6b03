"""One key can have several texts: rotation, revocation, retries, streams, migration."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.cli.keys import key
from service.domain.instants import stamp
from service.errors import Invalid, NotFound, Unauthorized
from service.settings import Settings
from service.store import Store
from tests.api.conftest import MakeClient, make_client, settings, store
from tests.support.live import Live, serving

__all__ = ["make_client", "settings", "store"]
EVENT = {"title": "t", "date": "2024", "category": "other"}
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("given", "stored"),
    [("2097-01-31", "2097-01-31T00:00:00.000000Z"),
     ("2097-01-31T12:00", "2097-01-31T12:00:00.000000Z"),
     ("2097-01-31T12:00:30Z", "2097-01-31T12:00:30.000000Z"),
     ("2097-01-31T12:00+05:00", "2097-01-31T07:00:00.000000Z"),
     ("9999-12-31T23:00-05:00", "is not a day or a time in UTC, such as 2027-01-31"),
     ("2097-02-30", "is not a day or a time in UTC"), ("tomorrow", "is not a day or a time in UTC"),
     ("2097", "is not a day or a time in UTC"), ("2020-01-01T00:00Z", "2020-01-01T00:00 (UTC) is")],
)  # fmt: skip
def test_the_end_of_a_key_is_read_in_utc(given: str, stored: str, store: Store) -> None:
    settings = Settings(database_url=store.database.url)
    done = CliRunner().invoke(key, ["create", "desk", "--expires", given], obj=settings)
    found = [each.expires_at for each in store.keys.all()]
    assert found == ([stored] if stored.startswith("2097") else [])
    assert done.exit_code == 0 or stored in done.output


@pytest.fixture
def app(settings: Settings, store: Store) -> Iterator[Flask]:
    made = create_app(replace(settings, public_reads=False))
    yield made
    made.extensions["dateline"].store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_revocation_ends_every_text_of_the_key_and_no_other_key(
    client: FlaskClient, store: Store
) -> None:
    texts = [store.keys.create("desk", ("write",))]
    other = store.keys.create("other", ("read",))
    texts += [store.keys.rotate("desk", 24) for _ in range(3)]
    for each in texts:
        assert client.post("/v1/events", json={}, headers=bearer(each)).status_code == 400
    store.keys.revoke("desk")
    for each in texts:
        assert client.post("/v1/events", json={}, headers=bearer(each)).status_code == 401
        assert client.get("/v1/tags", headers=bearer(each)).status_code == 401
    assert client.get("/v1/tags", headers=bearer(other)).status_code == 200


def test_an_expired_key_ends_every_text(client: FlaskClient, store: Store) -> None:
    ends = stamp(datetime.now(UTC) + timedelta(seconds=1))
    old = store.keys.create("desk", ("read",), ends)
    new = store.keys.rotate("desk", 24)
    time.sleep(1.1)
    for each in (old, new):
        assert client.get("/v1/tags", headers=bearer(each)).status_code == 401


def test_a_rotated_key_overlaps_with_the_old_text_and_then_replaces_it(
    make_client: MakeClient, store: Store
) -> None:
    client = make_client(public_reads=False)
    old = store.keys.create("desk", ("write",))
    new = store.keys.rotate("desk", 24)
    assert old != new
    for token in (old, new):
        assert client.get("/v1/tags", headers=bearer(token)).status_code == 200
    newest = store.keys.rotate("desk", 0)
    assert client.get("/v1/tags", headers=bearer(new)).status_code == 401
    assert client.post("/v1/events", json={}, headers=bearer(newest)).status_code == 400
    with pytest.raises(NotFound, match="desks"):
        store.keys.rotate("desks", 1)


def test_a_later_rotation_never_lengthens_the_life_of_an_old_text(store: Store) -> None:
    old = store.keys.create("desk", ("read",))
    store.keys.rotate("desk", 0)
    store.keys.rotate("desk", 24)
    with pytest.raises(Unauthorized):
        store.keys.check(old)


def test_a_rotation_keeps_the_number_and_the_name(store: Store) -> None:
    old = store.keys.check(store.keys.create("desk", ("write",)))
    new = store.keys.check(store.keys.rotate("desk", 1))
    assert (old.number, old.name, old.scopes) == (new.number, new.name, new.scopes)
    assert old.text != new.text


@pytest.mark.parametrize("first", [0, 1])
def test_an_idempotency_key_works_with_another_text_of_the_access_key(
    client: FlaskClient, store: Store, first: int
) -> None:
    texts = [store.keys.create("desk", ("write",))]
    texts.append(store.keys.rotate("desk", 24))
    replies = [
        client.post("/v1/events", json=EVENT, headers=bearer(each) | {"Idempotency-Key": "once"})
        for each in (texts[first], texts[1 - first])
    ]
    assert [each.status_code for each in replies] == [201, 201]
    assert replies[1].headers["Idempotency-Replayed"] == "true"
    assert replies[0].json == replies[1].json
    other = bearer(store.keys.create("other", ("write",))) | {"Idempotency-Key": "once"}
    reply = client.post("/v1/events", json=EVENT, headers=other)
    assert "Idempotency-Replayed" not in reply.headers
    assert store.size() == 2


def test_the_names_of_keys_are_for_readers_with_a_key(settings: Settings, store: Store) -> None:
    writer = bearer(store.keys.create("Jane Doe", ("write",)))
    feed = bearer(store.keys.create("link", ("feed",)))
    for opened in (False, True):
        app = create_app(replace(settings, public_key_names=opened))
        client = app.test_client()
        event = client.post("/v1/events", json=EVENT, headers=writer).get_json()["id"]
        path = f"/v1/events/{event}/versions"
        for headers, shown in ((writer, True), ({}, opened), (feed, opened)):
            reply = client.get(path, headers=headers)
            (version,) = reply.get_json()["items"]
            assert version["author"] == ("Jane Doe" if shown else None)
            assert {"Authorization", "Cookie"} <= set(reply.vary)
        others = ("/v1/changes", f"/v1/events/{event}", f"/events/{event}", "/", "/v1/events.atom")
        for each in others:
            assert "Jane" not in client.get(each, headers={"Accept": "*/*"}).text
        app.extensions["dateline"].store.close()


def test_a_key_has_scopes_that_there_are(store: Store) -> None:
    for wrong in ((), ("reed",), ("feed", "write")):
        with pytest.raises(Invalid):
            store.keys.create("desk", wrong)
    assert store.keys.all() == []


# Streams


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(
        tmp_path_factory.mktemp("private"), workers="1", public_reads="false", stream_seconds="60"
    ) as found:
        yield found


def ended(live: Live, path: str, token: str, after: Callable[[], object]) -> tuple[float, bytes]:
    """The seconds from the end of ``after`` to the end of the reply, and the body of the reply."""
    request = urllib.request.Request(live.url + path, headers=bearer(token))
    found: list[tuple[float, bytes]] = []

    def read() -> None:
        with urllib.request.urlopen(request, timeout=60) as reply:
            text = reply.read()
        found.append((time.monotonic(), text))

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(1)
    assert reader.is_alive()
    after()
    done = time.monotonic()
    reader.join(30)
    return found[0][0] - done, found[0][1]


WAITING = (
    "/v1/changes/stream",
    "/v1/changes?since={last}&wait=50",
    "/v1/changes/stream?country=KZ",
)


@pytest.mark.parametrize(("path", "rotated"), [
    pytest.param(path, rotated, marks=pytest.mark.long if rotated and path != WAITING[0] else ())
    for rotated in (False, True)
    for path in WAITING
])  # fmt: skip
def test_a_revocation_ends_what_waits_for_the_key(private: Live, path: str, rotated: bool) -> None:
    name = f"reader {path} {rotated}"
    token = private.command("key", "create", name).strip()
    if rotated:
        private.command("key", "rotate", name)
    asked = urllib.request.Request(f"{private.url}/v1/changes?limit=1000", headers=bearer(token))
    with urllib.request.urlopen(asked) as reply:
        path = path.format(last=json.load(reply)["cursor"])
    seconds, text = ended(private, path, token, lambda: private.command("key", "revoke", name))
    assert seconds < 15  # otherwise it would take almost a minute
    if "wait" in path:
        assert json.loads(text)["items"] == []
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(urllib.request.Request(private.url + path, headers=bearer(token)))
    refused.value.close()


def test_a_text_that_ends_ends_its_stream_and_not_that_of_the_new_one(private: Live) -> None:
    old = private.command("key", "create", "desk").strip()
    new: list[str] = []
    seconds, _ = ended(
        private, WAITING[0], old,
        lambda: new.append(private.command("key", "rotate", "desk", "--overlap", "0").strip()),
    )  # fmt: skip
    assert seconds < 15  # otherwise it would take almost a minute
    request = urllib.request.Request(private.url + WAITING[0], headers=bearer(new[0]))
    with urllib.request.urlopen(request, timeout=20) as reply:
        assert reply.read(13) == b"retry: 2000\n\n"


def test_nothing_is_reported_after_a_revocation(private: Live) -> None:
    """The next change may come before the service has checked the key again."""
    writer = private.command("key", "create", "writer", "--scope", "write").strip()
    token = private.command("key", "create", "spy").strip()

    def after() -> None:
        private.command("key", "revoke", "spy")
        request = urllib.request.Request(
            private.url + "/v1/events", json.dumps(EVENT).encode(), method="POST",
            headers=bearer(writer) | {"Content-Type": "application/json"},
        )  # fmt: skip
        urllib.request.urlopen(request).close()

    _, text = ended(private, WAITING[0], token, after)
    assert b"data:" not in text


# Migration


def older(store: Store) -> sqlite3.Connection:
    """The database before the migration ``0006_key_texts``, to write rows by hand."""
    store.migrate_down("0006_key_texts")
    file = sqlite3.connect(store.database.database)
    file.isolation_level = None
    return file


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def add(file: sqlite3.Connection, name: str, text: str, **more: object) -> None:
    values = {"name": name, "digest": digest(text), "scopes": "write", "created_at": "2026"} | more
    columns = ", ".join(values)
    file.execute(
        f"INSERT INTO key ({columns}) VALUES ({', '.join('?' * len(values))})", [*values.values()]
    )


def test_migration_makes_old_texts_of_rotated_keys_texts_of_their_key(store: Store) -> None:
    later, dead = stamp(datetime.now(UTC) + HOUR), stamp(datetime.now(UTC) - HOUR)
    long = "n" * 90
    with_time = f"alone until {later}"
    file = older(store)
    add(file, f"desk until {later}", "old", expires_at=later, last_used_at=dead)
    add(file, f"desk until {dead}", "older", expires_at=dead)
    add(file, f"{long[:70]} until {later}", "long-old", expires_at=later)
    add(file, f"other until {later}", "other-old", expires_at=later, scopes="admin")
    add(file, "desk", "new")
    add(file, long, "long-new")
    add(file, "other", "other-new")
    add(file, with_time, "alone", expires_at=later)
    for author, token in ((f"desk until {later}", "a"), ("desk", "a"), ("desk", "b"), ("?", "a")):
        file.execute(
            "INSERT INTO reply VALUES (?, ?, 'r', 201, '{}', ?, ?)",
            (author, token, author, "1" if "until" in author else "2"),
        )
    file.close()
    store.migrate()
    keys = {text: store.keys.check(text) for text in
            ("old", "new", "long-old", "long-new", "other-old", "other-new", "alone")}  # fmt: skip
    assert keys["old"].number == keys["new"].number
    assert keys["long-old"].number == keys["long-new"].number
    assert keys["other-old"].number != keys["other-new"].number  # other scopes: another key
    with pytest.raises(Unauthorized):
        store.keys.check("older")
    rows = store.database.execute_sql("SELECT key_id, token, body FROM reply ORDER BY token")
    assert rows.fetchall() == [
        (keys["new"].number, "a", f"desk until {later}"), (keys["new"].number, "b", "desk"),
    ]  # fmt: skip
    desk = next(each for each in store.keys.all() if each.name == "desk")
    assert [each.last_used_at for each in desk.old] == [dead]
    store.keys.revoke("desk")
    for text in ("old", "new"):
        with pytest.raises(Unauthorized):
            store.keys.check(text)
    assert store.drift() == ""


def test_migration_down_and_up_keeps_keys_texts_and_replies(store: Store) -> None:
    texts = {"desk": [store.keys.create("desk", ("write",))], "feed": [], "gone": []}
    # Two texts expire at the same time.
    texts["desk"] += [store.keys.rotate("desk", hours) for hours in (2, 1, 1)]
    texts["feed"].append(store.keys.create("feed", ("feed",)))
    texts["gone"].append(store.keys.create("gone", ("admin",)))
    store.keys.revoke("gone")
    number = store.keys.check(texts["desk"][0]).number
    store.database.execute_sql(
        "INSERT INTO reply VALUES (?, 'a', 'r', 201, '{}', 'body', '2026')", (number,)
    )
    store.migrate_down("0006_key_texts")
    names = store.database.execute_sql("SELECT name FROM key").fetchall()
    assert len(set(names)) == 6
    store.migrate()
    assert len({store.keys.check(each).number for each in texts["desk"]}) == 1
    assert store.keys.check(texts["feed"][0]).scopes == ("read",)
    with pytest.raises(Unauthorized):
        store.keys.check(texts["gone"][0])
    ((kept, body),) = store.database.execute_sql("SELECT key_id, body FROM reply").fetchall()
    assert (kept, body) == (store.keys.check(texts["desk"][-1]).number, "body")


def test_the_list_names_old_texts_that_are_still_good(private: Live) -> None:
    private.command("key", "create", "rotated")
    private.command("key", "rotate", "rotated")
    lines = private.command("key", "list").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("rotated  read"))
    assert lines[at + 1].startswith("  old text until ")
    assert "never used" in lines[at + 1]
