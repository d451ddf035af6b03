"""Guesses the statuses of events from the words of a column."""

from __future__ import annotations

from typing import Any

from service.domain.status_words import WORDS
from service.domain.vocabulary import STATUSES
from service.importers.suggest.dates import looks_dated
from service.importers.suggest.draft import Draft, cell
from service.importers.suggest.headers import Column
from service.importers.suggest.notes import several

_OF_STATUS = frozenset({"cancelled", "canceled", "postponed", "planned", "confirmed", "tentative"})


def find_status(draft: Draft) -> str | dict[str, Any] | None:
    """The ``status`` of a mapping, if at least half of the cells of a column are words of
    ``WORDS``. The cells that are not have to be decided."""
    named, notes = draft.best("status"), draft.notes
    meant = {text: WORDS.get(text.strip().casefold()) for text in named.counts} if named else {}
    odd = [text for text, word in meant.items() if word is None]
    known = sum(named.counts[text] for text, word in meant.items() if word) if named else 0
    if named is None or known * 2 < sum(named.counts.values()):
        _say_unused(draft, named, odd)
        return None
    draft.take(named)
    values = {
        text: word for text, word in meant.items() if word and text.strip().casefold() != word
    }
    if values:
        words = several([f"{text[:40]!r} is {word}" for text, word in values.items()], 8)
        notes.guessed.append(f"status: by words in {named.name}: {words}")
    if odd:
        notes.decide.append(
            f"status: {odd[0][:40]!r} in {named.name} is none of {', '.join(STATUSES)}; say in "
            '"values" which one is meant. Until then these rows are refused'
        )
    return {"column": named.name, "values": values} if values or odd else cell(named)


def _say_unused(draft: Draft, named: Column | None, odd: list[str]) -> None:
    said = (each for each in draft.rest() if _OF_STATUS & set(each.words))
    other = named or next((each for each in said if not looks_dated(each)), None)
    if other:
        such = f", as {odd[0][:40]!r} is none of {', '.join(STATUSES)}" if odd else ""
        draft.notes.decide.append(
            f"status: {other.name} is not used{such}; every event counts as occurred"
        )
