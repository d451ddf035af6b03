"""The host that a request names, from which the URLs in replies are made."""

from __future__ import annotations

import re

from werkzeug.exceptions import BadRequest
from werkzeug.wsgi import get_host

from service.asgi import Environ
from service.domain.result_cache import cached
from service.public_urls import is_host

PREFIX = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,100}){0,20}", re.ASCII)
ORIGIN = "dateline.origin"
"""In the environment: the public URL, after its first use."""
PARTS = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")


def check(environ: Environ) -> None:
    """Refuse a request if its ``Host`` is missing, given twice or no name (RFC 9112, 3.2), or if
    a header of a proxy has an impossible value. Raises ``BadRequest``."""
    environ[ORIGIN] = _checked((*map(environ.get, PARTS), environ.get("SCRIPT_NAME")))


@cached(256)
def _checked(parts: tuple[str | None, ...]) -> str:
    """The public URL."""
    scheme, header, name, port, prefix = parts
    host = _host(scheme or "", header, name or "", port or "")
    if not is_host(host):
        raise BadRequest("the Host header must name the host of the request")
    if scheme not in ("http", "https"):
        raise BadRequest("X-Forwarded-Proto must be http or https")
    if prefix and not PREFIX.fullmatch(prefix):
        raise BadRequest("X-Forwarded-Prefix must be a path")
    return f"{scheme}://{host}{prefix or ''}"


def host_of(environ: Environ) -> str:
    """The host that the request names, with the port if that is not the default one; empty if the
    request names no host."""
    scheme, header, name, port = map(environ.get, PARTS)
    return _host(scheme or "", header, name or "", port or "")


def _host(scheme: str, header: str | None, name: str, port: str) -> str:
    parts = {"wsgi.url_scheme": scheme, "SERVER_NAME": name, "SERVER_PORT": port}
    return get_host(parts if header is None else parts | {"HTTP_HOST": header})


def origin(environ: Environ) -> str:
    """The public URL as the client sees it, without a slash at its end."""
    found: str | None = environ.get(ORIGIN)
    if found is None:
        prefix = environ.get("SCRIPT_NAME", "")
        found = f"{environ['wsgi.url_scheme']}://{host_of(environ)}{prefix}"
        environ[ORIGIN] = found
    return found
