"""What an importer makes of one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from service.domain.event import Event
from service.errors import Invalid
from service.schemas.compiled_check import plain
from service.schemas.event import load_event

LONGEST_VALUE = 200
"""Characters of a faulty value that a report repeats."""


class Fault(NamedTuple):
    """Why a row is not an event: the column or JSON Pointer, what stood there, the reason."""

    field: str
    value: str | None
    reason: str
    nearest: tuple[str, ...] = ()


class Record(NamedTuple):
    """A row: its first line (from 1), and the event in it or the faults; neither where there
    is nothing on it.

    ``warnings`` tell of what was left out of an event that is stored all the same;
    ``folded`` is the id of the event that says all this row says.
    """

    line: int
    event: Event | None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()
    folded: str | None = None


def folded(line: int, event_id: str, field: str, value: str) -> Record:
    """A record of a row that tells an earlier row's event once more."""
    reason = f"tells the same event as {event_id}, and was not stored a second time"
    return Record(line, None, (Fault(field, value, reason),), (), event_id)


def rejected(line: int, field: str, value: object, reason: str, *nearest: str) -> Record:
    """A record with a single fault."""
    return Record(line, None, (Fault(field, shorten(value), reason, nearest),))


def loaded(
    line: int,
    document: Any,
    columns: Mapping[str, str] | None = None,
    warnings: tuple[str, ...] = (),
) -> Record:
    """The record of a document in the shape of docs/api.md, checked by the event schema.

    ``columns`` names the column that a JSON Pointer was filled from, for the report.
    """
    try:
        event = plain(document) or load_event(document)
    except Invalid as invalid:
        faults = []
        for error in invalid.errors:
            pointer = error.pointer or ""
            field = (columns or {}).get(pointer, pointer)
            value = shorten(_value_at(document, pointer))
            faults.append(Fault(field, value, error.detail, error.nearest))
        # A cell that fills several fields is told once.
        return Record(line, None, tuple(dict.fromkeys(faults)), warnings)
    if not event.id:
        return rejected(line, "/id", None, "has no id; with one, importing twice changes nothing")
    return Record(line, event, (), warnings)


def shorten(value: object) -> str | None:
    """A value as a report shows it."""
    if value is None:
        return None
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _value_at(document: Any, pointer: str) -> Any:
    """What a JSON Pointer leads to (RFC 6901), or ``None``."""
    found = document
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return None if found is document else found
