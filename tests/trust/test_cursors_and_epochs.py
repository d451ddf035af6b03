"""Cursors and entity tags belong to one database: after a restore, earlier ones are refused."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from service.app import create_app
from service.domain.cursors import CursorSeal, ForeignCursor, LogPlace
from service.errors import Conflict
from service.opening import migrate_down, open_store
from service.schemas.event import load_event
from service.settings import Settings
from service.store import Store, event_tables
from service.store.sqlite.backup import restore
from service.store.sqlite.file import LOOK_SECONDS
from tests.api.conftest import app, client, settings, store, write_key
from tests.support.sizes import size

__all__ = ["app", "client", "settings", "store", "write_key"]
EVENT = {"title": "A meeting", "date": "2024-05-01", "category": "meeting"}
Headers = dict[str, str]


def file_of(settings: Settings) -> Path:
    """The path of the database file."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


class Instance:
    """A service in this process. It can be stopped, and its database can be restored."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings, self.file, self.copy = settings, file_of(settings), folder / "copy.db"
        first = open_store(settings)
        first.migrate()
        self.key = {"Authorization": f"Bearer {first.keys.create('k', ('write',))}"}
        first.close()
        self.start()

    def start(self) -> None:
        self.app = create_app(self.settings)
        self.store: Store = self.app.extensions["dateline"].store
        self.client = self.app.test_client()

    def stop(self) -> None:
        self.store.close()

    def again(self, between: Callable[[], object]) -> None:
        self.stop()
        between()
        self.start()

    def restore(self) -> None:
        self.again(lambda: restore(self.settings.database_url, self.copy))

    def put(self, name: str, seen: str = "", **change: object) -> str:
        condition = {"If-Match": seen} if seen else {"If-None-Match": "*"}
        reply = self.client.put(
            f"/v1/events/{name}", json=EVENT | change, headers=self.key | condition
        )
        assert reply.status_code in (200, 201), reply.text
        return reply.headers["ETag"]

    def status(self, path: str, **headers: str) -> int:
        return self.client.get(path, headers=headers).status_code


@pytest.fixture
def instance(settings: Settings, tmp_path: Path) -> Iterator[Instance]:
    made = Instance(settings, tmp_path)
    yield made
    made.stop()


def test_after_a_restore_every_earlier_cursor_and_tag_is_refused(instance: Instance) -> None:
    ask = instance.client.get
    first = instance.put("a")
    instance.put("b")
    instance.store.backup(instance.copy)
    second = instance.put("a", first, title="Mine")
    cursor = ask("/v1/changes").get_json()["cursor"]
    page = ask("/v1/events?limit=1").get_json()["next"]
    export = ask("/v1/events.ndjson").headers["ETag"]
    instance.restore()
    ask = instance.client.get
    # Another client corrects the event in the restored database, to the same version.
    now = ask("/v1/events/a").headers["ETag"]
    assert now != first  # the same event, in another database
    other = instance.put("a", now, title="Another's")
    for seen in (first, second):
        reply = instance.client.put(
            "/v1/events/a", json=EVENT | {"title": "Lost?"},
            headers={**instance.key, "If-Match": seen},
        )  # fmt: skip
        assert reply.status_code == 412
    assert ask("/v1/events/a").get_json()["title"] == "Another's"
    assert other.split("-")[0] == second.split("-")[0] == '"v2'
    for address in (f"/v1/changes?since={cursor}", page.removeprefix("http://localhost"),
                    f"/v1/changes/stream?since={cursor}"):  # fmt: skip
        reply = ask(address)
        assert (reply.status_code, reply.mimetype) == (410, "application/problem+json")
        assert "begin again" in reply.get_json()["detail"]
        assert reply.get_json()["errors"][0]["parameter"] in ("since", "cursor")
    assert instance.status("/v1/changes/stream", **{"Last-Event-ID": cursor}) == 410
    assert instance.status("/v1/events.ndjson", **{"If-None-Match": export}) == 200


def copied(instance: Instance, state: bytes) -> None:
    instance.file.rename(instance.file.with_name("keeps-the-number-taken"))
    instance.file.write_bytes(state)


def a_backup_by_hand(instance: Instance, state: bytes) -> None:
    shutil.copyfile(instance.copy, instance.file)


def moved_in(instance: Instance, state: bytes) -> None:
    other = instance.file.with_name("other")
    other.write_bytes(state)
    other.replace(instance.file)


def migrated(instance: Instance, state: bytes) -> None:
    # Take back the migrations from the one of the epoch on, and run them again.
    migrate_down(instance.settings, "0005_epoch")
    opened = open_store(instance.settings)
    opened.migrate()
    opened.close()


@pytest.mark.parametrize("how", [copied, a_backup_by_hand, moved_in, migrated])
def test_a_replaced_database_file_counts_as_another_database(
    instance: Instance, how: Callable[[Instance, bytes], None]
) -> None:
    instance.put("a")
    instance.store.backup(instance.copy)
    cursor = instance.client.get("/v1/changes").get_json()["cursor"]
    instance.again(lambda: None)
    assert instance.status(f"/v1/changes?since={cursor}") == 200
    instance.again(lambda: how(instance, instance.file.read_bytes()))
    assert instance.status(f"/v1/changes?since={cursor}") == 410


@pytest.mark.parametrize("later", [0, 1, 2])
def test_whoever_has_seen_a_lost_entry_is_told_whichever_entry_has_its_number(
    instance: Instance, later: int
) -> None:
    """The database keeps its epoch, as after a failover to a replica that lacks the last writes."""
    instance.put("a")
    kept = instance.client.get("/v1/changes").get_json()["cursor"]
    instance.stop()
    earlier = instance.file.read_bytes()
    instance.start()
    instance.put("lost")
    page = instance.client.get("/v1/changes").get_json()
    assert page["items"][-1]["cursor"] == page["cursor"]
    instance.again(lambda: instance.file.write_bytes(earlier) and None)
    for number in range(later):
        instance.put(f"new{number}")
    for path in ("/v1/changes?", "/v1/changes?wait=1&", "/v1/changes?category=visit&",
                 "/v1/changes/stream?"):  # fmt: skip
        reply = instance.client.get(f"{path}since={page['cursor']}")
        assert (reply.status_code, reply.mimetype) == (410, "application/problem+json")
    assert instance.status("/v1/changes/stream", **{"Last-Event-ID": page["cursor"]}) == 410
    found = instance.client.get(f"/v1/changes?since={kept}").get_json()
    assert [each["id"] for each in found["items"]] == ["new0", "new1"][:later]


def test_a_file_replaced_under_a_running_service_is_noticed(instance: Instance) -> None:
    tag = instance.put("a")
    instance.store.backup(instance.copy)
    for how in (instance.file.unlink, lambda: instance.copy.replace(instance.file)):
        aside = instance.file.with_name("aside")
        aside.hardlink_to(instance.file)
        how()
        time.sleep(1.5 * LOOK_SECONDS)
        for path in (
            "/readyz",
            "/v1/events",
            "/v1/events/a",
            "/v1/events.ndjson",
            "/v1/changes",
            "/v1/tags",
            "/v1/histogram?interval=year",
        ):
            reply = instance.client.get(path)
            assert (reply.status_code, reply.mimetype) == (503, "application/problem+json"), path
            assert "replaced or removed" in reply.get_json()["detail"]
        write = instance.client.put(
            "/v1/events/a", json=EVENT | {"title": "Lost"},
            headers={**instance.key, "If-Match": tag},
        )  # fmt: skip
        assert write.status_code == 503
        assert instance.status("/healthz") == 200
        aside.replace(instance.file)
        time.sleep(1.5 * LOOK_SECONDS)
        assert instance.status("/readyz") == instance.status("/v1/events/a") == 200


def test_nothing_is_taken_back_or_put_back_while_a_service_runs(instance: Instance) -> None:
    instance.put("a")
    instance.store.backup(instance.copy)
    instance.again(lambda: None)  # the new service has answered no request yet
    names = sorted(each.name for each in instance.file.parent.iterdir())
    state = instance.file.read_bytes()
    with pytest.raises(Conflict, match="in use"):
        migrate_down(instance.settings)
    with pytest.raises(Conflict, match="in use"):
        restore(instance.settings.database_url, instance.copy)
    instance.file.with_name("wrong.db").write_bytes(b"no copy")
    assert instance.file.read_bytes() == state
    assert sorted(each.name for each in instance.file.parent.iterdir()) == [*names, "wrong.db"]
    assert instance.status("/v1/events/a") == 200
    instance.stop()
    assert migrate_down(instance.settings)


def test_a_key_that_was_revoked_since_the_copy_stays_so(instance: Instance) -> None:
    instance.store.keys.create("leaked", ("write",))
    instance.store.backup(instance.copy)
    instance.store.keys.revoke("leaked")
    instance.restore()
    states = {each.name: each.revoked_at for each in instance.store.keys.all()}
    assert states["k"] is None
    assert states["leaked"] is not None


def test_a_post_with_idempotency_key_sent_again_after_a_restore_is_done_once(
    instance: Instance,
) -> None:
    def post(title: str) -> TestResponse:
        again = {**instance.key, "Idempotency-Key": title}
        return instance.client.post("/v1/events", json=EVENT | {"title": title}, headers=again)

    before = post("before")
    instance.store.backup(instance.copy)
    post("after")
    instance.restore()
    again = post("before")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.get_json()["id"] == before.get_json()["id"]
    assert post("after").status_code == 201
    titles = [each["title"] for each in instance.client.get("/v1/events").get_json()["items"]]
    assert sorted(titles) == ["after", "before"]


def test_a_clock_that_goes_back_gives_no_earlier_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(f"2031-01-0{day}T00:00:00.000000Z" for day in (5, 3, 6, 1, 2, 4))
    monkeypatch.setattr(event_tables, "now", lambda: next(clock))
    store.create(load_event(EVENT, "a"))
    store.put(load_event(EVENT | {"title": "B"}, "a"), 1)
    store.create(load_event(EVENT, "b"))
    store.delete("b", 1)
    store.put(load_event(EVENT | {"date": "2025"}, "a"), 2)
    store.import_batch([load_event(EVENT, "c")])
    times = [each.at[:10] for each in store.changes_after(LogPlace(), 100).changes]
    assert times == [f"2031-01-0{day}" for day in (5, 5, 6, 6, 6, 6)]
    assert list(store.integrity_errors()) == []


SEAL = CursorSeal("0123456789ab", b"s" * 32)
OTHER = CursorSeal("ba9876543210", b"s" * 32)
THIRD = CursorSeal("0123456789ab", b"t" * 32)
QUERY = "aabbccddeeff"
keys = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-(2**63), 2**63 - 1) | st.just("2026-11-26T00:00:00.000000Z"),
) | st.tuples(*[st.integers(-(2**63), 2**63 - 1)] * 3)


changes = st.just(0) | st.integers(1, 2**63 - 1)


@given(keys, changes)
def test_a_cursor_gives_its_key_back_and_to_nobody_else(
    key: tuple[int, int | str], reached: int
) -> None:
    text = SEAL.list(key, QUERY, reached)
    assert SEAL.list_key(text, QUERY) == (key, reached)
    with pytest.raises(ForeignCursor):
        OTHER.list_key(text, QUERY)
    for seal, query in ((THIRD, QUERY), (SEAL, "0" * 12)):
        with pytest.raises(ValueError, match=r"cursor|query"):
            seal.list_key(text, query)


def mutations(text: str) -> st.SearchStrategy[str]:
    at = st.integers(0, len(text) - 1)
    letters = st.sampled_from("ABCxyz019-_=+/ %é\x00")
    return st.one_of(
        st.builds(lambda i: text[:i], at),
        st.builds(lambda i: text[i + 1 :], at),
        st.builds(lambda i, each: text[:i] + each + text[i + 1 :], at, letters),
        st.builds(lambda i, each: text[:i] + each + text[i:], at, letters),
        st.builds(lambda i, j: text[:i] + text[j:], at, at),
        st.builds(lambda i: text[i:] + text[:i], at),
        st.builds(lambda i: text[:i] + text[i].swapcase() + text[i + 1 :], at),
        st.text(max_size=100),
        st.text("ABCxyz019-_", min_size=48, max_size=80),
    )


given_out = st.builds(lambda key, reached: SEAL.list(key, QUERY, reached), keys, changes)


@given(given_out.flatmap(lambda real: mutations(real).map(lambda text: (real, text))))
def test_a_changed_cursor_is_refused(found: tuple[str, str]) -> None:
    real, text = found
    if text == real:
        return
    with pytest.raises(ValueError, match=r"cursor|database|query"):
        SEAL.list_key(text, QUERY)


def test_no_changed_cursor_is_a_failure_of_ours(client: FlaskClient) -> None:
    def cursor(words: str) -> str:
        link = client.get(f"/v1/events?{words}&limit=1").get_json()["next"]
        return str(parse_qs(urlsplit(link).query)["cursor"][0])

    real = [cursor(words) for words in ("sort=date", "sort=-date", "sort=updated", "q=me*")]
    first = client.get("/v1/changes").get_json()["cursor"]
    tried = {text[:i] + each + text[i + 1 :] for text in (*real, first)
             for i in range(0, len(text), size(7, 3)) for each in "A0-z"}  # fmt: skip
    tried |= {text[:i] for text in real for i in range(0, len(text), 5)} | {first, "[]", "WzBd"}
    tried |= {a[:24] + b[24:] for a in real for b in real}
    for text in tried - {*real, ""}:
        for path in ("/v1/events?sort=date&", "/v1/events?sort=updated&", "/?",
                     "/ogc/collections/events/items?", "/v1/events.atom?"):  # fmt: skip
            reply = client.get(f"{path}limit=1&cursor={text}")
            assert reply.status_code in (400, 410), (path, text, reply.status_code)
        assert client.get(f"/v1/changes?since={text}").status_code in (200, 400, 410)
    # A cursor of one query is not valid for another.
    assert client.get(f"/v1/events?sort=-date&limit=1&cursor={real[0]}").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_if_match_and_if_none_match_are_those_of_the_standard(
    client: FlaskClient, write_key: Headers, method: str
) -> None:
    """RFC 9110, 13.1.1 and 13.1.2; the comparison of 8.8.3.2."""
    path = "/v1/events/a"

    def ask(header: str, text: str, more: Headers | None = None) -> int:
        client.put(path, json=EVENT, headers={**write_key, "If-None-Match": "*"})
        body: dict[str, Any] = {} if method == "DELETE" else {"json": EVENT | {"title": "Other"}}
        headers = {**write_key, header: text.format(tag=client.get(path).headers["ETag"])}
        status = client.open(path, method=method, headers=headers | (more or {}), **body)
        client.delete(path, headers={**write_key, "If-Match": "*"})
        return status.status_code

    good = 204 if method == "DELETE" else 200
    for text, status in (
        ("{tag}", good), ("*", good), (" * ", good), ('"x", {tag}', good), ('{tag},"x"', good),
        (' ,, "a,b" , {tag} ,', good), ('W/"y", {tag}', good),
        ("W/{tag}", 412), ('"x"', 412), ('"x", W/{tag}', 412), ("", 412), (",", 412),
        ("*, {tag}", 412), ("{tag} {tag}", 412), ("w/{tag}", 412), ('"*"', 412), ('"', 412),
        ('"v1-json-0000000000000000"', 412), ('"v1-x"', 412), (" " * 4_000 + "x", 412),
    ):  # fmt: skip
        assert ask("If-Match", text) == status, text
    for text, status in (("*", 412), ("{tag}", 412), ("W/{tag}", 412), ('"x", {tag}', 412),
                         ('"x"', good), ("x", 400)):  # fmt: skip
        assert ask("If-None-Match", text, {"If-Match": "*"}) == status, text
    bare = client.open(path, method=method, headers={**write_key, "If-Match": "*"},
                       json=EVENT)  # fmt: skip
    assert bare.status_code == (412 if method == "PUT" else 410)


def test_a_tag_of_any_format_names_the_state_that_was_read(
    client: FlaskClient, write_key: Headers
) -> None:
    first = client.put("/v1/events/a", json=EVENT, headers=write_key).headers["ETag"]
    paths = [f"/v1/events/a{each}" for each in ("", ".json", ".ics", ".csv", ".feed.json")]
    paths.append("/v1/events/a/versions/1")
    tags = [client.get(path).headers["ETag"] for path in paths]
    assert {each.split("-")[0] for each in tags} == {'"v1'}
    for number, seen in enumerate(tags):
        headers = {**write_key, "If-Match": f"{seen}" if number == 0 else f'"x", {seen}'}
        reply = client.patch("/v1/events/a", json={}, headers=headers)
        assert reply.status_code == 200, paths[number]
        assert reply.headers["ETag"] == first
    client.patch("/v1/events/a", json={"title": "B"}, headers={**write_key, "If-Match": first})
    for seen in tags:
        headers = {**write_key, "If-Match": seen}
        assert client.patch("/v1/events/a", json={}, headers=headers).status_code == 412


def test_verify_finds_and_mends_a_lost_epoch(store: Store) -> None:
    for damage in ("DELETE FROM epoch", "UPDATE epoch SET name = 'x'", "UPDATE epoch SET id = 2",
                   "INSERT INTO epoch SELECT 2, name, secret, begun_at FROM epoch"):  # fmt: skip
        with store.database.atomic():
            store.database.execute_sql(damage)
        (error,) = store.integrity_errors()
        assert "epoch" in error
        store.repair()
        assert list(store.integrity_errors()) == []


def test_a_copy_has_a_secret_of_its_own(settings: Settings, store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "copy.db")
    rows = []
    for file in (file_of(settings), tmp_path / "copy.db"):
        with closing(sqlite3.connect(file)) as found:
            rows += found.execute("SELECT name, secret FROM epoch").fetchall()
    assert len({part for row in rows for part in row}) == 4
