"""ETags of long replies, and ETags that a proxy between client and service has changed.

A proxy that compresses a reply may weaken its tag (``W/"…"``) or add the coding to it. Apache adds
``-gzip`` and ``-br``; Caddy adds the same and ``-zstd``; Jetty ``--gzip``; others ``;gzip``.
"""

from __future__ import annotations

import re

import xxhash
from flask import Request
from werkzeug.http import parse_etags

from service import __version__
from service.domain.stemming import rule

_CODINGS = re.compile(
    r"(?:(?:--|[-;:+._])(?:x-)?(?:gzip|gz|brotli|br|zstd|zst|deflate|df|compress)){1,3}$",
    re.ASCII | re.IGNORECASE,
)


def of_state(name: str, *parts: object) -> str:
    """The tag of a reply that is sent before all its bytes are known, so that it has no digest of
    them. ``parts`` are the facts that determine its content in this version of the program. The
    forms of words, by which events are found, may change without a new entry in the change log."""
    text = " ".join(map(str, (__version__, rule(), *parts)))
    return f"{name}-{xxhash.xxh3_128_hexdigest(text.encode())}"


def without_coding(tag: str) -> str:
    """The text of a tag, without quotes, as it was before a proxy added a coding."""
    return _CODINGS.sub("", tag)


def known_to_client(etag: str, request: Request) -> bool:
    """Whether ``If-None-Match`` has ``etag``, by weak comparison (RFC 9110, 8.8.3.2 and 13.1.2).
    A coding at the end of the client's tag does not matter: the client has the same content."""
    text = request.environ.get("HTTP_IF_NONE_MATCH")
    return text is not None and holds(text, etag)


def holds(text: str, etag: str) -> bool:
    """The same for ``text``, the value of the header."""
    if text == f'"{etag}"':
        return True
    sent = parse_etags(text)
    if sent.contains_weak(etag):
        return True
    # The framework reads the empty tag ``""`` as ``None``.
    every = filter(None, sent.as_set(include_weak=True))
    # A tag of this service may itself end like a coding, so only the text after it is checked.
    return any(each.startswith(etag) and _CODINGS.fullmatch(each, len(etag)) for each in every)
