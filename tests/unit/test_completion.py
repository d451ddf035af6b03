"""Completion: names that have a word with the same beginning or with a similar spelling."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.completion import Completion, compared
from service.domain.event import Event
from service.schemas.event import load_event
from service.store import Store
from service.store import completion as stored
from tests.support.rows import each_row

NAMES = [
    "Vladimir Putin", "Xi Jinping", "Łukasz Ørsted", "Мухтар Тлеуберди", "Κυριάκος Μητσοτάκης",
    "Putrajaya Summit", "Vladislav Surkov", "Smith, John", "O'Brien, Pat", "习近平",
]  # fmt: skip


def found(text: str, limit: int = 9) -> list[str]:
    return [NAMES[at] for at in Completion(NAMES).find(text, limit)]


@each_row(
    ("text", "names"),
    [
        ("Putin", ["Vladimir Putin"]),
        ("put", ["Vladimir Putin", "Putrajaya Summit"]),
        ("vlad", ["Vladimir Putin", "Vladislav Surkov"]),
        ("putin vlad", ["Vladimir Putin"]),
        ("v p", ["Vladimir Putin"]),
        ("путин", ["Vladimir Putin"]),
        ("lukasz", ["Łukasz Ørsted"]),
        ("ørst", ["Łukasz Ørsted"]),
        ("tleuberdi", ["Мухтар Тлеуберди"]),
        ("ТЛЕУ", ["Мухтар Тлеуберди"]),
        ("mitsotak", ["Κυριάκος Μητσοτάκης"]),
        ("john smith", ["Smith, John"]),
        ("obrien", ["O'Brien, Pat"]),
        ("习", ["习近平"]),
        ("tin", []),
        ("putin x", []),
    ],
)
def test_a_name_is_found_by_the_beginning_of_any_of_its_words(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize("text", ["", " ", "…"])
def test_without_a_word_the_first_come(text: str) -> None:
    assert found(text, 3) == NAMES[:3]


@pytest.mark.parametrize(
    ("text", "names"),
    [("Puttin", ["Vladimir Putin"]), ("Vladmir Putin", ["Vladimir Putin"]),
     ("jinpnig", ["Xi Jinping"]), ("Kutin", ["Vladimir Putin"]), ("qqqq", []), ("", NAMES[:3])],
)  # fmt: skip
def test_a_misspelt_word_finds_the_nearest(text: str, names: list[str]) -> None:
    assert [NAMES[at] for at in Completion(NAMES).near(text, 3)] == names


letters = st.text("abc", min_size=1, max_size=3)
phrases = st.lists(letters, min_size=1, max_size=3).map(" ".join)


@given(st.lists(phrases, max_size=12), phrases, st.integers(1, 5))
def test_the_first_that_have_all_words_are_found(names: list[str], text: str, limit: int) -> None:
    expected = [
        place for place, name in enumerate(names)
        if all(any(w.startswith(asked) for w in compared(name)) for asked in compared(text))
    ]  # fmt: skip
    assert Completion(names).find(text, limit) == expected[:limit]


def event(number: int, actor: str) -> Event:
    return load_event({"id": f"e{number}", "title": "T", "category": "other", "date": "2022",
                       "actors": [{"name": actor}]})  # fmt: skip


class TestStored:
    def test_new_names_are_there_at_once_and_old_ones_gone(self, store: Store) -> None:
        store.import_batch([event(1, "Ann Lee"), event(2, "Anna Kim"), event(3, "Anna Kim")])
        assert [(e.name, e.events) for e in store.named("actor", "ann", 9)] == [
            ("Anna Kim", 2), ("Ann Lee", 1),
        ]  # fmt: skip
        store.import_batch([event(1, "Annabel Wu"), event(4, "Ann Lee Junior")])
        names = [each.name for each in store.named("actor", "ann", 9)]
        assert names[0] == "Anna Kim"
        assert set(names) == {"Anna Kim", "Annabel Wu", "Ann Lee Junior"}
        assert [each.name for each in store.nearest("actor", "Annbel")] == ["Annabel Wu"]
        assert store.named("tag", "", 9) == []

    def test_the_order_follows_the_use(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        store.import_batch([event(1, "Ann A"), event(2, "Ann B"), event(3, "Ann A")])
        assert [each.name for each in store.named("actor", "ann", 1)] == ["Ann A"]
        store.import_batch([event(n, "Ann B") for n in range(4, 9)])
        # The order in the cache may be a minute old; the number of uses is read each time.
        assert [each.name for each in store.named("actor", "ann", 2)] == ["Ann B", "Ann A"]
        later = time.monotonic() + 2 * stored.ORDER_SECONDS
        monkeypatch.setattr("time.monotonic", lambda: later)
        store.import_batch([event(9, "Cid")])
        assert [each.name for each in store.named("actor", "ann", 1)] == ["Ann B"]
