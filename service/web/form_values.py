"""Translates the fields of the form into the grammar of ``/v1/events``.

The URL of the explorer is a query of the API and nothing else. A redirect removes all that the
form of a browser adds: empty fields, one ``category`` for each ticked box, the role beside a
country, the days of a calendar, and words for a date.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date

from service.domain import countries
from service.domain.hemispheres import SOUTHERN
from service.domain.written.question import AskedTime, UnclearDate, read_question
from service.schemas.comma_lists import quote, split_list
from service.schemas.country_roles import split_role
from service.schemas.query_description import code_of
from service.schemas.query_values import MAX_VALUES

Pairs = Sequence[tuple[str, str]]
DEFAULTS = {
    "match": "possible", "sort": "date", "undated": "0", "count": "capped",
    "interval": "auto", "measure": "events",
}  # fmt: skip
PLACES = ("country", "compare")
"""Parameters whose values may be countries."""
ROLE_OF = "country_role"
"""The field whose value is the role of the ``country`` before it."""
DAYS = ("first_day", "last_day")
"""The fields of the calendar, which override the text of the date."""


def normalised(pairs: Pairs, today: date, blocs: Container[str] = ()) -> list[tuple[str, str]]:
    """``pairs`` in the grammar, without useless parameters, and with countries as codes.

    A value that cannot be read, or has several meanings, stays unchanged.
    """
    given = [(name, text.strip()) for name, text in pairs]
    kept = [
        (name, text)
        for name, text in _picked(list(_with_roles(given)))
        if text and text != DEFAULTS.get(name)
    ]
    if ("sort", "relevance") in kept and not any(name == "q" for name, _ in kept):
        kept.remove(("sort", "relevance"))  # without words there is nothing to rank by
    south = _southern(kept)
    kept = [
        (name, _coded(text, blocs)) if name in PLACES else _read(name, text, today, south)
        for name, text in kept
    ]
    return _one_category(list(dict.fromkeys(kept)))  # without duplicates


def _with_roles(pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Each country with the role that follows it."""
    for at, (name, text) in enumerate(pairs):
        role = pairs[at + 1][1] if at + 1 < len(pairs) and pairs[at + 1][0] == ROLE_OF else ""
        if name == "country" and text and role:
            yield name, with_role(text, role)
        elif name != ROLE_OF:
            yield name, text


def with_role(text: str, role: str) -> str:
    """The countries of ``text``, each in this role; without a role if it is empty."""
    try:
        names = [split_role(each)[0] for each in split_list(text)]
    except ValueError:
        return text
    return ",".join(quote(f"{name}:{role}" if role else name) for name in names)


def _coded(text: str, blocs: Container[str]) -> str:
    """The countries of ``text`` as codes, if all are known; else ``text``."""
    try:
        values = [split_role(each) for each in split_list(text)]
    except ValueError:
        return text
    if len(values) > MAX_VALUES:
        return text
    codes = [code_of(name, blocs) for name, _ in values]
    if None in codes or any(role == "" for _, role in values):
        return text
    return ",".join(
        f"{code}:{role}" if role else str(code)
        for code, (_, role) in zip(codes, values, strict=True)
    )


def _picked(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``pairs`` with the days of the calendar, if there are any, as the date."""
    first, last = (next((text for name, text in pairs if name == each), "") for each in DAYS)
    rest = [each for each in pairs if each[0] not in DAYS]
    if not (first or last):
        return rest
    chosen = first if first == last else f"{first or '..'}/{last or '..'}"
    place = next((at for at, each in enumerate(rest) if each[0] == "date"), len(rest))
    rest = [each for each in rest if each[0] != "date"]
    return [*rest[:place], ("date", chosen), *rest[place:]]


def _southern(pairs: Pairs) -> bool:
    """Whether the query has a southern country, so that the name of a season is ambiguous."""
    for name, text in pairs:
        if name == "country" and any(
            countries.resolve_or_none(split_role(each)[0]) in SOUTHERN
            for each in text.split(",")[:20]
        ):
            return True
    return False


def _read(name: str, text: str, today: date, south: bool) -> tuple[str, str]:
    """A parameter whose date in words is replaced by its code."""
    if name == "on" and not re.fullmatch(r"\d\d-\d\d", text):
        found = meaning(text, today)
        return name, found.on if found and found.on else text
    if name not in ("date", "from", "to", "begins"):
        return name, text
    found = meaning(text, today, south)
    if found is None:
        return name, text
    if found.on:
        return ("on", found.on) if name == "date" else (name, text)
    return name, found.date


def meaning(text: str, today: date, south: bool = False) -> AskedTime | None:
    """The meaning of a date in words; ``None`` if it is not clear."""
    try:
        return read_question(text, today, south)
    except UnclearDate:
        return None


def _one_category(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``pairs`` with all ticked categories in one parameter, which means *or*.

    An event has one category, so two parameters would find nothing.
    """
    ticked = dict.fromkeys(text for name, text in pairs if name == "category")
    if len(ticked) < 2:
        return pairs
    place = next(index for index, each in enumerate(pairs) if each[0] == "category")
    kept = [each for each in pairs if each[0] != "category"]
    return [*kept[:place], ("category", ",".join(ticked)), *kept[place:]]


def reason_unclear(text: str, pairs: Pairs, today: date) -> UnclearDate | None:
    """The reason why a date in words is not clear, with its readings; ``None`` if it is."""
    try:
        read_question(text, today, _southern(pairs))
    except UnclearDate as error:
        return error
    return None
