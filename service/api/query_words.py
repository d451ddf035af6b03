"""What is asked for in words."""

from __future__ import annotations

from collections.abc import Sequence

from service import languages
from service.api.instance import instance
from service.api.language import said
from service.languages import Language
from service.schemas.query_text import Words


def spoken() -> Language:
    """The language of a reply to a program: that of ``lang=``, or English. Programs send
    ``Accept-Language`` unasked."""
    return languages.language(dict(said()).get("lang", languages.DEFAULT))


def in_words(asked: Sequence[tuple[str, str]], language: Language | None = None) -> str:
    """The filters among the parameters ``asked``; empty where there are none. They are said in
    that language, which is that of replies to programs where none is given."""
    return words(language or spoken()).query(asked)


def words(language: Language) -> Words:
    """Says queries of this instance."""
    return Words(instance().blocs, language)
