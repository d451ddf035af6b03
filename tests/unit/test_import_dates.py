"""Dates as people write them become EDTF or are refused. They never become a wrong day."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.cldr import locale
from service.importers.dates import MONTHS, by_format, format_error, join, lenient, span
from tests.support.rows import each_row

UNDERSTOOD = {
    "+1648-10-24T00:00:00Z": "1648-10-24",
    "+1648-10-00T00:00:00Z": "1648-10",
    "+1648-00-00T00:00:00Z": "1648",
    "1648-00-00T00:00:00Z": "1648",
    "1648-10-00 00:00:00": "1648-10",
    "1876-05-11": "1876-05-11",
    "1876-5-1": "1876-05-01",
    "1876/05/11": "1876-05-11",
    "20180601": "2018-06-01",
    "20180600": "2018-06",
    "25/12/1999": "1999-12-25",
    "12/25/1999": "1999-12-25",
    "5/5/1876": "1876-05-05",
    "31.12.1999": "1999-12-31",
    "11 May 1876": "1876-05-11",
    "May 11, 1876": "1876-05-11",
    "May 11th 1876": "1876-05-11",
    "11-May-1876": "1876-05-11",
    "Sept. 2022": "2022-09",
    "Tuesday, 28 February 2023": "2023-02-28",
    "11 мая 1876 г.": "1876-05-11",
    "24 лютого 2022": "2022-02-24",
    "сентябрь 2022": "2022-09",
    "1964-XX-16": "1964",  # the month of the day is unknown, so only the year is certain
    "1964-05-XX": "1964-05-XX",
    "1964-05--9": "1964-05",
    "circa 1876": "1876~",
    "about May 1876": "1876-05~",
    "1970s": "197X",
    "spring 1876": "1876-21",
    "Q3 2020": "2020-35",
    "5 May 1999 to 7 May 1999": "1999-05-05/1999-05-07",
    "1876-05-07 – 1876-05-11": "1876-05-07/1876-05-11",
    "2018-06-01 14:30": "2018-06-01T14:30:00",
    "31.12.1999 9:05": "1999-12-31T09:05:00",
    "12/25/1999 2:30 PM": "1999-12-25T14:30:00",
    "12/25/1999, 12:30:15 a.m.": "1999-12-25T00:30:15",
    "11 May 1876 08:00": "1876-05-11T08:00:00",
    "2022 жылғы 5 қаңтар": "2022-01-05",
    "28 ақпанда 2023 ж.": "2023-02-28",
    "5. November 2023": "2023-11-05",
    "3. März 2021": "2021-03-03",
    "1er août 1914": "1914-08-01",
    "5 de noviembre de 2023": "2023-11-05",
    "28 de fevereiro de 2023": "2023-02-28",
    "28 febbraio 2023": "2023-02-28",
    "28 februari 2023": "2023-02-28",
    "28 Şubat 2023": "2023-02-28",
    "Mayıs 1999": "1999-05",
    "28 февр. 2023": "2023-02-28",
    "28 фев 2023": "2023-02-28",
    "28.02.2023 г.": "2023-02-28",
    "28.02.2023г.": "2023-02-28",
    "около 1961 г.": "1961~",
    "2023.02.28.": "2023-02-28",
    "May 1999?": "1999-05?",
    "Dienstag, 28. Februar 2023": "2023-02-28",
    "mardi 28 février 2023": "2023-02-28",
    "martes, 28 de febrero de 2023": "2023-02-28",
    "martedì 28 febbraio 2023": "2023-02-28",
    "вторник, 28 февраля 2023 г.": "2023-02-28",
}


@each_row(("text", "expected"), UNDERSTOOD.items())
def test_a_usual_spelling_is_understood(text: str, expected: str) -> None:
    assert lenient(text) == expected


@each_row(
    "text",
    [
        "", "5", "January", "5/11/1876", "5.11.1876", "1/2/03", "44985", "31 February 2020",
        "Montag, 28. Februar 2023", "lundi 28 février 2023", "28 listopada 2023",
        "2023-02-29", "99/99/1999", "3 May 4", "May 11", "yesterday", "Monday, 28 February 2023",
        "11 May 12 May 1876", "5.11.2023 14:30", "25/12/1999 14:30 PM", "25/12/1999 25:00",
        "May 1999 14:30", "31.12.1999 9:75",
        "01021203", "1972-06-31?", "2010-XX-XX-", "9" * 500, "13/13/2013",
    ],
)  # fmt: skip
def test_what_is_ambiguous_or_no_date_is_refused(text: str) -> None:
    with pytest.raises(edtf.DateError):
        lenient(text)


def test_the_order_that_a_mapping_states_decides() -> None:
    assert lenient("5/11/1876", "dmy") == "1876-11-05"
    assert lenient("5/11/1876", "mdy") == "1876-05-11"
    with pytest.raises(edtf.DateError, match="order mdy"):
        lenient("25/12/1999", "mdy")


def test_the_ambiguous_date_is_reported_as_such() -> None:
    with pytest.raises(edtf.DateError, match="day or month first"):
        lenient("5/11/1876")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("1914", "7", "28"), "1914-07-28"),
        (("1914", "7", "-9"), "1914-07"),
        (("1914", "-9", "-9"), "1914"),
        (("1914", "-9", "28"), "1914"),
        (("1914", "", ""), "1914"),
        (("-500", "", ""), "-0500"),
        (("12000", "", ""), "Y12000"),
        (("99", "1", "1"), "0099-01-01"),
    ],
)
def test_columns_are_joined_and_unknown_parts_left_out(
    parts: tuple[str, str, str], expected: str
) -> None:
    assert join(*parts) == expected


@pytest.mark.parametrize("parts", [("", "1", "1"), ("1900", "13", "1"), ("1900", "2", "29")])
def test_columns_that_are_no_date_are_refused(parts: tuple[str, str, str]) -> None:
    with pytest.raises(edtf.DateError):
        join(*parts)


def test_a_span_needs_its_beginning_first() -> None:
    assert span("1999-05-05", "1999-05-05") == "1999-05-05"
    assert span("1999-05-05", "") == "1999-05-05"
    for start, end in (("1999-05-05", "1999-05-04"), ("", "1999")):
        with pytest.raises(edtf.DateError):
            span(start, end)


def test_a_format_gives_no_more_than_it_says() -> None:
    assert by_format("28.02.2023", "%d.%m.%Y") == "2023-02-28"
    assert by_format("02/2023", "%m/%Y") == "2023-02"
    assert by_format("2023", "%Y") == "2023"
    with pytest.raises(edtf.DateError):
        by_format("30.02.2023", "%d.%m.%Y")


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_an_error(text: str) -> None:
    with contextlib.suppress(edtf.DateError):
        edtf.parse(lenient(text))


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.sampled_from(["%-d %B %Y", "%B %-d, %Y", "%d-%b-%Y", "%Y/%m/%d", "%Y.%-m.%-d"]),
)
def test_a_date_that_is_written_out_is_read_back(day: date, form: str) -> None:
    assume("%B" in form or "%b" in form or not 1300 <= day.year < 1480)  # of another calendar
    assert lenient(day.strftime(form)) == day.isoformat()


@each_row("name", MONTHS)
def test_a_month_has_one_number_in_every_language(name: str) -> None:
    assert lenient(f"5 {name} 2020") == lenient(f"5/{MONTHS[name]}/2020", "dmy")


def test_the_twelve_months_are_there_in_seven_languages() -> None:
    numbers = list(MONTHS.values())
    assert all(numbers.count(month) >= 8 for month in range(1, 13))
    assert MONTHS["лютого"] == MONTHS["февраля"] == MONTHS["ақпан"] == MONTHS["février"] == 2
    assert MONTHS["листопада"] == MONTHS["ноябрь"] == MONTHS["қараша"] == 11


@pytest.mark.parametrize("form", ["%d/%m/%y", "%d %B", "%Y-%d", "%%Y"])
def test_a_format_that_would_make_up_a_part_of_the_date_is_known(form: str) -> None:
    assert format_error(form) is not None


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%B %Y", "%Y", "%Y%j", "%d %b %Y %H:%M"])
def test_other_formats_will_do(form: str) -> None:
    assert format_error(form) is None


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru", "kk", "de", "uk"])
def test_short_months_as_spreadsheets_write_them_are_read(language: str) -> None:
    names = {
        (number, name.rstrip("."))
        for use in ("format", "stand-alone")
        for number, name in locale(language).months[use]["abbreviated"].items()
    }
    # "там" is "there" in Russian, and a sentence may have it before a year.
    for number, name in names - {(8, "там")}:
        for text in (f"5 {name}. 2020", f"5-{name}-2020", f"05 {name} 2020"):
            assert (text, lenient(text)) == (text, f"2020-{number:02}-05")


@each_row(
    ("text", "found"),
    [
        ("17 and 18 May 2021", "2021-05-17/2021-05-18"),
        ("17 & 18 May 2021", "2021-05-17/2021-05-18"),
        ("31 May and 1 June 2021", "2021-05-31/2021-06-01"),
        ("March and April 2021", "2021-03/2021-04"),
        ("17 y 18 de mayo de 2021", "2021-05-17/2021-05-18"),
        ("17 et 18 mai 2021", "2021-05-17/2021-05-18"),
        ("17 и 18 мая 2021 г.", "2021-05-17/2021-05-18"),
        ("17. und 18. Mai 2021", "2021-05-17/2021-05-18"),
        ("ок. 1975", "1975~"), ("прибл. 1975 г.", "1975~"), ("aprox. 1975", "1975~"),
        ("env. 1975", "1975~"), ("I кв. 2022", "2022-33"), ("3-й кв. 2022 г.", "2022-35"),
        ("3e trim. 2022", "2022-35"), ("2.º trim. 2022", "2022-34"),
        ("не позднее 1990 г.", "[..1990]"), ("не ранее 1990", "[1990..]"),
    ],
)  # fmt: skip
def test_short_words_and_two_days_in_several_languages(text: str, found: str) -> None:
    assert lenient(text) == found


@each_row(
    "text",
    ["17 and 19 May 2021", "18 and 17 May 2021", "May and 3 June 2021", "2021 and 2022",
     "17 and 18 May", "and 18 May 2021", "17, 18 and 19 May 2021"],
)  # fmt: skip
def test_two_days_that_do_not_follow_each_other_are_refused(text: str) -> None:
    with pytest.raises(edtf.DateError):
        lenient(text)
