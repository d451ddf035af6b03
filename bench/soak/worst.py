"""The search for the most expensive legal request over the whole grammar.

Half of the requests are new, the others are changes of the slowest request so far of some route. So
each route has its own worst, and the search is not caught on one hill. All are the same in every
run as far as the times allow.

The requests run in this process, so that the processor time is that of the request alone. No
deadline cuts a request off. The search itself ends after ``SECONDS`` at the latest, and prints the
number of its requests.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient

from bench.generate import WORDS
from bench.generate import events as generated
from bench.soak import allowed
from bench.soak.service import Service
from service.app import create_app
from service.domain.vocabulary import CATEGORY_CODES, PRECISIONS, ROLES, SORTS, STATUSES
from service.formats.registry import FORMATS
from service.settings import Settings

EVENTS, REQUESTS = 200_000, 20_000
SECONDS = 900.0
"""The maximum time of the search."""
SLOW, TOLD = 0.25, 5
"""Seconds of the processor above which a request is reported, and how many are reported."""
SEED = 20230228
KEPT = 4
"""The slowest requests of each route that are changed."""
Pairs = list[tuple[str, str]]
Draw = Callable[[random.Random], str]
BLOCS = ("EU", "NATO", "G20", "C5", "CIS", "BRICS", "UNSC-P5")
COUNTRIES = ("US", "RU", "CN", "KZ", "AF", "FR", "DE", "TV")
DATES = ("1975/2024", "../2000", "2010/..", "2015", "2015-03", "0001/9999", "1999-12-31/2000-01-01",
         "1990/1999", "2020-01-01T00:00:00Z/2021-01-01T00:00:00Z")  # fmt: skip
BOXES = ("-180,-90,180,90", "0,0,0.01,0.01", "170,-90,-170,90", "10,10,30,30")
EXPRESSIONS = (
    "title LIKE '%a%'", "title LIKE '%zqx%'", "category='meeting' OR status='planned'",
    "NOT (category='visit')", "category IN ('meeting','visit') OR title LIKE 'Talks%'",
    "S_INTERSECTS(geometry,POLYGON((0 0,60 0,60 60,0 60,0 0)))",
    "A_OVERLAPS(country,('EU','NATO'))", "NOT (A_OVERLAPS(country,('EU','NATO','G20','US')))",
    "precision='month' AND NOT category='visit'",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A route with the values of its parameters."""

    path: str
    pairs: Pairs

    @property
    def target(self) -> str:
        """The path and query."""
        return f"{self.path}?{urlencode(self.pairs, quote_via=quote)}"


@dataclass
class Worst:
    """The slowest requests, the slowest first, each with its seconds and status; how many were
    asked, and how many of them were answered 200."""

    slowest: list[tuple[float, int, str]] = field(default_factory=list)
    asked: int = 0
    good: int = 0
    routes: dict[str, list[tuple[float, Question]]] = field(default_factory=dict)

    def add(self, seconds: float, status: int, asked: Question) -> None:
        """Count a request."""
        self.asked += 1
        self.good += status == 200
        self.slowest.append((seconds, status, asked.target))
        self.slowest = sorted(self.slowest, reverse=True)[:TOLD]
        if status == 200:
            same = self.routes.setdefault(asked.path, [])
            same.append((seconds, asked))
            same.sort(key=lambda each: -each[0])
            del same[KEPT:]


def _one(*values: str) -> Draw:
    return lambda chance: chance.choice(values)


def _several(words: Sequence[str], *most: int) -> Draw:
    def draw(chance: random.Random) -> str:
        return ",".join(
            chance.sample(words, chance.randint(1, min(chance.choice(most), len(words))))
        )

    return draw


def _actors(chance: random.Random) -> str:
    first, number = chance.randint(0, 1900), chance.choice((1, 2, 30, 90))
    return ",".join(f"Official {first + each}" for each in range(number))


def _search(chance: random.Random) -> str:
    found = []
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        word = chance.choice(WORDS)
        begins = f"{word[: chance.randint(2, len(word))]}*"
        phrase = f'"{" ".join(chance.choices(WORDS, k=chance.randint(2, 4)))}"'
        found.append(chance.choice((word, begins, phrase)))
    without = chance.choice(("", "", "", f" -{chance.choice(WORDS)}"))
    return f"{' '.join(found)[:180]}{without}"


MANY: Mapping[str, Draw] = {
    "country": _several(BLOCS + COUNTRIES, 1, 2, 8),
    "category": _several(CATEGORY_CODES, 14),
    "actor": _actors,
    "tag": _several([f"topic-{number}" for number in range(300)], 1, 3, 30),
    "status": _several(STATUSES, 5),
    "precision": _several(PRECISIONS, 10),
}
ONCE: Mapping[str, Draw] = {
    "role": _several(ROLES, 9),
    "date": _one(*DATES),
    "match": _one("possible", "certain"),
    "on": _one("02-24", "02-29", "12-31"),
    "q": _search,
    "bbox": _one(*BOXES),
    "min_amount": _one("1", "40000000", "999999999999"),
    "currency": _one("USD", "EUR"),
    "updated_since": _one("2000-01-01", "2100-01-01"),
    "undated": _one("1"),
}
PAGING: Mapping[str, Draw] = {
    "sort": _one(*SORTS),
    "limit": _one("1", "50", "1000"),
    "count": _one("exact", "capped", "none"),
}
INTERVAL: Mapping[str, Draw] = {
    "interval": _one("day", "week", "month", "quarter", "year", "decade")
}
BY: Mapping[str, Draw] = {**INTERVAL, "by": _one("country", "category", "bloc")}
ROUTES: Mapping[str, Mapping[str, Draw]] = {
    "/v1/events": PAGING,
    **{
        f"/v1/events.{each.suffix}": PAGING
        for each in FORMATS
        if not {"start", "end", "from", "to"} & {parameter.name for parameter in each.parameters}
    },
    "/": PAGING,
    "/v1/histogram": BY,
    "/v1/histogram.csv": BY,
    "/v1/histogram.svg": INTERVAL,
    "/v1/facets": {},
    "/v1/timeline": {"width": _one("300", "4000"), "lanes": _one("1", "24")},
    "/v1/timeline.svg": {},
    "/v1/map": {},
    "/v1/map.svg": {},
    "/v1/changes": {"since": _one("0", "100000")},
    "/v1/anniversaries": {},
    "/v1/datapackage.json": {},
    "/embed": {},
    "/card.png": {},
    "/ogc/collections/events/items": {
        "filter": _one(*EXPRESSIONS),
        "sortby": _one("date", "-date", "updated_at", "-updated_at"),
        "limit": _one("1", "1000"),
    },
}
PAGES = ("/", "/embed")
UNREAD = {
    "/v1/anniversaries": ("date", "match", "on", "undated"),
    "/ogc/collections/events/items": ("date", "undated"),
}
"""Parameters of the grammar that a route does not take."""


