"""``GET /v1/complete``: completions of a word that is being typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Response

from service.api.instance import Instance
from service.api.language import language
from service.api.request import Request
from service.api.responses import as_json
from service.domain.country_completion import blocs_like, countries_like, words_like
from service.domain.near_spellings import nearest
from service.domain.vocabulary import CATEGORIES
from service.schemas.comma_lists import quote
from service.schemas.fields import CLEAN, field_error
from service.schemas.parameters import LANG, Parameter

MOST = 50
USUAL = 10
Item = dict[str, Any]


def _fields(text: str) -> str:
    names = [each.strip() for each in text.split(",")]
    for each in names:
        if each not in FIELDS:
            known = ", ".join(FIELDS)
            raise field_error(f"{each[:64]!r} is not one of {known}", nearest(each, FIELDS))
    return ",".join(dict.fromkeys(names))


def _limit(text: str) -> str:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST):
        raise field_error(f"must be a whole number from 1 to {MOST}")
    return text


def _typed(text: str) -> str:
    """The words alone. Quotes, asterisks and minus signs of a search mean nothing here."""
    return re.sub(r'["*]|(?<!\w)-', " ", text)


def complete(request: Request) -> Response:
    """``GET /v1/complete``: for each field in turn, the values that have the words of ``q``."""
    query = request.query
    text, limit = query.filter.text or "", query.page.limit if query.limited else USUAL
    fields = (request.options.get("field") or EVERY).split(",")
    found = [list(FIELDS[each](request.instance, text, limit + 1)) for each in fields]
    # An exact code of any field goes first; the others follow field by field.
    code = text.strip().upper()
    items = sorted((item for each in found for item in each),
                   key=lambda item: item["value"].upper() != code)  # fmt: skip
    return as_json({"items": items[:limit], "complete": len(items) <= limit})


def _countries(here: Instance, text: str, limit: int) -> Iterator[Item]:
    uses = here.store.uses("country")
    for code in countries_like(text, uses)[:limit]:
        yield _item("country", code, language().country(code), uses.get(code, 0))


def _blocs(here: Instance, text: str, limit: int) -> Iterator[Item]:
    for each in blocs_like(text, here.blocs.values())[:limit]:
        members = [language().country(stay.country) for stay in each.members if stay.until is None]
        yield _item("bloc", each.code, each.name, None, sorted(set(members)))


def _named(kind: str) -> Callable[[Instance, str, int], Iterator[Item]]:
    def find(here: Instance, text: str, limit: int) -> Iterator[Item]:
        for each in here.store.named(kind, text, limit):
            yield _item(kind, quote(each.name), each.name, each.events)

    return find


def _categories(here: Instance, text: str, limit: int) -> Iterator[Item]:
    uses = here.store.uses("category")
    about = {each.code: each.description for each in CATEGORIES}
    for code in words_like(text, about)[:limit]:
        yield _item(
            "category", code, language().pgettext("category", about[code]), uses.get(code, 0)
        )


def _item(
    field: str, value: str, name: str, events: int | None, members: list[str] | None = None
) -> Item:
    found: Item = {"field": field, "value": value, "name": name, "events": events}
    return found if members is None else {**found, "members": members}


FIELDS: dict[str, Callable[[Instance, str, int], Iterator[Item]]] = {
    "country": _countries,
    "bloc": _blocs,
    "actor": _named("actor"),
    "tag": _named("tag"),
    "category": _categories,
}
EVERY = "country,bloc,actor,tag"
_ONE = "|".join(FIELDS)
PARAMETERS = (
    Parameter("field", "Kinds of values, separated by commas: "
              + ", ".join(FIELDS) + ".",
              {"type": "string", "pattern": f"^({_ONE})(,({_ONE}))*$",
               "default": EVERY}, read=_fields),
    Parameter("q", "The text typed so far: each of its words begins a word of the name. Without"
                   " it the reply has the most used values.",
              {"type": "string", "pattern": CLEAN, "maxLength": 200}, read=_typed),
    Parameter("limit", "Maximum number of entries.",
              {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, read=_limit),
    LANG,
)  # fmt: skip
