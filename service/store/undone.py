"""Finds the changes that an import undoes.

A file knows nothing of what people have corrected since it was written. So a row that is imported
again may bring back what an earlier version said, or replace what another key has written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from service.domain.event import Event
from service.errors import Damaged
from service.store.history import Row, changed_fields, decompress_row
from service.store.prepared_events import PreparedEvent
from service.store.rows import from_row
from service.store.sql import id_lists

MOST_VERSIONS = 10
"""The number of the last versions of an event that are compared with a row of an import."""


class Undone(NamedTuple):
    """The changes of an event that are undone.

    ``fields`` are those that the event had since version ``since`` (0: from its beginning) and has
    no more. ``version`` is the last one before the import, with its time and the name of its key.
    """

    fields: tuple[str, ...]
    since: int
    version: int
    at: str
    author: str | None


class _Written(NamedTuple):
    version: int
    at: str
    author: str | None


def undone(
    execute: Callable[..., Any],
    replaced: Mapping[int, tuple[PreparedEvent, Row]],
    author: str | None,
) -> dict[int, Undone]:
    """The changes that each event undoes by replacing an earlier row; ``author`` is that of the
    import.

    It may be called before or after the rows are replaced.
    """
    if not replaced:
        return {}
    rows = {row["id"]: row for _, row in replaced.values()}
    log = _log(execute, rows)
    states = _states(execute, log, author)
    found = {
        place: _of_event(event.event(), row, log[event.id], states[event.id], author)
        for place, (event, row) in replaced.items()
    }
    return {place: each for place, each in found.items() if each}


def _log(execute: Callable[..., Any], rows: Mapping[str, Row]) -> dict[str, list[_Written]]:
    """The versions of each event up to that of its row, newest first."""
    found: dict[str, list[_Written]] = defaultdict(list)
    for marks, some in id_lists([*rows]):
        entries = execute(
            f'SELECT id, version, at, author FROM "change" WHERE id IN {marks} AND several = 1'
            " AND type <> 'deleted' UNION"
            " SELECT c.id, c.version, c.at, c.author FROM event e"
            f' CROSS JOIN "change" c WHERE c.cursor = e.entry AND c.id = e.id AND e.id IN {marks}',
            [*some, *some],
        ).fetchall()
        for event_id, *written in sorted(entries, key=lambda each: -each[1]):
            if written[0] <= rows[event_id]["version"]:
                found[event_id].append(_Written(*written))
    return found


def _states(
    execute: Callable[..., Any], log: Mapping[str, list[_Written]], author: str | None
) -> dict[str, dict[int, bytes]]:
    """The compressed states, by version, of those earlier versions of each event that
    ``_of_event`` compares."""
    wanted: dict[tuple[int, int], list[str]] = defaultdict(list)
    for event_id, written in log.items():
        own = _own(written, author)
        first = own if own != written[0].version else max(1, own - MOST_VERSIONS)
        if own and first < written[0].version:
            wanted[first, own].append(event_id)
    found: dict[str, dict[int, bytes]] = defaultdict(dict)
    for between, ids in wanted.items():
        for marks, some in id_lists(ids):
            rows = execute(
                f"SELECT id, version, state FROM history WHERE id IN {marks}"
                " AND version BETWEEN ? AND ?",
                [*some, *between],
            )
            for event_id, version, state in rows.fetchall():
                found[event_id][version] = state
    return found


def _own(log: list[_Written], author: str | None) -> int:
    """The last version that the import itself wrote; 0 if there is none."""
    return next((each.version for each in log if each.author == author), 0)


def _of_event(
    new: Event, row: Row, log: list[_Written], states: dict[int, bytes], author: str | None
) -> Undone | None:
    """The changes that are undone, or ``None``.

    If the import itself wrote the last version, only a return to an earlier one undoes something.
    Otherwise all that others have changed since its own last version may be undone.
    """
    if not log:
        return None
    last, own = log[0], _own(log, author)
    if own == last.version:
        for version in sorted((each for each in states if each < own), reverse=True):
            if _event(states[version]) == new:
                return Undone(changed_fields(from_row(row), new), version, *last)
        return None
    stored = from_row(row)
    differ, before = changed_fields(stored, new), _event(states.get(own))
    if before:
        changed = changed_fields(before, stored)
        differ = tuple(name for name in differ if name in changed)
    return Undone(differ, own if before else 0, *last) if differ else None


def _event(state: bytes | None) -> Event | None:
    """The event of a compressed state, if there is one that can be read."""
    try:
        return from_row(decompress_row(bytes(state))) if state else None
    except (Damaged, KeyError):
        return None
