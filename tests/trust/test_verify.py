"""``verify`` finds each kind of damage; ``backup`` and ``restore`` lose nothing."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

import pytest

from bench.generate import events
from service.domain import edtf
from service.domain.event import Event
from service.domain.query import Filter
from service.errors import Conflict, Damaged, Invalid, Unavailable
from service.schemas.event import load_event, render
from service.store import Reply, Store
from service.store.sqlite.backup import restore
from tests.support.rows import each_row
from tests.support.sizes import size


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of some events, some corrected, some deleted, one restored."""
    file = tmp_path_factory.mktemp("filled") / "store.db"
    opened = Store(f"sqlite:///{file}", render)
    opened.migrate()
    made = [load_event(each) for each in islice(events(120), 120)]
    opened.import_batch(made)
    opened.import_batch(
        Event(each.id, "Corrected", edtf.parse("2001-05"), "meeting") for each in made[:20]
    )
    for each in made[30:40]:
        opened.delete(each.id, 1)
    opened.put(made[30], None, only_new=True)
    opened.keys.create("desk", ["write"])
    opened.replies.once(1, "once", "a digest", lambda: Reply(201, {}, b""))
    opened.close()
    return file


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of that database, which a test may damage."""
    shutil.copyfile(filled, tmp_path / "store.db")
    opened = Store(f"sqlite:///{tmp_path}/store.db", render)
    yield opened
    opened.close()


def test_a_sound_database_is_sound(store: Store) -> None:
    assert list(store.integrity_errors()) == []


DAMAGE = {
    "document": "UPDATE document SET body = replace(body, 'the', 'teh') WHERE rowid IN"
    " (SELECT position FROM document LIMIT 50)",
    "document gone": "DELETE FROM document WHERE position = (SELECT min(position) FROM document)",
    "event": "UPDATE event SET latest = latest + 1 WHERE id = 'g0000100'",
    "posting": "DELETE FROM posting WHERE position = (SELECT max(position) FROM event)",
    "posting too many": "INSERT INTO posting VALUES (1, 0, 12345, 1)",
    "tally": "UPDATE tally SET events = events + 1 WHERE month = (SELECT max(month) FROM tally)",
    "tally_amount": "UPDATE tally_amount SET value = '1' WHERE amounts = 1",
    "amount": "UPDATE amount SET number = 0",
    "term": "UPDATE term SET events = events + 1 WHERE kind = 'all'",
    "entry of another": "UPDATE event SET entry = 3 WHERE id = 'g0000100'",
    "entry in the index": "UPDATE \"change\" SET several = 1 WHERE id = 'g0000100'",
    "entry out of the index": "UPDATE \"change\" SET several = NULL WHERE id = 'g0000005'",
    "full text": "INSERT INTO event_text (rowid, title) VALUES (77, 'nobody wrote this')",
    "words": "INSERT INTO event_text (event_text, rowid, title, summary, names, terms)"
    " SELECT 'delete', position, title, '', '', '' FROM event WHERE id = 'g0000100'",
    "entry of several": "UPDATE event SET entry = 100 WHERE id = 'g0000005'",
    "entry marked wrongly": "UPDATE \"change\" SET several = 2 WHERE id = 'g0000005'",
    "name of a term": "UPDATE term SET name = 'Nobody' WHERE kind = 'actor'",
    "money": "UPDATE tally_amount SET value = value || 'x'",
    "document without event": "INSERT INTO document VALUES (12345, x'00')",
}
BEYOND_REPAIR = {
    'DELETE FROM "change" WHERE cursor = 7': "the change log has gaps: 1",
    "UPDATE event SET version = 9 WHERE id = 'g0000100'": "at the version.*first is 'g0000100'",
    "DELETE FROM event WHERE id = 'g0000100'": "events are missing: 1 .*'g0000100'",
    "DELETE FROM tombstone WHERE id = 'g0000035'": "no tombstone.*: 1 .*'g0000035'",
    "UPDATE tombstone SET deleted_at = '2020' WHERE id = 'g0000035'": "times.*'g0000035'",
    "UPDATE \"change\" SET at = '2020' WHERE id = 'g0000100'": "times in the.*'g0000100'",
    "UPDATE \"change\" SET type = 'made' WHERE id = 'g0000100'": "types of entries.*'g0000100'",
    "UPDATE \"change\" SET type = 'updated' WHERE id = 'g0000100'": "types of entries.*'g0000100'",
    "UPDATE \"change\" SET fields = 'title' WHERE id = 'g0000100'": "no updates: 1 .*'g0000100'",
    "DELETE FROM history WHERE id = 'g0000005'": "earlier versions are missing: 1 .*'g0000005'",
    "UPDATE history SET version = 7 WHERE id = 'g0000005'": "versions are not in.*'g0000005'",
    "UPDATE history SET state = x'00' WHERE id = 'g0000005'": "cannot be read.*1 .*'g0000005'",
    "UPDATE history SET state = (SELECT state FROM history WHERE id = 'g0000006')"
    " WHERE id = 'g0000005'": "or are those of others: 1 .*'g0000005'",
    "UPDATE event SET date = '2001-13' WHERE id = 'g0000100'": "cannot be read.*'g0000100'",
    "UPDATE event SET content = '{' WHERE id = 'g0000100'": "cannot be read.*'g0000100'",
    "UPDATE departure SET id = 'nobody'": "departures are of events that never were",
    "UPDATE key SET scopes = 'write,all'": "keys have unknown scopes: 1 .*'desk'",
    "DELETE FROM key": "texts of keys have no key: 1",
    "UPDATE reply SET headers = 'x'": "stored replies cannot be read: 1 .*'once'",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_to_what_is_derived_is_found_and_mended(store: Store, name: str) -> None:
    before = list(store.stream(Filter(undated=True)))
    with store.database.atomic():
        store.database.execute_sql(DAMAGE[name])
    assert list(store.integrity_errors())
    store.repair()
    assert list(store.integrity_errors()) == []
    assert list(store.stream(Filter(undated=True))) == before


@each_row(("statement", "told"), BEYOND_REPAIR.items())
def test_damage_to_the_truth_is_found_and_named(
    filled: Path, tmp_path: Path, statement: str, told: str
) -> None:
    file = tmp_path / f"{hash(statement)}.db"
    shutil.copyfile(filled, file)
    with closing(Store(f"sqlite:///{file}", render)) as store:
        with store.database.atomic():
            store.database.execute_sql(statement)
        assert re.search(told, "\n".join(store.integrity_errors()))
        with suppress(Damaged):
            store.repair()
        assert re.search(told, "\n".join(store.integrity_errors()))


def test_a_damaged_event_or_version_is_refused_by_name(store: Store) -> None:
    with store.database.atomic():
        store.database.execute_sql("UPDATE event SET date = '2001-13' WHERE id = 'g0000100'")
        store.database.execute_sql("UPDATE history SET state = x'00'")
    with pytest.raises(Damaged, match="the stored event 'g0000100' is damaged"):
        store.repair()
    with pytest.raises(Damaged, match="'g0000100'"):
        store.delete("g0000100", 1)
    with pytest.raises(Damaged, match="an earlier version of an event is damaged"):
        store.history.document_at("g0000005", 1)


def test_a_backup_under_writes_opens_verifies_and_comes_back(store: Store, tmp_path: Path) -> None:
    stop, written = threading.Event(), list[str]()
    first, acknowledged = store.count(Filter(undated=True))[0], list[int]()
    assert first is not None

    def write() -> None:
        number = 0
        while not stop.is_set():
            event = Event(f"w{number}", "Written", edtf.parse("2024-01-01"), "other")
            written.append(store.create(event).id)
            number += 1
        store.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [tmp_path / f"copy-{number}.db" for number in range(size(3, 10))]
        for number, each in enumerate(copies):
            while len(written) < number + 2 and writer.is_alive():
                time.sleep(0.01)  # on a busy machine the writer may be slow
            acknowledged.append(len(written))
            store.backup(each)
    finally:
        stop.set()
        writer.join()
    assert len(written) > len(copies)
    counts: list[int] = []
    for each in copies:
        copy = Store(f"sqlite:///{each}", render)
        assert list(copy.integrity_errors()) == []
        count, _ = copy.count(Filter(undated=True))
        assert count is not None
        counts.append(count)
        copy.close()
    assert counts == sorted(counts)
    assert all(n >= first + before for n, before in zip(counts, acknowledged, strict=True))
    target = tmp_path / "restored" / "new.db"
    assert restore(f"sqlite:///{target}", copies[-1]) is None
    back = Store(f"sqlite:///{target}", render)
    back.ready()
    assert back.count(Filter(undated=True))[0] == counts[-1]
    back.close()


def test_a_pipe_or_a_device_is_neither_a_backup_nor_replaced_by_one(
    store: Store, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises(Invalid, match="is not a regular file"):
            store.backup(path, force=True)
        with pytest.raises(Invalid, match="is not a regular file"):
            restore(f"sqlite:///{tmp_path}/other.db", path)
    assert pipe.is_fifo()


def test_a_backup_writes_over_nothing_unasked(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    store.backup(target)
    with pytest.raises(Conflict, match="--force"):
        store.backup(target)
    store.backup(target, force=True)
    assert [each.name for each in tmp_path.iterdir() if "unfinished" in each.name] == []


def test_a_database_in_use_is_not_replaced(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    store.backup(copy)
    with pytest.raises(Conflict, match="in use"):
        restore(f"sqlite:///{tmp_path}/store.db", copy)
    store.close()
    aside = restore(f"sqlite:///{tmp_path}/store.db", copy)
    assert aside is not None
    assert aside.exists()
    assert list(store.integrity_errors()) == []


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"x" * 999])
def test_what_is_no_copy_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "copy.db"
    file.write_bytes(content)
    with pytest.raises(Invalid, match=r"copy\.db"):
        restore(f"sqlite:///{tmp_path}/store.db", file)
    assert not (tmp_path / "store.db").exists()


def test_a_copy_that_is_newer_is_refused_and_a_newer_database_not_served(
    store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with store.database.atomic():
        store.database.execute_sql(
            "INSERT INTO schema_migration (name, applied) VALUES ('0999_future', '2030-01-01')"
        )
    store.backup(copy)
    with pytest.raises(Invalid, match="newer than this program: 0999_future"):
        restore(f"sqlite:///{tmp_path}/other.db", copy)
    with pytest.raises(Unavailable, match="install the version that made it"):
        store.ready()


def test_migrations_go_back_and_forth_on_a_populated_database(store: Store) -> None:
    before = list(store.stream(Filter(undated=True)))
    down = store.migrate_down()
    with pytest.raises(Unavailable, match="run dateline migrate"):
        store.ready()
    assert store.migrate() == down
    assert list(store.stream(Filter(undated=True))) == before
    assert store.drift() == ""


def test_a_copy_is_one_file(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "alone" / "copy.db"
    store.backup(target)
    with sqlite3.connect(target) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    copy.close()
    assert [each.name for each in target.parent.iterdir()] == ["copy.db"]
