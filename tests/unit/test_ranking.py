"""The rank of an event: a compiled search gives the same number as the definition."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.ranking import (
    DATE,
    ELSEWHERE,
    ENOUGH,
    OTHER_FORM,
    SCALE,
    SUMMARY,
    TITLE,
    USUAL_DATE,
    USUAL_SUMMARY,
    USUAL_TITLE,
    Ranker,
)
from service.domain.search import AllOf, AnyOf, Part, Phrase, Search, Word
from service.domain.tokenizer import words_of_each

PLACES = ((TITLE, USUAL_TITLE), (DATE, USUAL_DATE), (SUMMARY, USUAL_SUMMARY))
WORDS = ("a", "ab", "abc", "b", "ba", "bab", "c", "ca")
"""Words so short that most of them are parts of other words."""
FORMS = {"a": {"ab", "b"}, "ab": {"a", "abc"}, "c": {"ca"}, "b": {"b"}}
words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=12)
leaves = st.one_of(
    st.builds(Word, words, st.booleans(), st.booleans()),
    st.builds(Phrase, st.lists(words, min_size=2, max_size=3).map(tuple), st.booleans()),
)
parts = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


def number(leaf: Word | Phrase, text: list[str]) -> float:
    """The number of times that a leaf is in a text. Other forms of the word count less."""
    if isinstance(leaf, Phrase):
        size, found = len(leaf.words), 0
        for at in range(len(text) - size + 1):
            *first, last = text[at : at + size]
            end = leaf.begins and last.startswith(leaf.words[-1])
            found += first == list(leaf.words[:-1]) and (end or last == leaf.words[-1])
        return found
    same = other = 0
    for each in text:
        if each == leaf.text:
            same += 1
        elif (leaf.begins and each.startswith(leaf.text)) or (
            leaf.forms and each in FORMS.get(leaf.text, ())
        ):
            other += 1
    return same + OTHER_FORM * other


def score(part: Part, fields: list[list[str]]) -> float:
    if isinstance(part, AllOf):
        return sum(score(each, fields) for each in part.parts) / len(part.parts)
    if isinstance(part, AnyOf):
        return max(score(each, fields) for each in part.parts)
    found = 0.0
    for text, (place, usual) in zip(fields, PLACES, strict=True):
        found += number(part, text) * (place / (0.5 + 0.5 * len(spaced(text)) / usual))
    total = ELSEWHERE + found
    return total / (ENOUGH + total)


def spaced(words: list[str]) -> str:
    return f" {' '.join(words)} " if words else " "


@given(
    st.lists(parts, min_size=1, max_size=3),
    st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4),
)
def test_ranks_are_those_of_the_definition(
    wanted: list[Part], events: list[tuple[list[str], ...]]
) -> None:
    expected = [
        round(SCALE * sum([score(each, list(fields)) for each in wanted])) for fields in events
    ]
    columns = [[spaced(words) for words in column] for column in zip(*events, strict=True)]
    assert Ranker(Search(tuple(wanted)), FORMS).ranks(columns) == expected


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("talks", "", ""), ("", "", "talks")),
        (("talks talks", "", ""), ("talks", "", "")),
        (("talks in rome", "", ""), (f"talks {'and more ' * 20}", "", "")),
        (("talks", "", ""), ("talking", "", "")),
        (("", "", "talks"), ("", "", "")),
    ],
    ids=["title", "twice", "short", "the word itself", "any text"],
)
def test_a_better_fit_has_a_higher_rank(better: Any, worse: Any) -> None:
    ranker = Ranker(Search((Word("talks"),)), {"talks": {"talking"}})
    columns = list(map(words_of_each, zip(better, worse, strict=True)))
    first, second = ranker.ranks(columns)
    assert first > second
