"""Lists that programs write into a cell are several values, or the report tells of them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.importers.listed_cells import is_object, listed
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.table import read
from tests.support.rows import each_row

COLUMNS = ("id", "title", "date", "countries", "actors", "tags", "source", "url", "place")
MAPPING = {
    "id": "x-{id}",
    "title": "{title}",
    "date": "{date}",
    "countries": [{"code": "{countries}", "role": "participant"}],
    "actors": [{"name": "{actors}"}],
    "tags": ["{tags}"],
    "sources": [{"title": "{source}", "url": "{url}"}],
    "place": {"name": "{place}"},
}


def record(**cells: str) -> Record:
    row = {"id": "1", "title": "Talks", "date": "2023", "source": "Paper"} | cells
    table = io.StringIO()
    csv.writer(table).writerows([COLUMNS, [row.get(name, "") for name in COLUMNS]])
    (found,) = read(io.BytesIO(table.getvalue().encode()), load_mapping(MAPPING))
    return found


@each_row(
    ("cell", "expected"),
    [
        ('["KZ", "US"]', ["KZ", "US"]),
        ('[ "KZ" ]', ["KZ"]),
        ("['KZ', 'US']", ["KZ", "US"]),
        ("['KZ' 'US']", ["KZ", "US"]),
        ("[\"Côte d'Ivoire\", 'US']", ["Côte d'Ivoire", "US"]),
        (r'["a \"b\" \u00e9"]', ['a "b" é']),
        (r"['it\'s']", ["it's"]),
        ('["KZ", null, "  "]', ["KZ"]),
        ("(2:KZ,US)", ["KZ", "US"]),
        ("(1:KZ)", ["KZ"]),
        ("{KZ,US}", ["KZ", "US"]),
        ('{"Korea, South",NULL,US}', ["Korea, South", "US"]),
        ("[]", []),
        ("[ ]", []),
        ("{}", []),
        ("(0:)", []),
        ("[1, 2]", None),
        ("[2020..2021]", None),
        ("(2:KZ)", None),
        ("(2023)", None),
        ("[citation needed]", None),
        ('{"name": "A"}', None),
        ("{'name': 'A'}", None),
        ("KZ", None),
        ("", None),
        ("[", None),
        ('["KZ"', None),
    ],
)
def test_a_list_is_told_from_other_texts(cell: str, expected: list[str] | None) -> None:
    assert listed(cell) == expected


@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda each: each.strip() == each)))
def test_lists_of_json_are_read_whole(texts: list[str]) -> None:
    assert listed(json.dumps(texts)) == texts
    assert listed(json.dumps(texts, ensure_ascii=False, indent=1)) == texts


@pytest.mark.parametrize(
    "cell",
    ['["a"' + " " * 300_000, "['" + "\\" * 300_000, "{" * 300_000, "{a" + " " * 300_000,
     "(9999:" + "," * 300_000, '["' * 150_000, "[" + "'a'," * 100_000 + "x]"],
)  # fmt: skip
def test_a_long_cell_that_is_no_list_is_refused_in_one_pass(cell: str) -> None:
    """With a second try at each sign, each of these cells would take minutes."""
    assert listed(cell) is None
    assert not is_object(cell)


@pytest.mark.parametrize("cell", ['["{}", "{}"]', "['{}', '{}']", "(2:{},{})", "{{{},{}}}"])
def test_each_item_of_a_list_is_a_value(cell: str) -> None:
    found = record(
        countries=cell.format("KZ", "US"),
        actors=cell.format("A B", "C D"),
        tags=cell.format("oil", "gas"),
        url=cell.format("https://a.example/1", "https://a.example/2"),
    )
    event = found.event
    assert event and not found.warnings
    assert [each.code for each in event.countries] == ["KZ", "US"]
    assert [each.name for each in event.actors] == ["A B", "C D"]
    assert event.tags == ("oil", "gas")
    assert [each.url for each in event.sources] == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize("cell", ["[]", "[ ]", "{}", "(0:)"])
def test_an_empty_list_is_no_value(cell: str) -> None:
    found = record(countries=cell, actors=cell, tags=cell, url=cell)
    event = found.event
    assert event and not found.warnings
    assert (event.countries, event.actors, event.tags) == ((), (), ())
    assert [(each.title, each.url) for each in event.sources] == [("Paper", None)]


def test_an_item_that_is_no_country_is_reported() -> None:
    (error,) = record(countries='["KZ", "Kazakstan"]').errors
    assert (error.field, error.value) == ("countries", "Kazakstan")


@pytest.mark.parametrize("cell", ['["Astana"]', "['Astana', 'Almaty']", "(1:Astana)", "[]"])
def test_a_list_where_one_text_belongs_has_a_warning(cell: str) -> None:
    found = record(place=cell)
    assert found.event and found.event.place and found.event.place.name == cell
    (told,) = found.warnings
    assert told.startswith(f"place: {cell!r} is a list as programs write it")


@pytest.mark.parametrize("cell", ['{"name": "A B"}', '[{"name": "A B"}]', "{'name': 'A B'}"])
def test_an_object_has_a_warning(cell: str) -> None:
    assert is_object(cell)
    found = record(actors=cell)
    assert found.event and [each.name for each in found.event.actors] == [cell]
    (told,) = found.warnings
    assert told.startswith(f"actors: {cell!r} is an object as programs write it")
