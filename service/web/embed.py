"""``/embed``: the timeline alone, for systems that allow only an iframe."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response

from service.api.access import authorize, carried
from service.api.context import instance, pairs
from service.api.feeds import feeds
from service.schemas.fields import fault
from service.schemas.parameters import FILTERS, Parameter
from service.web.html import POLICY, page

LOWEST, HIGHEST = 160, 2000
RIGHT_TO_LEFT = ("ar", "fa", "he")
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


def _height(text: str) -> str:
    if not (text.isascii() and text.isdigit() and LOWEST <= int(text[:6]) <= HIGHEST):
        raise fault(f"must be a whole number from {LOWEST} to {HIGHEST}")
    return text


PARAMETERS = (
    Parameter("theme", "auto follows the reader's system.",
              {"type": "string", "enum": ["auto", "light", "dark"], "default": "auto"}),
    Parameter("height", "Pixels of the drawing.", {"type": "integer"}, read=_height),
    Parameter("lang", "Language of the axis.", {"type": "string", "default": "en", "enum": [
        "ar", "de", "en", "es", "fa", "fr", "he", "hi", "it", "ja", "kk", "ko", "ky", "pl", "pt",
        "ru", "tg", "tk", "tr", "uk", "uz", "zh"]}),
)  # fmt: skip
OWN = frozenset(each.name for each in PARAMETERS)
DRAWN = frozenset(each.name for each in FILTERS)
"""What the picture for readers without scripts may be asked."""


def embed() -> Response:
    """``GET /embed``. What is wrong with a filter the timeline itself shows to whoever
    builds the page; a page of errors would not be framed."""
    authorize("read")
    given = pairs()
    asked = instance().parser.parse([each for each in given if each[0] in OWN], PARAMETERS)
    options = dict(asked.options)
    kept = [each for each in given if each[0] not in OWN]
    words = urlencode(kept, safe="/,")
    picture = urlencode([each for each in kept if each[0] in DRAWN], safe="/,")
    response = page(
        "embed.html",
        feeds=feeds(given),
        query=words,
        asked="&".join(part for part in (words, carried()) if part),
        picture="&".join(part for part in (picture, carried()) if part),
        theme=options["theme"],
        height=options.get("height") or "360",
        lang=options["lang"],
        direction="rtl" if options["lang"] in RIGHT_TO_LEFT else "ltr",
    )
    response.headers["Content-Security-Policy"] = FRAMED
    return response
