"""A cheap HTTP client for benchmarks: one process sends prepared bytes over keep-alive
connections."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, repeat

CONNECTIONS = 8
PIECE = 262_144


@dataclass
class Client:
    """One connection, and the part of the reply that has arrived. ``last`` says that the server
    closes the connection after this reply."""

    port: int
    socket: socket.socket
    buffer: bytearray
    wanted: int = -1
    last: bool = False


@dataclass(frozen=True)
class Rate:
    """Replies per second, and average bytes of body per reply."""

    replies: float
    bytes: float


def requests(paths: Iterable[str], known: Iterable[str] = (), **headers: str) -> Iterator[bytes]:
    """Yields the bytes of a GET for each path, without end. ``known`` has the ETag of each reply
    that the client already has."""
    more = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
    tail = f" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n{more}"
    tags = [f"If-None-Match: {each}\r\n" for each in known] or repeat("")
    return cycle([
        f"GET {path}{tail}{tag}\r\n".encode() for path, tag in zip(paths, tags, strict=False)
    ])  # fmt: skip


def measure(ports: list[int], prepared: Iterator[bytes], seconds: float) -> Rate:
    """Send requests for ``seconds`` over ``CONNECTIONS`` connections, one at a time on each.

    Raises ``RuntimeError`` at the first reply that is neither 200 nor 304.
    """
    with selectors.DefaultSelector() as ready:
        for number in range(CONNECTIONS):
            _begin(ready, ports[number % len(ports)], next(prepared))
        done, size, start = 0, 0, time.perf_counter()
        while (now := time.perf_counter()) - start < seconds:
            for key, _ in ready.select(timeout=5):
                client: Client = key.data
                client.buffer += client.socket.recv(PIECE)
                if _complete(client):
                    done, size = done + 1, size + client.wanted
                    if client.last:
                        ready.unregister(client.socket)
                        client.socket.close()
                        _begin(ready, client.port, next(prepared))
                        continue
                    client.buffer.clear()
                    client.wanted = -1
                    client.socket.sendall(next(prepared))
        for key in list(ready.get_map().values()):
            key.data.socket.close()
    return Rate(done / (now - start), size / max(1, done))


def _begin(ready: selectors.DefaultSelector, port: int, request: bytes) -> None:
    """Open a connection and send its first request."""
    opened = socket.create_connection(("127.0.0.1", port), timeout=30)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    ready.register(opened, selectors.EVENT_READ, Client(port, opened, bytearray()))
    opened.sendall(request)


def _complete(client: Client) -> bool:
    """Whether the whole reply has arrived. A chunked reply (from Datasette) ends with an empty
    chunk."""
    buffer = client.buffer
    if client.wanted < 0:
        end = buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(buffer[:end]).lower()
        if head.startswith(b"http/1.1 304"):
            client.wanted = end + 4
            return True
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"a server answered {bytes(buffer[:600])!r}")
        name = head.find(b"content-length: ")
        if name < 0:
            if not buffer.endswith(b"\r\n0\r\n\r\n"):
                return False
            client.wanted = len(buffer)
            return True
        client.last = b"\r\nconnection: close" in head
        client.wanted = end + 4 + int(head[name + 16 :].split(b"\r\n", 1)[0])
    return len(buffer) >= client.wanted
