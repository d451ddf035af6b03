"""Limits how slow a transfer may be, for request bodies and for replies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MinimumRate:
    """At least ``rate`` bytes a second over any ``stretch`` of seconds, and no longer than
    ``longest`` seconds in all."""

    rate: int
    stretch: float
    longest: float


class Transfer:
    """One transfer that is held to a pace.

    ``begun`` and every ``now`` are seconds of one monotonic clock. ``moved`` is the number of
    bytes that had been transferred before.
    """

    __slots__ = ("begun", "mark", "pace", "since")

    def __init__(self, pace: MinimumRate, begun: float, moved: int = 0) -> None:
        self.pace = pace
        self.begun = self.since = begun
        self.mark = moved

    def deadline(self) -> float:
        """The time at which it is too slow, unless more bytes move."""
        return min(self.since + self.pace.stretch, self.begun + self.pace.longest)

    def moved(self, total: int, now: float) -> None:
        """Note that ``total`` bytes have been transferred by now."""
        if total - self.mark >= self.pace.rate * self.pace.stretch:
            self.mark, self.since = total, now
