"""Errors name the status and the category that a word means in other words or languages."""

from __future__ import annotations

import pytest

from service.domain.vocabulary import CATEGORY_CODES, STATUSES
from service.errors import Invalid
from service.schemas.compiled_check import read_event
from service.schemas.parameter_values import unknown_word
from service.schemas.unknown_words import near_words
from tests.support.rows import each_row

MEANT = {
    "Canceled": "cancelled", "abgesagt": "cancelled", "已取消": "cancelled", "happened": "occurred",
    "Completed ": "occurred", "scheduled": "planned", "tentative": "planned",
    "alleged": "disputed", "unconfirmed": "disputed", "ocurred": "occurred",
}  # fmt: skip


@each_row(("text", "status"), MEANT.items())
def test_a_status_in_other_words_has_a_hint(text: str, status: str) -> None:
    assert near_words(text, STATUSES)[0] == status
    with pytest.raises(Invalid) as refused:
        read_event({"title": "A", "date": "2022", "category": "vote", "status": text})
    (error,) = refused.value.errors
    assert error.pointer == "/status"
    assert f"did you mean {status}" in error.detail


@each_row(("text",), [(each,) for each in ("postponed", "true", "1", "x")])
def test_a_word_that_can_be_several_statuses_has_none(text: str) -> None:
    assert near_words(text, STATUSES) == ()


def test_words_of_other_lists_have_no_hint_of_a_status() -> None:
    assert near_words("abgesagt", CATEGORY_CODES) == ()


def test_a_query_has_the_hint_too() -> None:
    assert "did you mean cancelled?" in str(unknown_word("Canceled", STATUSES))


@each_row(("text", "category"), {"treaty": "agreement", "War": "conflict", "vertrag": "agreement",
                                 "Gipfel": "summit", "Meetings": "meeting"}.items())  # fmt: skip
def test_a_category_in_other_words_has_a_hint(text: str, category: str) -> None:
    assert near_words(text, CATEGORY_CODES)[0] == category
