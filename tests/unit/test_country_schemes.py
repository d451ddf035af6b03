"""Country codes in tables: a declared scheme decides; without a scheme most codes are refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from service import bundled_data
from service.domain import countries, states
from service.errors import Invalid
from service.importers import schemes
from service.importers.files import Opened, open_all
from service.importers.fips import CODES as FIPS
from service.importers.mapping import Mapping
from service.importers.mapping_load import load_mapping
from service.importers.reader_process import read_in_other_process
from service.importers.row_result import Record
from service.importers.suggest.countries import find_countries
from service.importers.suggest.headers import column
from service.importers.suggest.notes import Notes
from service.importers.table import read
from service.schemas.compiled_check import read_event
from tests.support.rows import each_row

PLAIN: dict[str, Any] = {"id": "t-{id}", "title": "{id}", "date": "{date}", "countries":
         [{"code": "{who}", "role": "participant"}]}  # fmt: skip


def rows(cells: list[str], date: str = "2001", **changes: Any) -> list[Record]:
    text = "id,date,who\n" + "".join(f'{n},{date},"{cell}"\n' for n, cell in enumerate(cells))
    return list(read(io.BytesIO(text.encode()), load_mapping(PLAIN | changes)))


def codes(records: list[Record]) -> list[str | None]:
    return [each.event.countries[0].code if each.event else None for each in records]


def test_the_tables_have_known_countries_only() -> None:
    for table in (schemes.COW_CODES, schemes.GW_CODES, schemes.IOC_CODES, FIPS):
        for code in table.values():
            countries.country(code)
    assert len(schemes.COW_CODES) > 420
    assert len(schemes.GW_CODES) > 420
    assert len(schemes.IOC_CODES) > 206


@each_row(
    ("scheme", "cell", "code"),
    [("cow", "710", "CN"), ("iso", "710", "ZA"), ("un-m49", "710", "ZA"), ("cow", "200", "GB"),
     ("iso", "200", "CSHH"), ("gw", "200", "GB"), ("cow", "2", "US"), ("cow", "002", "US"),
     ("iso", "76", "BR"), ("un-m49", "4", "AF"), ("cow", "AUS", "AT"), ("gw", "AUS", "AT"),
     ("iso", "AUS", "AU"), ("cow", "AUL", "AU"), ("fips", "AU", "AT"), ("fips", "RS", "RU"),
     ("cameo", "MTN", "ME"), ("cameo", "ROM", "RO"), ("cameo", "GZS", "PS"), ("ioc", "GER", "DE"),
     ("ioc", "SUI", "CH"), ("ioc", "URS", "SUHH"), ("gw", "817", "x-south-vietnam"),
     ("cow", "300", "x-austria-hungary"), ("gw", "89", "x-central-america"), ("iso", "SUN", "SUHH"),
     ("iso", "kaz", "KZ"), ("gw", "971", "NR"), ("cow", "970", "NR"), ("un-m49", "890", "YUCS"),
     ("iso", "KZ", "KZ"), ("cow", "Kazakhstan", "KZ"), ("cow", "Viet Nam", "VN")],
)  # fmt: skip
def test_a_cell_is_read_by_its_scheme(scheme: str, cell: str, code: str) -> None:
    assert codes(rows([cell], scheme=scheme)) == [code]
    own = [{"code": "{who}", "role": "participant", "scheme": scheme}]
    assert codes(rows([cell], countries=own)) == [code]


@pytest.mark.parametrize("cell", ["710", "200", "AUS", "KAZ", "2", "SUN", "810", "ger", "MTN"])
def test_without_a_scheme_a_code_is_refused_with_its_readings(cell: str) -> None:
    (record,) = rows([cell])
    assert record.event is None
    (error,) = record.errors
    assert (error.field, error.value) == ("who", cell)
    assert "scheme" in error.reason
    for scheme, code in schemes.readings(cell).items():
        assert scheme in error.reason
        assert countries.name(code) in error.reason


@pytest.mark.parametrize(
    ("cell", "code"), [("USA", "US"), ("UAE", "AE"), ("DRC", "CD"), ("KZ", "KZ"), ("UK", "GB"),
                       ("Kazakhstan", "KZ"), ("GDR", "DDDE"), ("SUHH", "SUHH")],
)  # fmt: skip
def test_names_and_two_letters_need_none(cell: str, code: str) -> None:
    assert codes(rows([cell])) == [code]


@pytest.mark.parametrize(
    ("scheme", "cell"), [("cow", "999"), ("cow", "KAZ"), ("iso", "AUL"), ("fips", "XX"),
                         ("ioc", "DEU"), ("un-m49", "KAZ"), ("cameo", "EUR"), ("cow", "US")],
)  # fmt: skip
def test_a_code_of_another_list_is_refused(scheme: str, cell: str) -> None:
    (record,) = rows([cell], scheme=scheme)
    assert record.event is None
    assert f"is not a code of the scheme {scheme}" in record.errors[0].reason


def test_what_is_written_out_in_the_mapping_has_no_scheme() -> None:
    both = [*PLAIN["countries"], {"code": "US", "role": "host"}]
    (record,) = rows(["365"], scheme="cow", countries=both, names={"365": "SUHH"})
    assert record.event
    assert [each.code for each in record.event.countries] == ["SUHH", "US"]


def test_actors_and_places_have_schemes_too() -> None:
    actors = [{"name": "{id}", "country": "{who}", "scheme": "cow"}]
    place = {"name": "{id}", "country": "{who}", "scheme": "ioc"}
    (record,) = rows(["CHN"], countries=[], actors=actors, place=place)
    assert record.event and record.event.place
    assert record.event.actors[0].country == record.event.place.country == "CN"
    (record,) = rows(["AUS"], countries=[], actors=actors, place=place)
    assert record.event
    assert record.event.actors[0].country == "AT"
    (refused,) = rows(["AUS"], countries=[], place={"country": "{who}"})
    assert refused.event is None


def test_several_codes_in_a_cell() -> None:
    rule = {"code": "{who}", "role": "participant", "split": ";", "scheme": "gw"}
    (record,) = rows(["365; 369;710"], countries=[rule])
    assert record.event
    assert [each.code for each in record.event.countries] == ["RU", "UA", "CN"]


@pytest.mark.parametrize(("wrong", "hint"), [("cov", "cow"), ("ISO", "iso"), ("m49", "un-m49")])
def test_a_misspelt_scheme_is_named(wrong: str, hint: str) -> None:
    with pytest.raises(Invalid, match=f"scheme: .*{hint}"):
        load_mapping(PLAIN | {"scheme": wrong})


# Warnings about states outside their years.


OF_THEIR_YEARS = (
    ("SUHH", "1850", True), ("SUHH", "1950", False), ("SUHH", "1991-12", False),
    ("SUHH", "1922-12-29", True), ("SUHH", "1922-12-30", False), ("SUHH", "1991-12-26", False),
    ("SUHH", "1992-01-01", True), ("Prussia", "1960", True), ("Hawaii", "1874-12-12", False),
    ("Somaliland", "2001", False), ("Somaliland", "1950", True), ("KZ", "1850", False),
    ("Wake Island", "2020", False),
)  # fmt: skip
"""Countries, dates, and whether a warning says that the country did not exist on the date."""


def test_a_state_outside_its_years_is_a_warning(tmp_path: Path) -> None:
    rows = [f"{n},{date},{cell}\n" for n, (cell, date, _) in enumerate(OF_THEIR_YEARS)]
    batch = read_by_the_other_process(tmp_path, "id,date,who\n" + "".join(rows))
    told = [
        (line, text.partition(" did not exist on ")[2].partition(":")[0])
        for line, _, text in batch.warnings
    ]
    assert told == [
        (line, date) for line, (_, date, warned) in enumerate(OF_THEIR_YEARS, 2) if warned
    ]


def read_by_the_other_process(folder: Path, text: str) -> Any:
    (folder / "t.csv").write_text(text, "utf-8")
    (found,) = open_all([folder / "t.csv"])
    assert isinstance(found, Opened)
    (batch,) = read_in_other_process(found, "csv", load_mapping(PLAIN), 100)
    return batch


@pytest.fixture
def ruritania() -> Iterator[None]:
    state = {"code": "x-ruritania", "name": "Ruritania", "until": "1918"}
    found = states.from_json({"states": [state]})
    countries.register([*countries.registered(), *found.values()])
    yield
    bundled_data.register()


@pytest.mark.usefixtures("ruritania")
def test_the_other_process_knows_the_operators_states(tmp_path: Path) -> None:
    batch = read_by_the_other_process(tmp_path, "id,date,who\n1,1900,Ruritania\n")
    assert batch.others == []
    assert b"x-ruritania" in msgspec.msgpack.encode(batch)


def test_a_read_event_does_not_keep_a_state_that_is_gone(request: pytest.FixtureRequest) -> None:
    document = {
        "id": "a", "title": "a", "date": "1900", "category": "other",
        "countries": [{"code": "Ruritania", "role": "host"}],
    }  # fmt: skip
    request.getfixturevalue("ruritania")
    assert read_event(document).countries[0].code == "x-ruritania"
    bundled_data.register()
    with pytest.raises(Invalid) as refused:
        read_event(document)
    assert "'Ruritania' is not a country" in refused.value.errors[0].detail


# Suggestions.


def suggested(header: str, cells: str) -> tuple[list[dict[str, Any]], Notes]:
    notes = Notes()
    found = find_countries([column(header, cells.split())], notes)
    return [each.rule("participant") for each in found], notes


@pytest.mark.parametrize(
    ("header", "cells", "scheme"),
    [("ccode1", "2 200 220 255 365 710 640", "cow"), ("gwno_a", "2 200 220 365 817 971", "gw"),
     ("iso3", "KAZ DEU FRA GBR", "iso"), ("country_code", "KAZ DEU FRA GBR JPN", "iso"),
     ("m49", "4 8 12 398 710 840", "un-m49"), ("ioc", "GER SUI KAZ FRA", "ioc"),
     ("country code", "GER SUI KAZ FRA NED RSA", "ioc"), ("FIPS", "GM UP RS KZ", "fips"),
     ("country_code", "FRN GMY UKG RUS AUL", "cow"), ("stateabb", "USA UKG FRN GMY", "cow"),
     ("cameo", "USA ROM MTN WSB", "cameo")],
)  # fmt: skip
def test_the_scheme_of_a_column_is_proposed_with_its_evidence(
    header: str, cells: str, scheme: str
) -> None:
    (rule,), notes = suggested(header, cells)
    assert rule["scheme"] == scheme
    (evidence,) = [each for each in (*notes.sure, *notes.guessed) if each.startswith("scheme")]
    first = cells.split(maxsplit=1)[0]
    assert header in evidence
    assert countries.name(schemes.find(scheme, first) or "") in evidence


def test_lists_that_differ_are_left_open() -> None:
    (rule,), notes = suggested("country_code", "ARG CHN AUS USA EGY IND BRA")
    assert "scheme" not in rule
    (question,) = notes.decide
    assert "cow: Austria" in question
    assert "iso: Australia" in question


@pytest.mark.parametrize(
    ("header", "cells"),
    [("participants", "2 20 31 40 41 42"), ("deaths", "2 20 200 220 365"), ("id", "2 20 31 40 41"),
     ("currency", "USD EUR KZT GBP JPY CHF RUB"), ("year", "200 210 220 230 235 255"),
     ("status", "yes no NA na"), ("country", "2 3 5 7 11 13 17 19 23")],
)  # fmt: skip
def test_other_numbers_and_letters_are_no_countries(header: str, cells: str) -> None:
    assert suggested(header, cells)[0] == []


def test_mapping_has_the_key_where_a_country_is() -> None:
    assert "scheme" in Mapping.__struct_fields__
