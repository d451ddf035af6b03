"""The counts of the last filters, kept until something is written.

All pages of a list have one count, and it may cost more than a page.
"""

from __future__ import annotations

import threading

from service.domain.query import Filter

MOST = 100
"""The maximum number of counts that a thread keeps."""
MOST_GROUPS, MOST_CHOICES, LONGEST = 8, 100, 128
"""Counts of filters with more groups, choices or characters of words are not kept, because these
fill the memory."""
Key = tuple[Filter, int, int]
"""The filter, and the two limits of ``Finder.number_among``."""
NEWEST = -1
"""As the second limit: that of a count of the newest events."""
Number = tuple[int, bool]


class KeptCounts(threading.local):
    """The last counts of this thread, and the state of the database (``Engine.state``) for which
    they hold."""

    def __init__(self) -> None:
        self._state: object = None
        self._numbers: dict[Key, Number] = {}

    def get(self, key: Key, state: object) -> Number | None:
        """The count, if it is known."""
        if state is None or state != self._state:
            self._state, self._numbers = state, {}
        return self._numbers.get(key) if _is_short(key[0]) else None

    def put(self, key: Key, state: object, number: Number) -> None:
        """Keep a count that was begun at a state."""
        if state is None or state != self._state or not _is_short(key[0]):
            return
        if len(self._numbers) >= MOST:
            self._numbers.clear()
        self._numbers[key] = number

    def clear(self) -> None:
        """Keep none of them."""
        self._numbers = {}


def _is_short(filter_: Filter) -> bool:
    return (
        filter_.condition is None
        and not filter_.values
        and len(filter_.groups) <= MOST_GROUPS
        and sum(map(len, filter_.groups)) <= MOST_CHOICES
        and len(filter_.text or "") <= LONGEST
    )
