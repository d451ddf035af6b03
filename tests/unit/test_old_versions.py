"""Versions of events that were written when the tables had other columns."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from service.domain import edtf
from service.domain.cursors import LogPlace
from service.domain.event import Actor, CountryRole, Event, Place, Relation
from service.domain.query import Choice, Filter
from service.errors import Invalid
from service.schemas.event import render
from service.store import Store
from service.store.history import compress_row, decompress_row
from service.store.rows import COLUMNS, PLAIN, content, from_row, truth
from service.store.sqlite.database import Sqlite
from tests.support.engines import Fresh, Templates
from tests.support.sizes import size

BEFORE, NAMED, SHORT = "0012_words", "0013_named_history", "0014_shorter_content"
AT = "2023-03-01T09:30:00.000000Z"
# The columns of ``event`` up to migration 0012. They do not depend on today's code.
LISTED = (
    "position", "id", "title", "summary", "date", "date_as_reported", "earliest", "latest",
    "precision", "span", "category", "status", "latitude", "longitude", "content", "version",
    "created_at", "updated_at",
)  # fmt: skip
CONTENT = (
    '{"countries":[["KZ","host"],["US","participant"]],"actors":[{"name":"Antony Blinken",'
    '"type":"person","title":null,"country":"US"}],"place":{"name":"Astana","country":"KZ",'
    '"latitude":51.17,"longitude":71.45},"amounts":[{"value":"25000000.50","currency":"USD",'
    '"stage":"announced","purpose":null}],"sources":[{"title":"A page","publisher":null,"url":'
    '"https://example.org/","published":"2023-03","supports":["date"]}],"related":[["follows",'
    '"e2"]],"tags":["trade"]}'
)


def values(event_id: str, version: int, title: str) -> list[Any]:
    """A row of ``event`` with the columns of that time."""
    return [
        738_000 * 2**23, event_id, title, None, "2021-07-31", "on Saturday", 738_002, 738_002,
        "day", 0, "visit", "occurred", 51.17, 71.45, CONTENT, version, AT, AT,
    ]  # fmt: skip


def listed(row: list[Any]) -> bytes:
    """A version in its old form: a compressed list of values."""
    return zlib.compress(orjson.dumps(row))


def keep(store: Store, *states: tuple[str, int, bytes]) -> None:
    for each in states:
        store.database.execute_sql(
            "INSERT INTO history (id, version, state) VALUES (?, ?, ?)", each
        )


def states(store: Store) -> list[tuple[str, int, bytes]]:
    rows = store.database.execute_sql("SELECT id, version, state FROM history ORDER BY 1, 2")
    return [(event_id, version, bytes(state)) for event_id, version, state in rows.fetchall()]


@pytest.fixture(scope="module")
def made(fresh: Fresh) -> str:
    """The URL of a database in which versions are still lists of values. e1 has three versions, and
    e2 was deleted."""
    url = fresh()
    with closing(Store(url, render)) as store:
        make(store)
    return url


@pytest.fixture
def old(made: str, templates: Templates, tmp_path: Path) -> Iterator[Store]:
    """A copy of that database for one test."""
    if made.startswith("sqlite"):
        url = f"sqlite:///{tmp_path}/old.db"
        shutil.copyfile(made.removeprefix("sqlite:///"), tmp_path / "old.db")
    else:
        server, _ = templates.server(seeded=False)
        url = server.copy(made.partition("?")[0].rpartition("/")[2])
    with closing(Store(url, render)) as store:
        yield store
    if not made.startswith("sqlite"):
        server.drop(url)


def make(store: Store) -> None:
    store.migrate_down("0002_history")
    store.migrate(BEFORE)
    execute = store.database.execute_sql
    first, second, current = (values("e1", n, f"Title {n}") for n in (1, 2, 3))
    execute(
        f"INSERT INTO event ({', '.join(LISTED)}) VALUES ({', '.join('?' * len(LISTED))})", current
    )
    keep(store, ("e1", 1, listed(first)), ("e1", 2, listed(second)))
    keep(store, ("e2", 1, listed(values("e2", 1, "Gone"))))
    execute("INSERT INTO tombstone (id, version, deleted_at) VALUES (?, ?, ?)", ("e2", 2, AT))
    log = (
        ("created", "e1", 1, None), ("created", "e2", 1, None), ("updated", "e1", 2, "title"),
        ("updated", "e1", 3, "title"), ("deleted", "e2", 2, None),
    )  # fmt: skip
    for cursor, (kind, event_id, version, changed) in enumerate(log, 1):
        execute(
            'INSERT INTO "change" (cursor, type, id, version, at, author, fields, several)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
            (cursor, kind, event_id, version, AT, "desk", changed),
        )


class TestAnOldDatabase:
    def test_is_read_after_the_migration(self, old: Store) -> None:
        old.migrate()
        old.ready()
        assert old.drift() == ""
        old.repair()  # ``make`` adds only rows of ``event``, nothing derived
        assert list(old.integrity_errors()) == []
        titles = [
            orjson.loads(old.history.document_at("e1", version))["title"] for version in (1, 2, 3)
        ]
        assert titles == ["Title 1", "Title 2", "Title 3"]
        first = orjson.loads(old.history.document_at("e1", 1))
        assert {**first, "title": "Title 3", "version": 3} == orjson.loads(old.get("e1").body)
        assert first["amounts"][0]["value"] == "25000000.50"
        assert first["related"] == [{"type": "follows", "event": "e2"}]
        here = Filter(groups=((Choice("country", "KZ"),),))
        found = [(each.type, each.id) for each in old.changes_after(LogPlace(), 10, here).changes]
        assert ("deleted", "e2") in found
        assert [each.id for each in old.history.deleted(here)] == ["e2"]

    def test_goes_on_and_comes_back(self, old: Store) -> None:
        before = states(old)
        old.migrate()
        event = from_row(dict(zip(LISTED, values("e1", 3, "Title 3"), strict=True)))
        old.repair()
        old.put(replace(event, title="Title 4"), 3)
        assert orjson.loads(old.history.document_at("e1", 3))["title"] == "Title 3"
        old.migrate_down(NAMED)
        after = states(old)
        assert [each for each in after if each[:2] != ("e1", 3)] == before
        (third,) = (state for *which, state in after if which == ["e1", 3])
        assert orjson.loads(zlib.decompress(third))[1:3] == ["e1", "Title 3"]
        old.migrate()
        assert orjson.loads(old.history.document_at("e1", 2))["title"] == "Title 2"

    def test_has_the_same_rows_after_both_ways(self, old: Store) -> None:
        execute = old.database.execute_sql
        old.migrate()
        ((shorter,),) = execute("SELECT content FROM event").fetchall()
        assert shorter == content(from_row({"id": "e1", "title": "", "date": "2022",
                                            "category": "visit", "content": CONTENT}))  # fmt: skip
        assert len(shorter) < len(CONTENT)
        assert "null" not in shorter
        old.migrate_down(SHORT)
        assert execute("SELECT content FROM event").fetchall() == [(CONTENT,)]

    def test_of_many_events_every_one_is_converted(self, old: Store) -> None:
        execute = old.database.execute_sql
        rows: list[Any] = []
        count = size(2100, 4500)  # more than one batch of the migration
        for number in range(count):
            row = values(f"many-{number}", 1, "Title")
            rows += [row[0] + 1 + number, *row[1:]]
        old.database.insert_many("event", LISTED, rows)
        old.migrate()
        found = "SELECT count(*) FROM event WHERE content LIKE '%null%'"
        assert execute(found).fetchone() == (0,)
        old.migrate_down(SHORT)
        assert execute(found).fetchone() == (count + 1,)

    def test_of_many_versions_every_one_is_converted(self, old: Store) -> None:
        rows: list[Any] = []
        count = size(1100, 2500)  # more than one batch of the migration
        for version in range(1, count + 1):
            rows += ("many", version, listed(values("many", version, f"Title {version}")))
        old.database.insert_many("history", ("id", "version", "state"), rows)
        old.migrate()
        found = [decompress_row(state) for event_id, _, state in states(old) if event_id == "many"]
        assert [row["title"] for row in found] == [f"Title {n}" for n in range(1, count + 1)]

    def test_with_a_damaged_version_says_which_and_stays_as_it_is(self, old: Store) -> None:
        for state in (b"no zlib", listed([1, 2, 3]), zlib.compress(b"[1,"), zlib.compress(b"{}")):
            keep(old, ("e2", 7, state))
            before = states(old)
            with pytest.raises(Invalid, match="version 7 of event 'e2' cannot be read"):
                old.migrate()
            assert states(old) == before
            assert next(name for name, applied, _ in old.migrations() if not applied) == NAMED
            old.database.execute_sql("DELETE FROM history WHERE id = 'e2' AND version = 7")


RICH = Event(
    "e1", "A title", edtf.parse("2021-07-31"), "visit", "planned",
    summary="A summary", date_as_reported="on Saturday",
    countries=(CountryRole("KZ", "host"),), actors=(Actor("Somebody"),),
    place=Place("Astana", "KZ", 51.17, 71.45), related=(Relation("follows", "e2"),),
    tags=("trade",),
)  # fmt: skip
OPTIONAL: dict[str, Any] = {
    each.name: each.default for each in fields(Event) if each.name not in ("id", "title", "date",
                                                                           "category")
}  # fmt: skip


class TestAVersionFromBeforeAField:
    """A version that lacks a field is read with the default of the field."""

    @staticmethod
    def row(without: str) -> dict[str, Any]:
        row = dict(zip(COLUMNS, (1, "e1", *truth(RICH), 1, AT, AT), strict=True))
        if without in PLAIN:
            del row[without]
        else:
            parts = orjson.loads(row["content"])
            parts.pop(without, None)
            row["content"] = orjson.dumps(parts).decode()
        return row

    @pytest.mark.parametrize("name", OPTIONAL)
    def test_is_read(self, name: str) -> None:
        state = zlib.compress(orjson.dumps(self.row(without=name)))
        assert from_row(decompress_row(state)) == replace(RICH, **{name: OPTIONAL[name]})

    def test_is_read_with_a_column_that_is_no_more(self) -> None:
        row = self.row(without="summary") | {"mood": "merry"}
        assert from_row(row) == replace(RICH, summary=None)

    def test_a_version_keeps_the_names_of_its_columns(self) -> None:
        row = dict(zip(COLUMNS, (1, "e1", *truth(RICH), 1, AT, AT), strict=True))
        assert decompress_row(compress_row(row)) == row

    def test_its_document_and_its_change_are_given(self, store: Store) -> None:
        store.create(RICH)
        store.put(replace(RICH, title="Another"), 1)
        state = zlib.compress(orjson.dumps(self.row(without="summary")))
        store.database.execute_sql("UPDATE history SET state = ?", (state,))
        assert orjson.loads(store.history.document_at("e1", 1))["summary"] is None
        here = Filter(groups=((Choice("country", "KZ"),),))
        found = store.changes_after(LogPlace(), 10, here).changes
        assert [(each.type, each.version) for each in found] == [("created", 1), ("updated", 2)]


@pytest.mark.sqlite
class TestAFileWithSmallPages:
    """Database files of earlier releases have pages of 4 kB, and keep them."""

    @pytest.fixture
    def small(self, store: Store) -> Store:
        path = store.database.database
        assert page_size(path) == 8192
        store.close()
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            for statement in ("journal_mode = delete", "page_size = 4096"):
                file.execute(f"PRAGMA {statement}").fetchall()
            file.execute("VACUUM")
        assert page_size(path) == 4096
        return store

    def test_is_read_written_and_copied(self, small: Store, tmp_path: Path) -> None:
        small.create(RICH)
        small.put(replace(RICH, title="Another"), 1)
        assert isinstance(small.database, Sqlite)
        assert small.database.size() == 4096 * pages(small.database.database)
        small.backup(tmp_path / "copy.db")
        small.close()
        url = f"sqlite:///{tmp_path / 'restored.db'}"
        small.database.restore(url, tmp_path / "copy.db")
        with closing(Store(url, render)) as restored:
            assert page_size(tmp_path / "restored.db") == 4096
            assert list(restored.integrity_errors()) == []
            assert orjson.loads(restored.get("e1").body)["title"] == "Another"
            assert orjson.loads(restored.history.document_at("e1", 1))["title"] == "A title"


def page_size(path: Path | str) -> int:
    return _pragma(path, "page_size")


def pages(path: Path | str) -> int:
    return _pragma(path, "page_count")


def _pragma(path: Path | str, name: str) -> int:
    with closing(sqlite3.connect(path)) as file:
        return int(file.execute(f"PRAGMA {name}").fetchone()[0])
