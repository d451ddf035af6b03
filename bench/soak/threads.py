"""Run many clients at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")


def at_once(count: int, work: Callable[[int], Found]) -> list[Found]:
    """The results of ``work(0)`` … ``work(count - 1)``, which begin together. Raises the first
    error."""
    gate = threading.Barrier(count)

    def begin(number: int) -> Found:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))
