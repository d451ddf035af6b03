"""Workbooks: the content of their cells, and no temporary files if a reader disconnects."""

from __future__ import annotations

import gc
import io
import itertools
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from service.domain.countries import all_countries
from service.errors import Invalid, Unavailable
from service.formats import workbook, xlsx
from service.formats.format import Listing
from service.schemas.event import load_event, render
from tests.support.tables import sheet

if TYPE_CHECKING:
    import openpyxl

AROUND = Listing("Dateline", "https://dateline.example", identity="https://dateline.example/x")


def document(**said: Any) -> bytes:
    """The stored document of an event with these members."""
    event = load_event({"id": "a", "title": "t", "date": "2022-09", "category": "other"} | said)
    return render(event, 1, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z")


def written(
    *documents: bytes, most_rows: int = workbook.MAX_ROWS, fields: tuple[str, ...] | None = None
) -> bytes:
    """The workbook of these documents."""
    return b"".join(xlsx.render(documents, replace(AROUND, fields=fields), most_rows))


def opened(body: bytes) -> openpyxl.Workbook:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(body))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2022-09", datetime(2022, 9, 1)),
        ("2022", datetime(2022, 1, 1)),
        ("1900-03-01", datetime(1900, 3, 1)),
        ("9999-12-31", datetime(9999, 12, 31)),
        ("1900-02-28", "1900-02-28"),
        ("1899-12-31", "1899-12-31"),
        ("0877", "0877-01-01"),
        ("-0043-03-15", "-0043-03-15"),
        ("Y12000", "Y12000-01-01"),
        ("../1990", None),
        ("XXXX", None),
    ],
)
def test_a_date_stays_text_and_its_bounds_are_days_where_all_programs_have_them(
    text: str, first: Any
) -> None:
    (found,) = sheet(written(document(date=text)))
    assert (found["date"], found["earliest"]) == (text, first)


def test_the_days_of_every_program_are_the_same() -> None:
    from openpyxl.utils.datetime import from_excel as when

    for day in (date(1900, 3, 1), date(1999, 12, 31), date(9999, 12, 31)):
        number = workbook.serial(day.isoformat())
        assert when(number).date() == day


@pytest.mark.parametrize("text", ["x" * 32_767, "x" * 32_768, "\U0001f54a" * 16_384, "é" * 40_000])
def test_a_cell_holds_what_excel_holds_and_says_when_it_is_cut(text: str) -> None:
    kept = workbook.cut_to_cell(text)
    assert len(kept.encode("utf-16-le")) <= workbook.MAX_CELL * 2
    if kept != text:
        assert kept.endswith(workbook.CUT)
        assert text.startswith(kept.removesuffix(workbook.CUT))
        assert len(text.encode("utf-16-le")) > workbook.MAX_CELL * 2


def test_the_same_answer_is_the_same_file() -> None:
    assert written(document()) == written(document())


def test_a_row_of_each_country_in_each_role() -> None:
    countries = [{"code": "KZ", "role": "host"}, {"code": "KZ", "role": "sponsor"},
                 {"code": "NA", "role": "participant"}]  # fmt: skip
    body = written(document(countries=countries), document(id="b"))
    assert [(each["id"], each["country"], each["country_name"], each["role"])
            for each in sheet(body, "Countries")] == [
        ("a", "KZ", "Kazakhstan", "host"), ("a", "KZ", "Kazakhstan", "sponsor"),
        ("a", "NA", "Namibia", "participant"),
    ]  # fmt: skip
    assert len(sheet(body)) == 2


def test_countries_go_on_on_a_further_sheet() -> None:
    countries = [{"code": code, "role": "host"} for code in ("KZ", "UZ", "TM", "KG", "TJ")]
    body = written(document(countries=countries), most_rows=4)
    assert [each["country"] for each in sheet(body, "Countries")] == ["KZ", "UZ", "TM"]
    assert [each["country"] for each in sheet(body, "Countries 2")] == ["KG", "TJ"]


