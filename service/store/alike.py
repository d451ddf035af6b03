"""Stored events that an imported one looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson

from service.domain.alike import MOST, similar, words
from service.store.entries import Outcome
from service.store.plan import EVERY
from service.store.position import start_of
from service.store.prepared import Lot, Prepared


class Alike:
    """Looks for events of the same days and countries with a similar title."""

    def __init__(self, execute: Callable[..., Any]) -> None:
        self.execute = execute
        self.terms: dict[str, tuple[int, int]] = {}

    def find(self, lot: Lot, outcomes: Sequence[Outcome]) -> dict[int, str]:
        """By index in the lot, for those that were created and have one, the id of another
        stored event that they look like. Of two in the lot the later looks like the earlier;
        one that was updated is left out, for a trial knows only what it was before."""
        told = list(zip(lot.events, outcomes, strict=True))
        updated = {event.id for event, outcome in told if outcome == "updated"}
        created = {event.id: n for n, (event, outcome) in enumerate(told) if outcome == "created"}
        found = {}
        for index in created.values():
            event = lot.events[index]
            for other in self._like(event, _codes(lot, event)):
                if other not in updated and created.get(other, -1) < index:
                    found[index] = other
                    break
        return found

    def _like(self, event: Prepared, codes: set[str]) -> Iterator[str]:
        terms = [each for code in codes if (each := self._term("country", code))]
        terms = terms or [each for each in (self._term(EVERY.kind, EVERY.value),) if each]
        if len(terms) < len(codes) or not terms:
            return
        _, rarest = min(terms)
        title = words(event.truth[0])
        rows = self.execute(
            "SELECT e.id, e.title, e.content FROM posting p"
            " CROSS JOIN event e ON e.position = p.position"
            " WHERE p.term = ? AND p.span = ? AND p.position >= ? AND p.position < ?"
            " AND p.latest = ? AND e.id <> ? LIMIT ?",
            (
                rarest, event.span, start_of(event.first), start_of(event.first + 1), event.last,
                event.id, MOST,
            ),
        ).fetchall()  # fmt: skip
        for other, its, content in rows:
            if similar(title, words(its)) and codes == {
                code for code, _ in orjson.loads(content)["countries"]
            }:
                yield other

    def _term(self, kind: str, value: str) -> tuple[int, int] | None:
        """``(events, id)`` of a term; the number is only to choose by, and may be an old one."""
        if value not in self.terms:
            row = self.execute(
                "SELECT events, id FROM term WHERE kind = ? AND value = ?", (kind, value)
            ).fetchone()
            if row is None:
                return None
            self.terms[value] = (row[0], row[1])
        return self.terms[value]


def _codes(lot: Lot, event: Prepared) -> set[str]:
    terms = (lot.terms[place] for place in event.terms)
    return {value for kind, value, _ in terms if kind == "country"}