class Search:
    """Draws requests."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = random.Random(seed)

    def new(self) -> Question:
        """A request of any route."""
        chance = self.chance
        path = chance.choice(list(ROUTES))
        often = chance.choice((0.1, 0.2, 0.4))
        pairs: Pairs = []
        for name, draw in MANY.items():
            number = chance.choice((1, 1, 2, 4)) if chance.random() < 2 * often else 0
            pairs += [(name, draw(chance)) for _ in range(number)]
        others = {**ONCE, **ROUTES[path]}
        pairs += [(name, draw(chance)) for name, draw in others.items() if chance.random() < often]
        return _legal(path, pairs)

    def changed(self, asked: Question) -> Question:
        """A request that differs from another in one or two parameters."""
        chance, pairs = self.chance, list(asked.pairs)
        known = {**MANY, **ONCE, **ROUTES[asked.path]}
        for _ in range(chance.choice((1, 1, 2))):
            kind = chance.random()
            if pairs and kind < 0.35:
                pairs.pop(chance.randrange(len(pairs)))
            elif pairs and kind < 0.6:
                at = chance.randrange(len(pairs))
                name = pairs[at][0]
                pairs[at] = name, known[name](chance)
            else:
                name = chance.choice(list(known))
                if name in MANY or all(name != each for each, _ in pairs):
                    pairs.append((name, known[name](chance)))
        return _legal(asked.path, pairs)

    def next(self, worst: Worst) -> Question:
        """A new request, or a change of one of the slowest."""
        if worst.routes and self.chance.random() < 0.5:
            same = self.chance.choice(list(worst.routes.values()))
            return self.changed(self.chance.choice(same)[1])
        return self.new()


def _legal(path: str, pairs: Pairs) -> Question:
    """The request without the parameters that would be refused."""
    names, unread = {name for name, _ in pairs}, UNREAD.get(path, ())
    return Question(path, [
        (name, value) for name, value in pairs
        if name not in unread
        and (name != "role" or "country" in names)
        and (value != "relevance" or "q" in names)
    ])  # fmt: skip


def prove(
    folder: Path, events: int = EVENTS, requests: int = REQUESTS, seconds: float = SECONDS
) -> Worst:
    """Send ``requests`` generated requests to ``events`` events, for ``seconds`` at most."""
    return search(client_of(folder, events), requests, seconds)


def search(client: FlaskClient, requests: int, seconds: float) -> Worst:
    """Send ``requests`` generated requests, for ``seconds`` at most."""
    worst, draws = Worst(), Search()
    for asked in _until(time.monotonic() + seconds, requests, lambda: draws.next(worst)):
        start = time.process_time()
        accept = "text/html" if asked.path in PAGES else "*/*"
        reply = client.get(asked.target, headers={"Accept": accept})
        # Only the first bytes of a whole export: a reply in steps has a deadline for each step.
        next(iter(reply.response), b"")
        took = time.process_time() - start
        reply.close()
        assert reply.status_code < 500, (reply.status_code, asked.target)
        worst.add(took, reply.status_code, asked)
    return worst


def _until(end: float, requests: int, draw: Callable[[], Question]) -> Iterator[Question]:
    for _ in range(requests):
        if time.monotonic() > end:
            return
        yield draw()


def client_of(folder: Path, events: int) -> FlaskClient:
    """A client of a service in this process with so many generated events."""
    url = f"sqlite:///{folder}/worst.db"
    file = folder / "events.ndjson"
    file.write_text("\n".join(json.dumps(each) for each in generated(events)))
    environment = {**os.environ, "DATELINE_DATABASE_URL": url}
    Service.programs.run("import", str(file), environment=environment).check_returncode()
    return create_app(Settings(database_url=url, query_timeout_seconds=600)).test_client()


def main(folder: Path) -> str:
    """The full figures."""
    limit = allowed.seconds(usual=SECONDS)
    found = prove(folder, seconds=limit)
    slow = [each for each in found.slowest if each[0] > SLOW] or found.slowest[:1]
    lines = [f"\n  {took:.2f} s ({status}) {path}" for took, status, path in slow]
    return (
        f"{found.asked} of {REQUESTS} legal requests of {EVENTS} events in at most {limit:.0f} s,"
        f" {found.good} answered 200, none 5xx; the worst, in seconds of the processor:"
        f"{''.join(lines)}\n "
    )
