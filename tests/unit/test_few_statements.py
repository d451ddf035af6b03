"""The number of statements of a reply does not grow with its size. On a database server each
statement is a round trip."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from service.domain.query import Filter, Page
from service.store import Store
from tests.unit.test_export_while_writing import event

QUESTIONS: dict[str, Callable[[Store], object]] = {
    "the countries": lambda store: store.terms("country"),
    "a page by relevance": lambda store: store.events(
        Filter(text="talks"), Page(sort="relevance", limit=20, count="none")
    ),
    "a page": lambda store: store.events(Filter(), Page(limit=20, count="none")),
    "an export": lambda store: list(store.stream(Filter())),
}


def statements(store: Store, ask: Callable[[Store], object], log: pytest.LogCaptureFixture) -> int:
    ask(store)  # the first request fills the cache of terms
    log.clear()
    with log.at_level(logging.DEBUG, logger="peewee"):
        ask(store)
    return len(log.records)


@pytest.mark.turns
@pytest.mark.parametrize("name", QUESTIONS)
def test_more_events_take_no_more_statements(
    store: Store, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    store.import_batch([event(n, 1 + n % 28) for n in range(5)])
    few = statements(store, QUESTIONS[name], caplog)
    store.import_batch([event(n, 1 + n % 28) for n in range(5, 60)])
    assert 0 < statements(store, QUESTIONS[name], caplog) <= few
