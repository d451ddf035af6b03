"""Paginations of a list that began before many events moved: exact, quick, gone after a day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.event import CountryRole, Event
from service.domain.query import Choice, Filter, Page
from service.errors import Gone
from service.schemas.event import render
from service.store import Store, event_tables
from tests.support.sizes import size

DATES = ("2001-05-03", "2001-05", "2001", "2001-05-03/2001-06-09", "1999-01-01", "XXXX", "../2000")
CODES = ("KZ", "US", "UZ")
MANY = size(3000, 6000)


def made(name: str, date: str, code: str = "KZ", title: str = "A visit") -> Event:
    return Event(name, title, edtf.parse(date), "visit", countries=(CountryRole(code, "host"),))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('pages')}/s.db", render)
    opened.migrate()
    yield opened
    opened.close()


FILTERS = (
    Filter(undated=True), Filter(), Filter(groups=((Choice("country", "KZ"),),)),
    Filter(groups=((Choice("country", "KZ"), Choice("country", "US")),), undated=True),
    Filter(text="visit"), Filter(text="visit", groups=((Choice("country", "US"),),)),
    Filter(since=730_000, until=731_000, groups=((Choice("category", "visit"),),)),
)  # fmt: skip
First = list[tuple[str, str]]
"""The date and the country of each event."""
Step = tuple[int, str, str]
"""The number of an event, its new date or ``delete``, and its country."""
Key = tuple[int | str, ...]
steps = st.lists(
    st.tuples(st.integers(0, 19), st.sampled_from((*DATES, "delete")), st.sampled_from(CODES)),
    max_size=25,
)


@settings(max_examples=size(15, 40), deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(DATES), st.sampled_from(CODES)), min_size=20, max_size=20),
    st.lists(steps, min_size=1, max_size=6),
    st.sampled_from(FILTERS),
    st.sampled_from(("date", "-date")),
    st.integers(1, 6),
)
def test_a_pagination_meets_what_still_matches_once_in_its_first_order(
    small: Store, first: First, rounds: list[list[Step]], filter_: Filter, sort: str, limit: int
) -> None:
    store, versions = small, dict(small.database.execute_sql("SELECT id, version FROM event"))

    def write(number: int, date: str, code: str) -> None:
        name = f"e{number}"
        if date == "delete":
            if name in versions:
                store.delete(name, versions.pop(name))
            return
        known = versions.get(name)
        saved = store.put(made(name, date, code), known, only_new=known is None)
        versions[name] = saved.version

    for number, (date, code) in enumerate(first):
        write(number, date, code)
    before = list(store.reader.stream(filter_, sort))
    order = [_id(body) for body in before]
    page, met, began = Page(sort, limit, None, "none"), [], dict(versions)
    deleted: set[str] = set()
    for each in [*rounds, *([[]] * 30)]:
        found = store.events(filter_, page)
        met += [_id(body) for body in found.rows]
        if found.next is None:
            break
        page = replace(page, after=found.next)
        for step in each:
            write(*step)
            deleted |= {f"e{step[0]}"} if step[1] == "delete" else set()
    else:
        raise AssertionError("the pagination does not end")
    assert len(met) == len(set(met))
    untouched = [name for name in order if versions.get(name) == began[name]]
    assert [name for name in met if name in untouched] == untouched
    if filter_ == Filter(undated=True):  # a corrected event still matches it
        stayed = [name for name in order if name not in deleted]
        assert [name for name in met if name in stayed] == stayed


def _id(body: bytes) -> str:
    return body.split(b'"', 4)[3].decode()


def _steps(store: Store, filter_: Filter, page: Page) -> int:
    """The instructions of SQLite's virtual machine that the page takes, in hundreds."""
    count = [0]

    def more() -> int:
        count[0] += 1
        return 0

    database: Any = store.database
    connection = database.connection()
    connection.set_progress_handler(more, 100)
    try:
        store.events(filter_, page)
    finally:
        connection.set_progress_handler(None, 0)
    return count[0]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Key]]:
    """``MANY`` events, and the key after the first page; after it half of the events moved."""
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('many')}/m.db", render)
    opened.migrate()
    chance = random.Random(1)
    days = [f"20{chance.randrange(10, 20)}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(MANY)]
    codes = ["KZ" if n % 20 else "US" for n in range(MANY)]
    opened.import_batch(made(f"e{n}", days[n], codes[n]) for n in range(MANY))
    first = opened.events(Filter(), Page("date", 50)).next
    assert first is not None
    moved = [n for n in range(MANY) if n % 2 == 0]
    opened.import_batch(made(f"e{n}", days[(n + 7) % MANY], codes[n], "Moved") for n in moved)
    yield opened, first
    opened.close()


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize(
    "filter_",
    [
        Filter(),
        Filter(groups=((Choice("country", "KZ"),),)),
        Filter(text="visit"),
        Filter(groups=((Choice("country", "US"),),)),
        Filter(text="nobody"),
    ],
)
def test_the_cost_of_a_page_of_an_old_pagination_has_a_bound(
    many: tuple[Store, Key], filter_: Filter, sort: str
) -> None:
    store, first = many
    (last,) = store.database.execute_sql("SELECT max(number) FROM departure").fetchone()
    assert last >= MANY * 5 // 12
    middle = store.database.execute_sql(
        "SELECT position FROM event ORDER BY position LIMIT 1 OFFSET ?", (MANY // 2,)
    ).fetchone()[0]
    old = _steps(store, filter_, Page(sort, 50, (middle, first[1]), "none"))
    new = _steps(store, filter_, Page(sort, 50, (middle, last), "none"))
    # A look at each departure would take about 60 instructions: 900 hundreds or more.
    assert old < new + 500, (old, new)


def test_departures_are_forgotten_after_a_day_and_older_paginations_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(f"sqlite:///{tmp_path}/s.db", render)
    store.migrate()
    hours = iter(range(10_000))
    monkeypatch.setattr(
        event_tables, "now",
        lambda: "2031-{:02}-{:02}T{:02}:00:00.000000Z".format(*_at(next(hours))),
    )  # fmt: skip
    store.import_batch([made(f"e{n}", f"2001-01-{n + 1:02}") for n in range(20)])
    paginations = []
    for n in range(60):  # each write an hour later
        paginations.append(store.events(Filter(), Page("date", 5)).next)
        version = store.get("e7").version
        store.put(made("e7", f"2002-{1 + n % 12:02}-01"), version)
    (kept,) = store.database.execute_sql("SELECT count(*) FROM departure").fetchone()
    assert 23 <= kept <= 26
    for number, key in enumerate(paginations):
        if number < 60 - kept:
            with pytest.raises(Gone, match=r"24 hours.*begin again"):
                store.events(Filter(), Page("date", 5, key))
        else:
            assert len(store.events(Filter(), Page("date", 5, key)).rows) == 5
    fresh = store.events(Filter(), Page("date", 5)).next
    assert len(store.events(Filter(), Page("date", 50, fresh)).rows) == 15
    assert list(store.integrity_errors()) == []
    store.close()


def _at(hour: int) -> tuple[int, int, int]:
    return 1 + hour // 24 // 28, 1 + hour // 24 % 28, hour % 24
