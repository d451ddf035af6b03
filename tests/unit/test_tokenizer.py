"""The words of a text: how letters are folded, words are joined and cut, and a search is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import stemming
from service.domain.search import AllOf, AnyOf, Part, Phrase, Word, parse
from service.domain.stemming import stem
from service.domain.tokenizer import TEXT_BREAK, words, words_and_variants, words_of_each
from tests.support.rows import each_row

FOLDED = [
    ("Łódź", "lodz"), ("Straße STRASSE", "strasse strasse"), ("Søren Kjær", "soren kjaer"),
    ("Đà Nẵng", "da nang"), ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
    ("Erdoğan", "erdogan"), ("Þór Ðorsteinn", "thor dorsteinn"), ("Œuvre", "oeuvre"),
    ("Ħal Ŧor ŋ", "hal tor n"), ("Əliyev", "aliyev"), ("Nguyễn Văn Thiệu", "nguyen van thieu"),
    ("Čeština Şahin Țară", "cestina sahin tara"), ("ﬁnance ﬃ ĳssel", "finance ffi ijssel"),
    ("Ｆｕｌｌ　ｗｉｄｔｈ １２", "full width 12"), ("Ёлка ёлка елка", "елка елка елка"),
    ("Андрей мои", "андрей мои"), ("Україна Київ", "украіна киів"),
    ("єдність ґанок", "едність ганок"),
    ("Қазақстан Ұлы Өскемен Әлем Һ", "казакстан улы оскемен алем х"),
    ("Тоҷикистон Ӯзбек", "точикистон узбек"), ("Αθήνα ΑΘΗΝΑΣ", "αθηνα αθηνασ"),
    ("Ῥώμη άέήίόύώ ΐ", "ρωμη αεηιουω ι"), ("حُكُومَة الإمارات", "حكومه الامارات"),
    ("شَرِكَة", "شركه"), ("١٢ ۱۲ १२", "12 12 12"), ("2² ½", "22 1 2"),
    ("हिन्दी", "हिन्दी"), ("so\u00adft ze\u200bro", "soft zero"),
]  # fmt: skip


@each_row(("text", "expected"), FOLDED)
def test_letters_of_one_kind_are_folded(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert " ".join(words(unicodedata.normalize(form, text))) == expected


JOINED = [
    ("Xi'an", ["xian"], ["xi", "an"]), ("O’Neill's", ["oneill"], ["o", "neill"]),
    ("Kazakhstan's", ["kazakhstan"], []), ("states'", ["states"], []),
    ("Côte d’Ivoire", ["cote", "divoire"], ["d", "ivoire"]),
    ("Oʻzbekiston G‘alaba", ["ozbekiston", "galaba"], ["o", "zbekiston", "g", "alaba"]),
    ("Sana'a", ["sanaa"], ["sana", "a"]), ("ʿAbd", ["abd"], []),
    ("U.S.", ["us"], ["u", "s"]), ("the U.N. said", ["the", "un", "said"], ["u", "n"]),
    ("U.S.-China", ["us", "china"], ["u", "s"]), ("С.В. Лавров", ["св", "лавров"], ["с", "в"]),
    ("3.5 No.5", ["3", "5", "no", "5"], []), ("end.", ["end"], []),
    ("al-Assad", ["al", "assad"], ["alassad"]), ("C5+1", ["c5", "1"], []),
    ("Bosnia-Herzegovina", ["bosnia", "herzegovina"], ["bosniaherzegovina"]),
    ("co‑operation", ["co", "operation"], ["cooperation"]), ("2022-09", ["2022", "09"], []),
    ("a_b/c;d&e", ["a", "b", "c", "d", "e"], []), ("?!…", [], []), ("", [], []),
]  # fmt: skip


@each_row(("text", "together", "spare"), JOINED)
def test_signs_inside_a_word_join_or_part_it(
    text: str, together: list[str], spare: list[str]
) -> None:
    plain, others = words_and_variants(text)
    assert (plain.split(), others) == (together, spare)


def test_scripts_without_spaces_are_cut_into_pairs() -> None:
    assert words("中国人") == ["中国", "国人", "人"]
    assert words("2022年9月") == ["2022", "年", "9", "月"]
    assert words("C5+1首脳会談") == ["c5", "1", "首脳", "脳会", "会談", "談"]
    assert words("한국은") == ["한국", "국은", "은"]
    assert words("ﾄｳｷｮｳ") == words("トウキョウ")
    assert words("กรุง") == ["กร", "รุ", "ุง", "ง"]


@given(st.text(max_size=60))
def test_words_are_words_again_and_nothing_else(text: str) -> None:
    found = words(text)
    assert all(each and TEXT_BREAK not in each and not each.isspace() for each in found)
    spaced = [each for each in found if each.isascii() or not any(c >= "฀" for c in each)]
    assert words(" ".join(spaced)) == spaced
    assert not any(ord(sign) < 128 and not sign.isalnum() for each in found for sign in each)


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_plain_texts_take_a_short_way_to_the_same_words(text: str) -> None:
    odd = words_and_variants(text + " ɑ")
    plain = words_and_variants(text + " a")
    assert (odd[0].split()[:-1], odd[1]) == (plain[0].split()[:-1], plain[1])


SIGNS = st.text("abA1.'- \n\tu.sé中国ﬁи\u0301½¦’", max_size=12)
"""Texts in which words are joined in many ways."""


@given(st.lists(SIGNS, max_size=5), st.sampled_from(["a", "ab", "us", "1", "中", "и"]))
def test_many_texts_together_have_the_same_words(texts: list[str], part: str) -> None:
    expected = []
    for each in texts:
        plain, spare = words_and_variants(each)
        every = [*plain.split(), *([TEXT_BREAK, *spare] if spare else [])]
        expected.append(f" {' '.join(every)} " if every else " ")
    assert words_of_each(texts) == expected
    for found, whole in zip(words_of_each(texts, [part]), expected, strict=True):
        assert found == whole or (found == " " and part not in whole)


@each_row(
    ("text", "expected"),
    [
        ("First. Then U.S. and so on.", ["first", "then", "us", "and", "so", "on"]),
        ("a-b. c-d", ["a", "b", "c", "d"]),
        ("...and 3.5 .", ["and", "3", "5"]),
        ("x.y-z's ab'c", ["xy", "z", "abc"]),
    ],
)
def test_a_dot_before_a_space_joins_nothing(text: str, expected: list[str]) -> None:
    assert words(text) == expected


MEANT = [
    ("talks", (Word("talks", begins=True),), ()),
    ("talks ", (Word("talks"),), ()),
    ("us", (Word("us"),), ()),
    ("the talks on oil ", (Word("the"), Word("talks"), Word("on"), Word("oil")), ()),
    ("sanct* on ", (Word("sanct", False, True), Word("on")), ()),
    ('"foreign ministers" ', (Phrase(("foreign", "ministers")),), ()),
    ('"one"', (Word("one", False),), ()),
    ('a "b c', (Word("a"), Phrase(("b", "c"))), ()),
    ("talks -nuclear", (Word("talks"),), (Word("nuclear"),)),
    ('talks -"north korea" ', (Word("talks"),), (Phrase(("north", "korea")),)),
    ("talks -al-Assad ", (Word("talks"),),
     (AnyOf((AllOf((Word("al"), Word("assad"))), Word("alassad"))),)),
    ("U.S. ", (Word("us"),), ()),
    ("O'Neill ", (AnyOf((Word("oneill"), Phrase(("o", "neill")))),), ()),
    ("C5+1 ", (AnyOf((Word("c5"), Phrase(("c", "5")))), Word("1")), ()),
    ("S-400 ", (AnyOf((AllOf((Word("s"), Word("400"))), Word("s400"))),), ()),
    ("Geneva2 ", (AnyOf((Word("geneva2"), Phrase(("geneva", "2")))),), ()),
    ("su35*", (AnyOf((Word("su35", False, True), Phrase(("su", "35"), True))),), ()),
    ("G20-G7 1G ", (AllOf((Word("g20"), Word("g7"))), Word("1g")), ()),
    ("中国", (Word("中国", False),), ()),
    ("中国人", (Phrase(("中国", "国人")),), ()),
    ("中", (Word("中", False, True),), ()),
    ('"中国人 会"', (Phrase(("中国", "国人", "人", "会"), True),), ()),
    ("... -", (), ()),
    ('""', (), ()),
    ("talks talks ", (Word("talks"),), ()),
]  # fmt: skip


@each_row(("text", "wanted", "unwanted"), MEANT)
def test_a_search_is_read_as_it_is_typed(
    text: str, wanted: tuple[Part, ...], unwanted: tuple[Part, ...]
) -> None:
    search = parse(text)
    assert (search.wanted, search.unwanted) == (wanted, unwanted)


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    for leaf in parse(text).leaves():
        found = leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
        assert all(found) and not set('" *') & set("".join(found))


@pytest.fixture
def language() -> Iterator[Callable[[str], None]]:
    yield stemming.use_language
    stemming.use_language(stemming.USUAL)


def test_forms_are_those_of_the_language_that_is_set(language: Callable[[str], None]) -> None:
    assert stem("announced") == stem("announcement") == stem("announces")
    assert stem("переговоры") == "переговоры"
    language("russian")
    assert stem("переговоры") == stem("переговоров")
    assert stem("announced") == "announced"
    assert stemming.rule().startswith("russian ")
    language("none")
    assert stem("talks") == "talks"
    with pytest.raises(ValueError, match="klingon"):
        language("klingon")
    with pytest.raises(ValueError, match=r"'x\.y'"):
        language("x.y")
