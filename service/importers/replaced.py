"""Warns of stored events that an import replaces by an older version or by another event, of
changes that it undoes, of ids that have moved, and of deleted events that it brings back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.domain.similarity import SHORT, words
from service.importers.batches import Batch
from service.store import Imported
from service.store.position import FIRST_DAY, LAST_DAY
from service.store.prepared_events import PreparedEvent
from service.store.rows import TRUTH
from service.store.undone import Undone

LONGEST_TITLE = 80
NUMBERED = "if the source numbers its rows anew in each file, the id needs more than that number"

MOVED = "an id that counts the rows moves to another event if a row or their order has changed"


def replacements(batch: Batch, imported: Imported) -> Iterator[tuple[int, str]]:
    """The warnings, each with the index of its event in the batch."""
    for place in sorted(imported.restored):
        yield place, "was deleted; the import brings it back"
    events = batch.prepared.events
    before = {_content(row): events[place].id for place, row in imported.replaced.items()}
    for place, row in imported.replaced.items():
        event, version = events[place], batch.versions.get(place)
        other = before.get(event.truth, event.id)
        if version is not None and version < row["version"]:
            stored = f"version {row['version']} of {row['updated_at'][:10]}"
            text = f"says that it is version {version}, and {stored} is stored; "
            yield place, text + "the changes since are undone"
        elif other != event.id:
            yield place, f"has what {other!r} had before; {MOVED}"
        elif version is None and (undone := imported.undone.get(place)):
            yield place, _undoes(undone)
        elif _another(event, row):
            title = row["title"]
            short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
            text = f"replaces {short!r} of {row['date']}, which has no word of its title and none "
            yield place, f"{text}of its days; {NUMBERED}"


def _content(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in TRUTH)


def _undoes(undone: Undone) -> str:
    names, by = ", ".join(undone.fields), "the command line"
    if undone.author is not None:
        by = f"the key {undone.author!r}"
    last = f"version {undone.version} of {undone.at[:10]}"
    if not undone.since:
        return f"replaces {names} of {last}, by {by}"
    return f"undoes changes of {names} since version {undone.since}; the last, {last}, is by {by}"


def _another(event: PreparedEvent, row: Mapping[str, Any]) -> bool:
    """Whether the two have no word of the title in common, and no day that their dates can mean."""
    first = FIRST_DAY if row["earliest"] is None else row["earliest"]
    last = LAST_DAY if row["latest"] is None else row["latest"]
    apart = event.last < first or last < event.first
    return apart and not _telling(event.truth[0]) & _telling(row["title"])


def _telling(title: str) -> frozenset[str]:
    """The words of a title without the short ones, or all if every word is short."""
    every = words(title)
    return frozenset(each for each in every if len(each) > SHORT) or every
