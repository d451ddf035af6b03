"""Former states are read by their usual names in each language of the tables."""

from __future__ import annotations

import pytest

from service.domain import countries
from service.domain.former_names import OTHER_NAMES
from tests.support.rows import each_row


@pytest.mark.parametrize("code", OTHER_NAMES)
def test_each_other_name_is_read_as_its_state(code: str) -> None:
    wrong = {text: countries.resolve_or_none(text) for text in OTHER_NAMES[code]}
    assert {text: found for text, found in wrong.items() if found != code} == {}


@each_row(
    ("text", "code"),
    [
        ("UNIÓN SOVIÉTICA", "SUHH"), ("union sovietica", "SUHH"), ("苏联", "SUHH"),
        ("ソ連", "SUHH"),
        ("Radziecki Związek", None), ("Tchécoslovaquie", "CSHH"), ("Чехословакия", "CSHH"),
        ("Jugoslawien", "YUCS"), ("Югославія", "YUCS"), ("東ドイツ", "DDDE"), ("NRD", None),
        ("Autriche-Hongrie", "x-austria-hungary"), ("Osmanisches Reich", "x-ottoman-empire"),
        ("Viêt Nam du Nord", "VDVN"), ("Südvietnam", "x-south-vietnam"), ("Holanda", "NL"),
        ("Gran Bretaña", "GB"), ("Birmanie", "MM"), ("Rep. Dominicana", "DO"),
        ("Rép. dém. du Congo", "CD"), ("Bretagne", None), ("Rep. Atlántica", None),
    ],
)  # fmt: skip
def test_a_name_is_read_in_any_case_and_no_other_word_with_it(text: str, code: str | None) -> None:
    assert countries.resolve_or_none(text) == code


@pytest.mark.parametrize("text", ["Corea", "Corée", "Корея", "Kore", "كوريا", "コンゴ", "콩고"])
def test_a_name_of_several_states_is_refused_with_each_in_every_language(text: str) -> None:
    with pytest.raises(countries.AmbiguousCountry) as refused:
        countries.resolve(text)
    assert len(refused.value.nearest) > 1
