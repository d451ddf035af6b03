"""Multiply the events of a PostgreSQL database for ``bench.compared_sizes``, in the server.

    python -m bench.multiply URL TIMES

Each event of ``bench.generate`` gets ``TIMES - 1`` copies with the same texts, places and money on
the same day, and with ids of their own. The change log is not copied, and the views are dropped.
The new tables are unlogged: they would not survive a crash of the server. Ten million events take
some 45 GB.
"""

from __future__ import annotations

import argparse
import shutil
import time
from typing import Any

import psycopg

from service.store.position import COUNTER_BITS

COPIED = {
    "event": {"position": "{at}", "id": "CASE n WHEN 0 THEN id ELSE 'c' || n || '-' || id END"},
    "document": {"position": "{at}"},
    "event_text": {"position": "{at}"},
    "amount": {"position": "{at}"},
    "posting": {"position": "{at}"},
}
"""The tables with a row or several for each event, and the columns that differ in the copies."""
ADDED = {
    "term": {"events": "events * {times}"},
    "tally": {"events": "events * {times}"},
    "tally_amount": {
        "amounts": "amounts * {times}",
        "value": "CAST(CAST(value AS numeric) * {times} AS text)",
    },
}
"""The tables of counts and sums."""
SETTINGS = ("SET maintenance_work_mem = '1GB'", "SET work_mem = '256MB'")


def main() -> None:
    """Multiply the events, table by table."""
    parser = argparse.ArgumentParser(description="Multiply the events of a database.")
    parser.add_argument("url", metavar="URL")
    parser.add_argument("times", type=int, metavar="TIMES")
    chosen = parser.parse_args()
    with psycopg.connect(chosen.url, autocommit=True) as connection:
        for each in (*SETTINGS, "CREATE SCHEMA once"):
            connection.execute(each)
        for table, columns in COPIED.items():
            began = time.perf_counter()
            _copy(connection, table, columns, chosen.times)
            free = shutil.disk_usage("/").free // 10**9
            print(f"{table}: {time.perf_counter() - began:.0f} s, {free} GB free", flush=True)
        for table, columns in ADDED.items():
            values = ", ".join(f"{name} = {each}" for name, each in columns.items())
            connection.execute(f"UPDATE {table} SET {values}".format(times=chosen.times))
        connection.execute("DROP SCHEMA once")
        connection.execute("VACUUM (ANALYZE)")


def _copy(connection: psycopg.Connection[Any], table: str, columns: dict[str, str], n: int) -> None:
    # Numbers from ``apart`` on are free on every day, because no day has so many events.
    (apart,) = connection.execute(
        f"SELECT max(position & {(1 << COUNTER_BITS) - 1}) + 1 FROM event"
    ).fetchone() or (0,)
    made = {name: each.format(at=f"position + n * {apart}") for name, each in columns.items()}
    names = [
        row[0]
        for row in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name = %s ORDER BY ordinal_position",
            (table,),
        )
    ]
    indexes = connection.execute(
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s", (table,)
    ).fetchall()
    ordered = "term, span, position" if table == "posting" else "position"
    values = ", ".join(made.get(name, name) for name in names)
    for statement in (
        f"ALTER TABLE {table} SET SCHEMA once",
        f"CREATE UNLOGGED TABLE {table} (LIKE once.{table} INCLUDING DEFAULTS)",
        # A nested loop in the order of the rows: nearly the order in which an import writes.
        f"INSERT INTO {table} SELECT {values} FROM (SELECT * FROM once.{table}"
        f" ORDER BY {ordered}) o, generate_series(0, {n - 1}) n",
        f"DROP TABLE once.{table} CASCADE",  # with its views
        *(each for (each,) in indexes),
    ):
        connection.execute(statement)


if __name__ == "__main__":
    main()
