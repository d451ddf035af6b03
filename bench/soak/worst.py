"""The search for the most expensive legal request: the whole grammar, with time as the target.

The requests run in this process, so that the processor time is that of the request alone. No
deadline cuts a request off. The search itself ends after ``SECONDS`` at the latest, and prints the
number of its requests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, seed, settings, target
from hypothesis import strategies as st

from bench.generate import WORDS
from bench.generate import events as generated
from bench.soak import allowed
from service.app import create_app
from service.domain.vocabulary import CATEGORY_CODES, PRECISIONS, ROLES, SORTS, STATUSES
from service.formats.registry import FORMATS
from service.settings import Settings

EVENTS, REQUESTS = 200_000, 20_000
SECONDS = 900.0
"""The maximum time of the search."""
SLOW, TOLD = 0.25, 5
"""Seconds of the processor above which a request is reported, and how many are reported."""
Pairs = list[tuple[str, str]]
BLOCS = ("EU", "NATO", "G20", "C5", "CIS", "BRICS", "UNSC-P5")
COUNTRIES = ("US", "RU", "CN", "KZ", "AF", "FR", "DE", "TV")
DATES = ("1975/2024", "../2000", "2010/..", "2015", "2015-03", "0001/9999", "1999-12-31/2000-01-01")


class Over(BaseException):
    """The time of the search is over. It is no ``Exception`` and no ``SystemExit``, because
    Hypothesis would take these for a failure to examine, not for the end."""


@dataclass
class Worst:
    """The slowest requests, the slowest first, each with its seconds and status; how many were
    asked, and how many of them were answered 200."""

    slowest: list[tuple[float, int, str]] = field(default_factory=list)
    asked: int = 0
    good: int = 0

    def add(self, seconds: float, status: int, path: str) -> None:
        """Count a request."""
        self.asked += 1
        self.good += status == 200
        self.slowest = sorted([*self.slowest, (seconds, status, path)], reverse=True)[:TOLD]


def _several(words: tuple[str, ...] | list[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=most, unique=True).map(",".join)


def _search() -> st.SearchStrategy[str]:
    word = st.sampled_from(WORDS)
    beginning = word.flatmap(lambda text: st.integers(2, len(text)).map(lambda at: text[:at] + "*"))
    phrase = st.lists(word, min_size=2, max_size=4).map(lambda some: f'"{" ".join(some)}"')
    part = st.one_of(word, beginning, phrase)
    return st.lists(part, min_size=1, max_size=6).map(" ".join).filter(lambda text: len(text) < 200)


MANY = {
    "country": _several(BLOCS + COUNTRIES, 8),
    "category": _several(CATEGORY_CODES, 14),
    "actor": st.integers(0, 1900).map(
        lambda first: ",".join(f"Official {first + number}" for number in range(90))
    ),
    "tag": _several([f"topic-{number}" for number in range(300)], 30),
    "status": _several(STATUSES, 5),
    "precision": _several(PRECISIONS, 10),
}
ONCE = {
    "date": st.sampled_from(DATES),
    "match": st.sampled_from(("possible", "certain")),
    "on": st.sampled_from(("02-24", "02-29", "12-31")),
    "q": _search(),
    "bbox": st.sampled_from(("-180,-90,180,90", "0,0,0.01,0.01", "170,-90,-170,90")),
    "min_amount": st.sampled_from(("1", "999999999999")),
    "currency": st.sampled_from(("USD", "EUR")),
    "updated_since": st.sampled_from(("2000-01-01", "2100-01-01")),
    "undated": st.just("1"),
}
PAGING = {
    "sort": st.sampled_from(SORTS),
    "limit": st.sampled_from(("1", "50", "1000")),
    "count": st.sampled_from(("exact", "capped", "none")),
}
DRAWN = {"interval": st.sampled_from(("day", "week", "month", "quarter", "year", "decade"))}
BY = {"by": st.sampled_from(("country", "category", "bloc"))}
LISTS = tuple(
    f"/v1/events.{each.suffix}"
    for each in FORMATS
    if not {"start", "end", "from", "to"} & {parameter.name for parameter in each.parameters}
)


@st.composite
def questions(draw: st.DrawFn) -> str:
    """The path and query of a legal read."""
    pairs: Pairs = []
    for name, values in MANY.items():
        pairs += [(name, draw(values)) for _ in range(draw(st.sampled_from((0, 0, 0, 1, 1, 2, 4))))]
    if any(name == "country" for name, _ in pairs) and draw(st.booleans()):
        pairs.append(("role", draw(_several(ROLES, 9))))
    pairs += [(name, draw(values)) for name, values in ONCE.items() if draw(st.booleans())]
    kind = draw(st.sampled_from(("list", "list", "histogram", "picture", "page", "changes")))
    if kind == "list":
        path, extra = draw(st.sampled_from(("/v1/events", *LISTS))), PAGING
    elif kind == "page":
        path, extra = "/", PAGING
    elif kind == "changes":
        path, extra = "/v1/changes", {"since": st.sampled_from(("0", "100000"))}
    else:
        path = "/v1/histogram" if kind == "histogram" else "/v1/histogram.svg"
        extra = DRAWN | BY if kind == "histogram" else DRAWN
    pairs += [(name, draw(values)) for name, values in extra.items() if draw(st.booleans())]
    return f"{path}?{urlencode(pairs, quote_via=quote)}"


def prove(
    folder: Path, events: int = EVENTS, requests: int = REQUESTS, seconds: float = SECONDS
) -> Worst:
    """Send ``requests`` generated requests to ``events`` events, for ``seconds`` at most."""
    worst = Worst()
    client = _client(folder, events)
    end = time.monotonic() + seconds

    @seed(20230228)
    @settings(
        max_examples=requests,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.target],
        suppress_health_check=list(HealthCheck),
    )
    @given(questions())
    def run(path: str) -> None:
        if time.monotonic() > end:
            raise Over
        start = time.process_time()
        reply = client.get(path, headers={"Accept": "text/html" if path[1] == "?" else "*/*"})
        # Only the first bytes of a whole export: a reply in steps has a deadline for each step.
        next(iter(reply.response), b"")
        took = time.process_time() - start
        reply.close()
        assert reply.status_code < 500, (reply.status_code, path)
        target(took)
        worst.add(took, reply.status_code, path)

    with suppress(Over):
        run()
    return worst


def _client(folder: Path, events: int) -> FlaskClient:
    url = f"sqlite:///{folder}/worst.db"
    file = folder / "events.ndjson"
    file.write_text("\n".join(json.dumps(each) for each in generated(events)))
    program = Path(sys.executable).with_name("dateline")
    subprocess.run(
        [program, "import", str(file)], check=True, capture_output=True,
        env={**os.environ, "DATELINE_DATABASE_URL": url},
    )  # fmt: skip
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
