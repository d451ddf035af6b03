"""The catalogues have a complete translation of every text of the pages in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask, request

from service import languages
from service.languages import DEFAULT, ERROR, FOLDER, NAMES
from service.store.engine_errors import BUSY
from service.store.postgres.engine_errors import SLOW
from service.web.problem_messages import translated
from service.web.problems import detail
from tools import catalogues

OTHERS = tuple(each for each in NAMES if each != DEFAULT)
PLACE = re.compile(r"%\((\w+)\)s")
ELEMENT = re.compile(r"</?\w+[^>]*>|&\w+;")
SAME = re.compile(
    r"(?:API|Atom|CSV|DuckDB|Excel|FullCalendar|GeoJSON|iCalendar|JSON|NDJSON|Parquet|Polars|"
    r"TimelineJS3|vis-timeline|Grafana|LibreOffice|Outlook|Leaflet|MapLibre|%|<|\W)"
)
"""Texts that may be the same in every language: names of programs and formats, and signs."""
MAX_SAME_AS_ENGLISH = 0.12
"""The largest part of a catalogue's texts that may be the same as in English: many names of states,
and words such as "date" and "version" in French."""


@cache
def catalogue(code: str) -> Catalog:
    with (FOLDER / code / "LC_MESSAGES" / "dateline.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def messages(code: str) -> Iterator[Message]:
    return (each for each in catalogue(code) if each.id)


def plurals(each: Message) -> list[str]:
    """The plural forms of the translation of a text."""
    assert isinstance(each.string, tuple | list), each.id
    return [*each.string]


def pairs(code: str) -> Iterator[tuple[str, str]]:
    """Each English text with each of its translations."""
    for each in messages(code):
        if isinstance(each.id, str):
            yield each.id, str(each.string)
        else:
            yield from ((each.id[1], form) for form in plurals(each))


def keys(found: Catalog) -> set[tuple[object, object]]:
    return {(each.context, each.id) for each in found if each.id}


def test_the_template_has_every_text_of_the_code() -> None:
    with catalogues.TEMPLATE.open("rb") as file:
        known = read_po(file)
    assert keys(catalogues.template()) == keys(known), "run: make catalogues"


@pytest.mark.parametrize("code", OTHERS)
class TestEveryCatalogue:
    def test_has_every_text_and_no_other(self, code: str) -> None:
        with catalogues.TEMPLATE.open("rb") as file:
            assert keys(catalogue(code)) == keys(read_po(file))

    def test_is_complete_and_sure(self, code: str) -> None:
        assert [each.id for each in messages(code) if not catalogues.said(each)] == []
        assert [each.id for each in messages(code) if each.fuzzy] == []

    def test_keeps_the_places(self, code: str) -> None:
        """A form for one number only may have a word instead of the number."""
        forms = languages.language(code)
        of_one = {forms.form(n) for n in range(3)} - {forms.form(n) for n in range(3, 1000)}
        for each in messages(code):
            if isinstance(each.id, str):
                assert set(PLACE.findall(str(each.string))) == set(PLACE.findall(each.id)), each.id
                continue
            wanted = set(PLACE.findall(each.id[1]))
            for place, form in enumerate(plurals(each)):
                found = set(PLACE.findall(form))
                assert found == wanted or (place in of_one and found == wanted - {"num"}), form
        for english, text in pairs(code):
            rest = PLACE.sub("", text).replace("%%", "")
            assert "%" not in rest, (english, text)

    def test_keeps_the_elements(self, code: str) -> None:
        for english, text in pairs(code):
            assert sorted(ELEMENT.findall(text)) == sorted(ELEMENT.findall(english)), text
            assert '"' not in text or '"' in english, f"would end an attribute: {text}"

    def test_has_each_form_of_the_plural(self, code: str) -> None:
        """A language has one form for each plural category of CLDR for numbers below 1000."""
        spoken, locale = languages.language(code), Locale.parse(code)
        categories = {locale.plural_form(n): spoken.form(n) for n in range(1000)}
        assert len(categories) == catalogue(code).num_plurals == len(set(categories.values()))
        for n in range(1000):
            assert spoken.form(n) == categories[locale.plural_form(n)], n

    def test_spaces_and_full_stops_are_as_in_english(self, code: str) -> None:
        for english, text in pairs(code):
            if english == ", ":
                continue
            assert text == text.strip(), text
            if code not in ("zh",) and english.endswith(("?", "!")):
                assert text.rstrip("؟?!") != text, text

    def test_is_in_its_own_language(self, code: str) -> None:
        words = [each for each in pairs(code) if re.search(r"[a-z]", SAME.sub("", each[0]))]
        alike = [english for english, text in words if english == text]
        assert len(alike) < MAX_SAME_AS_ENGLISH * len(words), alike
        if code in ("ar", "kk", "ru", "zh"):
            latin = [text for _, text in words if not re.search(r"[^\x00-\u024f]", text)]
            assert len(latin) < 0.05 * len(words), latin


def sample(key: str) -> tuple[str, dict[str, str]]:
    """A message as the code writes it, and the values of its placeholders."""
    values = {}
    for number, name in enumerate(PLACE.findall(key)):
        kind = name.rstrip("0123456789")
        values[name] = {"text": f"'word {number}'", "any": "Utopia or Neverland"}.get(
            kind, f"7{number}"
        )
    return key % values, values


@pytest.mark.parametrize("code", OTHERS)
def test_every_error_is_reported_in_the_language(app: Flask, code: str) -> None:
    with app.test_request_context(f"/?lang={code}"):
        assert request.args["lang"] == code
        for each in messages(code):
            if each.context != ERROR:
                continue
            message, values = sample(str(each.id))
            shown = translated(message)
            assert shown != message or each.id == each.string
            for name, value in values.items():
                for part in value.strip("'").split(" or "):
                    assert part in shown, (message, shown, name)


def test_an_error_names_countries_and_parameters_in_the_language(app: Flask) -> None:
    with app.test_request_context("/?lang=ru"):
        assert translated("'x' can mean Niger or Nigeria") == "«x» может означать Нигер или Нигерия"
        assert translated("date may be given only once") == "дата можно задать только один раз"
        assert translated("'Chnia' is not a country we know; did you mean China, Chile?") == (
            "«Chnia» — неизвестная нам страна. Возможно, вы имели в виду Китай, Чили?"
        )


def test_why_a_service_cannot_answer_is_told_in_the_language(app: Flask) -> None:
    with app.test_request_context("/?lang=fr"):
        assert detail({"status": 503, "detail": BUSY}).startswith("Le service ne peut pas")
        assert detail({"status": 503, "detail": SLOW}).startswith("la requête")
    with app.test_request_context("/?lang=en"):
        assert detail({"status": 503, "detail": BUSY}) == BUSY


def test_a_message_of_which_nothing_is_known_stays(app: Flask) -> None:
    with app.test_request_context("/?lang=fr"):
        assert translated("the moon is full") == "the moon is full"
        assert translated("x" * 100_000) == "x" * 100_000


def spaced(text: str) -> str:
    """The text with normal spaces instead of no-break spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


