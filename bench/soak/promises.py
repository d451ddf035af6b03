"""The promises that every reply of the service keeps (docs/api.md)."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import brotli
import zstandard

from bench.soak.wire import Answer, Request
from service.settings import Settings

PROBLEM = "application/problem+json"
MACHINES = (b"/v1/", b"/ogc")
LATER = (b"/v1/changes/stream", b"wait=")
"""These replies are written after their headers are sent, so they have no ETag."""
INTERNAL = re.compile(
    rb"Traceback \(most recent|\bFile \"|\.py\"|site-packages|\bsqlite3?\.|\bpeewee\b|"
    rb"(Operational|Integrity|Programming|Database|Type|Key|Attribute|Value|Recursion)Error|"
    rb"no such (table|column)|constraint failed|database is locked|syntax error|"
    rb"\bSELECT\s[^<]{1,200}\sFROM\s|\bINSERT INTO\b|\bUPDATE \w+ SET\b|root:x:0"
)
"""Internal texts. No request contains them, so a reply cannot have them from the request."""
SHIPPED = b"/docs/swagger-ui"
"""Files of another project. They contain such texts."""
BELOW = (400, 414, 431)
"""The server library answers messages that are not HTTP with these statuses and no body."""
HEAD_BYTES, HEADERS, URL = Settings().max_header_bytes, 100, 65_534
"""Three limits: the bytes of the request line and the headers, the number of headers, and the bytes
of the URL. The server library refuses a request beyond a limit without a body (docs/limits.md). It
may accept a larger request line and headers if they come at once."""


UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
"""The compressions of the service."""


def broken(request: Request, answer: Answer, paths: tuple[bytes, ...]) -> Iterator[str]:
    """Yields a message for each promise that the reply breaks. ``paths`` are folders of the
    machine."""
    answer = plain(answer)
    whole = answer.body + repr(answer.headers).encode()
    for each in paths:
        if each in whole:
            yield "names a path of the file system"
    if not request.target.startswith(SHIPPED) and (found := INTERNAL.search(whole)):
        yield f"shows what is inside: {found[0][:80]!r}"
    if "x-injected" in answer.headers:
        yield "has a header that the request wrote"
    if answer.status in _below(request) and not answer.body:
        return
    yield from _status(request, answer)
    yield from _headers(request, answer)
    yield from _body(request, answer)


def _below(request: Request) -> Sequence[int]:
    """The statuses with which the server library may answer the request."""
    if request.whole is not None:
        return BELOW
    head, end, _ = request.wire().partition(b"\r\n\r\n")
    large = len(head + end) > HEAD_BYTES or head.count(b"\r\n") > HEADERS
    return [*([431] if large else []), *([414] if len(request.target) > URL else [])]


def plain(answer: Answer) -> Answer:
    """The reply with its body decompressed."""
    unpack = UNPACK.get(answer.headers.get("content-encoding", ""))
    return (
        answer if unpack is None or not answer.body else replace(answer, body=unpack(answer.body))
    )


def _status(request: Request, answer: Answer) -> Iterator[str]:
    # oEmbed 1.0, 2.3.3 requires 501 for a format that a provider does not have.
    other = answer.status == 501 and request.target.startswith(b"/oembed")
    if not 200 <= answer.status < 500 and not other:
        yield f"status {answer.status}"
    if answer.status == 405 and "allow" not in answer.headers:
        yield "405 without Allow"
    if answer.status == 401 and "www-authenticate" not in answer.headers:
        yield "401 without WWW-Authenticate"
    if answer.status == 201 and "/v1/events/" not in answer.headers.get("location", ""):
        yield "201 without Location"
    if answer.status == 304 and (request.method not in ("GET", "HEAD") or answer.body):
        yield "304 to a write, or with a body"


def _headers(request: Request, answer: Answer) -> Iterator[str]:
    headers = answer.headers
    if headers.get("x-content-type-options") != "nosniff":
        yield "without nosniff"
    if request.target.startswith(MACHINES):
        if headers.get("access-control-allow-origin") != "*":
            yield "not shared with other origins"
        if "ETag" not in headers.get("access-control-expose-headers", ""):
            yield "does not let a page see the tag"
    later = any(each in request.target for each in LATER)
    if request.method in ("GET", "HEAD") and answer.status in (200, 304) and not later:
        tag = headers.get("etag", "")
        if not (tag.startswith('"') and tag.endswith('"') and len(tag) > 2):
            yield f"has no strong tag but {tag!r}"


def _body(request: Request, answer: Answer) -> Iterator[str]:
    kind = answer.headers.get("content-type", "")
    if request.method == "HEAD":
        if answer.body:
            yield "HEAD with a body"
        return
    if answer.status >= 400 and not _page(request, kind):
        if kind != PROBLEM:
            yield f"an error as {kind!r}"
            return
        try:
            problem = json.loads(answer.body)
            good = problem["status"] == answer.status and problem["title"] and problem["detail"]
        except (ValueError, KeyError, TypeError):
            good = False
        if not good or problem["title"] == "Error":
            yield f"a problem that is none: {answer.body[:200]!r}"
    elif "json" in kind and "ndjson" not in kind and answer.status != 304:
        try:
            json.loads(answer.body)
        except ValueError:
            yield f"JSON that is none: {answer.body[:200]!r}"


def _page(request: Request, kind: str) -> bool:
    """Whether the reply is a page that a browser requested."""
    return (
        kind.startswith("text/html")
        and any(
            name.lower() == b"accept" and b"text/html" in each for name, each in request.headers
        )
        and not request.target.startswith(MACHINES)
    )
