"""The bounds of a worker process: connections, open files, the signals that end it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import threading

from service.connection_states import Limits
from service.settings import Settings
from service.transfer_rates import MinimumRate

STOP = signal.SIGUSR1
"""Notifies a worker that the service stops, so that waiting replies have to end.

The server's own signal lets replies finish, but a stream of changes has no end.
"""
FILES = 256
"""The most files that a worker has open besides its connections."""
LEAST_SPARE, MOST_SPARE = 16, 256
"""The connections that a worker accepts beyond those that it keeps."""
GRACE_SECONDS = 2.0
PARENT_SECONDS = 1.0
"""How often a worker looks whether the process that started it lives."""


def limits(settings: Settings) -> Limits:
    """The bounds of connections that the settings name."""
    each = settings.max_connections_per_address
    pace = MinimumRate(settings.least_rate, settings.slow_seconds, settings.reply_seconds)
    most = connections(settings)
    idle = settings.header_timeout_seconds + GRACE_SECONDS
    return Limits(most, each or max(most // 2, 1), bool(each), pace, idle)


def connections(settings: Settings) -> int:
    """The most connections that a worker keeps: as the settings say, or fewer if the system allows
    too few open files. Without files left, even a reply to somebody else could fail."""
    wanted, (allowed, _) = settings.max_connections, resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY or allowed >= _places(wanted) + FILES:
        return wanted
    room = allowed - min(FILES, allowed // 2)
    return max(1, room - MOST_SPARE, min(room // 2, room - LEAST_SPARE))


def places(settings: Settings) -> int:
    """The most connections that a worker accepts.

    They are some more than it keeps. A new client can replace a silent one only after its own
    connection has been accepted.
    """
    return _places(connections(settings))


def files_needed(settings: Settings) -> int:
    """The open files that a worker needs for the connections of the settings."""
    return _places(settings.max_connections) + FILES


def _places(kept: int) -> int:
    return kept + min(max(kept, LEAST_SPARE), MOST_SPARE)


async def end_with_parent(stop_seconds: float) -> None:
    """Stop this worker when the process that started it has died.

    Nobody could stop or restart the worker after that, and it would occupy the port. It has
    ``stop_seconds`` for its running requests, like at any other stop.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    while os.getppid() == parent.pid:
        await asyncio.sleep(PARENT_SECONDS)
    last = threading.Timer(stop_seconds, os._exit, (1,))
    last.daemon = True
    last.start()
    for number in (STOP, signal.SIGTERM):
        os.kill(os.getpid(), number)


def allow_files(count: int) -> int:
    """Allow this process and its workers ``count`` open files, or as many as the system permits.
    Returns how many that are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        return most
    return count if soft == resource.RLIM_INFINITY else soft
