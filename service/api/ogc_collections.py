"""The collections of ``/ogc``."""

from __future__ import annotations

from dataclasses import dataclass

GRAMMAR = "Filters take the grammar of /v1/events besides bbox and datetime, and CQL2."


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection. A ``placed`` one holds only events with a place, so every feature is a point.
    Clients that read no schema guess from the first features that this is so."""

    id: str
    title: str
    description: str
    placed: bool = False

    @property
    def path(self) -> str:
        """The path of the collection."""
        return f"/ogc/collections/{self.id}"


COLLECTIONS = (
    Collection("events", "Events", f"Dated diplomatic events, with a place or without. {GRAMMAR}"),
    Collection("places", "Events with a place",
               f"Those of the events that have a place, each a point. {GRAMMAR}", placed=True),
)  # fmt: skip
