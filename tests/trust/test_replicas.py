"""The service on a primary and two replicas, one of them synchronous: the promises to a client
while replicas lag, while servers are lost, and after a failover."""

from __future__ import annotations

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from threading import Event
from typing import Any

import pytest

from bench.soak.server_in_process import ServerInProcess
from service import freshness
from service.deadline import Deadline, within
from service.domain.cursors import LogPlace
from service.errors import Lost, Unavailable, Unknown
from service.freshness import ReadTarget
from service.schemas.event import load_event, render
from service.store import Change, Store
from service.store.postgres.silence import silence
from tests.support import cluster as clusters
from tests.support.cluster import Cluster, Node
from tests.support.live import Live
from tests.trust.test_reply_cache_postgres import served, warmed

psycopg = pytest.importorskip("psycopg")
EVENT = {"title": "Talks", "date": "2024-05-01", "category": "meeting"}
Reply = tuple[int, dict[str, str], Any]


def ask(service: Live, path: str, body: object = None, **headers: str) -> Reply:
    """Returns the status, the headers by their names in lower case, and the parsed JSON."""
    data = None if body is None else json.dumps(body).encode()
    sent = {name.replace("_", "-"): text for name, text in headers.items()}
    if data:
        sent["Content-Type"] = "application/json"
    request = urllib.request.Request(f"{service.url}{path}", data, sent)
    try:
        reply = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        reply = error
    with reply:
        text = reply.read()
        found = {name.lower(): value for name, value in reply.headers.items()}
        return reply.status, found, json.loads(text) if text else None


def eventually(work: Callable[[], Any]) -> Any:
    """Call ``work`` until its result is true, and return the result."""
    end = time.monotonic() + 15
    while not (found := work()):
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)
    return found


def told(store: Store, since: LogPlace) -> list[Change]:
    """The entries of the change log, or none while the service cannot read it."""
    with suppress(Unavailable):
        return store.changes_after(since, 10).changes
    return []


