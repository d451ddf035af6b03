"""Lists of values with commas between them. A value that contains a comma is quoted."""

from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.schemas.comma_lists import PATTERN, quote, split_list
from tests.support.rows import each_row

TEXTS = st.text(st.sampled_from(" \",;'aÄж"), max_size=12)


@each_row(("text", "values"), [
    ("a", ["a"]), ("a,b", ["a", "b"]), (" a , b ", ["a", "b"]), ("", [""]), ("a,", ["a", ""]),
    (",a", ["", "a"]), (",", ["", ""]), ('"a,b"', ["a,b"]), ('"a,b",c', ["a,b", "c"]),
    (' "a, b" , "c" ', ["a, b", "c"]), ('"a ""b"" c"', ['a "b" c']), ('""', [""]),
    ('a "b" c', ['a "b" c']), ('""""', ['"']), ('Dwayne "The Rock" Johnson, x',
                                                ['Dwayne "The Rock" Johnson', "x"]),
    ('"', ['"']), ('"a', ['"a']), ('a, "b" c', ["a", '"b" c']), ('"><b>', ['"><b>']),
    ('"""', ['"""']),
])  # fmt: skip
def test_values_are_distinguished(text: str, values: list[str]) -> None:
    assert split_list(text) == values


@pytest.mark.parametrize("text", ['"a,b', '"a" b,c', 'x,"a"b,c', '"a"",b', '  "a ,', '",'])
def test_a_quote_that_may_hold_a_comma_or_not_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="double quote"):
        split_list(text)


@given(st.lists(TEXTS.map(str.strip), min_size=1, max_size=5))
def test_what_is_written_is_read_as_it_was(values: list[str]) -> None:
    assert split_list(",".join(map(quote, values))) == values


@given(TEXTS)
def test_the_pattern_says_what_is_read(text: str) -> None:
    try:
        good = all(split_list(text))
    except ValueError:
        good = False
    assert bool(re.search(PATTERN, text)) == good


@given(
    st.lists(st.text(st.sampled_from('a ",'), min_size=1).map(str.strip), min_size=1, max_size=4)
)
def test_quotes_are_those_of_csv(values: list[str]) -> None:
    text = ",".join('"' + each.replace('"', '""') + '"' for each in values)
    assert next(csv.reader([text])) == split_list(text) == values
