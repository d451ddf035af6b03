"""The collections of ``/ogc``."""

from __future__ import annotations

from dataclasses import dataclass

GRAMMAR = "Filters: bbox, datetime, the parameters of /v1/events, and CQL2."


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
               f"The events that have a place, each as a point. {GRAMMAR}", placed=True),
)  # fmt: skip
