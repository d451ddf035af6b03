"""Check that lists, counts, exports and facets of one filter agree.

The database is large, because the store reads small databases in one way only. The filters are
those of ``bench.soak.worst`` with few conditions, so that most of them find events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from flask.testing import FlaskClient

from bench.soak import time_limits
from bench.soak.worst import MANY, ONCE, Pairs, Question, Search, client_of

EVENTS, FILTERS = 20_000, 2_000
SORTS = ("date", "-date", "updated", "-updated")
SEED = 20150915
PAGE = 7
"""The number of events of a short page."""


@dataclass
class Compared:
    """The number of compared filters, and of those that found events."""

    filters: int = 0
    found: int = 0


def prove(folder: Path, events: int = EVENTS, filters: int = FILTERS) -> Compared:
    """Compare the replies of ``filters`` filters. Raises ``AssertionError``."""
    return compare(client_of(folder, events), filters)


def compare(client: FlaskClient, filters: int, seed: int = SEED) -> Compared:
    """Compare the replies of a running service. Raises ``AssertionError``."""
    done, search = Compared(), Search(seed)
    for pairs in time_limits.in_time(_drawn(search, filters)):
        sort = search.chance.choice(SORTS)
        done.found += _agree(client, pairs, sort)
        done.filters += 1
    return done


def _drawn(search: Search, filters: int) -> Iterator[Pairs]:
    chance = search.chance
    while filters:
        pairs = [each for each in search.new().pairs if each[0] in {**MANY, **ONCE}]
        some = chance.sample(pairs, min(len(pairs), chance.choice((1, 2, 2, 3))))
        if any(name == "country" for name, _ in some) or all(name != "role" for name, _ in some):
            filters -= 1
            yield some


def _agree(client: FlaskClient, pairs: Pairs, sort: str) -> bool:
    """Whether the filter has events. Raises ``AssertionError`` if its replies differ."""
    exact = _json(client, "/v1/events", pairs, ("count", "exact"), ("limit", "1"))
    short = _json(client, "/v1/events", pairs, ("sort", sort), ("limit", str(PAGE)))
    lines = _get(client, "/v1/events.ndjson", pairs, ("sort", sort)).splitlines()
    met = [orjson.loads(each)["id"] for each in lines]
    asked = sort, pairs
    assert len(met) == len(set(met)) == exact["total"], (len(met), exact["total"], asked)
    assert [each["id"] for each in short["items"]] == met[:PAGE], asked
    capped, said = short["total"], short["total_is"]
    assert capped == len(met) if said == "exact" else capped <= len(met), (said, capped, asked)
    facets = _json(client, "/v1/facets", pairs, ("by", "status"))
    if facets["total_is"] == "exact":
        assert facets["total"] == len(met), (facets["total"], asked)
    return bool(met)


def _get(client: FlaskClient, path: str, pairs: Pairs, *more: tuple[str, str]) -> bytes:
    target = Question(path, [*pairs, *more]).target
    reply = client.get(target)
    assert reply.status_code == 200, (reply.status_code, target)
    return reply.get_data()


def _json(client: FlaskClient, path: str, pairs: Pairs, *more: tuple[str, str]) -> Any:
    return orjson.loads(_get(client, path, pairs, *more))


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    return (
        f"{found.filters:,} filters of {EVENTS:,} events, {found.found:,} with events: lists, exact"
        " and capped counts, whole exports in every order and facets agree"
    )
