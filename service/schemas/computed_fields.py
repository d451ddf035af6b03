"""Computed fields in a body: whether they contradict the field from which they follow.

``"precision": "month"`` beside ``"date": "2022-09-01"`` has two readings, and nobody knows which of
them is meant. So has ``"name": "Uzbekistan"`` beside ``"code": "KZ"``. The words of a date are left
out here, because they differ from language to language. For the same reason any usual name of a
country is right beside its code, and a name that nobody knows says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from service.domain import countries
from service.domain.event import Event
from service.domain.result_cache import ResultCache
from service.errors import FieldError
from service.schemas.event import COMPUTED, computed

CHECKED = tuple(name for name in COMPUTED if name != "date_display")


class Contradiction(NamedTuple):
    """A computed field with another value than the field gives from which it follows."""

    path: tuple[str | int, ...]
    """The names of the field and of those around it; a number is a place in a list."""
    reason: str
    source: str = "date"

    @property
    def name(self) -> str:
        """The field, as a report names it: ``countries/0/name``."""
        return "/".join(map(str, self.path))

    @property
    def error(self) -> FieldError:
        """The error of the field in a body."""
        return FieldError(
            f"{self.reason}; leave this field out, or write the {self.source} that is meant",
            pointer=f"/{self.name}",
        )

    def repeats(self, given: Any, stored: Any) -> bool:
        """Whether the document ``given`` has the value of the document ``stored``."""
        for step in self.path:
            if isinstance(stored, list) and not (isinstance(step, int) and step < len(stored)):
                return False
            given, stored = given[step], stored[step]
        return bool(given == stored)


def computed_of(event: Event) -> tuple[Any, ...]:
    """The values of ``CHECKED`` that follow from the event's date."""
    return computed(event.date.text, event.date_as_reported)[-len(CHECKED) :]


def contradictions(given: Mapping[str, Any], event: Event) -> list[Contradiction]:
    """The fields of ``given`` that do not follow from the event's date, and the names of countries
    that are not those of their codes. ``given`` is a document that the schema accepts."""
    found = _wrong_names(given.get("countries"))
    if given.keys().isdisjoint(CHECKED):
        return found
    date = event.date.text
    return [
        Contradiction((name,), f"follows from date, and {date!r} means {_word(value)}")
        for name, value in zip(CHECKED, computed_of(event), strict=True)
        if name in given and not _same(given[name], value)
    ] + found


def _wrong_names(roles: Any) -> list[Contradiction]:
    found = []
    for place, role in enumerate(roles or ()):
        name = role.get("name")
        if isinstance(name, str) and not name_agrees(code := role["code"], name):
            means = f"{code!r} means {countries.name(countries.resolve(code))}"
            reason = f"follows from code, and {means}, but {name!r} is {countries.resolve(name)}"
            found.append(Contradiction(("countries", place, "name"), reason, "code"))
    return found


def name_agrees(code: str, name: str) -> bool:
    """Whether the name of a country does not contradict the code or name in ``code``, which is
    that of a country. A name of no country does not."""
    return _AGREES[code, name]


def _agrees(code_and_name: tuple[str, str]) -> bool:
    code, name = map(countries.resolve_or_none, code_and_name)
    return name is None or name == code


_AGREES: ResultCache[tuple[str, str], bool] = ResultCache(_agrees, 2048)


def _same(given: Any, value: Any) -> bool:
    """Whether a value is that of a field. ``null`` says nothing about a field."""
    return given is None or (given == value and type(given) is type(value))


def _word(value: Any) -> str:
    return "no day" if value is None else msgspec.json.encode(value).decode().strip('"')
