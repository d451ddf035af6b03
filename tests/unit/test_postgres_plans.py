"""Plans of PostgreSQL that depend on how a statement is written: nothing there names an index."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from service.domain.query import Choice, Filter, Page
from service.schemas.event import load_event, render
from service.store import Store
from service.store.postgres.bulk import numbered
from service.store.read import Reader
from service.store.sql import Sql
from tests.support.engines import POSTGRES, Templates, fresh
from tests.support.sizes import size

pytest.importorskip("psycopg")
CHANGED = Filter(values=(("updated_since", "2100-01-01T00:00:00.000000Z"),))


@pytest.fixture(scope="module")
def store(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Enough events that the planner prefers an index."""
    chance, give = random.Random(1), fresh(templates, POSTGRES, tmp_path_factory.mktemp("plans"))
    with closing(Store(next(give)(), render)) as opened:
        opened.import_batch(
            load_event({
                "id": f"e{number}", "title": "Talks", "category": "meeting",
                "date": f"{chance.randint(1950, 2024)}", "tags": [f"t{number % 7}"],
            })
            for number in range(size(3000, 6000))
        )  # fmt: skip
        opened.database.execute_sql("ANALYZE")
        yield opened
    give.close()


def plan(store: Store, sql: Sql) -> str:
    """The plan for any values, which the connections of the service ask for."""
    database: Any = store.database
    run = database.own().execute
    types = ", ".join("bigint" if isinstance(each, int) else "unknown" for each in sql.values)
    run(f"PREPARE asked ({types}) AS {numbered(sql.text)}")
    rows = run(f"EXPLAIN EXECUTE asked ({', '.join(['NULL'] * len(sql.values))})").fetchall()
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
