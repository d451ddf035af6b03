"""What the full text finds, in SQL and in one event in hand; its order, its pages, its tables."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.query import Choice, Filter, Page
from service.schemas.event import load_event, render
from service.store import Store
from service.store.matching import matches

AT = "2026-01-01T00:00:00.000000Z"


def event(number: int = 1, /, **fields: Any):
    plain = {"id": f"e{number}", "title": "Talks", "date": "2022-09-05", "category": "meeting"}
    return load_event(plain | fields)


RICH = event(
    title="President’s visit to Xi'an; U.S. envoys stayed away",
    summary="They co-operated on trade:"
    " 習近平国家主席は中国と日本の首脳会談を行った。 Łódź, Ереван.",
    date="2022-10",
    date_as_reported="in the autumn",
    category="visit",
    status="announced",
    countries=[{"code": "KZ", "role": "host"}, {"code": "NL", "role": "participant"}],
    actors=[{"name": "Müller, Jørgen", "title": "Bundeskanzler", "type": "person"}],
    place={"name": "Côte d’Azur"},
    sources=[{"title": "Kabinet reist af", "publisher": "NRC Handelsblad"}],
    tags=["c5plus1", "water supply"],
)
FOUND = [
    "visit", "president ", "presidents ", "Xi'an", "xian ", "xi ", "US ", "U.S. envoys", "envoy ",
    "cooperated ", "co-operated", "cooperation ", "trading ", "中国", "日本", "首脳会談", "談",
    "習近平 首脳", '"中国と日本"', "lodz", "Łódz ", "ереван", "october", "October 2022",
    '"october 2022"', "2022 ", "autumn ", "in the autumn", "kazakh", "Kazakhstani ", "kazakhstan",
    "Казахстан", "哈萨克斯坦", "dutch", "Netherlands ", '"Republic of Kazakhstan"', "holland ",
    "Dutchman ", "muller", "Jorgen ", "bundeskanz", "cote dazur", "d'azur", "azur ", "NRC handels",
    "kabinet", "c5plus1", "water", "supplies ", "announced", "announce ", "pre* env*",
    'visit -kyrgyz -"foreign ministers"', "prés", "XI’AN",
]  # fmt: skip
NOT_FOUND = [
    "september", "uzbek", "presi ", "pr", "首中", "visit -kazakh", 'visit -"october 2022"',
    '"kazakhstan republic"', '"visit president"', "...", "-visit", '"away they"', "ministers",
    '"azur kabinet"', "americ ", "visits* ", '"october 2022 in"',
]  # fmt: skip


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/t.db", render)
    store.migrate()
    yield store
    store.close()


def ids(store: Store, text: str, **page: Any) -> list[str]:
    found = store.events(Filter(text=text, undated=True), Page(limit=500, **page)).rows
    return [orjson.loads(row)["id"] for row in found]


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('text')}/t.db", render)
    store.migrate()
    store.import_batch([RICH, event(2, title="Uzbek ministers presided")])
    yield store
    store.close()


class TestOneEvent:
    @pytest.mark.parametrize("text", FOUND)
    def test_is_found_by_any_of_its_words(self, rich: Store, text: str) -> None:
        assert "e1" in ids(rich, text)
        assert matches(Filter(text=text), RICH, AT)

    @pytest.mark.parametrize("text", NOT_FOUND)
    def test_is_not_found_by_others(self, rich: Store, text: str) -> None:
        assert "e1" not in ids(rich, text)
        assert not matches(Filter(text=text), RICH, AT)

    def test_is_found_by_words_together_with_other_filters(self, rich: Store) -> None:
        group = (Choice("country", "KZ"),)
        for text, size in (("visit -talks", 1), ("visit -october", 0), ("dutch", 1)):
            assert rich.count(Filter(text=text, groups=(group,)))[0] == size


def test_the_words_of_an_old_version_find_nothing(store: Store) -> None:
    store.create(RICH)
    store.put(event(title="Nothing of it"), seen=1)
    assert ids(store, "envoys") == ids(store, "kazakh") == []
    assert ids(store, "nothing") == ["e1"]
    assert list(store.faults()) == []


WORDS = [
    "talk", "talks", "talking", "talked", "tall", "president", "presidents", "preside", "kazakh",
    "Kazakhstan", "dutch", "O'Neill", "oneill", "Neill", "U.S.", "us", "co-operation", "of",
    "cooperation", "operation", "中国", "中国人民", "国人", "人", "Ёлка", "елки", "Łódź", "lodz", "22",
    "2022",
    "republic", "meeting", "visit", "¦", "t1", "s0", "September", "한국은", "한국", "ﬁne", "fine",
    "announced", "東京 talks", "d'Ivoire",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
CODES = ["KZ", "NL", "US", "CI", "SUHH", "x-prussia"]


@st.composite
def events(draw: st.DrawFn, number: int):
    return event(
        number,
        title=draw(TEXTS),
        summary=draw(st.none() | TEXTS),
        tags=draw(st.lists(st.sampled_from(WORDS), max_size=2, unique=True)),
        actors=[{"name": each} for each in draw(st.lists(TEXTS, max_size=2, unique=True))],
        date=draw(st.sampled_from(["2022-09", "2022-09-05", "2022-23", "196X", "XXXX"])),
        date_as_reported=draw(st.none() | TEXTS),
        category=draw(st.sampled_from(["visit", "meeting"])),
        countries=[{"code": each, "role": "host"}
                   for each in draw(st.lists(st.sampled_from(CODES), max_size=2, unique=True))],
    )  # fmt: skip


PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: word[: max(2, len(word) // 2)]),
    st.sampled_from(WORDS).map(lambda word: f"{word}*"),
    st.sampled_from(WORDS).map(lambda word: f"-{word}"),
    st.sampled_from(["", "-"]).flatmap(lambda sign: TEXTS.map(lambda text: f'{sign}"{text}"')),
    st.sampled_from(['"', "*", "-", "AND", "NOT", "NEAR(", "title:", "^", "中"]),
    st.text(max_size=4),
)
SEARCHES = st.tuples(
    st.lists(PIECES, min_size=1, max_size=3).map(" ".join), st.sampled_from(["", " "])
)


@given(st.data())
def test_tables_and_events_in_hand_agree_on_any_search(tmp_path_factory, data) -> None:
    path = tmp_path_factory.getbasetemp() / "agree.db"
    store = Store(f"sqlite:///{path}", render)
    try:
        store.migrate()
        made = [data.draw(events(number)) for number in range(4)]
        store.import_batch(made)
        for _ in range(4):
            text = "".join(data.draw(SEARCHES))
            asked = Filter(text=text, undated=True)
            expected = [each.id for each in made if matches(asked, each, AT)]
            assert sorted(ids(store, text)) == expected, text
            if expected:
                assert sorted(ids(store, text, sort="relevance")) == expected
    finally:
        store.close()
