"""Gives the pages the colour and the logo of the operator."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls
from pathlib import Path

from flask import Response

from service.api.request import Request
from service.domain.result_cache import cached
from service.errors import FieldError, NotFound
from service.settings import Settings
from service.web.assets import Asset, asset, send

Colour = tuple[int, int, int]
PAPER: Colour = (255, 254, 251)
NIGHT: Colour = (21, 22, 26)
CONTRAST = 5.0
"""A little more than the 4.5 of WCAG 2.2, 1.4.3, because small text is also on tinted ground."""
LOGO_TYPES = {
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}  # fmt: skip
FONT_TYPES = (".ttf", ".otf", ".ttc", ".otc")
MAX_LOGO_BYTES = 200_000


def setting_errors(settings: Settings) -> Iterator[FieldError]:
    """The errors of the colour, the logo and the fonts."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", settings.color):
        text = f"{settings.color!r} must be # and six hexadecimal digits, such as #9b1c31"
        yield FieldError(text, parameter="color")
    if settings.logo:
        for text in _logo_errors(Path(settings.logo)):
            yield FieldError(text, parameter="logo")
    if settings.fonts:
        folder = Path(settings.fonts)
        if not folder.is_dir():
            yield FieldError(f"{settings.fonts!r} is not a folder", parameter="fonts")
        elif not any(each.suffix.lower() in FONT_TYPES for each in folder.rglob("*")):
            text = f"the folder {settings.fonts!r} has no font ({', '.join(FONT_TYPES)})"
            yield FieldError(text, parameter="fonts")


def _logo_errors(path: Path) -> Iterator[str]:
    if path.suffix.lower() not in LOGO_TYPES:
        yield f"{str(path)!r} must end in {', '.join(LOGO_TYPES)}"
    elif not path.is_file():
        yield f"there is no file {str(path)!r}"
    elif not os.access(path, os.R_OK):
        yield f"the file {str(path)!r} cannot be read"
    elif path.stat().st_size > MAX_LOGO_BYTES:
        yield f"the file {str(path)!r} has more than {MAX_LOGO_BYTES:,} bytes"


def stylesheet(request: Request) -> Response:
    """``GET /theme.css``: the operator's colour."""
    return send(request, theme(request.instance.settings.color))


@cached(4)
def theme(color: str) -> Asset:
    """The colour as custom properties of CSS: unchanged for shapes, readable for text."""
    given = parse(color)
    light, dark = readable(given, PAPER), readable(given, NIGHT)
    text = (
        f":root{{--brand:{color};--accent:{hex_colour(light)};--on-accent:{hex_colour(PAPER)}}}\n"
        "@media (prefers-color-scheme:dark){:root{"
        f"--accent:{hex_colour(dark)};--on-accent:{hex_colour(NIGHT)}}}}}\n"
    )
    return asset(text.encode(), "text/css; charset=utf-8")


def logo(request: Request) -> Response:
    """``GET /logo``: the operator's file; an SVG may run no scripts."""
    name = request.instance.settings.logo
    if not name:
        raise NotFound("this instance has no logo")
    response = send(request, logo_file(name))
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response


@cached(4, longest=4096)
def logo_file(name: str) -> Asset:
    """The logo, read once."""
    path = Path(name)
    return asset(path.read_bytes(), LOGO_TYPES[path.suffix.lower()])


def parse(color: str) -> Colour:
    """``#rrggbb`` as three numbers."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def hex_colour(colour: Colour) -> str:
    """Three numbers as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [each / 255 for each in colour]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: Colour, ground: Colour) -> Colour:
    """``colour`` in the nearest lightness at which text in it can be read on ``ground``."""
    hue, lightness, saturation = rgb_to_hls(*(each / 255 for each in colour))
    step = -0.01 if luminance(ground) > 0.5 else 0.01
    found = colour
    for _ in range(100):
        if contrast(found, ground) >= CONTRAST:
            break
        lightness = min(1, max(0, lightness + step))
        red, green, blue = hls_to_rgb(hue, lightness, saturation)
        found = (round(red * 255), round(green * 255), round(blue * 255))
    return found
