"""Checks the URL of the tiles that an operator may put under the map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from service.errors import FieldError
from service.settings import Settings

HOST = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))+"
ADDRESS = rf"https://{HOST}(:[1-9]\d{{0,4}})?/[A-Za-z0-9/?&=._~{{}}@%-]{{1,400}}"
"""Only characters without a special meaning in a header or in a policy."""
EXAMPLE = "https://tiles.example/{z}/{x}/{y}.png"


def setting_errors(settings: Settings) -> Iterator[FieldError]:
    """The errors of the settings of the tiles."""
    error = _template_error(settings.tiles) if settings.tiles else None
    if error:
        yield FieldError(f"{settings.tiles!r} {error}", parameter="tiles")
    if settings.tiles and not settings.tiles_attribution.strip():
        text = "must say whose the tiles are, such as © OpenStreetMap contributors"
        yield FieldError(text, parameter="tiles_attribution")
    if settings.tiles_attribution and not settings.tiles:
        yield FieldError("has no effect without DATELINE_TILES", parameter="tiles_attribution")
    elif len(settings.tiles_attribution) > 200:
        yield FieldError("has more than 200 characters", parameter="tiles_attribution")


def _template_error(template: str) -> str | None:
    if not template.startswith("https://"):
        return "must begin with https://"
    if not re.fullmatch(ADDRESS, template):
        return f"must be https://, the name of a host and a path of plain signs, such as {EXAMPLE}"
    if sorted(re.findall(r"{.*?}|[{}]", template)) != ["{x}", "{y}", "{z}"]:
        return f"must have {{z}}, {{x}} and {{y}} once each and no other braces, such as {EXAMPLE}"
    return None


def origin(settings: Settings) -> str | None:
    """The origin that a policy must name to allow the tiles; ``None`` without tiles."""
    if not settings.tiles:
        return None
    parts = urlsplit(settings.tiles)
    return f"https://{parts.netloc.lower()}"
