"""Where on the Earth the events of a filter are, and how many each country has.

Where few match, all are looked at and everything is exact. Where many do, it is an even sample of
them (``service.store.sample``), so that the cost has a bound whatever the filter is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from service.deadline import checked
from service.domain.clusters import Atlas, Spot, square_of, squares
from service.domain.query import Filter
from service.domain.rounding import rounded
from service.domain.shape import Box
from service.domain.timeline import Count
from service.store.facet_values import most
from service.store.facets_ahead import ahead
from service.store.looking import Looking
from service.store.position import UNDATED_SPAN
from service.store.read import Reader
from service.store.sample import Bounds, Sample, take

BOUNDS = Bounds(all=10_000, sample=4000, walk=12_000)
BATCH = 1000
MOST_COUNTRIES = 1000
"""More than there are."""


class _Content(msgspec.Struct, gc=False):
    countries: list[tuple[str, str]]


_content = msgspec.json.Decoder(_Content).decode


@dataclass(frozen=True, slots=True)
class _Seen:
    """The places of some events, how many have none, and how many have each country."""

    spots: list[Spot]
    placeless: int
    countries: Counter[str]


def atlas(
    reader: Reader, filter_: Filter, window: Box, width: int, *, bounds: Bounds = BOUNDS
) -> Atlas:
    """The map of ``window``, ``width`` pixels wide. See ``service.domain.clusters``."""
    sample = take(reader, filter_, bounds)
    seen = _look(reader, sample.positions)
    looked = len(sample.positions)
    size = square_of(window, width)
    found = list(squares(seen.spots, window, size))
    single = [each for each in found if sample.whole and len(each.spots) == 1]
    inside = sum(len(each.spots) for each in found)
    documents = _documents(reader, [each.spots[0].key for each in single])
    countries, countries_sample = _countries(reader, filter_, sample, seen)
    return Atlas(
        window,
        width,
        size,
        [(each.spots[0], documents[each.spots[0].key]) for each in single],
        [each for each in found if not sample.whole or len(each.spots) > 1],
        Count(len(seen.spots) - inside, sample.whole),
        Count(seen.placeless, sample.whole),
        Count(looked) if sample.whole else _total(reader, filter_, looked),
        countries,
        countries_sample,
        None if sample.whole else looked,
        None if sample.whole else sample.scale,
    )


def _look(reader: Reader, positions: list[int]) -> _Seen:
    spots: list[Spot] = []
    countries: Counter[str] = Counter()
    for position, longitude, latitude, content in _rows(reader, positions):
        if longitude is not None and latitude is not None:
            spots.append(Spot(position, longitude, latitude))
        countries.update({code for code, _ in _content(content).countries})
    return _Seen(spots, len(positions) - len(spots), countries)


def _rows(
    reader: Reader, positions: list[int]
) -> Iterator[tuple[int, float | None, float | None, str]]:
    for start in range(0, len(positions), BATCH):
        rows = reader.execute(
            "SELECT e.position, e.longitude, e.latitude, e.content FROM json_each(?) j"
            " CROSS JOIN event e ON e.position = j.value",
            [json.dumps(positions[start : start + BATCH])],
        ).fetchall()
        yield from checked(rows)


def _documents(reader: Reader, positions: list[int]) -> dict[int, bytes]:
    rows = reader.execute(
        "SELECT d.position, d.body FROM json_each(?) j"
        " CROSS JOIN document d ON d.position = j.value",
        [json.dumps(positions)],
    )
    return dict(checked(rows))


def _countries(
    reader: Reader, filter_: Filter, sample: Sample, seen: _Seen
) -> tuple[list[tuple[str, int]], int | None]:
    """Codes with counts, the most frequent first; and of how many events they are an estimate."""
    if sample.whole:
        return most(seen.countries, MOST_COUNTRIES), None
    known = ahead(reader, filter_, "country", MOST_COUNTRIES)
    if known is not None:
        return [(each.value, each.count) for each in known.values], None
    found = most(seen.countries, MOST_COUNTRIES)
    return [(code, rounded(count * sample.scale)) for code, count in found], len(sample.positions)


def _total(reader: Reader, filter_: Filter, looked: int) -> Count:
    """How many match: exactly where that is counted ahead of time."""
    looking = Looking(reader, filter_, latest_first=False)
    if looking.tally is None:
        return Count(looked, exact=False)
    found = looking.begun((None, None), looking.costs.rows)
    if filter_.undated:
        found += looking.count(looking.walk(filter_, (UNDATED_SPAN,)), looking.costs.rows)
    return found
