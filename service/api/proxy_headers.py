"""Prepares a request: reads the headers of trusted proxies, takes keys out of the URL, adds an id.

This happens when the request object is made. So every such object, made before the body is read or
after, shows the same. The WSGI environment keeps the results.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable
from typing import Any, cast
from urllib.parse import unquote_plus

from flask import Request, request
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix

KEYS = "dateline.keys"
"""In the environment: the keys in the URL, if there are any."""
ID = "dateline.id"
"""In the environment: the id of the request."""
BEGAN = "dateline.began"
"""In the environment: the time when the request was first seen, by ``time.perf_counter``."""
IDS_AT_ONCE = 256
_ids: list[bytes] = []
"""New ids for the next requests, because many at once are made faster."""
os.register_at_fork(after_in_child=_ids.clear)
current: Callable[[], Request] = cast("LocalProxy[Request]", request)._get_current_object
"""The request object itself. Code that uses it several times is faster so, because the framework's
proxy object looks it up at each use."""
GIVEN_ID = re.compile(r"[A-Za-z0-9_.\-]{1,64}", re.ASCII)
NAMED_KEY = re.compile(r"(?:^|&)(?:k|%6b)(?:e|%65)(?:y|%79)(?=[=&]|$)", re.IGNORECASE)
"""Also matches spellings of ``key`` that mean the same (RFC 3986, 2.1), and ``KEY``, which is a
mistake but still holds a secret."""


def proxies(trusted: int) -> ProxyFix | None:
    """The middleware that reads the headers of ``trusted`` proxies; ``None`` if there are none."""
    return ProxyFix(_nothing, trusted, trusted, trusted, 0, trusted) if trusted else None


def prepare(environ: dict[str, Any], believe: ProxyFix | None) -> None:
    """Prepare the environment of a request, once for each request."""
    environ[BEGAN] = time.perf_counter()
    request_id(environ)
    if believe is not None:
        believe(environ, _start)
        environ["SCRIPT_NAME"] = environ["SCRIPT_NAME"].rstrip("/")
    query = environ.get("QUERY_STRING")
    if query and NAMED_KEY.search(query):
        _take_keys(environ)


def path_of(environ: dict[str, Any]) -> str:
    """The path, the same as ``request.path``."""
    path: str = environ.get("PATH_INFO", "")
    return "/" + path.encode("latin-1").decode("utf-8", "replace").lstrip("/")


def request_class(trusted: int) -> type[Request]:
    """The class of requests for a service behind ``trusted`` proxies."""
    believe = proxies(trusted)

    class Incoming(Request):
        def __init__(self, environ: dict[str, Any], *more: Any, **options: Any) -> None:
            if BEGAN not in environ:
                prepare(environ, believe)
            super().__init__(environ, *more, **options)

        def close(self) -> None:
            """Close the files of a form; a request without a form has none."""
            if "files" in self.__dict__:
                super().close()

    return Incoming


def request_id(environ: dict[str, Any]) -> str:
    """The id of the request: the one that the client sent, if it is well-formed, else a new one."""
    found: str | None = environ.get(ID)
    if found is None:
        found = environ[ID] = valid_id(environ.get("HTTP_X_REQUEST_ID", ""))
    return found


def valid_id(given: str) -> str:
    """The id that a client gave, if it is well-formed, else a new one."""
    if given and GIVEN_ID.fullmatch(given):
        return given
    return new_id().decode("ascii")


def new_id() -> bytes:
    """An id of 32 hexadecimal digits."""
    while True:
        try:
            return _ids.pop()
        except IndexError:
            digits = os.urandom(16 * IDS_AT_ONCE).hex().encode("ascii")
            _ids.extend(digits[at : at + 32] for at in range(0, len(digits), 32))


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
