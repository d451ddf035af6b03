"""The proofs of ``make soak`` in short rounds. Each test also checks that there was enough load."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bench.soak import (
    backups,
    bodies,
    cases,
    cuts,
    disk,
    disks,
    kills,
    lists,
    memory,
    mirror,
    paginations,
    retries,
    sockets,
    syncs,
    updates,
    visible,
    worst,
)
from bench.soak.service import running
from tests.support.engines import POSTGRES, SQLITE, Templates, fresh
from tests.support.sizes import ALL, size


def test_what_was_acknowledged_survives_a_kill_of_the_whole_service(tmp_path: Path) -> None:
    rounds = size(1, 8)
    found = kills.prove(tmp_path, rounds=rounds, seconds=1.5 if ALL else 3)
    print(found)
    assert (found.rounds, found.lost, found.damaged) == (rounds, 0, 0)
    assert found.acknowledged >= 5 * rounds
    assert found.broken >= size(0, 8)  # a single kill may meet no write


@pytest.mark.long
def test_there_are_at_least_as_many_syncs_as_commits(tmp_path: Path) -> None:
    if not syncs.available():
        pytest.skip("strace is not installed")
    found = syncs.prove(tmp_path, writes=40)
    print(found)
    assert found.syncs >= found.commits == 40


@pytest.mark.long  # `make test` asks for each write in test_reply_cache.py, one after the other.
@pytest.mark.parametrize("kind", (SQLITE, POSTGRES))
def test_each_reader_sees_what_was_acknowledged(
    kind: str, templates: Templates, tmp_path: Path
) -> None:
    with closing(fresh(templates, kind, tmp_path)) as made:
        found = visible.prove(tmp_path, next(made)(), writes=40)
    print(found)
    assert (found.writes, found.stale) == (8 * 40, 0)


def test_lists_counts_exports_and_facets_agree(tmp_path: Path) -> None:
    found = lists.prove(tmp_path, events=size(300, 3000), filters=size(15, 200))
    print(found)
    assert found.filters == size(15, 200)
    assert 0 < found.found < found.filters


def test_the_search_for_the_worst_request_asks_and_ends_in_time(tmp_path: Path) -> None:
    for seconds, least, most in ((0, 0, 0), (60, 10, 10)):
        folder = tmp_path / str(seconds)
        folder.mkdir()
        found = worst.prove(folder, events=30, requests=10, seconds=seconds)
        assert least <= found.asked <= most
        assert found.good <= found.asked
    assert found.good > 0
    assert found.slowest[0] == max(found.slowest)


DEAF = """
import os, signal, sys, types
from bench.soak import __main__ as soak
def main(folder):
    for caught in (SystemExit, BaseException, None):
        try:
            while True:
                os.kill(os.getpid(), signal.SIGTERM) if caught is SystemExit else signal.pause()
        except caught or ():
            continue
