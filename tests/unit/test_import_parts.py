"""Parts of an event in a table: people, places, sources and tags are stored as the source means
them, or the report says why not."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from service.domain.degrees import advice
from service.importers.documents import read_ndjson
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.table import read
from tests.support.rows import each_row


def records(rows: list[dict[str, str]], **mapping: Any) -> list[Record]:
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    whole = {"id": "row-{#}", "title": "Talks", "date": "2023", **mapping}
    return list(read(io.BytesIO(table.getvalue().encode()), load_mapping(whole)))


def record(cells: dict[str, str], **mapping: Any) -> Record:
    (found,) = records([cells], **mapping)
    return found


def reasons(found: Record) -> list[tuple[str, str]]:
    assert found.event is None
    return [(each.field, each.reason) for each in found.errors]


SPLIT_ACTORS = [{"name": "{Who}", "title": "{Office}", "split": ";"}]


def names(found: Record) -> list[tuple[str, str | None]]:
    assert found.event, found.errors
    return [(each.name, each.title) for each in found.event.actors]


@each_row(
    ("cell", "wanted"),
    [("Smith &amp; Co; EBRD", ["Smith &amp; Co", "EBRD"]),
     ("Jos&eacute; A; B", ["Jos&eacute; A", "B"]),
     ("Tom&#233;; X", ["Tom&#233;", "X"]), ("Tom&#xE9;;X", ["Tom&#xE9;", "X"]),
     ("R&D;Co", ["R&D", "Co"]), ("AT&T; IBM", ["AT&T", "IBM"]), ("A &Co; B", ["A &Co", "B"])],
)  # fmt: skip
def test_the_semicolon_of_an_entity_splits_nothing(cell: str, wanted: list[str]) -> None:
    assert [
        name for name, _ in names(record({"Who": cell, "Office": ""}, actors=SPLIT_ACTORS))
    ] == wanted
    tags = record({"Tags": cell}, tags=[{"tag": "{Tags}", "split": ";"}])
    assert tags.event and list(tags.event.tags) == wanted


def test_an_entity_alone_is_no_list() -> None:
    found = record({"Who": "Jos&eacute; Mujica"}, actors=[{"name": "{Who}"}])
    assert found.event and [each.name for each in found.event.actors] == ["Jos&eacute; Mujica"]
    assert "has HTML in it" in found.warnings[0]


def test_titles_go_one_with_each_name() -> None:
    found = record({"Who": "Xi; Macron", "Office": "Chair; President"}, actors=SPLIT_ACTORS)
    assert names(found) == [("Xi", "Chair"), ("Macron", "President")]
    found = record({"Who": "Xi; Macron", "Office": "President"}, actors=SPLIT_ACTORS)
    assert names(found) == [("Xi", "President"), ("Macron", "President")]
    found = record({"Who": "Xi", "Office": "Chair; President"}, actors=SPLIT_ACTORS)
    assert names(found) == [("Xi", "Chair; President")]
    found = record({"Who": "Xi; Macron; Modi", "Office": "Chair; President"}, actors=SPLIT_ACTORS)
    ((field, why),) = reasons(found)
    assert field == "Who" and "3 names" in why and "2 titles" in why
    found = record({"Who": "Xi; Xi", "Office": "Chair; Chair"}, actors=SPLIT_ACTORS)
    assert names(found) == [("Xi", "Chair")]


def test_titles_and_publishers_go_one_with_each_url() -> None:
    rule = {
        "title": "{T}",
        "url": "{U}",
        "publisher": "{P}",
        "published": "{D}",
        "split": [";", " "],
    }
    found = record(
        {
            "T": "A; B c",
            "U": "https://a.example; https://b.example",
            "P": "R",
            "D": "2020;2021",
        },
        sources=[rule],
    )
    assert found.event
    sources = found.event.sources
    assert [(each.title, each.url) for each in sources] == [
        ("A", "https://a.example"), ("B c", "https://b.example"),
    ]  # fmt: skip
    assert [(each.publisher, each.published) for each in sources] == [("R", "2020"), ("R", "2021")]
    found = record(
        {"T": "Two words", "U": "https://a.example https://b.example", "P": "", "D": ""},
        sources=[rule],
    )
    assert found.event and {each.title for each in found.event.sources} == {"Two words"}


def test_a_part_without_its_first_field_is_reported() -> None:
    rules: dict[str, Any] = {
        "sources": [{"title": "{Source}", "url": "{Link}"}],
        "actors": [{"name": "{Who}", "title": "{Office}", "country": "KZ"}],
        "amounts": [
            {"value": "{Sum}", "currency": "{Cur}", "stage": "pledged", "purpose": "{For}"}
        ],
    }
    cells = dict.fromkeys(["Source", "Link", "Who", "Office", "Sum", "Cur", "For"], "")
    found = record(cells | {"Cur": "USD"}, **rules)
    assert found.event and not found.warnings
    found = record(
        cells | {"Link": "https://a.example", "Office": "Minister", "For": "water"}, **rules
    )
    assert found.event and sorted(found.warnings) == [
        "For: 'water' is left out, as Sum is empty",
        "Link: 'https://a.example' is left out, as Source is empty",
        "Office: 'Minister' is left out, as Who is empty",
    ]
    shown = record(cells | {"For": "water"}, **rules | {"title": "Loan {For}"})
    assert not shown.warnings


def test_the_report_names_the_column_of_each_value_of_a_list() -> None:
    found = record(
        {"U": "https://a.example;b", "Who": "A;" + "x" * 201, "Tags": "a;" + "x" * 101},
        sources=[{"title": "S", "url": "{U}", "split": ";"}],
        actors=[{"name": "{Who}", "split": ";"}], tags=[{"tag": "{Tags}", "split": ";"}],
    )  # fmt: skip
    assert [field for field, _ in reasons(found)] == ["Who", "U", "Tags"]


def test_words_of_fixed_lists_may_have_capitals_in_a_table() -> None:
    found = record(
        {"S": "Planned", "C": "VISIT", "T": "Organization", "G": "Pledged"},
        status="{S}", category="{C}", actors=[{"name": "UN", "type": "{T}"}],
        amounts=[{"value": "5", "currency": "USD", "stage": "{G}"}],
    )  # fmt: skip
    event = found.event
    assert event and (event.status, event.category) == ("planned", "visit")
    assert (event.actors[0].type, event.amounts[0].stage) == ("organization", "pledged")
    assert "did you mean cancelled?" in reasons(record({"S": "Canceled"}, status="{S}"))[0][1]


@each_row("cell", ["n/a", "N/A", "-", "TBD", "unknown"])
def test_a_refused_cell_without_a_value_can_be_listed_as_missing(cell: str) -> None:
    rules: list[dict[str, Any]] = [
        {"amounts": [{"value": "{X}", "currency": "USD", "stage": "pledged"}]},
        {"place": {"latitude": "{X}", "longitude": "5"}},
        {"sources": [{"title": "S", "url": "{X}"}]},
        {"status": "{X}"},
    ]
    for rule in rules:
        ((_, why),) = reasons(record({"X": cell}, **rule))
        assert why.endswith('list it in "missing" if it means no value')


@each_row(
    ("text", "bound", "end"),
    [("48°51′N", 90, "write 48.85"), ("2.35E", 90, "wrong way round"),
     ("48.85N", 180, "wrong way round"),
     ("48 51 24 N", 90, "write 48.856667"), ("-12:30", 90, "write -12.5"), ("48 51", 90, ""),
     ("48.85, 2.35", 90, "each needs a field of its own"), ("−48.85", 90, "write -48.85"),
     ("POINT(2.35 48.85)", 90, "each needs a field of its own"), (".5", 90, "write 0.5"),
     ("٤٨٫٨٥", 90, "write 48.85"), ("-48.85 S", 90, ""), ("2º21'O", 180, ""), ("nan", 90, "")],
)  # fmt: skip
def test_the_advice_for_degrees_is_right_for_their_axis(text: str, bound: int, end: str) -> None:
    found = advice(text, bound)
    assert found.endswith(end) and bool(found) == bool(end)


def test_degrees_in_json_are_numbers_for_people_too() -> None:
    event = {"id": "a", "title": "T", "date": "2020", "category": "visit"}
    for text in ("7_1", "nan", "0x10", "5 1"):
        line = json.dumps(event | {"place": {"latitude": 1, "longitude": text}})
        (found,) = read_ndjson(io.BytesIO(line.encode()))
        assert reasons(found)[0][0] == "/place/longitude"


def test_the_lines_of_a_summary_stay_and_those_of_a_title_do_not() -> None:
    text = "One  line\r\n\r\n- two\r- three\tfour"
    found = record({"X": text}, title="{X}", summary="{X}").event
    assert found and found.title == "One line - two - three four"
    assert found.summary == "One line\n\n- two\n- three four"