def test_more_events_than_rows_are_refused_in_words() -> None:
    assert len(sheet(written(document(), document(id="b"), most_rows=3))) == 2
    with pytest.raises(Invalid, match="at most 2 events; narrow the query"):
        written(document(), document(id="b"), document(id="c"), most_rows=3)
    assert xlsx.FORMAT.most == 1_048_575


def test_links_lead_to_the_event_and_to_its_first_web_source() -> None:
    sources = [{"title": "a"}, {"title": "b", "url": "https://a.example/?x=1&y='2'#z"}]
    body = written(document(sources=sources), document(id="b"))
    found = opened(body)["Events"]
    header = [each.value for each in found[1]]
    row = dict(zip(header, found[2], strict=True))
    first, link = row["id"].hyperlink, row["source_urls"].hyperlink
    assert first is not None and link is not None
    assert first.target == "https://dateline.example/events/a"
    assert f"{link.target}#{link.location}" == "https://a.example/?x=1&y='2'#z"
    assert row["source_urls"].value == "https://a.example/?x=1&y='2'#z"


def test_the_header_stays_in_view_and_columns_fit() -> None:
    found = opened(written(document()))["Events"]
    assert found.freeze_panes == "B2"
    assert found.column_dimensions["B"].width > 50
    assert found.auto_filter.ref == "A1:AC2"
    assert found["D2"].number_format == "@"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own temporary folder, because others make workbooks at the same time."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("dateline-xlsx-*"))


def writing() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "dateline-workbook"]


def left(pieces: Iterator[bytes]) -> None:
    """Close the reply, as the server does if the reader disconnects."""
    assert isinstance(pieces, Generator)
    pieces.close()


def endless() -> Iterator[bytes]:
    return itertools.repeat(document())


def test_nothing_is_left_of_a_workbook_that_nobody_waited_for() -> None:
    before = folders()
    for steps in (1, 30):
        pieces = xlsx.render(endless(), AROUND)
        for _ in range(steps):
            next(pieces)
        assert folders() > before
        left(pieces)
        assert folders() == before


def test_nothing_is_left_where_the_reader_goes_while_it_is_packed() -> None:
    before = folders()
    pieces = xlsx.render([document()] * 2000, AROUND)
    for _ in range(2001):
        next(pieces)
    left(pieces)
    ended = time.monotonic() + 20
    while (folders() != before or writing()) and time.monotonic() < ended:
        time.sleep(0.02)
    assert folders() == before
    assert not writing()
    gc.collect()  # the unfinished archive is freed without a warning


def test_only_so_many_large_workbooks_are_written_at_a_time() -> None:
    codes = [each.code for each in all_countries()[:99]]
    countries = [{"code": code, "role": "participant"} for code in codes]
    events = itertools.repeat(document(countries=countries))  # each has 100 rows
    steps = workbook.LARGE // 100 + 1
    large = [xlsx.render(events, AROUND) for _ in range(workbook.MOST_LARGE + 1)]
    for each in large[:-1]:
        for _ in range(steps):
            next(each)
    with pytest.raises(Unavailable, match="other large workbooks"):
        for _ in range(steps):
            next(large[-1])
    left(large[0])
    again = xlsx.render(events, AROUND)
    for _ in range(steps):
        next(again)
    for each in (again, large[1]):
        left(each)


def test_fields_choose_the_columns_of_both_sheets() -> None:
    countries = [{"code": "KZ", "role": "host"}]
    body = written(document(countries=countries), fields=("id", "date", "countries"))
    assert list(sheet(body)[0]) == ["id", "date", "countries", "country_roles"]
    assert list(sheet(body, "Countries")[0]) == ["id", "date", "country", "country_name", "role"]
    alone = opened(written(document(), fields=("date",)))
    assert alone.sheetnames == ["Events"]


def test_numbers_and_truths_are_of_their_types() -> None:
    place = {"name": "A", "latitude": -1.5, "longitude": 2}
    (found,) = sheet(written(document(place=place)))
    assert (found["latitude"], found["longitude"], found["version"]) == (-1.5, 2, 1)
    assert found["approximate"] is False
