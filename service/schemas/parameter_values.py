"""The functions that read the value of a query parameter.

Each takes the text that a client sends and returns the value that it means. All raise
``ValidationError``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any

from marshmallow import ValidationError

from service.domain import calendar, edtf
from service.domain.decimals import DECIMAL
from service.domain.geometry import Box
from service.domain.instants import forward, read_iso, stamp
from service.domain.search import parse
from service.domain.tokenizer import is_unspaced
from service.schemas.cql2_shapes import box
from service.schemas.fields import field_error
from service.schemas.money_fields import CURRENCIES, near_amounts, near_currencies
from service.schemas.unknown_members import meant
from service.schemas.unknown_words import near_words
from service.schemas.written_dates import written_date_error, written_days, written_month_days

Read = Callable[[str], Any]
MAX_TEXT = 200
"""The maximum number of characters of a value, if its parameter sets no other limit."""
MAX_PREFIXES, LEAST_PREFIX = 4, 2
"""The maximum number of beginnings of words in a search, and the minimum length of each. All words
with such a beginning are collected before the first event is found."""


def unknown_word(text: str, words: Sequence[str]) -> ValidationError:
    """The error for a word that is not one of ``words``."""
    return field_error(f"{text[:64]!r} is not one of {', '.join(words)}", near_words(text, words))


def one_of(words: Sequence[str]) -> Read:
    """Returns a function that reads one of some words."""

    def read(text: str) -> str:
        if text not in words:
            raise unknown_word(text, words)
        return text

    return read


def switch(off: str, on: str) -> Read:
    """Returns a function that reads whether the second of two words is given."""
    word = one_of((off, on))

    def read(text: str) -> bool:
        return bool(word(text) == on)

    return read


def by_schema(schema: Mapping[str, Any]) -> Read:
    """Returns a function that reads a value by its JSON Schema: one of some words, or a text with
    a limited length."""
    words, longest = schema.get("enum"), schema.get("maxLength", MAX_TEXT)
    return one_of(words) if words else lambda text: _text(text, longest)


def whole_number(least: int, most: int) -> Read:
    """Returns a function that reads a whole number from ``least`` to ``most``, as its digits."""

    def read(text: str) -> str:
        if not re.fullmatch(r"\d{1,16}", text, re.ASCII) or not least <= int(text) <= most:
            raise field_error(f"must be a whole number from {least} to {most}")
        return text

    return read


def date(text: str) -> edtf.Date:
    """An EDTF date or interval."""
    try:
        # Clients that do not escape a plus sign send it as a space.
        found = edtf.parse(text.replace(" ", "+") if "T" in text else text)
    except edtf.DateError as error:
        raise written_date_error(text, str(error)) from None
    try:
        forward(found)
    except edtf.DateError as error:
        raise field_error(str(error)) from None
    if found.undated:
        raise field_error("XXXX is not a range; use undated=1")
    return found


def days(text: str) -> tuple[int | None, int | None]:
    """The first and the last day of an EDTF text, ``None`` if that end is open."""
    found = date(text)
    if "T" in text:
        raise field_error("takes days, not times")
    return found.earliest, found.latest


def month_day(text: str) -> str:
    """A day of any year, ``02-24``."""
    match = re.fullmatch(r"(\d\d)-(\d\d)", text, re.ASCII)
    if not match or not 1 <= int(match[1]) <= 12:
        together = re.fullmatch(r"(0[1-9]|1[0-2])([0-3]\d)", text, re.ASCII)
        near = ("-".join(together.groups()),) if together else written_month_days(text)
        raise field_error(f"{text[:20]!r} is not a month and day such as 02-24", near)
    if not 1 <= int(match[2]) <= calendar.month_end(2024, int(match[1])):
        raise field_error(f"{text!r}: that month has no such day")
    return text


def search(text: str) -> str:
    """The text of a search, which must have at least one word."""
    beginnings = [each for each in _text(text).split() if each.endswith("*")]
    if len(beginnings) > MAX_PREFIXES:
        raise field_error(f"has at most {MAX_PREFIXES} words that end with *")
    for each in beginnings:
        plain = each.strip('*"').removeprefix("-")
        if len(plain) < LEAST_PREFIX and not is_unspaced(plain):
            raise field_error(
                f"{each[:20]!r}: give at least {LEAST_PREFIX} characters before the *"
            )
    found = parse(text)
    if found.unwanted and not found.wanted:
        raise field_error("has only words to exclude; give a word to find, too")
    return text


def bbox(text: str) -> Box:
    """West, south, east and north."""
    try:
        return box([float(part) for part in text.split(",")])
    except ValueError:
        raise field_error("must be four numbers: west,south,east,north") from None


def decimal(text: str) -> str:
    """A decimal number of at most 24 digits before the point and six after it."""
    if not DECIMAL.fullmatch(text):
        raise field_error("must be a decimal number such as 1000000", near_amounts(text))
    return text


def currency(text: str) -> str:
    """An ISO 4217 code, in capitals."""
    if text.upper() not in CURRENCIES:
        raise field_error(f"{text[:20]!r} is not an ISO 4217 currency", near_currencies(text))
    return text.upper()


def moment(text: str) -> str:
    """An ISO 8601 date or time, as the store writes it: UTC with microseconds and Z."""
    try:
        found = read_iso(text)
        return stamp(found.replace(tzinfo=found.tzinfo or UTC))
    except (ValueError, OverflowError):
        why = "must be an ISO 8601 date or time such as 2023-02-28T12:00:00Z"
        raise field_error(why, written_days(text)) from None


def field_names(known: Sequence[str]) -> Read:
    """Returns a function that reads some of the ``known`` fields of an event, each once."""

    def read(text: str) -> tuple[str, ...]:
        names = [part.strip() for part in text.split(",")]
        for name in names:
            if name not in known:
                near = meant(name, (), known)
                raise field_error(f"{name[:64]!r} is not a field of an event", near)
        return tuple(dict.fromkeys(names))

    return read


def _text(text: str, longest: int = MAX_TEXT) -> str:
    if len(text) > longest:
        raise field_error(f"has at most {longest} characters")
    return text
