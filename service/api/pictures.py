"""``/v1/timeline.svg`` and ``/v1/histogram.svg``: pictures for mail, slides and pages
without scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Response

from service.api.aggregates import INTERVAL
from service.api.context import conditional, instance, query
from service.api.timeline import draw
from service.domain import calendar
from service.domain.query import Choice
from service.formats import histogram_svg, timeline_svg
from service.formats.svg import THEMES
from service.schemas.fields import fault
from service.schemas.parameters import FILTERS, LANG, Parameter
from service.schemas.timeline import OWN

WIDTH, NARROWEST, WIDEST = 800, 240, 2000


def _width(text: str) -> str:
    if not (text.isascii() and text.isdigit() and NARROWEST <= int(text[:6]) <= WIDEST):
        raise fault(f"must be a whole number from {NARROWEST} to {WIDEST}")
    return text


STYLE = (
    Parameter("width", "Pixels.", {"type": "integer", "minimum": NARROWEST, "maximum": WIDEST,
              "default": WIDTH}, read=_width),
    Parameter("theme", "Colours.", {"type": "string", "enum": list(THEMES), "default": "light"}),
)  # fmt: skip
TIMELINE = (*FILTERS, *(each for each in OWN if each.name in ("window", "sort")), *STYLE, LANG)
HISTOGRAM = (*FILTERS, INTERVAL, *STYLE, LANG)
KNOWN = tuple(Choice("precision", each) for each in ("day", "time", "interval"))
"""Of these the day is known on which they happened or began."""
MEDIA_TYPE = "image/svg+xml"


def _sent(body: bytes) -> Response:
    response = conditional(body, MEDIA_TYPE)
    # Opened by itself a picture is a page, and runs nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def timeline() -> Response:
    """``GET /v1/timeline.svg``: the same window as ``/v1/timeline``."""
    asked = query(TIMELINE)
    theme = dict(asked.options)["theme"]
    drawn = draw(asked, width=WIDTH, lanes=timeline_svg.LANES)
    return _sent(timeline_svg.render(drawn, theme, instance().settings.title))


def histogram() -> Response:
    """``GET /v1/histogram.svg``."""
    asked = query(HISTOGRAM)
    options = dict(asked.options)
    store, interval = instance().store, options["interval"]
    found = store.histogram(asked.filter, interval)
    sure = replace(asked.filter, groups=(*asked.filter.groups, KNOWN))
    known = {each.start: each.count for each in store.histogram(sure, interval).buckets}
    bars = [
        (_day(each.start), _day(each.end), each.count, known.get(each.start, 0))
        for each in found.buckets
    ]
    apart = [(each.date, each.count) for each in found.imprecise]
    width, title = int(options.get("width") or WIDTH), instance().settings.title
    return _sent(histogram_svg.render(bars, apart, width, options["theme"], title))


def _day(text: str) -> int:
    """The ordinal of an ISO day as the histogram writes it."""
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        year, month, day = text.removeprefix("Y").rsplit("-", 2)
        return calendar.ordinal(int(year), int(month), int(day))
