"""Dates in words: each kind, in each language."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.cldr import OwnLocale
from service.domain.display import WORDS, any_year, display
from tests.support.rows import each_row

KINDS = {
    "day": "2022-02-24", "first day": "2022-02-01", "month": "2022-09", "year": "2022",
    "season": "2022-23", "northern season": "2022-27", "southern season": "2022-29",
    "quarter": "2022-34", "decade": "196X", "century": "19XX", "year before Christ": "-0043",
    "day before Christ": "-0043-03-15", "time": "2022-02-24T10:00",
    "time in UTC": "2022-02-24T10:00Z", "time with an offset": "2022-02-24T10:00+06:00",
    "far year": "Y12345",
}  # fmt: skip
POINTS = tuple(KINDS.values())
SHAPES = ("{}", "{}~", "{}?", "{}%", "{}/..", "../{}", "{}~/..", "../{}?", "{}/", "/{}", "[{}]",
          "[..{}]", "[{}..]")  # fmt: skip
SAID = {
    "2022-02-24": ("24 February 2022", "24 فبراير 2022", "24 de febrero de 2022", "24 février 2022",
                   "2022 ж. 24 ақпан", "24 февраля 2022 г.", "2022年2月24日"),
    "2022-02-01": ("1 February 2022", "1 فبراير 2022", "1 de febrero de 2022", "1er février 2022",
                   "2022 ж. 1 ақпан", "1 февраля 2022 г.", "2022年2月1日"),
    "2022-09": ("September 2022", "سبتمبر 2022", "septiembre de 2022", "septembre 2022",
                "2022 ж. қыркүйек", "сентябрь 2022 г.", "2022年9月"),
    "2022": ("2022", "2022", "2022", "2022", "2022 ж.", "2022 г.", "2022年"),
    "2022-23": ("autumn 2022", "خريف 2022", "otoño de 2022", "automne 2022", "2022 ж. күз",
                "осень 2022 г.", "2022年秋季"),
    "2022-34": ("second quarter of 2022", "الربع الثاني من 2022", "segundo trimestre de 2022",
                "2e trimestre 2022", "2022 ж. 2-тоқсан", "2-й квартал 2022 г.", "2022年第二季度"),
    "196X": ("the 1960s", "الأعوام 1960–1969", "década de 1960", "années 1960", "1960-жылдар",
             "1960-е гг.", "1960年代"),
    "19XX": ("1900–1999", "1900–1999", "1900–1999", "1900–1999", "1900–1999 жж.", "1900–1999 гг.",
             "1900–1999年"),
    "-0043-03-15": ("15 March 44 BC", "15 مارس 44 ق.م", "15 de marzo de 44 a. C.",
                    "15 mars 44 av. J.-C.", "б.з.д. 44 ж. 15 наурыз", "15 марта 44 г. до н. э.",
                    "公元前44年3月15日"),
    "2022-09~": ("around September 2022", "نحو سبتمبر 2022", "hacia septiembre de 2022",
                 "vers septembre 2022", "шамамен 2022 ж. қыркүйек", "около сентября 2022 г.",
                 "约2022年9月"),
    "2022-02-24~": ("around 24 February 2022", "نحو 24 فبراير 2022",
                    "hacia el 24 de febrero de 2022", "vers le 24 février 2022",
                    "шамамен 2022 ж. 24 ақпан", "около 24 февраля 2022 г.", "约2022年2月24日"),
    "2022?": ("2022 (uncertain)", "2022 (غير مؤكد)", "2022 (dudoso)", "2022 (incertain)",
              "2022 ж. (болжамды)", "2022 г. (предположительно)", "2022年（存疑）"),
    "2022-09/..": ("since September 2022", "منذ سبتمبر 2022", "desde septiembre de 2022",
                   "depuis septembre 2022", "2022 жылғы қыркүйек айынан бастап",
                   "с сентября 2022 г.", "自2022年9月起"),
    "../2022": ("until 2022", "حتى عام 2022", "hasta 2022", "jusqu’en 2022", "2022 жылға дейін",
                "по 2022 г.", "截至2022年"),
    "../2022-02-24": ("until 24 February 2022", "حتى 24 فبراير 2022",
                      "hasta el 24 de febrero de 2022", "jusqu’au 24 février 2022",
                      "2022 жылғы 24 ақпан күніне дейін", "по 24 февраля 2022 г.",
                      "截至2022年2月24日"),
    "2022-23/..": ("since autumn 2022", "منذ خريف 2022", "desde el otoño de 2022",
                   "depuis l’automne 2022", "2022 жылғы күзден бастап", "с осени 2022 г.",
                   "自2022年秋季起"),
    "2022-02-24~/..": ("since around 24 February 2022", "منذ 24 فبراير 2022 تقريبًا",
                       "desde aproximadamente el 24 de febrero de 2022",
                       "depuis le 24 février 2022 environ",
                       "шамамен 2022 жылғы 24 ақпан күнінен бастап",
                       "примерно с 24 февраля 2022 г.", "自约2022年2月24日起"),
    "2022-02-24/": ("from 24 February 2022 (end unknown)",
                    "منذ 24 فبراير 2022 (النهاية غير معروفة)",
                    "desde el 24 de febrero de 2022 (fin desconocido)",
                    "depuis le 24 février 2022 (fin inconnue)",
                    "2022 жылғы 24 ақпан күнінен бастап (аяқталуы белгісіз)",
                    "с 24 февраля 2022 г. (окончание неизвестно)",
                    "自2022年2月24日起（结束日期不详）"),
    "2022-02-27/2022-03-03": ("27 February – 3 March 2022", "27 فبراير – 3 مارس 2022",
                              "27 de febrero – 3 de marzo de 2022", "27 février – 3 mars 2022",
                              "2022 ж. 27 ақпан – 3 наурыз", "27 февраля – 3 марта 2022 г.",
                              "2022年2月27日至3月3日"),
    "2022-02-27/2022-02-28": ("27–28 February 2022", "27–28 فبراير 2022",
                              "27–28 de febrero de 2022", "27–28 février 2022",
                              "2022 ж. 27–28 ақпан", "27–28 февраля 2022 г.",
                              "2022年2月27日至28日"),
    "2022/2024": ("2022 – 2024", "2022–2024", "2022–2024", "2022–2024", "2022–2024 жж.",
                  "2022–2024 гг.", "2022年至2024年"),
    "2022-02-24T10:00+06:00": (
        "24 February 2022, 10:00 (UTC+06:00)", "24 فبراير 2022، 10:00 (UTC+06:00)",
        "24 de febrero de 2022, 10:00 (UTC+06:00)", "24 février 2022 à 10:00 (UTC+06:00)",
        "2022 ж. 24 ақпан, 10:00 (UTC+06:00)", "24 февраля 2022 г., 10:00 (UTC+06:00)",
        "2022年2月24日 10:00（UTC+06:00）"),
    "[2022-01,2022-02-03]": (
        "one of January 2022 or 3 February 2022", "أحد هذه التواريخ: يناير 2022 أو 3 فبراير 2022",
        "una de estas fechas: enero de 2022 o 3 de febrero de 2022",
        "soit janvier 2022, soit 3 février 2022",
        "мына күндердің бірі: 2022 ж. қаңтар немесе 2022 ж. 3 ақпан",
        "одна из дат: январь 2022 г. или 3 февраля 2022 г.",
        "以下日期之一：2022年1月或2022年2月3日"),
    "XXXX": ("date unknown", "التاريخ غير معروف", "fecha desconocida", "date inconnue",
             "күні белгісіз", "дата неизвестна", "日期不详"),
}  # fmt: skip
"""The texts of each date have the order of the languages in ``WORDS``."""
ENGLISH = re.compile(
    r"\b(?:January|February|March|May|June|July|August|September|October|November|December|spring"
    r"|summer|autumn|winter|since|until|around|from|to|unknown|uncertain|one of|BC|quarter)\b"
)


def said(text: str, lang: str, within: str = "") -> str:
    return display(edtf.parse(text), lang=lang, within=within)


@each_row("text", SAID)
def test_each_language_says_it_in_its_own_way(text: str) -> None:
    assert tuple(WORDS) == ("en", "ar", "es", "fr", "kk", "ru", "zh")
    assert tuple(said(text, lang) for lang in WORDS) == SAID[text]


@pytest.mark.parametrize("lang", WORDS)
def test_nothing_is_left_of_english_or_of_a_pattern(lang: str) -> None:
    for shape, text in product(SHAPES, POINTS):
        shown = said(shape.format(text), lang)
        assert not re.search(r"[{}\[\]]|\s\s|^\s|\s$", shown), shown
        assert lang == "en" or not ENGLISH.search(shown), shown


@pytest.mark.parametrize("lang", WORDS)
def test_different_dates_are_said_differently(lang: str) -> None:
    texts = [shape.format(text) for shape, text in product(SHAPES[:-3], POINTS)]
    shown = {said(text, lang) for text in texts}
    assert len(shown) == len(texts)


@pytest.mark.parametrize(("lang", "shown"), [
    ("en", "24 February"), ("ar", "24 فبراير"), ("es", "24 de febrero"), ("fr", "24 février"),
    ("kk", "24 ақпан"), ("ru", "24 февраля"), ("zh", "2月24日"),
])  # fmt: skip
def test_under_the_heading_of_its_year_the_year_is_left_out(lang: str, shown: str) -> None:
    assert said("2022-02-24", lang, within="2022") == shown
    assert said("2022-02-24", lang, within="2021") == said("2022-02-24", lang)
    assert said("2022-34", "en", within="2022") == "second quarter"
    assert said("2022-02-27/2022-03-03", "zh", within="2022") == "2月27日至3月3日"


@pytest.mark.parametrize(("lang", "shown"), [
    ("en", "24 February of any year"), ("ar", "24 فبراير من كل عام"),
    ("es", "24 de febrero de cualquier año"), ("fr", "24 février de chaque année"),
    ("kk", "жыл сайынғы 24 ақпан"), ("ru", "24 февраля любого года"), ("zh", "每年2月24日"),
])  # fmt: skip
def test_a_day_of_any_year(lang: str, shown: str) -> None:
    assert any_year(2, 24, lang) == shown


@pytest.mark.parametrize("lang", WORDS)
def test_the_words_of_a_source_of_the_old_style_stand_behind(lang: str) -> None:
    shown = display(edtf.parse("1917-11-07"), "25 October 1917", lang)
    assert shown.startswith(said("1917-11-07", lang))
    assert "25 October 1917" in shown


@given(st.dates(), st.dates(), st.sampled_from(tuple(WORDS)))
def test_a_range_names_each_day_and_year(first: object, last: object, lang: str) -> None:
    low, high = sorted((str(first), str(last)))
    numbers = re.findall(r"\d+", said(f"{low}/{high}", lang))
    for end in (low, high):
        year, _, day = map(int, end.split("-"))
        assert str(year) in numbers
        assert day == 1 or str(day) in numbers


class TestWords:
    @pytest.mark.parametrize("lang", WORDS)
    def test_every_precision_that_is_no_day_is_shown(self, lang: str) -> None:
        assert set(WORDS[lang].known_to) == {
            "month", "season", "quarter", "year", "decade", "century",
        }  # fmt: skip

    @pytest.mark.parametrize("lang", WORDS)
    def test_every_phrase_takes_a_form_that_there_is(self, lang: str) -> None:
        words = WORDS[lang]
        for form, _ in (words.about, words.since, words.until, words.from_unknown,
                        words.to_unknown):  # fmt: skip
            assert form in words.forms
        assert len(words.months) == len(words.months_alone) == 12


def test_no_language_gets_the_months_of_one_that_was_asked_before() -> None:
    found = {}
    for code in ("zh", "es", "fr", "ar", "kk", "ru", "de"):
        alone = OwnLocale(code).months["stand-alone"]
        found[code] = alone["wide"][9], alone["abbreviated"][9]
    assert found == {
        "zh": ("九月", "9月"), "es": ("septiembre", "sept"), "fr": ("septembre", "sept."),
        "ar": ("سبتمبر", "سبتمبر"), "kk": ("Қыркүйек", "қыр."), "ru": ("сентябрь", "сент."),
        "de": ("September", "Sep"),
    }  # fmt: skip
