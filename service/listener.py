"""Reserves the address that the service listens on, and waits until somebody answers there.

Every worker binds the address for itself with ``SO_REUSEPORT``, which lets any process of the
same user bind it too. So the address is first bound without that option, which only one process
can do.
"""

from __future__ import annotations

import errno
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from service.errors import Conflict, Invalid

LOOK_SECONDS = 0.05
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


@contextmanager
def reserve(host: str, port: int) -> Iterator[None]:
    """Hold an IP address and port for this process and its workers until the block ends.

    Raises ``Conflict`` if another program has it, ``Invalid`` if it cannot be bound at all.
    """
    with _bound(host, port) as held:
        if sys.platform == "linux":
            # From now on the workers may bind it too. This socket never listens, so it gets no
            # connections.
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        else:
            held.close()  # the server library shares one socket, which has to bind it again
        yield


def _bound(host: str, port: int) -> socket.socket:
    try:
        return _bind(host, port, again=False)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise Invalid(_refused(host, port, error)) from None
    try:
        # Closed connections of a service that has just ended keep the address for a minute.
        return _bind(host, port, again=True)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise Invalid(_refused(host, port, error)) from None
    place = host_and_port(host, port)
    raise Conflict(f"DATELINE_PORT: {place} is in use by another program, perhaps another Dateline")


def _bind(host: str, port: int, again: bool) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(again))
        made.bind((host, port))
    except BaseException:
        made.close()
        raise
    return made


def _refused(host: str, port: int, error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"DATELINE_PORT: this user may not listen on port {port}"
    return f"DATELINE_HOST: {host} is no address of this machine ({error.strerror})"


def host_and_port(host: str, port: int) -> str:
    """Address and port as written in a URL (RFC 3986, 3.2.2)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def reachable(host: str) -> str:
    """The address at which a client on this machine reaches a service that listens on ``host``."""
    return EVERYWHERE.get(host, host)


def wait_until_answered(host: str, port: int, over: Callable[[], bool]) -> bool:
    """Waits until the address accepts connections; false if ``over`` returns true first."""
    while not over():
        with suppress(OSError), socket.create_connection((reachable(host), port), timeout=1):
            return True
        time.sleep(LOOK_SECONDS)
    return False
