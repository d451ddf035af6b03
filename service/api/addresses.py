"""Our own addresses, as whoever asks sees them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from flask import request

from service.api.host import origin
from service.api.instance import instance
from service.asgi import Environ
from service.settings import Settings


def root() -> str:
    """The public address without a slash at its end."""
    return root_of(request.environ, instance().settings)


def root_of(environ: Environ, settings: Settings) -> str:
    """The same for any request."""
    # The host and what a proxy said were looked at before (``service.api.host``).
    return settings.base_url or origin(environ)


def prefix() -> str:
    """The path under which a proxy serves us, without a slash at its end; before the links of
    pages, which lead elsewhere without it."""
    return urlsplit(root()).path


def address(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """A full address of ours."""
    text = urlencode(list(parameters))
    return f"{root()}{path}" + (f"?{text}" if text else "")
