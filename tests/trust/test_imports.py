"""Imports that are killed and repeated, or repeated with one changed row."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from bench.soak.sample_files import bases
from service.domain.cursors import LogPlace
from service.domain.query import Filter
from service.importers.run import BATCH, import_files
from service.schemas.event import render
from service.store import Store
from tests.support.forked import run
from tests.support.live import DATELINE
from tests.support.sizes import size

EVENTS, COUNT = BATCH + 300, size(300, 900)
SENT = BATCH + 100
"""The number of rows that a killed import gets: a batch and some of the next."""


def environment(database: Path) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DATELINE_")}
    return kept | {"DATELINE_DATABASE_URL": f"sqlite:///{database}"}


def dateline(database: Path, *words: str) -> str:
    """Returns the output of the command, which has to succeed."""
    done = run(*words, environment=environment(database))
    done.check_returncode()
    return done.stdout


def state(database: Path) -> tuple[dict[str, dict[str, object]], list[tuple[str, str, int]]]:
    """The events without the times of recording, and the change log; the database must be sound."""
    store = Store(f"sqlite:///{database}", render)
    documents = [json.loads(each) for each in store.stream(Filter(undated=True))]
    clocks = {"created_at", "updated_at"}
    events = {each["id"]: {k: each[k] for k in each if k not in clocks} for each in documents}
    log, place = [], LogPlace()
    while changes := store.changes_after(place, 1000).changes:
        log += [(each.type, each.id, each.version) for each in changes]
        place = changes[-1].place
    assert list(store.integrity_errors()) == []
    store.close()
    return events, log


def lines(*changed: int, count: int = EVENTS) -> list[str]:
    return [
        json.dumps({
            "id": f"e{n}",
            "title": "Changed" if n in changed else f"Talks {n}",
            "date": f"{1950 + n % 70}-0{n % 9 + 1}",
            "category": "meeting",
            "countries": [{"code": "KZ", "role": "host"}, {"code": "US", "role": "participant"}],
            "tags": [f"t{n % 50}"],
        })
        for n in range(count)
    ]  # fmt: skip


def killed(database: Path, enough: int) -> None:
    """Import the first rows through a pipe that stays open; kill it at ``enough`` events."""
    process = subprocess.Popen(
        [DATELINE, "import", "-", "--format", "ndjson"],
        env=environment(database), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write("\n".join(lines()[:SENT]).encode())
    process.stdin.flush()
    until = time.monotonic() + 10
    while stored(database) < enough and time.monotonic() < until:
        time.sleep(0.02)
    process.kill()
    assert process.wait(timeout=20) == -9
    process.stdin.close()


def stored(database: Path) -> int:
    connection = sqlite3.connect(database)
    (count,) = connection.execute("SELECT count(*) FROM event").fetchone()
    connection.close()
    return int(count)


def test_a_killed_import_run_again_ends_as_if_it_had_not_been_killed(tmp_path: Path) -> None:
    file = tmp_path / "all.ndjson"
    file.write_text("\n".join(lines()))
    broken = tmp_path / "broken.db"
    dateline(broken, "migrate")
    dateline(broken, "seed")
    seeds, first = state(broken)
    seeded = stored(broken)
    for enough in (1, BATCH)[-size(1, 2) :]:
        killed(broken, seeded + enough)
    partly = stored(broken) - seeded
    assert 0 < partly <= SENT
    assert partly % BATCH == 0  # whole batches only
    assert state(broken)[1] == first + [("created", f"e{n}", 1) for n in range(partly)]
    summary = dateline(broken, "import", str(file))
    assert f"{EVENTS - partly:,} created, 0 updated, {partly:,} unchanged, 0 rejected" in summary
    events, log = state(broken)
    assert log == first + [("created", f"e{n}", 1) for n in range(EVENTS)]
    assert {name: events.pop(name) for name in seeds} == seeds
    for sent in map(json.loads, lines()):
        found = events.pop(sent["id"])
        assert {name: found[name] for name in sent if name != "countries"} == {
            name: sent[name] for name in sent if name != "countries"
        }
        countries = json.dumps(found["countries"])
        assert '"KZ"' in countries
        assert '"US"' in countries
    assert events == {}


def test_the_same_file_again_changes_nothing_and_a_changed_row_one_version(tmp_path: Path) -> None:
    file, database = tmp_path / "all.ndjson", tmp_path / "a.db"
    file.write_text("\n".join(lines(count=COUNT)))
    dateline(database, "migrate")
    dateline(database, "import", str(file))
    events, log = state(database)
    assert f"0 created, 0 updated, {COUNT} unchanged" in dateline(database, "import", str(file))
    assert state(database) == (events, log)
    file.write_text("\n".join(lines(211, count=COUNT)))
    assert f"0 created, 1 updated, {COUNT - 1} unchanged" in dateline(database, "import", str(file))
    after, longer = state(database)
    assert longer == [*log, ("updated", "e211", 2)]
    changed = {name for name in events if after[name] != events[name]}
    assert changed == {"e211"}
    assert (after["e211"]["version"], after["e211"]["title"]) == (2, "Changed")


CHANGES = {
    "a.ndjson": (b"2022-09", b"2022-10"),
    "a.json": (b"2022-09", b"2022-10"),
    "a.csv": (b"2 May 1990", b"12 May 1990"),
    "a.export.CSV": (b"https://example.org/1", b"https://example.org/one"),
    "a.tab": (b"\tAgency", b"\tBureau"),
    "t.json": (b"&amp; mehr", b"&amp; weniger"),
    "a.ics": ("Gespräch 1".encode(), "Gespräch eins".encode()),
}


BASES = {each.name: each for each in bases() if each.name in CHANGES}


@pytest.mark.parametrize("name", CHANGES)
def test_every_importer_knows_its_rows_again(name: str, tmp_path: Path) -> None:
    base = BASES[name]
    store = Store(f"sqlite:///{tmp_path}/a.db", render)
    store.migrate()
    file = tmp_path / base.name
    file.write_bytes(base.content)
    first = import_files(store, [file], format=base.form, mapping=base.mapping)
    assert first.created > 2
    assert first.rejected == 0
    last = store.last_change()
    again = import_files(store, [file], format=base.form, mapping=base.mapping)
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    assert store.last_change() == last
    old, new = CHANGES[base.name]
    file.write_bytes(base.content.replace(old, new, 1))
    changed = import_files(store, [file], format=base.form, mapping=base.mapping)
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, first.created - 1)
    assert store.last_change() == last + 1
    assert list(store.integrity_errors()) == []
    store.close()
