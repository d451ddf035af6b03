"""Reads the state of this process's TCP sockets from the kernel (Linux)."""

from __future__ import annotations

import errno
import os
import socket
import stat
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from service.asgi import Client

if sys.platform == "linux":
    import fcntl
    import termios


SEND_BUFFER = 262_144
MOST_FILES = 1 << 16
"""The most open files that are looked for one by one, which takes some 0.2 seconds."""
COUNTS = struct.Struct("=120xQQ")
"""Bytes acknowledged and bytes received, in Linux' ``struct tcp_info``."""


class SocketState(NamedTuple):
    """A TCP socket as the kernel reports it.

    ``port`` is our port. ``client`` is ``None`` if the socket listens. The client has acknowledged
    ``taken`` bytes and sent ``received`` bytes; ``unread`` bytes wait for it.
    """

    file: int
    port: int
    client: Client | None
    taken: int = 0
    received: int = 0
    unread: int = 0


def open_files() -> list[int]:
    """The open files of this process. It may have as many as the system allows."""
    try:
        with os.scandir("/proc/self/fd") as entries:
            return [int(each.name) for each in entries]
    except OSError as error:
        if error.errno not in (errno.EMFILE, errno.ENFILE):
            raise
        most = min(os.sysconf("SC_OPEN_MAX"), MOST_FILES)
        return [file for file in range(most) if _is_open(file)]


def _is_open(file: int) -> bool:
    try:
        os.fstat(file)
    except OSError:
        return False
    return True


@contextmanager
def same_socket(file: int) -> Iterator[socket.socket]:
    """The socket of an open file of this process. The file stays the same in the block, unless the
    process can open no other file. Raises ``OSError`` if it is not open."""
    try:
        copy = os.dup(file)
    except OSError as error:
        if error.errno not in (errno.EMFILE, errno.ENFILE):
            raise
        made = socket.socket(fileno=file)
        try:
            yield made
        finally:
            made.detach()
        return
    with socket.socket(fileno=copy) as made:
        yield made


def state_of(file: int) -> SocketState | None:
    """The state of an open file in the kernel; ``None`` if it is not a TCP socket."""
    try:
        if not stat.S_ISSOCK(os.fstat(file).st_mode):
            return None
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, fileno=file)
    except OSError:
        return None  # closed meanwhile
    try:
        if made.getsockopt(socket.SOL_SOCKET, socket.SO_PROTOCOL) != socket.IPPROTO_TCP:
            return None
        port = made.getsockname()[1]
        if made.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            # Accepted sockets inherit the limit. Without it the kernel would buffer 4 MB of each
            # reply that nobody reads.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            return SocketState(file, port, None)
        client = made.getpeername()
        info = made.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, COUNTS.size)
        taken, received = COUNTS.unpack(info)
        return SocketState(file, port, (client[0], client[1]), taken, received, unread_bytes(file))
    except (OSError, struct.error):
        return None
    finally:
        made.detach()


def unread_bytes(file: int) -> int:
    """The bytes in the kernel's send buffer that the client has not read."""
    return int.from_bytes(fcntl.ioctl(file, termios.TIOCOUTQ, bytes(4)), sys.byteorder)
