"""Finds out what an import of several files would do, although a dry run stores none of them."""

from __future__ import annotations

from service.importers.id_set import SeenIds
from service.store import EventBatch, Imported, Outcome
from service.store.history import Row
from service.store.rows import TRUTH

MOST_ROWS = 10_000


class Trial:
    """The events that earlier files of a dry run would have stored; it must be closed.

    Each event has a digest of its id and of the number of times that it would have changed, and one
    of these and its content. So the last content of an event is known, and memory stays bounded.
    The rows of the first ``most`` events are kept for the warnings.
    """

    def __init__(self, most: int = MOST_ROWS) -> None:
        self.seen = SeenIds()
        self.most = most
        self.rows: dict[str, Row] = {}

    def close(self) -> None:
        """Forget the events."""
        self.seen.close()

    def after_earlier_files(self, batch: EventBatch, imported: Imported) -> Imported:
        """The outcomes of a batch, as if the earlier files had been imported."""
        told = zip(batch.events, imported.outcomes, strict=True)
        outcomes = [self._outcome(each.id, each.head, outcome) for each, outcome in told]
        replaced: dict[int, Row] = {}
        restored, again = set(imported.restored), set[int]()
        for place, (event, outcome) in enumerate(zip(batch.events, outcomes, strict=True)):
            row = self.rows.get(event.id) or imported.replaced.get(place)
            if event.id in self.rows:
                restored.discard(place)
                again.add(place)
            if outcome == "updated" and row is not None:
                replaced[place] = row
            if outcome != "unchanged" and (event.id in self.rows or len(self.rows) < self.most):
                self.rows[event.id] = {**dict(zip(TRUTH, event.truth, strict=True)), "version": 0}
        first = {place: each for place, each in imported.undone.items() if place not in again}
        return Imported(outcomes, replaced, frozenset(restored), first)

    def _outcome(self, event_id: str, content: bytes, alone: Outcome) -> Outcome:
        times = 0
        while f"{event_id} {times}" in self.seen:
            times += 1
        if not times:
            outcome = alone
        elif content + b" %d" % (times - 1) in self.seen:
            return "unchanged"
        else:
            outcome = "updated"
        self.seen.add(f"{event_id} {times}")
        self.seen.add(content + b" %d" % times)
        return outcome
