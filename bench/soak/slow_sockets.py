"""Hold many slow sockets open.

    python -m bench.soak.slow_sockets HOST PORT COUNT KEY

A quarter of the sockets send nothing. A quarter send a header byte by byte, and a quarter send a
body byte by byte. A quarter read a long reply slowly. If the service closes a socket, the program
opens it again. The key has the scope ``write``, because the service refuses a body without a key
before it reads the body.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable

PAUSE = 1.0
SMALL = 536
"""Bytes in a segment, as on a slow network. Loopback has segments of 64 KiB; with these, the kernel
would take the whole reply at once."""

Hold = Callable[[asyncio.StreamReader, asyncio.StreamWriter, str], Awaitable[object]]


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str) -> None:
    """Send nothing."""
    await reader.read(1)


async def header(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str) -> None:
    """Send a header that does not end."""
    await _drip(reader, writer, b"GET /v1/events HTTP/1.1\r\nHost: slow\r\nX-Slow: ")


async def body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str) -> None:
    """Send a body that does not end."""
    head = (
        f"POST /v1/events HTTP/1.1\r\nHost: slow\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
    )
    await _drip(reader, writer, head.encode("ascii"))


async def slow_reader(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str) -> None:
    """Read a long reply a few bytes at a time."""
    writer.write(b"GET /v1/events.ndjson HTTP/1.1\r\nHost: slow\r\n\r\n")
    while await reader.read(16):
        await asyncio.sleep(PAUSE)


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begin: bytes) -> None:
    writer.write(begin)
    while not reader.at_eof():
        await asyncio.sleep(PAUSE)
        writer.write(b"a")
        await writer.drain()


KINDS: tuple[Hold, ...] = (silent, header, body, slow_reader)


async def hold(host: str, port: int, kind: Hold, key: str) -> None:
    """Keep one socket open, and open it again after it was closed."""
    while True:
        plain = socket.socket()
        plain.setblocking(False)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALL)
        try:
            await asyncio.get_running_loop().sock_connect(plain, (host, port))
            reader, writer = await asyncio.open_connection(sock=plain, limit=SMALL)
            await kind(reader, writer, key)
            writer.close()
        except OSError:
            plain.close()
        await asyncio.sleep(PAUSE / 10)


async def main(host: str, port: int, count: int, key: str) -> None:
    """Hold the sockets until the process is killed."""
    await asyncio.gather(*(hold(host, port, KINDS[n % len(KINDS)], key) for n in range(count)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
