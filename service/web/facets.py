"""The facets beside the list: what the events found have, each a link that narrows to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.api import facets
from service.api.instance import Instance
from service.api.language import gettext, language
from service.domain import calendar, countries, edtf
from service.domain.edtf import Date
from service.domain.query import Filter
from service.domain.slug import slug
from service.domain.vocabulary import CATEGORY_CODES
from service.languages import mark
from service.schemas.comma_lists import separate, written
from service.store import Facet
from service.store.facet_values import Value
from service.web import form
from service.web.form_values import Pairs

TITLES = {
    "country": mark("Countries"), "decade": mark("Decades"),
    "actor": mark("People and organisations"), "tag": mark("Tags"),
}  # fmt: skip
SHOWN = (*TITLES, "category")
VALUES, FIRST = 30, 8
"""Values of a facet, and how many of them are shown before a reader asks for more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value: its name, how many events have it, and the address with it, or, where it is
    ``chosen``, without it."""

    name: str
    count: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one kind, those that are chosen first; ``more`` are folded."""

    title: str
    entries: list[Entry]
    more: list[Entry]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the list, the counts of the categories, and how many events match."""

    groups: list[Group]
    categories: dict[str, str]
    total: int
    exactly: bool


def beside(here: Instance, asked: Pairs, filter_: Filter) -> Beside:
    """The facets of what ``filter_`` finds, which is what ``asked`` says."""
    found, total, exactly = facets.count(here, filter_, SHOWN, VALUES)
    by = {each.by: each for each in found}
    # An event has one category: what another would find is counted without the one chosen.
    others = tuple(each for each in filter_.groups if each[0].kind != "category")
    if others != filter_.groups:
        every = (("category",), len(CATEGORY_CODES))
        by["category"] = facets.count(here, replace(filter_, groups=others), *every)[0][0]
    kept = form.without(asked)
    groups = (
        _group(gettext(TITLES[kind]), list(_entries(kept, by[kind], total))) for kind in TITLES
    )
    categories = {each.value: _count(by["category"], each.count) for each in by["category"].values}
    shown = [each for each in groups if each.entries]
    return Beside(shown, categories, total, exactly)


def _group(title: str, entries: list[Entry]) -> Group:
    # One or two more are not worth the folding.
    place = FIRST if len(entries) > FIRST + 2 else len(entries)
    return Group(title, entries[:place], entries[place:])


def _entries(asked: list[tuple[str, str]], facet: Facet, total: int) -> Iterator[Entry]:
    known = {each.value for each in facet.values}
    chosen = {word: place for word, place in _chosen(asked, facet.by) if word in known}
    if not chosen and all(each.count == total for each in facet.values[1:] or facet.values):
        return  # nothing here narrows anything
    values = facet.values
    if facet.by == "decade":
        values = sorted(values, key=lambda each: -(edtf.parse(each.value).earliest or 0))
    for each in sorted(values, key=lambda each: each.value not in chosen):
        count, name = _count(facet, each.count), _name(facet.by, each)
        if each.value in chosen:
            rest = [pair for place, pair in enumerate(asked) if place != chosen[each.value]]
            # All events have it: their number stands above the list, and is no estimate there.
            number = count if facet.sample is None else ""
            yield Entry(name, number, form.explore(rest), True)
        elif facet.by == "decade":
            yield Entry(name, count, form.explore(_dated(asked, each.value)), False)
        else:
            text = each.value if facet.by == "country" else written(each.name)
            yield Entry(name, count, form.explore([*asked, (facet.by, text)]), False)


def _count(facet: Facet, number: int) -> str:
    text = language().number(number)
    return text if facet.sample is None else f"≈ {text}"


def _name(by: str, value: Value) -> str:
    """What a value is called."""
    if by == "country":
        return language().country(value.value)
    return language().date(value.value) if by == "decade" else value.name


def _chosen(asked: list[tuple[str, str]], by: str) -> Iterator[tuple[str, int]]:
    """Each value that is asked for alone, and the place of its parameter."""
    parameter = "date" if by == "decade" else by
    for place, (name, text) in enumerate(asked):
        if name != parameter:
            continue
        try:
            (word,) = separate(text) if by in form.ADDED else (text,)
        except ValueError:
            continue
        if by == "country":
            word = countries.find(word.partition(":")[0]) or ""
        yield (slug(word) if by == "actor" else word), place


def _dated(asked: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """The query with a date instead of its own range, as far as that lies inside it."""
    rest = [each for each in asked if each[0] not in ("date", "from", "to")]
    texts = dict(asked)
    whole = _parsed(texts.get("date"))
    first, last = whole or _parsed(texts.get("from")), whole or _parsed(texts.get("to"))
    date = edtf.parse(value)
    low, high = date.earliest or 0, date.latest or 0
    since = max(low, low if first is None or first.earliest is None else first.earliest)
    until = min(high, high if last is None or last.latest is None else last.latest)
    if (since, until) != (low, high):
        value = f"{calendar.iso(since)}/{calendar.iso(until)}"
    return [*rest, ("date", value)]


def _parsed(text: str | None) -> Date | None:
    return None if text is None else edtf.parse(text)
