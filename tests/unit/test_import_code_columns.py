"""Columns of two letters whose other cells show that they are no codes of ISO 3166."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from service.importers.fips import fips_country
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.suggest import suggest_file
from service.importers.table import read

RULE = {"code": "{c}", "role": "host"}


def records(cells: list[str], **mapping: Any) -> list[Record]:
    rows = "".join(f"{number},{each}\n" for number, each in enumerate(cells))
    given = {"id": "row-{id}", "title": "Talks", "date": "2022", "countries": [RULE], **mapping}
    return list(read(io.BytesIO(f"id,c\n{rows}".encode()), load_mapping(given)))


def codes(cells: list[str], **mapping: Any) -> list[str | None]:
    return [",".join(link.code for link in each.event.countries) if each.event else None
            for each in records(cells, **mapping)]  # fmt: skip


LISTS = {
    "states of the US": ["PA", "SC", "GA", "NY", "OH", "CA", "DE", "TX"],
    "provinces of Canada": ["ON", "QC", "NL", "SK", "BC"],
    "states of Brazil": ["SP", "RJ", "PA", "MG", "AL"],
    "FIPS 10-4": ["RS", "CH", "GM", "UP", "EZ", "LO", "JA"],
}


@pytest.mark.parametrize("name", LISTS)
def test_codes_beside_others_that_are_no_countries_are_refused(name: str) -> None:
    found = records(LISTS[name])
    assert [each.event for each in found] == [None] * len(found)
    assert all(each.errors[0].field == "c" for each in found)
    told = [each.errors[0].reason for each in found if "in ISO 3166, but" in each.errors[0].reason]
    assert told
    assert all('say "scheme" in the mapping' in each for each in told)


def test_a_scheme_or_names_say_what_the_codes_are() -> None:
    cells = LISTS["FIPS 10-4"]
    assert codes(cells, scheme="fips") == list(map(fips_country, cells))
    assert codes(cells, scheme="iso")[:3] == ["RS", "CH", "GM"]
    states = LISTS["states of the US"]
    assert codes(states, names=dict.fromkeys(states, "US")) == ["US"] * len(states)


def test_several_codes_in_a_cell_and_the_country_of_a_place_are_judged_too() -> None:
    cells = ["PA;NY", "SC;OH", "GA"]
    assert codes(cells, countries=[RULE | {"split": ";"}]) == [None] * 3
    place = {"name": "X", "country": "{c}"}
    assert codes(["PA", "NY", "OH"], countries=[], place=place) == [None] * 3


@pytest.mark.parametrize(
    "cells",
    [
        ["PA", "SC", "GA", "EU", "UN"], ["PA", "SC", "KZ", "ZY"], ["Panama", "NY", "Gabon"],
        ["KZ", "UZ", "KG", "TJ", "TM", "US", "RU", "CN", "AF", "IR", "PK", "IN", "QW", "ZY"],
        ["UK", "US", "FR", "DE"], ["USSR", "UAE", "KSA", "UK"],
    ],
)  # fmt: skip
def test_a_few_unknown_codes_make_no_others_doubtful(cells: list[str]) -> None:
    assert not any("in ISO 3166, but" in error.reason
                   for each in records(cells) for error in each.errors)  # fmt: skip


def test_a_column_of_the_states_of_one_country_is_not_suggested_as_countries(
    tmp_path: Path,
) -> None:
    states = LISTS["states of the US"] * 3
    rows = "".join(f"{n},2022-02-{n + 1:02},Talks {n},{each}\n" for n, each in enumerate(states))
    table = tmp_path / "talks.csv"
    table.write_text(f"id,date,title,state\n{rows}")
    found = suggest_file(table)
    assert "countries" not in found.mapping
    assert any(each.startswith("state: is not used as countries, because 'NY', 'OH'")
               for each in found.notes.decide)  # fmt: skip
