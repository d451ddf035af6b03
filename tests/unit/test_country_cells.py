"""Country cells that have more than one name: a list, a flag, a doubt, another country."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import countries
from tests.support.rows import each_row

ALONE = st.sampled_from(
    [each.code for each in countries.all_countries() if len(each.code) == 2 and each.alpha3]
)

MEANS = {
    "🇰🇿": "KZ", "🇺🇸 USA": "US", "Kazakhstan 🇰🇿": "KZ", "É.-U.": "US", "Burma/Myanmar": "MM",
    "Siam/Thailand": "TH", "North Korea / DPRK": "KP", "Czechia;": "CZ", "Guinea - Bissau": "GW",
    "Taiwan, China": "TW", "Hong Kong SAR, China": "HK", "Hong Kong (China)": "HK",
    "Italy/Sardinia": "IT", "Serbia-Montenegro": "CSXX", "Bosnia; Herzegovina": "BA",
    "Yugoslavia (Serbia)": "YUCS", "Serbia (Yugoslavia)": "RS", "Denmark (with Greenland)": "DK",
    "South\tKorea": "KR", "Korea, South": "KR", "Eswatini | Swaziland": "SZ",
}  # fmt: skip


@each_row(("text", "code"), MEANS.items())
def test_a_cell_that_names_one_country_is_that_country(text: str, code: str) -> None:
    assert countries.resolve(text) == code


SEVERAL = {
    "Taiwan; China": ("Taiwan", "China"), "China, Taiwan": ("China", "Taiwan"),
    "Hong Kong/China": ("Hong Kong", "China"), "Serbia\nMontenegro": ("Serbia", "Montenegro"),
    "Serbia • Montenegro": ("Serbia", "Montenegro"), "Austria - Hungary": ("Austria", "Hungary"),
    "Austria\nHungary": ("Austria", "Hungary"), "Poland;Lithuania": ("Poland", "Lithuania"),
    "Russia / Soviet Union": ("Russia", "Soviet Union"), "US-China": ("United States", "China"),
    "USA and Canada": ("United States", "Canada"), "KZ/US": ("Kazakhstan", "United States"),
    "Kazakhstan & Japan": ("Kazakhstan", "Japan"), "France et Monaco": ("France", "Monaco"),
    "Turkey/Ottoman Empire": ("Türkiye", "Ottoman Empire"),
}  # fmt: skip


@each_row(("text", "names"), SEVERAL.items())
def test_a_cell_that_names_several_countries_is_none_of_them(
    text: str, names: tuple[str, ...]
) -> None:
    with pytest.raises(countries.UnknownCountry, match="several countries") as refused:
        countries.resolve(text)
    assert refused.value.nearest == names


@each_row(
    "text",
    ["🇺🇸 Kazakhstan", "🇰🇿🇺🇸", "🇨🇳 Taiwan", "🏳", "E. U.", "E U", "East U", "China (Taiwan)",
     "Egypt (Syria)", "UAR (Syria)", "Japan (and South Korea)", "United States (& Canada)",
     "Kazakhstan (or Uzbekistan)", "Kazakhstan (probably)", "Kazakhstan (unconfirmed)",
     "Kazakhstan (+ Japan)"],
)  # fmt: skip
def test_what_another_word_contradicts_or_doubts_is_refused(text: str) -> None:
    with pytest.raises(countries.UnknownCountry):
        countries.resolve(text)


@pytest.mark.parametrize("text", ["South Arabia", "S. Arabia", "Yemen (Aden)"])
def test_a_name_of_two_states_is_refused_with_both(text: str) -> None:
    with pytest.raises(countries.UnknownCountry, match=r"can mean .* or South Yemen"):
        countries.resolve(text)


def test_an_adjective_of_two_countries_is_refused_with_both() -> None:
    with pytest.raises(countries.UnknownCountry, match="can mean Dominica or Dominican Republic"):
        countries.resolve("Dominican")
    assert countries.resolve("The Dominican") == "DO"  # its name in the World Factbook


@given(ALONE, ALONE, st.sampled_from([";", " / ", "|", "\n", " • ", " – ", "、", "\t", " + "]))
def test_two_countries_with_a_sign_between_them_are_one_only_if_they_are_the_same(
    first: str, other: str, sign: str
) -> None:
    text = f"{countries.name(first)}{sign}{countries.name(other)}"
    assert countries.resolve_or_none(text) == (first if first == other else None)


@each_row(
    ("text", "code"),
    [
        ("Bonaire, Sint Eustatius and Saba;Bonaire, Sint Eustatius and Saba", "BQ"),
        ("Korea, Republic of / South Korea", "KR"),
        ("Congo, Democratic Republic of the | DR Congo", "CD"),
        ("Hong Kong SAR, China; Hong Kong SAR, China", "HK"),
        ("U S A; USA", "US"),
        ("NA; NA", None),
        ("Serbia, Montenegro; Serbia, Montenegro", None),
        ("Bonaire, Sint Eustatius and Saba;Aruba", None),
    ],
)
def test_one_country_by_two_names_is_that_country(text: str, code: str | None) -> None:
    """A comma or a space may be part of a name; the sign between the names may not."""
    assert countries.resolve_or_none(text) == code


@each_row(
    ("text", "names"),
    [
        ("Bonaire, Sint Eustatius and Saba;Aruba", "Bonaire, Sint Eustatius and Saba, Aruba"),
        ("Korea, Republic of; Japan", "South Korea, Japan"),
        ("Trinidad and Tobago; Cuba", "Trinidad and Tobago, Cuba"),
    ],
)
def test_each_of_two_countries_is_named_if_a_name_has_a_comma(text: str, names: str) -> None:
    with pytest.raises(countries.UnknownCountry, match="names several countries") as error:
        countries.resolve(text)
    assert str(error.value).endswith(f"nearest: {names}")


@given(ALONE, ALONE)
def test_a_flag_never_contradicts_the_name_beside_it(first: str, other: str) -> None:
    flag = "".join(chr(ord(sign) + ord("🇦") - ord("A")) for sign in first)
    assert countries.resolve_or_none(flag) == first
    both = countries.resolve_or_none(f"{flag} {countries.name(other)}")
    assert both == (first if first == other else None)
