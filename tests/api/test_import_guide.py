"""docs/import.md tells the truth: its commands, tables and examples are run or compared."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest

from service.api.imports import PARAMETERS
from service.cli import command
from service.domain import edtf
from service.domain.vocabulary import ROLES, STAGES, SUPPORTABLE_FIELDS
from service.domain.written.names import LANGUAGES
from service.importers import mapping
from service.importers.cameo import KINDS, kind
from service.importers.dates import lenient
from service.importers.negative_years import year_number
from service.importers.registry import IMPORTERS
from service.importers.report import Entry
from service.importers.row_result import RowError
from tests.conftest import REPOSITORY
from tests.support.guides import PIECE, follow
from tests.support.live import serving
from tests.support.rows import each_row

GUIDE = (REPOSITORY / "docs" / "import.md").read_text("utf-8")


def table(after: str) -> list[list[str]]:
    """The rows of the first table after a text, as lists of stripped cells."""
    body = GUIDE[GUIDE.index(after) + len(after) :]
    found = re.search(r"\n\|[^\n]*\|\n\|[-|]+\|\n((?:\|.*\|\n)+)", body)
    assert found
    return [[cell.strip() for cell in row[1:-1].split(" | ")] for row in found[1].splitlines()]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def keys(after: str) -> set[str]:
    return {key for row in table(after) for key in codes(row[0])}


def test_the_commands_print_what_the_guide_says(tmp_path: Path) -> None:
    with serving(tmp_path, workers="1") as live:
        done = follow(GUIDE, tmp_path, live.environment, {"http://127.0.0.1:8000": live.url})
    assert len(done) >= 8
    for each in done:
        assert each.printed == each.told, each.command


def test_the_formats_are_those_of_the_registry() -> None:
    rows = [(codes(row[0])[0], row[1]) for row in table("## Formats")]
    assert rows == [(each.name, each.description) for each in IMPORTERS]


def test_the_options_are_those_of_the_command() -> None:
    options = [each for each in command("import").params if isinstance(each, click.Option)]
    rows = {codes(row[0])[0]: row[1] for row in table("## The command")}
    assert rows == {each.opts[0]: each.help for each in options}


def test_the_parameters_are_those_of_the_route() -> None:
    rows = {codes(row[0])[0]: row[1] for row in table("## Over HTTP")}
    assert rows == {each.name: each.help for each in PARAMETERS}


def test_the_fields_of_a_report_are_all_there() -> None:
    entry = Entry("rejected", "a.csv", 1, RowError("a", "b", "c"))
    assert keys("## The report") == set(entry.as_dict())
    kinds = re.findall(r"``(\w+)``", Entry.__doc__ or "")[1:]
    assert keys("| `nearest` |") == set(kinds) == {"rejected", "folded", "warning", "duplicate"}


PARTS: dict[str, Any] = {
    "## The mapping": mapping.Mapping,
    "\n`date`:": mapping.DateRule,
    "\n`category`:": mapping.CategoryChoice,
    "\neach of `rules`:": mapping.CategoryRule,
    "\n`status`:": mapping.StatusChoice,
    "\neach of `countries`:": mapping.CountryRule,
    "\neach of `actors`:": mapping.ActorRule,
    "\n`place`:": mapping.PlaceRule,
    "\neach of `amounts`:": mapping.AmountRule,
    "\neach of `sources`:": mapping.SourceRule,
    "\neach of `tags`, where a cell holds several:": mapping.TagRule,
}


@pytest.mark.parametrize("after", PARTS)
def test_every_key_of_a_mapping_is_explained_and_no_other(after: str) -> None:
    assert keys(after) == {field.name for field in msgspec.structs.fields(PARTS[after])}


def test_every_part_of_a_mapping_is_among_those_explained() -> None:
    made = {each for each in vars(mapping).values() if isinstance(each, type)}
    parts = {each.__name__ for each in made if issubclass(each, msgspec.Struct) and each.__module__
             == mapping.__name__ and not each.__name__.startswith("_")}  # fmt: skip
    assert parts == {each.__name__ for each in PARTS.values()}


def test_the_words_that_a_mapping_may_say_are_all_there() -> None:
    for after, key, words in (
        ("\neach of `countries`:", "role", ROLES),
        ("\neach of `amounts`:", "stage", STAGES),
        ("\neach of `sources`:", "supports", SUPPORTABLE_FIELDS),
    ):
        (row,) = [row for row in table(after) if codes(row[0]) == [key]]
        assert set(" ".join(codes(row[1])).split()) == set(words)


UNDERSTOOD = [(text, codes(row[1])[0]) for row in table("## Dates") for text in codes(row[0])]
REFUSED = [
    (text, row[1])
    for row in table("The texts in the next table are refused, because")
    for text in codes(row[0])
]


@each_row(("written", "stored"), UNDERSTOOD)
def test_a_date_is_understood_as_the_guide_says(written: str, stored: str) -> None:
    assert lenient(written) == stored


SEVERAL = [
    (text, codes(row[1]) + codes(row[2]), codes(row[3]))
    for row in table("The texts in the next table are refused too")
    for text in codes(row[0])
]


@pytest.mark.parametrize(("written", "readings", "key"), SEVERAL)
def test_what_can_mean_several_things_is_refused_with_the_readings_of_the_guide(
    written: str, readings: list[str], key: list[str]
) -> None:
    with pytest.raises(edtf.DateError) as refused:
        lenient(written)
    assert all(repr(each) in str(refused.value) for each in readings)
    for each in key:
        assert f'"{each}"' in str(refused.value)
        if each == "language":
            said = set()
            for language in LANGUAGES:
                with suppress(edtf.DateError):
                    said.add(lenient(written, language=language))
            assert said == set(readings)
        elif each == "negative_years":
            assert [year_number(written, "bc"), year_number(written, "iso")] == readings
        else:
            lenient(written, years="span" if "/" in readings[1] else "month")


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_a_date_is_refused_for_the_reason_that_the_guide_gives(written: str, reason: str) -> None:
    with pytest.raises(edtf.DateError, match=reason):
        lenient(written)


def test_the_cameo_codes_are_what_the_guide_says() -> None:
    told = {code: tuple(row[1:]) for row in table("## GDELT and ICEWS") for code in row[0].split()}
    assert set(told) == set(KINDS)
    for code, (category, source, target) in told.items():
        meant = kind(code)
        assert meant
        assert (meant.category, meant.source, meant.target) == (category, source, target)


def test_there_are_examples_of_each_kind() -> None:
    assert sum(bool(name) for name, _, _ in PIECE.findall(GUIDE)) == 3
    assert len(UNDERSTOOD) > 20
    assert len(REFUSED) == 27
    assert len(SEVERAL) > 12
