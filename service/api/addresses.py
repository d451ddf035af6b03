"""URLs of this service, as the client sees them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from flask import request

from service.api.host import origin
from service.api.instance import instance
from service.asgi import Environ
from service.settings import Settings


def root() -> str:
    """The public URL without a slash at its end."""
    return root_of(request.environ, instance().settings)


def root_of(environ: Environ, settings: Settings) -> str:
    """The same for the request of ``environ``."""
    # The host and the headers of a proxy have been checked before (``service.api.host``).
    return settings.base_url or origin(environ)


def prefix() -> str:
    """The path under which a proxy serves this service, without a slash at its end. Links of pages
    need it in front; without it they lead elsewhere."""
    return urlsplit(root()).path


def address(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """The full URL of ``path`` on this service."""
    text = urlencode(list(parameters))
    return f"{root()}{path}" + (f"?{text}" if text else "")