@contextmanager
def behind(*replicas: Node) -> Iterator[None]:
    """Replicas that receive changes but do not apply them."""
    for each in replicas:
        each.run("SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        for each in replicas:
            each.run("SELECT pg_wal_replay_resume()")


@contextmanager
def stopped(*nodes: Node) -> Iterator[None]:
    """Servers that do not answer, as after the loss of a host."""
    for each in nodes:
        each.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for each in nodes:
            each.signal(signal.SIGCONT)
        eventually(lambda: not silence.aside)  # of this process


@contextmanager
def commit_cut(primary: Node) -> Iterator[None]:
    """End the connection whose commit waits for a standby."""

    def cut() -> None:
        waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        ((pid,),) = eventually(lambda: primary.run(waiting))
        primary.run(f"SELECT pg_terminate_backend({pid})")

    with ThreadPoolExecutor(1) as pool:
        cutting = pool.submit(cut)
        yield
        cutting.result()


@pytest.fixture(scope="module")
def three() -> Iterator[Cluster]:
    with clusters.or_skipped() as found:
        yield found


@pytest.fixture(scope="module")
def service(three: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with clusters.service_of(three, tmp_path_factory.mktemp("replicas")) as found:
        yield found


@pytest.fixture(scope="module")
def key(service: Live) -> str:
    return "Bearer " + service.command("key", "create", "desk", "--scope", "write").split()[-1]


@pytest.fixture
def store(three: Cluster, service: Live) -> Iterator[Store]:
    with closing(Store(three.url, render, read_url=three.read_url)) as opened:
        yield opened


@pytest.fixture
def replicas(three: Cluster) -> list[Node]:
    return three.nodes[1:]


class TestLagging:
    def test_what_a_replica_that_was_behind_said_is_not_given_again(
        self, three: Cluster, store: Store, replicas: list[Node]
    ) -> None:
        target = "/v1/events?tag=given-again"
        event = load_event(EVENT | {"id": "given-again", "tags": ["given-again"]})

        async def work(asking: ServerInProcess) -> None:
            await warmed(asking, target)
            with behind(*replicas):
                store.import_batch([event])
                for _ in range(3):
                    assert b'"items":[]' in (await asking.ask(target)).body
            there = "SELECT 1 FROM event WHERE id = 'given-again'"
            eventually(lambda: all(each.run(there) for each in replicas))
            assert b'"id":"given-again"' in (await asking.ask(target)).body
            await warmed(asking, target)

        try:
            served(three.url, work, read_database_url=three.read_url)
        finally:
            store.delete("given-again", lambda _: True)

    def test_a_client_reads_its_write_though_every_replica_is_behind(
        self, service: Live, key: str, replicas: list[Node]
    ) -> None:
        with behind(*replicas):
            status, headers, made = ask(service, "/v1/events", EVENT, Authorization=key)
            path, cursor = f"/v1/events/{made['id']}", headers["dateline-cursor"]
            assert status == 201
            assert ask(service, path)[0] == 404
            assert ask(service, path, Dateline_Cursor=cursor)[2] == made
        assert eventually(lambda: ask(service, path)[0] == 200)

    def test_the_next_page_sees_what_the_first_has_seen(
        self, service: Live, key: str, replicas: list[Node]
    ) -> None:
        with behind(*replicas):
            ids = [
                ask(service, "/v1/events", EVENT | {"tags": ["paged"]}, Authorization=key)
                for _ in range(3)
            ]
            cursor = ids[-1][1]["dateline-cursor"]
            link = f"{service.url}/v1/events?tag=paged&limit=1"
            _, _, page = ask(service, "/v1/events?tag=paged&limit=1", Dateline_Cursor=cursor)
            found = [each["id"] for each in page["items"]]
            while page["next"]:
                link = page["next"].removeprefix(service.url)
                _, _, page = ask(service, link)
                found += [each["id"] for each in page["items"]]
        assert sorted(found) == sorted(each[2]["id"] for each in ids)

    def test_a_replica_that_is_behind_says_by_how_much(
        self, service: Live, key: str, replicas: list[Node]
    ) -> None:
        def lag() -> int:
            return int(ask(service, "/v1/events?limit=1")[1].get("dateline-lag", 0))

        eventually(lambda: not lag())
        with behind(*replicas):
            ask(service, "/v1/events", EVENT, Authorization=key)
            first = eventually(lag)
            assert eventually(lambda: lag() > first)
        assert eventually(lambda: not lag())

    def test_the_change_log_is_that_of_the_primary(
        self, service: Live, key: str, replicas: list[Node]
    ) -> None:
        _, _, before = ask(service, "/v1/changes?limit=1000")
        with behind(*replicas):
            _, _, made = ask(service, "/v1/events", EVENT, Authorization=key)
            _, _, news = ask(service, f"/v1/changes?since={before['cursor']}")
        assert [each["id"] for each in news["items"]] == [made["id"]]

    def test_a_replica_that_has_what_the_primary_has_lost_is_not_asked(
        self, store: Store, three: Cluster, replicas: list[Node], caplog: pytest.LogCaptureFixture
    ) -> None:
        store.create(load_event(EVENT, "diverges"))
        there = "SELECT 1 FROM event WHERE id = 'diverges'"
        eventually(lambda: all(each.run(there) for each in replicas))

        def asked() -> bool:
            with freshness.within(target := ReadTarget()):
                store.get("diverges")
            return target.on is not None

        assert asked()
        change = "UPDATE \"change\" SET at = {} WHERE id = 'diverges'"
        with behind(*replicas):
            three.nodes[0].run(change.format("lower(at)"))
            eventually(lambda: not asked())
            with closing(Store(three.url, render, read_url=three.read_url)) as store:
                assert not asked()
        assert any("failover has lost" in each.getMessage() for each in caplog.records)
        three.nodes[0].run(change.format("upper(at)"))
        eventually(asked)

    def test_a_key_that_was_revoked_is_no_good_whatever_replicas_know(
        self, service: Live, store: Store, replicas: list[Node]
    ) -> None:
        text = store.keys.create("gone", ["read"])
        with behind(*replicas):
            assert ask(service, "/v1/events?limit=1", Authorization=f"Bearer {text}")[0] == 200
            store.keys.revoke("gone")
            assert ask(service, "/v1/events?limit=1", Authorization=f"Bearer {text}")[0] == 401

    @pytest.mark.parametrize("text", ["soon", "1e9", "-1", "0123456789ab-"])
    def test_what_is_no_cursor_is_reported(self, service: Live, text: str) -> None:
        status, _, problem = ask(service, "/v1/events?limit=1", Dateline_Cursor=text)
        assert (status, "Dateline-Cursor" in problem["detail"]) == (400, True)

    def test_a_cursor_of_another_database_asks_for_nothing(self, service: Live) -> None:
        other = "0123456789ab-000000009999"
        assert ask(service, "/v1/events?limit=1", Dateline_Cursor=other)[0] == 200


class TestLostReplica:
    def test_reads_go_on_when_a_replica_is_killed(
        self, service: Live, replicas: list[Node]
    ) -> None:
        for number in range(16):
            if number == 4:
                replicas[1].kill()
            if number in (8, 12):
                replicas[0].run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'dateline'"
                )
            assert ask(service, f"/v1/events?limit={number + 1}")[0] == 200
        replicas[1].start()

    def test_servers_that_do_not_answer_hold_up_nothing_on_the_event_loop(
        self, service: Live, key: str, three: Cluster
    ) -> None:
        with stopped(*three.nodes), ThreadPoolExecutor(3) as pool:
            waiting = [
                pool.submit(ask, service, path, body, Authorization=key)
                for path, body in (("/v1/events?limit=3", None), ("/v1/events", EVENT),
                                   ("/v1/changes", None))
            ]  # fmt: skip
            slowest = 0.0
            while not all(each.done() for each in waiting):
                started = time.monotonic()
                assert ask(service, "/healthz", Authorization=key, Dateline_Cursor="x")[0] == 200
                slowest = max(slowest, time.monotonic() - started)
                time.sleep(0.02)
            assert [each.result()[0] for each in waiting] == [503] * 3
            assert slowest < 1
        assert eventually(lambda: ask(service, "/v1/events?limit=3")[0] == 200)
        assert eventually(lambda: ask(service, "/v1/events", EVENT, Authorization=key)[0] == 201)

    def test_numbers_that_were_read_from_a_lost_server_are_forgotten(
        self, store: Store, three: Cluster
    ) -> None:
        store.create(load_event(EVENT | {"tags": ["known"]}))
        assert store.reader.term_id("tag", "known") is not None
        (pid,) = store.database.execute_sql("SELECT pg_backend_pid()").fetchone()
        three.nodes[0].run(f"SELECT pg_terminate_backend({pid})")
        with pytest.raises(Lost):
            store.database.execute_sql("SELECT 1")
        rename = "UPDATE term SET value = '{}' WHERE kind = 'tag' AND value = '{}'"
        three.nodes[0].run(rename.format("other", "known"))
        assert store.reader.term_id("tag", "known") is None
        three.nodes[0].run(rename.format("known", "other"))


class TestUnknownCommit:
    @pytest.fixture(autouse=True)
    def soon(self, store: Store) -> None:
        database: Any = store.database
        database.commit_seconds = 0.5

    def test_a_write_that_no_standby_confirms_is_unknown_and_not_shown(
        self, store: Store, three: Cluster
    ) -> None:
        last = store.logged_change()
        event = load_event(EVENT, "unconfirmed")
        with stopped(three.nodes[1]):
            with pytest.raises(Unknown):
                store.create(event)
            with pytest.raises(Unknown):  # the event is stored by now, but may be lost
                store.put(event, lambda _: True)
            with within(Deadline(2)), pytest.raises(Unavailable):
                store.changes_after(last, 10)
        three.nodes[1].follows()
        (entry,) = eventually(lambda: told(store, last))
        assert (entry.id, entry.version) == ("unconfirmed", 1)

    def test_a_connection_that_is_lost_during_the_commit_is_unknown(
        self, store: Store, three: Cluster
    ) -> None:
        with stopped(three.nodes[1]), commit_cut(three.nodes[0]), pytest.raises(Unknown):
            store.create(load_event(EVENT, "cut"))
        three.nodes[1].follows()
        assert store.get("cut").version == 1

    def test_a_server_that_is_lost_before_the_commit_has_stored_nothing(
        self, store: Store, three: Cluster
    ) -> None:
        with pytest.raises(Lost), store.database.writing():
            store.create(load_event(EVENT, "never"))
            (pid,) = store.database.execute_sql("SELECT pg_backend_pid()").fetchone()
            three.nodes[0].run(f"SELECT pg_terminate_backend({pid})")
            store.create(load_event(EVENT, "neither"))
        store.create(load_event(EVENT, "never"))  # the id is free, on a new connection


def test_a_retry_of_an_unknown_write_is_acknowledged_when_it_lasts(
    service: Live, key: str, three: Cluster
) -> None:
    sent = {"Authorization": key, "Idempotency_Key": "once"}
    with stopped(three.nodes[1]), commit_cut(three.nodes[0]):
        status, headers, problem = ask(service, "/v1/events", EVENT, **sent)
    assert (status, headers["retry-after"]) == (503, "5")
    assert "nobody knows" in problem["detail"]
    three.nodes[1].follows()
    status, headers, made = ask(service, "/v1/events", EVENT, **sent)
    assert (status, headers["idempotency-replayed"]) == (201, "true")
    path = f"/v1/events/{made['id']}"
    assert ask(service, path, Dateline_Cursor=headers["dateline-cursor"])[0] == 200


class TestTurn:
    def test_without_a_turn_everything_is_read_at_the_primary(
        self, store: Store, replicas: list[Node]
    ) -> None:
        with behind(*replicas):
            store.create(load_event(EVENT, "seen"))
            assert store.get("seen").version == 1
            with freshness.within(ReadTarget()), pytest.raises(Exception, match="no event"):
                store.get("seen")


def test_a_lost_primary_leaves_reads_and_the_service_goes_on_after_the_failover(
    service: Live, key: str, three: Cluster
) -> None:
    _, _, before = ask(service, "/v1/changes?limit=1000")
    status, _, made = ask(service, "/v1/events", EVENT, Authorization=key)
    assert status == 201
    with ThreadPoolExecutor(1) as pool:
        begun = Event()
        told = pool.submit(next_events, service, before["cursor"], 2, begun)
        assert begun.wait(10)
        _fail_over(service, key, three, before["cursor"], made["id"])
        assert told.result()[0] == made["id"]


def next_events(service: Live, since: str, number: int, begun: Event) -> list[str]:
    """The ids of the next ``number`` events of a stream; ``begun`` is set at the first."""
    found: list[str] = []
    address = f"{service.url}/v1/changes/stream?since={since}"
    with urllib.request.urlopen(address, timeout=30) as lines:
        while len(found) < number:
            line = lines.readline()
            assert line, "the stream has ended"
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:])["id"])
                begun.set()
    return found


def _fail_over(service: Live, key: str, three: Cluster, since: str, last: str) -> None:
    first, second, third = three.nodes
    first.kill()
    for number in range(8):
        assert ask(service, f"/v1/events?limit={number + 1}", Authorization=key)[0] == 200
        status, headers, _ = ask(service, "/v1/events", EVENT, Authorization=key)
        assert (status, headers["retry-after"]) == (503, "5")
    assert ask(service, "/readyz")[0] == 200
    assert ask(service, "/healthz")[0] == 200
    assert ask(service, f"/v1/changes?since={since}")[0] == 503

    second.promote()
    promoted = time.monotonic()
    eventually(lambda: ask(service, "/v1/events", EVENT, Authorization=key)[0] == 201)
    assert time.monotonic() - promoted < 5
    _, _, after = ask(service, f"/v1/changes?since={since}")
    assert after["items"][0]["id"] == last
    numbers = [int(each["cursor"].split("-")[1]) for each in after["items"]]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert third.run("SELECT pg_is_in_recovery()") == [(True,)]
