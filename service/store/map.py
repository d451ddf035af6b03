"""The places of the events of a filter on a map, and the number of events of each country.

If few events match, all are read and everything is exact. If many match, an even sample of them is
read (``service.store.sample``), so the cost is bounded for every filter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

import msgspec

from service.deadline import check
from service.domain.clusters import Atlas, PlacedEvent, square_of, squares
from service.domain.geometry import Box
from service.domain.query import Filter
from service.domain.rounding import rounded
from service.domain.timeline import Count
from service.store.bounded_queries import BoundedQueries
from service.store.facet_values import most
from service.store.position import UNDATED_SPAN
from service.store.precomputed_facets import precomputed_facet
from service.store.read import Reader
from service.store.sample import Sample, SampleLimits, take

LIMITS = SampleLimits(all=20_000, sample=5000, walk=20_000)
MOST_DECODED, SAMPLE = 10_000, 4000
"""The number of events up to which the countries of all are read, and the size of the sample if
there are more."""
BATCH = 1000
MOST_COUNTRIES = 1000
"""More countries than exist."""


class _Content(msgspec.Struct, gc=False):
    countries: list[tuple[str, str]] = []


_content = msgspec.json.Decoder(_Content).decode


def atlas(
    reader: Reader, filter_: Filter, window: Box, width: int, *, limits: SampleLimits = LIMITS
) -> Atlas:
    """The map of ``window``, ``width`` pixels wide. See ``service.domain.clusters``."""
    sample = take(reader, filter_, limits)
    whole, looked = sample.whole, len(sample.positions)
    spots = _spots(reader, sample.positions)
    size = square_of(window, width)
    found = list(squares(spots, window, size, filter_.value("bbox")))
    inside = sum(len(each.spots) for each in found)
    alone = [each.spots[0] for each in found if whole and len(each.spots) == 1]
    documents = reader.documents([spot.key for spot in alone])
    countries, countries_sample = _countries(reader, filter_, sample)
    return Atlas(
        window,
        width,
        size,
        [(spot, documents[spot.key]) for spot in alone],
        [each for each in found if not whole or len(each.spots) > 1],
        Count(len(spots) - inside, whole),
        Count(looked - len(spots), whole),
        Count(looked) if whole else _total(reader, filter_, looked),
        countries,
        countries_sample,
        None if whole else looked,
        None if whole else sample.scale,
    )


def _rows(reader: Reader, columns: str, positions: list[int]) -> Iterator[list[tuple[Any, ...]]]:
    for start in range(0, len(positions), BATCH):
        some = reader.database.listed(positions[start : start + BATCH])
        yield reader.execute(
            f"SELECT {columns} FROM {some.text} CROSS JOIN event e WHERE e.position = j.value",
            some.values,
        ).fetchall()
        check()


def _spots(reader: Reader, positions: list[int]) -> list[PlacedEvent]:
    rows = chain.from_iterable(_rows(reader, "e.position, e.longitude, e.latitude", positions))
    found = {row[0]: PlacedEvent(*row) for row in rows if row[1] is not None and row[2] is not None}
    return [found[each] for each in positions if each in found]


def _countries(
    reader: Reader, filter_: Filter, sample: Sample
) -> tuple[list[tuple[str, int]], int | None]:
    """Codes with counts, the most frequent first; and the size of the sample, if they are an
    estimate."""
    positions = sample.positions
    if len(positions) > MOST_DECODED or not sample.whole:
        known = precomputed_facet(reader, filter_, "country", MOST_COUNTRIES)
        if known is not None:
            return [(each.value, each.count) for each in known.values], None
        positions = positions[:: max(1, -(-len(positions) // SAMPLE))]
    counts: Counter[str] = Counter()
    for rows in _rows(reader, "e.content", positions):
        links = [_content(content).countries for (content,) in rows]
        counts.update(chain.from_iterable({code for code, _ in each} for each in links))
    found = most(counts, MOST_COUNTRIES)
    if sample.whole and len(positions) == sample.total:
        return found, None
    scale = sample.total / max(1, len(positions))
    return [(code, rounded(count * scale)) for code, count in found], len(positions)


def _total(reader: Reader, filter_: Filter, looked: int) -> Count:
    """The number of matching events, exact if it is precomputed."""
    looking = BoundedQueries(reader, filter_, latest_first=False)
    if looking.tally is None:
        return Count(looked, exact=False)
    found = looking.begun((None, None), looking.costs.rows)
    if filter_.undated:
        found += looking.count(looking.walk(filter_, (UNDATED_SPAN,)), looking.costs.rows)
    return found
