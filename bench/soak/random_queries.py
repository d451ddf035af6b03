"""Random events and random filters over the whole grammar, some of them odd."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import Any

from bench.generate import WORDS, events

COUNTRIES = ("US", "CN", "GB", "DE", "FR", "KZ", "IN", "EU", "C5", "G7", "NATO", "Atlantis")
DATES = (
    "2022", "2022-09", "1975/..", "../1980", "196X", "XXXX", "-0044", "2022-09-12~", "2003?",
    "2005-01-01T23:30:00-05:00", "2005-01-02T04:30Z", "2005-01-01T23:30:00", "1999-21",
    "2005-01-01T10:00:00Z/2005-01-01T12:00:00+01:00", "Y17000", "[2001-02,2001-05]",
)  # fmt: skip
TEXTS = (
    "İstanbul ve Ağrı", "Straße 9", "l'État d'Israël", "U.S.-led talks", "中华人民共和国",
    "O'Neill", "a_b%c\\d", "Ελλάδα", "Ёлка, ёлки", "café CAFÉ", "re-election re election",
)  # fmt: skip
LONG = "x" * 300
CONDITIONS = (
    "title LIKE '%a_k%'", "CASEI(title) LIKE CASEI('%TALKS%')", "approximate", "extent = 'span'",
    "ACCENTI(CASEI(title)) LIKE '%cafe%'", "countries LIKE '%US%'", "actors < 'Official 3'",
    "tags LIKE 'topic-_'", "place > 'M'", "version > 1", "uncertain = TRUE", "earliest = latest",
    "country IS NULL", "T_DURING(date, INTERVAL('2000-01-01', '2005-12-31'))", "title < 'a'",
    "T_INTERSECTS(date, INTERVAL('2005-01-01T09:00:00Z', '2005-01-01T10:30:00Z'))",
    "S_INTERSECTS(geometry, BBOX(350,-20,420,50))", "CASEI(title) > 'm'", "date LIKE '____-__-__'",
    "S_INTERSECTS(POLYGON((-10 -20, 60 -20, 60 50, -10 50, -10 -20),"
    "(0 0, 30 0, 30 30, 0 30, 0 0)), geometry)", "A_CONTAINS(country, ('US', 'CN'))",
    "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 50 50)))",
)  # fmt: skip


def random_event(chance: random.Random, number: int, basis: dict[str, Any]) -> dict[str, Any]:
    """An event made from ``basis``. Some of them have odd dates, texts or places."""
    event = basis | {"id": f"e{number}"}
    if chance.random() < 0.3:
        event["date"] = chance.choice(DATES)
    if chance.random() < 0.2:
        event["title"] = f"{chance.choice(TEXTS)} {chance.choice(WORDS)}"
    if chance.random() < 0.1:
        event["summary"] = chance.choice((LONG, f"{LONG}y", f"talks {LONG} border"))
    if chance.random() < 0.3:
        event["place"] = {
            "name": chance.choice((*TEXTS, "Astana")), "country": "KZ",
            "latitude": chance.choice((0.0, 30.0, 47.5)),
            "longitude": chance.choice((0.0, 30.0, 1.5, 175.0)),
        }  # fmt: skip
    return event


@cache
def base_events() -> list[dict[str, Any]]:
    """The events from which writes make other events."""
    return list(events(200))


def random_filter(chance: random.Random) -> list[tuple[str, str]]:
    """The parameters of a random filter. Some of them are not valid."""

    def year() -> int:
        return chance.choice((1970, 1990, 2000, 2005, 2010, 2020, 2022, 2024))

    kinds: dict[str, Callable[[], str]] = {
        "country": lambda: ",".join(chance.sample(COUNTRIES[:-1], chance.choice((1, 1, 2)))),
        "category": lambda: chance.choice(("meeting", "visit,meeting", "sanction")),
        "role": lambda: chance.choice(("host", "participant")),
        "actor": lambda: f"Official {chance.randrange(9)}",
        "tag": lambda: f"topic-{chance.randrange(20)}",
        "precision": lambda: chance.choice(("day", "month,year", "interval")),
        "status": lambda: chance.choice(("occurred", "planned,announced")),
        "on": lambda: f"{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "date": lambda: chance.choice(
            (f"{year()}", f"{year()}/..", f"1990/{year()}", "2005-01-02T04:30:00Z", "../1980-02")
        ),
        "begins": lambda: f"{year()}/..",
        "match": lambda: "certain",
        "undated": lambda: "1",
        "bbox": lambda: chance.choice(("-10,-20,60,50", "170,-60,-100,70", "0,0,30,30")),
        "min_amount": lambda: str(chance.choice((1, 20_000_000))),
        "currency": lambda: chance.choice(("USD", "EUR")),
        "updated_since": lambda: "2024-01-01T00:00:00.000500Z",
        "filter": lambda: chance.choice(CONDITIONS),
        "q": lambda: random_search(chance),
    }
    names = chance.sample(list(kinds), chance.choice((0, 1, 1, 2, 2, 3, 4)))
    names += ["country"] * (chance.random() < 0.1)  # perhaps two groups of countries
    return [(name, kinds[name]()) for name in names]


def random_search(chance: random.Random) -> str:
    """A random value of ``q``: words, phrases, prefixes, and excluded words."""
    word = chance.choice(WORDS)
    return chance.choice(
        (
            word, f"{word[:3]}", f"{word[:4]}*", f'"{word} {chance.choice(WORDS)}"', f"{word}s ",
            f"{word} -{chance.choice(WORDS)}", f'{word} -"{chance.choice(WORDS)} {word}"',
            chance.choice(TEXTS), f'"{chance.choice(TEXTS)}"', "kazakhstan", "september 2022",
            "...",
            f'"{word} {chance.choice(WORDS)[:3]}', "us", "中华", f"{LONG[:250]}*", LONG,
            f'"talks {LONG}"', "O'Neill talks",
        )
    )  # fmt: skip
