"""What an event can be found by: its terms, its words, its months."""

from __future__ import annotations

from service.domain import calendar, countries
from service.domain.event import Event
from service.domain.slug import slug
from service.store.position import first_day, last_day, span_class

EVERY = ("all", "", "every event")
"""The term that every event has, so that a question without one is no special case."""

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


def words(event: Event, term_ids: list[int]) -> tuple[str, str, str, str]:
    """The four columns of the full text: title, summary, names, terms.

    Terms stand there as ``t12`` so that words and terms can be asked for in one walk;
    ``s0`` is the class of length.
    """
    names = [actor.name for actor in event.actors]
    names += [countries.name(link.code) for link in event.countries]
    names += [event.place.name] if event.place and event.place.name else []
    names += event.tags
    return (
        event.title,
        event.summary or "",
        " ; ".join(names),
        " ".join([f"s{span_class(event.date)}", *(f"t{each}" for each in sorted(term_ids))]),
    )


def month_of(event: Event) -> tuple[int, bool] | None:
    """The month (year * 12 + month - 1) that holds all the event's days, and whether
    its day is known; ``None`` where it reaches over more than one month."""
    if event.date.earliest is None or event.date.latest is None:
        return None
    year, month, _ = calendar.civil(first_day(event.date))
    last_year, last_month, _ = calendar.civil(last_day(event.date))
    if (year, month) != (last_year, last_month):
        return None
    return year * 12 + month - 1, event.date.earliest == event.date.latest
