"""The connections that are closed if there are too many, seen with sockets of this process."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator

import pytest

from service.connection_states import YOUNG_SECONDS, Limits
from service.connections import Connections
from service.transfer_rates import MinimumRate

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="TCP_INFO is Linux'")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def closed(client: socket.socket) -> bool:
    client.settimeout(0.05)
    try:
        return client.recv(1) == b""
    except TimeoutError:
        return False


def test_a_new_connection_has_time_for_its_first_bytes(listener: socket.socket) -> None:
    limits = Limits(most=0, each=9, local=False, reading=MinimumRate(9, 9.0, 9.0), idle=9.0)
    watched = Connections(None, limits, ())
    with socket.create_connection(listener.getsockname()) as client, listener.accept()[0]:
        now = time.monotonic()
        watched.look(now)
        watched.look(now + YOUNG_SECONDS / 2)
        assert not closed(client)
        watched.look(now + YOUNG_SECONDS * 2)
        assert closed(client)
