"""Dates in words: the command line reads them; HTTP refuses them and gives their EDTF."""

from __future__ import annotations

from marshmallow import ValidationError

from service.domain.written.question import AskedTime, UnclearDate, read_question
from service.errors import FieldError, Invalid
from service.reply_dependencies import today
from service.schemas.fields import field_error


def natural_date_error(text: str, why: str) -> ValidationError:
    """The error ``why`` for a date. It has the EDTF if ``text`` says a date in words."""
    found: tuple[AskedTime, ...]
    try:
        found = (read_question(text, today()),)
    except UnclearDate as error:
        found = error.readings
    days = [each.on for each in found if each.on]
    if days:
        why += f"; a day of any year is asked for with {' or '.join(f'on={day}' for day in days)}"
    return field_error(why, tuple(each.date for each in found if each.date))


def read_natural_date(name: str, text: str) -> AskedTime:
    """The date in words in the option ``name`` of a command. Raises ``Invalid`` with every
    reading."""
    try:
        return read_question(text, today())
    except UnclearDate as error:
        faults = [FieldError(f"{each.words} ({each.code})") for each in error.readings]
        hint = "; it may be one of these:" if faults else ""
        raise Invalid(f"--{name}: {error}{hint}", faults) from None