sys.modules["bench.soak.paginations"] = types.SimpleNamespace(main=main)
soak.AGAIN_SECONDS = 0.1
soak.main(["paginations"])
"""


def test_a_proof_that_hears_no_signal_is_ended_all_the_same() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", DEAF], check=False, capture_output=True, timeout=30
    )
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_no_conditional_update_is_lost(tmp_path: Path) -> None:
    found = updates.prove(tmp_path, clients=16, updates=size(3, 20))
    print(found)
    assert (found.done, found.lost) == (size(48, 320), 0)
    assert found.refused > 0


def test_a_post_sent_again_makes_one_row(tmp_path: Path) -> None:
    found = retries.prove(tmp_path, retries=size(40, 200), crowd=40)
    print(found)
    assert (found.rows, found.different, found.crowd) == (found.posts, 0, 1)
    assert found.cuts >= size(30, 190)


def test_a_pagination_meets_each_event_once_while_others_write(tmp_path: Path) -> None:
    found = paginations.prove(
        tmp_path, events=size(200, 1000), paginations=size(4, 20), page_size=50, alone=0.5
    )
    print(found)
    assert (found.missed, found.twice) == (0, 0)
    assert found.writes >= found.paginations
    assert found.met >= found.paginations * size(100, 500) >= size(400, 10_000)


def test_the_documented_mirror_equals_its_source_after_kills(tmp_path: Path) -> None:
    found = mirror.prove(tmp_path, writers=3, changes=size(30, 100), kills=size(2, 6))
    print(found)
    assert (found.wrong, found.gaps, found.reordered) == (0, 0, 0)
    assert (found.changes, found.kills) == (size(90, 300), size(2, 6))
    assert found.events > 10


def test_the_documented_mirror_stays_exact_over_restores(tmp_path: Path) -> None:
    restores = size(2, 10)
    found = mirror.prove_restores(tmp_path, restores)
    print(found)
    assert (found.restores, found.wrong) == (restores, 0)
    assert found.lost >= 3 * restores


def test_a_kill_between_any_two_steps_leaves_the_old_or_the_new_database(tmp_path: Path) -> None:
    if not cuts.available():
        pytest.skip("strace is not installed, or may not trace here")
    more = ("restore after a crash", "a database made aside where a log is left")
    names = ("restore over a damaged database", *(more if ALL else ()))
    most = size(1, 12)
    found = cuts.prove(tmp_path, names, most=most)
    print(found)
    assert found.wrong == []
    assert found.points == most * len(names)
    assert found.old + found.new == found.points


def test_the_documented_mirror_is_twenty_lines_and_takes_a_filter(tmp_path: Path) -> None:
    assert sum(1 for line in mirror.program().splitlines() if line.strip()) <= 26
    with running(tmp_path) as service:
        client = service.client()
        event = {"title": "A", "date": "2024-05-01", "category": "visit"}
        client.put("stays", event, new=True)
        _, headers, _ = client.put("leaves", event, new=True)
        reader = mirror.MirrorProcess(service, tmp_path, "category=visit")
        assert reader.caught_up(2)
        client.put("other", event | {"category": "meeting"}, new=True)
        client.put("leaves", event | {"category": "meeting"}, seen=headers["etag"])
        assert reader.caught_up(4)
        reader.kill()
        client.close()
        assert reader.state()[0].keys() == {"stays"}


@pytest.mark.long  # `make test` has a full disk in test_disk.py.
def test_a_full_disk_refuses_writes_and_nothing_else(tmp_path: Path) -> None:
    kind = "tmpfs" if disks.available("tmpfs") else "limit"
    found = disk.prove(tmp_path, kind, rounds=1, events=100, imported=size(1000, 3000))
    print(found)
    assert not found.wrong
    assert found.refused >= found.fills * disk.WRITERS * disk.IN_A_ROW
    assert found.acknowledged >= 32
    assert found.reads == len(disk.READS)
    assert found.imported >= 200


@pytest.mark.long
def test_a_backup_under_writes_verifies_and_holds_what_was_acknowledged(tmp_path: Path) -> None:
    found = backups.prove(tmp_path, backups=12)
    print(found)
    assert (found.backups, found.unsound, found.missing) == (12, 0, 0)
    assert found.writes >= 10


@pytest.mark.long
def test_slow_sockets_hold_up_nobody(tmp_path: Path) -> None:
    found = sockets.prove(tmp_path, 240, rounds=2, requests=320, events=600, pause=0.1)
    print(found)
    assert min(found.held, found.accepted) >= 240
    # With so few requests the third slowest depends on chance. The full proof allows 3.
    assert found.ratio < 10


@pytest.mark.long
def test_the_memory_of_a_worker_stays_low_under_random_requests(tmp_path: Path) -> None:
    found = memory.prove(tmp_path, events=500, seconds=8, rest=0)
    print(found)
    assert found.requests >= 100
    assert found.start < found.second < 2 * found.start + 100


@pytest.mark.long  # `make test` has bodies in test_bodies.py, packed ones in api/test_imports.py.
def test_hostile_bodies_are_refused_and_memory_comes_back(tmp_path: Path) -> None:
    kinds = bodies.IMPORTS[: size(2, 4)]
    found = bodies.prove(tmp_path, rounds=1, heavy=0, bomb=size(32, 96) << 20, imports=kinds)
    print(found)
    assert not found.wrong
    assert found.sent > size(200, 300)
    assert {400, 413, 415} <= found.statuses.keys()
    assert found.after < found.idle + bodies.MORE


@pytest.mark.long
def test_generated_requests_to_every_route_break_no_promise(tmp_path: Path) -> None:
    found = cases.prove(tmp_path, cases.SHORT)
    print(found.cases, found.classes)
    assert found.wrong == []
    assert found.cases.total() >= 1_200
    sent, answered = cases.least(found)
    assert sent >= 1
    assert answered >= 2
    assert found.classes["2xx"] >= 200


def test_each_proof_ends_in_its_time_and_clears_up_after_killed_ones(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = tmp_path / f"dateline-paginations-{ended.pid}-x"
    used = tmp_path / f"dateline-paginations-{os.getpid()}-x"
    other = tmp_path / "dateline-paginations-x"
    for each in (left, used, other):
        each.mkdir()
    code = (
        "import sys, types; from bench.soak import __main__ as soak, time_limits\n"
        "time_limits.SECONDS['paginations'] = 0\n"
        "main = lambda folder: str(sum(1 for _ in time_limits.in_time(range(50))))\n"
        "sys.modules['bench.soak.paginations'] = types.SimpleNamespace(main=main)\n"
        "soak.main(['paginations']); soak.main(['--full', 'paginations'])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert re.findall(r"paginations: (\d+)", found.stdout) == ["1", "50"]
    assert sorted(tmp_path.iterdir()) == sorted([used, other])
