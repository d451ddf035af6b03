"""Make events, skewed like real event data. The same number always gives the same events.

An event has two countries on average, and their frequencies follow a Zipf law. Most dates are in
recent years. Some dates are known only to the month or the year, some are ranges, and a few have an
open end. A document has some 850 bytes.

    python -m bench.generate 1000000 > events.ndjson
    python -m bench.generate 1000000 --skewed > skewed.ndjson

The skewed events are like news that programs have coded. One country is in a third of the events.
Thousands of events are on one day. Some events have lasted for centuries. One word is in 95 % of
the texts.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from typing import Any

import orjson

from bench.arguments import parser
from service.domain import calendar
from service.domain.countries import all_countries
from service.domain.vocabulary import CATEGORY_CODES

SEED = 20230228
COUNTRIES = [each.code for each in all_countries() if len(each.code) == 2][:200]
COUNTRY_WEIGHTS = [1 / (rank + 1) for rank in range(len(COUNTRIES))]
CATEGORY_WEIGHTS = [20, 30, 4, 25, 8, 5, 3, 3, 12, 4, 1, 6, 4, 10]
WORDS = [
    "talks", "border", "trade", "minister", "delegation", "energy", "security", "council",
    "pipeline", "treaty", "accord", "visit", "ceasefire", "embassy", "sanctions", "summit",
    "grain", "water", "transit", "railway", "customs", "defence", "exercise", "election",
    "parliament", "envoy", "mission", "statement", "aid", "loan", "credit", "partnership",
    "dialogue", "region", "capital", "neighbours", "mediation", "observers", "protocol",
    "ratification", "dispute", "claim", "resolution",
]  # fmt: skip
RARE = [f"{a}{b}" for a in WORDS for b in WORDS[:20]]
COMMON, WORD = "US", "reported"
DAYS = ("2001-09-11", "2020-03-11", "2022-02-24")
"""The country, the word and the days that the skewed events have too often."""
ACTORS = [f"Official {number}" for number in range(2000)]
FIRST, LAST = calendar.ordinal(1975, 1, 1), calendar.ordinal(2024, 12, 31)


def events(count: int, *, skewed: bool = False) -> Iterator[dict[str, Any]]:
    """Yields ``count`` events in the form of ``POST /v1/events``."""
    chance, other = random.Random(SEED), random.Random(SEED + 1)
    for number in range(count):
        event = _event(chance, number)
        if skewed:
            _skew(other, event)
        yield event


def _skew(chance: random.Random, event: dict[str, Any]) -> None:
    if chance.random() < 0.33 and all(each["code"] != COMMON for each in event["countries"]):
        event["countries"].append({"code": COMMON, "role": "mentioned"})
    if chance.random() < 0.95:
        event["summary"] = f"{WORD.capitalize()} {event['summary']}"
    kind = chance.random()
    if kind < 0.02:
        event["date"] = chance.choice(DAYS)
    elif kind < 0.021:
        event["date"] = f"{chance.randint(1450, 1900)}/.."


def _date(chance: random.Random) -> str:
    day = round(chance.triangular(FIRST, LAST, LAST - 2000))
    text = calendar.iso(day)
    kind = chance.random()
    if kind < 0.88:
        return text
    if kind < 0.93:
        return text[:7]
    if kind < 0.95:
        return text[:4]
    if kind < 0.99:
        return f"{text}/{calendar.iso(day + chance.randint(1, 40))}"
    return (
        f"{text}/.." if kind < 0.991 else f"{text}/{calendar.iso(day + chance.randint(300, 3000))}"
    )


def _event(chance: random.Random, number: int) -> dict[str, Any]:
    codes = dict.fromkeys(
        chance.choices(COUNTRIES, COUNTRY_WEIGHTS, k=chance.choice((1, 2, 2, 2, 3)))
    )
    words = chance.choices(WORDS, k=30)
    words[chance.randrange(30)] = chance.choice(RARE)
    event: dict[str, Any] = {
        "id": f"g{number:07}",
        "title": " ".join(words[:6]).capitalize(),
        "summary": " ".join(words[6:]).capitalize() + ".",
        "date": _date(chance),
        "category": chance.choices(CATEGORY_CODES, CATEGORY_WEIGHTS)[0],
        "countries": [
            {"code": code, "role": "host" if index == 0 else "participant"}
            for index, code in enumerate(codes)
        ],
        "actors": [{"name": chance.choice(ACTORS), "type": "person"}],
        "sources": [
            {"title": f"Report {number % 5000}", "publisher": "Agency",
             "url": f"https://source.example/{number}", "supports": ["date"]}
        ],
        "tags": [f"topic-{chance.randrange(300)}"],
    }  # fmt: skip
    if chance.random() < 0.5:
        event["place"] = {
            "latitude": round(chance.uniform(-60, 70), 2),
            "longitude": round(chance.uniform(-180, 180), 2),
        }
    if chance.random() < 0.03:
        event["amounts"] = [
            {"value": str(chance.randint(1, 500) * 100_000), "currency": "USD",
             "stage": chance.choice(("announced", "pledged", "disbursed"))}
        ]  # fmt: skip
    return event


def main() -> None:
    """Write the number of events that the command line says to standard output."""
    arguments = parser(__doc__)
    arguments.add_argument("events", type=int)
    arguments.add_argument("--skewed", action="store_true")
    given = arguments.parse_args()
    for event in events(given.events, skewed=given.skewed):
        sys.stdout.buffer.write(orjson.dumps(event) + b"\n")


if __name__ == "__main__":
    main()
