"""``/v1/timeline.svg`` and ``/v1/histogram.svg``: pictures for use without scripts.

Documents, slides and pages can show them.
"""

from __future__ import annotations

from flask import Response

from service import languages
from service.api import series
from service.api.query_description import in_words
from service.api.request import Request
from service.api.responses import conditional, shown_anywhere
from service.api.timeline import draw
from service.domain.chart import Layout
from service.domain.intervals import Steps
from service.formats import histogram_svg, timeline_svg
from service.formats.histogram_svg import Picture
from service.formats.svg import THEMES
from service.languages import Language
from service.schemas.charts import SHARED
from service.schemas.parameters import FILTERS, LANG, Parameter, number_option
from service.schemas.timeline import OWN

WIDTH, NARROWEST, WIDEST = 800, 240, 2000

STYLE = (
    number_option("width", "Pixels.", NARROWEST, WIDEST, WIDTH),
    Parameter("theme", "Colours.", {"type": "string", "enum": list(THEMES), "default": "light"}),
)  # fmt: skip
TIMELINE = (*FILTERS, *(each for each in OWN if each.name in ("window", "sort")), *STYLE, LANG)
HISTOGRAM = (*FILTERS, *SHARED, *STYLE, LANG)
MEDIA_TYPE = "image/svg+xml"


def sent(body: bytes) -> Response:
    """The reply with a picture."""
    response = shown_anywhere(conditional(body, MEDIA_TYPE))
    # A browser shows a picture that is opened by itself as a page. It must not run anything.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def title(request: Request, words: Language) -> str:
    """The title for readers who cannot see the picture: the filters, and the instance's name."""
    named = in_words(request.pairs, words), request.instance.settings.title
    return " · ".join(filter(None, named))


def timeline(request: Request) -> Response:
    """``GET /v1/timeline.svg``: a picture of the same window as ``/v1/timeline``."""
    query = request.query
    theme = request.options["theme"]
    drawn = draw(request.instance, query, width=WIDTH, lanes=timeline_svg.LANES)
    words = languages.language(query.lang)
    return sent(timeline_svg.render(drawn, theme, title(request, words), words))


def histogram(request: Request) -> Response:
    """``GET /v1/histogram.svg``."""
    query = request.query
    options = request.options
    width = int(options.get("width") or WIDTH)
    words = languages.language(query.lang)
    chosen = any(name == "interval" for name, _ in request.pairs)
    found = series.drawn(request.instance, query, words, chosen=chosen)
    if found is None:
        steps, layout = Steps("year", 1, 1), Layout([], lines=False)
    else:
        steps, layout = found.steps, found.layout
    notes = series.in_sentences(request.instance, query, found, words)
    drawn = Picture(layout, steps, notes, words)
    return sent(histogram_svg.render(drawn, width, options["theme"], title(request, words)))
