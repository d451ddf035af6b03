"""A request as its resource gets it: authorized, and with its query parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import flask

from service.api import query_strings
from service.api.access import Caller
from service.api.instance import Instance
from service.api.query_strings import Pairs
from service.domain.query import Filter, Page
from service.errors import DatelineError
from service.formats.format import Format
from service.schemas.query import EventsQuery

NOTHING = EventsQuery(Filter(), Page())
"""The query of a request whose query string is not read."""


@dataclass(slots=True)
class Request:
    """A request for a resource. ``service.api.view`` makes it once for each request.

    ``who`` is the caller; ``ANONYMOUS`` if the route is open to all. ``query`` holds the parsed
    parameters of the route, ``pairs`` the names and values of the whole query string. ``names`` are
    the variable parts of the path. ``format`` is the format of the reply, if the route has formats;
    ``negotiated`` says that ``Accept`` chose it. ``error`` is the error of the query, for a route
    that shows it in its own way. ``sent`` has the headers and the body.
    """

    instance: Instance
    sent: flask.Request
    who: Caller
    query: EventsQuery
    pairs: Pairs
    names: Mapping[str, str]
    format: Format | None = None
    negotiated: bool = False
    error: DatelineError | None = None

    @property
    def id(self) -> str:
        """The id in the path, whose form has not been checked."""
        return self.names["id"]

    @property
    def author(self) -> str | None:
        """The name of the key that writes; ``None`` without a key."""
        return self.who.key.name if self.who.key else None

    @property
    def options(self) -> dict[str, str]:
        """The parameters that are not part of the grammar."""
        return dict(self.query.options)

    @property
    def text(self) -> str:
        """The query string as it was sent, for links that carry it on."""
        return query_strings.text_of(self.sent)
