"""A page of a search that begins with the last event is that of a full look, however many events
match and wherever they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import orjson
import pytest

from service.domain import calendar, edtf
from service.domain.event import CountryRole, Event
from service.domain.query import Choice, Filter, Page
from service.schemas.event import render
from service.store import Store
from service.store.bounds import ALL_SPANS
from service.store.newest_first import TRIES, many_lists, newest
from service.store.read import Reader
from service.store.sizes import Sizes
from tests.support.engines import Fresh

# A server has another index.
pytestmark = pytest.mark.sqlite
EVENTS = 2000
FIRST = calendar.ordinal(2001, 1, 1)
CODES = ("KZ", "UZ", "KG", "TJ", "TM", "US", "CN", "FR", "DE", "IT")
BLOC = tuple(Choice("country", code) for code in CODES)
RARE, VISIT = (Choice("category", "policy"),), (Choice("category", "visit"),)


def event(number: int) -> Event:
    """Half of the events are talks, one in forty is on trade, three old ones are on grain. All
    lately are visits, before them only every tenth."""
    words = ["Talks" if number % 2 else "Report", "trade" * (number % 40 == 0)]
    words += ["grain" * (number in (3, 4, 90)), "river"]
    category = "visit" if number > EVENTS - 300 or number % 10 == 0 else "meeting"
    return Event(
        id=f"e{number}", title=" ".join(filter(None, words)),
        date=edtf.parse(calendar.iso(FIRST + number * 2)),
        category="policy" if number % 400 == 7 else category,
        countries=(CountryRole(CODES[number % len(CODES)], "host"),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Iterator[Store]:
    opened = Store(fresh(), render)
    opened.import_batch(event(number) for number in range(EVENTS))
    yield opened
    opened.close()


def ids(rows: list[bytes]) -> list[str]:
    return [orjson.loads(row)["id"] for row in rows]


@pytest.mark.parametrize("text", [None, "talks", "trade", "grain", "river", "nothing"])
@pytest.mark.parametrize("groups", [(), (BLOC,), (BLOC, VISIT), (BLOC, RARE), (VISIT,)])
@pytest.mark.parametrize("days", [(None, None), (FIRST + 100, FIRST + 900)])
def test_its_pages_are_those_of_the_other_order_reversed(
    store: Store,
    groups: tuple[tuple[Choice, ...], ...],
    text: str | None,
    days: tuple[int | None, int | None],
) -> None:
    filter_ = Filter(*days, groups=groups, text=text)
    wanted = ids(store.events(filter_, Page(limit=EVENTS, count="none")).rows)[::-1]
    reader = Reader(store.database, Sizes(many_lists=1))
    for limit in (1, 60, 1000):
        page, found = Page(sort="-date", limit=limit, count="none"), list[str]()
        for _ in range(5):
            some = reader.events(filter_, page)
            found += ids(some.rows)
            if some.next is None:
                break
            page = replace(page, after=some.next)
        assert found == wanted[: len(found)]
        assert len(found) == min(len(wanted), 5 * limit)


@pytest.mark.parametrize("text", ["talks", "trade", "grain", "river", "nothing"])
def test_it_takes_few_statements(store: Store, text: str) -> None:
    filter_, reader = Filter(groups=(BLOC,), text=text), Reader(store.database)
    assert many_lists(reader, filter_, ALL_SPANS)
    page = Page(sort="-date", limit=50)
    newest(reader, filter_, ALL_SPANS, page, 51)
    asked: list[str] = []
    execute = reader.execute
    reader.execute = lambda *some: asked.append(some[0]) or execute(*some)  # type: ignore[func-returns-value]
    found = newest(reader, filter_, ALL_SPANS, page, 51)
    searches = [each for each in asked if "MATCH" in each]
    assert found is not None and len(searches) <= TRIES + 1
    if text in ("talks", "river"):
        assert len(found) == 51 and not [each for each in searches if "DESC" in each]
