"""The questions of the bench, in the form of each server.

Dateline gets a question as a query string. Datasette's table API gets the nearest filters. They are
never harder than ours: for example, a range filters the first day alone. Datasette's SQL API gets
the statement that Dateline runs, on Dateline's own indexes. For the histogram the table API only
counts the events of each month. It does not add up money or count events that began earlier.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from bench.data import Data
from bench.generate import COUNTRIES, COUNTRY_WEIGHTS, RARE, WORDS
from service.app import load_blocs
from service.domain import calendar
from service.domain.query import Filter, Page
from service.schemas.parameters import FILTERS, PAGING
from service.schemas.query import QueryParser
from service.settings import Settings
from service.store import Store
from service.store.position import start_of
from service.store.sql import Sql

LIMIT = 50
TABLE: dict[str, object] = {
    "_size": LIMIT,
    "_nocount": 1,
    "_nofacet": 1,
    "_nosuggest": 1,
    "_shape": "objects",
}


@dataclass(frozen=True)
class Question:
    """One question: the paths for three servers, and the SQL that answers it on our tables."""

    dateline: str
    table: str
    sql_api: str
    sql: Sql


class Asker:
    """Makes random questions, which are the same in every run."""

    def __init__(self, data: Data, store: Store) -> None:
        self.data = data
        self.store = store
        settings = Settings()
        self.parser = QueryParser(load_blocs(settings), LIMIT, 1000, self.store.seal)
        self.chance = random.Random(11)

    def parsed(self, address: str) -> tuple[Filter, Page]:
        """The filter and the page that Dateline reads from a query string."""
        pairs = parse_qsl(urlsplit(address).query)
        asked = self.parser.parse(pairs, (*FILTERS, *PAGING))
        return asked.filter, asked.page

    def month(self) -> tuple[int, int]:
        return self.chance.randint(1985, 2023), self.chance.randint(1, 12)

    def country(self) -> str:
        return self.chance.choices(COUNTRIES, COUNTRY_WEIGHTS)[0]

    def _page(self, words: dict[str, object], table: str) -> Question:
        address = "/v1/events?" + urlencode({**words, "limit": LIMIT, "count": "none"})
        filter_, page = self.parsed(address)
        sql = self.store.reader.page(filter_, page)
        text = sql.text.replace("SELECT d.body", "SELECT CAST(d.body AS TEXT)", 1)
        return Question(address, table, self._sql_api(Sql(text, sql.values)), sql)

    def _sql_api(self, sql: Sql) -> str:
        text, parameters = sql.text, {}
        for number, value in enumerate(sql.values):
            text = text.replace("?", f":p{number}", 1)
            parameters[f"p{number}"] = value
        name = self.data.dateline.stem
        return f"/{name}.json?" + urlencode({"sql": text, "_shape": "arrays", **parameters})

    def _table(self, name: str, words: dict[str, object]) -> str:
        return f"/{self.data.flat.stem}/{name}.json?" + urlencode({**words, **TABLE})

    def country_month(self) -> Question:
        country, (year, month) = self.country(), self.month()
        first, last = calendar.ordinal(year, month, 1), calendar.month_end(year, month)
        through = {"table": "event_country", "column": "country", "value": country}
        flat = {"_through": json.dumps(through), "start__gte": first, "start__lte": last}
        return self._page(
            {"country": country, "date": f"{year}-{month:02}"},
            self._table("event", {**flat, "_sort": "start"}),
        )

    def date_range(self) -> Question:
        first = calendar.ordinal(*self.month(), 1) + self.chance.randrange(28)
        last = first + self.chance.randint(5, 60)
        return self._page(
            {"from": calendar.iso(first), "to": calendar.iso(last)},
            self._table("event", {"start__gte": first, "start__lte": last, "_sort": "start"}),
        )

    def one_event(self) -> Question:
        event_id = f"g{self.chance.randrange(self.data.count):07}"
        sql = Sql(
            "SELECT e.version, CAST(d.body AS TEXT) FROM event e"
            " CROSS JOIN document d ON d.position = e.position WHERE e.id = ?",
            [event_id],
        )
        number = self.chance.randint(1, self.data.count)
        flat = f"/{self.data.flat.stem}/event/{number}.json?_shape=objects"
        return Question(f"/v1/events/{event_id}", flat, self._sql_api(sql), sql)

    def full_text(self) -> Question:
        year = self.chance.randint(1985, 2023)
        if self.chance.random() < 0.5:
            words = self.chance.choice(RARE)
            return self._page({"q": words}, self._table("event", {"_search": words}))
        words = self.chance.choice(WORDS)
        first, last = calendar.ordinal(year, 1, 1), calendar.ordinal(year, 12, 31)
        flat = {"_search": words, "start__gte": first, "start__lte": last}
        return self._page({"q": words, "date": year}, self._table("event", flat))

    def histogram(self) -> Question:
        country, first = self.country(), self.chance.randint(1980, 2014)
        last = first + self.chance.randint(1, 9)
        words = {"country": country, "interval": "month", "date": f"{first}/{last}"}
        filter_, _ = self.parsed("?" + urlencode({"country": country, "date": f"{first}/{last}"}))
        term = self.store.reader.term_id("country", country)
        before = Page(sort="-date", after=(start_of(filter_.since or 0),))
        reaching = self.store.reader.positions(filter_, before, -1)
        sql = Sql(
            "SELECT month, date, events, NULL, NULL FROM tally"
            " WHERE term = ? AND month BETWEEN ? AND ? UNION ALL"
            " SELECT month, date, currency, stage, value FROM tally_amount"
            " WHERE term = ? AND month BETWEEN ? AND ? UNION ALL"
            " SELECT e.earliest, e.date, a.currency, a.stage, a.value"
            f" FROM ({reaching.text}) p CROSS JOIN event e ON e.position = p.position"
            " LEFT JOIN amount a ON a.position = p.position",
            [*[term, first * 12, last * 12 + 11] * 2, *reaching.values],
        )
        facet = {
            "country": country, "month__gte": first * 100, "month__lte": last * 100 + 12,
            "_facet": "month", "_facet_size": "max", "_size": 0, "_nocount": 1, "_nosuggest": 1,
        }  # fmt: skip
        return Question(
            "/v1/histogram?" + urlencode(words),
            f"/{self.data.flat.stem}/event_country.json?" + urlencode(facet),
            self._sql_api(sql),
            sql,
        )


KINDS: dict[str, Callable[[Asker], Question]] = {
    "country and month": Asker.country_month,
    "date range": Asker.date_range,
    "one event": Asker.one_event,
    "full text": Asker.full_text,
    "histogram": Asker.histogram,
}
