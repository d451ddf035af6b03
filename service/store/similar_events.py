"""Finds stored events that an imported event looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from service.domain.similarity import MOST, may_be_one, words
from service.store.event_tables import Outcome
from service.store.plan import EVERY
from service.store.position import start_of
from service.store.prepared_events import EventBatch, PreparedEvent
from service.store.rows import TRUTH, from_row

_COLUMNS = ", ".join(f"e.{name}" for name in TRUTH)


class SimilarEvents:
    """Finds events of the same days and countries with a similar title."""

    def __init__(self, execute: Callable[..., Any]) -> None:
        self.execute = execute
        self.terms: dict[str, tuple[int, int]] = {}

    def find(self, batch: EventBatch, outcomes: Sequence[Outcome]) -> dict[int, tuple[str, str]]:
        """By index in the batch, the id and the title of another stored event that the event looks
        like. Only created events with such a similar one are included. Of two similar events in the
        batch, the later looks like the earlier. Updated events are left out, because a trial run
        knows only their state before."""
        told = list(zip(batch.events, outcomes, strict=True))
        updated = {event.id for event, outcome in told if outcome == "updated"}
        created = {event.id: n for n, (event, outcome) in enumerate(told) if outcome == "created"}
        found = {}
        for index in created.values():
            event = batch.events[index]
            for other, title in self._like(event, _codes(batch, event)):
                if other not in updated and created.get(other, -1) < index:
                    found[index] = (other, title)
                    break
        return found

    def _like(self, event: PreparedEvent, codes: set[str]) -> Iterator[tuple[str, str]]:
        terms = [each for code in codes if (each := self._term("country", code))]
        terms = terms or [each for each in (self._term(EVERY.kind, EVERY.value),) if each]
        if len(terms) < len(codes) or not terms:
            return
        _, rarest = min(terms)
        whole = event.event()
        title = words(whole.title)
        rows = self.execute(
            f"SELECT e.id, {_COLUMNS} FROM posting p CROSS JOIN event e"
            " WHERE e.position = p.position AND p.term = ? AND p.span = ?"
            " AND p.position >= ? AND p.position < ? AND p.latest = ? AND e.id <> ? LIMIT ?",
            (
                rarest, event.span, start_of(event.first), start_of(event.first + 1), event.last,
                event.id, MOST,
            ),
        ).fetchall()  # fmt: skip
        for row in rows:
            other = dict(zip(("id", *TRUTH), row, strict=True))
            load = partial(from_row, other)
            like = may_be_one(title, whole, other["title"], load, one_source=False)
            if like and codes == {each.code for each in load().countries}:
                yield other["id"], other["title"]

    def _term(self, kind: str, value: str) -> tuple[int, int] | None:
        """``(events, id)`` of a term; the number of events only helps to choose, and may be out of
        date."""
        if value not in self.terms:
            row = self.execute(
                "SELECT events, id FROM term WHERE kind = ? AND value = ?", (kind, value)
            ).fetchone()
            if row is None:
                return None
            self.terms[value] = (row[0], row[1])
        return self.terms[value]


def _codes(batch: EventBatch, event: PreparedEvent) -> set[str]:
    terms = (batch.terms[place] for place in event.terms)
    return {value for kind, value, _ in terms if kind == "country"}
