"""Query strings are parsed as by ``urllib.parse.parse_qsl`` of the standard library."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from service.api.query_strings import MOST, pairs

PIECES = st.sampled_from(
    ["a", "=", "&", "+", "%", "%41", "%C3%A9", "%ff", "%zz", "%2B", "%26", ";", "q", " ", "\n", "é"]
)


def expected(text: bytes) -> object:
    """The result of the standard library; ``BadRequest`` for its errors."""
    try:
        found = parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST
        )
    except (UnicodeError, ValueError):
        return BadRequest
    return tuple(found)


def ours(text: bytes) -> object:
    try:
        return pairs(text)
    except BadRequest:
        return BadRequest


@given(st.lists(PIECES, max_size=20).map("".join))
@example("")
@example("&".join(["a=1"] * MOST))
@example("&".join(["a=1"] * (MOST + 1)))
@example("&" * MOST)
def test_it_is_read_as_the_standard_library_reads_it(text: str) -> None:
    sent = text.encode()
    assert ours(sent) == expected(sent)


@pytest.mark.parametrize("text", [b"a=%ff", b"a=\xc3\xa9", b"&" * MOST])
def test_what_is_not_encoded_or_too_much_is_refused(text: bytes) -> None:
    with pytest.raises(BadRequest, match="the query string is not percent-encoded UTF-8"):
        pairs(text)
