"""The one view behind every route.

It authorizes the request, parses its query once and calls the resource. No resource does this
itself, so no resource can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from flask import Flask, Response
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as BaseResponse

from service.api.access import ANONYMOUS, authorize
from service.api.instance import instance
from service.api.negotiation import preferred_format
from service.api.proxy_headers import current
from service.api.query_strings import Pairs, of_page, pairs
from service.api.reply_caching import CACHEABLE, Cacheable
from service.api.request import NOTHING, Request
from service.api.route import QueryReading, Route
from service.domain.result_cache import cached
from service.errors import DatelineError
from service.formats.format import Format
from service.schemas.parameters import Parameter
from service.schemas.query import EventsQuery, QueryParser

CONVERTERS = {"{id}": "<id:id>", "{code}": "<string:code>", "{n}": "<n>",
              "{name}": "<string:name>", "{number}": "<string:number>"}  # fmt: skip
Parameters = tuple[Parameter, ...]
View = Callable[..., Response | BaseResponse]


class IdConverter(BaseConverter):
    """Matches an id, which has no dot, because a format follows a dot."""

    regex = r"[^/.]+"


def serve(app: Flask, routes: Iterable[Route]) -> None:
    """Add the routes of a table to the application."""
    app.url_map.converters["id"] = IdConverter
    for route in routes:
        rule = route.path
        for name, converter in CONVERTERS.items():
            rule = rule.replace(name, converter)
        app.add_url_rule(rule, f"{route.method} {route.path}", _view(route), methods=[route.method])


def _view(route: Route) -> View:
    cacheable, scope, read = route.cacheable, route.scope, _READERS[route.query]
    only, negotiated, of_format = route.format, bool(route.offers), route.of_format
    usual = (*route.carried, *route.parameters)
    resource, linked = route.resource, route.linked

    def view(**names: str) -> Response | BaseResponse:
        sent, here = current(), instance()
        environ = sent.environ
        who = ANONYMOUS if scope is None else authorize(scope, environ, here)
        form, parameters = _format(only), usual
        if negotiated:
            form = preferred_format(environ.get("HTTP_ACCEPT", "*/*"))
            parameters = of_format[form.suffix]
        text = of_page(sent.query_string) if linked else sent.query_string
        query, given, error = read(here.parser, text, parameters)
        made = resource(Request(here, sent, who, query, given, names, form, negotiated, error))
        if cacheable:
            environ[CACHEABLE] = Cacheable()
        return made

    return view


def _format(form: Format | None) -> Format | None:
    """The only format of a route. Raises ``NotInstalled``."""
    if form is not None:
        form.demand_installed()
    return form


Read = tuple[EventsQuery, Pairs, DatelineError | None]


class _Reader:
    """The parser of an instance, for the ``parameters`` of a route."""

    __slots__ = ("parameters", "parser")

    def __init__(self, parser: QueryParser, parameters: Parameters) -> None:
        self.parser, self.parameters = parser, parameters


@lru_cache(maxsize=1024)
def _reader(parser: QueryParser, parameters: Parameters) -> _Reader:
    return _Reader(parser, parameters)


def _all(parser: QueryParser, text: bytes, parameters: Parameters) -> Read:
    """The query, parsed. The same query again costs only a look-up."""
    return _parsed(_reader(parser, parameters), text)


@cached(1024, longest=400)
def _parsed(reader: _Reader, text: bytes) -> Read:
    given = pairs(text)
    return reader.parser.parse(given, reader.parameters), given, None


@cached(256, longest=400)
def _own_only(parser: QueryParser, text: bytes, parameters: Parameters) -> Read:
    given, names = pairs(text), {each.name for each in parameters}
    return parser.parse([each for each in given if each[0] in names], parameters), given, None


def _with_errors(parser: QueryParser, text: bytes, parameters: Parameters) -> Read:
    try:
        return _all(parser, text, parameters)
    except DatelineError as error:
        return NOTHING, pairs(text), error


def _none(parser: QueryParser, text: bytes, parameters: Parameters) -> Read:
    return NOTHING, (), None


_READERS: dict[QueryReading, Callable[[QueryParser, bytes, Parameters], Read]] = {
    QueryReading.ALL: _all,
    QueryReading.OWN_ONLY: _own_only,
    QueryReading.WITH_ERRORS: _with_errors,
    QueryReading.NONE: _none,
}
