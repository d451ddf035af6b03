"""The values by which an event is found: its terms, its words, its months."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from service.domain import calendar, countries, edtf
from service.domain.cells import NOWHERE, cells_of
from service.domain.display import display
from service.domain.edtf import Date
from service.domain.event import Event
from service.domain.folding import plain_tag
from service.domain.result_cache import ResultCache, cached
from service.domain.slug import slug
from service.domain.tokenizer import TEXT_BREAK, words_and_variants

EVERY = ("all", "", "every event")
"""The term that every event has, so that a query without a term is no special case."""

OPEN_MONTH = -(2**40)
"""The month of an open start: before every month."""

TALLIED = frozenset({"all", "country", "category"})
"""Kinds of term whose counts of months are precomputed."""


Term = tuple[str, str, str]
"""``(kind, value, name)``"""


Part = tuple[Callable[[Any], list[Term]], Any]
"""A part of an event by which it is found: a function, and the value from which it makes terms."""


def terms(event: Event) -> list[Term]:
    """The terms of ``event``; a term that it has in several ways is repeated."""
    return [term for make, value in parts(event) for term in make(value)]


def parts(event: Event) -> list[Part]:
    """The parts of ``event`` by which it is found. Many events share a part, so a caller can
    remember what it makes of it."""
    found: list[Part] = [(date_terms, event.date.text), (_words, (event.category, event.status))]
    found += [(_country_terms, (link.code, link.role)) for link in event.countries]
    if event.actors:
        found.append((_actor_terms, tuple([actor.name for actor in event.actors])))
    found += [(_tag_terms, tag) for tag in event.tags]
    if event.amounts:
        found += [(_currency_terms, amount.currency) for amount in event.amounts]
    return found


@cached(4096)
def date_terms(text: str) -> list[Term]:
    """The terms of the events of one date."""
    date = edtf.parse(text)
    day = anniversary_day(date)
    found = [EVERY, ("precision", date.precision, date.precision)]
    return found if day is None else [*found, ("on", day, day)]


@cached(128)
def _words(words: tuple[str, str]) -> list[Term]:
    category, status = words
    return [("category", category, category), ("status", status, status)]


@cached(2048)
def _country_terms(link: tuple[str, str]) -> list[Term]:
    code, role = link
    name = countries.name(code)
    return [("country", code, name), ("role", f"{code}/{role}", f"{name} ({role})")]


def _actor_terms(names: tuple[str, ...]) -> list[Term]:
    """Two spellings of one name are one term, under the first of them."""
    found = {actor_value(name): name for name in reversed(names)}
    return [("actor", value, name) for value, name in found.items()]


def _tag_terms(tag: str) -> list[Term]:
    return [("tag", tag, tag)]


def _currency_terms(currency: str) -> list[Term]:
    return [("currency", currency, currency)]


actor_value = cached(4096)(slug)
"""The term of an actor, by name."""
NAMED: dict[str, Callable[[str], str]] = {"actor": actor_value, "tag": plain_tag}
"""The kinds of terms that users write by name, and the function for the term of a name."""


def anniversary_day(date: Date) -> str | None:
    """``MM-DD`` of the day on which an event of this date happened or began, if that day is
    known."""
    known_start = date.earliest is not None and (
        date.earliest == date.latest or (date.extent == "span" and len(start_text(date.text)) >= 10)
    )
    if not known_start or date.earliest is None:
        return None
    _, month, day = calendar.civil(date.earliest)
    return f"{month:02}-{day:02}"


def start_text(text: str) -> str:
    """The part of an EDTF interval before the slash, without qualifiers."""
    start = text.split("/", 1)[0].rstrip("?~%")
    return "" if "X" in start or start.startswith(("Y", "-")) else start


_AND = f" {TEXT_BREAK} "


def other_words(event: Event) -> str:
    """The words of an event beside those of its title and summary, with spaces between them, and
    ``TEXT_BREAK`` between two texts. Countries, category and status have none here: their names are
    the same for all events (``service.domain.coded_names``)."""
    found = [_DATED[event.date.text]]
    if event.date_as_reported:
        found.append(_WORDS_OF[event.date_as_reported])
    for actor in event.actors:
        found.append(_WORDS_OF[actor.name])
        if actor.title:
            found.append(_WORDS_OF[actor.title])
    if event.place and event.place.name:
        found.append(_WORDS_OF[event.place.name])
    for tag in event.tags:
        found.append(_WORDS_OF[tag])
    for source in event.sources:
        found.append(_WORDS_OF[source.title])
        if source.publisher:
            found.append(_WORDS_OF[source.publisher])
    return _AND.join(found)


def words_of(text: str) -> str:
    """The words of one text, in the same form."""
    plain, spare = words_and_variants(text)
    return f"{plain}{_AND}{' '.join(spare)}" if spare else plain


_WORDS_OF: ResultCache[str, str] = ResultCache(words_of, 1 << 14)
"""Cached, because names and titles occur often."""


def spaced_date_words(dates: Iterable[str]) -> list[str]:
    """For each date its words, with one space before and after each word. Autumn is also written as
    fall."""
    return [_SPACED[each] for each in dates]


def _dated(text: str) -> str:
    shown = display(edtf.parse(text))
    return words_of(shown.replace("autumn", "autumn, fall"))


_DATED: ResultCache[str, str] = ResultCache(_dated, 4096)
_SPACED: ResultCache[str, str] = ResultCache(
    lambda date: f" {' '.join(_DATED[date].split())} ", 4096
)


def columns(event: Event) -> tuple[list[str], ...]:
    """The words of the columns of the full text, one list each."""
    found = words_of(event.title), words_of(event.summary or ""), other_words(event)
    return tuple(each.split() for each in found)


CELL = "cell"
"""The kind of the terms for cells of the Earth (``service.domain.cells``). They have no row of
their own, because their ids follow from the numbers of the cells: these are negative."""


def cell_id(number: int) -> int:
    """The id of the term of a cell."""
    return -1 - number


def cell_ids(event: Event) -> list[int]:
    """The ids of the cells that have the place of ``event``."""
    place = event.place
    if place is None or place.longitude is None or place.latitude is None:
        return [cell_id(NOWHERE)]
    return list(map(cell_id, cells_of(place.longitude, place.latitude)))


def mark(term_id: int) -> str:
    """A term as a word of the full text."""
    return f"t{term_id}" if term_id >= 0 else f"c{-term_id}"


def class_mark(span: int) -> str:
    """A class of length as a word of the full text."""
    return f"s{span}"


def beginning(date: Date) -> tuple[int, str] | None:
    """The month (``calendar.month_number``) in which ``date`` begins, and a text. The text is empty
    if the beginning is known to the month or better; otherwise it is the text of the date.

    ``OPEN_MONTH`` stands for an unknown beginning. An undated event begins nowhere.
    """
    if date.undated:
        return None
    if date.earliest is None:
        return OPEN_MONTH, date.text
    # An interval begins at its start. The event of any other date may be on any of its days.
    start = edtf.parse(date.text.split("/", 1)[0]) if date.precision == "interval" else date
    month = calendar.month_of(date.earliest)
    settled = start.latest is not None and calendar.month_of(start.latest) == month
    return month, "" if settled else date.text
