"""The collections of ``/ogc``."""

from __future__ import annotations

from dataclasses import dataclass

GRAMMAR = "Filters take the grammar of /v1/events besides bbox and datetime, and CQL2."


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection; ``placed`` ones hold only what has a place, so that every feature is a
    point, which clients without a schema take for the rule from the first features."""

    id: str
    title: str
    description: str
    placed: bool = False

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/ogc/collections/{self.id}"


COLLECTIONS = (
    Collection("events", "Events", f"Dated diplomatic events, with a place or without. {GRAMMAR}"),
    Collection("places", "Events with a place",
               f"Those of the events that have a place, each a point. {GRAMMAR}", placed=True),
)  # fmt: skip
