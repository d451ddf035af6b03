"""Tables with a mapping: each row becomes an event or an error with a reason."""

from __future__ import annotations

import io
from typing import Any

import pytest

from service.domain.event import CountryRole
from service.errors import Invalid
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.table import read

PLAIN: dict[str, Any] = {
    "id": "row-{id}",
    "title": "{what}",
    "date": "{when}",
    "countries": [{"code": "{who}", "role": "participant"}],
}


def records(text: str | bytes, **changes: Any) -> list[Record]:
    content = text.encode() if isinstance(text, str) else text
    return list(read(io.BytesIO(content), load_mapping({**PLAIN, **changes})))


def test_a_row_becomes_an_event() -> None:
    (record,) = records("id,what,when,who\n7,A meeting,28 Feb 2023,Kazakhstan\n")
    assert record.line == 2
    assert record.event is not None
    assert (record.event.id, record.event.title) == ("row-7", "A meeting")
    assert record.event.date.text == "2023-02-28"
    assert record.event.countries == (CountryRole("KZ", "participant"),)


def test_an_unknown_country_is_reported_with_line_column_value_and_nearest() -> None:
    text = 'id,what,when,who\n1,"two\nlines",2023,KZ\n2,x,2023,Kazakstann\n'
    good, bad = records(text)
    assert good.event is not None
    assert bad.line == 4
    (error,) = bad.errors
    assert (error.field, error.value) == ("who", "Kazakstann")
    assert "Kazakhstan" in error.nearest


def test_a_semicolon_or_a_tab_is_found_out() -> None:
    for sign in ";\t":
        (record,) = records(f"id{sign}what{sign}when{sign}who\n1{sign}a{sign}2023{sign}KZ\n")
        assert record.event is not None


def test_a_byte_order_mark_is_not_part_of_the_first_column() -> None:
    (record,) = records(b"\xef\xbb\xbfid,what,when,who\n1,a,2023,KZ\n")
    assert record.event is not None


def test_another_encoding_is_reported_or_read_where_it_is_stated() -> None:
    content = "id,what,when,who\n1,Élysée,2023,FR\n2,ok,2023,FR\n".encode("cp1252")
    bad, good = records(content)
    assert "0xC9" in bad.errors[0].reason
    assert good.event is not None
    (read_right, _) = records(content, encoding="cp1252")
    assert read_right.event is not None
    assert read_right.event.title == "Élysée"


def test_a_row_of_the_wrong_length_and_a_broken_quote_cost_only_themselves() -> None:
    text = 'id,what,when,who\n1,a,2023\n2,"b"x,2023,KZ\n3,c,2023,KZ\n'
    short, quote, good = records(text)
    assert "3 cells" in short.errors[0].reason
    assert "not proper CSV" in quote.errors[0].reason
    assert good.event is not None


def test_several_countries_in_a_cell_and_names_of_the_source() -> None:
    text = "id,what,when,who\n1,a,2023,Korea; Japan ;Atlantis\n"
    countries = [{"code": "{who}", "role": "signatory", "split": ";"}]
    (record,) = records(text, countries=countries, names={"Korea": "KR", "Atlantis": None})
    assert record.event is not None
    assert [each.code for each in record.event.countries] == ["KR", "JP"]


def test_conditions_and_forms_limit_where_a_country_is_taken_from() -> None:
    rule: dict[str, object] = {"code": "{who}", "role": "signatory", "before": "_", "split": "-"}
    rule |= {"like": "???-???_*", "when": {"what": "Bilateral"}, "scheme": "iso"}
    text = "id,what,when,who\n1,Bilateral,2023,FRA-DEU_1\n2,Other,2023,FRA-DEU_1\n3,Bilateral,1,X\n"
    both, neither, unlike = records(text, countries=[rule], date="2023")
    assert both.event and [each.code for each in both.event.countries] == ["FR", "DE"]
    assert neither.event and neither.event.countries == ()
    assert unlike.event and unlike.event.countries == ()


