"""Defines the range of days in which recurring events are expanded."""

from __future__ import annotations

import msgspec

from service.domain import edtf
from service.errors import Invalid


class Window(msgspec.Struct, frozen=True):
    """First and last day as ordinals (``service.domain.calendar``); ``None`` if not given."""

    first: int | None = None
    last: int | None = None


EVERYTHING = Window()


def window(first: str | None, last: str | None) -> Window:
    """The window from the first day of one EDTF date to the last day of another.

    Raises ``Invalid``.
    """
    start, end = _day("from", first), _day("to", last)
    found = Window(start.earliest if start else None, end.latest if end else None)
    if found.first is not None and found.last is not None and found.first > found.last:
        raise _invalid("to", f"{last} lies before {first}")
    return found


def _day(name: str, text: str | None) -> edtf.Date | None:
    if text is None:
        return None
    try:
        found = edtf.parse(text)
    except edtf.DateError as error:
        raise _invalid(name, str(error)) from None
    if (found.earliest if name == "from" else found.latest) is None:
        raise _invalid(name, f"{text!r} has no day to {'begin' if name == 'from' else 'end'} with")
    return found


def _invalid(name: str, reason: str) -> Invalid:
    return Invalid(f"--{name}: {reason}")
