"""Names and codes of countries: from well-known lists, with brackets, of former states."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import countries, states
from service.domain.country_names import AMBIGUOUS, WITHDRAWN
from tests.support.rows import each_row
from tools.country_spellings import modules

TABLE = Path(__file__).with_name("country_spellings.csv")
REFUSED = {"Congo", "Congo (the)", "Конго", "刚果", "الكونغو", "Korea", "Virgin Islands",
           "S. Arabia"}  # fmt: skip
"""Spellings of the lists that can mean several countries. All other spellings are known."""
ROWS = [tuple(row) for row in csv.reader(TABLE.read_text("utf-8").splitlines())][1:]
LISTS = sorted({name for name, _, _ in ROWS})
CODES = st.sampled_from([each.code for each in countries.all_countries() if "(" not in each.name])


def known(text: str) -> str | None:
    try:
        return countries.resolve(text)
    except countries.UnknownCountry:
        return None


@each_row("name", LISTS)
def test_every_spelling_of_a_list_is_known(name: str) -> None:
    wrong = [
        (spelling, code, found)
        for each, spelling, code in ROWS
        if each == name and (found := known(spelling)) != code and spelling not in REFUSED
    ]
    assert wrong == []


def test_what_is_refused_is_ambiguous_and_both_readings_are_named() -> None:
    refused = Counter(spelling for _, spelling, _ in ROWS if known(spelling) is None)
    assert set(refused) == REFUSED
    assert sum(refused.values()) <= 25
    for spelling in REFUSED:
        with pytest.raises(countries.UnknownCountry, match=r"can mean .* or ") as error:
            countries.resolve(spelling)
        assert len(error.value.nearest) > 1
        assert all(known(name) for name in error.value.nearest)


def test_the_lists_are_all_there() -> None:
    for name in ("World Bank", "UN M49", "UN Terminology", "Natural Earth", "UCDP", "V-Dem",
                 "Gleditsch-Ward", "CIA World Factbook", "Office of the Historian", "CLDR ar",
                 "CLDR en", "CLDR es", "CLDR fr", "CLDR ru", "CLDR zh", "CLDR kk", "CLDR ky",
                 "CLDR tg", "CLDR tk", "CLDR uz", "CLDR it", "CLDR pl", "CLDR tr", "CLDR uk",
                 "CLDR he", "CLDR ja", "CLDR ko", "CLDR vi", "Usual abbreviations"):  # fmt: skip
        assert name in LISTS
    assert len(ROWS) > 14_000


@pytest.mark.parametrize("text", ["IRA", "SEC", "Cin", "FAS", "Swiss", "CAD", "ABS"])
def test_a_short_word_is_no_name_of_another_language(text: str) -> None:
    """``Irã`` is Iran in Portuguese, and ``Séc`` is Czechia in Vietnamese."""
    assert known(text) is None


@pytest.mark.parametrize(
    ("text", "code"), [("Çad", "TD"), ("IRÃ", "IR"), ("Bỉ", "BE"), ("BI", "BI")]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_short_name_with_its_accent_is_known(
    text: str, code: str, form: Literal["NFC", "NFD"]
) -> None:
    assert known(unicodedata.normalize(form, text)) == code


def test_the_folded_spellings_are_made_from_the_table() -> None:
    assert {path: path.read_text("utf-8") for path in modules()} == modules()


@given(st.sampled_from(ROWS), st.sampled_from([str.upper, str.lower, str.title, str.strip]))
def test_case_and_space_make_no_difference(row: tuple[str, ...], change: object) -> None:
    _, spelling, code = row
    if spelling not in REFUSED and callable(change):
        changed = f"  {change(spelling)} "
        # A short name may become a code if its case changes.
        assert known(changed) == code or len(spelling) < 4


# Brackets.


@each_row(
    ("text", "code"),
    [("Macau SAR (China)", "MO"), ("Siam (Thailand)", "TH"), ("Russia (Soviet Union)", "RU"),
     ("Greenland (Denmark)", "GL"), ("Gaza (Israel)", "PS"), ("Congo (Zaire)", "CD"),
     ("Congo (Republic of the)", "CG"), ("Korea (South)", "KR"), ("Sudan (South)", "SS"),
     ("Yugoslavia (Kosovo)", "YUCS"), ("Germany [Prussia]", "DE"), ("Korea (DPRK)", "KP"),
     ("China (Republic of)", "TW"), ("Puerto Rico (United States)", "PR"),
     ("United Kingdom (Gibraltar)", "GB"), ("Georgia (country)", "GE"), ("Libya (State of)", "LY"),
     ("Serbia (Kosovo)", "RS")],
)  # fmt: skip
def test_the_part_outside_the_brackets_decides(text: str, code: str) -> None:
    assert countries.resolve(text) == code


@each_row(
    ("text", "code"),
    [("Saint Martin (French part)", "MF"), ("Sint Maarten (Dutch part)", "SX"),
     ("Guinea (Portuguese)", "GW"), ("Yemen (South)", "YDYE"), ("Macedonia (North)", "MK"),
     ("Cyprus (Turkish)", "x-northern-cyprus"), ("Ethiopia (Abyssinian)", "ET"),
     ("Ireland (North)", None), ("Ireland (Northern Ireland)", None), ("Mongolia (Inner)", None),
     ("Saint Martin (Dutch)", None), ("Georgia (South)", None), ("Guinea (New)", None),
     ("Jersey [New]", None), ("Yemen (South Yemen)", None), ("China (Nationalist)", None),
     ("Somalia (Italian)", None), ("India (British)", None)],
)  # fmt: skip
def test_brackets_that_make_another_place_are_part_of_the_name(text: str, code: str | None) -> None:
    assert countries.resolve_or_none(text) == code


@pytest.mark.parametrize("inside", ["China", "Belgium", "France", "KZ", "Soviet Union", "EU"])
@pytest.mark.parametrize("outside", ["Ruritania", "European Union", "NATO", "Silesian Duchy", "?"])
def test_an_unknown_outside_is_refused_whatever_is_inside(outside: str, inside: str) -> None:
    for text in (f"{outside} ({inside})", f"{outside}({inside})", f"{outside} [{inside}]"):
        assert countries.resolve_or_none(text) is None
        with pytest.raises(countries.UnknownCountry) as error:
            countries.resolve(text)
        assert countries.resolve_or_none(inside) is None or countries.name(
            countries.resolve(inside)
        ) not in (error.value.nearest)


@given(CODES, st.text(max_size=30).filter(lambda text: not set(text) & set("()[],;/|+?")))
def test_a_remark_in_brackets_gives_no_other_country(code: str, remark: str) -> None:
    found = countries.resolve_or_none(f"{countries.name(code)} ({remark})")
    # A direction means another place and is refused: "Andorra (E)". The brackets may have words
    # of the name: "Guinea (Equatorial)".
    assert (
        found in (code, None)
        or countries.resolve_or_none(f"{remark} {countries.name(code)}")
        or countries.resolve_or_none(f"{countries.name(code)} {remark}")
    )


@given(CODES, st.sampled_from(("since", "until", "host", "observer")), st.integers(1700, 2100))
def test_a_country_keeps_its_meaning_before_a_remark(code: str, word: str, year: int) -> None:
    assert countries.resolve_or_none(f"{countries.name(code)} ({word} {year})") == code


@pytest.mark.parametrize(
    "text",
    [
        "China?",
        "~China",
        "China ~",
        "≈ China",
        "China%",
        "(China)",
        " [China]",
        "Serbia, Montenegro",
        "Serbia/Montenegro",
        "Trinidad; Serbia",
        "France, Germany",
        "France？",
        "فرنسا؟",
        "～France",
        "France ±",
    ],
)
def test_two_countries_or_a_doubt_are_not_one_country(text: str) -> None:
    assert countries.resolve_or_none(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Germany (GDR)", "DDDE"), ("Germany (DDR)", "DDDE"), ("Germany (FRG)", "DE"),
     ("Vietnam (DRV)", "VDVN"), ("Vietnam (RVN)", "x-south-vietnam"), ("Yemen (PDRY)", "YDYE"),
     ("China (ROC)", "TW"), ("China (PRC)", "CN"), ("Cyprus (TRNC)", "x-northern-cyprus"),
     ("Republic of the Congo (Léopoldville)", "CD"),
     ("Republic of the Congo (Brazzaville)", "CG")],
)  # fmt: skip
def test_a_code_in_brackets_says_which_of_two_states_of_that_name(text: str, code: str) -> None:
    assert countries.resolve_or_none(text) == code


@each_row(
    "text",
    ["Georgia (U.S. state)", "Georgia (US)", "Georgia (USA)", "Georgia [state]", "Niger (state)",
     "Luxembourg (Belgium)", "Luxembourg (province)", "Mexico (city)", "Jordan (river)",
     "Chad (lake)", "Macedonia (Greece)", "Samoa (US)", "Moldova (Romania)",
     "Guinea (Equatorial Guinea)", "Serbia (Serbia and Montenegro)"],
)  # fmt: skip
def test_a_place_elsewhere_that_has_the_name_of_a_country_is_refused(text: str) -> None:
    assert countries.resolve_or_none(text) is None


@each_row(
    ("text", "code"),
    [("Kingdom of Romania", "RO"), ("Polish People's Republic", "PL"), ("Russian SFSR", "RU"),
     ("Estonian Soviet Socialist Republic", "EE"), ("People's Republic of Bulgaria", "BG"),
     ("Mongolian People's Republic", "MN"), ("Islamic Emirate of Afghanistan", "AF"),
     ("Second Polish Republic", "PL"), ("Kingdom of Egypt", "EG"), ("Brazilian Empire", "BR"),
     ("People's Republic of Benin", "BJ"), ("Democratic Republic of the Sudan", "SD"),
     ("Republic of Mali", "ML"),
     ("Kingdom of Prussia", "x-prussia"), ("Republic of Vietnam", "x-south-vietnam")],
)  # fmt: skip
def test_a_form_of_government_is_no_other_country(text: str, code: str) -> None:
    assert countries.resolve_or_none(text) == code


@each_row(
    "text",
    ["Democratic Republic of Korea", "Empire of Vietnam", "Chinese Soviet Republic", "Republic",
     "Serb Republic", "Islamic State", "Donetsk People's Republic", "French Third Republic",
     "Bavarian Soviet Republic", "State of Georgia", "Kingdom of Congo", "British Empire",
     "Ghana Empire", "Empire of Ghana", "Mali Empire", "Kingdom of Benin", "Kingdom of Granada",
     "Macedonian Empire", "Kingdom of Ireland", "Mongol Empire", "Indian Empire",
     "Sudanese Republic"],
)  # fmt: skip
def test_a_form_of_government_that_may_mean_another_state_is_refused(text: str) -> None:
    assert countries.resolve_or_none(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Cote d Ivoire", "CI"), ("U S A", "US"), ("D R Congo", "CD"), ("St.Lucia", "LC"),
     ("U.S.S.R.", "SUHH"), ("S. Korea", "KR"), ("N Korea", "KP"), ("Korea S", "KR")],
)  # fmt: skip
def test_dots_and_spaces_in_a_name_make_no_difference(text: str, code: str) -> None:
    assert countries.resolve_or_none(text) == code


# Codes of former states.


@pytest.mark.parametrize("each", list(pycountry.historic_countries), ids=lambda each: each.alpha_4)
def test_every_code_of_iso_3166_3_is_its_entity(each: Any) -> None:
    alpha4 = each.alpha_4
    living = {c.alpha_2 for c in pycountry.countries} | {c.alpha_3 for c in pycountry.countries}
    living |= {c.numeric for c in pycountry.countries}
    codes = (alpha4, each.alpha_2, each.alpha_3, getattr(each, "numeric", None))
    for code in codes:
        if code in ("CS", "891"):  # two former states have this code
            with pytest.raises(countries.UnknownCountry, match="Serbia and Montenegro"):
                countries.resolve(code)
        elif code and code not in living:
            assert countries.resolve(code) == countries.resolve(code.lower()) == alpha4
        elif code:
            assert len(countries.resolve(code)) == 2  # a country of today has this code now


@each_row(
    ("code", "entity"),
    [("SU", "SUHH"), ("SUN", "SUHH"), ("YUG", "YUCS"), ("SCG", "CSXX"), ("CSK", "CSHH"),
     ("DDR", "DDDE"), ("ANT", "ANHH"), ("ZAR", "ZRCD"), ("BUR", "BUMM"), ("810", "SUHH"),
     ("278", "DDDE"), ("200", "CSHH"), ("DD", "DDDE"), ("YD", "YDYE"), ("TMP", "TPTL")],
)  # fmt: skip
def test_codes_of_former_states(code: str, entity: str) -> None:
    assert countries.resolve(code) == entity


def test_a_withdrawn_entity_has_years_in_order() -> None:
    for _, first, last in WITHDRAWN.values():
        assert not (first and last) or first < last


@pytest.mark.parametrize(("text", "right"), [("76", "076"), ("4", "004"), ("36", "036")])
def test_a_number_has_three_digits(text: str, right: str) -> None:
    with pytest.raises(countries.UnknownCountry, match="three digits") as error:
        countries.resolve(text)
    assert error.value.nearest == (right,)
    assert countries.resolve(right)


# States without an ISO code.


def own_states() -> Iterator[countries.Country]:
    return (each for each in countries.all_countries() if each.code.startswith("x-"))


@each_row(
    ("text", "code"),
    [("South Vietnam", "x-south-vietnam"), ("Prussia", "x-prussia"), ("Joseon", "x-korea"),
     ("Austria-Hungary", "x-austria-hungary"), ("Kingdom of Hawaii", "x-hawaii"),
     ("Texas", "x-texas"), ("Republic of Venice", "x-venice"), ("Two Sicilies", "x-two-sicilies"),
     ("Bavaria", "x-bavaria"), ("Papal States", "x-papal-states"), ("Tuscany", "x-tuscany"),
     ("Ottoman Empire", "x-ottoman-empire"), ("X-PRUSSIA", "x-prussia"), ("Баден", "x-baden")],
)  # fmt: skip
def test_states_without_an_iso_code(text: str, code: str) -> None:
    assert countries.resolve(text) == code


def test_their_codes_can_be_no_iso_code_and_they_have_what_is_known() -> None:
    found = list(own_states())
    assert len(found) > 100
    for each in found:
        assert states.CODE.fullmatch(each.code)
        assert "-" in each.code  # no code of ISO 3166 has a hyphen
        assert each.since is not None
    assert sum(each.wikidata is not None for each in found) > 100
    assert countries.country("x-south-vietnam").gleditsch_ward == 817


def entry(**changes: object) -> dict[str, object]:
    return {"code": "x-ruritania", "name": "Ruritania", "since": "1810", "until": "1918"} | changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"code": "XR"}, "a code is x-"), ({"code": "x-Ä"}, "a code is x-"),
     ({"code": f"x-{'a' * 60}"}, "40 characters"), ({"name": ""}, "a name or adjective is"),
     ({"until": "1800"}, "ends before"), ({"since": "soon"}, "EDTF"),
     ({"wikidata": "27306"}, "Q27306"), ({"gleditsch_ward": "5"}, "is a number"),
     ({"nmae": "x"}, "nmae"), ({"names": ["a" * 101]}, "a name or adjective is")],
)  # fmt: skip
def test_a_wrong_state_is_named_with_its_error(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=f"(?s)state .*{message}"):
        states.from_json({"states": [entry(**changes)]})


def test_two_states_cannot_have_one_name_or_code() -> None:
    with pytest.raises(ValueError, match="Ruritania"):
        states.from_json({"states": [entry(), entry(code="x-other")]})
    with pytest.raises(ValueError, match="twice"):
        states.from_json({"states": [entry(), entry()]})


# Hints.


def nearest(text: str) -> tuple[str, ...]:
    with pytest.raises(countries.UnknownCountry) as error:
        countries.resolve(text)
    return error.value.nearest


@pytest.mark.parametrize("bloc", ["EU", "NATO", "European Union", "G7", "eu"])
def test_a_bloc_is_named_as_a_bloc(bloc: str) -> None:
    with pytest.raises(countries.UnknownCountry, match="is a bloc") as error:
        countries.resolve(bloc)
    assert error.value.nearest == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [("Kazakstan", "Kazakhstan"), ("Prussja", "Prussia"), ("Soth Vietnam", "South Vietnam"),
     ("South Koreea", "South Korea"), ("Untied States", "United States"), ("Burmma", "Burma"),
     ("Dutch", "Netherlands"), ("Swiss", "Switzerland"), ("Danish", "Denmark"),
     ("Soviet", "Soviet Union"), ("kazakh", "Kazakhstan"), ("Saudi", "Saudi Arabia"),
     ("UKX", "UK"), ("USAA", "U.S.A."), ("KAX", "KAZ"), ("DRCC", "DRC")],
)  # fmt: skip
def test_the_nearest_name_comes_first_and_before_any_code(text: str, first: str) -> None:
    assert nearest(text)[0] == first


SIDES = ("North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western")


@each_row(("side", "name"), product(
    SIDES, ["Korea", "Koreea", "Vietnm", "Germny", "Sudan", "Yemn", "Timor"]
))  # fmt: skip
def test_no_hint_is_the_opposite_state(side: str, name: str) -> None:
    if countries.resolve_or_none(f"{side} {name}") is None:
        meant = side.removesuffix("ern").lower()
        for hint in nearest(f"{side} {name}"):
            sides = {word.removesuffix("ern") for word in hint.lower().split()}
            assert not sides & ({"north", "south", "east", "west"} - {meant})


def test_every_hint_can_be_taken() -> None:
    for code in ("KZ", "DDDE", "x-prussia", "GB", "x-two-sicilies"):
        name = countries.name(code)
        for at in range(len(name)):
            for hint in () if known(name[:at] + name[at + 1 :]) else hints(name, at):
                assert known(hint)


def hints(name: str, at: int) -> tuple[str, ...]:
    return countries.nearest(name[:at] + name[at + 1 :])


def test_without_hints_no_time_goes_into_them() -> None:
    with pytest.raises(countries.UnknownCountry) as error:
        countries.resolve("Kazakstan", hints=False)
    assert error.value.nearest == ()


def test_ambiguous_names_are_folded_and_their_readings_known() -> None:
    for folded, readings in AMBIGUOUS.items():
        assert countries.fold(folded) == folded
        assert len({countries.resolve(each) for each in readings}) == len(readings) > 1


@each_row(
    ("text", "code"),
    {"РФ": "RU", "ҚР": "KZ", "КСА": "SA", "EAU": "AE", "V.A.E.": "AE", "ЧССР": "CSHH"}.items(),
)
def test_short_names_in_tables_are_known(text: str, code: str) -> None:
    assert countries.resolve(text) == code


@each_row(
    ("text", "meant"),
    {"РК": ("Kazakhstan", "South Korea"), "ROC": ("Taiwan", "Republic of the Congo")}.items(),
)
def test_a_short_name_of_two_countries_is_refused_with_both(
    text: str, meant: tuple[str, str]
) -> None:
    with pytest.raises(countries.UnknownCountry, match=f"can mean {meant[0]} or {meant[1]}"):
        countries.resolve(text)
