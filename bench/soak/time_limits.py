"""The time that ``make soak`` allows each proof, so that the whole ends within an hour."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from math import inf
from typing import TypeVar

T = TypeVar("T")
SECONDS = {
    "updates": 90, "kills": 150, "mirror": 100, "backups": 90, "cuts": 175, "mutated": 120,
    "disk": 100, "bodies": 90, "worst": 300, "lists": 120, "replies": 150, "engines": 140,
    "failover": 130,
}  # fmt: skip
"""The others take a minute or two at their full figures."""


class _Limit:
    seconds = inf
    full = True


_limit = _Limit()


def allow(proof: str | None) -> None:
    """From now on limit the loops of ``proof``; ``None`` limits nothing."""
    _limit.full = proof is None
    _limit.seconds = inf if proof is None else SECONDS.get(proof, inf)


def seconds(part: float = 1.0, usual: float = inf) -> float:
    """The seconds for this part of the proof, at most ``usual``."""
    return min(usual, _limit.seconds * part)


def full_or_short(full: T, short: T) -> T:
    """``full`` of a proof at full length, ``short`` of one whose time is limited."""
    return full if _limit.full else short


def in_time(items: Iterable[T], part: float = 1.0) -> Iterator[T]:
    """Yields ``items``, at least one, until the time for this part of the proof is over."""
    end = time.monotonic() + seconds(part)
    for number, each in enumerate(items):
        if number and time.monotonic() > end:
            return
        yield each
