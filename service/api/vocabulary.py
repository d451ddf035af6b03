"""The values that queries can use: countries, blocs, categories, actors, tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from service.api.request import Request
from service.api.responses import as_json
from service.domain import calendar, countries
from service.domain.blocs import Bloc, Membership
from service.domain.slug import slug
from service.domain.vocabulary import CATEGORIES
from service.errors import FieldError, NotFound
from service.schemas.fields import CLEAN
from service.schemas.parameters import Parameter
from service.store import TermUse

STARTS = Parameter(
    "starts",
    "Only values that begin with this text.",
    {"type": "string", "pattern": CLEAN, "maxLength": 200},
)
WORDS = (STARTS,)
MAX_WORDS = 1000


def _day(day: int | None) -> str | None:
    return None if day is None else calendar.iso(day)


def _use(term: TermUse | None) -> dict[str, Any]:
    return {
        "events": term.events if term else 0,
        "first": _day(term.first) if term else None,
        "last": _day(term.last) if term else None,
    }


def list_countries(request: Request) -> Response:
    """``GET /v1/countries``: the countries that events have."""
    return as_json(
        {
            "items": [
                {"code": term.value, "name": term.name, **_use(term)}
                for term in request.instance.store.terms("country")
            ]
        }
    )


def country(request: Request) -> Response:
    """``GET /v1/countries/{code}``: a country by any name or code; 404 lists the nearest names."""
    try:
        found = countries.country(countries.resolve(request.names["code"]))
    except countries.UnknownCountry as error:
        raise NotFound(str(error), [FieldError(str(error), nearest=error.nearest)]) from None
    uses = [
        each
        for each in request.instance.store.terms("country", found.code)
        if each.value == found.code
    ]
    return as_json(
        {
            "code": found.code,
            "alpha3": found.alpha3,
            "numeric": found.numeric,
            "name": found.name,
            "official_name": found.official_name,
            "since": _day(found.since),
            "until": _day(found.until),
            "gleditsch_ward": found.gleditsch_ward,
            "wikidata": found.wikidata,
            "blocs": [
                {"code": bloc.code, **_stay(each)}
                for bloc in request.instance.blocs.values()
                for each in bloc.members
                if each.country == found.code
            ],
            **_use(uses[0] if uses else None),
        }
    )


def _stay(membership: Membership) -> dict[str, str | None]:
    return {"since": _day(membership.since), "until": _day(membership.until)}


def blocs(request: Request) -> Response:
    """``GET /v1/blocs``: each with its members and the days of their membership."""
    return as_json({"items": [_bloc(each) for each in request.instance.blocs.values()]})


def _bloc(bloc: Bloc) -> dict[str, Any]:
    return {
        "code": bloc.code,
        "name": bloc.name,
        "description": bloc.description,
        "members": [
            {"code": each.country, "name": countries.name(each.country), **_stay(each)}
            for each in bloc.members
        ],
        "sources": [dict(each) for each in bloc.sources],
    }


def categories(request: Request) -> Response:
    """``GET /v1/categories``: the fixed list, with the number of events of each."""
    uses = {each.value: each for each in request.instance.store.terms("category")}
    return as_json({
        "items": [
            {"code": each.code, "description": each.description, "plover": each.plover,
             "cameo": each.cameo, **_use(uses.get(each.code))}
            for each in CATEGORIES
        ]
    })  # fmt: skip


def actors(request: Request) -> Response:
    """``GET /v1/actors``: the people and organisations that events name."""
    return _words(request, "actor", slug)


def tags(request: Request) -> Response:
    """``GET /v1/tags``: the tags of events."""
    return _words(request, "tag", str)


def _words(request: Request, kind: str, fold: Callable[[str], str]) -> Response:
    starts = request.options.get("starts", "")
    found = request.instance.store.terms(kind, fold(starts), limit=MAX_WORDS + 1)
    return as_json(
        {
            "items": [
                {"value": each.value, "name": each.name, **_use(each)} for each in found[:MAX_WORDS]
            ],
            "complete": len(found) <= MAX_WORDS,
        }
    )
