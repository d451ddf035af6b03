"""Dates are as exact as a table says that they are known, in a column of its own."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.errors import Invalid
from service.importers.date_precision import KINDS, coarser, firsts
from service.importers.files import opened
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.suggest import Suggestion, suggest
from service.importers.table import read
from tests.support.rows import each_row
from tests.unit.event_strategies import dates

RULE = {"column": "p", "day": ["1"], "about": ["2"], "month": ["3"], "year": ["4"],
        "decade": ["5"]}  # fmt: skip


def records(rows: str, date: dict[str, Any], header: str = "id,when,until,p") -> list[Record]:
    mapping = load_mapping({"id": "r-{id}", "title": "Talks", "date": date})
    return list(read(io.BytesIO(f"{header}\n{rows}".encode()), mapping))


def suggested(content: str) -> Suggestion:
    return suggest(opened("table.csv", io.BytesIO(content.encode())))


@each_row(
    ("text", "kind", "expected"),
    [
        ("2023-02-28", "day", "2023-02-28"),
        ("2023-02-28T10:30:00Z", "day", "2023-02-28"),
        ("2023-02-28T10:30:00.250+05:00", "month", "2023-02"),
        ("2023-02-28", "month", "2023-02"),
        ("2023-02-28?", "month", "2023-02?"),
        ("2023-02-28", "year", "2023"),
        ("2023-21", "month", "2023-21"),
        ("2023-21", "year", "2023"),
        ("2023-06-XX?", "month", "2023-06?"),
        ("2023-06-XX", "about", "2023-06-XX~"),
        ("2023", "month", "2023"),
        ("-0043-03-15", "year", "-0043"),
        ("Y-12345-03-15", "month", "Y-12345-03"),
        ("1964-05-06", "decade", "196X"),
        ("2023-02-28", "about", "2023-02-28~"),
        ("2023-02-28?", "about", "2023-02-28%"),
        ("2023-02-05/2023-02-07", "month", "2023-02"),
        ("2023-02-05/2023-03-07", "month", "2023-02/2023-03"),
        ("2023-02-05/..", "month", "2023-02/.."),
        ("[2023-02-05..2023-02-07]", "month", "2023-02"),
        ("[2023-02-05..2023-03-07]", "year", "2023"),
        ("[..2023-03-07]", "month", "[..2023-03]"),
        ("197X", "year", "197X"),
    ],
)
def test_a_date_loses_the_parts_that_are_not_known(text: str, kind: str, expected: str) -> None:
    assert coarser(text, kind) == expected


@given(dates, st.sampled_from(KINDS))
def test_no_date_becomes_narrower(text: str, kind: str) -> None:
    before = edtf.parse(text)
    try:
        after = edtf.parse(coarser(text, kind))
    except edtf.DateError:
        return
    assert after.earliest is None or (
        before.earliest is not None and after.earliest <= before.earliest
    )
    assert after.latest is None or (before.latest is not None and after.latest >= before.latest)


def test_a_season_of_two_years_has_no_year() -> None:
    with pytest.raises(edtf.DateError, match="a season of two years"):
        coarser("2022-28", "year")


@pytest.mark.parametrize("text", ["-0043-03-15", "Y12345-01-01"])
def test_a_decade_that_edtf_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(edtf.DateError, match="no decade"):
        coarser(text, "decade")


def test_each_row_is_as_exact_as_its_column_says() -> None:
    rows = "1,2023-02-01,,1\n2,2023-02-14,,2\n3,2023-02-01,,3\n4,1648-01-01,,4\n5,1640-01-01,,5\n"
    found = [each.event and each.event.date.text for each in records(
        rows, {"start": "{when}", "precision": RULE})]  # fmt: skip
    assert found == ["2023-02-01", "2023-02-14~", "2023-02", "1648", "164X"]


@pytest.mark.parametrize(("cell", "said"), [("7", "'7'"), ("", "the empty cell")])
def test_a_cell_in_no_list_is_refused(cell: str, said: str) -> None:
    (record,) = records(f"1,2023-02-01,,{cell}\n", {"start": "{when}", "precision": RULE})
    (error,) = record.errors
    assert record.event is None
    assert error.field == "p"
    assert error.reason.startswith(f'{said} is in no list of "precision"; say whether it means day')


def test_the_empty_cell_can_be_listed() -> None:
    rule = {"column": "p", "day": [""], "month": ["3"]}
    (record,) = records("1,2023-02-01,,\n", {"start": "{when}", "precision": rule})
    assert record.event and record.event.date.text == "2023-02-01"


@each_row(
    ("rule", "reason"),
    [
        ({"column": "p"}, "needs lists of cells"),
        ({"column": "p", "day": ["1"], "month": ["1"]}, "'1' is listed twice"),
        ({"column": "p", "days": ["1"]}, "there is no key 'days'; did you mean day"),
        ({"day": ["1"]}, "column"),
    ],
)
def test_a_wrong_rule_is_an_error_of_the_mapping(rule: dict[str, Any], reason: str) -> None:
    with pytest.raises(Invalid) as error:
        records("", {"start": "{when}", "precision": rule})
    assert reason in error.value.detail


def test_it_does_not_go_with_the_julian_calendar() -> None:
    date = {"start": "{when}", "calendar": "julian", "precision": RULE}
    with pytest.raises(Invalid, match="Julian"):
        records("", date)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(Invalid) as error:
        records("1,2023\n", {"start": "{when}", "precision": RULE}, "id,when")
    assert "there is no column 'p'" in error.value.errors[0].detail


HEADER = "event_id_cnty,event_date,time_precision,country,notes\n"


def test_the_precisions_of_acled_are_suggested() -> None:
    rows = "".join(
        f"UKR{n},{n} February 2023,{1 + n % 3},Ukraine,Forces clashed {n}\n" for n in range(1, 20)
    )
    found = suggested(HEADER + rows)
    assert found.mapping["date"] == {
        "start": "{event_date}",
        "precision": {"column": "time_precision", "day": ["1"], "about": ["2"], "month": ["3"]},
    }
    assert not [each for each in found.notes.sure if each.startswith("date:")]
    assert any(
        "time_precision says how exactly it is known" in each for each in found.notes.guessed
    )
    mapping = load_mapping(found.mapping)
    dates = [each.event and each.event.date.text
             for each in read(io.BytesIO((HEADER + rows).encode()), mapping)]  # fmt: skip
    assert dates[:3] == ["2023-02-01~", "2023-02", "2023-02-03"]


def test_the_precisions_of_wikidata_are_suggested() -> None:
    known = ["11", "10", "9", "8", "11"]
    rows = "".join(
        f"Q{n},Treaty {n},1648-0{n % 9 + 1}-{n % 27 + 2:02}T00:00:00Z,{known[n % 5]}\n"
        for n in range(30)
    )
    date = suggested("item,itemLabel,date,datePrecision\n" + rows).mapping["date"]
    assert date["precision"] == {
        "column": "datePrecision", "month": ["10"], "day": ["11"], "decade": ["8"], "year": ["9"],
    }  # fmt: skip


def test_one_precision_for_all_dates_counts_too() -> None:
    rows = "".join(f"Q{n},Treaty {n},{1600 + n}-01-01T00:00:00Z,9\n" for n in range(20))
    content = "item,itemLabel,date,datePrecision\n" + rows
    mapping = suggested(content).mapping
    assert mapping["date"]["precision"] == {"column": "datePrecision", "year": ["9"]}
    dates = [each.event and each.event.date.text
             for each in read(io.BytesIO(content.encode()), load_mapping(mapping))]  # fmt: skip
    assert dates[:2] == ["1600", "1601"]


def test_words_of_a_precision_are_suggested() -> None:
    rows = "".join(f"{n},Talks {n},2023-02-{n % 27 + 2:02},{('day', 'Month')[n % 2]}\n"
                   for n in range(30))  # fmt: skip
    found = suggested("id,title,date,precision\n" + rows)
    assert found.mapping["date"]["precision"] == {
        "column": "precision", "month": ["Month"], "day": ["day"],
    }  # fmt: skip


def test_numbers_without_a_known_meaning_are_left_to_the_reader() -> None:
    rows = "".join(f"{n},Talks {n},2023-02-{n % 27 + 2:02},{n % 4 + 1}\n" for n in range(30))
    found = suggested("id,title,date,date_prec\n" + rows)
    assert found.mapping["date"] == {"start": "{date}"}
    assert not [each for each in found.notes.sure if each.startswith("date:")]
    assert any("date_prec seems to say how exactly" in each for each in found.notes.decide)


@pytest.mark.parametrize("header", ["where_prec", "geo_precision", "location_accuracy"])
def test_the_precision_of_a_place_is_not_that_of_a_date(header: str) -> None:
    rows = "".join(f"{n},Talks {n},2023-02-{n % 27 + 2:02},{n % 4 + 1}\n" for n in range(30))
    found = suggested(f"id,title,date,{header}\n{rows}")
    assert "date: date, written like 2023-02-02" in found.notes.sure


def test_too_many_firsts_of_a_year_are_no_sure_days() -> None:
    days = [f"{1900 + n}-01-01" if n % 3 == 0 else f"{1900 + n}-0{n % 9 + 1}-17" for n in range(30)]
    rows = "".join(f"{n},Talks on water {n},{day}\n" for n, day in enumerate(days))
    content = "id,title,date\n" + rows
    found = suggested(content)
    assert any("10 of 30 days are 1 January in date" in each for each in found.notes.decide)
    assert not [each for each in found.notes.sure if each.startswith("date:")]
    first, *others = read(io.BytesIO(content.encode()), load_mapping(found.mapping))
    (told,) = first.warnings
    assert first.event is None
    assert told.startswith("date: 10 of 30 days are 1 January, so perhaps only the year is known")
    assert len(others) == 30


def test_columns_of_firsts_are_no_sure_days_either() -> None:
    rows = "".join(f"{n},Talks on water {n},{1990 + n % 9},{n % 12 + 1},1\n" for n in range(30))
    found = suggested("id,title,year,month,day\n" + rows)
    assert any("are a first of a month" in each for each in found.notes.decide)
    assert not [each for each in found.notes.sure if each.startswith("date:")]


@each_row(
    ("days", "expected"),
    [
        ({f"2023-02-{n:02}": 1 for n in range(1, 29)}, None),
        ({"2023-01-01": 2, **{f"2023-02-{n:02}": 1 for n in range(2, 8)}}, None),
        ({"2023-01-01": 3, **{f"2023-02-{n:02}": 1 for n in range(2, 12)}}, "year"),
        ({f"2023-{n:02}-01": 2 for n in range(2, 12)}, "month"),
        ({"2023-01": 30, "2023": 50}, None),
        ({"-0043-01-01": 20}, "year"),
    ],
)
def test_firsts_are_told_from_chance(days: dict[str, int], expected: str | None) -> None:
    found = firsts(Counter(days))
    assert (found and found.known) == expected
    assert firsts(Counter(days), set(days)) is None
