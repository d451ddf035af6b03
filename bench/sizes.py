"""Print the bytes of a database on the disk, by table and index.

    python -m bench.sizes 1000000
    python -m bench.sizes FILE

For each table and index the command prints three figures in bytes per event: the size of all pages,
the empty part of the pages, and the headers of pages and rows. The figures come from SQLite's
virtual table ``dbstat``, which the libraries of Debian and Python have.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bench.arguments import parser
from bench.data import FOLDER

STATEMENT = """SELECT name, sum(pgsize), sum(unused), sum(payload), count(*)
    FROM dbstat GROUP BY name ORDER BY 2 DESC"""


def main() -> None:
    """Print the tables and indexes, the largest first."""
    arguments = parser(__doc__)
    arguments.add_argument("database", help="a file, or the number of events of a bench database")
    asked = arguments.parse_args().database
    path = FOLDER / f"dateline-{asked}.db" if asked.isdigit() else Path(asked)
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    (events,) = database.execute("SELECT count(*) FROM event").fetchone()
    rows = database.execute(STATEMENT).fetchall()
    print(f"{path.name}: {events:,} events, bytes per event")
    print(f"{'':32}{'all':>10}{'empty':>10}{'headers':>10}")
    for name, size, unused, payload, _ in rows:
        if size >= events / 10:
            _line(name, size / events, unused / events, (size - unused - payload) / events)
    size, unused, payload = (sum(row[at] for row in rows) for at in (1, 2, 3))
    _line("together", size / events, unused / events, (size - unused - payload) / events)
    (pages,) = database.execute("PRAGMA freelist_count").fetchone()
    (page,) = database.execute("PRAGMA page_size").fetchone()
    _line("free pages", pages * page / events, pages * page / events, 0)


def _line(name: str, *figures: float) -> None:
    print(f"{name:32}" + "".join(f"{each:>10.1f}" for each in figures))


if __name__ == "__main__":
    main()
