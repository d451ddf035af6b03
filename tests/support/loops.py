"""An event loop for a test, away from the one that a browser keeps in the thread of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="loop")
"""One for all, since a connection to a database belongs to the thread that opened it."""


def run(work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` gives or raises."""
    return away(lambda: asyncio.run(work))


def away(work: Callable[[], T]) -> T:
    """What a function that runs a loop of its own gives or raises."""
    return _thread.submit(work).result()
