"""The stretch of days in which recurring events are expanded."""

from __future__ import annotations

import msgspec

from service.domain import edtf
from service.errors import FieldError, Invalid


class Window(msgspec.Struct, frozen=True):
    """First and last day as ordinals (``service.domain.calendar``); ``None`` where the user
    has not said."""

    first: int | None = None
    last: int | None = None


EVERYTHING = Window()


def window(first: str | None, last: str | None) -> Window:
    """The window between two EDTF dates, both included. Raises ``Invalid``."""
    start, end = _bounds("from", first), _bounds("to", last)
    found = Window(start.earliest if start else None, end.latest if end else None)
    if found.first is not None and found.last is not None and found.first > found.last:
        text = f"from {first} is after to {last}"
        raise Invalid(text, [FieldError(text, parameter="from")])
    return found


def _bounds(name: str, text: str | None) -> edtf.Date | None:
    if text is None:
        return None
    try:
        found = edtf.parse(text)
        if found.earliest is None or found.latest is None:
            raise edtf.DateError(f"{text!r} has no first and last day")
    except edtf.DateError as error:
        reason = f"{name}: {error}"
        raise Invalid(reason, [FieldError(reason, parameter=name)]) from None
    return found
