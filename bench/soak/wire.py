"""Send HTTP requests as bytes, unchanged. A client library would refuse some of them."""

from __future__ import annotations

import http.client
import socket
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """One request: the route for which it was made, and its parts.

    ``headers`` keep their order, and a name may be there twice. ``Host`` and ``Content-Length`` are
    added if they are missing. ``whole`` replaces the complete request.
    """

    route: str
    method: str
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    whole: bytes | None = None

    def header(self, name: bytes) -> bytes | None:
        """The first header with this name, which is in lower case."""
        return next((value for each, value in self.headers if each.lower() == name), None)

    def wire(self) -> bytes:
        """The bytes of the request (RFC 9112)."""
        if self.whole is not None:
            return self.whole
        lines = [b"%b %b HTTP/1.1" % (self.method.encode(), self.target)]
        if self.header(b"host") is None:
            lines.append(b"Host: dateline.example")
        lines += [b"%b: %b" % each for each in self.headers]
        if self.body or self.method in ("POST", "PUT", "PATCH"):
            lines.append(b"Content-Length: %d" % len(self.body))
        return b"\r\n".join((*lines, b"", self.body))


@dataclass(frozen=True)
class Answer:
    """A reply: status, headers by their name in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes


TIMEOUT = 20.0
"""Seconds."""


class Wire:
    """One persistent connection to the service. If it is closed, it is opened again. A reply may
    take ``TIMEOUT`` seconds, and the reply to a ``whole`` request ``patience`` seconds."""

    def __init__(self, url: str, patience: float = 20) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self.place = host, int(port)
        self.patience = patience
        self.socket: socket.socket | None = None

    def ask(self, request: Request) -> Answer:
        """Send a request, and send it again if the connection breaks. Raises ``OSError`` or
        ``HTTPException`` if no complete reply comes."""
        if request.whole is not None:
            self.close()
        kept = self.socket is not None
        try:
            return self._ask(request)
        except (OSError, http.client.HTTPException):
            self.close()
            if not kept:
                raise
        try:
            return self._ask(request)
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def _ask(self, request: Request) -> Answer:
        if self.socket is None:
            self.socket = socket.create_connection(self.place, TIMEOUT)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if request.whole is not None:
            self.socket.settimeout(self.patience)  # more bytes may be missing
        # The service may refuse the request before all of it was sent. Its reply can be read.
        with suppress(ConnectionError):
            self.socket.sendall(request.wire())
        reply = http.client.HTTPResponse(self.socket, method=request.method)
        try:
            reply.begin()
            body = reply.read()
            headers = {name.lower(): value for name, value in reply.getheaders()}
            answer = Answer(reply.status, headers, body)
        finally:
            reply.close()
        if reply.will_close or request.whole is not None:
            self.close()
        return answer

    def close(self) -> None:
        """Close the connection."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None
