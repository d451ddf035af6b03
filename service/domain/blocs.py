"""Blocs: named groups of countries, each member with the days of its membership."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.domain import countries, edtf


@dataclass(frozen=True, slots=True)
class Membership:
    """One stay in a bloc: its first and last day as ordinals, ``None`` if that end is open."""

    country: str
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Bloc:
    """A group of countries; ``sources`` name where the memberships are recorded. ``aliases`` are
    other names that people write for it."""

    code: str
    name: str
    description: str
    members: tuple[Membership, ...]
    sources: tuple[Mapping[str, str], ...]
    aliases: tuple[str, ...] = ()


Blocs = Mapping[str, Bloc]


def from_json(data: Mapping[str, Any]) -> dict[str, Bloc]:
    """Blocs by code, from ``{"blocs": [{"code", "name", "description", "sources",
    "members": [[country, since, until or null], …]}]}``; ``aliases`` is an optional list of names.

    Raises ``ValueError``, which names the bloc and the error in it.
    """
    found: dict[str, Bloc] = {}
    for entry in data["blocs"]:
        try:
            members = tuple(_membership(*each) for each in entry["members"])
            found[entry["code"]] = Bloc(
                entry["code"], entry["name"], entry["description"], members,
                tuple(entry["sources"]), names_of(entry)[1:],
            )  # fmt: skip
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"bloc {entry.get('code')!r}: {error}") from error
    return found


def names_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The name of a bloc in the file, then its aliases. Raises ``ValueError`` if they are no
    texts."""
    found = (entry["name"], *entry.get("aliases", ()))
    if isinstance(entry.get("aliases"), str) or not all(isinstance(each, str) for each in found):
        raise ValueError("aliases must be a list of names")
    return found


def _membership(country: str, since: str | None, until: str | None = None) -> Membership:
    first = edtf.parse(since).earliest if since else None
    last = edtf.parse(until).latest if until else None
    if first is not None and last is not None and first > last:
        raise ValueError(f"{country} leaves before it joins")
    return Membership(countries.resolve(country), first, last)
