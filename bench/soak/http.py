"""A small client of the service for the proofs."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

Reply = tuple[int, dict[str, str], bytes]
"""Status, headers by their name in lower case, body."""


class Client:
    """A client with one persistent connection. If the connection breaks, it is opened again."""

    def __init__(self, url: str, key: str, timeout: float = 30) -> None:
        self.host = url.removeprefix("http://")
        self.headers = {"Content-Type": "application/json"}
        if key:
            self.headers["Authorization"] = f"Bearer {key.strip()}"
        self.timeout = timeout
        self.connection = self._open()

    def _open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, timeout=self.timeout)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Send a request with a JSON body. Raises ``OSError`` or ``HTTPException`` if no complete
        reply comes."""
        data = None if body is None else json.dumps(body).encode()
        return self._exchange(method, path, data, {**self.headers, **headers})

    def send(self, method: str, path: str, data: bytes, kind: str, **headers: str) -> Reply:
        """Send a request with any body of the media type ``kind``. The errors are those of
        ``ask``."""
        return self._exchange(method, path, data, {**self.headers, "Content-Type": kind, **headers})

    def _exchange(
        self, method: str, path: str, data: bytes | None, headers: dict[str, str]
    ) -> Reply:
        try:
            # The service may refuse the request before the whole body was sent. Its reply can be
            # read.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.connection.request(method, path, data, headers)
            reply = self.connection.getresponse()
            return reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read()
        except (OSError, http.client.HTTPException):
            self.close()
            self.connection = self._open()
            raise

    def close(self) -> None:
        self.connection.close()

    def put(self, name: str, body: Any, seen: str = "", new: bool = False) -> Reply:
        """``PUT`` under ``If-Match``, or under ``If-None-Match: *``."""
        headers = {"If-Match": seen} if seen else {"If-None-Match": "*"} if new else {}
        return self.ask("PUT", f"/v1/events/{name}", body, **headers)

    def json(self, path: str) -> Any:
        """The JSON of a ``GET``; raises ``RuntimeError`` unless it is 200."""
        status, _, body = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body[:500]!r}")
        return json.loads(body)


def latencies(url: str, paths: Sequence[str], count: int) -> list[float]:
    """Seconds of each of ``count`` reads, one after another."""
    client = Client(url, "")
    found = []
    for number in range(count):
        start = time.perf_counter()
        status, _, _ = client.ask("GET", paths[number % len(paths)])
        found.append(time.perf_counter() - start)
        if status != 200:
            raise RuntimeError(f"{status} for {paths[number % len(paths)]}")
    client.close()
    return found
