"""The dates of the rows of a table, read by the mapping and by the other cells of the column."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from service.errors import Invalid
from service.importers.mapping_load import load_mapping
from service.importers.no_dates import repeated_sentinels
from service.importers.row_result import Record
from service.importers.suggest import suggest_file
from service.importers.table import read
from service.schemas.event import render
from tests.support.rows import each_row

HEAD = "id,a,b\n"
PARTS = {"year": "{y}", "month": "{m}", "day": "{d}", "end_year": "{y2}", "end_month": "{m2}",
         "end_day": "{d2}"}  # fmt: skip


def records(
    rows: str, date: Any, head: str = HEAD, options: dict[str, int] | None = None, **mapping: Any
) -> list[Record]:
    given = {"id": "row-{id}", "title": "Talks", "date": date, **mapping}
    return list(read(io.BytesIO((head + rows).encode()), load_mapping(given), **options or {}))


def texts(rows: str, date: Any, head: str = HEAD) -> list[str | None]:
    return [each.event.date.text if each.event else None for each in records(rows, date, head)]


def error(rows: str, date: Any, head: str = HEAD) -> tuple[str, str | None, str]:
    (record,) = records(rows, date, head)
    assert record.event is None
    (found,) = record.errors
    return found.field, found.value, found.reason


BOTH = {"start": "{a}", "end": "{b}"}
MIDNIGHTS = [
    "{} 00:00:00", "{} 00:00", "{}T00:00:00", "{}T00:00:00Z", "{}T00:00:00.000Z",
    "{}T00:00:00+00:00", "{}T00:00:00+0000", "{} 00:00:00.000000+00", "{} 12:00:00 AM",
    "{}T00:00:00-05:00", "{} 00:00:00 UTC",
]  # fmt: skip


@pytest.mark.parametrize("form", MIDNIGHTS)
def test_midnight_in_every_row_of_a_column_is_a_day(form: str) -> None:
    rows = "".join(f"{n},{form.format(f'2023-02-{n:02}')},\n" for n in range(1, 20))
    assert texts(rows, "{a}") == [f"2023-02-{n:02}" for n in range(1, 20)]


@pytest.mark.parametrize("form", MIDNIGHTS)
def test_a_column_that_is_not_all_midnight_keeps_its_times(form: str) -> None:
    rows = f"1,{form.format('2023-02-01')},\n2,2023-02-02 10:30,\n"
    first, second = texts(rows, "{a}")
    assert first and first.startswith("2023-02-01T00:00")
    assert second == "2023-02-02T10:30:00"


def test_each_column_is_judged_by_itself_and_days_among_midnights_change_nothing() -> None:
    rows = "1,2023-02-01 00:00,2023-02-02 10:00\n2,2023-02-05,2023-02-06 00:00\n"
    assert texts(rows, BOTH) == [
        "2023-02-01/2023-02-02T10:00:00", "2023-02-05/2023-02-06T00:00:00",
    ]  # fmt: skip


APART = {"start": "{a} {from}", "end": "{b} {to}"}
"""The columns of Outlook."""


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2023-02-25,12:00:00 AM,2023-02-26,12:00:00 AM", "2023-02-25"),
        ("2023-02-25,00:00,2023-02-28,00:00", "2023-02-25/2023-02-27"),
        ("2023-02-25,00:00,2023-02-25,23:59", "2023-02-25"),
        ("2023-02-25,00:00,2023-02-26,23:59:59", "2023-02-25/2023-02-26"),
        ("2023-02-25,00:00,2023-02-25,00:00", "2023-02-25T00:00:00"),
        ("2023-02-25,09:00,2023-02-26,00:00", "2023-02-25T09:00:00/2023-02-26T00:00:00"),
        ("2023-02-25,00:00,2023-02-25,22:30", "2023-02-25T00:00:00/2023-02-25T22:30:00"),
        ("2023-02-25,00:00,,", "2023-02-25T00:00:00"),
        ("2023-02-25,,2023-02-26,", "2023-02-25/2023-02-26"),
    ],
)
def test_from_midnight_to_midnight_are_whole_days_if_times_have_columns(
    row: str, expected: str
) -> None:
    other = "2,2023-03-01,09:00,2023-03-01,10:30\n"
    head = "id,a,from,b,to\n"
    assert texts(f"1,{row}\n{other}", APART, head)[0] == expected


def test_a_midnight_before_which_the_calendar_has_no_day_ends_no_day_before() -> None:
    rows = "1,0001-01-01,00:00,0001-01-01,0:00\n"
    assert texts(rows, APART | {"sentinels": []}, "id,a,from,b,to\n") == ["0001-01-01"]


def test_a_list_of_whole_days_alone_has_exclusive_ends_too() -> None:
    rows = "1,2023-02-25,00:00,2023-02-26,00:00\n2,2023-05-18,00:00,2023-05-20,00:00\n"
    assert texts(rows, APART, "id,a,from,b,to\n") == ["2023-02-25", "2023-05-18/2023-05-19"]


def test_a_second_after_midnight_is_a_time() -> None:
    for clock in ("00:00:01", "00:00:00.5"):
        (found,) = texts(f"1,2023-02-25 {clock},\n", "{a}")
        assert found and found.startswith(f"2023-02-25T{clock}")


def test_an_end_a_minute_before_midnight_is_the_end_of_its_day() -> None:
    rows = "1,2023-02-25 00:00,2023-02-25 23:59\n2,2023-02-26 00:00:00,2023-02-28 23:59:59\n"
    assert texts(rows, BOTH) == ["2023-02-25", "2023-02-26/2023-02-28"]
    assert texts("1,2023-02-25 00:00,2023-02-26 00:00\n", BOTH) == ["2023-02-25/2023-02-26"]


def test_months_and_days_first_at_midnight_are_days_too() -> None:
    rows = "1,2/28/2023 0:00,\n2,3/1/2023 12:00:00 AM,\n"
    assert texts(rows, {"start": "{a}", "order": "mdy"}) == ["2023-02-28", "2023-03-01"]


def test_a_time_behind_the_first_look_is_reported() -> None:
    times = ["00:00", "00:00", "00:00", "00:00", "10:30", "00:00"]
    rows = "".join(f"{n},2023-02-01 {time},\n" for n, time in enumerate(times))
    found = records(rows, "{a}", options={"look": 3})
    assert [each.event and each.event.date.text for each in found] == [
        *["2023-02-01"] * 4, "2023-02-01T10:30:00", "2023-02-01T00:00:00",
    ]  # fmt: skip
    assert [bool(each.warnings) for each in found] == [False] * 4 + [True, False]
    assert "taken as days" in found[4].warnings[0]


def test_the_first_look_is_bounded_and_loses_no_row() -> None:
    rows = "".join(f"{n},2023-02-01 00:00,\n" for n in range(30)) + "x,y\n"
    found = records(rows, "{a}", options={"look_characters": 20})
    assert [each.line for each in found] == list(range(2, 33))
    assert sum(each.event is not None for each in found) == 30


@pytest.mark.parametrize("cell", ["0000-00-00", "00/00/0000", "9999-12-31", "31/12/9999",
                                  "9999-12-31T23:59:59", "0000-00-00 00:00:00", "99999999",
                                  "00000000", "9999"])  # fmt: skip
def test_a_date_that_is_none_is_empty_and_reported(cell: str) -> None:
    (record,) = records(f"1,1999-05-05,{cell}\n", BOTH)
    assert record.event and record.event.date.text == "1999-05-05"
    assert record.warnings == (f"{cell!r} stands for no date",)
    field, value, reason = error(f"1,{cell},\n", BOTH)
    assert (field, value) == ("a", cell)
    assert "no date" in reason


@pytest.mark.parametrize("cell", ["1900-01-01", "01/01/1900", "1 Jan 1970", "0001-01-01",
                                  "1899-12-30", "1753-01-01 00:00:00"])  # fmt: skip
def test_the_first_day_of_a_calendar_is_none_where_a_column_repeats_it(cell: str) -> None:
    rows = f"1,1999-05-05,{cell}\n2,1999-06-06,{cell}\n3,1999-06-07,1999-06-08\n"
    found = records(rows, BOTH)
    assert [each.event and each.event.date.text for each in found] == [
        "1999-05-05", "1999-06-06", "1999-06-07/1999-06-08",
    ]  # fmt: skip
    assert [len(each.warnings) for each in found] == [1, 1, 0]
    once = records(f"1,{cell},\n2,1999-06-06,\n", "{a}")
    assert all(each.event for each in once)


def test_a_first_day_in_few_rows_of_a_column_is_a_day() -> None:
    days = {"1900-01-01": 2, "1999-05-05": 3}
    for rows, found in ((100, {"1900-01-01"}), (101, set())):  # a fiftieth of the rows
        assert repeated_sentinels(days, rows) == found
    assert repeated_sentinels(days | {"1900-01-01": 4}, 1000) == {"1900-01-01"}


def test_columns_of_a_first_day_that_are_repeated_are_none_too() -> None:
    rows = "1,1900,1,1,,,\n2,1900,1,1,,,\n3,1999,5,3,1900,1,1\n4,1999,5,4,1900,1,1\n"
    assert texts(rows, PARTS, COLUMNS) == [None, None, "1999-05-03", "1999-05-04"]


def test_times_of_dates_that_are_none_do_not_make_midnights_times() -> None:
    rows = "1,2023-02-01 00:00:00,9999-12-31T23:59:59\n2,2023-02-02 00:00:00,2023-02-03T00:00\n"
    assert texts(rows, BOTH) == ["2023-02-01", "2023-02-02/2023-02-03"]


def test_sentinels_may_be_stated() -> None:
    rows = "1,1900-01-01,\n2,1900-01-01,\n3,1999-01-01,\n"
    assert texts(rows, {"start": "{a}", "sentinels": []}) == [
        "1900-01-01", "1900-01-01", "1999-01-01",
    ]  # fmt: skip
    assert texts(rows, {"start": "{a}", "sentinels": ["1999-01-01"]}) == [
        "1900-01-01", "1900-01-01", None,
    ]  # fmt: skip


def test_short_years_are_refused_unless_the_mapping_says_what_they_are() -> None:
    rows = "1,2008/09,\n2,2009-10,\n3,1999-00,\n4,2020-21,\n5,2023-02,\n"
    assert texts(rows, "{a}") == [None, None, None, None, "2023-02"]
    assert texts(rows, {"start": "{a}", "years": "span"}) == [
        "2008/2009", "2009/2010", "1999/2000", "2020/2021", "2023-02",
    ]  # fmt: skip
    _, _, reason = error("1,2008/09,\n", "{a}")
    for each in ("'2008-09'", "'2008/2009'", '"years": "span"'):
        assert each in reason


def test_a_suggestion_lists_what_stands_for_no_date(tmp_path: Path) -> None:
    days = [f"1999-05-{n:02}" for n in range(1, 29)]
    days[3] = days[7] = days[12] = "1900-01-01"
    days[5] = "0000-00-00"
    rows = [f"{n},Talks on water and gas {n},{day}" for n, day in enumerate(days)]
    (tmp_path / "t.csv").write_text("id,title,date\n" + "\n".join(rows))
    notes = suggest_file(tmp_path / "t.csv").notes
    assert "date: 0000-00-00 in date count as empty" in notes.sure
    assert any(each.startswith("date: 1900-01-01 in date count as empty") for each in notes.guessed)


def test_months_stay_months_where_no_cell_shows_years() -> None:
    assert texts("1,2008-09,\n2,2008-10,\n3,2011-01,\n", "{a}") == ["2008-09", "2008-10", "2011-01"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("1999-05-03,1999-05-07", "[1999-05-03..1999-05-07]"),
        ("3 May 1999,", "1999-05-03"),
        (",7 May 1999", "[..1999-05-07]"),
        ("1999-05-03,1999-05-03", "1999-05-03"),
        ("1999-05,1999-06", "[1999-05..1999-06]"),
        ("1999,", "1999"),
    ],
)
def test_one_day_out_of_a_range_is_a_set(cells: str, expected: str) -> None:
    (record,) = records(f"1,{cells}\n", {"one_of": ["{a}", "{b}"]})
    assert record.event and record.event.date.text == expected
    assert record.event.date.extent == "instant"


@pytest.mark.parametrize(
    ("date", "row", "field"),
    [
        (BOTH, "1,1999-05-03,3/4/1999", "b"),
        (BOTH, "1,1999-05-03,1999-05-02", "b"),
        (BOTH, "1,1999-05-03,nonsense", "b"),
        (BOTH, "1,nonsense,1999-05-03", "a"),
        (BOTH, "1,,1999-05-03", "a"),
        ({"one_of": ["{a}", "{b}"]}, "1,1999-05-03,1999-05-02", "b"),
        ({"one_of": ["{a}", "{b}"]}, "1,x,1999-05-02", "a"),
        ({**BOTH, "format": "%Y-%m-%d"}, "1,1999-05-03,1999-05", "b"),
        ({**BOTH, "not_before": "1999"}, "1,1998-05-03,1999-05-01", "a"),
    ],
)
def test_an_error_is_that_of_its_own_cell(date: Any, row: str, field: str) -> None:
    assert error(row + "\n", date)[0] == field


COLUMNS = "id,y,m,d,y2,m2,d2\n"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("1999,5,3,1999,5,7", "1999-05-03/1999-05-07"),
        ("1999,5,3,,,", "1999-05-03"),
        ("1999,5,-9,1999,6,XX", "1999-05/1999-06"),
        ("1999,,,2001,,", "1999/2001"),
        ("1999.0,5.0,3.0,1999.0,5.0,3.0", "1999-05-03"),
        ("1999,May,3,1999,june,1", "1999-05-03/1999-06-01"),
        ("1999,5,3,9999,12,31", "1999-05-03"),
    ],
)
def test_ends_in_three_columns_are_read_like_starts(cells: str, expected: str) -> None:
    assert texts(f"1,{cells}\n", PARTS, COLUMNS) == [expected]


@pytest.mark.parametrize(
    ("cells", "field"),
    [("1999,5,3,1999,13,1", "m2"), ("1999,5,3,1999,6,31", "d2"), ("1999,5,3,x,6,1", "y2"),
     ("1999,13,3,,,", "m"), ("1999,2,29,,,", "d"), ("y,2,2,,,", "y"), ("1999,5,3,1999,5,2", "y2"),
     (",5,3,1999,5,2", "y"), ("0,5,3,,,", "y")],
)  # fmt: skip
def test_an_error_in_three_columns_is_that_of_its_column(cells: str, field: str) -> None:
    assert error(f"1,{cells}\n", PARTS, COLUMNS)[0] == field


def test_a_day_of_an_unknown_month_is_left_out_and_reported() -> None:
    (record,) = records("1,1999,-9,3,,,\n", PARTS, COLUMNS)
    assert record.event and record.event.date.text == "1999"
    assert record.warnings == ("the day '3' is left out, as its month is not known",)
    (record,) = records("1,1999-XX-16,\n", "{a}")
    assert record.event and "'16'" in record.warnings[0]


JULIAN = {**BOTH, "calendar": "julian", "order": "dmy"}


@pytest.mark.parametrize(
    ("cells", "expected", "words"),
    [
        ("25 October 1917,", "1917-11-07", "25 October 1917"),
        ("5/10/1917,", "1917-10-18", "5/10/1917"),
        ("29.02.1900,", "1900-03-13", "29.02.1900"),
        ("5 May 1799,7 May 1799", "1799-05-16/1799-05-18", "5 May 1799 – 7 May 1799"),
        ("February 1917,", "[1917-02-14..1917-03-13]", "February 1917"),
        ("1 Jan 1900 10:00,", "1900-01-13T10:00:00", "1 Jan 1900 10:00"),
    ],
)
def test_old_style_days_are_converted_and_keep_their_words(
    cells: str, expected: str, words: str
) -> None:
    (record,) = records(f"1,{cells}\n", JULIAN)
    assert record.event and record.event.date.text == expected
    assert record.event.date_as_reported is not None
    assert record.event.date_as_reported.removesuffix(" O.S.") == words
    assert b"O.S.)" in render(record.event, 1, "", "").split(b'"earliest"')[0]


def test_words_that_say_old_style_need_no_mapping() -> None:
    (record,) = records("1,25 October 1917 (O.S.),\n", "{a}")
    assert record.event and record.event.date.text == "1917-11-07"
    assert record.event.date_as_reported == "25 October 1917 (O.S.)"


def test_old_style_days_in_columns_and_the_words_of_the_mapping() -> None:
    head = "id,y,m,d,w\n"
    date = {"year": "{y}", "month": "{m}", "day": "{d}", "calendar": "julian"}
    (record,) = records("1,1917,10,25,in the night\n", date, head, date_as_reported="{w}")
    assert record.event and record.event.date.text == "1917-11-07"
    assert record.event.date_as_reported == "in the night O.S."
    (record,) = records("1,1917,10,25,\n", date, head)
    assert record.event and record.event.date_as_reported == "1917-10-25"


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ({"start": "{a}", "one_of": ["{a}", "{b}"]}, "not both"),
        ({"one_of": ["{a}"]}, "has two texts"),
        ({"one_of": ["{a}", "{b}"], "end": "{b}"}, "one_of has the end"),
        ({"one_of": ["{a}", "b"]}, "neither a date nor"),
        ({"start": "{a}", "end_month": "{b}"}, "end_month and end_day go with end_year"),
        ({"year": "{a}", "day": "{b}"}, "a day with a month"),
        ({"start": "{a}", "end": "{b}", "end_year": "{b}"}, "end or end_year"),
        ({"start": "{a}", "years": "spam"}, "span or month"),
        ({"start": "{a}", "calendar": "greek"}, "gregorian or julian"),
        ({"start": "{a}", "sentinels": ["never"]}, "date.sentinels"),
        ({"start": "{a}", "endyear": "{b}"}, "end_year"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_before_the_first_row(date: Any, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        load_mapping({"id": "{a}", "title": "x", "date": date})
    told = [refused.value.detail, *(each.detail for each in refused.value.errors)]
    assert any(reason in each for each in told), told


@pytest.mark.parametrize(
    ("cell", "warning"),
    [
        ("2566-09-15", "the year 2566 is far ahead; in the calendar of Thailand it is 2023"),
        ("15/9/2566", "the year 2566 is far ahead; in the calendar of Thailand it is 2023"),
        ("5783", "the year 5783 is far ahead; in the Hebrew calendar it is 2022/2023"),
        ("1402-06-15", "the year 1402 is long ago; in the Iranian calendar it is 2023/2024, in the"
         " Islamic calendar 1981/1982"),
        ("2080-05-15", "the year 2080 is far ahead; in the calendar of Nepal it is 2023/2024"),
        ("24XX", ""),
        ("2366", ""),
        ("2066-09-15", ""),
        ("15 June 1402", "the year 1402 is long ago; in the Iranian calendar it is 2023/2024, in"
         " the Islamic calendar 1981/1982"),
    ],
)  # fmt: skip
def test_a_year_of_another_time_is_stored_with_a_warning(cell: str, warning: str) -> None:
    (record,) = records(f'1,"{cell}",\n', "{a}")
    assert record.event is not None
    assert [each for each in record.warnings if "the year" in each] == [warning] * bool(warning)


def test_a_year_of_another_era_in_a_cell_is_gregorian_or_an_error() -> None:
    assert texts("1,令和5年9月1日,\n2,民國112年,\n", "{a}") == ["2023-09-01", "2023"]
    assert error("1,15 Ramadan 1444,\n", "{a}")[2].startswith(
        "'15 Ramadan 1444' is a date of the Islamic calendar"
    )


ONE_ORDER = [f"{day:02}/{month:02}/2023" for day, month in ((3, 2), (14, 2), (5, 3), (20, 3))]
OTHER_ORDER = ["02/03/2023", "02/14/2023", "03/05/2023", "03/20/2023", "07/07/2023"]


def test_a_table_in_the_other_order_is_not_read_in_that_of_the_mapping() -> None:
    rule = {"start": "{a}", "order": "dmy"}

    def rows(*cells: str) -> str:
        return "".join(f"{number},{cell},\n" for number, cell in enumerate(cells))

    assert texts(rows(*ONE_ORDER), rule) == ["2023-02-03", "2023-02-14", "2023-03-05", "2023-03-20"]
    assert texts(rows(*OTHER_ORDER), rule) == [None, None, None, None, "2023-07-07"]
    assert None not in texts(rows(*OTHER_ORDER), rule | {"order": "mdy"})
    field, value, reason = records(rows("02/03/2023", "02/14/2023"), rule)[0].errors[0][:3]
    assert (field, value) == ("a", "02/03/2023")
    assert "can be day or month first; the mapping says dmy, but more cells of the column" in reason
    assert "such as '02/14/2023', can only have the other order" in reason


def test_one_slip_in_the_other_order_refuses_its_own_row_only() -> None:
    cells = [*ONE_ORDER, "03/21/2023"]
    rows = "".join(f"{number},{cell},\n" for number, cell in enumerate(cells))
    read_as = texts(rows, {"start": "{a}", "order": "dmy"})
    assert read_as == ["2023-02-03", "2023-02-14", "2023-03-05", "2023-03-20", None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("06/Mar/23 9:14 AM", "2023-03-06T09:14:00"),  # Jira
        ("06-MAR-49", "2049-03-06"),  # Oracle
        ("06.03.50", "1950-03-06"),
        ("6 März 99", "1999-03-06"),
        ("02/27/23 00:00:01", None),  # Access in English; the order is said to be dmy
        ("27/02/23 00:00:01", "2023-02-27T00:00:01"),
        ("27.02.23 – 01.03.23", "2023-02-27/2023-03-01"),
        ("27/02/23-01/03/23", "2023-02-27/2023-03-01"),
        ("27-28 Feb 23", "2023-02-27/2023-02-28"),
        ("27.02.2023", "2023-02-27"),
        ("2023-02-27", "2023-02-27"),
        ("27 February 44 BC", "-0043-02-27"),
        ("5 May 1999 10:30:22", "1999-05-05T10:30:22"),
    ],
)
def test_years_of_two_digits_are_read_if_the_mapping_says_of_which_century(
    cell: str, expected: str | None
) -> None:
    rule = {"start": "{a}", "order": "dmy"}
    assert texts(f"1,{cell},\n", rule | {"two_digits_from": 1950}) == [expected]
    if expected and expected.lstrip("-")[:4] not in cell and "BC" not in cell:
        field, _, reason = error(f"1,{cell},\n", rule)
        assert field == "a"
        assert "the century is not known" in reason


@each_row(("cell", "years"), [("20-10-05", "'1920', '2020', '1905' or '2005'"),
                              ("05-10-20", "'1905', '2005', '1920' or '2020'")])  # fmt: skip
def test_a_year_of_two_digits_may_be_first_or_last(cell: str, years: str) -> None:
    assert years in error(f"1,{cell},\n", {"start": "{a}", "two_digits_from": 1950})[2]


def test_the_advice_for_years_of_two_digits_is_given_where_it_helps() -> None:
    assert '"two_digits_from": 1950 reads them as 1950 to 2049' in error("1,06.03.23,\n", "{a}")[2]
    parts = {"year": "{a}", "two_digits_from": 1950}
    assert texts("1,23,\n2,1923,\n", parts) == ["2023", "1923"]
    with pytest.raises(Invalid, match=r"date\.two_digits_from: is a year, such as 1950"):
        load_mapping({"id": "{a}", "title": "T", "date": {"start": "{a}", "two_digits_from": 0}})
