"""What an event can be found by: its terms, its words, its months."""

from __future__ import annotations

from service.domain import calendar, countries, edtf
from service.domain.edtf import Date
from service.domain.event import Event
from service.domain.slug import slug

EVERY = ("all", "", "every event")
"""The term that every event has, so that a question without one is no special case."""

OPEN_MONTH = -(2**40)
"""Stands for an open start: before every month."""

TALLIED = frozenset({"all", "country", "category"})
"""Kinds of term whose months are counted ahead of time."""


def terms(event: Event) -> list[tuple[str, str, str]]:
    """``(kind, value, name)`` of each term of ``event``, each once."""
    found = [EVERY]
    for link in event.countries:
        name = countries.name(link.code)
        found.append(("country", link.code, name))
        found.append(("role", f"{link.code}/{link.role}", f"{name} ({link.role})"))
    found.append(("category", event.category, event.category))
    found.append(("status", event.status, event.status))
    found.append(("precision", event.date.precision, event.date.precision))
    found.extend(("actor", slug(actor.name), actor.name) for actor in event.actors)
    found.extend(("tag", tag, tag) for tag in event.tags)
    found.extend(("currency", amount.currency, amount.currency) for amount in event.amounts)
    day = anniversary_day(event)
    if day is not None:
        found.append(("on", day, day))
    # Two spellings of one name are one term.
    return list({term[:2]: term for term in reversed(found)}.values())


def anniversary_day(event: Event) -> str | None:
    """``MM-DD`` of the day on which the event happened or began, if that day is known."""
    date = event.date
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


def names(event: Event) -> str:
    """The names in an event, as the full text has them."""
    found = [actor.name for actor in event.actors]
    found += [countries.name(link.code) for link in event.countries]
    found += [event.place.name] if event.place and event.place.name else []
    found += event.tags
    return " ; ".join(found)


def marks(span: int, term_ids: list[int]) -> str:
    """Class of length and terms as words of the full text (``s0 t1 t12``), so that words and
    terms can be asked for in one walk."""
    return " ".join([f"s{span}", *[f"t{each}" for each in sorted(term_ids)]])


def beginning(date: Date) -> tuple[int, str] | None:
    """The month (year * 12 + month - 1) in which ``date`` begins, and an empty text if its
    beginning is known to the month or better, else the text of the date.

    ``OPEN_MONTH`` stands for an unknown beginning; an undated event begins nowhere.
    """
    if date.undated:
        return None
    if date.earliest is None:
        return OPEN_MONTH, date.text
    # What lasts begins at its start; of the rest any day of it may be the one.
    start = edtf.parse(date.text.split("/", 1)[0]) if date.precision == "interval" else date
    month = month_of(date.earliest)
    settled = start.latest is not None and month_of(start.latest) == month
    return month, "" if settled else date.text


def month_of(day: int) -> int:
    """year * 12 + month - 1 of an ordinal."""
    year, month, _ = calendar.civil(day)
    return year * 12 + month - 1
