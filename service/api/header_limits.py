"""Limits for the length of the URL and of each header of a request, checked before any is parsed.

Header parsers are written for the headers that people send. Some need a time that grows with the
square of the length: an ``Accept`` header with 60,000 spaces takes seconds. The server limits the
request headers as a whole (``DATELINE_MAX_HEADER_BYTES``). Here each header has a limit of its own,
several times the length that any client sends.
"""

from __future__ import annotations

from werkzeug.exceptions import RequestHeaderFieldsTooLarge, RequestURITooLarge

from service.asgi import Environ

QUERY = 8192
"""The maximum characters of a query string."""
PATH = 2048
OTHERS = 8192
"""The maximum characters of a header that is not listed, such as cookies of the same host."""
LONGEST = {
    "Host": 300,
    "Accept": 1000,
    "Accept-Charset": 1000,
    "Accept-Encoding": 1000,
    "Accept-Language": 1000,
    "Authorization": 4096,
    "Cache-Control": 1000,
    "Connection": 1000,
    "Content-Encoding": 200,
    "Content-Language": 200,
    "Content-Length": 30,
    "Content-Type": 500,
    "Date": 100,
    "Forwarded": 2000,
    "If-Match": 4096,
    "If-Modified-Since": 100,
    "If-None-Match": 4096,
    "If-Range": 300,
    "If-Unmodified-Since": 100,
    "Last-Event-ID": 200,
    "Origin": 1000,
    "Pragma": 1000,
    "Range": 1000,
    "Transfer-Encoding": 200,
    "X-Forwarded-For": 2000,
    "X-Forwarded-Host": 1000,
    "X-Forwarded-Port": 200,
    "X-Forwarded-Prefix": 1000,
    "X-Forwarded-Proto": 200,
}
"""The maximum characters of each parsed header, all fields of one name together."""


def _variable(name: str) -> str:
    """The name of a header in a WSGI environment (PEP 3333)."""
    variable = name.upper().replace("-", "_")
    return variable if variable in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{variable}"


BOUNDS = {_variable(name): most for name, most in LONGEST.items()}
SHORT = min(BOUNDS.values())


def check(environ: Environ) -> None:
    """Refuse a request with a URL or a header that is too long. Raises an error that is answered
    with 414 or 431."""
    for name, value in environ.items():
        # Nearly every value is short, so most need no more than this test.
        if value.__class__ is str and len(value) > SHORT:
            _check(name, len(value))


def _check(name: str, length: int) -> None:
    if name == "QUERY_STRING":
        if length > QUERY:
            raise RequestURITooLarge(f"the query string is longer than {QUERY} characters")
    elif name == "PATH_INFO":
        if length > PATH:
            raise RequestURITooLarge(f"the path is longer than {PATH} characters")
    elif name in BOUNDS or name.startswith("HTTP_"):
        most = BOUNDS.get(name, OTHERS)
        if length > most:
            header = name.removeprefix("HTTP_").replace("_", "-").title()[:100]
            raise RequestHeaderFieldsTooLarge(f"{header} is longer than {most} characters")
