"""Serves ``/embed``: the timeline alone, or one event, for systems that allow only iframes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response

from service import languages
from service.api import oembed, pictures, series
from service.api.access import key_parameter
from service.api.event_reads import known_shape
from service.api.feeds import feed_links
from service.api.instance import Instance
from service.api.language import language
from service.api.request import Request
from service.api.responses import shown_anywhere
from service.domain.intervals import AUTO
from service.errors import Invalid
from service.schemas.frame import FRAME
from service.schemas.parameters import FILTERS
from service.schemas.timeline import WINDOW, parse_window
from service.web import form, listing, query_urls, repetition
from service.web.form_errors import sentence
from service.web.form_values import Pairs
from service.web.html import POLICY, page
from service.web.sharing import link_header

RIGHT_TO_LEFT = ("ar", "fa", "he")
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
PARAMETERS = (*FRAME, WINDOW)
OWN = frozenset(each.name for each in PARAMETERS)
IN_FRAME = frozenset({"limit", "cursor", "count", "fields"})
DRAWN = frozenset(each.name for each in FILTERS)
"""Parameters of the picture for readers without scripts."""


def event(request: Request) -> Response:
    """``GET /embed/events/{id}``: title, date, summary and sources of one event."""
    event_id = request.id
    found = orjson.loads(request.instance.store.get(known_shape(event_id)).body)
    return _framed(
        "embed_event.html",
        embeds=oembed.discovery(f"/embed/events/{event_id}", request.pairs),
        feeds=feed_links(event_id=event_id, title=found["title"]),
        event=found,
        shown=language().date(found["date"], found["date_as_reported"]),
        note=listing.note(found),
        summary=repetition.summary(found),
        theme=request.options["theme"],
    )


def embed(request: Request) -> Response:
    """``GET /embed``: the timeline alone.

    The timeline itself shows errors of the filters to the author of the page, because browsers do
    not frame an error page.
    """
    given, options = request.pairs, request.options
    kept = [each for each in given if each[0] not in OWN]
    embeds = oembed.discovery("/embed", given)
    if any(name in form.CHART for name, _ in kept):
        return _chart(request.instance, kept, options, embeds)
    words = urlencode(kept, safe="/,")
    picture = urlencode([each for each in kept if each[0] in DRAWN], safe="/,")
    lang = options.get("lang") or language().code
    return _framed(
        "embed.html",
        embeds=embeds,
        feeds=feed_links(given),
        query=words,
        asked="&".join(part for part in (words, key_parameter()) if part),
        picture="&".join(part for part in (picture, key_parameter()) if part),
        theme=options["theme"],
        height=options.get("height") or "360",
        window=parse_window(options.get("window")),
        lang=lang,
    )


def _chart(here: Instance, pairs: Pairs, options: Mapping[str, str], embeds: Pairs) -> Response:
    """The chart that ``pairs`` compares, splits or measures, as a picture.

    The picture has the colours and about the width of the frame. If the query is wrong, the page
    shows the errors instead.
    """
    pictured = [each for each in pairs if each[0] in DRAWN or each[0] in form.CHART]
    lang = options.get("lang") or language().code
    interval = [] if "interval" in dict(pictured) else [("interval", AUTO)]
    more = [*interval, *([("lang", lang)] if lang in languages.NAMES else [])]
    words = urlencode([*pictured, *more], safe="/,:")
    try:
        parsed = here.parser.parse([*pictured, *more], pictures.HISTOGRAM)
        found = series.drawn(here, parsed, language(), chosen=True)
        sentences = series.in_sentences(here, parsed, found, language())
    except Invalid as error:
        sentences = [sentence(each.parameter, each.detail) for each in error.errors]
        words = ""
    return _framed(
        "embed_chart.html",
        embeds=embeds,
        feeds=feed_links(pairs),
        query=query_urls.encoded([each for each in pairs if each[0] not in IN_FRAME]),
        picture="&".join(part for part in (words, key_parameter()) if part),
        told=sentences,
        theme=options["theme"],
        lang=lang,
    )


def _framed(template: str, embeds: Pairs, lang: str | None = None, **values: Any) -> Response:
    """A page that others may frame, in a language of its own or in that of the pages. ``embeds``
    are its oEmbed documents."""
    direction = None if lang is None else "rtl" if lang in RIGHT_TO_LEFT else "ltr"
    made = page(template, lang=lang, direction=direction, embeds=embeds, **values)
    response = shown_anywhere(made)
    if link := link_header(embeds):
        response.headers["Link"] = link
    response.headers["Content-Security-Policy"] = FRAMED
    # A page with this policy frames only pages that have it too.
    response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    return response
