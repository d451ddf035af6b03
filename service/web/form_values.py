"""What the fields of the form say, as the grammar of ``/v1/events`` has it.

The address of the explorer is a query of the API and nothing else. What a browser's form adds to
it is tidied away by a redirect: empty fields, one ``category`` a ticked box, the role beside a
country, the days of a calendar, and words for a date.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date

from service.domain import countries
from service.domain.hemispheres import SOUTHERN
from service.domain.written.question import Asked, Unread, asked
from service.schemas.comma_lists import separate, written
from service.schemas.country_roles import parted
from service.schemas.query_text import code_of
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
"""The fields of the calendar, which go before the text of the date."""


def tidy(pairs: Pairs, today: date, blocs: Container[str] = ()) -> list[tuple[str, str]]:
    """``pairs`` in the grammar, without what asks nothing, and countries by their codes. What
    cannot be read, or can mean several things, stays as it is."""
    given = [(name, text.strip()) for name, text in pairs]
    kept = [
        (name, text)
        for name, text in _picked(list(_with_roles(given)))
        if text and text != DEFAULTS.get(name)
    ]
    if ("sort", "relevance") in kept and not any(name == "q" for name, _ in kept):
        kept.remove(("sort", "relevance"))  # nothing to rank by is left
    south = _southern(kept)
    kept = [
        (name, _coded(text, blocs)) if name in PLACES else _read(name, text, today, south)
        for name, text in kept
    ]
    return _one_category(list(dict.fromkeys(kept)))  # the same said twice is said once


def _with_roles(pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Each country with the role that follows it."""
    for at, (name, text) in enumerate(pairs):
        role = pairs[at + 1][1] if at + 1 < len(pairs) and pairs[at + 1][0] == ROLE_OF else ""
        if name == "country" and text and role:
            yield name, with_role(text, role)
        elif name != ROLE_OF:
            yield name, text


def with_role(text: str, role: str) -> str:
    """The countries of ``text``, each in this role; in none where it is empty."""
    try:
        names = [parted(each)[0] for each in separate(text)]
    except ValueError:
        return text
    return ",".join(written(f"{name}:{role}" if role else name) for name in names)


def _coded(text: str, blocs: Container[str]) -> str:
    """The countries of ``text`` by their codes, where all are known."""
    try:
        values = [parted(each) for each in separate(text)]
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
    """The days of the calendar, if there are any, as the date."""
    first, last = (next((text for name, text in pairs if name == each), "") for each in DAYS)
    rest = [each for each in pairs if each[0] not in DAYS]
    if not (first or last):
        return rest
    chosen = first if first == last else f"{first or '..'}/{last or '..'}"
    place = next((at for at, each in enumerate(rest) if each[0] == "date"), len(rest))
    rest = [each for each in rest if each[0] != "date"]
    return [*rest[:place], ("date", chosen), *rest[place:]]


def _southern(pairs: Pairs) -> bool:
    """Whether a country of the south is asked for, so that the name of a season is not clear."""
    for name, text in pairs:
        if name == "country" and any(
            countries.find(parted(each)[0]) in SOUTHERN for each in text.split(",")[:20]
        ):
            return True
    return False


def _read(name: str, text: str, today: date, south: bool) -> tuple[str, str]:
    """A parameter with the words of its date read."""
    if name == "on" and not re.fullmatch(r"\d\d-\d\d", text):
        found = said(text, today)
        return name, found.on if found and found.on else text
    if name not in ("date", "from", "to", "begins"):
        return name, text
    found = said(text, today, south)
    if found is None:
        return name, text
    if found.on:
        return ("on", found.on) if name == "date" else (name, text)
    return name, found.date


def said(text: str, today: date, south: bool = False) -> Asked | None:
    """What the words of a date say; ``None`` where that is not clear."""
    try:
        return asked(text, today, south)
    except Unread:
        return None


def _one_category(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``pairs`` with ticked categories as one *or*. An event has one category, so that two
    parameters of it would find nothing."""
    ticked = dict.fromkeys(text for name, text in pairs if name == "category")
    if len(ticked) < 2:
        return pairs
    place = next(index for index, each in enumerate(pairs) if each[0] == "category")
    kept = [each for each in pairs if each[0] != "category"]
    return [*kept[:place], ("category", ",".join(ticked)), *kept[place:]]


def unread(text: str, pairs: Pairs, today: date) -> Unread | None:
    """Why the words of a date are not clear, with what they may mean."""
    try:
        asked(text, today, _southern(pairs))
    except Unread as error:
        return error
    return None
