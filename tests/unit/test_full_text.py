"""Full text search: equal results from SQL and from a loaded event; order, pages, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import deadline
from service.deadline import NeedsThread, Trial
from service.domain import stemming
from service.domain.coded_names import names
from service.domain.country_adjectives import ADJECTIVES
from service.domain.event import Event
from service.domain.query import Choice, Filter, Page
from service.domain.search import parse
from service.errors import Gone, Unavailable
from service.schemas.event import load_event, render
from service.store import Store
from service.store.filter_match import matches
from service.store.read import Reader
from service.store.sizes import Sizes
from service.store.sql import Marks, Phrases, Without
from service.store.sqlite.full_text import all_of
from tests.conftest import REPOSITORY
from tests.support.engines import Fresh
from tests.support.rows import each_row

AT = "2026-01-01T00:00:00.000000Z"


def event(number: int = 1, /, **fields: Any) -> Event:
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
    "s1 ", "s1", "t1 ", "t1* visit", '"s1 t1"', '"s1 t*"',
]  # fmt: skip


@pytest.fixture
def store(fresh: Fresh) -> Iterator[Store]:
    store = Store(fresh(), render)
    yield store
    store.close()


def ids(store: Store | Reader, text: str, **page: Any) -> list[str]:
    found = store.events(Filter(text=text, undated=True), Page(limit=500, **page)).rows
    return [orjson.loads(row)["id"] for row in found]


@pytest.fixture(scope="module")
def rich(fresh: Fresh) -> Iterator[Store]:
    store = Store(fresh(), render)
    store.import_batch([RICH, event(2, title="Uzbek ministers presided")])
    yield store
    store.close()


class TestOneEvent:
    @each_row("text", FOUND)
    def test_is_found_by_any_of_its_words(self, rich: Store, text: str) -> None:
        assert "e1" in ids(rich, text)
        assert matches(Filter(text=text), RICH, AT, AT, 1)

    @each_row("text", NOT_FOUND)
    def test_is_not_found_by_others(self, rich: Store, text: str) -> None:
        assert "e1" not in ids(rich, text)
        assert not matches(Filter(text=text), RICH, AT, AT, 1)

    def test_is_found_by_words_together_with_other_filters(self, rich: Store) -> None:
        group = (Choice("country", "KZ"),)
        for text, size in (("visit -talks", 1), ("visit -october", 0), ("dutch", 1)):
            assert rich.count(Filter(text=text, groups=(group,)))[0] == size


def test_a_number_behind_letters_is_found_together_and_apart(store: Store) -> None:
    titles = ("G20 on trade", "G-20 on oil", "Leaders of the G 20", "20 G units")
    store.import_batch([event(number, title=title) for number, title in enumerate(titles, 1)])
    for text in ("G20", "g20 ", "G-20", "Ｇ２０", "-trade G20", "G20 -leaders"):
        found = ids(store, text)
        assert "e2" in found, text
        assert ("e1" in found) == ("trade" not in text), text
        assert ("e3" in found) == ("leaders" not in text), text
        assert ("e4" in found) == (text == "G-20"), text
    assert ids(store, '"G20"') == ["e1"]


def test_the_words_of_an_old_version_find_nothing(store: Store) -> None:
    store.create(RICH)
    store.put(event(title="Nothing of it"), seen=1)
    assert ids(store, "envoys") == ids(store, "kazakh") == []
    assert ids(store, "nothing") == ["e1"]
    assert list(store.integrity_errors()) == []


WORDS = [
    "talk", "talks", "talking", "talked", "tall", "president", "presidents", "preside", "kazakh",
    "Kazakhstan", "dutch", "O'Neill", "oneill", "Neill", "U.S.", "us", "co-operation", "of",
    "cooperation", "operation", "中国", "中国人民", "国人", "人", "Ёлка", "елки", "Łódź", "lodz",
    "22", "2022",
    "republic", "meeting", "visit", "¦", "t1", "s0", "September", "한국은", "한국", "ﬁne", "fine",
    "announced", "東京 talks", "d'Ivoire", "S-400", "S400",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
CODES = ["KZ", "NL", "US", "CI", "SUHH", "x-prussia"]


@st.composite
def events(draw: st.DrawFn, number: int) -> Event:
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


@pytest.fixture(scope="module")
def changing(fresh: Fresh) -> Iterator[Store]:
    """A store with four events, which each example replaces."""
    opened = Store(fresh(), render)
    yield opened
    opened.close()


@given(st.data())
def test_sql_and_matches_agree_on_any_search(changing: Store, data: st.DataObject) -> None:
    made = [data.draw(events(number)) for number in range(4)]
    changing.import_batch(made)
    for _ in range(4):
        text = "".join(data.draw(SEARCHES))
        asked = Filter(text=text, undated=True)
        expected = [each.id for each in made if matches(asked, each, AT, AT, 1)]
        assert sorted(ids(changing, text)) == expected, text
        if expected:
            assert sorted(ids(changing, text, sort="relevance")) == expected


class TestRelevance:
    @pytest.fixture
    def ranked(self, store: Store) -> Store:
        store.import_batch(
            [
                event(1, title="Energy", summary="A summit, and what came of it", date="2020"),
                event(2, title="Summit", date="2010"),
                event(3, title="A long title about summits of this kind and of that", date="2015"),
                event(4, title="Trade", date="2021", tags=["summit"]),
                event(5, title="Summit", date="2011"),
                event(6, title="Nothing", date="2012"),
            ]
        )
        return store

    def test_the_title_counts_over_the_rest_and_of_two_the_newer_is_first(
        self, ranked: Store
    ) -> None:
        expected = ["e5", "e2", "e3", "e1", "e4"]
        assert ids(ranked, "summit", sort="relevance") == expected
        streamed = ranked.stream(Filter(text="summit"), "relevance")
        assert [orjson.loads(row)["id"] for row in streamed] == expected

    def test_the_very_word_counts_over_its_forms(self, store: Store) -> None:
        store.import_batch([event(1, title="Talks on water"), event(2, title="Talking on water")])
        assert ids(store, "talking ", sort="relevance") == ["e2", "e1"]
        assert ids(store, "talks ", sort="relevance") == ["e1", "e2"]

    def test_only_the_newest_are_ranked(self, ranked: Store) -> None:
        reader = Reader(ranked.database, Sizes(ranked=3))
        assert ids(reader, "summit", sort="relevance") == ["e3", "e1", "e4"]

    @pytest.mark.turns
    @pytest.mark.parametrize("how", ["none", "capped", "exact", "affordable"])
    @pytest.mark.parametrize("most", [3, 4, 5, 1000])
    def test_totals_are_those_of_a_count(self, ranked: Store, how: str, most: int) -> None:
        reader, asked = Reader(ranked.database, Sizes(ranked=most)), Filter(text="summit")
        page = Page(sort="relevance", limit=2, count=how)
        first = reader.events(asked, page)
        assert (first.total, first.total_is) == reader.total(asked, how)
        ranked.create(event(7, title="Summit"))
        second = reader.events(asked, replace(page, after=first.next))
        assert (second.total, second.total_is) == reader.total(asked, how)
        if how == "exact":
            assert (first.total, second.total) == (5, 6)

    def pages(self, store: Store, write: Callable[[int], None]) -> list[str]:
        page, found = Page(sort="relevance", limit=1), []
        for turn in range(20):
            got = store.events(Filter(text="summit"), page)
            found += [orjson.loads(row)["id"] for row in got.rows]
            if got.next is None:
                return found
            page = Page(sort="relevance", limit=1, after=got.next)
            write(turn)
        raise AssertionError("the pages do not end")

    def test_paging_shows_each_event_once_during_writes(self, ranked: Store) -> None:
        def write(turn: int) -> None:
            store = ranked
            if turn == 0:
                store.create(event(7, title="Summit summit", date="2001"))
                store.put(event(4, title="Summit Summit", date="2022"), seen=1)  # was last in order
                store.put(event(3, title="No word of it", date="1990"), seen=1)
                store.put(event(5, title="Of it no word"), seen=1)  # was on the first page
            if turn == 1:
                store.put(event(6, title="Summit"), seen=1)
                store.delete("e1", 1)
                store.put(event(4, title="Summit Summit", date="1980"), seen=2)

        assert self.pages(ranked, write) == ["e5", "e2", "e3", "e4"]

    def test_after_very_many_changes_the_search_is_begun_anew(self, ranked: Store) -> None:
        reader = Reader(ranked.database, Sizes(changes=2))
        page = Page(sort="relevance", limit=1)
        after = reader.events(Filter(text="summit"), page).next
        page = Page(sort="relevance", limit=1, after=after)
        ranked.import_batch([event(10 + n) for n in range(2)])
        assert len(reader.events(Filter(text="summit"), page).rows) == 1
        ranked.import_batch([event(20)])
        with pytest.raises(Gone, match="begin again"):
            reader.events(Filter(text="summit"), page)


class TestTables:
    @pytest.mark.sqlite
    def test_going_back_and_forth_makes_each_index_anew(self, store: Store) -> None:
        store.import_batch([RICH, event(2, title="Élan of others")])
        store.delete("e2", 1)
        store.migrate_down("0012_words")
        execute = store.database.execute_sql
        found = "SELECT count(*) FROM event_text WHERE event_text MATCH ?"
        for words, count in (('"xi an"', 1), ("kazakhstan", 1), ("october", 0), ("elan", 0)):
            assert execute(found, (words,)).fetchone() == (count,)
        store.migrate()
        assert list(store.integrity_errors()) == []
        assert store.drift() == ""
        for text in FOUND:
            assert "e1" in ids(store, text), text

    def test_another_language_waits_for_migrate(self, store: Store) -> None:
        store.create(event(1, title="Переговоры о воде"))
        assert ids(store, "переговоров ") == []
        stemming.use_language("russian")
        try:
            with pytest.raises(Unavailable, match="dateline migrate"):
                store.ready()
            assert any("migrate" in error for error in store.integrity_errors())
            assert len(store.migrate()) == 1
            store.ready()
            assert list(store.integrity_errors()) == []
            assert ids(store, "переговоров ") == ["e1"]
            assert store.migrate() == []
        finally:
            stemming.use_language(stemming.USUAL)

    def test_after_a_change_of_the_language_an_older_process_neither_searches_nor_writes(
        self, store: Store
    ) -> None:
        """Another process has rebuilt the stems meanwhile. A word that this one adds would have a
        stem that the other never finds, and its own searches would lack the forms of words."""
        store.create(event(1, title="Ministers announce aid"))
        assert ids(store, "announcing ") == ["e1"]
        stemming.use_language("russian")
        store.migrate()
        stemming.use_language(stemming.USUAL)
        for change in (
            lambda: store.events(Filter(text="announcing "), Page()),
            lambda: store.create(event(2, title="Talks on water")),
        ):
            with pytest.raises(Unavailable, match=r"\(english .*run dateline migrate"):
                change()
        assert ids(store, '"announce aid"') == ["e1"]
        assert store.size() == 1

    def test_a_missing_word_is_found_and_repaired(self, store: Store) -> None:
        store.create(RICH)
        store.database.execute_sql("DELETE FROM word WHERE word = 'envoys'")
        assert ids(store, "envoy ") == []
        assert list(store.integrity_errors()) == ["word: 1 row not as the events say"]
        store.repair()
        assert list(store.integrity_errors()) == []
        assert ids(store, "envoy ") == ["e1"]

    @pytest.mark.sqlite
    def test_a_search_never_needs_more_than_the_index_of_words(self, store: Store) -> None:
        for sql in ("stem = 'a'", "word >= 'a' AND word < 'b'"):
            plan = store.database.execute_sql(
                f"EXPLAIN QUERY PLAN SELECT word FROM word WHERE {sql} ORDER BY word"
            ).fetchall()
            assert all("SEARCH" in row[3] for row in plan), plan

    @pytest.mark.sqlite
    def test_words_are_looked_up_only_where_all_marks_are(self, store: Store) -> None:
        written = store.reader.asker.written
        words = written(Phrases(((("talks",), False),)))
        marks = written(Marks(("t1",))), written(Marks(("s3", "s4")))
        one, other = (each.query for each in marks)
        both = f'(({one} AND {other}) OR "") AND {words.query}'
        assert all_of((marks[0], words, marks[1])) == both
        assert all_of((words, marks[1])) == f"{words.query} AND {other}"
        assert all_of(marks) == f"{one} AND {other}"

    @pytest.mark.sqlite
    def test_unwanted_words_are_looked_up_only_where_all_else_is(self, store: Store) -> None:
        written = store.reader.asker.written
        talks, trade = (Phrases((((each,), False),)) for each in ("talks", "trade"))
        words, marks = written(Without(talks, trade)), written(Marks(("t1",)))
        wanted, unwanted = written(talks).query, written(trade).query
        assert all_of((marks, words)) == f"({marks.query} AND {wanted}) NOT ({unwanted})"
        assert all_of((words,)) == f"({wanted}) NOT ({unwanted})"

    @pytest.mark.sqlite  # on a server every read needs a thread
    @pytest.mark.parametrize("text", ["talks -trade", "talks -tra*", '"talks on" trade'])
    def test_a_search_that_may_pass_over_many_events_needs_a_thread(
        self, store: Store, text: str
    ) -> None:
        store.import_batch([event(1, title="Talks on trade"), event(2, title="Talks")])
        with deadline.within(Trial(60, 60)):
            assert ids(store, "talks trade ") == ["e1"]
            with pytest.raises(NeedsThread):
                ids(store, text)
        assert ids(store, text) == (["e1"] if "on" in text else ["e2"])

    def test_many_words_that_begin_alike_are_gathered_by_the_index(self, store: Store) -> None:
        title = " ".join(f"begin{n:03}" for n in range(30))
        store.import_batch([event(n, title=title.replace("begin", f"begin{n}")) for n in range(4)])
        assert len(ids(store, "begin")) == 4
        assert ids(store, "begin2*") == ["e2"]


NAMED = [
    ("kazakh", "KZ"), ("Kazakhs ", "KZ"), ("kazakhstani", "KZ"), ("American", "US"),
    ("Dutch", "NL"), ("holland", "NL"), ("Soviet", "SUHH"), ("Yugoslav", "YUCS"),
    ("Czechoslovak", "CSHH"), ("East German", "DDDE"), ("Prussian", "x-prussia"),
    ("Ottoman", "x-ottoman-empire"), ("Texan", "x-texas"), ("Ivorian", "CI"),
    ("Frenchmen", "FR"), ("Emirati", "AE"), ("Bosnia-Herzegovina", "BA"), ("U.K.", "GB"),
    ('"United States of America"', "US"), ("Côte d'Ivoire", "CI"), ("Беларусь", "BY"),
    ("俄罗斯", "RU"), ("روسيا", "RU"),
]  # fmt: skip


@each_row(("text", "code"), NAMED)
def test_countries_are_found_by_what_they_are_called(text: str, code: str) -> None:
    found = [names().of(leaf) for leaf in parse(text).leaves()]
    assert any(("country", code) in each for each in found)


def test_every_state_of_iso_has_an_adjective() -> None:
    codes = {record.partition(":")[0] for record in ADJECTIVES.replace("\n", "").split("|")}
    own = orjson.loads((REPOSITORY / "seed/states.json").read_bytes())["states"]
    assert len(codes) > 240
    assert sum("adjectives" in each for each in own) > 80
