"""The plans of every kind of query: no statement reads or sorts an unbounded number of rows."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import combinations, product
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain import calendar, edtf
from service.domain.blocs import from_json
from service.domain.cursors import CursorSeal
from service.domain.event import Actor, Amount, CountryRole, Event
from service.domain.query import Choice, Filter, Page
from service.schemas.event import load_event, render
from service.schemas.parameters import EXPRESSION, FILTERS, PAGING
from service.schemas.query import QueryParser
from service.store import Store
from service.store.bounds import Bounds, settled
from service.store.few_paid import INDEX
from service.store.filter_match import matches
from service.store.periods import begin_in
from service.store.plan import widest
from service.store.position import UNDATED_SPAN
from service.store.read import Reader
from service.store.sizes import Sizes
from service.store.sql import MOST_GATHERED
from service.store.sqlite.database import Sqlite
from tests.conftest import REPOSITORY
from tests.support.engines import Fresh
from tests.support.sizes import size
from tests.unit.test_chart_series import filters
from tests.unit.test_histogram import DATES, store

__all__ = ["store"]
JOINED = calendar.ordinal(2021, 7, 1)
LEFT = calendar.ordinal(2022, 3, 1)
BLOC = (
    Choice("country", "KZ", JOINED), Choice("country", "UZ", None, LEFT), Choice("country", "US"),
)  # fmt: skip
BLOCS = from_json(orjson.loads((REPOSITORY / "seed/blocs.json").read_bytes()))
PARSER = QueryParser(BLOCS, 5, 99, lambda: CursorSeal("0123456789ab", b"secret"))
MANY = sorted({each.country for bloc in BLOCS.values() for each in bloc.members})
TERMS = (
    "limit=5", "country=KZ", "country=C5", "role=host&country=UZ", "on=02-24", "tag=a,b",
    "currency=USD",
    "country=KZ&category=visit", "country=EU&status=occurred", "country=C5&country=KZ",
    "actor=Ann Lee&precision=day", "country=EU,NATO,G20,CIS,ASEAN",
)  # fmt: skip
TEXTS = (
    "count=capped",
    "q=talks",
    "q=talk*",
    'q="talks border"',
    "q=talks -border",
    "q=talks OR border",
)
TIMES = (
    "match=possible", "date=2021-07/2022-02", "from=2021-07-01&match=certain",
    "to=2022-03-01&undated=1",
    "begins=2021-12/2022-02", "begins=2021-12/..&date=2022", "match=certain",
    "from=2022-01-05T10:00Z&to=2022-01-06T12:30Z", "from=2022-01-05T10:00Z&match=certain",
)  # fmt: skip
MORE = (
    "fields=id", "bbox=46,35,88,56", "min_amount=5", "updated_since=2020-01-01T00:00:00Z",
    "filter=title = 'T'", "filter=title LIKE 'T%' OR version > 3",
    "filter=earliest BETWEEN DATE('2021-12-01') AND DATE('2022-02-01')",
    "filter=status IN ('planned', 'occurred')", "filter=CASEI(title) NOT IN ('a', 'b')",
    "filter=T_INTERSECTS(date, INTERVAL('2021-12-01', '2022-02-01'))",
    "filter=T_DURING(date, INTERVAL('2021-12-01T10:00:00Z', '..'))",
    "filter=S_INTERSECTS(geometry, BBOX(46, 35, 88, 56))",
    "filter=S_INTERSECTS(geometry, POLYGON((46 35, 88 35, 60 56, 46 35)))",
    "filter=country = 'KZ' AND NOT tag IS NULL", "filter=country = 'KZ' OR country = 'US'",
)  # fmt: skip
SORTS = ("sort=date", "sort=-date", "sort=updated", "sort=-updated", "sort=relevance")
FEW = ("0", "5000")
"""The maximum number of events that are sorted by their last change. With the first number, queries
intersect lists; with the second, they test events."""
PARTS = (TERMS, TEXTS, TIMES, MORE, SORTS, FEW)
SCANNED = re.compile(
    r"SCAN (?!CONSTANT|\d+ CONSTANT|\(|[jvwp]\b|stemming|event_text VIRTUAL TABLE INDEX \d+:.*M)"
)
"""A scan that may have no bound. Scans of lists of values, of walks with a limit, of words and of
the one row of ``stemming`` have one."""
SKIPPED = "(ANY("
"""A search of an index for each value of its first column. If statistics say that these are few,
SQLite prefers it to the beginning of a range."""
SORTED = re.compile("USE TEMP B-TREE|UNION USING TEMP")
GATHERED = re.compile(r"SELECT DISTINCT p\.position .* LIMIT (\d+)(\) p)?$")
"""A statement that gathers distinct positions, and its limit."""
BY_UPDATE = re.compile("SCAN e USING (COVERING )?INDEX event_updated_at_position")
"""A walk in the order of the last changes. It is allowed because it ends with the page. If few
events match, the query sorts them instead."""
FEW_SORTED = re.compile(r"SCAN [jwp]\b")
"""The events of a list or of a walk with a limit. They may be sorted."""
FEW_CHANGED = re.compile(
    r"SEARCH e USING (COVERING )?INDEX event_updated_at_position \(updated_at>"
)
"""The events that changed since a time. They are counted first, and sorted only if they are few."""
FEW_PAID = re.compile(
    r"SEARCH a USING COVERING INDEX amount_currency_number_position \(.* AND number>"
)
"""The events with an amount of at least some number. They are counted first, and read only if they
are few."""
DEPARTED = re.compile("SCAN (m|departure) USING (COVERING )?INDEX departure_position")
"""The events that moved in the last 24 hours. A query reads as many as its page needs."""
VALUE = re.compile(r"'(?:[^']|'')*'|-?\b\d+(?:\.\d+)?\b")


def questions() -> list[tuple[str, ...]]:
    """Combinations of one value of each part. Each two values of different parts are together in
    one."""
    chance, met, found = random.Random(7), set[tuple[str, str]](), []
    pairs = [pair for parts in combinations(PARTS, 2) for pair in product(*parts)]
    for pair in pairs:
        if pair in met:
            continue
        some = [
            next((each for each in pair if each in part), chance.choice(part)) for part in PARTS
        ]
        if some[4] == "sort=relevance" and some[1] == TEXTS[0]:
            some[1] = "q=talks"  # this order needs words
        met.update(combinations(some, 2))
        found.append(tuple(some))
    return found


@pytest.fixture(scope="module")
def varied(fresh: Fresh) -> Iterator[Store]:
    """A store of events with members of many blocs. Some events have moved."""
    chance = random.Random(4)

    def event(number: int) -> Event:
        codes = [*chance.sample(MANY, 7), "KZ"]
        return Event(
            id=f"e{number}", title=chance.choice(("Talks", "Talks on a border")),
            date=edtf.parse(chance.choice(DATES)), category=chance.choice(("meeting", "visit")),
            countries=tuple(CountryRole(code, "host") for code in dict.fromkeys(codes)),
            amounts=(Amount(Decimal(number), "USD", "announced"),), tags=("a", "b"),
            actors=(Actor("Ann Lee", "person"),),
        )  # fmt: skip

    opened = Store(fresh(), render)
    for _ in range(2):
        opened.import_batch([event(number) for number in range(60)])
    yield opened
    opened.close()


class Plans:
    """The plans of the statements that a store runs. Two statements that differ only in values have
    the same plan."""

    def __init__(self, database: Sqlite) -> None:
        self.connection = database.own()
        self.said: dict[str, str] = {}
        self.fresh: list[str] = []

    def _said(self, text: str) -> None:
        key = VALUE.sub("?", text)
        if text.startswith(("SELECT", "WITH")) and key not in self.said:
            self.said[key] = text
            self.fresh.append(text)

    def of(self, ask: Callable[[], object]) -> list[str]:
        """The lines of the new plans that read or sort an unbounded number of rows."""
        self.fresh = []
        self.connection.set_trace_callback(self._said)
        try:
            ask()
        finally:
            self.connection.set_trace_callback(None)
        return [error for text in self.fresh for error in errors(self.connection, text)]


def errors(connection: sqlite3.Connection, text: str) -> Iterator[str]:
    """The lines of the plan of a statement that read or sort an unbounded number of rows."""
    gathered = GATHERED.search(text)
    few = gathered is not None and int(gathered[1]) <= MOST_GATHERED
    first: dict[int, str] = {}
    for _, parent, _, line in connection.execute(f"EXPLAIN QUERY PLAN {text}").fetchall():
        if line.startswith(("SCAN", "SEARCH")):
            first.setdefault(parent, line)  # the outer loop
            if SKIPPED in line:
                yield f"{line}: {text}"
            if SCANNED.match(line) and not (BY_UPDATE.match(line) or DEPARTED.match(line)):
                yield f"{line}: {text}"
        elif SORTED.search(line):
            outer = first.get(parent, "")
            few_read = FEW_SORTED.match(outer) or FEW_CHANGED.match(outer)
            listed = line.endswith("ORDER BY") and few_read
            if not (listed or FEW_PAID.match(outer) or (few and line.endswith("FOR DISTINCT"))):
                yield f"{line}: {text}"


def ask(store: Store, question: tuple[str, ...]) -> None:
    """Read two pages. Read the second one again, as if events had moved since the first."""
    *texts, few = question
    parts = [part.partition("=") for text in texts for part in text.split("&")]
    pairs = [(name, value) for name, _, value in parts]
    parsed = PARSER.parse(pairs, (*FILTERS, *EXPRESSION, *PAGING))
    sizes = Sizes(
        few=int(few), few_said=int(few), changed=int(few), changed_said=int(few), paid=int(few),
        list_start=1e9 * (few != "0"), many_lists=8 if few == "0" else 0,
    )  # fmt: skip
    reader = Reader(store.database, sizes)
    first = reader.events(parsed.filter, parsed.page)
    if first.next is not None:
        reader.events(parsed.filter, replace(parsed.page, after=first.next))
        if parsed.page.sort in ("date", "-date"):
            reader.events(parsed.filter, replace(parsed.page, after=(first.next[0], 0)))


def test_no_query_reads_or_sorts_unbounded_rows(varied: Store) -> None:
    if not isinstance(varied.database, Sqlite):
        pytest.skip("these are the plans of SQLite")
    plans = Plans(varied.database)
    asked = questions()[:: size(4, 1)]
    bad = [(each, plans.of(partial(ask, varied, each))) for each in asked]
    assert [each for each in bad if each[1]][:3] == []
    assert len(plans.said) > size(100, 300)


def test_statistics_of_the_tables_lead_to_no_such_plan(varied: Store) -> None:
    if not isinstance(varied.database, Sqlite):
        pytest.skip("these are the plans of SQLite")
    # All events have few times of change and few numbers of amounts, as after an import.
    varied.database.execute_sql("ANALYZE")
    for table, index in (("event", "event_updated_at_position"), ("amount", INDEX)):
        varied.database.execute_sql(
            "INSERT INTO sqlite_stat1 VALUES (?, ?, '1000000 2000 500 1')", (table, index)
        )
    varied.database.execute_sql("ANALYZE sqlite_schema")  # read again
    plans = Plans(varied.database)
    asked = [each for each in questions() if each[3].startswith(("updated", "min_amount"))]
    bad = [line for each in asked for line in plans.of(partial(ask, varied, each))]
    varied.database.execute_sql("DROP TABLE sqlite_stat1")
    varied.database.execute_sql("ANALYZE sqlite_schema")
    assert [line for line in bad if SKIPPED in line][:3] == []


@pytest.mark.parametrize(("days", "classes"), [(1, 1), (20, 2), (300, 3), (3000, 4), (9000, 5)])
def test_a_certain_match_passes_over_no_event_that_is_longer_than_its_range(
    days: int, classes: int
) -> None:
    bounds = Bounds(JOINED, JOINED + days - 1, certain=True)
    places = [bounds.positions(span) for span in range(UNDATED_SPAN)]
    assert [low <= high for low, high in places] == [n < classes for n in range(UNDATED_SPAN)]


def test_the_questions_have_every_parameter_of_a_filter() -> None:
    used = {part.split("=")[0] for parts in PARTS[:4] for text in parts for part in text.split("&")}
    assert used >= {each.name for each in (*FILTERS, *EXPRESSION)} - {"filter-lang", "filter-crs"}


def test_the_check_knows_a_full_scan_and_a_sort(varied: Store) -> None:
    if not isinstance(varied.database, Sqlite):
        pytest.skip("these are the plans of SQLite")
    run = varied.database.own().execute
    for text in (
        "SELECT 1 FROM event e WHERE e.title = 'a'", "SELECT 1 FROM event e ORDER BY e.title",
        "SELECT rowid FROM event_text WHERE rowid > 0",
        "SELECT DISTINCT p.position FROM posting p LIMIT 10001",
    ):  # fmt: skip
        plans = Plans(varied.database)
        assert plans.of(partial(run, text)), text
    plans = Plans(varied.database)
    assert not plans.of(lambda: run("SELECT 1 FROM event WHERE id = 'e1'").fetchall())


@given(filters(), st.integers(1, 300))
def test_a_sure_minimum_is_never_above_the_count(store: Store, filter_: Filter, most: int) -> None:
    count, _ = store.count(filter_)
    assert count is not None
    assert store.reader.number(filter_, most) == min(count, most)
    if store.reader.surely(filter_, most):
        assert count >= most


@given(filters(), st.sampled_from(("updated", "-updated")))
def test_few_and_many_have_one_order(store: Store, filter_: Filter, sort: str) -> None:
    found = []
    for few in (0, 5000):
        reader = Reader(store.database, Sizes(few=few))
        found.append(list(reader.stream(filter_, sort)))
    assert found[0] == found[1]


@given(st.lists(st.sampled_from((*BLOC, *(
    Choice("country", code, since, until)
    for code in ("KZ", "UZ") for since in (None, JOINED) for until in (None, LEFT)
))), min_size=1, max_size=6), st.booleans())  # fmt: skip
def test_choices_contained_in_others_can_be_dropped(
    store: Store, choices: list[Choice], certain: bool
) -> None:
    group = tuple(choices)
    kept = tuple(widest(group))
    assert set(kept) <= set(group)
    assert len(set(kept)) == len(kept)
    days: dict[str, Any] = {"since": JOINED - 90, "until": LEFT + 90, "certain": certain}
    every = {row for each in group for row in store.stream(Filter(groups=((each,),), **days))}
    other = (Choice("status", "occurred"),)
    for rest in ((), (other,)):
        found = list(store.stream(Filter(groups=(kept, *rest), **days)))
        assert found == list(store.stream(Filter(groups=(group, *rest), **days)))
    assert set(store.stream(Filter(groups=(group,), **days))) == every


@given(filters(), st.sampled_from(("date", "-date")))
def test_lists_that_are_intersected_and_events_that_are_tested_give_the_same(
    store: Store, filter_: Filter, sort: str
) -> None:
    found = []
    for start, lists in ((0.0, 1000), (1e9, 1000), (0.0, 0)):
        reader = Reader(store.database, Sizes(list_start=start, many_lists=lists))
        pages = [reader.events(filter_, Page(sort=sort, limit=limit)) for limit in (3, 1000)]
        found.append((list(reader.stream(filter_, sort)), [each.rows for each in pages]))
    assert found[0] == found[1] == found[2]


PERIODS = st.lists(st.sampled_from(tuple(
    Choice("country", code, since, until)
    for code in ("KZ", "UZ", "US") for since in (None, JOINED) for until in (None, LEFT)
)), min_size=1, max_size=5)  # fmt: skip
SOME_DAY = st.none() | st.integers(JOINED - 40, LEFT + 40)


@given(PERIODS, SOME_DAY, SOME_DAY, st.booleans(), st.booleans())
@example([Choice("country", "UZ", None, LEFT)], LEFT + 4, None, False, True)
def test_periods_that_hold_on_all_days_of_a_range_are_not_tested(
    store: Store,
    choices: list[Choice],
    since: int | None,
    until: int | None,
    certain: bool,
    undated: bool,
) -> None:
    if since is not None and until is not None and since > until:
        since, until = until, since
    asked = Filter(since, until, certain, undated, groups=(tuple(choices),))
    if since is not None and until is not None and since >= JOINED and until <= LEFT:
        kept = {each for group in settled(asked).groups for each in group}
        assert all(each.since is None or undated for each in kept)
    wanted = []
    for document in store.stream(replace(asked, since=None, until=None, certain=False, groups=())):
        event = load_event(orjson.loads(document))
        if matches(asked, event, "", "", 1):
            wanted.append(event.id)
    found = [orjson.loads(each)["id"] for each in store.stream(asked)]
    assert found == wanted
    with_status = replace(asked, groups=(*asked.groups, (Choice("status", "occurred"),)))
    both = [orjson.loads(each)["id"] for each in store.stream(with_status)]
    assert set(both) <= set(wanted)


@given(PERIODS, SOME_DAY, SOME_DAY, SOME_DAY, SOME_DAY, st.booleans())
def test_periods_that_hold_where_events_begin_are_not_tested(
    store: Store,
    choices: list[Choice],
    since: int | None,
    until: int | None,
    first: int | None,
    last: int | None,
    certain: bool,
) -> None:
    if since is not None and until is not None and since > until:
        since, until = until, since
    if first is not None and last is not None and first > last:
        first, last = last, first
    asked = Filter(since, until, certain, groups=(tuple(choices),))
    found = list(store.stream(begin_in(asked, (first, last))))
    assert found == list(store.stream(replace(asked, begins=(first, last))))
    some = list(store.stream(begin_in(asked, (first, last), roughly=True)))
    assert set(some) <= set(found)
