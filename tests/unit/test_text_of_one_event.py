"""A search as a condition on one event finds what the search finds alone."""

from __future__ import annotations

import pytest

from service.store import Store
from service.store.sql import Said
from service.store.sqlite.full_text import FullText5
from tests.unit.test_histogram import store

__all__ = ["store"]


@pytest.mark.parametrize("begins", [False, True])
def test_the_beginning_of_a_word_is_gathered_once_for_all_events(
    store: Store, begins: bool
) -> None:
    search = store.database.full_text
    if not isinstance(search, FullText5):
        pytest.skip("only the full text of SQLite gathers the rows of a beginning")
    word = "t"
    written = search.written(Said((((word,), begins),)))
    held = search.holds(written)
    assert ("IN (SELECT rowid" in held.text) is begins
    execute = store.database.execute_sql
    found = execute(f"SELECT count(*) FROM event e WHERE {held.text}", held.values).fetchone()
    alone = execute(
        "SELECT count(*) FROM event_text WHERE event_text MATCH ?", (written.query,)
    ).fetchone()
    assert found == alone
    assert found[0] > 0
