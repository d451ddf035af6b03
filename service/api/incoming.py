"""A request as it comes in: believed only as far as the proxies in front are, without the key
that its address may have, and with an id.

This happens where the request object is made, so that whoever makes one, before the body is
read or after, sees the same. The WSGI environment keeps the results.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

from flask import Request
from werkzeug.middleware.proxy_fix import ProxyFix

KEYS = "dateline.keys"
"""In the environment: the keys that stood in the address, if any."""
ID = "dateline.id"
"""In the environment: the id of the request."""
GIVEN_ID = re.compile(r"[A-Za-z0-9_.\-]{1,64}", re.ASCII)
NAMED_KEY = re.compile(r"(?:^|&)(?:k|%6b)(?:e|%65)(?:y|%79)(?=[=&]|$)", re.IGNORECASE)
"""Also the spellings of ``key`` that mean the same (RFC 3986, 2.1), and ``KEY``, which is a
mistake but holds a secret all the same."""


def request_class(trusted: int) -> type[Request]:
    """The class of requests where ``trusted`` proxies stand in front."""
    believe = ProxyFix(_nothing, trusted, trusted, trusted, 0, trusted) if trusted else None

    class Incoming(Request):
        def __init__(self, environ: dict[str, Any], *more: Any, **options: Any) -> None:
            if ID not in environ:
                request_id(environ)
                if believe is not None:
                    believe(environ, _start)
                    environ["SCRIPT_NAME"] = environ["SCRIPT_NAME"].rstrip("/")
                if NAMED_KEY.search(environ.get("QUERY_STRING", "")):
                    _take_keys(environ)
            super().__init__(environ, *more, **options)

    return Incoming


def request_id(environ: dict[str, Any]) -> str:
    """The id of the request: the one that came with it, where it is well-formed, else a new one."""
    found: str | None = environ.get(ID)
    if found is None:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        found = environ[ID] = given if GIVEN_ID.fullmatch(given) else os.urandom(16).hex()
    return found


def _take_keys(environ: dict[str, Any]) -> None:
    kept, keys = [], []
    for part in environ["QUERY_STRING"].split("&"):
        if NAMED_KEY.match(part):
            keys.append(unquote_plus(part.partition("=")[2], errors="replace"))
        else:
            kept.append(part)
    environ["QUERY_STRING"], environ[KEYS] = "&".join(kept), keys


def _nothing(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    return ()


def _start(*_: Any) -> Any:
    raise AssertionError("nothing is answered here")
