"""Draws the pictures of links (``og:image``) for an event and for the results of a query."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

from service.api.event_reads import known_shape
from service.api.language import add_language_headers, gettext, language, ngettext
from service.api.query_description import in_words
from service.api.request import Request
from service.api.responses import conditional, shown_anywhere
from service.api.timeline import draw
from service.deadline import demand_thread
from service.formats import card, event_texts, timeline_svg
from service.formats.card import Card
from service.formats.png import MEDIA_TYPE
from service.schemas.parameters import FILTERS, LANG
from service.schemas.timeline import WINDOW
from service.settings import Settings
from service.store.bounded_queries import Costs
from service.web import listing

PARAMETERS = (*FILTERS, WINDOW, LANG)
WIDTH, LANES = 600, 4
"""Width and lanes of the drawing, which is enlarged to the width of the picture.

So its words can be read if the picture is shown small. A small drawing also has fewer words, and
each word takes time to draw.
"""
MOST_COUNTRIES = 6
COSTS = Costs(gathered=3000, rows=9000, lookups=2400, looked=8000, running=1500)
"""A third of the work for a timeline, because the picture itself takes as much again."""


def of_query(request: Request) -> Response:
    """``GET /card.png``: the query in words, the number of its events, and a drawing."""
    settings = request.instance.settings
    drawn = draw(request.instance, request.query, width=WIDTH, lanes=LANES, costs=COSTS)
    found = drawn.total
    count = ngettext("%(num)s event", "%(num)s events", found.number)
    title = in_words(request.pairs, language()) or gettext("All events")
    drawing = (
        timeline_svg.render(drawn, "light", settings.title, language()) if drawn.marks else b""
    )
    lines = (count if found.exact else gettext("more than %(events)s", events=count),)
    return _sent(settings, Card(settings.title, title, lines, drawing))


def of_event(request: Request) -> Response:
    """``GET /events/{id}/card.png``: title, date, place and countries."""
    settings, store = request.instance.settings, request.instance.store
    event: dict[str, Any] = orjson.loads(store.get(known_shape(request.id)).body)
    shown = language().date(event["date"], event["date_as_reported"])
    note = listing.note(event)
    status = event_texts.status(event, language().code)
    place = (event["place"] or {}).get("name") or ""
    names = [language().country(each["code"]) for each in listing.by_country(event)]
    more = len(names) - MOST_COUNTRIES
    if more > 0:
        more_words = ngettext("%(num)s more", "%(num)s more", more)
        names = [*names[:MOST_COUNTRIES], more_words]
    lines = (
        " · ".join(filter(None, (f"{shown} ({note})" if note else shown, status))),
        " · ".join(filter(None, (place, language().all_of(names)))),
    )
    return _sent(settings, Card(settings.title, event["title"], lines))


def _sent(settings: Settings, made: Card) -> Response:
    demand_thread()
    response = shown_anywhere(
        conditional(card.render(made, settings.color, settings.fonts), MEDIA_TYPE)
    )
    add_language_headers(response)
    return response