def test_a_category_is_chosen_by_the_first_rule_that_fits() -> None:
    rules = [
        {"contains": "treaty", "category": "agreement"},
        {"equals": "talks", "category": "meeting"},
    ]
    category = {"column": "what", "rules": rules, "default": "other"}
    text = "id,what,when,who\n1,A Treaty of talks,2023,KZ\n2,Talks,2023,KZ\n3,Else,2023,KZ\n"
    found = [record.event.category for record in records(text, category=category) if record.event]
    assert found == ["agreement", "meeting", "other"]


def test_year_month_and_day_columns_with_unknown_ones() -> None:
    date = {"year": "{what}", "month": "{when}", "day": "{who}"}
    text = "id,what,when,who\n1,1914,7,28\n2,1914,7,-9\n"
    found = records(text, title="x", date=date, countries=[])
    assert [record.event.date.text for record in found if record.event] == ["1914-07-28", "1914-07"]


def test_days_before_the_first_possible_one_are_refused() -> None:
    (record,) = records(
        "id,what,when,who\n1,a,1900-01-01,KZ\n", date={"start": "{when}", "not_before": "1946"}
    )
    assert record.event is None
    assert record.errors[0].field == "when"


def test_a_title_that_is_too_long_is_cut_and_said_so() -> None:
    (record,) = records(f"id,what,when,who\n1,{'word ' * 100},2023,KZ\n")
    assert record.event is not None
    assert len(record.event.title) <= 300
    assert record.event.title.endswith("word…")
    assert "cut from" in record.warnings[0]


def test_a_mapping_that_does_not_fit_names_the_nearest_column() -> None:
    with pytest.raises(Invalid) as caught:
        records("id,whta,when,who\n")
    assert caught.value.errors[0].nearest == ("whta",)


def test_a_misspelt_word_in_a_mapping_is_an_error() -> None:
    with pytest.raises(Invalid, match="categry"):
        load_mapping({**PLAIN, "categry": "visit"})


def test_a_table_without_a_mapping_is_refused_with_advice() -> None:
    with pytest.raises(Invalid, match="give one with mapping"):
        next(read(io.BytesIO(b"id\n1\n"), None))


def test_control_characters_become_spaces_with_one_warning_a_row() -> None:
    (record,) = records(b"id,what,when,who\n1,a\x08b \xc2\x9d c\x00,2023,K\x7fZ\n", countries=[])
    assert record.event is not None
    assert record.event.title == "a b c"
    assert record.warnings == ("control characters became spaces in what, who",)


def test_of_dates_whose_days_mean_nothing_only_the_month_is_taken() -> None:
    date = {"start": "{when}", "end": "{who}", "days_from": "2003-09"}
    text = (
        "id,what,when,who\n1,a,1988-10-02,\n2,a,2003-09-01,\n3,a,1988-10-02,1988-11-03\n4,a,1988,\n"
    )
    found = [record.event for record in records(text, date=date, countries=[]) if record.event]
    texts = [event.date.text for event in found]
    assert texts == ["1988-10", "2003-09-01", "1988-10/1988-11", "1988"]


def test_a_successor_stands_for_the_state_that_was_there_at_the_date() -> None:
    text = "id,what,when,who\n1,a,1900,RUS\n2,a,1964-07,RUS\n3,a,1991,RUS\n4,a,1992-01-01,RUS\n"
    found = records(text, formerly={"RUS": "SUHH"}, scheme="iso")
    codes = [record.event.countries[0].code for record in found if record.event]
    assert codes == ["RU", "SUHH", "RU", "RU"]  # the Soviet Union ended in 1991
    for wrong in ("Rusia", "RU"):
        with pytest.raises(Invalid, match="formerly"):
            load_mapping({**PLAIN, "formerly": {"RUS": wrong}})


def test_one_country_under_two_names_is_there_once() -> None:
    countries = [{"code": "{who}", "role": "signatory", "split": "-"}]
    (record,) = records(
        "id,what,when,who\n1,a,1970,POL-PPR\n",
        countries=countries,
        names={"PPR": "PL"},
        scheme="iso",
    )
    assert record.event and record.event.countries == (CountryRole("PL", "signatory"),)
