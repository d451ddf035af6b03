"""Whole numbers for years before Christ are read as the mapping says, and never by guess."""

from __future__ import annotations

import io
from typing import Any

import pytest

from service.errors import Invalid
from service.importers.mapping_load import load_mapping
from service.importers.table import read
from tests.support.rows import each_row


def imported(years: list[str], date: dict[str, Any]) -> tuple[list[str], str]:
    """The dates that are stored, and all reasons and warnings in one text."""
    mapping = load_mapping({"id": "e-{#}", "title": "Siege", "date": date})
    table = "\n".join(["year,until", *(f"{each}," for each in years)])
    records = list(read(io.BytesIO(table.encode()), mapping))
    told = [error.reason for each in records for error in each.errors]
    told += [warning for each in records for warning in each.warnings]
    return [each.event.date.text for each in records if each.event], "\n".join(told)


PARTS, START = {"year": "{year}"}, {"start": "{year}"}


@each_row(
    ("years", "date", "stored", "told"),
    [
        # A column of numbers: each negative one is unclear, however many digits it has.
        (["-1177", "-480", "641"], PARTS, ["0641"], "1177 BC '-1176' or the year -1177 '-1177'"),
        (["-1177", "-1208"], PARTS, [], '"negative_years": "bc" or "iso" in the mapping'),
        (["-12000", "-480"], PARTS, [], "12000 BC 'Y-11999' or the year -12000 'Y-12000'"),
        (["-1177", "-480"], START, [], "1177 BC '-1176' or the year -1177 '-1177'"),
        (["-1177", "0641", "641"], START, ["0641"], "1177 BC '-1176'"),
        (["-480"], START, [], '"negative_years": "bc" or "iso" in the mapping'),
        # EDTF stays EDTF; only a year that is no number for sure gets a warning.
        (["-0480", "0641"], PARTS, ["-0480", "0641"], ""),
        (["-0480", "1641"], START, ["-0480", "1641"], ""),
        (["-1177", "1641"], START, ["-1177", "1641"], "'-1177' is read as EDTF, which is the year "
         "1178 BC"),
        # The mapping decides.
        (["-1177", "-480", "33", "641", "1641"], {**PARTS, "negative_years": "bc"},
         ["-1176", "-0479", "0033", "0641", "1641"], ""),
        (["-1177", "-480", "33", "641"], {**START, "negative_years": "bc"},
         ["-1176", "-0479", "0033", "0641"], ""),
        (["-1177", "-480", "33"], {**PARTS, "negative_years": "iso"},
         ["-1177", "-0480", "0033"], ""),
        (["-1177", "-480", "33"], {**START, "negative_years": "iso"},
         ["-1177", "-0480", "0033"], ""),
        (["-12000", "-1"], {**PARTS, "negative_years": "bc"}, ["Y-11999", "0000"], ""),
        (["-12000", "480 BC", "May 1641"], {**START, "negative_years": "bc"},
         ["Y-11999", "-0479", "1641-05"], ""),
    ],
)  # fmt: skip
def test_a_number_before_christ_is_the_year_that_the_mapping_says(
    years: list[str], date: dict[str, Any], stored: list[str], told: str
) -> None:
    dates, words = imported(years, date)
    assert dates == stored
    assert told in words if told else not words


def test_an_end_is_read_like_its_beginning() -> None:
    mapping = {"id": "e-{#}", "title": "T", "date": {"year": "{a}", "end_year": "{b}",
                                                     "negative_years": "bc"}}  # fmt: skip
    (found,) = read(io.BytesIO(b"a,b\n-431,-404\n"), load_mapping(mapping))
    assert found.event and found.event.date.text == "-0430/-0403"


def test_another_word_is_an_error_that_names_the_right_ones() -> None:
    with pytest.raises(Invalid, match=r"date\.negative_years: .*write bc or iso"):
        load_mapping({"id": "{a}", "title": "T", "date": {**START, "negative_years": "bce"}})
