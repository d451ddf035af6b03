"""A whole export returns each event that existed at its beginning once, even if events change."""

from __future__ import annotations

import random
from dataclasses import replace

import orjson
import pytest

from service.domain import edtf
from service.domain.event import CountryRole, Event
from service.domain.query import Choice, Filter, Page
from service.store import Store
from service.store.export import Export, documents_by_change
from tests.support.sizes import ALL, size

EVENTS = 120
FILTERS = {
    "plain": Filter(),
    "words": Filter(text="talk*"),
    "two countries": Filter(
        groups=((Choice("country", "KZ"),), (Choice("country", "US"),)),
    ),
}


def in_turn(*sorts: str) -> list[tuple[str, str]]:
    """Each filter with one of two orders in turn. ``make test-all`` has each with both."""
    pairs = [(name, sorts[turn % 2]) for turn, name in enumerate(FILTERS)]
    return [(name, sort) for name in FILTERS for sort in sorts] if ALL else pairs


def event(number: int, day: int, title: str = "Talks") -> Event:
    return Event(
        id=f"e{number:03}",
        title=title,
        date=edtf.parse(f"2023-01-{day:02}"),
        category="meeting",
        countries=(CountryRole("KZ", "host"), CountryRole("US", "participant")),
    )


def ids(documents: list[bytes]) -> list[str]:
    return [orjson.loads(each)["id"] for each in documents]


@pytest.mark.turns
@pytest.mark.parametrize(("name", "sort"), in_turn("date", "-date"))
def test_a_quiet_export_is_the_pages_one_after_another(store: Store, name: str, sort: str) -> None:
    store.import_batch([event(n, 1 + n * 7 % 28) for n in range(EVENTS)])
    page = Page(sort=sort, limit=EVENTS, count="none")
    expected = ids(store.events(FILTERS[name], page).rows)
    for gathered in (7, 100, 1000):
        export = Export(store.reader, FILTERS[name], sort, gathered)
        assert ids(list(export.documents())) == expected


@pytest.mark.turns
@pytest.mark.parametrize("seed", range(size(1, 2)))
@pytest.mark.parametrize(("name", "sort"), in_turn("date", "-date"))
def test_an_export_meets_once_what_was_there_when_it_began(
    store: Store, name: str, sort: str, seed: int
) -> None:
    chance = random.Random(seed)
    store.import_batch([event(n, chance.randint(1, 28)) for n in range(EVENTS)])
    versions = dict.fromkeys(range(EVENTS), 1)
    export = Export(store.reader, FILTERS[name], sort, gathered=chance.choice((10, 60)))
    met: list[str] = []
    changed: set[str] = set()
    for number, document in enumerate(export.documents()):
        met.append(orjson.loads(document)["id"])
        if number % 9 == 0:
            some = chance.choice(sorted(versions))
            moved = event(some, chance.randint(1, 28))
            if chance.random() < 0.3:
                store.delete(moved.id, versions.pop(some))
                changed.add(moved.id)
            else:
                if chance.random() < 0.3:  # the filters with words and countries no longer match
                    moved = replace(moved, title="Nothing", countries=())
                    changed.add(moved.id)
                versions[some] = store.put(moved, versions[some]).version
            store.create(event(EVENTS + number, chance.randint(1, 28)))
    there = {f"e{n:03}" for n in range(EVENTS)}
    assert len(met) == len(set(met))
    assert there - changed <= set(met)


def statements(store: Store) -> list[str]:
    """A list that gets each statement of the reader from now on."""
    asked: list[str] = []
    execute = store.reader.execute

    def counting(sql: str, values: object = None) -> object:
        asked.append(sql)
        return execute(sql, values)

    store.reader.execute = counting
    return asked


def test_a_search_is_done_once_for_many_events(store: Store) -> None:
    store.import_batch([event(n, 1 + n % 28) for n in range(EVENTS)])
    asked = statements(store)
    assert len(list(Export(store.reader, Filter(text="talk*"), "date").documents())) == EVENTS
    assert sum("event_text" in each for each in asked) == 2


@pytest.mark.turns
@pytest.mark.parametrize(("name", "sort"), in_turn("updated", "-updated"))
def test_by_change_an_export_is_the_pages_one_after_another(
    store: Store, name: str, sort: str
) -> None:
    for start in range(0, EVENTS, 12):
        store.import_batch([event(n, 1 + n * 7 % 28) for n in range(start, start + 12)])
    page = Page(sort=sort, limit=EVENTS, count="none")
    expected = ids(store.events(FILTERS[name], page).rows)
    assert len(expected) == EVENTS
    for gathered in (7, 50, 1000):
        found = documents_by_change(store.reader, FILTERS[name], sort, gathered)
        assert ids(list(found)) == expected


@pytest.mark.turns
@pytest.mark.parametrize("name", FILTERS)
def test_by_change_an_export_ends_with_the_last_version_of_each_event(
    store: Store, name: str
) -> None:
    chance = random.Random(name)
    store.import_batch([event(n, 1 + n % 28) for n in range(EVENTS)])
    last = {f"e{n:03}": 1 for n in range(EVENTS)}
    changes = 60
    met: dict[str, int] = {}
    times: list[str] = []
    for document in documents_by_change(store.reader, FILTERS[name], "updated", gathered=40):
        found = orjson.loads(document)
        met[found["id"]] = found["version"]
        times.append(found["updated_at"])
        if changes:
            changes -= 1
            some = chance.choice(sorted(last))
            if chance.random() < 0.2:
                store.delete(some, last.pop(some))
            else:
                changed = event(int(some[1:]), chance.randint(1, 28))
                last[some] = store.put(changed, last[some]).version
    assert times == sorted(times)
    assert {each: met.get(each) for each in last} == last


def test_by_change_few_searches_find_many_events(store: Store) -> None:
    store.import_batch([event(n, 1 + n % 28) for n in range(EVENTS)])
    asked = statements(store)
    text = Filter(text="talk*", groups=((Choice("country", "KZ"),),))
    assert len(list(documents_by_change(store.reader, text, "updated"))) == EVENTS
    searches = sum("AS updated_at" in each for each in asked)
    pieces = sum("d.body" in each for each in asked)
    assert searches == 2 < pieces
    asked.clear()
    assert len(list(documents_by_change(store.reader, text, "updated", gathered=9))) == EVENTS
    assert sum("AS updated_at" in each for each in asked) > 10
