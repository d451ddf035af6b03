"""The plans of PostgreSQL for walks of postings. Branches are merged row by row, so a page reads
only the rows that it needs. To count the common events of two terms, their lists are merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from math import inf
from typing import Any

import pytest

from bench.generate import events
from service.domain.query import Choice, Filter, Page
from service.schemas.event import load_event, render
from service.store import Store
from service.store.read import Reader
from service.store.sql import Sql
from tests.support.engines import POSTGRES, Templates, fresh

psycopg = pytest.importorskip("psycopg")
MEETING, VISIT = (Choice("category", value) for value in ("meeting", "visit"))
DAY = Choice("precision", "day")


@pytest.fixture(scope="module")
def store(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(fresh(templates, POSTGRES, tmp_path_factory.mktemp("plans"))) as made:
        opened = Store(next(made)(), render, 60)
        opened.import_batch(map(load_event, islice(events(600), 600)))
        opened.settle()
        yield opened
        opened.close()


def plan(store: Store, sql: Sql) -> str:
    """The generic plan of a statement, for any values."""
    from service.store.postgres.bulk import numbered

    database: Any = store.database
    rows = database.own().execute(f"EXPLAIN (GENERIC_PLAN, COSTS OFF) {numbered(sql.text)}")
    return "\n".join(line for (line,) in rows)


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize("group", [(MEETING,), (MEETING, VISIT)], ids=["one", "several"])
@pytest.mark.parametrize("placed", [False, True], ids=["all", "tested"])
@pytest.mark.parametrize("since", [None, 730_000])
def test_branches_are_merged_without_a_sort(
    store: Store, sort: str, group: tuple[Choice, ...], placed: bool, since: int | None
) -> None:
    values = (("placed", True),) if placed else ()
    filter_ = Filter(groups=(group,), since=since, values=values)
    found = plan(store, store.reader.positions(filter_, Page(sort=sort), 51))
    assert "Merge Append" in found
    assert "Sort Method" not in found and "->  Sort" not in found and "Hash" not in found


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_postings_of_a_stretch_are_looked_up_in_a_table_of_hashes(
    store: Store, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.store.postgres.estimates import Estimates

    guess = Estimates(inf, 1_000_000.0, {}, 0.05)
    monkeypatch.setattr(store.database, "estimated", guess)
    filter_ = Filter(groups=((MEETING,), (DAY,)), since=730_000, values=(("placed", True),))
    page = Page(sort=sort, limit=3, count="none")
    found = plan(store, store.reader.positions(filter_, page, 51))
    assert "hashed SubPlan" in found and "Seq Scan" not in found
    every = list(store.stream(filter_, sort))
    assert len(every) > 3 and store.events(filter_, page).rows == every[:3]


def test_what_two_terms_share_is_counted_by_a_merge(store: Store) -> None:
    filter_ = Filter(groups=((MEETING,), (DAY,)))
    sql = store.reader.positions(filter_, Page(), 1001, ordered=False)
    found = plan(store, sql)
    assert "Merge Full Join" in found and "event_text" not in found
    assert not any(each in found for each in ("Nested Loop", "Hash", "Sort", "Materialize"))
    (count,) = store.database.execute_sql(
        f"SELECT count(*) FROM ({sql.text}) p", sql.values
    ).fetchone()
    both = {(each.kind, each.value) for each in (MEETING, DAY)}
    assert count == store.count(filter_)[0] == _held(store, both) > 20


def _held(store: Store, wanted: set[tuple[str, str]]) -> int:
    """The number of events with both terms, counted directly in the postings."""
    terms = [store.reader.term_id(kind, value) for kind, value in sorted(wanted)]
    rows = store.database.execute_sql(
        "SELECT position FROM posting WHERE term IN (?, ?) GROUP BY position HAVING count(*) = 2",
        terms,
    ).fetchall()
    return len(rows)


@pytest.mark.parametrize("sort", ["updated", "-updated"])
@pytest.mark.parametrize(("version", "searches"), [(170_000, 2), (160_009, 0)])
def test_the_last_changed_events_of_many_are_looked_up_together(
    store: Store, sort: str, version: int, searches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    database: Any = store.database
    known = replace(database.estimates(), version=version)
    monkeypatch.setattr(database, "estimated", known)
    reader, asked = Reader(database), list[Sql]()
    execute = reader.execute

    def noted(text: str, values: Any = ()) -> Any:
        asked.append(Sql(text, values))
        return execute(text, values)

    monkeypatch.setattr(reader, "execute", noted)
    for group in ((DAY,), (DAY, MEETING)):
        page = Page(sort=sort, limit=3, count="none")
        rows = reader.events(Filter(groups=(group,)), page).rows
        assert rows == list(store.stream(Filter(groups=(group,)), sort))[:3]
    plans = [plan(store, each) for each in asked if "posting q" in each.text]
    assert len(plans) == searches
    for found in plans:
        assert re.search("Index Only Scan.* on posting q", found), found
        assert 'position" = ANY ((InitPlan' in found and "Seq Scan" not in found
