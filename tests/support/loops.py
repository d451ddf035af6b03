"""An event loop for a test, in another thread. The browser has one in the thread of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="loop")
"""One thread for all loops, because a database connection belongs to the thread that opened it."""


def run(work: Coroutine[Any, Any, T]) -> T:
    """Returns the result of a coroutine, or raises its exception."""
    return away(lambda: asyncio.run(work))


def away(work: Callable[[], T]) -> T:
    """The same for a function that runs its own loop."""
    return _thread.submit(work).result()
