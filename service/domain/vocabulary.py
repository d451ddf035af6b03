"""The fixed words of the contract: categories, statuses, roles, stages, sort orders.

Categories carry a description and the roots they correspond to in PLOVER (2021)
and CAMEO (the two-digit root codes of the event data literature).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of event; ``plover`` and ``cameo`` name the nearest root there, or ``None``."""

    code: str
    description: str
    plover: str | None
    cameo: str | None


CATEGORIES: tuple[Category, ...] = (
    Category("visit", "Somebody travels to another country on official business.", "CONSULT", "04"),
    Category("meeting", "Representatives meet or speak with one another.", "CONSULT", "04"),
    Category("summit", "Heads of state or government meet, usually several.", "CONSULT", "04"),
    Category("statement", "A position is made public: remarks, a press conference.", None, "01"),
    Category("agreement", "A treaty, deal or understanding is signed.", "AGREE", "05"),
    Category("funding", "Money or material aid is announced or given.", "AID", "07"),
    Category("vote", "A body decides by vote.", None, None),
    Category("sanction", "Restrictions are imposed, eased or exempted from.", "SANCTION", "16"),
    Category("conflict", "Armed force is used.", "ASSAULT", "19"),
    Category("deployment", "Forces or staff are moved without being used.", "MOBILIZE", "15"),
    Category("anniversary", "An earlier event is marked.", None, None),
    Category("policy", "A government adopts or changes a policy.", "SUPPORT", "03"),
    Category("report", "A study, finding or assessment is published.", None, None),
    Category("other", "None of the others.", None, None),
)

CATEGORY_CODES: tuple[str, ...] = tuple(c.code for c in CATEGORIES)
OCCURRED = "occurred"
"""The status of most events. Each other status stands beside every date that people read."""
CANCELLED = "cancelled"
STATUSES: tuple[str, ...] = (OCCURRED, "announced", "planned", CANCELLED, "disputed")
ROLES: tuple[str, ...] = (
    "host", "participant", "target", "mentioned", "sponsor", "signatory",
    "voted_for", "voted_against", "abstained", "did_not_vote",
)  # fmt: skip
STAGES: tuple[str, ...] = ("announced", "pledged", "obligated", "disbursed")
ACTOR_TYPES: tuple[str, ...] = ("person", "organization", "group")
RELATION_TYPES: tuple[str, ...] = (
    "part_of", "follows", "anniversary_of", "responds_to", "updates", "related_to",
)  # fmt: skip
PRECISIONS: tuple[str, ...] = (
    "time", "day", "month", "season", "quarter", "year", "decade", "century", "interval", "set",
)  # fmt: skip
ONE_DAY = ("day", "time")
"""Precisions of a date that is one day."""
KNOWN_DAY = (*ONE_DAY, "interval")
"""Precisions at which the day is known on which an event happened or began."""
SORTS: tuple[str, ...] = ("date", "-date", "updated", "-updated", "relevance")
SUPPORTABLE_FIELDS: tuple[str, ...] = (
    "title", "summary", "date", "category", "status", "countries", "actors", "place",
    "amounts", "related", "tags",
)  # fmt: skip
