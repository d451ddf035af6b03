"""Computed fields in a body: whether they contradict the date from which they follow.

``"precision": "month"`` beside ``"date": "2022-09-01"`` has two readings, and nobody knows which of
them is meant. The words of a date and the names of countries are left out here, because they
differ from language to language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from service.domain.event import Event
from service.errors import FieldError
from service.schemas.event import COMPUTED, computed

CHECKED = tuple(name for name in COMPUTED if name != "date_display")


class Contradiction(NamedTuple):
    """A computed field with another value than the date gives it."""

    name: str
    reason: str

    @property
    def error(self) -> FieldError:
        """The error of the field in a body."""
        return FieldError(
            f"{self.reason}; leave this field out, or write the date that is meant",
            pointer=f"/{self.name}",
        )


def computed_of(event: Event) -> tuple[Any, ...]:
    """The values of ``CHECKED`` that follow from the event's date."""
    return computed(event.date.text, event.date_as_reported)[-len(CHECKED) :]


def contradictions(given: Mapping[str, Any], event: Event) -> list[Contradiction]:
    """The fields of ``given`` that do not follow from the event's date."""
    if given.keys().isdisjoint(CHECKED):
        return []
    date = event.date.text
    return [
        Contradiction(name, f"follows from date, and {date!r} means {_word(value)}")
        for name, value in zip(CHECKED, computed_of(event), strict=True)
        if name in given and not _same(given[name], value)
    ]


def _same(given: Any, value: Any) -> bool:
    """Whether a value is that of a field. ``null`` says nothing about a field."""
    return given is None or (given == value and type(given) is type(value))


def _word(value: Any) -> str:
    return "no day" if value is None else msgspec.json.encode(value).decode().strip('"')
