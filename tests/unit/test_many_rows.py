"""Writes of many rows at once: the database has exactly these rows, for any number and values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from service.schemas.event import render
from service.store import Store
from tests.support.engines import Fresh

NUMBERS = ("term", "span", "position", "latest")
LOGGED = ("cursor", "type", "id", "version", "at", "fields")
COUNTS = [1, 40, 41, 1000, 1001, 2003]


@pytest.fixture
def store(fresh: Fresh) -> Iterator[Store]:
    with closing(Store(fresh(), render, 60)) as made:
        yield made


@pytest.mark.turns
@pytest.mark.parametrize("count", COUNTS)
def test_rows_of_numbers(store: Store, count: int) -> None:
    rows = [(n % 7 - 3, n % 5, (-1) ** n * (2**62 - n), n - 2**40) for n in range(count)]
    with store.database.writing():
        store.database.insert_many("posting", NUMBERS, [each for row in rows for each in row])
    found = store.database.execute_sql("SELECT term, span, position, latest FROM posting")
    assert sorted(map(tuple, found.fetchall())) == sorted(rows)


@pytest.mark.turns
@pytest.mark.parametrize("count", COUNTS)
def test_rows_of_texts_and_of_nothing(store: Store, count: int) -> None:
    rows = [(n, "created", f"e{n}'\\\t", 1, "2024", None if n % 2 else "é") for n in range(count)]
    with store.database.writing():
        store.database.insert_many("change", LOGGED, [each for row in rows for each in row])
    found = store.database.execute_sql(f'SELECT {", ".join(LOGGED)} FROM "change" ORDER BY cursor')
    assert list(map(tuple, found.fetchall())) == rows


@pytest.mark.turns
@pytest.mark.parametrize("count", [1, 2, 499, 500, 501, 1203])
def test_one_statement_for_each_row(store: Store, count: int) -> None:
    add = (
        "INSERT INTO tally (term, month, date, events) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (term, month, date) DO UPDATE SET events = tally.events + excluded.events"
    )
    rows = [(n, n % 12, "2024'?", n + 1) for n in range(count)]
    with store.database.writing():
        for _ in range(2):
            store.database.many(add, rows)
    found = store.database.execute_sql("SELECT term, month, date, events FROM tally ORDER BY term")
    assert list(map(tuple, found.fetchall())) == [(*row[:3], 2 * row[3]) for row in rows]


@pytest.mark.turns
@pytest.mark.parametrize("amounts", [{}, {2: 5}, {1: -3, 3: 2**20}, {n: n for n in range(1, 9)}])
def test_numbers_of_a_column_are_increased(store: Store, amounts: dict[int, int]) -> None:
    terms = [(n, "tag", f"t{n}", f"t{n}", 10 * n) for n in range(1, 9)]
    columns = ("id", "kind", "value", "name", "events")
    with store.database.writing():
        store.database.insert_many("term", columns, [each for row in terms for each in row])
        store.database.increase("term", "events", [(each, n) for n, each in amounts.items()])
    found = store.database.execute_sql("SELECT id, events FROM term").fetchall()
    assert dict(map(tuple, found)) == {n: 10 * n + amounts.get(n, 0) for n in range(1, 9)}
