"""Countries are found by any usual name, and the members of blocs by date."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from service.app import SEED
from service.domain import countries
from service.domain.blocs import from_json
from tests.support.blocs import members_on
from tests.support.rows import each_row

DIFFERENCES = {
    "CIS": {"TM"},  # an associate in the list
    "EU": {"GB"},  # a member until 31 January 2020; in the list it is leaving
    "NATO": {"ME"},  # joined in 2017; missing from the list
    "SCO": {"IN", "PK"},  # joined in 2017; missing from the list
}


@each_row(
    ("text", "code"),
    [("KZ", "KZ"), ("kaz", "KZ"), ("398", "KZ"), ("076", "BR"), ("South Korea", "KR"),
     ("Korea, Republic of", "KR"), ("U.S.S.R.", "SUHH"), ("Czechoslovakia", "CSHH"),
     ("Türkiye", "TR"), ("Turkey", "TR"), ("Ivory Coast", "CI"), ("Côte d’Ivoire", "CI"),
     ("UK", "GB"), ("the Netherlands", "NL"), ("Siam (Thailand)", "TH"), ("Burma", "MM"),
     ("Union of South Africa", "ZA"), ("Kosovo", "XK"), ("Russia", "RU"), ("St. Lucia", "LC"),
     ("East Germany", "DDDE"), ("West Germany", "DE"), ("Zaire", "CD"), ("Holy See", "VA")],
)  # fmt: skip
def test_any_usual_name_or_code_resolves(text: str, code: str) -> None:
    assert countries.resolve(text) == code


@pytest.mark.parametrize(
    ("text", "near"),
    [("Kazakstan", "Kazakhstan"), ("Korea", "South Korea"), ("Congo", "DR Congo"), ("x" * 500, ""),
     ("England", "United Kingdom"), ("NORTHERN IRELAND", "United Kingdom"), ("Lybia", "Libya")],
)  # fmt: skip
def test_an_unknown_name_is_an_error_with_the_nearest(text: str, near: str) -> None:
    with pytest.raises(countries.UnknownCountry) as error:
        countries.resolve(text)
    assert near in error.value.nearest or not near


def test_every_country_resolves_by_its_own_name_and_codes() -> None:
    for each in countries.all_countries():
        assert countries.resolve(each.code) == countries.resolve(each.name) == each.code


def test_the_names_of_a_century_of_visits_resolve(shared_data: Path) -> None:
    with (shared_data / "visits/visits_to_2000.csv").open(encoding="utf-8") as lines:
        names = {row["from_name"] for row in csv.DictReader(lines)}
    unknown = set()
    for name in names:
        try:
            countries.resolve(name)
        except countries.UnknownCountry:
            unknown.add(name)
    assert unknown == {"Korea"}  # the name does not say which Korea


def test_membership_has_its_days() -> None:
    blocs = from_json(json.loads((SEED / "blocs.json").read_text("utf-8")))
    assert set(blocs) == {"C5", "EU", "G7", "G20", "NATO", "CIS", "CSTO", "EAEU", "SCO", "BRICS",
                          "ASEAN", "UNSC-P5"}  # fmt: skip
    assert all(bloc.sources for bloc in blocs.values())
    last_day = 737_455  # 2020-01-31
    assert "GB" in members_on(blocs["EU"], last_day)
    assert "GB" not in members_on(blocs["EU"], last_day + 1)
    assert len(members_on(blocs["C5"], last_day)) == 5


def test_blocs_agree_with_the_factbook_of_2020(shared_data: Path) -> None:
    blocs = from_json(json.loads((SEED / "blocs.json").read_text("utf-8")))
    with (shared_data / "countries/org_memberships_2020.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    compared = 0
    for code in ("ASEAN", "BRICS", "CIS", "CSTO", "EAEU", "EU", "G20", "NATO", "SCO"):
        theirs = {
            row["ISO_3166_2"]
            for row in rows
            if row["org_id"] == code and row["org_member"] == "member"
        }
        if theirs:
            ours = members_on(blocs[code], 737_439)  # 2020-01-15
            assert ours ^ theirs <= DIFFERENCES.get(code, set()), (code, ours ^ theirs)
            compared += 1
    assert compared >= 5


def test_a_wrong_bloc_is_named() -> None:
    entry = {"code": "X", "name": "X", "description": "", "sources": []}
    with pytest.raises(ValueError, match=r"bloc 'X'.*Kazakstan"):
        from_json({"blocs": [entry | {"members": [["Kazakstan", "1991"]]}]})
    with pytest.raises(ValueError, match="before it joins"):
        from_json({"blocs": [entry | {"members": [["KZ", "1991", "1990"]]}]})
    for aliases in ("Xs", [1]):
        with pytest.raises(ValueError, match="aliases must be a list of names"):
            from_json({"blocs": [entry | {"members": [], "aliases": aliases}]})


@pytest.mark.parametrize(("text", "code"), [
    ("Central Asia", "C5"), ("central asian states", "C5"), ("G-7", "G7"), ("G 20", "G20"),
    ("EU27", "EU"), ("EU-27", "EU"), ("P5", "UNSC-P5"), ("OTAN", "NATO"), ("BRICS+", "BRICS"),
    ("Shanghai Cooperation Organization", "SCO"), ("Group of 20", "G20"),
])  # fmt: skip
def test_a_bloc_has_the_names_that_people_write(text: str, code: str) -> None:
    assert countries.bloc_by_name(text) == code
    with pytest.raises(countries.UnknownCountry, match=f"'{re.escape(text)}' is a bloc"):
        countries.resolve(text)


def test_no_name_of_a_bloc_is_one_of_a_country_or_of_another_bloc() -> None:
    blocs = from_json(json.loads((SEED / "blocs.json").read_text("utf-8")))
    names = [(name, each.code) for each in blocs.values() for name in (each.name, *each.aliases)]
    assert len({countries.fold(name) for name, _ in names}) == len(names)
    for name, code in names:
        assert countries.resolve_or_none(name) is None
        assert countries.bloc_by_name(name) == code


def test_other_states_do_not_make_the_blocs_unknown() -> None:
    countries.register(countries.registered())
    assert countries.bloc_by_name("European Union") == "EU"
