"""Collects the notes on a suggested mapping: what is sure, what is guessed, what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Notes:
    """Sentences for the person who will use the mapping, in three degrees of certainty."""

    sure: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    decide: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The notes as lines of text, under their headings."""
        for heading, notes in (
            ("sure", self.sure),
            ("guessed; check it", self.guessed),
            ("for you to decide", self.decide),
        ):
            if notes:
                yield f"{heading}:"
                yield from (f"  - {note}" for note in notes)


def several(names: list[str], most: int = 5) -> str:
    """``a, b and 3 more``."""
    shown = ", ".join(names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
