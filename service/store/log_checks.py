"""Checks of the data that is not derived from the events: the change log, earlier versions,
deletions, keys and stored replies. None of it can be rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from service.errors import Damaged
from service.store.engine import Engine
from service.store.history import decompress_row
from service.store.keys import SCOPES
from service.store.rows import from_row

BATCH = 500
_LAST = '(SELECT id, max(version) AS version FROM "change" GROUP BY id)'
_GAPS = 'SELECT max(cursor) - count(*) FROM "change" HAVING max(cursor) <> count(*)'
LOG = {
    "versions in the change log are not 1, 2, 3, …":
        'SELECT id FROM "change" GROUP BY id HAVING min(version) <> 1 OR max(version) <> count(*)',
    "types of entries of the change log do not follow from those before":
        "SELECT id FROM (SELECT id, type, lag(type) OVER (PARTITION BY id ORDER BY version) AS"
        " before FROM \"change\") c WHERE type NOT IN ('created', 'updated', 'deleted')"
        " OR (type = 'created') <> (before IS NULL OR before = 'deleted')",
    "entries of the change log name fields, and are no updates":
        "SELECT id FROM \"change\" WHERE type <> 'updated' AND fields IS NOT NULL",
    "events are missing":
        f'SELECT c.id FROM {_LAST} l JOIN "change" c ON c.id = l.id AND c.version = l.version'
        " WHERE c.type <> 'deleted' AND NOT EXISTS (SELECT 1 FROM event e WHERE e.id = c.id)",
    "events are not at the version that the change log ends with":
        f"SELECT e.id FROM event e LEFT JOIN {_LAST} c ON c.id = e.id"
        " WHERE c.version IS NULL OR e.version <> c.version"
        " OR EXISTS (SELECT 1 FROM tombstone t WHERE t.id = e.id)",
    "deletions in the change log have no tombstone, or tombstones no deletion":
        "SELECT t.id FROM tombstone t WHERE NOT EXISTS (SELECT 1 FROM \"change\" c"
        " WHERE c.id = t.id AND c.version = t.version AND c.type = 'deleted')"
        f' UNION ALL SELECT c.id FROM {_LAST} l JOIN "change" c ON c.id = l.id AND'
        " c.version = l.version WHERE c.type = 'deleted' AND NOT EXISTS"
        " (SELECT 1 FROM tombstone t WHERE t.id = c.id AND t.version = c.version)",
    "times in the change log are not those of the events and deletions":
        'SELECT e.id FROM event e JOIN "change" c ON c.id = e.id AND c.version = e.version'
        " WHERE c.at <> e.updated_at UNION ALL"
        ' SELECT t.id FROM tombstone t JOIN "change" c ON c.id = t.id AND c.version = t.version'
        " WHERE c.at <> t.deleted_at",
    "entries of the change log are not found from their events":
        'SELECT c.id FROM "change" c JOIN (SELECT id, count(*) AS entries FROM "change" GROUP BY'
        " id) n ON n.id = c.id WHERE coalesce(c.several, 0) <> CASE WHEN n.entries > 1 THEN 1"
        ' ELSE 0 END UNION ALL SELECT e.id FROM event e LEFT JOIN (SELECT id, min(cursor) AS cursor'
        ' FROM "change" GROUP BY id HAVING count(*) = 1) c ON c.id = e.id'
        " WHERE coalesce(e.entry, 0) <> coalesce(c.cursor, 0)",
    "earlier versions are missing":
        "SELECT c.id FROM \"change\" c WHERE c.type <> 'deleted'"
        " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.id = c.id AND e.version = c.version)"
        " AND NOT EXISTS (SELECT 1 FROM history h WHERE h.id = c.id AND h.version = c.version)",
    "earlier versions are not in the change log":
        "SELECT h.id FROM history h WHERE NOT EXISTS (SELECT 1 FROM \"change\" c WHERE c.id = h.id"
        " AND c.version = h.version AND c.type <> 'deleted')",
    "departures of events have no time": "SELECT id FROM departure WHERE at IS NULL",
    "departures are of events that never were":
        'SELECT id FROM departure WHERE id NOT IN (SELECT id FROM "change")',
    "texts of keys have no key":
        "SELECT id FROM key_text WHERE key_id NOT IN (SELECT id FROM key)",
}  # fmt: skip
"""Checks by SQL; each finds the ids of the rows with the error."""
_VERSIONS = (
    'SELECT h.id, h.version, h.state, c.at FROM history h LEFT JOIN "change" c ON c.id = h.id AND'
    " c.version = h.version WHERE (h.id, h.version) > (?, ?) ORDER BY h.id, h.version LIMIT ?"
)
_REPLIES = (
    "SELECT key_id, token, status, headers FROM reply WHERE (key_id, token) > (?, ?)"
    " ORDER BY key_id, token LIMIT ?"
)


def log_errors(database: Engine) -> Iterator[str]:
    """Every kind of error, in words, with its number of occurrences and the first of them."""
    gaps = database.execute_sql(_GAPS).fetchone()
    if gaps and gaps[0]:
        yield f"the change log has gaps: {gaps[0]}"
    for words, sql in LOG.items():
        number, first = database.execute_sql(
            f"SELECT count(*), min(x.id) FROM ({sql}) x"
        ).fetchone()
        if number:
            yield f"{words}: {_counted(number, first)}"
    for words, wrong in (
        ("earlier versions cannot be read, or are those of others", _wrong_versions(database)),
        ("keys have unknown scopes", _wrong_keys(database)),
        ("stored replies cannot be read", _wrong_replies(database)),
    ):
        found = list(wrong)
        if found:
            yield f"{words}: {_counted(len(found), found[0])}"


def _counted(number: int, first: object) -> str:
    return f"{number} (the first is {first!r})"


def _wrong_versions(database: Engine) -> Iterator[str]:
    for event_id, version, state, at in _walk(database, _VERSIONS, ("", -1)):
        try:
            row = decompress_row(state)
            from_row(row)
        except Damaged:
            yield event_id
            continue
        told = row["id"], row["version"], row["updated_at"]
        if told != (event_id, version, told[2] if at is None else at):
            yield event_id


def _wrong_keys(database: Engine) -> Iterator[str]:
    rows = database.execute_sql("SELECT name, scopes FROM key ORDER BY id").fetchall()
    return (name for name, scopes in rows if not {*scopes.split(",")} <= {*SCOPES})


def _wrong_replies(database: Engine) -> Iterator[str]:
    for _, token, status, headers in _walk(database, _REPLIES, (-1, "")):
        try:
            readable = isinstance(orjson.loads(headers), dict) and 200 <= status <= 599
        except ValueError:
            readable = False
        if not readable:
            yield token


def _walk(database: Engine, sql: str, after: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that is asked for those after a key, in constant memory."""
    while True:
        rows = database.execute_sql(sql, (*after, BATCH)).fetchall()
        yield from rows
        if len(rows) < BATCH:
            return
        after = tuple(rows[-1][:2])
