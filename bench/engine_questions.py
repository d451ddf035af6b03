"""The kinds of question that ``bench.engines`` and ``bench.compared_sizes`` put to a store."""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.generate import COUNTRIES, COUNTRY_WEIGHTS, RARE, WORDS
from service.app import load_blocs
from service.domain.cursors import CursorSeal
from service.domain.query import Filter, Page
from service.schemas.parameters import FILTERS
from service.schemas.query import QueryParser
from service.settings import Settings
from service.store import Store

Ask = Callable[[Store], object]
"""A question: it is called with a store, and returns the answer."""


class Questions:
    """Makes random questions, which are the same in every run."""

    def __init__(self, highest: int, count: int) -> None:
        seal = CursorSeal("0123456789ab", b"secret")
        self.parser = QueryParser(load_blocs(Settings()), 50, 1000, lambda: seal)
        self.chance = random.Random(7)
        self.highest, self.count = highest, count

    def filter(self, **words: object) -> Filter:
        return self.parser.parse([(n, str(v)) for n, v in words.items()], FILTERS).filter

    def page(
        self, sort: str = "date", deep: bool = False, count: str = "none", **words: object
    ) -> Ask:
        """A page of fifty events. With ``deep`` it begins at a random place in the list."""
        filter_ = self.filter(**words)
        after = (self.chance.randrange(self.highest),) if deep else None
        page = Page(sort=sort, limit=50, after=after, count=count)
        return lambda store: b",".join(store.reader.events(filter_, page).rows)

    def total(self, how: str, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.count(filter_, how)

    def country(self) -> str:
        return self.chance.choices(COUNTRIES, COUNTRY_WEIGHTS)[0]

    def year(self) -> int:
        return self.chance.randint(1985, 2023)

    def month(self) -> str:
        return f"{self.year()}-{self.chance.randint(1, 12):02}"

    def days(self) -> str:
        month = self.month()
        return f"{month}-01/{month}-{self.chance.randint(5, 28):02}"

    def one(self) -> Ask:
        event_id = f"g{self.chance.randrange(self.count):07}"
        return lambda store: store.reader.get(event_id)

    def histogram(self, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.histogram(filter_, "month")

    def facets(self, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.facets(filter_, ("country", "category"), {}, 20)

    def timeline(self, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.timeline(filter_, (None, None), 900, most=30)

    def atlas(self, **words: object) -> Ask:
        filter_ = self.filter(**words)
        return lambda store: store.atlas(filter_, (-180.0, -90.0, 180.0, 90.0), 900)


def word(q: Questions) -> str:
    return q.chance.choice(WORDS)


def rare(q: Questions) -> str:
    return q.chance.choice(RARE)


PAGES: dict[str, Callable[[Questions], Ask]] = {
    "one event": lambda q: q.one(),
    "country and month": lambda q: q.page(country=q.country(), date=q.month()),
    "range of days": lambda q: q.page(date=q.days()),
    "range of days, latest first": lambda q: q.page("-date", date=q.days()),
    "all, any depth": lambda q: q.page(deep=True),
    "country, any depth": lambda q: q.page(country=q.country(), deep=True),
    "country, any depth, capped": lambda q: q.page(country=q.country(), deep=True, count="capped"),
    "bloc of 27, any depth": lambda q: q.page(country="EU", deep=True),
    "bloc of 27, a year": lambda q: q.page(country="EU", date=q.year()),
    "country, certain, a year": lambda q: q.page(
        country=q.country(), date=q.year(), match="certain"
    ),
    "country, box": lambda q: q.page(country=q.country(), bbox="-10,35,30,60"),
    "last changed": lambda q: q.page("-updated", country=q.country()),
}
TEXTS: dict[str, Callable[[Questions], Ask]] = {
    "rare word": lambda q: q.page(q=rare(q)),
    "common word": lambda q: q.page(q=word(q)),
    "common word, any depth": lambda q: q.page(q=word(q), deep=True),
    "common word, a year": lambda q: q.page(q=word(q), date=q.year()),
    "beginning of a word, a year": lambda q: q.page(q=f"{word(q)[:3]}*", date=q.year()),
    "two words": lambda q: q.page(q=f"{word(q)} {word(q)}"),
    "word without word": lambda q: q.page(q=f"{word(q)} -{word(q)}"),
    "rare word, country": lambda q: q.page(q=rare(q), country=q.country()),
    "word, country, year": lambda q: q.page(q=word(q), country=q.country(), date=q.year()),
    "phrase": lambda q: q.page(q=f'"{word(q)} {word(q)}"'),
    "phrase, country": lambda q: q.page(q=f'"{word(q)} {word(q)}"', country=q.country()),
    "country, category": lambda q: q.page(country=q.country(), category="meeting"),
    "country, category, any depth": lambda q: q.page(
        country=q.country(), category="meeting", deep=True
    ),
    "country, category, year": lambda q: q.page(
        country=q.country(), category="visit,meeting", date=q.year()
    ),
    "country, tag": lambda q: q.page(country=q.country(), tag=f"topic-{q.chance.randrange(300)}"),
    "bloc, category, year": lambda q: q.page(country="EU", category="agreement", date=q.year()),
    "category, actor": lambda q: q.page(
        category="meeting", actor=f"Official {q.chance.randrange(2000)}"
    ),
    "by relevance": lambda q: q.page("relevance", q=f"{word(q)} {word(q)}"),
    "count of a word, capped": lambda q: q.total("capped", q=word(q)),
    "count of two groups, capped": lambda q: q.total(
        "capped", country=q.country(), category="meeting"
    ),
}
OTHERS: dict[str, Callable[[Questions], Ask]] = {
    "count of a country, exact": lambda q: q.total("exact", country=q.country()),
    "histogram of a country": lambda q: q.histogram(country=q.country()),
    "histogram of two groups": lambda q: q.histogram(country=q.country(), category="meeting"),
    "facets of a country": lambda q: q.facets(country=q.country()),
    "timeline of a country": lambda q: q.timeline(country=q.country()),
    "map of a country": lambda q: q.atlas(country=q.country()),
    "countries": lambda q: lambda store: store.terms("country"),
}
