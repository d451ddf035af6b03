"""A row of a table of routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from service.api.request import Request
from service.formats.format import Format
from service.schemas.parameters import Parameter

Resource = Callable[[Request], Response | BaseResponse]


class QueryReading(Enum):
    """How the query string is read before the resource gets the request."""

    ALL = "Another parameter than those of the route is an error."
    OWN_ONLY = "Other parameters are for the resource to judge."
    WITH_ERRORS = "As ALL, but the resource gets the errors and shows them itself."
    NONE = "It means nothing to the resource."


@dataclass(frozen=True, slots=True)
class Route:
    """One path and method. ``scope`` is the scope that a key must have; ``None`` needs no key.

    ``answers`` is the schema of the good reply in the OpenAPI document, or its name there; ``None``
    is an empty reply. ``offers`` are the formats that ``Accept`` may choose, with the parameters
    ``of_format``; ``format`` is the only format of a route. ``pages`` adds HTML. ``good`` are the
    statuses of good replies, ``statuses`` those of errors. ``carried`` are parameters that the
    route accepts but the document does not list, for links that carry them on. A reply to a read
    that is ``cacheable`` is served again while no data that it has read has changed
    (``service.reply_dependencies``). Such a reply may depend on the URL, ``Accept`` and the key,
    but on no other header of the request. People share links to a ``linked`` route, so what other
    sites add to them (``utm_source``) is no error.
    """

    method: str
    path: str
    resource: Resource
    summary: str
    answers: str | Mapping[str, Any] | None = None
    scope: str | None = "read"
    parameters: tuple[Parameter, ...] = ()
    statuses: tuple[int, ...] = (400, 401, 403, 503)
    media: str = "application/json"
    good: tuple[int, ...] = (200,)
    offers: tuple[Format, ...] = ()
    of_format: Mapping[str, tuple[Parameter, ...]] = field(default_factory=dict)
    format: Format | None = None
    pages: bool = False
    accepts: tuple[str, ...] = ()
    carried: tuple[Parameter, ...] = ()
    query: QueryReading = QueryReading.ALL
    cacheable: bool = True
    linked: bool = False
