"""A failover to an asynchronous replica that lacks the last acknowledged writes: clients that have
seen them are told, and all others go on."""

from __future__ import annotations

import signal
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Event

import pytest

from service import freshness
from service.freshness import ReadTarget
from service.schemas.event import load_event, render
from service.store import Store
from tests.support import cluster as clusters
from tests.support.cluster import Cluster
from tests.support.live import Live
from tests.trust.test_replicas import EVENT, Reply, ask, eventually

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.long
LAST = 'SELECT cursor, id, at FROM "change" ORDER BY cursor DESC LIMIT 1'


@pytest.fixture(scope="module")
def three() -> Iterator[Cluster]:
    with clusters.or_skipped() as found:
        for each in found.nodes:
            each.synchronous("")
        yield found


@pytest.fixture(scope="module")
def service(three: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with clusters.service_of(three, tmp_path_factory.mktemp("lost")) as found:
        yield found


def answered(service: Live, path: str, body: object = None, **headers: str) -> Reply:
    """The reply, once a primary answers."""

    def try_once() -> Reply | None:
        found = ask(service, path, body, **headers)
        return None if found[0] == 503 else found

    found: Reply = eventually(try_once)
    return found


def lines_of(service: Live, since: str, begun: Event) -> list[str]:
    """The lines of a stream until it ends; ``begun`` is set at its second event."""
    found: list[str] = []
    with urllib.request.urlopen(f"{service.url}/v1/changes/stream?since={since}", timeout=30) as it:
        for line in it:
            found.append(line.decode().rstrip())
            if sum(each.startswith("data: ") for each in found) == 2:
                begun.set()
    return found


def used(cluster: Cluster) -> set[int]:
    """The ports of the servers that have answered some reads, each of a new store."""
    found = set[int]()
    for _ in range(16):
        with (
            closing(Store(cluster.url, render, read_url=cluster.read_url)) as store,
            freshness.within(ReadTarget()),
        ):
            found |= set(store.database.execute_sql("SELECT inet_server_port()").fetchone())
    return found


def test_clients_that_have_seen_lost_writes_are_told(service: Live, three: Cluster) -> None:
    first, second, third = three.nodes
    key = "Bearer " + service.command("key", "create", "desk", "--scope", "write").split()[-1]
    kept = ask(service, "/v1/events", EVENT | {"id": "kept"}, Authorization=key)
    kept_cursor = kept[1]["dateline-cursor"]
    eventually(lambda: second.run(LAST) == first.run(LAST))
    second.run(
        "ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()", database="postgres"
    )
    eventually(lambda: not second.run("SELECT 1 FROM pg_stat_wal_receiver"))
    begun = Event()
    with ThreadPoolExecutor(2) as pool:
        stream = pool.submit(lines_of, service, kept_cursor, begun)
        for number in range(2):
            sent = {"Authorization": key, "Idempotency_Key": f"i{number}"}
            event = EVENT | {"id": f"lost{number}", "tags": ["seen"]}
            status, headers, _ = ask(service, "/v1/events", event, **sent)
            assert status == 201
        lost = headers["dateline-cursor"]
        assert begun.wait(10)
        poll = pool.submit(ask, service, f"/v1/changes?since={lost}&wait=3")
        eventually(lambda: third.run(LAST) == first.run(LAST))
        assert second.run(LAST)[0][1] == "kept"
        _, headers, _ = ask(service, "/v1/events?tag=seen", Dateline_Cursor=lost)
        tag = headers["etag"]

        first.kill()
        second.promote()
        assert answered(service, f"/v1/changes?since={lost}")[0] == 410
        for number in range(3):
            event = EVENT | {"id": f"new{number}", "tags": ["seen"]}
            assert answered(service, "/v1/events", event, Authorization=key)[0] == 201
        # Other events have the numbers of those that were lost.
        status, _, problem = ask(service, f"/v1/changes?since={lost}")
        assert (status, "begin again" in problem["detail"]) == (410, True)
        assert ask(service, "/v1/changes/stream", Last_Event_ID=lost)[0] == 410
        _, _, page = ask(service, f"/v1/changes?since={kept_cursor}")
        assert [each["id"] for each in page["items"]] == ["new0", "new1", "new2"]
        ids = [line.partition('"id":"')[2].split('"')[0] for line in stream.result()
               if line.startswith("data: ")]  # fmt: skip
        assert ids == ["lost0", "lost1"]
        _, _, page = poll.result()
        assert (page["items"], page["cursor"]) == ([], lost)

    # The third server still has the lost writes, and does not follow the new primary.
    assert third.run(LAST)[0][1] == "lost1"
    for _ in range(20):
        status, headers, page = ask(service, "/v1/events?tag=seen", If_None_Match=tag)
        assert (status, [each["id"] for each in page["items"]]) == (200, ["new0", "new1", "new2"])
        assert ask(service, "/v1/events/lost1")[0] == 404
    status, headers, _ = ask(service, "/v1/events", EVENT | {"id": "lost1", "tags": ["seen"]},
                             Authorization=key, Idempotency_Key="i1")  # fmt: skip
    assert (status, headers.get("idempotency-replayed")) == (201, None)


def test_servers_that_were_rewound_are_replicas_again(three: Cluster) -> None:
    first, second, third = three.nodes
    with closing(Store(three.url, render, read_url=three.read_url)) as store:
        assert used(three) == {second.port}
        first.follow()
        first.start()
        assert first.run(LAST)[0][1] == "lost1"
        assert used(three) == {second.port}
        for each in (first, third):
            assert each.process is not None
            each.process.send_signal(signal.SIGINT)
            each.process.wait(20)
            each.rewound_to(second)
            each.start()
            each.follows()
        place = store.logged_change()
        eventually(lambda: third.run(LAST) == second.run(LAST) == first.run(LAST))
        assert used(three) == {first.port, third.port}
        store.create(load_event(EVENT, "after"))
        assert [each.id for each in store.changes_after(place, 10).changes] == ["after"]


def test_a_restored_dump_is_noticed_by_reads_on_replicas(service: Live, three: Cluster) -> None:
    second, dump = three.nodes[1], three.folder / "dump"
    key = "Bearer " + service.command("key", "create", "more", "--scope", "write").split()[-1]
    three.do("pg_dump", "-Fc", "-f", dump, second.url)

    def create(name: str, tag: str) -> str:
        event = EVENT | {"id": name, "tags": [tag]}
        status, headers, _ = answered(service, "/v1/events", event, Authorization=key)
        assert status == 201
        return headers["dateline-cursor"]

    def ids(tag: str, cursor: str) -> list[str]:
        _, _, page = answered(service, f"/v1/events?tag={tag}", Dateline_Cursor=cursor)
        return [each["id"] for each in page["items"]]

    cursor = create("gone", "before")
    assert [ids("before", cursor) for _ in range(6)] == [["gone"]] * 6
    eventually(lambda: restored(three, second.url, str(dump)))
    # The tag has the number that the other one had.
    cursor = create("stays", "after")
    assert [ids("before", cursor) for _ in range(6)] == [[]] * 6
    assert [ids("after", cursor) for _ in range(6)] == [["stays"]] * 6


def restored(cluster: Cluster, url: str, dump: str) -> bool:
    """Whether the dump could be restored: a statement of the service may be in the way."""
    with suppress(OSError):
        cluster.do("pg_restore", "--clean", "--if-exists", "--no-owner", "-d", url, dump)
        return True
    return False
