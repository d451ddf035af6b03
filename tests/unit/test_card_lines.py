"""The lines of a card: a long text is cut after the last letter that fits; the rest is not read."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from service.formats.card import ROOM, length, title_lines
from service.formats.lettering import cut

TEXTS = st.text(st.sampled_from("ab iW…外 交"), max_size=200)


@given(TEXTS, st.integers(20, 60))
def test_a_line_keeps_as_many_letters_as_fit(text: str, size: int) -> None:
    found = cut(text, ROOM / size, length)
    if length(text) * size <= ROOM:
        assert found == text
        return
    kept = max(at for at in range(len(text)) if length(text[:at] + "…") * size <= ROOM + 0.001)
    assert found == text[:kept].rstrip() + "…"


def test_a_title_of_any_length_takes_as_long_as_one_that_fills_the_card() -> None:
    for unit in ("word ", "w", "外"):
        start = time.process_time()
        _, lines = title_lines(unit * 100_000)
        assert time.process_time() - start < 0.5
        assert lines[-1].endswith("…")
