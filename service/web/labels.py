"""The names of parameters and of their values, for the reader."""

from __future__ import annotations

from collections.abc import Mapping

from service.api.language import gettext, language
from service.domain.blocs import Bloc
from service.languages import mark
from service.schemas.comma_lists import split_list
from service.schemas.parameters import FILTERS
from service.schemas.query_description import code_of

ADDED = tuple(each.name for each in FILTERS if each.quoted)
"""Parameters whose field adds another value."""
NAMES = {
    "from": mark("from"), "to": mark("until"), "begins": mark("begins"), "status": mark("status"),
    "precision": mark("precision"), "bbox": mark("area"), "min_amount": mark("at least"),
    "currency": mark("currency"), "updated_since": mark("changed since"), "date": mark("date"),
    "match": mark("match"), "on": mark("day of any year"), "country": mark("country"),
    "role": mark("role"), "category": mark("kind"), "actor": mark("person or organisation"),
    "tag": mark("tag"), "q": mark("words"), "undated": mark("unknown dates"),
    "sort": mark("order"), "limit": mark("page size"), "count": mark("count"),
    "fields": mark("fields"), "lang": mark("language"), "cursor": mark("page"),
    "bloc": mark("bloc"), "interval": mark("steps"), "measure": mark("measure"),
    "by": mark("split by"), "compare": mark("comparison"),
}  # fmt: skip
"""The names of parameters on the page."""


def parameter(name: str) -> str:
    """The name of a parameter for the reader."""
    return gettext(NAMES[name]) if name in NAMES else name.replace("_", " ")


def values_of(text: str) -> list[str]:
    """The values between commas; the whole text if its quotes are wrong."""
    try:
        return split_list(text)
    except ValueError:
        return [text]


def country_name(name: str, blocs: Mapping[str, Bloc]) -> str | None:
    """The name of a country, or the code of a bloc; ``None`` if it is neither."""
    code = code_of(name, blocs)
    return code if code is None or code in blocs else language().country(code)
