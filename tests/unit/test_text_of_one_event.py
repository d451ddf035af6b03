"""A search as a condition on each event finds the same events as the search alone."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from service.store import Store
from service.store.read import Reader
from service.store.sizes import Sizes
from service.store.sql import Phrases
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
    written = search.written(Phrases((((word,), begins),)))
    held = search.holds(written)
    assert ("IN (SELECT rowid" in held.text) is begins
    execute = store.database.execute_sql
    found = execute(f"SELECT count(*) FROM event e WHERE {held.text}", held.values).fetchone()
    alone = execute(
        "SELECT count(*) FROM event_text WHERE event_text MATCH ?", (written.query,)
    ).fetchone()
    assert found == alone
    assert found[0] > 0


SEARCHES = (
    "t kazakhstan",
    '"united states"',
    't "united states"',
    "t -kazakhstan",
    "t kaz*",
    "nothing t",
)


@pytest.mark.parametrize("text", SEARCHES)
def test_rare_words_are_found_once_and_are_the_same_events(store: Store, text: str) -> None:
    execute = store.database.execute_sql
    found: list[list[tuple[int]]] = []
    for rare in (0, 5, 10_000):
        asker = Reader(store.database, Sizes(rare=rare)).asker
        for block in (store.database.reading(), nullcontext()):
            with block:
                held = asker.holds(text)
                found.append(
                    execute(
                        f"SELECT e.position FROM event e WHERE {held.text} ORDER BY 1", held.values
                    ).fetchall()
                )
    assert found == [found[0]] * 6
    assert bool(found[0]) is ("nothing" not in text)


@pytest.mark.parametrize(
    ("text", "listed"), [('"united states"', True), ("t kazakhstan", True), ("t", False)]
)
def test_words_are_found_once_if_a_test_would_search_far(
    store: Store, text: str, listed: bool
) -> None:
    if store.database.hosted:
        pytest.skip("a server reads the words of an event with it")
    asker = Reader(store.database).asker
    with store.database.reading():
        assert ("json_each" in asker.holds(text).text) is listed
    # Without a transaction, the database may change between the search and its use.
    assert ("IN (SELECT rowid" in asker.holds(text).text) is listed
    assert "EXISTS" in Reader(store.database, Sizes(rare=-1)).asker.holds(text).text
