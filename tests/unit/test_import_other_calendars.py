"""Columns of dates of the Iranian calendar and of that of Thailand."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.calendars import to_gregorian
from service.importers import documents, ics
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.table import read
from service.importers.window import EVERYTHING
from service.schemas.event import render
from tests.support.rows import each_row

NOWRUZ = {
    1300: "1921-03-21", 1329: "1950-03-21", 1358: "1979-03-21", 1376: "1997-03-21",
    1399: "2020-03-20", 1400: "2021-03-21", 1402: "2023-03-21", 1403: "2024-03-20",
    1404: "2025-03-21", 1408: "2029-03-20", 1409: "2030-03-21",
}  # fmt: skip
"""1 Farvardin of these years (Calendar Center of the University of Tehran)."""


def records(cells: list[str], date: Any, head: str = "a") -> list[Record]:
    rows = "".join(f"{number},{each}\n" for number, each in enumerate(cells))
    mapping = load_mapping({"id": "row-{id}", "title": "Talks", "date": date})
    return list(read(io.BytesIO(f"id,{head}\n{rows}".encode()), mapping))


def texts(cells: list[str], date: Any, head: str = "a") -> list[str | None]:
    return [each.event.date.text if each.event else None for each in records(cells, date, head)]


def reasons(cells: list[str], date: Any, head: str = "a") -> list[tuple[str, str]]:
    return [(error.field, error.reason) for each in records(cells, date, head)
            for error in each.errors]  # fmt: skip


@each_row(("year", "day"), NOWRUZ.items())
def test_the_first_day_of_a_year_of_the_iranian_calendar(year: int, day: str) -> None:
    assert to_gregorian(f"{year}-01-01", "iranian") == day
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    last = 30 if to_gregorian(f"{year - 1}-12-29", "iranian") != eve else 29
    assert to_gregorian(f"{year - 1}-12-{last}", "iranian") == eve


@given(st.dates(date(1800, 1, 1), date(2250, 1, 1)))
def test_each_day_has_one_date_of_the_iranian_calendar(day: date) -> None:
    year = day.year - 621 - (to_gregorian(f"{day.year - 621}-01-01", "iranian") > day.isoformat())
    left = (day - date.fromisoformat(to_gregorian(f"{year}-01-01", "iranian"))).days
    month = 1
    while left >= (length := 31 if month < 7 else 30) and month < 12:
        left, month = left - length, month + 1
    assert to_gregorian(f"{year}-{month:02}-{left + 1:02}", "iranian") == day.isoformat()


@each_row(
    ("cell", "found"),
    {
        "1402-12-10": "2024-02-29", "1402/12/10": "2024-02-29", "۱۴۰۲/۱۲/۱۰": "2024-02-29",
        "۱۰ اسفند ۱۴۰۲": "2024-02-29", "10 Esfand 1402": "2024-02-29", "1402-02-31": "2023-05-21",
        "1402-12": "[2024-02-20..2024-03-19]", "1402": "[2023-03-21..2024-03-19]",
        "1402-12-10~": "2024-02-29~", "1402-12-10/1402-12-12": "2024-02-29/2024-03-02",
    }.items(),
)  # fmt: skip
def test_days_of_the_iranian_calendar_are_converted_if_the_mapping_says_so(
    cell: str, found: str
) -> None:
    (record,) = records([cell], {"start": "{a}", "calendar": "iranian"})
    assert record.event and record.event.date.text == found, record.errors
    assert record.event.date_as_reported == cell
    assert b"O.S." not in render(record.event, 1, "", "")
    assert record.warnings == ()


@each_row(
    ("cell", "found"),
    {
        "2565-01-05": "2022-01-05", "5 ม.ค. 2565": "2022-01-05", "5/1/2565": "2022-01-05",
        "29/02/2563": "2020-02-29", "2565-01": "2022-01", "2565": "2022",
        "2565-01/2565-03": "2022-01/2022-03", "5 January 2565": "2022-01-05",
    }.items(),
)  # fmt: skip
def test_dates_of_thailand_are_converted_if_the_mapping_says_so(cell: str, found: str) -> None:
    rule = {"start": "{a}", "calendar": "thai", "order": "dmy"}
    assert texts([cell], rule) == [found]


@each_row(
    ("calendar", "cells", "told"),
    [
        ("iranian", ["1402-12-30"], "day '30'"), ("iranian", ["1402/13/01"], "not"),
        ("iranian", ["2023-05-05"], "not between 1178 and 1633"),
        ("thai", ["2564-02-29"], "day '29'"),
    ],
)  # fmt: skip
def test_a_day_that_the_calendar_does_not_have_is_refused(
    calendar: str, cells: list[str], told: str
) -> None:
    ((field, reason),) = reasons(cells, {"start": "{a}", "calendar": calendar})
    assert field == "a"
    assert told in reason


COLUMNS = {
    "Iranian": ["1401-11-05", "1402-02-17", "1402-12-10"],
    "Islamic": ["1444-01-05", "1445-08-28", "1445-09-01"],
    "Thailand": ["2565-01-05", "2566-03-17", "2566-12-31"],
    "Hebrew": ["5782-01-05", "5783-02-17", "5784-03-01"],
    "Nepal": ["2078-11-12", "2080-01-05", "2081-02-30"],
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_of_years_of_another_calendar_is_not_stored_as_gregorian(name: str) -> None:
    cells = COLUMNS[name]
    told = [each for each in reasons(cells, "{a}") if "has no day" not in each[1]]
    assert len(told) >= 2
    for field, reason in told:
        assert field == "a"
        assert name in reason
        assert 'say "calendar": "gregorian", "iranian" or "thai" in the mapping' in reason
    stated = texts(cells, {"start": "{a}", "calendar": "gregorian"})
    assert stated[:2] == cells[:2]


def test_columns_of_year_month_and_day_are_judged_too() -> None:
    rule = {"year": "{y}", "month": "{m}", "day": "{d}"}
    cells = ["1401,11,5", "1402,2,17", "1402,12,10"]
    assert [field for field, _ in reasons(cells, rule, "y,m,d")] == ["y"] * 3
    assert texts(cells, rule | {"calendar": "iranian"}, "y,m,d") == [
        "2023-01-25", "2023-05-07", "2024-02-29"
    ]  # fmt: skip


def test_a_few_such_years_among_others_are_stored_with_a_warning() -> None:
    cells = ["1453-05-29", "1402-07-20", "1492-10-12", "1815-06-18"]
    found = records(cells, "{a}")
    assert [each.event.date.text for each in found if each.event] == cells
    assert [bool(each.warnings) for each in found] == [True, True, False, False]


def test_a_date_in_numbers_needs_the_calendar_of_the_mapping() -> None:
    ((_, reason),) = reasons(["1402/06/15"], "{a}")
    assert 'say "calendar": "gregorian", "iranian" or "thai" in the mapping' in reason
    assert texts(["1402/06/15"], {"start": "{a}", "calendar": "gregorian"}) == ["1402-06-15"]


@each_row(("day", "told"), {"2565-01-05": "Thailand", "1402-12-10": "Iranian", "5784": "Hebrew",
                            "2022-02-24": "", "1281-05-05": ""}.items())  # fmt: skip
def test_other_files_have_a_warning_for_a_year_of_another_calendar(day: str, told: str) -> None:
    (found,) = documents.read_json(io.BytesIO(json.dumps(
        [{"id": "a", "title": "Talks", "date": day, "category": "meeting"}]
    ).encode()))  # fmt: skip
    assert found.event and [told in each for each in found.warnings] == [True] * bool(told)
    if len(day) == 10:
        lines = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Talks\r\nDTSTART:{}\r\nEND:VEVENT\r\n"
        text = f"BEGIN:VCALENDAR\r\n{lines.format(day.replace('-', ''))}END:VCALENDAR\r\n"
        (found,) = ics.read(io.BytesIO(text.encode()), EVERYTHING)
        assert found.event and [told in each for each in found.warnings] == [True] * bool(told)


@given(st.sampled_from(["iranian", "thai"]), st.integers(1200, 2700), st.integers(1, 12),
       st.integers(1, 31))  # fmt: skip
def test_any_date_of_another_calendar_is_a_day_or_an_error(
    calendar: str, year: int, month: int, day: int
) -> None:
    (found,) = records([f"{year}-{month:02}-{day:02}"], {"start": "{a}", "calendar": calendar})
    assert (found.event is None) == bool(found.errors)
    if found.event:
        assert edtf.parse(found.event.date.text).precision == "day"
