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


class Query(Enum):
    """How much of the query string is read before the resource has the request."""

    WHOLE = "Another parameter than those of the route is a fault."
    OWN = "Other parameters are for the resource to judge."
    TOLD = "As the whole, but the resource tells what is wrong with it."
    UNREAD = "It means nothing to the resource."


@dataclass(frozen=True, slots=True)
class Route:
    """One path and method. ``scope`` is what a key must have; ``None`` asks for none.

    ``answers`` is the schema of the good reply in the OpenAPI document, or its name there,
    ``None`` for an empty one; ``offers`` are the formats that ``Accept`` may choose, with the
    parameters ``of_format``; ``format`` is the only one. ``pages`` adds HTML to them; ``statuses``
    what else can come. ``carried`` are parameters that are taken beside those that the document
    names, for links that carry them on. A reply to a read that is ``kept`` is given
    again while nothing has changed that it has read (``service.reply_dependencies``): of the
    request it may depend on the address, ``Accept`` and the key, and on no other header.
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
    query: Query = Query.WHOLE
    kept: bool = True
