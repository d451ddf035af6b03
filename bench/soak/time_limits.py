"""The time limit of each proof. With these limits ``make soak`` ends within an hour."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from math import inf
from typing import TypeVar

T = TypeVar("T")
SECONDS = {
    "updates": 90, "kills": 150, "mirror": 100, "backups": 90, "cuts": 175, "mutated": 120,
    "disk": 100, "bodies": 90, "worst": 300, "lists": 120, "replies": 150, "visible": 60,
    "engines": 140, "failover": 130, "memory": 300,
}  # fmt: skip
"""Seconds for each proof. The other proofs take a minute or two at full length."""


class _Limit:
    seconds = inf
    full = True


_limit = _Limit()


def allow(proof: str | None) -> None:
    """Set the limit to that of ``proof``. ``None`` removes the limit."""
    _limit.full = proof is None
    _limit.seconds = inf if proof is None else SECONDS.get(proof, inf)


def seconds(part: float = 1.0, usual: float = inf) -> float:
    """The seconds for a part of the proof, at most ``usual``. ``part`` is a fraction."""
    return min(usual, _limit.seconds * part)


def full_or_short(full: T, short: T) -> T:
    """``full`` if the proof runs at full length, ``short`` if its time is limited."""
    return full if _limit.full else short


def in_time(items: Iterable[T], part: float = 1.0) -> Iterator[T]:
    """Yields ``items`` until the time for this part of the proof is over, but at least one."""
    end = time.monotonic() + seconds(part)
    for number, each in enumerate(items):
        if number and time.monotonic() > end:
            return
        yield each
