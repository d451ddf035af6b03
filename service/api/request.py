"""A request as its resource gets it: let in, and its query read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import flask

from service.api import query_strings
from service.api.access import Asker
from service.api.instance import Instance
from service.api.query_strings import Pairs
from service.domain.query import Filter, Page
from service.errors import DatelineError
from service.formats.format import Format
from service.schemas.query import EventsQuery

NOTHING = EventsQuery(Filter(), Page())
"""The query of a request whose query is not read."""


@dataclass(frozen=True, slots=True)
class Request:
    """What ``service.api.view`` makes of a request, once.

    ``who`` asks; nobody where the route is open to all. ``query`` is what the parameters of the
    route say, ``pairs`` the whole query string in pieces. ``names`` are the parts of the path
    that stand for something, ``format`` the one that the reply has, where the route has formats,
    and ``negotiated`` says that ``Accept`` chose it. ``fault`` is what is wrong with the query, for
    a route that tells it in its own way. ``sent`` has the headers and the body.
    """

    instance: Instance
    sent: flask.Request
    who: Asker
    query: EventsQuery
    pairs: Pairs
    names: Mapping[str, str]
    format: Format | None = None
    negotiated: bool = False
    fault: DatelineError | None = None

    @property
    def id(self) -> str:
        """The id in the path, of any shape."""
        return self.names["id"]

    @property
    def author(self) -> str | None:
        """The name of the key that writes."""
        return self.who.key.name if self.who.key else None

    @property
    def options(self) -> dict[str, str]:
        """The parameters that are none of the grammar's."""
        return dict(self.query.options)

    @property
    def text(self) -> str:
        """The query string as it was sent, for links that carry it on."""
        return query_strings.text_of(self.sent)
