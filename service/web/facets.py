"""Makes the facets beside the list: values of the found events, each a link that narrows to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.api import facets
from service.api.instance import Instance
from service.api.language import gettext, language
from service.domain import calendar, countries, edtf
from service.domain.edtf import Date
from service.domain.slug import slug
from service.domain.vocabulary import CATEGORY_CODES
from service.languages import mark
from service.schemas.comma_lists import quote, split_list
from service.schemas.query import EventsQuery
from service.store import Facet
from service.store.facet_values import Value
from service.store.facets import BESIDE
from service.store.sample import Known
from service.web import labels, query_urls
from service.web.form_values import Pairs

TITLES = {
    "country": mark("Countries"), "decade": mark("Decades"),
    "actor": mark("People and organisations"), "tag": mark("Tags"),
}  # fmt: skip
SHOWN = (*TITLES, "category")
VALUES, FIRST = 30, 8
"""The most values of a facet, and how many of them are shown before the reader opens the rest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value: its name, its number of events, and the URL of the query with it.

    If it is ``chosen``, the URL is that of the query without it.
    """

    name: str
    count: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one kind, chosen values first; ``more`` are folded."""

    title: str
    entries: list[Entry]
    more: list[Entry]


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """The facets beside the list, the counts of the categories, and the number of events found."""

    groups: list[Group]
    categories: dict[str, str]
    total: int
    exactly: bool


def facet_panel(here: Instance, pairs: Pairs, query: EventsQuery, counted: Known) -> FacetPanel:
    """The facets of the events of ``query``, whose text is ``pairs``. ``counted`` is
    what is known of their number."""
    filter_ = query.filter
    found, total, exactly = facets.count(
        here, filter_, SHOWN, VALUES, limits=BESIDE, counted=counted, roles=query.roles
    )
    by = {each.by: each for each in found}
    # An event has one category, so the counts of the others need a query without the chosen one.
    others = tuple(each for each in filter_.groups if each[0].kind != "category")
    if others != filter_.groups:
        every = (("category",), len(CATEGORY_CODES))
        by["category"] = facets.count(
            here,
            replace(filter_, groups=others),
            *every,
            limits=BESIDE,
            counted=(counted[0], False),
        )[0][0]
    kept = query_urls.without(pairs)
    groups = (
        _group(gettext(TITLES[kind]), list(_entries(kept, by[kind], total))) for kind in TITLES
    )
    categories = {each.value: _count(by["category"], each.count) for each in by["category"].values}
    shown = [each for each in groups if each.entries]
    return FacetPanel(shown, categories, total, exactly)


def _group(title: str, entries: list[Entry]) -> Group:
    # One or two values are not worth folding.
    place = FIRST if len(entries) > FIRST + 2 else len(entries)
    return Group(title, entries[:place], entries[place:])


def _entries(pairs: list[tuple[str, str]], facet: Facet, total: int) -> Iterator[Entry]:
    known = {each.value for each in facet.values}
    chosen = {word: place for word, place in _chosen(pairs, facet.by) if word in known}
    if not chosen and all(each.count == total for each in facet.values[1:] or facet.values):
        return  # no value narrows the query
    values = facet.values
    if facet.by == "decade":
        values = sorted(values, key=lambda each: -(edtf.parse(each.value).earliest or 0))
    for each in sorted(values, key=lambda each: each.value not in chosen):
        count, name = _count(facet, each.count), _name(facet.by, each)
        if each.value in chosen:
            rest = [pair for place, pair in enumerate(pairs) if place != chosen[each.value]]
            # All found events have it. Their exact number is above the list, so an estimate is
            # not repeated here.
            number = count if facet.sample is None else ""
            yield Entry(name, number, query_urls.explore(rest), True)
        elif facet.by == "decade":
            yield Entry(name, count, query_urls.explore(_dated(pairs, each.value)), False)
        else:
            text = each.value if facet.by == "country" else quote(each.name)
            yield Entry(name, count, query_urls.explore([*pairs, (facet.by, text)]), False)


def _count(facet: Facet, number: int) -> str:
    text = language().number(number)
    return text if facet.sample is None else f"≈ {text}"


def _name(by: str, value: Value) -> str:
    """The name of a value for the reader."""
    if by == "country":
        return language().country(value.value)
    return language().date(value.value) if by == "decade" else value.name


def _chosen(pairs: list[tuple[str, str]], by: str) -> Iterator[tuple[str, int]]:
    """Each value that is the only one of its parameter, and the place of that parameter."""
    parameter = "date" if by == "decade" else by
    for place, (name, text) in enumerate(pairs):
        if name != parameter:
            continue
        try:
            (word,) = split_list(text) if by in labels.ADDED else (text,)
        except ValueError:
            continue
        if by == "country":
            word = countries.resolve_or_none(word.partition(":")[0]) or ""
        yield (slug(word) if by == "actor" else word), place


def _dated(pairs: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """The query with ``value`` as its date, cut to the range that the query has already."""
    rest = [each for each in pairs if each[0] not in ("date", "from", "to")]
    texts = dict(pairs)
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
