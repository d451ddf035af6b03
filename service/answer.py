"""The application's answer to one request: the start of the reply, and its body, perhaps in parts.

A long body is made and compressed part by part, so that no part holds a thread for long.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service import freshness
from service.api.newness import lag
from service.asgi import Environ, Scope
from service.compression import (
    LEAST,
    Compressor,
    Pairs,
    compressor,
    headers_in_coding,
    is_compressible,
    preferred_coding,
    tag_in_coding,
)
from service.freshness import ReadTarget

PART_BYTES, PART_SECONDS = 1 << 16, 0.02
"""The most that a thread makes of a long body in one step."""
BODILESS = frozenset({204, 304})
INCOMPLETE = frozenset({204, 206, 304})
"""Statuses of replies without the whole content."""


def coding_for(environ: Environ) -> str:
    """The coding that the client prefers; empty for none, and if the request is no read."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return ""
    return preferred_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))


@dataclass(frozen=True, slots=True)
class BodyPart:
    """Some bytes of a long body; ``last`` says that the body ends with them."""

    body: bytes
    last: bool


class Answer:
    """The answer of the application: the start of the reply, and its body or the iterable that
    makes it."""

    __slots__ = ("body", "busy", "head", "packer", "pieces", "target", "whole")

    def __init__(
        self, head: Scope, body: Iterable[bytes], target: ReadTarget | None = None
    ) -> None:
        self.head = head
        self.body = body
        self.target = target
        self.whole = head["status"] in BODILESS
        for name, _ in head["headers"]:
            if name == b"Content-Length":
                self.whole = True
                break
        self.pieces: Iterator[bytes] | None = None
        self.packer: Compressor | None = None
        self.busy = False
        """Whether a thread is making the body; if so, the body is closed after that step."""

    def _pairs(self) -> Pairs:
        return [(n.decode("latin-1"), v.decode("latin-1")) for n, v in self.head["headers"]]

    def _set(self, headers: Pairs) -> None:
        self.head["headers"] = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]

    def suits(self) -> bool:
        """Whether it may be compressed."""
        return self.head["status"] not in INCOMPLETE and is_compressible(self._pairs())

    def code(self, coding: str, length: int | None = None) -> None:
        """Set the headers for a coding, if the reply may be compressed.

        ``length`` is the compressed size in bytes; ``None`` if it is unknown, as for ``HEAD``.
        """
        headers = self._pairs()
        whole = next((text for name, text in headers if name.lower() == "content-length"), None)
        if self.suits() and (whole is None or int(whole) >= LEAST):
            self._set(headers_in_coding(headers, coding, length))

    def same(self, coding: str, seen: str) -> None:
        """Set the entity tag of a 304 to that of the compressed reply, if the client has that.

        ``seen`` is the ``If-None-Match`` of the request, ``coding`` the coding it would get.
        """
        headers = self._pairs()
        for place, (name, text) in enumerate(headers):
            if name.lower() == "etag" and tag_in_coding(text, coding) in seen:
                headers[place] = (name, tag_in_coding(text, coding))
        self._set(headers)

    def packed(self, first: BodyPart, environ: Environ) -> BodyPart:
        """The first bytes of a body that is made in steps.

        From here on the body is compressed, if the client accepts that and it is worth it.
        """
        coding = coding_for(environ)
        short = first.last and len(first.body) < LEAST
        if not coding or not self.suits() or (short and environ["REQUEST_METHOD"] != "HEAD"):
            return first
        self.code(coding)
        if environ["REQUEST_METHOD"] == "HEAD":
            return first
        self.packer = compressor(coding)
        return self._in_coding(first)

    def _in_coding(self, made: BodyPart) -> BodyPart:
        if self.packer is None:
            return made
        body = self.packer.add(made.body) if made.body else b""
        return BodyPart(body + self.packer.end() if made.last else body, made.last)

    def next_part(self) -> BodyPart:
        """The next bytes, made within the limits of one step; there may be none yet."""
        if self.target is None:
            return self._next_part()
        self.target.begun = True
        with freshness.within(self.target):
            return self._next_part()

    def _next_part(self) -> BodyPart:
        if self.pieces is None:
            self.pieces = iter(self.body)
        found: list[bytes] = []
        size, ends = 0, time.monotonic() + PART_SECONDS
        for piece in self.pieces:
            found.append(piece)
            size += len(piece)
            if size >= PART_BYTES or time.monotonic() > ends:
                return self._in_coding(BodyPart(b"".join(found), False))
        return self._in_coding(BodyPart(b"".join(found), True))

    def tell_lag(self) -> None:
        """Add the headers on the age of the data, which is known only after the first bytes."""
        headers = self._pairs()
        headers += [each for each in lag(self.target) if each not in headers]
        self._set(headers)

    def close(self) -> None:
        """Close the body, complete or not (PEP 3333), unless a thread is making it."""
        close = getattr(self.body, "close", None)
        if close is not None and not self.busy:
            close()

    def end(self) -> None:
        """Close the body after a thread has stopped making it."""
        self.busy = False
        self.close()
