"""Who asks, and whether the service may answer.

A client sends a key in one of four ways: as ``Authorization: Bearer`` (RFC 6750), as the password
of ``Authorization: Basic`` (RFC 7617), as ``?key=`` in a URL, or as the cookie of the sign-in page.
If a request has several of them, the first in this order counts. The last two are for reading only.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from flask import request

from service.api import session
from service.api.instance import Instance, instance
from service.api.proxy_headers import KEYS
from service.asgi import Environ
from service.errors import Forbidden, Unauthorized
from service.settings import Settings
from service.store import Key

CALLER = "dateline.caller"
PRIVATE = "dateline.private"
"""In the environment: whether the reply is only for holders of the key."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})
BASIC = 'Basic realm="dateline", charset="UTF-8"'
BY_KEY = "Authorization, Cookie"
"""For ``Vary``: the request headers that may hold a key."""
BEARER = 'Bearer realm="dateline"'
MALFORMED = "the Authorization header must be: Bearer and a key, or Basic with a key as password"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the key and how it was sent, or the error of the key that was sent."""

    key: Key | None = None
    how: Literal["nothing", "header", "address", "cookie"] = "nothing"
    error: str | None = None


ANONYMOUS = Caller()


def caller() -> Caller:
    """Who asks the current request. Each request is identified once."""
    return identified(request.environ, instance())


def identified(environ: Environ, here: Instance) -> Caller:
    """Who asks the request of ``environ``. The environment keeps the result."""
    found: Caller | None = environ.get(CALLER)
    if found is None:
        found = environ[CALLER] = _identify(environ, here)
    return found


def _identify(environ: Environ, here: Instance) -> Caller:
    keys: list[str] = environ.get(KEYS, [])
    if keys and environ["REQUEST_METHOD"] not in READS:
        return Caller(
            error="a key in the URL is only for reading; send it as Authorization: Bearer …"
        )
    header = environ.get("HTTP_AUTHORIZATION")
    if header is not None:
        token = _token(header)
        return Caller(error=MALFORMED) if token is None else _checked(token, "header", here)
    if len(keys) > 1:
        return Caller(error="key: is given more than once")
    if keys:
        found = _checked(keys[0], "address", here)
        if found.key is not None and not found.key.feed:
            return Caller(error="key: only a feed key may be in a URL")
        return found
    signed_in = session.read(environ, here) if "HTTP_COOKIE" in environ else None
    return Caller(signed_in, "cookie") if signed_in else ANONYMOUS


def _checked(token: str, how: Literal["header", "address"], here: Instance) -> Caller:
    try:
        return Caller(here.store.keys.check(token), how)
    except Unauthorized as error:
        return Caller(error=error.detail)


def _token(header: str) -> str | None:
    """The key in an ``Authorization`` header; ``None`` if there is none."""
    kind, _, text = header.partition(" ")
    text = text.strip()
    if kind.lower() == "bearer":
        return text or None
    if kind.lower() == "basic":
        try:
            name_and_key = base64.b64decode(text, validate=True).decode("utf-8")
        except ValueError:  # the text is not base64, or does not hold UTF-8
            return None
        return name_and_key.partition(":")[2] or None
    return None


def authorize(scope: str, environ: Environ, here: Instance) -> Caller:
    """Who asks, if that caller has ``scope``. A public read needs no key.

    Otherwise raises ``Unauthorized`` or ``Forbidden``.
    """
    who = identified(environ, here)
    if who.error is not None:
        raise Unauthorized(who.error)
    if who.key is None:
        if scope == "read" and here.settings.public_reads:
            return who
        raise Unauthorized("send a key: Authorization: Bearer …")
    environ[PRIVATE] = True
    if scope != "read" and who.how == "cookie":
        raise Unauthorized("signing in is for reading; to write send Authorization: Bearer …")
    if not who.key.may(scope):
        raise Forbidden(f"the key {who.key.name!r} lacks the scope {scope!r}")
    return who


def shows_names(who: Caller, settings: Settings) -> bool:
    """Whether a reader may see the names of keys. A feed key is not enough: people pass on links
    more often than keys."""
    key = who.key
    return settings.public_key_names or (key is not None and not key.feed)


def key_parameter(environ: Environ | None = None) -> str:
    """``key=…`` if the URL of the request had it. URLs that the client will follow need it.
    ``environ`` is that of the request, if the caller has it."""
    keys: list[str] = (environ or request.environ).get(KEYS, [])
    return f"key={quote(keys[0], safe='')}" if keys and caller().how == "address" else ""


def with_key(address: str, environ: Environ | None = None) -> str:
    """``address`` with the key of the request's URL, if there was one."""
    more = key_parameter(environ)
    if not more or address.endswith(more):
        return address
    return f"{address}{'&' if '?' in address else '?'}{more}"


def challenges() -> list[str]:
    """The challenges of a ``401``. A request from a page does not get Basic, because the browser
    would open its own password window over the page."""
    headers = request.headers
    by_page = (
        headers.get("Sec-Fetch-Site", "none") != "none"
        or any(name in headers for name in ("Origin", "Referer", "X-Requested-With"))
        or session.name() in request.cookies
    )
    return [BEARER] if by_page else [BASIC, BEARER]


def keep_private(environ: Environ, headers: list[tuple[str, str]]) -> None:
    """Keep the reply to a request with a key out of shared caches."""
    if PRIVATE not in environ and KEYS not in environ:
        return
    sent = {name.lower(): text for name, text in headers}
    if "no-store" not in sent.get("cache-control", ""):
        sent["cache-control"] = "private, no-cache"
    vary = sent.get("vary", "")
    if BY_KEY not in vary:
        vary = f"{vary}, {BY_KEY}" if vary else BY_KEY
    ours = ("cache-control", "vary")
    headers[:] = [each for each in headers if each[0].lower() not in ours]
    headers += [("Cache-Control", sent["cache-control"]), ("Vary", vary)]
    if KEYS in environ:
        headers[:] = [each for each in headers if each[0].lower() != "referrer-policy"]
        headers.append(("Referrer-Policy", "no-referrer"))
