"""Every route in one table: what Flask serves, OpenAPI describes and the tests go through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as BaseResponse

from service.api import aggregates, docs, events, health, vocabulary
from service.api.context import CSV_LIST, LIST, authorize
from service.schemas.query import RAW, Parameter

Resource = Callable[..., Response | BaseResponse]


@dataclass(frozen=True, slots=True)
class Route:
    """One path and method. ``scope`` is what a key must have; ``None`` asks for none.

    ``answers`` names the schema of the good reply in the OpenAPI document, ``statuses``
    what else can come, ``writes`` whether an event is sent.
    """

    method: str
    path: str
    resource: Resource
    summary: str
    answers: str
    scope: str | None = "read"
    parameters: tuple[Parameter, ...] = ()
    statuses: tuple[int, ...] = (400, 401, 403, 503)
    media: str = "application/json"
    good: tuple[int, ...] = (200,)


ROUTES: tuple[Route, ...] = (
    Route("GET", "/v1/events", events.events, "The events that match, a page at a time",
          "EventList", parameters=LIST, statuses=(400, 401, 403, 406, 503)),
    Route("GET", "/v1/events.json", lambda: events.events("json"), "The same, always as JSON",
          "EventList", parameters=LIST),
    Route("GET", "/v1/events.csv", lambda: events.events("csv"),
          "The same as a table; all of it unless limit is given", "Csv",
          parameters=CSV_LIST, media="text/csv"),
    Route("POST", "/v1/events", events.create, "A new event", "Event", scope="write",
          statuses=(400, 401, 403, 409, 413, 415, 503), good=(201,)),
    Route("GET", "/v1/events/{id}", events.event, "One event", "Event",
          statuses=(400, 401, 403, 404, 406, 410, 503)),
    Route("GET", "/v1/events/{id}.json", lambda id: events.event(id, "json"),
          "One event, always as JSON", "Event", statuses=(400, 401, 403, 404, 410, 503)),
    Route("GET", "/v1/events/{id}.csv", lambda id: events.event(id, "csv"),
          "One event as a table of one row", "Csv", parameters=(RAW,), media="text/csv",
          statuses=(400, 401, 403, 404, 410, 503)),
    Route("PUT", "/v1/events/{id}", events.put,
          "Create the event, or replace it under If-Match", "Event", scope="write",
          statuses=(400, 401, 403, 404, 409, 412, 413, 415, 428, 503), good=(200, 201)),
    Route("GET", "/v1/histogram", aggregates.histogram, "Counts and money over time",
          "Histogram", parameters=aggregates.HISTOGRAM),
    Route("GET", "/v1/anniversaries", aggregates.anniversaries,
          "Anniversaries of events inside a window, by default the month ahead",
          "Anniversaries", parameters=aggregates.ANNIVERSARIES),
    Route("GET", "/v1/countries", vocabulary.list_countries, "Countries that events have",
          "Vocabulary"),
    Route("GET", "/v1/countries/{code}", vocabulary.country,
          "A country by any name or code", "Country", statuses=(400, 401, 403, 404, 503)),
    Route("GET", "/v1/blocs", vocabulary.blocs, "Blocs with dated membership", "Vocabulary"),
    Route("GET", "/v1/categories", vocabulary.categories, "Categories", "Vocabulary"),
    Route("GET", "/v1/actors", vocabulary.actors, "People and organisations", "Vocabulary",
          parameters=vocabulary.WORDS),
    Route("GET", "/v1/tags", vocabulary.tags, "Tags", "Vocabulary",
          parameters=vocabulary.WORDS),
    Route("GET", "/v1/openapi.json", docs.openapi, "This description", "OpenApi", scope=None,
          statuses=(400,)),
    Route("GET", "/healthz", health.healthz, "Whether the process lives", "Status", scope=None,
          statuses=(400,)),
    Route("GET", "/readyz", health.readyz, "Whether it can answer", "Status", scope=None,
          statuses=(400, 503)),
)  # fmt: skip


class IdConverter(BaseConverter):
    """An id has no dot: what follows one is a format."""

    regex = r"[^/.]+"


def register(app: Flask) -> None:
    """Serve the table."""
    app.url_map.converters["id"] = IdConverter
    for number, route in enumerate(ROUTES):
        rule = route.path.replace("{id}", "<id:id>").replace("{code}", "<string:code>")
        app.add_url_rule(rule, f"r{number}", _guarded(route), methods=[route.method])


def _guarded(route: Route) -> Resource:
    """The resource, for readers with the right to it; writers check their own key."""

    def view(**names: str) -> Response | BaseResponse:
        if route.scope == "read":
            authorize("read")
        return route.resource(*names.values())

    return view