class TestNames:
    @pytest.mark.parametrize("code", OTHERS)
    def test_every_country_has_one(self, code: str) -> None:
        from service import bundled_data
        from service.domain import countries

        bundled_data.register()
        english, other = languages.language("en"), languages.language(code)
        alike = [
            each.code for each in countries.all_countries()
            if english.country(each.code) == other.country(each.code)
        ]  # fmt: skip
        assert len(alike) < (len(countries.all_countries()) * 0.4 if code in ("es", "fr") else 1)

    @pytest.mark.parametrize(("lang", "code", "name"), [
        ("fr", "DE", "Allemagne"), ("ru", "KZ", "Казахстан"), ("kk", "CN", "Қытай"),
        ("zh", "GB", "英国"), ("ar", "EG", "مصر"), ("es", "SUHH", "Unión Soviética"),
        ("ru", "SUHH", "Советский Союз"), ("kk", "XK", "Косово"), ("en", "KZ", "Kazakhstan"),
    ])  # fmt: skip
    def test_by_code(self, lang: str, code: str, name: str) -> None:
        assert languages.language(lang).country(code) == name

    @pytest.mark.parametrize(("lang", "number", "shown"), [
        ("en", 1234567, "1,234,567"), ("fr", 1234567, "1 234 567"),
        ("ru", 1234567, "1 234 567"), ("es", 1234567, "1.234.567"),
        ("zh", 1234567, "1,234,567"), ("kk", 1234567, "1 234 567"), ("ar", 1234567, "1,234,567"),
    ])  # fmt: skip
    def test_numbers(self, lang: str, number: int, shown: str) -> None:
        assert spaced(languages.language(lang).number(number)) == shown

    @pytest.mark.parametrize(("lang", "shown"), [
        ("en", "USD 25,000,000.50"), ("fr", "25 000 000,50 USD"),
        ("ru", "25 000 000,50 USD"), ("es", "25.000.000,50 USD"),
        ("zh", "USD 25,000,000.50"), ("kk", "25 000 000,50 USD"),
        ("ar", "25,000,000.50 USD"),
    ])  # fmt: skip
    def test_money(self, lang: str, shown: str) -> None:
        assert spaced(languages.language(lang).money("25000000.50", "USD")) == shown

    def test_plurals(self) -> None:
        def said(code: str, n: int) -> str:
            return languages.language(code).ngettext("%(num)s event", "%(num)s events", n)

        assert [said("en", n) for n in (0, 1, 2)] == ["0 events", "1 event", "2 events"]
        assert [said("fr", n) for n in (0, 1, 2)] == [
            "0 événement", "1 événement", "2 événements",
        ]  # fmt: skip
        assert [said("ru", n) for n in (1, 2, 5, 11, 21, 22, 112)] == [
            "1 событие", "2 события", "5 событий", "11 событий", "21 событие", "22 события",
            "112 событий",
        ]  # fmt: skip
        assert [said("ar", n) for n in (0, 1, 2, 3, 11, 100, 103)] == [
            "لا أحداث", "حدث واحد", "حدثان", "3 أحداث", "11 حدثًا", "100 حدث", "103 أحداث",
        ]  # fmt: skip
        assert [said("kk", n) for n in (1, 2)] == ["1 оқиға", "2 оқиға"]
        assert [said("zh", n) for n in (1, 2)] == ["1 个事件", "2 个事件"]
