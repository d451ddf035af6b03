"""Plans of PostgreSQL that depend on how a statement is written: nothing there names an index."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any, cast

import pytest

from service.domain.query import Choice, Filter, Page
from service.schemas.event import load_event, render
from service.schemas.parameters import EXPRESSION, FILTERS, PAGING
from service.store import Store
from service.store.postgres.bulk import numbered
from service.store.read import Reader
from service.store.sizes import Sizes
from service.store.sql import Sql
from tests.support.engines import POSTGRES, Fresh, Templates, fresh
from tests.unit.test_plans import PARSER

pytest.importorskip("psycopg")
EVENTS, TIMES = 3000, 100
"""The planner takes the store for one of so many times as many events."""
WHOLE = re.compile(r"Seq Scan on (event|document|posting|event_text)\b")
TOGETHER = re.compile(r"Join Filter: .*position")
CHANGED = Filter(values=(("updated_since", "2100-01-01T00:00:00.000000Z"),))


@pytest.fixture(scope="module")
def give(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    yield from fresh(templates, POSTGRES, tmp_path_factory.mktemp("plans"))


@pytest.fixture(scope="module")
def store(give: Fresh) -> Iterator[Store]:
    """Enough events that the planner prefers an index."""
    with closing(filled(give(), EVENTS)) as opened:
        opened.database.execute_sql("ANALYZE")
        opened.database.execute_sql(
            f"UPDATE pg_class SET reltuples = reltuples * {TIMES}"
            " WHERE relname IN ('event', 'document', 'posting', 'event_text')"
        )
        yield opened


def filled(address: str, number: int) -> Store:
    """A store with events of all years, and without statistics."""
    chance, opened = random.Random(1), Store(address, render)
    opened.import_batch(
        load_event({
            "id": f"e{number}", "title": "Talks", "category": chance.choice(("meeting", "visit")),
            "date": f"{chance.randint(1950, 2024)}", "tags": [f"t{number % 30}"],
            "place": {"name": "X", "latitude": number % 90, "longitude": number % 170},
        })
        for number in range(number)
    )  # fmt: skip
    return opened


@contextmanager
def plans_of(store: Store, caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """The plans of the statements of the block; they are there when it has ended."""
    found: list[str] = []
    with caplog.at_level(logging.DEBUG, "peewee"):
        yield found
    for text, values in [cast("tuple[str, Any]", each.msg) for each in caplog.records]:
        if text.startswith(("SELECT", "WITH")):
            found.append(plan(store, Sql(text, list(values or ()))))
    assert found


def plan(store: Store, sql: Sql) -> str:
    """The plan for any values, which the connections of the service ask for."""
    database: Any = store.database
    run = database.own().execute
    types = ", ".join("bigint" if isinstance(each, int) else "unknown" for each in sql.values)
    nothing = ", ".join(["NULL"] * len(sql.values))
    run(f"PREPARE asked{f' ({types})' if types else ''} AS {numbered(sql.text)}")
    rows = run(f"EXPLAIN EXECUTE asked{f' ({nothing})' if types else ''}").fetchall()
    run("DEALLOCATE asked")
    return "\n".join(line for (line,) in rows)


@pytest.mark.parametrize("tags", [(), ("t1",), ("t1", "t2")])
@pytest.mark.parametrize("page", [Page(), Page(sort="-date"), Page(limit=5, after=(0, 0))])
def test_few_events_that_changed_are_found_by_their_change(
    store: Store, tags: tuple[str, ...], page: Page
) -> None:
    asked = replace(CHANGED, groups=tuple((Choice("tag", each),) for each in tags))
    found = plan(store, Reader(store.database).positions(asked, page, 11))
    assert "event_updated_at_position on event e " in found, found
    assert "Index Cond: (updated_at >= $1)" in found


@pytest.mark.parametrize("sort", ["date", "-date", "updated", "-updated"])
@pytest.mark.parametrize(
    "asked",
    [
        "match=possible", "bbox=-180,-90,180,90", "bbox=0,0,50,50&tag=t1", "min_amount=5",
        "q=talks&tag=t1,t2", "tag=t1,t2&date=1990/2000", "filter=version > 0",
        "updated_since=2000-01-01&status=occurred", "country=EU&category=meeting&precision=year",
    ],
)  # fmt: skip
def test_a_page_reads_no_table_whole(
    store: Store, asked: str, sort: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The planner does not know how few events a LIMIT leaves."""
    parts = [each.partition("=") for each in f"{asked}&count=capped&sort={sort}".split("&")]
    pairs = [(name, value) for name, _, value in parts]
    parsed = PARSER.parse(pairs, (*FILTERS, *EXPRESSION, *PAGING))
    with plans_of(store, caplog) as plans:
        for few in (0, 5000):
            reader = Reader(store.database, Sizes(few=few, few_said=few))
            first = reader.events(parsed.filter, parsed.page)
            if first.next is not None:
                reader.events(parsed.filter, replace(parsed.page, after=first.next))
    assert [each for each in plans if WHOLE.search(each)] == []


def test_without_statistics_no_list_is_read_once_for_each_row_of_another(
    give: Fresh, caplog: pytest.LogCaptureFixture
) -> None:
    """The planner then takes each list for one row, and any plan for as quick as another."""
    groups = {each: (Choice("category", each),) for each in ("meeting", "visit")}
    with closing(filled(give(), 500)) as store, plans_of(store, caplog) as plans:
        for asked in (Filter(), Filter(groups=((Choice("tag", "t1"),),))):
            assert store.histogram(asked, "day").imprecise
            assert store.histograms(asked, "day", groups)
    assert [each for each in plans if TOGETHER.search(each)] == []


@pytest.mark.parametrize("sort", ["date", "-date", "updated"])
def test_events_with_one_of_many_terms_are_sorted_and_not_hashed(
    store: Store, sort: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A table of hashes for more rows than the planner expects takes no end, once it is full."""
    some = tuple(Choice("category", each) for each in ("meeting", "visit"))
    asked = Filter(groups=((*some, *(Choice("tag", f"t{number}") for number in range(30))),))
    store.database.execute_sql("SET enable_sort = off")  # hashes, wherever they are possible
    with plans_of(store, caplog) as plans:
        reader = Reader(store.database)
        assert reader.total(asked, "exact") == (EVENTS, "exact")
        assert reader.events(asked, Page(sort=sort, limit=5)).rows
    store.database.execute_sql("RESET enable_sort")
    assert [each for each in plans if "HashAggregate" in each] == []
