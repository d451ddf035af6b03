"""The result of one row: an event, or its errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from service.domain.event import Event
from service.domain.written.other_calendars import other_calendar
from service.errors import Invalid
from service.schemas.compiled_check import read_event
from service.schemas.computed_fields import contradictions

LONGEST_VALUE = 200
"""The most characters of a wrong value in a report."""
LAST_VERSION = 999_999_999
"""Greater numbers are no versions of ours."""


class RowError(NamedTuple):
    """An error of a row: the column or JSON Pointer, the value there, and the reason."""

    field: str
    value: str | None
    reason: str
    nearest: tuple[str, ...] = ()


class Record(NamedTuple):
    """A row: its first line (from 1), and its event or its errors; neither if it is empty.

    ``warnings`` say what was left out of an event that is stored anyway. ``folded`` is the id of
    the event that has all the data of this row. ``version`` is that of the event, if the row says
    one.
    """

    line: int
    event: Event | None
    errors: tuple[RowError, ...] = ()
    warnings: tuple[str, ...] = ()
    folded: str | None = None
    version: int | None = None


def repeated_event(line: int, event_id: str, field: str, value: str) -> Record:
    """A record of a row that repeats the event of an earlier row."""
    reason = f"is the same event as {event_id}, and was not stored twice"
    return Record(line, None, (RowError(field, value, reason),), (), event_id)


def rejected(line: int, field: str, value: object, reason: str, *nearest: str) -> Record:
    """A record with a single error."""
    return Record(line, None, (RowError(field, shorten(value), reason, nearest),))


def loaded(
    line: int,
    document: Any,
    columns: Mapping[str, str] | None = None,
    warnings: tuple[str, ...] = (),
    *,
    known_calendar: bool = False,
) -> Record:
    """The record of a document in the shape of docs/api.md, checked by the event schema.

    ``columns`` has the column from which a JSON Pointer was filled, for the report.
    ``known_calendar`` says that the caller has judged whether the date is Gregorian.
    """
    try:
        event = read_event(document)
    except Invalid as invalid:
        errors = []
        for error in invalid.errors:
            pointer = error.pointer or ""
            field = (columns or {}).get(pointer, pointer)
            value = shorten(_value_at(document, pointer))
            errors.append(RowError(field, value, error.detail, error.nearest))
        # An error of a cell that fills several fields is reported once.
        return Record(line, None, tuple(dict.fromkeys(errors)), warnings)
    if not event.id:
        return rejected(line, "/id", None, "has no id; with one, importing twice changes nothing")
    odd = tuple(
        f"{each.name} is left out: it {each.reason}" for each in contradictions(document, event)
    )
    if not known_calendar and (told := other_calendar(event.date.text)):
        odd += (f"date: {told}",)
    version = document.get("version") if isinstance(document, Mapping) else None
    return Record(line, event, (), warnings + odd, None, version_of(version))


def version_of(value: object) -> int | None:
    """The value as the version of an event, if it is one."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 < value <= LAST_VERSION else None


def shorten(value: object) -> str | None:
    """A value in the short form of a report."""
    if value is None:
        return None
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _value_at(document: Any, pointer: str) -> Any:
    """The value at a JSON Pointer (RFC 6901), or ``None``."""
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
