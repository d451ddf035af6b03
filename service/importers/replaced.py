"""Warns of stored events that an import replaces by an older version or by another event, and of
deleted ones that it brings back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.domain.similarity import SHORT, words
from service.importers.batches import Batch
from service.store import Imported
from service.store.position import FIRST_DAY, LAST_DAY
from service.store.prepared_events import PreparedEvent

LONGEST_TITLE = 80
NUMBERED = "if the source numbers its rows anew in each file, the id needs more than that number"


def replacements(batch: Batch, imported: Imported) -> Iterator[tuple[int, str]]:
    """The warnings, each with the index of its event in the batch."""
    for place in sorted(imported.restored):
        yield place, "was deleted; the import brings it back"
    for place, row in imported.replaced.items():
        version = batch.versions.get(place)
        if version is not None and version < row["version"]:
            stored = f"version {row['version']} of {row['updated_at'][:10]}"
            text = f"says that it is version {version}, and {stored} is stored; "
            yield place, text + "the changes since are undone"
        elif _another(batch.prepared.events[place], row):
            title = row["title"]
            short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
            text = f"replaces {short!r} of {row['date']}, which has no word of its title and none "
            yield place, f"{text}of its days; {NUMBERED}"


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
