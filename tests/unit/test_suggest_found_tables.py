"""Suggestions for tables as people really publish them: gaps, measures, plain years, few days."""

from __future__ import annotations

import io
from typing import Any

import pytest

from service.formats.csv import OF_OURS
from service.importers.files import opened
from service.importers.mapping_load import load_mapping
from service.importers.suggest import Suggestion, suggest
from service.importers.table import read


def suggested(table: str, name: str = "t.csv") -> Suggestion:
    return suggest(opened(name, io.BytesIO(table.encode())))


def stored(table: str, mapping: dict[str, Any]) -> list[tuple[str, str]]:
    records = read(io.BytesIO(table.encode()), load_mapping(mapping))
    return [(each.event.date.text, each.event.title) for each in records if each.event]


def rows(header: str, row: str, count: int = 30) -> str:
    """A table whose ``row`` is filled with ``n``, its number, and ``word``, another word each."""
    names = ("Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord")
    made = [row.format(n=n, word=f"{names[n % 6]} {names[n // 6]}") for n in range(count)]
    return "\n".join([header, *made])


@pytest.mark.parametrize(
    ("header", "measure"),
    [("turnout_ref", "6{n}.37"), ("share id", "0,{n}5"), ("score ref", "-{n}.5"),
     ("yield_id", ".{n}")],
)  # fmt: skip
def test_a_measure_is_no_id_though_it_differs_in_each_row(header: str, measure: str) -> None:
    table = rows(f'country,date,"{header}"', 'Norway,1999-03-1{n},"' + measure + '"', 10)
    assert f"{{{header}}}" not in suggested(table).mapping["id"]


def test_one_of_two_ids_is_not_called_sure() -> None:
    table = rows("person_id,office_id,date,what", "p{n},o{n},2001-02-03,The {word} takes office")
    told = suggested(table).notes
    assert "id: office_id, which differs in every row as person_id does too" in told.guessed[-1] + (
        "\n".join(told.guessed)
    )
    assert not [note for note in told.sure if note.startswith("id:")]
    alone = suggested(rows("event_id,date,what", "p{n},2001-02-03,The {word} takes office"))
    assert [note for note in alone.notes.sure if note.startswith("id: event_id")]


def test_firsts_of_months_are_told_though_one_cell_alone_shows_the_order() -> None:
    days = ["17/04/2019", *(f"01/{month:02}/2019" for month in range(1, 13))]
    table = "date,title\n" + "\n".join(f"{day},Report no. {n}" for n, day in enumerate(days))
    notes = suggested(table).notes
    assert "12 of 13 days are a first of a month in date" in "\n".join(notes.decide)
    assert "date: date, written like 17/04/2019" not in notes.sure


def test_a_column_of_years_before_1000_is_read_as_years() -> None:
    table = "id,date_ce,name\n1,622,The journey\n2,637,The surrender\n3,1055,The entry"
    found = suggested(table)
    assert found.mapping["date"] == {"year": "{date_ce}"}
    assert [date for date, _ in stored(table, found.mapping)] == ["0622", "0637", "1055"]


def test_notes_that_most_rows_lack_are_no_title() -> None:
    table = rows("wars,from,notes", "The {word} war,18{n:02},")
    table += "\nThe last war,1990,Figures are estimates by several authors"
    found = suggested(table)
    assert found.mapping["title"] == "{wars}"
    assert len(stored(table, found.mapping)) == 31
    assert "title: wars, as no column is a title" in found.notes.guessed


def test_a_few_empty_notes_cost_no_row() -> None:
    table = rows("year,country,notes", "19{n:02},Peru,The {word} coup")
    table += "\n1990,Peru,\n1991,Bolivia,\n1992,Bolivia,\n1993,Peru,"
    found = suggested(table)
    assert found.mapping["title"] == ["{notes}", "{country}"]
    assert len(stored(table, found.mapping)) == 34


def test_a_title_that_many_rows_share_is_the_title_before_the_date_is() -> None:
    table = "Title,Start\n" + "\n".join(
        f"{'Jumping weekend' if day % 9 else 'Season ends'},2019-05-{day:02}"
        for day in range(1, 31)
    )
    assert suggested(table).mapping["title"] == "{Title}"


def test_a_name_that_can_be_several_countries_is_told_so() -> None:
    table = rows("country,date,title", "Ghana,2001-02-03,The {word} treaty")
    table += "\nCongo,2001-02-04,Treaty\nAtlantis,2001-02-05,Treaty"
    told = "\n".join(suggested(table).notes.decide)
    assert "country: 'Congo' (1) can be DR Congo or Republic of the Congo; no country" in told
    assert "no country is known as 'Atlantis' (1)" in told


def test_a_reason_for_many_rows_is_that_of_the_row_that_is_shown() -> None:
    table = rows("date,title", "{n}/28/17,The {word} treaty", 13).replace("\n0/", "\n5/")
    table += "\n11/05/17,Treaty\n04/06/17,Treaty"
    told = "\n".join(suggested(table).notes.decide)
    assert "date: 15 rows refused, such as '5/28/17': the year has two digits" in told
    assert "not known: '1917' or '2017'" in told and "…" not in told


def test_codes_beside_names_of_the_same_countries_are_not_called_unknown() -> None:
    codes = ["JAM", "GRC", "ESP", "PRT", "ITA", "NAM", "CHL", "PER"]
    names = ["Jamaica", "Greece", "Spain", "Portugal", "Italy", "Namibia", "Chile", "Peru"]
    table = "iso,country,date,title\n" + "\n".join(
        f"{code},{name},2001-02-03,Flood in {name}" for code, name in zip(codes, names, strict=True)
    )
    assert "are known" not in "\n".join(suggested(table).notes.decide)


def test_a_category_column_is_used_though_most_of_its_words_are_others() -> None:
    table = rows("date,title,category", "2001-02-03,The {word} affair,Economic", 12)
    table += "\n2001-02-04,Attack,Conflict\n2001-02-05,Raid,Conflict\n2001-02-06,War,Conflict"
    found = suggested(table)
    assert found.mapping["category"]["rules"] == [{"equals": "conflict", "category": "conflict"}]
    assert "category: Economic in category became other" in found.notes.guessed


def test_a_country_of_the_place_is_among_the_notes() -> None:
    table = rows("location,date,title", "Chile,2001-02-03,The {word} treaty")
    found = suggested(table)
    assert found.mapping["place"] == {"country": "{location}"}
    assert "place: location as its country" in found.notes.guessed


def test_our_own_csv_goes_back_to_the_same_events() -> None:
    ids = [
        f"talks-on-water-and-energy-in-the-basin-of-the-syr-darya-at-lake-{n:02}" for n in range(9)
    ]
    header = ",".join(sorted({*OF_OURS, "id", "title", "date"}))
    values = {"title": "Talks", "date": "2001-02-03"}
    table = "\n".join(
        [header, *(",".join({**values, "id": each}.get(name, "") for name in header.split(","))
                   for each in ids)]
    )  # fmt: skip
    mapping = suggested(table, "export.csv").mapping
    assert mapping["id"] == "{id}"
    made = read(io.BytesIO(table.encode()), load_mapping(mapping))
    assert [each.event.id for each in made if each.event] == ids
