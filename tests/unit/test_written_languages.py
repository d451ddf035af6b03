"""Dates with names of months in many languages: each is read as CLDR means it, or refused with its
readings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pytest
from babel.dates import format_date, format_skeleton

from service.domain import edtf
from service.domain.cldr import OwnLocale
from service.domain.written import Ambiguous, read
from service.domain.written.names import NEED_A_DAY, SEVERAL_MONTHS, bare
from service.errors import Invalid
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.suggest import Suggestion, suggest_for
from service.importers.suggest.sample import take
from service.importers.table import read as read_table
from tests.support.rows import each_row
from tests.support.sizes import size
from tools.date_names import (
    LANGUAGES,
    WITH_SHORT_WEEKDAYS,
    WITH_WEEKDAYS,
    months,
    weekdays,
)

ALL = sorted({*LANGUAGES, *WITH_WEEKDAYS, "vi", "ja", "ko", "zh", "zh_Hant", "th"})
NOT_YET = {"eu", "ps"}
"""Languages of which only some forms of dates are read."""


def found(text: str) -> str | None:
    try:
        return read(text)
    except edtf.DateError:
        return None


@pytest.mark.parametrize("language", LANGUAGES[:: size(3, 1)])
def test_each_month_of_cldr_is_read_as_that_month(language: str) -> None:
    wrong = []
    for number, names in enumerate(months(language), 1):
        for name in names:
            for form in (name, name.upper(), bare(name), name.title()):
                if bare(form.lower()) in SEVERAL_MONTHS:
                    continue
                for text in (f"24 {form} 2022", f"24. {form}. 2022", f"{form} 24, 2022"):
                    if (date := found(text)) != f"2022-{number:02}-24":
                        wrong.append((text, date))
                date = found(f"{form} 2022")
                if date != (None if form.lower() in NEED_A_DAY else f"2022-{number:02}"):
                    wrong.append((f"{form} 2022", date))
    assert not wrong


UNREAD = {"po", "to", "ne", "pre", "la", "pe", "an", "do", "die"}
"""Short weekdays that are another word in front of a date in another language."""


@lru_cache(1)
def short_weekdays() -> frozenset[tuple[str, int]]:
    """Each short weekday of a language, with its number."""
    return frozenset((each, number) for language in WITH_SHORT_WEEKDAYS
                     for number, forms in enumerate(weekdays(language, "abbreviated"))
                     for each in forms)  # fmt: skip


@pytest.mark.parametrize("language", WITH_SHORT_WEEKDAYS[:: size(3, 1)])
def test_a_short_weekday_is_that_weekday_or_no_date(language: str) -> None:
    monday = date(2022, 2, 21)
    for number, (name, *_) in enumerate(weekdays(language, "abbreviated")):
        if language != "th" and len(name) == 1:
            continue
        day = monday + timedelta(days=number)
        wrong = day + timedelta(days=1 if number < 6 else -1)
        for form in ("{} {} February 2022", "{}., {} February 2022", "{1} February 2022 ({0})"):
            got = found(form.format(name, day.day))
            assert got == day.isoformat() or (got is None and name in UNREAD), (name, form)
        text = f"{name} {wrong.day} February 2022"
        other = (name, (wrong - monday).days) in short_weekdays()
        if not other and name not in (*UNREAD, "on"):
            assert found(text) is None, text


@each_row(
    ("text", "day"),
    {
        "Thứ 4, 23/2/2022": "2022-02-23", "thứ 5 24/2/2022": "2022-02-24",
        "CN, 27/2/2022": "2022-02-27",
        "Thứ 4, 24/2/2022": None, "CN 26/2/2022": None, "วันพฤหัสบดีที่ 24 กุมภาพันธ์ 2022": "2022-02-24",
        "วันพุธที่ 24 กุมภาพันธ์ 2022": None, "יום ה׳, 24 בפברואר 2022": "2022-02-24",
        "יום ד׳, 24 בפברואר 2022": None, "24 ફેબ્રુઆરી, 2022": "2022-02-24",
        "૨૪ ફેબ્રુઆરી, ૨૦૨૨": "2022-02-24",
        "২৪ ফেব্রুয়ারী ২০২২": "2022-02-24", "24 பிப்ரவரி, 2022": "2022-02-24",
        "5 تا 8 ژانویه 2022": "2022-01-05/2022-01-08",
        "31 مارس تا 3 آوریل 2022": "2022-03-31/2022-04-03", "2022년~2023년": "2022/2023",
        "2022. márc. 31. – ápr. 3.": "2022-03-31/2022-04-03",
        "24 Feb 2022 - 2 Mar": "2022-02-24/2022-03-02", "30 Dec 2022 - 2 Jan": None,
        "5 May 44 BC - 6 June": None, "~2022": "2022~",
    }.items(),
)  # fmt: skip
def test_weekdays_digits_and_ranges_of_newspapers(text: str, day: str | None) -> None:
    assert found(text) == day


def dates_of(language: str, day: date) -> Iterator[tuple[str, str]]:
    """A day and its month as programs write them in a language, each with the EDTF."""
    known = OwnLocale.parse(language)
    for form in ("full", "long", "medium"):
        yield format_date(day, form, known), day.isoformat()
    for skeleton in ("yMMMM", "yMMM"):
        yield format_skeleton(skeleton, day, locale=known), day.isoformat()[:7]


@pytest.mark.parametrize("language", ALL[:: size(3, 1)])
def test_a_date_as_programs_write_it_is_never_another_date(language: str) -> None:
    days = [date(2022, month, day) for month in range(1, 13) for day in range(24, size(25, 29))]
    refused = []
    for day in days:
        for text, wanted in dates_of(language, day):
            date_ = found(text)
            assert date_ in (wanted, None), text
            words = {bare(each.strip(".,").lower()) for each in text.split()}
            usual = words.isdisjoint({*SEVERAL_MONTHS, *NEED_A_DAY})
            if date_ is None and usual and any(map(str.isalpha, text)):
                refused.append(text)
    refused = [each for each in refused if "ที่" not in each and "г." not in each]
    assert not refused or language in NOT_YET


@each_row(
    ("text", "readings"),
    [
        ("5 listopada 2022", {"in Croatian": "2022-10-05", "in Polish": "2022-11-05"}),
        ("listopad 2022", {"in Czech, Polish": "2022-11", "in Croatian": "2022-10"}),
        ("5. SRP 2022", {"in Czech": "2022-08-05", "in Croatian": "2022-07-05"}),
        ("3 lip. 2022", {"in Croatian": "2022-06-03", "in Polish": "2022-07-03"}),
        ("do 28.07.2022", {"in Bosnian, Czech, Croatian, Polish, Slovak, Slovenian, Serbian":
                           "../2022-07-28", "in German": "2022-07-28"}),
        ("do 12. sep. 1996", {"in Bosnian, Slovak, Slovenian, Serbian":
                              "../1996-09-12", "in German": "1996-09-12"}),
        ("3–5 listopada 2022", {"in Croatian": "2022-10-03/2022-10-05",
                                "in Polish": "2022-11-03/2022-11-05"}),
    ],
)  # fmt: skip
def test_a_month_of_several_languages_is_refused_with_each_reading(
    text: str, readings: dict[str, str]
) -> None:
    with pytest.raises(Ambiguous) as error:
        read(text)
    assert (error.value.readings, error.value.key) == (readings, "language")


@each_row(
    ("text", "date"),
    [
        ("30 września – 2 listopada 2022", "2022-09-30/2022-11-02"),
        ("30. rujna – 2. listopada 2022.", "2022-09-30/2022-10-02"),
        ("desde 10 de dezembro de 1969", "1969-12-10/.."),
        ("antes de setembro 1950", "[..1950-08]"), ("до января 2007", "[..2006-12]"),
        ("do 28 lipca 2022", "../2022-07-28"), ("Do 28. März 2024", "2024-03-28"),
        ("Do., 28.07.2022", "2022-07-28"), ("Do, 28.07.2022", "2022-07-28"),
        ("czwartek, 3 listopada 2022", "2022-11-03"),
        ("24 lutego 2022 r.", "2022-02-24"), ("dnia 24 lutego 2022 roku", "2022-02-24"),
        ("2022. február 24-én", "2022-02-24"), ("24 d’abril del 2022", "2022-04-24"),
        ("24 d'avril 2022", "2022-04-24"), ("Ngày 24 tháng 2 năm 2022", "2022-02-24"),
        ("24 ta’ Frar 2022", "2022-02-24"), ("tháng 2 năm 2022", "2022-02"),
        ("२४ फरवरी २०२२", "2022-02-24"), ("২৪ ফেব্রুয়ারী ২০২২", "2022-02-24"),
        ("24 EKİM 2022", "2022-10-24"), ("24 ekim 2022", "2022-10-24"),
        ("24 ΦΕΒΡΟΥΑΡΙΟΥ 2022", "2022-02-24"), ("24 تشرين الاول 2022", "2022-10-24"),
        ("24 février 2022", "2022-02-24"), ("5 fra 2022", "2022-02-05"),
        ("5. kesä 2022", "2022-06-05"), ("5 ago 2022", "2022-08-05"),
        ("5 de ago. de 2022", "2022-08-05"),
    ],
)  # fmt: skip
def test_dates_of_many_languages_are_read(text: str, date: str) -> None:
    assert read(text) == date


@each_row(
    "text",
    ["fra 2022", "fra 5–7 mai 2022", "des de 2015", "pro 2022", "kesä 2022", "joulu 2022",
     "tra 2020 - 2022", "২৪/১১/১৪২৮", "२०७८/११/१२", "31 listopada 2022", "do 27.07.2022",
     "до јануара 2007",
     "R. 5 May 1999", "D. 5 May 1999"],
)  # fmt: skip
def test_a_word_or_a_year_with_another_meaning_is_refused(text: str) -> None:
    with pytest.raises(edtf.DateError):
        read(text)


def records(header: str, rows: list[list[str]], rule: Any) -> list[Record]:
    table = io.StringIO()
    csv.writer(table).writerows([header.split(","), *rows])
    mapping = {"id": "r-{#}", "title": "Talks", "date": rule}
    return list(read_table(io.BytesIO(table.getvalue().encode()), load_mapping(mapping)))


def days(found: list[Record]) -> list[str]:
    return [each.event.date.text if each.event else each.errors[0].reason for each in found]


CELLS = [["5 listopada 2022"], ["6 maja 2022"], ["7 listopada 2022"]]


def test_the_other_cells_of_a_column_show_the_language_of_its_months() -> None:
    assert days(records("d", CELLS, "{d}")) == ["2022-11-05", "2022-05-06", "2022-11-07"]
    croatian = [["5. listopada 2022."], ["6. svibnja 2022."]]
    assert days(records("d", croatian, "{d}")) == ["2022-10-05", "2022-05-06"]
    mixed = days(records("d", [*CELLS, ["6. svibnja 2022"]], "{d}"))
    assert mixed[1] == "2022-05-06"
    assert mixed[0] == (
        "'5 listopada 2022' can be in Croatian '2022-10-05' or in Polish '2022-11-05'; say "
        '"language": "bs", "cs", "de", "hr", "pl", "sk", "sl", "sr" in the mapping'
    )


def test_the_other_weekdays_of_a_column_show_that_do_is_thursday() -> None:
    cells = [["Do 28.07.2022"], ["Mi 27.07.2022"], ["Fr 29.07.2022"]]
    assert days(records("d", cells, "{d}")) == ["2022-07-28", "2022-07-27", "2022-07-29"]
    rule = {"start": "{d}", "language": "sk"}
    assert days(records("d", cells[:1], rule)) == ["../2022-07-28"]


def test_a_mapping_says_the_language_of_such_months() -> None:
    for language, month in (("pl", 11), ("hr", 10)):
        rule = {"start": "{d}", "language": language}
        assert days(records("d", [["5 listopada 2022"]], rule)) == [f"2022-{month}-05"]
    with pytest.raises(Invalid, match=r"date\.language"):
        load_mapping({"id": "{d}", "title": "T", "date": {"start": "{d}", "language": "fr"}})


def test_months_in_a_column_of_their_own_may_be_words() -> None:
    rule = {"year": "{y}", "month": "{m}", "day": "{d}"}
    rows = [["2022", "listopad", "5"], ["2022", "Březen", "6"]]
    assert days(records("y,m,d", rows, rule)) == ["2022-11-05", "2022-03-06"]
    alone = records("y,m,d", rows[:1], rule)[0]
    assert [(each.field, each.reason) for each in alone.errors] == [
        ("m", "'listopad' can be month 10 in Croatian or month 11 in Czech, Polish; say "
              '"language": "bs", "cs", "de", "hr", "pl", "sk", "sl", "sr" in the mapping')
    ]  # fmt: skip
    said = days(records("y,m,d", rows[:1], {**rule, "language": "hr"}))
    assert said == ["2022-10-05"]


def test_a_suggested_mapping_says_the_language_that_the_column_shows() -> None:
    table = "\n".join(
        ["Id,Date,Title", *(f"{at},{cell[0]},T{at}" for at, cell in enumerate(CELLS))]
    )
    made = suggest_for(take(io.BytesIO(table.encode())), "a.csv")
    assert made.mapping["date"]["language"] == "pl"
    assert "date: the words are Polish" in made.notes.sure


def suggested(header: str, rows: list[str], encoding: str = "utf-8") -> Suggestion:
    table = "\n".join([header, *rows]).encode(encoding)
    return suggest_for(take(io.BytesIO(table)), "a.csv")


@each_row(
    ("header", "months"),
    [
        ("Id,Year,Month,Day", ["January", "Feb", "mai."]),
        ("Lp,Rok,Miesiąc,Dzień", ["stycznia", "listopada", "maj"]),
        ("Nº,Ano,Mês,Dia", ["mai.", "ago.", "out."]),
        ("Id,Jahr,Monat,Tag", ["Jänner", "März", "5"]),
        ("Id,iyear,imonth,iday", ["0", "00", "1", "0"]),
        ("编号,年份,月份,日", ["1月", "2月", "10月"]),
        ("No,Year,Month,Day", ["de gener", "d’abril", "maig"]),
    ],
)  # fmt: skip
def test_months_in_words_in_a_column_of_their_own_are_suggested(
    header: str, months: list[str]
) -> None:
    rows = [f"{at},2022,{month},{at + 3},T{at}" for at, month in enumerate(months)]
    found = suggested(f"{header},Title", rows)
    names = dict(zip(("year", "month", "day"), header.split(",")[1:], strict=True))
    assert found.mapping["date"] == {key: f"{{{name}}}" for key, name in names.items()}
    table = "\n".join([f"{header},Title", *rows]).encode()
    read_ = days([*read_table(io.BytesIO(table), load_mapping(found.mapping))])
    assert all(each.startswith("2022") for each in read_)
    assert [len(each) for each in read_] == [10 if each.strip("0") else 4 for each in months]


def test_a_year_is_not_sure_beside_a_month_that_is_not_read() -> None:
    rows = [f"{at},2022,X{at}rember,{at + 3},T{at}" for at in range(5)]
    found = suggested("Id,Year,Month,Day,Title", rows)
    assert found.mapping["date"] == {"year": "{Year}"}
    assert not any(each.startswith("date") for each in found.notes.sure)
    assert found.notes.decide[0] == (
        "date: Month is not used, as 'X0rember' is no month or day that is known"
    )


def test_an_end_is_used_also_if_every_start_can_have_both_orders() -> None:
    found = suggested("Id,Start,End,Title", ["1,9-5-2000,18-5-2000,A", "2,1-2-2000,13-2-2000,B"])
    assert found.mapping["date"] == {"start": "{Start}", "end": "{End}", "order": "dmy"}


def test_months_tell_the_encoding_of_a_table() -> None:
    rows = [f"{at},{at} {month} 2022,T{at}" for at, month in ((1, "października"), (2, "września"))]
    assert suggested("Id,Date,Title", rows, "cp1250").mapping["encoding"] == "cp1250"
    rows = [f"{at},{at} {month} 2022,T{at}" for at, month in ((1, "rugpjūčio"), (2, "birželio"))]
    assert suggested("Id,Date,Title", rows, "cp1257").mapping["encoding"] == "cp1257"


def test_a_title_is_used_also_if_some_cells_are_no_words() -> None:
    rows = ["1,2022-05-03,Talks on grain", "2,2022-05-04,Talks on gas", ",,* * *"]
    assert suggested("Id,Date,Title", rows).mapping["title"] == "{Title}"
