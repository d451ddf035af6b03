"""The names of parameters and of their values, for the reader."""

from __future__ import annotations

from collections.abc import Mapping

from service.api.language import gettext, language
from service.domain import edtf
from service.domain.blocs import Bloc
from service.languages import mark
from service.schemas.comma_lists import split_list
from service.schemas.country_roles import split_role
from service.schemas.parameters import FILTERS, GRAMMAR, WORDED
from service.schemas.query_description import code_of
from service.schemas.query_values import MAX_VALUES

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


def chip_label(name: str, text: str, blocs: Mapping[str, Bloc]) -> str | None:
    """The text of a chip; ``None`` for an unknown country, which stays in its field."""
    if name == "country":
        found = [_country(each, blocs) for each in values_of(text)[: MAX_VALUES + 1]]
        return None if None in found else language().one_of([*filter(None, found)])
    if name == "role":
        roles = [language().term("role", each) for each in text.split(",")]
        return gettext("as %(role)s", role=language().one_of(roles))
    if name in ADDED:
        return language().one_of(values_of(text))
    return gettext("%(name)s: %(what)s", name=parameter(name), what=_what(name, text))


def _what(name: str, text: str) -> str:
    """The values of a parameter for the reader."""
    words = [each.strip() for each in text.split(",")]
    if name in WORDED:
        return language().one_of([language().term(name, each) for each in words])
    if GRAMMAR[name].schema.get("format") == "edtf":
        try:
            return language().date(text)
        except edtf.DateError:
            return text
    return text


def values_of(text: str) -> list[str]:
    """The values between commas; the whole text if its quotes are wrong."""
    try:
        return split_list(text)
    except ValueError:
        return [text]


def _country(value: str, blocs: Mapping[str, Bloc]) -> str | None:
    name, role = split_role(value)
    shown = country_name(name, blocs)
    if not shown or not role:
        return shown
    return gettext("%(country)s as %(role)s", country=shown, role=language().term("role", role))


def country_name(name: str, blocs: Mapping[str, Bloc]) -> str | None:
    code = code_of(name, blocs)
    return code if code is None or code in blocs else language().country(code)
