"""A request as it comes in: believed only as far as the proxies in front are, without the key
that its address may have, and with an id.

This happens where the request object is made, so that whoever makes one, before the body is
read or after, sees the same. The WSGI environment keeps the results.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import unquote_plus

from flask import Request, request
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix

KEYS = "dateline.keys"
"""In the environment: the keys that stood in the address, if any."""
ID = "dateline.id"
"""In the environment: the id of the request."""
BEGAN = "dateline.began"
"""In the environment: when the request was first seen, by ``time.perf_counter``."""
GIVEN_ID = re.compile(r"[A-Za-z0-9_.\-]{1,64}", re.ASCII)
NAMED_KEY = re.compile(r"(?:^|&)(?:k|%6b)(?:e|%65)(?:y|%79)(?=[=&]|$)", re.IGNORECASE)
"""Also the spellings of ``key`` that mean the same (RFC 3986, 2.1), and ``KEY``, which is a
mistake but holds a secret all the same."""


def proxies(trusted: int) -> ProxyFix | None:
    """What believes the ``trusted`` proxies that stand in front, if there are any."""
    return ProxyFix(_nothing, trusted, trusted, trusted, 0, trusted) if trusted else None


def arrive(environ: dict[str, Any], believe: ProxyFix | None) -> None:
    """Make of an environment what everybody here sees of the request; once for each."""
    environ[BEGAN] = time.perf_counter()
    request_id(environ)
    if believe is not None:
        believe(environ, _start)
        environ["SCRIPT_NAME"] = environ["SCRIPT_NAME"].rstrip("/")
    query = environ.get("QUERY_STRING")
    if query and NAMED_KEY.search(query):
        _take_keys(environ)


def current() -> Request:
    """The request itself, for whoever looks at it more than once: the proxy of the framework
    finds it anew at each look."""
    return cast("LocalProxy[Request]", request)._get_current_object()


def path_of(environ: dict[str, Any]) -> str:
    """The path as ``request.path`` has it."""
    path: str = environ.get("PATH_INFO", "")
    return "/" + path.encode("latin-1").decode("utf-8", "replace").lstrip("/")


def request_class(trusted: int) -> type[Request]:
    """The class of requests where ``trusted`` proxies stand in front."""
    believe = proxies(trusted)

    class Incoming(Request):
        def __init__(self, environ: dict[str, Any], *more: Any, **options: Any) -> None:
            if BEGAN not in environ:
                arrive(environ, believe)
            super().__init__(environ, *more, **options)

    return Incoming


def request_id(environ: dict[str, Any]) -> str:
    """The id of the request: the one that came with it, where it is well-formed, else a new one."""
    found: str | None = environ.get(ID)
    if found is None:
        found = environ[ID] = good_id(environ.get("HTTP_X_REQUEST_ID", ""))
    return found


def good_id(given: str) -> str:
    """The id that a client gave, where it is well-formed, else a new one."""
    if given and GIVEN_ID.fullmatch(given):
        return given
    # It tells requests apart and protects nothing, so that no system call is needed.
    return f"{random.getrandbits(128):032x}"


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
