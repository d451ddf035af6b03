"""What is asked for in words, in the language that the reply has."""

from __future__ import annotations

from collections.abc import Sequence

from service.api.context import instance
from service.api.language import language
from service.schemas.in_words import Words


def in_words(asked: Sequence[tuple[str, str]]) -> str:
    """The filters among the parameters ``asked``; empty where there are none."""
    return words().query(asked)


def words() -> Words:
    """Says queries of this instance."""
    return Words(instance().blocs, language())
