"""Texts, addresses, tags and places that are hardly meant as they stand are told of or refused."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from service.domain.web_addresses import advice
from service.errors import Invalid
from service.importers.cell_text import misread, text_of_formula
from service.importers.documents import read_ndjson
from service.importers.mapping_load import load_mapping
from service.importers.registry import importer
from service.importers.row_result import Record
from service.importers.suggest import suggest_file
from service.importers.table import read
from service.importers.warnings import doubts
from tests.support.rows import each_row

SEVERAL = "; it has several, and each needs a source of its own"
FAR_AHEAD = 10**7
"""A day after all events of these tests."""


def table(rows: list[list[str]], **mapping: Any) -> list[Record]:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    whole = {"id": "row-{#}", "title": "{Title}", "date": "2023", **mapping}
    written = "cp1252" if "encoding" in mapping else "utf-8"
    return list(read(io.BytesIO(text.getvalue().encode(written)), load_mapping(whole)))


def told(cell: str, **mapping: Any) -> str:
    (record,) = table([["Title", "n"], [cell, "1"]], **mapping)
    assert record.event, record.errors
    return " ".join(record.warnings)


@each_row(
    ("cell", "words"),
    [("Tal\u200bks", "invisible characters in it (U+200B)"), ("\u202eTalks", "(U+202E)"),
     ("co\u00adop", "(U+00AD)"), ("????? ????", "question marks"), ("a _x000D_ b", "the code of"),
     ("=SUM(A1)", "is a formula"), ("<script>x", "HTML"), ("1E+05", "rounded"),
     ("â€œTalksâ€", "perhaps '“Talksâ€'"), ("RÃ©union – Straße", "perhaps 'Réunion – Straße'"),
     ("می\u200cخواهم", ""), ("👩\u200d👩\u200d👧 x", ""), ("What???", ""), ("a_x0 b", ""),
     ("Accession of Poland[a]", "footnote"), ("Met with the president.[1][2] Then", "footnote"),
     ("Seven states[note 1]", "footnote"), ("He said [a] new deal", ""), ("[1] Talks", ""),
     ("Talks [Astana]", ""), ("36 b[1] of", ""), ("in 1999[1]", "footnote"), ("list[1,2]", ""),
     ("the president[s] agree[d] on", ""), ("Subtotal", "row of totals"), ("TOTAL 2022:", "totals"),
     ("Sum of the above", "totals"), ("Итого за год", ""), ("Итого:", "totals"), ("合計", "totals"),
     ("Razem 2022 r.", "totals"), ("Total boycott", ""), ("Summit", ""), ("Sum of parts", ""),
     ("São Paulo – Ångström", ""), ("don’t", ""), ("5 = 5", ""), ("a <3", "")],
)  # fmt: skip
def test_the_first_odd_text_of_a_column_is_told_of(cell: str, words: str) -> None:
    found = told(cell)
    assert words in found and bool(words) == bool(found)


@each_row(
    ("cell", "several"),
    [("Xi Jinping and Emmanuel Macron", True), ("Xi Jinping, Emmanuel Macron", True),
     ("Xi, Macron, Modi", True), ("Блинкен и Лавров", True), ("Xi Jinping / Macron", True),
     ("Blinken, Antony", False), ("Dwight E Eisenhower", False), ("安东尼·布林肯", False),
     ("Ban Ki-moon", False)],
)  # fmt: skip
def test_a_person_who_may_be_several_is_told_of(cell: str, several: bool) -> None:
    rule = {"name": "{Title}", "type": "person"}
    assert ("is stored as one actor" in told(cell, actors=[rule])) == several
    assert "is stored as one actor" not in told(cell, actors=[rule | {"split": []}])
    assert "is stored as one actor" not in told(cell, actors=[rule | {"type": "group"}])


def test_a_formula_that_is_only_a_text_is_that_text() -> None:
    rows = [["No", "Title"], ['="001"', '="Talks ""on"" gas"']]
    (record,) = table(rows, id="row-{No}")
    assert record.event and (record.event.id, record.event.title) == ("row-001", 'Talks "on" gas')
    for text in ('="a"&"b"', "=A1", "=", '="', '\'="a"'):
        assert text_of_formula(text) == text


def test_text_among_others_that_were_read_rightly_is_recognized() -> None:
    assert misread("Ð¢Ð°ÑˆÐºÐµÐ½Ñ‚ €") == "Ташкент €"
    assert misread("Straße €") is None


def test_latin_1_with_quotation_marks_is_cp1252() -> None:
    (record,) = table([["Title", "n"], ["“Réunion” – 5 €", "1"]], encoding="latin-1")
    assert record.event and record.event.title == "“Réunion” – 5 €" and not record.warnings


def test_the_separator_is_the_one_that_gives_the_columns_of_the_mapping() -> None:
    lines = b"Date;Title, long;Sum, USD, net\n2020;Talks;5\n"
    mapping = {"id": "row-{#}", "title": "{Title, long}", "date": "{Date}"}
    (record,) = read(io.BytesIO(lines), load_mapping(mapping))
    assert record.event and record.event.title == "Talks"


def test_invisible_characters_around_the_name_of_a_column_do_not_count() -> None:
    (record,) = table([["n", "\u200bTitle\ufeff"], ["1", "Talks"]])
    assert record.event and record.event.title == "Talks"


@each_row(
    ("text", "end"),
    [("Reuters, https://a.example/b", ": write https://a.example/b"),
     ("[R](https://a.example/b)", ": write https://a.example/b"),
     ("<https://a.example/b>", ": write https://a.example/b"),
     ('<a href="https://a.example/b">R</a>', ": write https://a.example/b"),
     ('"https://a.example/b?id=21975A0511(02)"', ": write https://a.example/b?id=21975A0511(02)"),
     ("[R](https://a.example/Rus_(people))", ": write https://a.example/Rus_(people)"),
     ("(see https://a.example/x[1]).", ": write https://a.example/x[1]"),
     ("[a](https://a.example/b)[b](https://b.example/c)", SEVERAL),
     ("doi:10.1000/182", ": write https://doi.org/10.1000/182"),
     ("10.1000/182", ": write https://doi.org/10.1000/182"),
     ("htp://a.example", ": write http://a.example"),
     ("https:/a.example", ": write https://a.example"),
     ("hxxps://a[.]example/b", ": write https://a.example/b"),
     ("https://a.example/b\\c\\d.html", ": write https://a.example/b/c/d.html"),
     ("http:\\\\a.example\\1", ": write http://a.example/1"),
     ("www.a.example", ": write https://www.a.example"),
     ("https://a.example and https://b.example", SEVERAL),
     ("https://a.example:99999/", ""), ("ftp://a.example", ""), ("Reuters", ""),
     ("javascript:fetch('https://a.example')", "")],
)  # fmt: skip
def test_the_advice_for_an_address(text: str, end: str) -> None:
    assert advice(text) == end


def test_urls_between_spaces_are_several_and_words_before_one_are_not() -> None:
    for cell, words in {
        "https://a.example https://b.example": 'has several URLs; say "split": " " in the source',
        "https://a.example | https://b.example": "has several URLs, or one with '|' in it",
        "Reuters, https://a.example": "write https://a.example",
    }.items():
        (record,) = table([["Title", "n"], [cell, "1"]], sources=[{"title": "S", "url": "{Title}"}])
        assert record.event is None and words in record.errors[0].reason


def test_hashtags_are_several() -> None:
    (record,) = table([["Title", "n"], ["#gas #oil", "1"]], tags=["{Title}"])
    assert record.event is None and '"split": " "' in record.errors[0].reason
    (record,) = table([["Title", "n"], ["#gas", "1"]], tags=["{Title}"])
    assert record.event and record.event.tags == ("#gas",)


def event(**members: Any) -> Record:
    whole = {"id": "a", "title": "T", "date": "2020", "category": "visit", **members}
    (record,) = read_ndjson(io.BytesIO(json.dumps(whole).encode()))
    return record


def test_tags_that_look_the_same_are_one() -> None:
    found = event(tags=["e\u0301te", "\u00e9te", "a  b", "a\u00a0b", "a\nb", "می\u200cخواهم"]).event
    assert found and found.tags == ("\u00e9te", "a b", "می\u200cخواهم")


@pytest.mark.parametrize("tag", ["en\u200bergy", "energy\u200b", "ener\u00adgy", "\u200fenergy"])
def test_a_tag_with_invisible_characters_is_refused(tag: str) -> None:
    (error,) = event(tags=[tag]).errors
    assert error.field == "/tags/0" and error.reason.endswith("did you mean energy?")


@each_row(
    ("point", "country", "wrong"),
    [((71.4, 51.1), "KZ", True), ((51.1, 71.4), "KZ", False), ((48.85, 2.35), "KZ", False),
     ((2.35, 48.85), "FR", True), ((48.85, 2.35), "FR", False), ((4.9, -52.3), "FR", False),
     ((31.2, 30.0), "EG", False), ((30.0, 31.2), "EG", False), ((-25.7, 28.2), "ZA", False),
     ((28.2, -25.7), "ZA", True), ((35.7, 139.7), "JP", False), ((71.4, 51.1), "SUHH", False)],
)  # fmt: skip
def test_a_place_far_from_its_country_may_have_its_coordinates_exchanged(
    point: tuple[float, float], country: str, wrong: bool
) -> None:
    place = {"latitude": point[0], "longitude": point[1]}
    for members in (
        {"place": place | {"country": country}},
        {"place": place, "countries": [{"code": country, "role": "host"},
                                       {"code": "AU", "role": "participant"}]},
    ):  # fmt: skip
        found = event(**members).event
        assert found
        assert any("the wrong way round" in each for each in doubts(found, FAR_AHEAD)) == wrong


def test_a_file_of_one_event_a_line_is_no_list_whatever_its_name() -> None:
    assert importer("auto", "a.json", b'{"id": "a"}\n{"id": "b"}\n').name == "ndjson"
    assert importer("auto", "a.json", b'{"id": "a"}\n').name == "json"
    assert importer("auto", "a.json", b'{\n"id": "a"}\n').name == "json"


@pytest.mark.parametrize("head", [b"<rss version='2.0'>", b"<feed xmlns='a'>", b"<kml>", b"<gpx>"])
def test_other_xml_is_named(head: bytes) -> None:
    with pytest.raises(Invalid, match="HTML or XML"):
        importer("auto", "a.txt", head)


def suggestion(tmp_path: Path, columns: str, *rows: str) -> tuple[dict[str, Any], str, str]:
    path = tmp_path / "t.csv"
    lines = [f"2020-0{at}-1{at},Talks {at} of {at},{row}" for at, row in enumerate(rows, 1)]
    path.write_text("\n".join([f"Date,Title,{columns}", *lines, ""]), "utf-8")
    found = suggest_file(path)
    return found.mapping, "\n".join(found.notes.sure), "\n".join(found.notes.decide)


def test_points_in_one_column_are_no_names_of_places(tmp_path: Path) -> None:
    for row in ('"48.85, 2.35"', "POINT(2.35 48.85)"):
        mapping, sure, decide = suggestion(tmp_path, "Location", row, row)
        assert "place" not in mapping and "Location" not in sure
        assert "Location has two numbers in a cell" in decide


def test_coordinates_that_are_far_from_the_country_are_not_sure(tmp_path: Path) -> None:
    columns = "Country,Latitude,Longitude"
    _, sure, decide = suggestion(tmp_path, columns, "Kazakhstan,71.4,51.1", "Uzbekistan,69.2,41.3")
    assert "in degrees" not in sure and "the wrong way round" in decide
    _, sure, decide = suggestion(tmp_path, columns, "Kazakhstan,51.1,71.4", "Uzbekistan,41.3,69.2")
    assert "in degrees" in sure and "the wrong way round" not in decide


def test_ids_that_a_spreadsheet_changed_are_not_sure(tmp_path: Path) -> None:
    for first, second in (("1.0E+05", "1.0E+06"), ("5-Jan", "6-Jan"), ("Mar-05", "Mar-06")):
        _, sure, decide = suggestion(tmp_path, "ID", first, second)
        assert "id:" not in sure and f"id: ID has {first!r}" in decide
    assert "id: ID" in suggestion(tmp_path, "ID", "A-1", "A-2")[1]


def test_a_column_of_statuses_that_is_not_used_is_told_of(tmp_path: Path) -> None:
    mapping, _, decide = suggestion(tmp_path, "Status", "Confirmed", "Postponed")
    assert "status" not in mapping and "'Confirmed' is none of occurred" in decide
    mapping, _, decide = suggestion(tmp_path, "Cancelled", "yes", "no")
    assert "status" not in mapping and "Cancelled is not used; every event counts" in decide
    mapping, _, _ = suggestion(tmp_path, "Status", "Planned", "Cancelled")
    assert mapping["status"] == "{Status}"
    assert "status" not in suggestion(tmp_path, "Other", "a", "b")[2]


@pytest.mark.parametrize(("occurred", "cancelled", "planned"), [
    ("Held", "Canceled", "Scheduled"), ("stattgefunden", "abgesagt", "Geplant"),
    ("состоялось", "отменено", "планируется"), ("realizado", "CANCELADO", "previsto"),
    ("已举行", "取消", "计划"), ("yapıldı", "iptal edildi", "planlandı"), ("عقد", "ملغى", "مخطط"),
])  # fmt: skip
def test_statuses_in_other_words_have_their_meaning(
    tmp_path: Path, occurred: str, cancelled: str, planned: str
) -> None:
    mapping, sure, decide = suggestion(tmp_path, "Status", occurred, cancelled, planned)
    meant = {occurred: "occurred", cancelled: "cancelled", planned: "planned"}
    assert mapping["status"] == {"column": "Status", "values": meant}
    assert "status" not in sure and "status" not in decide
    cells = [*map(str.title, meant), "postponed"]
    rows = [["Title", "Status"], *([f"T {at}", cell] for at, cell in enumerate(cells))]
    *found, odd = table(rows, status=mapping["status"])
    assert [each.event and each.event.status for each in found] == [*meant.values()]
    assert "is not one of occurred" in str(odd.errors)


def test_a_status_that_is_not_known_waits_for_its_meaning(tmp_path: Path) -> None:
    mapping, _, decide = suggestion(tmp_path, "Status", "Held", "Cancelled", "Postponed")
    assert mapping["status"]["values"] == {"Held": "occurred"}
    assert "'Postponed' in Status is none of occurred" in decide


@pytest.mark.parametrize(("values", "error"), [
    ({"off": "canceled"}, "status.values.off: 'canceled' is not one of"),
    ({"off": "cancelled", "OFF": "planned"}, "'OFF' is there twice"),
])  # fmt: skip
def test_a_mapping_of_statuses_with_an_error_is_refused(values: dict[str, str], error: str) -> None:
    with pytest.raises(Invalid, match=re.escape(error)):
        told("off", status={"column": "Title", "values": values})


def test_a_column_of_persons_with_several_in_a_cell_is_told_of(tmp_path: Path) -> None:
    _, _, decide = suggestion(tmp_path, "People", "Antony Blinken and Sergey Lavrov", "Wang Yi")
    assert "People may have several names in a cell, such as 'Antony Blinken and" in decide


@each_row(
    ("time", "meant"),
    [("9am", "09:00"), ("9 AM", "09:00"), ("12 a.m.", "00:00"), ("12 p.m.", "12:00"),
     ("noon", "12:00"), ("10h30", "10:30"), ("22.15 Uhr", "22:15"),
     ("10:30 GMT+3", "10:30+03:00"), ("10:30 +5", "10:30+05:00"),
     ("10:30 local time", "10:30"), ("10時30分", "10:30"), ("9 a.m. EST", "09:00 and the offset"),
     ("10:30 Europe/Kyiv", "10:30 and the offset")],
)  # fmt: skip
def test_a_time_in_another_form_is_refused_with_the_right_one(time: str, meant: str) -> None:
    for day in ("2023-03-26", "26 March 2023"):
        (record,) = table([["Title", "Day", "Time"], ["T", day, time]], date="{Day} {Time}")
        assert record.event is None
        assert f"write 2023-03-26T{meant}" in record.errors[0].reason


@each_row(
    "time", ["midnight", "25:00", "10:30 to 12:00", "10:30-12:00", "TBC", "1030", "9:5", "13 p.m."]
)
def test_a_time_that_is_none_gets_no_advice(time: str) -> None:
    (record,) = table([["Title", "Time"], ["T", time]], date="2023-03-26 {Time}")
    assert record.event is None and "write 2023-03-26T" not in record.errors[0].reason
