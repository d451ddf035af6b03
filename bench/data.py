"""The databases of the benchmarks. Each is made once and kept in ``.bench/``.

The first database is Dateline's own, filled by its own import. The second has the same events in
the layout that a careful Datasette user would choose: a flat table with the columns to filter by, a
table of the countries of events, an index for every filter that is used, and full text.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from bench.generate import events
from service.schemas.event import load_event, render
from service.store import Store

FOLDER = Path(__file__).resolve().parents[1] / ".bench"
BATCH = 2000

FLAT = """
CREATE TABLE event (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, start INTEGER, finish INTEGER, month INTEGER,
    title TEXT, category TEXT, document TEXT
);
CREATE TABLE event_country (
    number INTEGER REFERENCES event (number), country TEXT, start INTEGER, month INTEGER,
    PRIMARY KEY (country, start, number)
) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX event_start ON event (start);
CREATE INDEX event_country_month ON event_country (country, month);
CREATE INDEX event_country_number ON event_country (country, number);
CREATE VIRTUAL TABLE event_fts USING fts5(title, document, content='event', content_rowid='number');
INSERT INTO event_fts (event_fts) VALUES ('rebuild');
ANALYZE;
"""


@dataclass(frozen=True)
class Data:
    """The paths of the two databases, and the number of their events."""

    dateline: Path
    flat: Path
    count: int
    skewed: bool = False

    def store(self) -> Store:
        """Dateline's database, opened."""
        return Store(f"sqlite:///{self.dateline}", render)


def prepare(count: int) -> Data:
    """The databases of ``count`` events. Databases of an earlier run are used again."""
    data = _data(count)
    made_dateline(count)
    _made(data.flat, _flat, data)
    return data


def made_dateline(count: int, *, skewed: bool = False) -> Path:
    """The path of Dateline's own database. The flat database is not made."""
    data = _data(count)
    if skewed:
        data = replace(data, dateline=FOLDER / f"dateline-skewed-{count}.db", skewed=True)
    _made(data.dateline, _dateline, data)
    store = data.store()
    store.migrate()  # one that an earlier version made may be there
    store.close()
    return data.dateline


def _data(count: int) -> Data:
    FOLDER.mkdir(exist_ok=True)
    return Data(FOLDER / f"dateline-{count}.db", FOLDER / f"flat-{count}.db", count)


def _made(path: Path, make: Callable[[Path, Data], None], data: Data) -> None:
    if path.exists():
        return
    unfinished = path.with_suffix(".unfinished")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{unfinished}{suffix}").unlink(missing_ok=True)
    _say(f"making {path.name}, once")
    make(unfinished, data)
    unfinished.rename(path)


def _dateline(path: Path, data: Data) -> None:
    store = Store(f"sqlite:///{path}", render)
    store.migrate()
    made = events(data.count, skewed=data.skewed)
    for number in range(0, data.count, BATCH):
        store.import_batch([load_event(each) for each in islice(made, BATCH)])
        if number % 100_000 == 0:
            _say(f"  {number:,} events")
    store.settle()
    store.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


def _flat(path: Path, data: Data) -> None:
    source = sqlite3.connect(data.dateline)
    target = sqlite3.connect(path)
    target.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off;" + FLAT)
    rows = source.execute(
        "SELECT e.id, e.earliest, e.latest, e.title, e.category, CAST(d.body AS TEXT)"
        " FROM event e JOIN document d ON d.position = e.position"
        " ORDER BY e.position"
    )
    target.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _events(rows))
    target.executescript(
        "INSERT INTO event_country SELECT DISTINCT e.number, json_extract(c.value, '$.code'),"
        " e.start, e.month FROM event e, json_each(e.document, '$.countries') c"
        " ORDER BY 2, 3, 1;" + INDEXES
    )
    target.commit()
    target.close()
    source.close()


def _events(
    rows: Iterable[tuple[str, int, int | None, str, str, str]],
) -> Iterator[tuple[object, ...]]:
    for number, (event_id, start, finish, title, category, document) in enumerate(rows, 1):
        month = int(document[document.index('"earliest":"') + 12 :][:7].replace("-", ""))
        yield number, event_id, start, finish, month, title, category, document


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
