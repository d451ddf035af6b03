"""Who asks, and whether that may be answered.

A key is shown in one of four ways: as ``Authorization: Bearer`` (RFC 6750), as the password of
``Authorization: Basic`` (RFC 7617), as ``?key=`` in an address, or as the cookie that the
sign-in page gives. The first that is there counts. The last two are for reading only.
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

ASKER = "dateline.asker"
PRIVATE = "dateline.private"
"""In the environment: that the reply is for whoever has the key."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})
BASIC = 'Basic realm="dateline", charset="UTF-8"'
BY_KEY = "Authorization, Cookie"
"""For ``Vary``: what a key may stand in."""
BEARER = 'Bearer realm="dateline"'
MALFORMED = "the Authorization header must be: Bearer and a key, or Basic with a key as password"


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever asks: by which key and how it was shown, or why what was shown is no good."""

    key: Key | None = None
    how: Literal["nothing", "header", "address", "cookie"] = "nothing"
    fault: str | None = None


NOBODY = Asker()


def asker() -> Asker:
    """Who asks this request; found out once for each."""
    return identified(request.environ, instance())


def identified(environ: Environ, here: Instance) -> Asker:
    """Who asks the request of that environment, which remembers it."""
    found: Asker | None = environ.get(ASKER)
    if found is None:
        found = environ[ASKER] = _identify(environ, here)
    return found


def _identify(environ: Environ, here: Instance) -> Asker:
    keys: list[str] = environ.get(KEYS, [])
    if keys and environ["REQUEST_METHOD"] not in READS:
        return Asker(fault="a key in the address only reads; send it as Authorization: Bearer …")
    header = environ.get("HTTP_AUTHORIZATION")
    if header is not None:
        token = _token(header)
        return Asker(fault=MALFORMED) if token is None else _checked(token, "header", here)
    if len(keys) > 1:
        return Asker(fault="key: is given more than once")
    if keys:
        found = _checked(keys[0], "address", here)
        if found.key is not None and not found.key.feed:
            return Asker(fault="key: only a feed key may stand in an address")
        return found
    signed_in = session.read(environ, here) if "HTTP_COOKIE" in environ else None
    return Asker(signed_in, "cookie") if signed_in else Asker()


def _checked(token: str, how: Literal["header", "address"], here: Instance) -> Asker:
    try:
        return Asker(here.store.keys.check(token), how)
    except Unauthorized as error:
        return Asker(fault=error.detail)


def _token(header: str) -> str | None:
    """The key in an ``Authorization`` header; ``None`` where there is none."""
    kind, _, text = header.partition(" ")
    text = text.strip()
    if kind.lower() == "bearer":
        return text or None
    if kind.lower() == "basic":
        try:
            name_and_key = base64.b64decode(text, validate=True).decode("utf-8")
        except ValueError:  # no base64, or no UTF-8 in it
            return None
        return name_and_key.partition(":")[2] or None
    return None


def authorize(scope: str, environ: Environ, here: Instance) -> Asker:
    """Who asks, where that asker may do ``scope``; a public read needs no key.

    Raises ``Unauthorized`` or ``Forbidden``.
    """
    who = identified(environ, here)
    if who.fault is not None:
        raise Unauthorized(who.fault)
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


def shows_names(who: Asker, settings: Settings) -> bool:
    """Whether a reader may see the names of keys. A link wanders further than a key."""
    key = who.key
    return settings.public_key_names or (key is not None and not key.feed)


def carried() -> str:
    """``key=…`` where the address had it: in addresses to which the client comes back."""
    keys: list[str] = request.environ.get(KEYS, [])
    return f"key={quote(keys[0], safe='')}" if keys and asker().how == "address" else ""


def carry(address: str) -> str:
    """``address`` with what is carried."""
    more = carried()
    if not more or address.endswith(more):
        return address
    return f"{address}{'&' if '?' in address else '?'}{more}"


def challenges() -> list[str]:
    """What a ``401`` asks for. Not Basic where a page asks: the browser would put its own
    window for a password over the page."""
    headers = request.headers
    by_page = (
        headers.get("Sec-Fetch-Site", "none") != "none"
        or any(name in headers for name in ("Origin", "Referer", "X-Requested-With"))
        or session.name() in request.cookies
    )
    return [BEARER] if by_page else [BASIC, BEARER]


def keep_private(environ: Environ, headers: list[tuple[str, str]]) -> None:
    """Keep the reply to a key out of caches that others use."""
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
