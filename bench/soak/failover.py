"""Kill replicas and primaries of a PostgreSQL cluster while two services run on it.

Each acknowledged write is stored once, and the followers of the change log miss nothing. The
clients are in ``bench.soak.failover_clients``.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from bench.soak.failover_clients import Failover, Host, Load
from bench.soak.mirror import MirrorProcess
from bench.soak.time_limits import in_time
from service.schemas.event import render
from service.store import Store
from tests.support.cluster import Cluster, Node, running

ROUNDS = 20
ALL_SYNCHRONOUS = "FIRST 1 (node0, node1, node2)"
"""Each node has this setting. A commit on the primary waits for one of the other nodes."""
KINDS = ("the asynchronous replica", "the primary", "the synchronous replica", "the primary")


def primary_of(nodes: list[Node]) -> Node:
    """The node that is the primary."""
    return next(each for each in nodes if each.run("SELECT pg_is_in_recovery()") == [(False,)])


def whole(cluster: Cluster, seconds: float = 60) -> Node:
    """Wait until two replicas follow the primary, one of them synchronous; returns the primary."""
    primary, end = primary_of(cluster.nodes), time.monotonic() + seconds
    while True:
        rows = primary.run(
            "SELECT application_name FROM pg_stat_replication WHERE state = 'streaming'"
            " ORDER BY sync_state DESC"
        )
        if len(rows) == 2:
            return primary
        if time.monotonic() > end:
            raise AssertionError(f"only {rows} follow {primary.name}")
        time.sleep(0.1)


def fail(cluster: Cluster, kind: str, found: Failover, pause: float) -> None:
    """Run one round: kill a node, promote a replica if the node was the primary, measure the time
    to the next acknowledged write, and start the node again."""
    primary = whole(cluster)
    rows = primary.run("SELECT application_name, sync_state FROM pg_stat_replication")
    states = dict(rows)
    synchronous = next(each for each in cluster.nodes if states.get(each.name) == "sync")
    other = next(each for each in cluster.nodes if each not in (primary, synchronous))
    lost = {"the primary": primary, "the synchronous replica": synchronous}.get(kind, other)
    lost.kill()
    killed = time.monotonic()
    if lost is primary:
        time.sleep(pause)
        newest = max((synchronous, other), key=_received)
        newest.promote()
        primary = newest
    end = time.monotonic() + 60
    while found.last_write <= killed + 0.05 and time.monotonic() < end:
        time.sleep(0.05)
    found.slow.append((kind, max(found.last_write, killed) - killed))
    if lost.process is None and kind == "the primary":
        lost.copied_from(primary)
    lost.start()
    whole(cluster)
    found.rounds[kind] += 1


def _received(node: Node) -> int:
    """The bytes of the write-ahead log that a replica has received."""
    newest = "greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())"
    ((lsn,),) = node.run(f"SELECT pg_wal_lsn_diff({newest}, '0/0')")
    return int(lsn)


def prove(folder: Path, rounds: int = ROUNDS, between: float = 4.0) -> Failover:
    """Run ``rounds`` rounds under load with ``between`` seconds between them, and compare the
    results."""
    found, chance = Failover(), random.Random(20)
    with running(ALL_SYNCHRONOUS) as cluster:
        first = Host(folder / "one", cluster)
        hosts = [first, Host(folder / "other", cluster, first.key)]
        mirrors: list[MirrorProcess] = []
        try:
            for each in hosts:
                each.start()
            mirrors = [MirrorProcess(each, folder / each.database.parent.name) for each in hosts]
            load = Load(hosts, found)
            load.start()
            time.sleep(between)
            for number in in_time(range(rounds)):
                fail(cluster, KINDS[number % len(KINDS)], found, chance.uniform(0.3, 1.5))
                time.sleep(between)
            load.end()
            judge(cluster, load, mirrors, found)
        finally:
            for mirror in mirrors:
                mirror.kill()
            for each in hosts:
                each.kill()
    return found


def judge(cluster: Cluster, load: Load, mirrors: list[MirrorProcess], found: Failover) -> None:
    """Compare the stored events with the acknowledged writes and with the entries that followers
    got."""
    primary = whole(cluster)
    versions = dict(primary.run("SELECT id, version FROM event"))
    found.lost = sum(versions.get(name, 0) < version for name, version in found.written.values())
    titles = Counter(title for (title,) in primary.run("SELECT title FROM event"))
    found.duplicates = sum(number - 1 for number in titles.values())
    log = {c: (name, v) for c, name, v in primary.run('SELECT cursor, id, version FROM "change"')}
    found.entries = len(log)
    found.gaps += sum(number not in log for number in range(1, len(log) + 1))
    for told in load.logs:
        found.taken_back += sum(log.get(number) != entry for number, entry in told.items())
        found.gaps += max(told, default=0) - len(told)
    rows = primary.run(
        "SELECT e.id, d.body FROM event e JOIN document d ON d.position = e.position"
    )
    source = {name: json.loads(bytes(body)) for name, body in rows}
    found.mirrors_wrong = sum(not each.equals(source, 60) for each in mirrors)
    with closing(Store(cluster.url, render)) as store:
        found.errors = len(list(store.integrity_errors()))


def main(folder: Path) -> str:
    """Run at full length, and return the results. ``FAILOVER_ROUNDS`` sets the number of rounds."""
    found = prove(folder, int(os.environ.get("FAILOVER_ROUNDS", ROUNDS)))
    line = (
        f"{sum(found.rounds.values())} rounds ({dict(found.rounds)}), {found.acknowledged} writes"
        f" acknowledged, {found.unanswered} without an answer or 503 and sent again;"
        f" {found.lost} lost, {found.duplicates} duplicates, {found.unread} not read back;"
        f" {found.entries} entries, {found.gaps} gaps, {found.taken_back} taken back,"
        f" {found.mirrors_wrong} of 2 mirrors wrong, {found.errors} errors;"
        f" reads {dict(found.reads)} {dict(found.refused) or ''}, {found.broken_reads} broken off,"
        f" longest {found.longest_read:.1f} s; first write after the kill (s): "
        + ", ".join(f"{kind} {seconds:.1f}" for kind, seconds in found.slow)
        + (f"; strange: {dict(found.strange)}" if found.strange else "")
    )
    wrong = (
        found.lost, found.duplicates, found.gaps, found.taken_back, found.unread,
        found.mirrors_wrong, found.errors,
    )  # fmt: skip
    if any(wrong) or found.strange or not found.acknowledged:
        raise AssertionError(line)
    return line
