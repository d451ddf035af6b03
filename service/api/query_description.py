"""Describes the query of a request in words."""

from __future__ import annotations

from collections.abc import Sequence

from service import languages
from service.api.instance import instance
from service.api.language import language_parameter
from service.languages import Language
from service.schemas.query_description import QueryDescriber


def reply_language() -> Language:
    """The language of a reply to a program: that of ``lang=``, or English. Programs send
    ``Accept-Language`` by default, so that header is ignored."""
    return languages.language(dict(language_parameter()).get("lang", languages.DEFAULT))


def in_words(pairs: Sequence[tuple[str, str]], language: Language | None = None) -> str:
    """The filters among the parameters ``pairs``, in words; empty if there are none. The default
    language is that of replies to programs."""
    return words(language or reply_language()).query(pairs)


def words(language: Language) -> QueryDescriber:
    """The describer of this instance's queries in ``language``."""
    return QueryDescriber(instance().blocs, language)
