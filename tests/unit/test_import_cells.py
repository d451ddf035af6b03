"""Cells of tables as programs and people write them: each is stored, reported, or refused with
its readings."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import re
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.written import read
from service.domain.written.names import NOT_OVER, UNTIL_TODAY
from service.domain.written.question import read_question
from service.errors import Invalid
from service.formats import csv as csv_format
from service.formats.format import Listing
from service.importers.cell_text import clean, is_formula_error, misread
from service.importers.mapping_load import load_mapping
from service.importers.registry import importer
from service.importers.report import Report
from service.importers.row_result import Record
from service.importers.suggest import suggest_for
from service.importers.suggest.sample import take
from service.importers.table import read as read_table
from service.schemas.event import load_event, render
from service.store import Store
from tests.support.days import today
from tests.support.imports import import_stream
from tests.support.rows import each_row

PLAIN: dict[str, Any] = {"id": "r-{id}", "title": "T{id}", "date": "2001"}


def records(cells: list[str], **mapping: Any) -> list[Record]:
    """The records of a table with one row for each cell, in the column ``x``."""
    lines = ["id,x"]
    for number, cell in enumerate(cells):
        quoted = cell.replace('"', '""')
        lines.append(f'{number},"{quoted}"')
    stream = io.BytesIO("\n".join(lines).encode())
    found = read_table(stream, load_mapping({**PLAIN, **mapping}))
    return [each for each in found if each.event or each.errors]


def record(cell: str, **mapping: Any) -> Record:
    (found,) = records([cell], **mapping)
    return found


def reason(cell: str, **mapping: Any) -> str:
    (error,) = record(cell, **mapping).errors
    assert error.field == "x"
    return error.reason


COUNTRY = {"countries": [{"code": "{x}", "role": "host"}]}
ACTOR = {"actors": [{"name": "{x}"}]}
SOURCE = {"sources": [{"title": "S", "url": "{x}"}]}


# Errors of formulas.


@each_row(("cell", "key"), product(
    ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "########",
     "#BEZUG!", "#NV", "#¡VALOR!", "#ССЫЛКА!", "#Н/Д", "#NOM?", "Err:502"],
    ["title", "date", "summary", "place", "tag", "country"],
))  # fmt: skip
def test_the_error_of_a_formula_is_no_value_anywhere(cell: str, key: str) -> None:
    uses: dict[str, dict[str, Any]] = {
        "title": {"title": "{x}"}, "date": {"date": "{x}"}, "summary": {"summary": "{x}"},
        "place": {"place": {"name": "{x}"}}, "tag": {"tags": ["{x}"]}, "country": COUNTRY,
    }  # fmt: skip
    assert "is the error of a formula" in reason(cell, **uses[key])


@pytest.mark.parametrize("cell", ["#1", "#MeToo", "#", "##", "Error", "E", "#N", "N/A"])
def test_other_texts_are_no_errors_of_formulas(cell: str) -> None:
    assert not is_formula_error(cell)


def test_such_an_error_may_count_as_missing_or_stand_in_a_column_that_is_not_used() -> None:
    assert record("#N/A", missing=["#N/A"], summary="{x}").event
    assert record("#REF!").event


# Words that programs write for a missing value.


@pytest.mark.parametrize("cell", ["NULL", "nan", "NaN", "None", "n/a", "<NA>", "\\N", "-", "?"])
def test_a_text_that_may_mean_no_value_is_reported_once(cell: str) -> None:
    first, second = records([cell, cell], summary="{x}")
    assert first.event and first.event.summary == cell
    assert [each for each in first.warnings if 'list it in "missing"' in each]
    assert not second.warnings
    without = record(cell, summary="{x}", missing=[cell])
    assert without.event and without.event.summary is None and not without.warnings


@pytest.mark.parametrize("cell", ["NA", "na", "No", "no"])
def test_a_code_that_is_also_a_word_for_nothing_needs_a_scheme(cell: str) -> None:
    assert "or mean that there is no country" in reason(cell, **COUNTRY)
    told = record(cell, **COUNTRY, scheme="iso").event
    assert told and told.countries[0].code == cell.upper()
    nothing = record(cell, **COUNTRY, missing=[cell]).event
    assert nothing and not nothing.countries
    assert record("NO", **COUNTRY).event


# Invisible characters.


INVISIBLE = st.text("\u200b\u200e\u200f\u202a\u202c\u2060\ufeff\u00ad \u00a0", min_size=1)


@given(INVISIBLE, INVISIBLE, st.sampled_from(["Kazakhstan", "1999-05-05", "a b", "x-prussia"]))
def test_invisible_characters_around_a_cell_change_nothing_and_are_reported(
    before: str, behind: str, cell: str
) -> None:
    found, told = clean(before + cell + behind)
    assert found == cell
    assert bool(told) == bool((before + behind).strip())


def test_invisible_characters_make_no_other_id_date_or_country() -> None:
    found = record("\ufeff\u200eKZ\u200b", **COUNTRY)
    assert found.event and found.event.countries[0].code == "KZ"
    assert found.warnings == ("invisible characters were left out in x",)
    same = record("\ufeff7", id="{x}").event
    assert same and same.id == "7"
    day = record("\u200e25\u200e/\u200e5\u200e/\u200e1999", date="{x}").event
    assert day and day.date.text == "1999-05-25"
    assert "not an EDTF date" in reason("\u202e9991", date="{x}")  # a screen shows it as 1999


@pytest.mark.parametrize("title", ["=1+1", "+49 30", "-5 degrees", "@here", "'quoted'", "plain"])
def test_a_formula_in_our_own_table_comes_back_without_its_apostrophe(title: str) -> None:
    """Elsewhere an apostrophe is part of the text."""
    document = {"id": "a", "title": title, "date": "-0043-03-15", "category": "other"}
    stored = render(load_event(document), 1, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")
    body = b"".join(csv_format.render([stored], Listing()))
    mapping = load_mapping({"id": "{id}", "title": "{title}", "date": "{date}"})
    (found,) = read_table(io.BytesIO(body), mapping)
    assert found.event and (found.event.title, found.event.date.text) == (title, "-0043-03-15")
    suggested = suggest_for(take(io.BytesIO(body)), "t.csv").mapping
    (found,) = read_table(io.BytesIO(body), load_mapping(suggested))
    assert found.event and found.event.date.text == "-0043-03-15"
    (other,) = read_table(io.BytesIO(b"id,title,date\n1,'=1+1,2023\n"), mapping)
    assert other.event and other.event.title == "'=1+1"


# Several values in a cell.


@pytest.mark.parametrize("sign", [";", "|", "\n", "; ", " | ", "；", "、", "，", "؛ ", "، ", "｜"])
def test_several_names_in_a_cell_are_refused_or_split(sign: str) -> None:
    cell = f"Antony Blinken{sign}Sergey Lavrov"
    assert 'say "split"' in reason(cell, **ACTOR)
    both = record(cell, actors=[{"name": "{x}", "split": sign.strip(" ")}]).event
    assert both and [each.name for each in both.actors] == ["Antony Blinken", "Sergey Lavrov"]
    one = record(cell, actors=[{"name": "{x}", "split": []}]).event
    assert one and len(one.actors) == 1


@pytest.mark.parametrize("host", ["www.a.example", "a.example/x?y=1", "//a.example/x"])
def test_a_url_without_its_scheme_is_refused_with_the_whole(host: str) -> None:
    assert f"write https://{host.removeprefix('//')}" in reason(host, **SOURCE)


def test_a_split_of_actors_that_parts_nothing_is_reported() -> None:
    for split in ("", ["", ";"]):
        with pytest.raises(Invalid, match=r"actors\[0\].split: is empty"):
            load_mapping({**PLAIN, "actors": [{"name": "{x}", "split": split}]})


def test_a_suggested_mapping_splits_the_names_in_a_cell() -> None:
    rows = "".join(f"{n},2001-01-0{n},Talks {n},Ann Lee; Bob Ray {n}\n" for n in range(1, 9))
    table = f"id,date,title,person\n{rows}"
    found = suggest_for(take(io.BytesIO(table.encode())), "t.csv")
    assert found.mapping["actors"][0]["split"] == ";"


@pytest.mark.parametrize("cell", ["http://a.org;http://b.org", "http://a.org,https://b.org/c",
                                  "http://a.org|http://b.org", "http://a.org；http://b.org",
                                  "http://a.org、http://b.org"])  # fmt: skip
def test_several_urls_in_a_cell_are_refused_or_split(cell: str) -> None:
    assert "has several URLs" in reason(cell, **SOURCE)
    sign = cell[12]
    both = record(cell, sources=[{"title": "S", "url": "{x}", "split": sign}]).event
    assert both and len(both.sources) == 2
    one = record(cell, sources=[{"title": "S", "url": "{x}", "split": " "}]).event
    assert one and one.sources[0].url == cell
    assert record("https://web.archive.org/web/2020/http://a.org/x", **SOURCE).event


@pytest.mark.parametrize(
    "url",
    ["http://a.org:99999/", "http://a.org:x/", "http://a.org/\u200bx", "http://a\u00ad.org/",
     "http://a.org/\u202egpj.exe"],
)  # fmt: skip
def test_a_url_that_no_program_can_open_is_refused(url: str) -> None:
    assert "must be an http or https URL" in reason(url, **SOURCE)


def test_line_ends_in_a_cell_part_countries_and_names() -> None:
    assert "several countries" in reason("Serbia\nMontenegro", **COUNTRY)
    split: dict[str, Any] = {"countries": [{"code": "{x}", "role": "host", "split": "\n"}]}
    both = record("Serbia\nMontenegro", **split).event
    assert both and [each.code for each in both.countries] == ["RS", "ME"]
    one = record("South\n Korea", **COUNTRY).event
    assert one and one.countries[0].code == "KR"


@pytest.mark.parametrize("sign", [";", "|", "\n", "；", "、", "，", "؛"])
def test_several_tags_in_a_cell_are_refused_or_split(sign: str) -> None:
    cell = f"energy{sign} foreign  trade{sign}energy"
    said = reason(cell, tags=["{x}"])
    assert f"has several tags, or one with {sign!r} in it" in said
    assert f'{{"tag": "{{x}}", "split": {json.dumps(sign, ensure_ascii=False)}}}' in said
    split = record(cell, tags=["list", {"tag": "{x}", "split": sign}]).event
    assert split and split.tags == ("list", "energy", "foreign trade")
    one = record(cell, tags=[{"tag": "{x}", "split": []}]).event
    assert one and one.tags == (" ".join(cell.split()),)
    commas = record("energy, trade,", tags=[{"tag": "{x}", "split": ","}])
    assert commas.event and commas.event.tags == ("energy", "trade") and not commas.warnings


def test_a_split_of_tags_that_parts_nothing_is_reported() -> None:
    with pytest.raises(Invalid, match=r"tags\[0\].split: is empty"):
        load_mapping({**PLAIN, "tags": [{"tag": "{x}", "split": ""}]})


def test_a_suggested_mapping_splits_the_tags_in_a_cell() -> None:
    rows = [f"{n},2023-02-{n:02},Talks {n},energy; trade" for n in range(1, 20)]
    table = "\n".join(["id,date,title,tags", *rows])
    found = suggest_for(take(io.BytesIO(table.encode())), "t.csv")
    assert found.mapping["tags"] == [{"tag": "{tags}", "split": ";"}]
    assert any("tags: tags has several in a cell" in each for each in found.notes.guessed)


def test_a_comma_in_a_tag_is_reported() -> None:
    found = record("trade,transit", tags=["{x}"])
    assert found.event and found.event.tags == ("trade transit",)
    assert found.warnings == ("tags: 'trade,transit' is one tag, and its commas became spaces",)


# Remarks in the cell of a country.


@pytest.mark.parametrize(
    ("cell", "told"),
    [("Kazakhstan (observer)", "observer"), ("Poland (government-in-exile)", "government-in-exile"),
     ("Serbia [1]", "1"), ("Eswatini (Swaziland)", None), ("Libya (State of)", None),
     ("Macau SAR (China)", None), ("Korea (South)", None), ("Germany (FRG)", None)],
)  # fmt: skip
def test_a_remark_beside_a_country_is_left_out_with_a_warning(cell: str, told: str | None) -> None:
    found = record(cell, **COUNTRY)
    expected = [f"x: {told!r} in {cell!r} is left out"] if told else []
    assert found.event and list(found.warnings) == expected
    assert not record(cell, **COUNTRY, title="{x} T").warnings  # the title keeps the remark


# Names of several states.


def stored(text: str, store: Store, **mapping: Any) -> Report:
    stream = io.BytesIO(text.encode())
    return import_stream(store, stream, "t.csv", format="csv", mapping={**PLAIN, **mapping})


def reasons(report: Report) -> list[str]:
    return [each.error.reason for each in report.entries]


def test_a_former_state_counts_for_actors_and_places_too(store: Store) -> None:
    report = stored(
        "id,date,x\n1,1966-10-26,Vietnam\n2,2006-11-17,Vietnam\n", store,
        date="{date}", **COUNTRY, actors=[{"name": "A", "country": "{x}"}],
        place={"country": "{x}"}, formerly={"Vietnam": "South Vietnam"},
    )  # fmt: skip
    assert reasons(report) == []
    for event_id, code in (("r-1", "x-south-vietnam"), ("r-2", "VN")):
        event = json.loads(store.get(event_id).body)
        assert event["countries"][0]["code"] == event["place"]["country"] == code
        assert event["actors"][0]["country"] == code


@pytest.mark.parametrize(
    ("day", "told"), [("1960", True), ("1954-05", False), ("1976-08", False), ("1950/1980", False)]
)
def test_vietnam_in_the_years_of_two_states_is_reported(day: str, told: bool, store: Store) -> None:
    report = stored("id,x\n1,Vietnam\n", store, date=day, **COUNTRY)
    assert [each for each in reasons(report) if "was two states" in each] == (
        [f"Vietnam was two states on {day}: North Vietnam and South Vietnam; write which one is "
         "meant"] if told else []
    )  # fmt: skip


# Places and dates that are probably errors.


def test_the_point_0_0_is_reported(store: Store) -> None:
    place = {"latitude": "{lat}", "longitude": "{lon}"}
    report = stored("id,lat,lon\n1,0,0\n2,0,30\n3,0.5,0\n", store, place=place)
    assert report.created == 3
    assert [(each.line, "sea south of Ghana" in each.error.reason) for each in report.entries
            if each.kind == "warning"] == [(2, True)]  # fmt: skip


def test_an_event_of_the_future_that_has_occurred_is_reported(store: Store) -> None:
    soon = (today() + timedelta(days=40)).isoformat()
    rows = f"1,{soon},occurred\n2,2542-05-05,occurred\n3,2566,planned\n4,2001,occurred\n"
    report = stored(f"id,date,status\n{rows}", store, date="{date}", status="{status}")
    assert report.created == 4
    assert [each.line for each in report.entries if "in the future" in each.error.reason] == [2, 3]


def calendar(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\n{each}\r\nEND:VEVENT\r\n" for each in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n".encode()


@pytest.mark.parametrize(
    ("line", "told"),
    [("DTSTART;TZID=Europe/Berlin:20230326T023000", "02:30 on 2023-03-26 does not exist in"),
     ("DTSTART;TZID=America/New_York:20231105T013000", "01:30 on 2023-11-05 is there twice in"),
     ("DTSTART;TZID=Europe/Berlin:20230326T033000", None),
     ("DTSTART:20230326T023000Z", None),
     ("DTSTART;VALUE=DATE:99991231", "in a year that programs write for no date"),
     ("DTSTART:20230326\r\nCATEGORIES:a\\,b", "'a,b' is one tag, and its commas became")],
)  # fmt: skip
def test_what_a_calendar_leaves_open_is_reported(line: str, told: str | None, store: Store) -> None:
    stream = io.BytesIO(calendar(f"UID:1\r\nSUMMARY:T\r\n{line}"))
    report = import_stream(store, stream, "c.ics", format="ics")
    assert report.created == 1
    assert [told in each for each in reasons(report) if told] == ([True] if told else [])
    assert told or not report.warnings


# The file as a whole.


@pytest.mark.parametrize(
    ("content", "what"),
    [(bz2.compress(b"id,x\n"), "bzip2; decompress it"), (lzma.compress(b"id,x\n"), "with xz"),
     (b"TY  - JOUR\r\nTI  - T\r\n", "references"), (b"\xef\xbb\xbf@Article{a1,\n", "references"),
    (b"%PDF-1.7\n", "a PDF"), (b"PAR1\x15", "a Parquet file"), (b"SQLite format 3\0", "SQLite"),
     (b"7z\xbc\xaf\x27\x1c", "a 7z archive"), (b"\xef\xbb\xbf<!DOCTYPE html>", "HTML or XML"),
     (b"<html><table>", "HTML or XML"), (b'<?xml version="1.0"?>\n<Workbook/>', "HTML or XML"),
     (b"{\\rtf1 x}", "rich text")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["auto", "csv", "ndjson", "ics"])
def test_a_file_that_no_importer_reads_is_named(content: bytes, what: str, form: str) -> None:
    with pytest.raises(Invalid, match=f"^x.csv is .*{re.escape(what)}.* and import that"):
        importer(form, "x.csv", content)


@pytest.mark.parametrize(
    ("cell", "none"),
    [("1/0/1900", True), ("00.01.1900", True), ("0/1/1900", True), ("1/1/1900", False),
     ("1899-12-30 14:30:00", True), ("1899-12-31T09:00", True), ("1899-12-29 14:30", False)],
)  # fmt: skip
def test_what_a_spreadsheet_writes_for_an_empty_date_or_a_time_is_no_day(
    cell: str, none: bool
) -> None:
    found = record(cell, date={"start": "2001", "end": "{x}"} if none else "{x}")
    if none:
        assert found.event and found.event.date.text == "2001"
        assert found.warnings == (f"{cell!r} stands for no date",)
        assert re.match(
            "there is no date.*; write XXXX if it is not known$", reason(cell, date="{x}")
        )
    else:
        assert found.event


@each_row(
    ("cell", "told"),
    [
        ("Talks &amp; tea", "has HTML"), ("d&#39;Ivoire", "has HTML"), ("<p>Talks</p>", "has HTML"),
        ('a <a href="https://a.example">b</a>', "has HTML"), ("x<br/>y", "has HTML"),
        ("1.23457E+11", "a spreadsheet rounded"), ("1,23457E+11", "a spreadsheet rounded"),
        ("AT&T; R&D", ""), ("a < b and c > d", ""), ("<Talks>", ""), ("Q&A", ""), ("E+1", ""),
        ("PLAN E+12", ""), ("1E+5 troops", ""),
    ],
)  # fmt: skip
def test_html_and_rounded_numbers_have_a_warning(cell: str, told: str) -> None:
    first, second = records([cell, cell], title="{x}")
    assert first.event and first.event.title == cell
    assert told in "".join(first.warnings)
    assert (len(first.warnings), len(second.warnings)) == (bool(told), 0)


@each_row(
    ("cell", "before"),
    [
        ("RÃ©union", "Réunion"), ("Р’СЃС‚СЂРµС‡Р°", "Встреча"), ("åŒ—äº¬", "北京"),
        ("R\ufffdunion", ""), ("Réunion", None), ("Встреча", None), ("北京", None),
        ("São Tomé", None), ("CÔTE D’IVOIRE", None), ("İstanbul, Łódź", None), ("10 €", None),
        ("Дом «Ёлка»", None), ("plain", None),
    ],
)  # fmt: skip
def test_a_text_that_was_read_in_a_wrong_encoding_has_a_warning(
    cell: str, before: str | None
) -> None:
    assert misread(cell) == before
    first, second = records([cell, cell], title="{x}")
    assert first.event and first.event.title == cell
    assert len(first.warnings) == (before is not None)
    assert not second.warnings
    if before:
        assert repr(before) in first.warnings[0]


@pytest.mark.parametrize("encoding", ["rot13", "hex", "base64", "zlib", "bz2", "quopri", "uu"])
def test_a_codec_that_is_no_encoding_of_text_is_refused(encoding: str) -> None:
    with pytest.raises(Invalid, match=r"encoding: .* cannot be read line by line"):
        load_mapping({**PLAIN, "encoding": encoding})


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [("Café", "cp1252", True), ("Встреча", "cp1251", True), ("Café", "utf-8-sig", False),
     ("Cafe", "cp1252", False), ("Café", "utf8", False)],
)  # fmt: skip
def test_utf_8_under_another_name_is_reported(
    text: str, encoding: str, told: bool, store: Store
) -> None:
    report = stored(f"id,x\n1,{text}\n", store, encoding=encoding, title="{x}")
    assert [each for each in reasons(report) if "the table is UTF-8 too" in each] == (
        reasons(report) if told else []
    )
    assert report.created == 1 and report.warnings == told


def test_text_that_is_no_utf_8_is_not_compared(store: Store) -> None:
    table = "id,x\n1,Café\n2,Über\n".encode("cp1252")
    mapping = {**PLAIN, "title": "{x}", "encoding": "cp1252"}
    report = import_stream(store, io.BytesIO(table), "t.csv", format="csv", mapping=mapping)
    assert (report.created, report.warnings) == (2, 0)


def test_a_carriage_return_in_a_row_is_named(store: Store) -> None:
    report = stored("id,x\n1,a\r2,b\n", store)
    assert reasons(report) == ["the row is not proper CSV: a carriage return alone is no line end"]


# Columns of years.


@pytest.mark.parametrize(
    ("year", "why"),
    [("98", "'1998', '2098' or '0098'"), ("7", "'1907', '2007' or '0007'"),
     ("05", "'1905', '2005' or '0005'"), ("98.0", "'1998', '2098' or '0098'"),
     ("-44", "44 BC '-0043' or the year -44 '-0044'"),
     ("-500", "500 BC '-0499' or the year -500 '-0500'")],
)  # fmt: skip
def test_a_year_without_its_century_or_era_is_refused_with_its_readings(
    year: str, why: str
) -> None:
    for ending in ("", "end_"):
        date = {"year": "2001"} if ending else {}
        assert why in reason(year, date={**date, f"{ending}year": "{x}"})


@pytest.mark.parametrize(
    ("year", "date"),
    [("1998", "1998"), ("877", "0877"), ("0098", "0098"), ("-0044", "-0044"), ("1998.0", "1998")],
)
def test_a_whole_year_in_a_column_is_that_year(year: str, date: str) -> None:
    found = record(year, date={"year": "{x}"}).event
    assert found and found.date.text == date
    ancient = record("98", date="{x} AD").event
    assert ancient and ancient.date.text == "0098"


def test_a_slide_of_the_first_century_is_reported(store: Store) -> None:
    slides = [{"unique_id": str(year), "start_date": {"year": year}, "text": {"headline": "A"}}
              for year in ("98", 44, 1998, "-44", "0")]  # fmt: skip
    stream = io.BytesIO(json.dumps({"events": slides}).encode())
    report = import_stream(store, stream, "t.json", format="timelinejs")
    told = [each for each in reasons(report) if "without a century" in each]
    assert told == [f"start_date: the year {year!r} is AD {year}, without a century"
                    for year in ("98", "44")]  # fmt: skip
    assert (report.created, report.rejected) == (4, 1)


# Start and end of a date.


def ends(start: str, end: str, key: str = "end", **more: str) -> Record:
    rule = {"start": "{a}", "end": "{x}"} if key == "end" else {"one_of": ["{a}", "{x}"]}
    mapping = load_mapping({**PLAIN, "date": rule | more})
    table = io.BytesIO(f'id,a,x\n1,"{start}","{end}"\n'.encode())
    (found,) = read_table(table, mapping)
    return found


@each_row(
    "word",
    ["Ongoing", "to date", "To present", "..", *NOT_OVER, *UNTIL_TODAY],
)
def test_an_end_that_is_not_over_is_open(word: str) -> None:
    found = ends("5 May 1999", word).event
    assert found and found.date.text == "1999-05-05/.."
    assert "not an EDTF date" in reason(word, date="{x}")  # it cannot be a start


@pytest.mark.parametrize("word", ["date", *NOT_OVER, *UNTIL_TODAY])
def test_a_word_for_no_end_is_the_same_in_a_date_and_in_a_question(word: str) -> None:
    for text in (f"May 1999 to {word}", f"May 1999 - {word}", f"from May 1999 to {word}"):
        assert read(text) == "1999-05/.."
        if word not in UNTIL_TODAY:
            assert read_question(text, date(2026, 11, 26)).date == "1999-05/.."


@pytest.mark.parametrize(
    ("start", "end"),
    [("before 1999", "2001"), ("1999", "after 2001"), ("1999 or 2000", "2005"),
     ("1999", "2004 or 2005"), ("since 1990", "2001")],
)  # fmt: skip
@pytest.mark.parametrize("key", ["end", "one_of"])
def test_an_end_that_is_no_single_date_is_refused(start: str, end: str, key: str) -> None:
    (error,) = ends(start, end, key).errors
    assert re.search("is not one date|an interval has two ends|is not an EDTF", error.reason)


def test_what_is_cut_from_an_end_is_reported() -> None:
    found = ends("1999/2000", "2003-2005")
    assert found.event and found.event.date.text == "1999/2005"
    assert found.warnings == (
        "of 1999/2000, which is one end of a range, only the first date is kept",
        "of 2003/2005, which is one end of a range, only the last date is kept",
    )


@pytest.mark.parametrize(
    ("start", "end", "good"),
    [("1999-05-05 12:00", "1999-05-05 09:00", False), ("1999-05-05T10:00Z",
     "1999-05-05T09:00+02:00", False), ("1999-05-05T10:00Z", "1999-05-05T09:00-02:00", True),
     ("1999-05-05 09:00", "1999-05-05 12:00", True), ("1999-05-05 12:00", "1999-05-05", True),
     ("1999-05-05T12:00", "1999-05-05T09:00Z", True)],
)  # fmt: skip
def test_times_of_one_day_end_after_they_begin(start: str, end: str, good: bool) -> None:
    found = ends(start, end)
    assert bool(found.event) == good
    assert good or "ends before it begins" in found.errors[0].reason


def test_a_month_of_the_end_needs_its_year() -> None:
    parts = {"year": "1999", "end_year": "{y}", "end_month": "{x}"}
    mapping = load_mapping({**PLAIN, "date": parts})
    table = io.BytesIO(b"id,y,x\n1,,5\n2,,\n3,2000,5\n4,,NA\n")
    first, *others = read_table(table, mapping)
    assert [(each.field, each.reason) for each in first.errors] == [
        ("x", "there is '5', but no year of the end")
    ]
    assert [each.event and each.event.date.text for each in others] == [
        "1999", "1999/2000-05", "1999"
    ]  # fmt: skip


@each_row(("cell", "hint"), [
    ("51°10'12\"N", "51.17"), ("51° 10′ 12″ S", "-51.17"), ("51.1 N", "51.1"), ("S 51,1", "-51.1"),
    ("51°10'", "51.166667"), ("51.1°", "51.1"), ("51 10 12", None), ("51°70'N", None),
    ("north", None), ("N 51 S", None),
])  # fmt: skip
def test_degrees_in_other_forms_are_refused_with_their_number(cell: str, hint: str | None) -> None:
    found = reason(cell, place={"name": "Astana", "latitude": "{x}", "longitude": "71"})
    assert found == "is not a number of degrees" + (f"; write {hint}" if hint else "")
    if hint:
        place = {"name": "Astana", "latitude": "{x}", "longitude": "71"}
        assert not record(hint, place=place).errors


@each_row(("mapping", "lacks"), [
    ({"id": "{x}"}, "the event has no id"),
    ({"title": "{x}"}, "the event has no title"),
    ({"title": ["{x}", "{x}"]}, "the event has no title"),
    ({"date": "{x}"}, "the event has no date; write XXXX if it is not known"),
    ({"date": {"year": "{x}", "month": "{x}"}},
     "the event has no date; write XXXX if it is not known"),
    ({"amounts": [{"value": "5", "currency": "{x}", "stage": "pledged"}]},
     "the amount has no currency"),
    ({"amounts": [{"value": "5", "currency": "USD", "stage": "{x}"}]}, "the amount has no stage"),
    ({"place": {"latitude": "{x}", "longitude": "5"}},
     "the place has a longitude but no latitude"),
    ({"place": {"latitude": "5", "longitude": "{x}"}},
     "the place has a latitude but no longitude"),
])  # fmt: skip
def test_the_error_of_an_empty_cell_names_its_column_and_the_field(
    mapping: dict[str, Any], lacks: str
) -> None:
    for cell, missing in (("", []), ("k. A.", ["k. A."])):
        (error,) = record(cell, missing=missing, **mapping).errors
        assert (error.field, error.value, error.reason) == ("x", None, f"is empty, so {lacks}")


def test_an_empty_cell_leaves_every_other_field_out() -> None:
    """The event is the one that the mapping makes without the field, with no warning."""
    texts = ["summary", "date_as_reported", "category", "status"]
    parts: dict[str, Any] = {
        "actors": [{"name": "A"}, ("type", "title", "country")],
        "place": [{"name": "A"}, ("country",)],
        "amounts": [{"value": "5", "currency": "USD", "stage": "pledged"}, ("purpose",)],
        "sources": [{"title": "A"}, ("publisher", "url", "published")],
    }
    cases: list[tuple[dict[str, Any], dict[str, Any]]] = [({each: "{x}"}, {}) for each in texts]
    cases += [({"summary": ["{x}", "{x}"]}, {}), ({"tags": ["{x}"]}, {}), ({"place": {
        "name": "{x}", "country": "{x}", "latitude": "{x}", "longitude": "{x}"}}, {}),
        ({"countries": [{"code": "{x}", "role": "host"}]}, {}),
        ({"status": {"column": "x", "values": {"a": "planned"}}}, {}),
        ({"actors": [{"name": "{x}"}]}, {}), ({"sources": [{"title": "{x}"}]}, {}),
        ({"amounts": [{"value": "{x}", "currency": "USD", "stage": "pledged"}]}, {})]  # fmt: skip
    for name, (part, left_out) in parts.items():
        for each in left_out:
            full = {**part, each: "{x}"}
            one = name == "place"
            cases.append(({name: full if one else [full]}, {name: part if one else [part]}))
    for mapping, without in cases:
        found, plain = record("", **mapping), record("", **without)
        assert plain.event and plain.event.status == "occurred" and plain.event.category == "other"
        assert (found.event, found.warnings) == (plain.event, ()), mapping


@each_row(("cell",), [("20233",), ("44985",), ("123456789",)])
def test_a_year_column_has_no_number_of_five_digits(cell: str) -> None:
    assert "more than four digits" in reason(cell, date={"year": "{x}"})
    assert not record("Y20233", date="{x}").errors
