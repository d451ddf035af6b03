"""A network that swallows packets, between the service and a server of PostgreSQL on a socket.

No connection is closed: whoever waits for an answer goes on waiting.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE, THERE = "to the client", "to the server"


class Network:
    """A port of this machine that leads to the socket ``there``.

    ``swallowed`` has the directions in which nothing arrives. ``rest`` is the number of bytes that
    still arrive at clients; then every connection of that moment is dead, but new ones work.
    ``connected`` counts the connections.
    """

    def __init__(self, there: Path) -> None:
        self.there = there
        self.swallowed: frozenset[str] = frozenset()
        self.rest: int | None = None
        self.connected = 0
        self.dead: set[int] = set()
        self.numbers = iter(range(1 << 30))
        self.alive: set[int] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.closed = False
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    @contextmanager
    def swallowing(self, *directions: str) -> Iterator[None]:
        """A block in which nothing arrives in these directions."""
        self.swallowed = frozenset(directions)
        try:
            yield
        finally:
            self.swallowed = frozenset()

    def kill_connections(self) -> None:
        """All connections are dead, without being closed; new ones work."""
        self.dead |= self.alive

    def close(self) -> None:
        """End every connection."""
        self.closed = True
        self.swallowed = frozenset()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join(10)

    def _accept(self) -> None:
        threads = []
        with self.listener, contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                thread = threading.Thread(target=self._serve, args=(client, next(self.numbers)))
                thread.start()
                threads.append(thread)
        for each in threads:
            each.join(10)

    def _serve(self, client: socket.socket, number: int) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(str(self.there))
            self.alive.add(number)
            self.connected += 1
            there = threading.Thread(target=self._pass, args=(number, client, server, THERE))
            there.start()
            self._pass(number, server, client, HERE)
            there.join()
            self.alive.discard(number)

    def _pass(self, number: int, source: socket.socket, target: socket.socket, way: str) -> None:
        with contextlib.suppress(OSError):
            while data := self._next(source):
                while way in self.swallowed:
                    time.sleep(0.02)
                if way == HERE and self.rest is not None:
                    data, self.rest = data[: self.rest], self.rest - len(data)
                    if self.rest < 0:
                        self.rest = None
                        target.sendall(data)
                        self.kill_connections()
                if number not in self.dead:
                    target.sendall(data)
        if number not in self.dead or way == THERE:
            with contextlib.suppress(OSError):
                source.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                target.shutdown(socket.SHUT_RDWR)

    def _next(self, source: socket.socket) -> bytes:
        while not self.closed:
            if select.select([source], [], [], 0.1)[0]:
                return source.recv(65536)
        return b""
