"""Serves the files that crawlers and browsers request by themselves.

They are ``robots.txt``, the site map and the icons. If an instance is private, or its operator
has set it so, it tells crawlers to read nothing and has no site map.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flask import Response

from service.api.addresses import prefix, root
from service.api.etags import of_state
from service.api.request import Request
from service.api.responses import conditional
from service.domain.result_cache import cached
from service.errors import NotFound
from service.formats import png
from service.formats.atom import element
from service.formats.format import chunks
from service.settings import Settings
from service.web import assets, theme

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML = "application/xml"
CLOSED = ("/v1/", "/ogc", "/embed", "/oembed", "/signin")
"""Paths of the same data for programs, or of nothing to find."""
TOUCH, ICON = 180, 32
"""Pixels of the icon for a home screen and of the icon for a tab."""
_MARK_COLOUR = "#9b1c31"


def open_to_crawlers(settings: Settings) -> bool:
    """Whether search engines may read the pages."""
    return settings.public_reads and settings.crawlers


def robots(request: Request) -> Response:
    """``GET /robots.txt`` (RFC 9309)."""
    if open_to_crawlers(request.instance.settings):
        closed = [f"Disallow: {prefix()}{each}" for each in CLOSED]
        lines = ["User-agent: *", *closed, "", f"Sitemap: {root()}/sitemap.xml"]
    else:
        lines = ["User-agent: *", "Disallow: /"]
    return conditional("\n".join([*lines, ""]).encode(), "text/plain; charset=utf-8")


def index(request: Request) -> Response:
    """``GET /sitemap.xml``: the parts, each with its last change."""
    _demand_open(request)
    parts = enumerate(request.instance.store.sitemap.parts(), 1)
    items = (("sitemap", f"{root()}/sitemap-{n}.xml", changed) for n, changed in parts)
    return conditional(b"".join(_document("sitemapindex", items)), XML)


def part(request: Request) -> Response:
    """``GET /sitemap-{number}.xml``: at most 50,000 events, in the order of their last change."""
    _demand_open(request)
    number = request.names["number"]
    if not re.fullmatch(r"[1-9]\d{0,5}", number, re.ASCII):
        raise NotFound("there is no such part of the site map")
    store = request.instance.store
    if not store.sitemap.has(int(number)):
        raise NotFound("there is no such part of the site map")
    home = root()
    tag = of_state("sitemap", number, store.moment(), home)
    response = conditional(b"", XML, tag)
    if response.status_code == 200:
        # It is made while it is sent, so its length is not known before (RFC 9110, 8.6).
        response.automatically_set_content_length = False
        del response.headers["Content-Length"]
        if request.sent.method != "HEAD":
            found = store.sitemap.part(int(number))
            items = (("url", f"{home}/events/{each}", changed) for each, changed in found)
            response.response = _document("urlset", items)
    return response


def _demand_open(request: Request) -> None:
    if not open_to_crawlers(request.instance.settings):
        raise NotFound("this instance has no site map")


def _document(name: str, items: Iterable[tuple[str, str, str]]) -> Iterator[bytes]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{NAMESPACE}">\n'.encode()
    yield from chunks(_item(*each) for each in items)
    yield f"</{name}>\n".encode()


def _item(name: str, address: str, changed: str) -> bytes:
    moment = f"{changed[:19]}Z"  # to the second, as the protocol requires
    return f"<{name}>{element('loc', address)}{element('lastmod', moment)}</{name}>\n".encode()


def favicon(request: Request) -> Response:
    """``GET /favicon.ico``: the operator's logo, or our mark in the operator's colour."""
    settings = request.instance.settings
    if settings.logo:
        return theme.logo(request)
    return assets.send(request, _icon(settings.color))


def touch_icon(request: Request) -> Response:
    """``GET /apple-touch-icon.png``: our mark in the operator's colour, for home screens."""
    return assets.send(request, _touch_icon(request.instance.settings.color))


def _mark(colour: str, size: int) -> str:
    """The mark in a colour, as an SVG of ``size`` pixels square."""
    svg = assets.assets()["mark.svg"].body.decode().replace(_MARK_COLOUR, colour)
    return svg.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)


@cached(4)
def _icon(colour: str) -> assets.Asset:
    image = png.png(_mark(colour, ICON))
    return assets.asset(png.icon(image, ICON), "image/vnd.microsoft.icon")


@cached(4)
def _touch_icon(colour: str) -> assets.Asset:
    return assets.asset(png.png(_mark(colour, TOUCH)), png.MEDIA_TYPE)
