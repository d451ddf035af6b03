"""Dates in words: the command line reads them; HTTP refuses them and gives their EDTF."""

from __future__ import annotations

import re

from marshmallow import ValidationError

from service.domain import calendar, edtf
from service.domain.written import era_error
from service.domain.written.question import AskedTime, UnclearDate, read_question
from service.errors import FieldError, Invalid
from service.reply_dependencies import today
from service.schemas.fields import field_error


def written_date_error(text: str, why: str) -> ValidationError:
    """The error ``why`` for a date. It has the EDTF if ``text`` says a date in words, and the name
    of the calendar if that is another one."""
    why = era_error(text[: edtf.MAX_LENGTH]) or why
    found = _readings(text)
    days = [each.on for each in found if each.on]
    if days:
        why += f"; a day of any year is asked for with {' or '.join(f'on={day}' for day in days)}"
    return field_error(why, tuple(each.date for each in found if each.date))


def written_month_days(text: str) -> tuple[str, ...]:
    """The days of any year that ``text`` may mean, for a hint: ``24 February`` is ``02-24``, and a
    date has the day of its year."""
    found = [each.on or each.date[5:] for each in _readings(text)]
    return tuple(dict.fromkeys(each for each in found if re.fullmatch(r"\d\d-\d\d", each)))


def written_days(text: str) -> tuple[str, ...]:
    """The first days of the times that ``text`` may mean, for a hint: ``2022`` is ``2022-01-01``.
    A time that has no first day has no hint."""
    days = [edtf.parse(each.date).earliest for each in _readings(text) if each.date]
    return tuple(dict.fromkeys(calendar.iso(day) for day in days if day is not None))


def _readings(text: str) -> tuple[AskedTime, ...]:
    try:
        return (read_question(text, today()),)
    except UnclearDate as error:
        return error.readings


def read_written_date(name: str, text: str) -> AskedTime:
    """The date in words in the option ``name`` of a command. Raises ``Invalid`` with every
    reading."""
    try:
        return read_question(text, today())
    except UnclearDate as error:
        errors = [FieldError(f"{each.words} ({each.code})") for each in error.readings]
        hint = "; it may be one of these:" if errors else ""
        raise Invalid(f"--{name}: {error}{hint}", errors) from None
