"""The number of matching events for each country, actor, year and so on.

The count of a value is the number of events that match if the value is added to the filter. It is
exact if few events match, or if it is precomputed. Otherwise it is estimated from an even sample of
the events, and marked as an estimate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from service.deadline import checked
from service.domain import countries
from service.domain.query import Filter
from service.domain.vocabulary import ROLES
from service.store.facet_counter import Blocs, CountedEvent, FacetCounter, read_content
from service.store.facet_values import TIMES, UNDATED, Facet
from service.store.plan import EVERY
from service.store.position import FIRST_DAY, LAST_DAY, UNDATED_SPAN
from service.store.precomputed_facets import precomputed_facet
from service.store.read import Reader
from service.store.sample import UNKNOWN, Known, SampleLimits, take

FACETS = ("country", "bloc", "role", "category", "actor", "tag", "status", "precision",
          "currency", *TIMES)  # fmt: skip
USUAL, BESIDE = SampleLimits(), SampleLimits(all=1500, sample=700, walk=6000, pieces=60)
FREQUENT = SampleLimits(all=5000, walk=6000, pieces=60)
"""The sample for its own sake, beside a list and a chart, and for the most frequent values of one
kind."""


def facets(
    reader: Reader,
    filter_: Filter,
    by: Sequence[str],
    blocs: Blocs,
    limit: int,
    *,
    limits: SampleLimits = USUAL,
    counted: Known = UNKNOWN,
    roles: Collection[str] = (),
) -> tuple[list[Facet], int, bool]:
    """The facets ``by``, each with at most ``limit`` values; the number of matching events; and
    whether that number is exact. ``counted`` is what is known of their number. ``roles`` are those
    that narrow every country of the query."""
    found: dict[str, Facet] = {}
    every = filter_ == Filter(undated=filter_.undated)
    sample = None if every else take(reader, filter_, limits, counted)
    if sample is None or not sample.whole:
        known = {each: precomputed_facet(reader, filter_, each, limit) for each in by}
        found = {each: facet for each, facet in known.items() if facet is not None}
    others = [each for each in by if each not in found]
    if sample is None and others:
        sample = take(reader, filter_, limits)
    if sample is not None and others:
        counting = FacetCounter(filter_, blocs, sample, roles)
        events = list(_events(reader, sample.positions))
        found |= {each: counting.facet(each, events, limit) for each in others}
    named = [_named(reader, found[each]) for each in by]
    if every or sample is None:
        return named, _size(reader, filter_.undated), True
    return named, sample.total, sample.whole


def _size(reader: Reader, undated: bool) -> int:
    """The number of events, with or without those of unknown date."""
    apart = "0" if undated else UNDATED.format("p.term = t.id")
    row = reader.execute(
        f"SELECT t.events - {apart} FROM term t WHERE t.kind = ? AND t.value = ?",
        (EVERY.kind, EVERY.value),
    ).fetchone()
    return int(row[0]) if row else 0


def _events(reader: Reader, positions: list[int]) -> Iterator[CountedEvent]:
    for start in range(0, len(positions), 1000):
        some = reader.database.listed(positions[start : start + 1000])
        rows = reader.execute(
            "SELECT e.earliest, e.latest, e.span, e.precision, e.category, e.status, e.content"
            f" FROM {some.text} CROSS JOIN event e WHERE e.position = j.value",
            some.values,
        ).fetchall()
        for first, last, span, precision, category, status, content in checked(rows):
            begun = FIRST_DAY if first is None else first
            yield CountedEvent(
                None if span == UNDATED_SPAN else begun, LAST_DAY if last is None else last,
                precision, category, status, read_content(content),
            )  # fmt: skip


def _named(reader: Reader, facet: Facet) -> Facet:
    """The facet, with the names of its values."""
    if facet.by == "country":
        values = [replace(each, name=countries.name(each.value)) for each in facet.values]
    elif facet.by == "actor":
        listed = reader.database.listed_texts([each.value for each in facet.values])
        names = dict(
            reader.execute(
                f"SELECT t.value, t.name FROM {listed.text} CROSS JOIN term t"
                " WHERE t.kind = 'actor' AND t.value = j.value",
                listed.values,
            ).fetchall()
        )
        values = [replace(each, name=names.get(each.value, each.value)) for each in facet.values]
    elif facet.by == "decade":
        values = [replace(each, name=_decade(each.value)) for each in facet.values]
    else:
        values = [replace(each, name=each.value.replace("_", " ")) if each.value in ROLES else each
                  for each in facet.values]  # fmt: skip
    return replace(facet, values=values)


def _decade(text: str) -> str:
    return f"{text[:3].lstrip('0')}0s" if text.endswith("X") else text.replace("/", " to ")
