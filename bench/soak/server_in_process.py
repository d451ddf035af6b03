"""The server of one worker in this process, called without a socket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from service.app import create_app
from service.asgi import Scope
from service.server import Server
from service.settings import Settings


@dataclass(frozen=True)
class Answer:
    """A reply of the server or of the framework."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class ServerInProcess:
    """The server of one worker, called without a socket. ``times`` are arguments of ``Server``."""

    def __init__(self, settings: Settings, **times: float) -> None:
        self.app = create_app(settings)
        self.server = Server(self.app, **times)
        self.entered = 0
        """The number of calls of the framework."""
        inner = self.server.direct.app

        def counting(environ: Any, start: Any) -> Any:
            self.entered += 1
            return inner(environ, start)

        # The server only calls the application, so a function can stand for it.
        self.server.direct.app = counting  # type: ignore[assignment]

    def scope(self, target: str, method: str = "GET", **headers: str) -> Scope:
        """A request in the form of the server library (ASGI)."""
        parts = urlsplit(target)
        sent = {"host": "t.example", "accept": "*/*"} | {
            name.replace("_", "-"): text for name, text in headers.items()
        }
        return {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http",
            "path": parts.path, "query_string": parts.query.encode(),
            "headers": [(name.encode(), text.encode()) for name, text in sent.items()],
            "server": ("127.0.0.1", 80), "client": ("192.0.2.1", 5000),
        }  # fmt: skip

    async def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """The reply to one request."""
        sent: list[Scope] = []

        async def receive() -> Scope:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Scope) -> None:
            sent.append(message)

        await self.server(self.scope(target, method, **headers), receive, send)
        pairs = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in sent[0]["headers"]]
        body = b"".join(each.get("body", b"") for each in sent[1:])
        return Answer(sent[0]["status"], tuple(sorted(pairs)), body)

    def fresh(self, target: str, **headers: str) -> Answer:
        """The reply of the framework, without the cache."""
        environ = self.server.reply_cache.environ(self.scope(target, **headers))
        found: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            found.extend((status, headers))

        body = b"".join(self.app(environ, start))
        return Answer(int(found[0][:3]), tuple(sorted(found[1])), body)

    def close(self) -> None:
        """Close the server and its store."""
        self.server.close()
        self.app.extensions["dateline"].store.close()
