"""An event in one level, for tables and map layers.

Every column belongs to a field of the document, so ``fields=`` chooses columns too. A field with
one value, or with texts, is one column. A list of parts is a column of texts, and an object is one
column for each of its members. ``SHAPED`` has the exceptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from service.schemas.documents import DOCUMENTS, EVENT, part_of

Column = Callable[[dict[str, Any]], Any]


def _of_place(name: str) -> Column:
    return lambda event: (event["place"] or {}).get(name)


def _joined(name: str, event: dict[str, Any]) -> list[str]:
    """The parts of a list, each as one text."""
    return [
        " ".join(str(value) for value in part.values() if value not in (None, []))
        for part in event[name]
    ]


def _member(name: str, member: str, event: dict[str, Any]) -> Any:
    return (event[name] or {}).get(member)


def _usual(name: str) -> dict[str, Column]:
    """The columns of a field without an exception in ``SHAPED``."""
    part = part_of(name)
    if part is None:
        return {}
    if EVENT[name].get("type") == "array":
        return {name: partial(_joined, name)}
    members = DOCUMENTS[part]["properties"]
    return {f"{name}_{member}": partial(_member, name, member) for member in members}


SHAPED: dict[str, dict[str, Column]] = {name: made for name in EVENT if (made := _usual(name))} | {
    "countries": {
        "countries": lambda event: list(dict.fromkeys(each["code"] for each in event["countries"])),
        "country_roles": lambda event: [f"{e['code']}:{e['role']}" for e in event["countries"]],
    },
    "actors": {"actors": lambda event: [each["name"] for each in event["actors"]]},
    "place": {"place": _of_place("name"), "place_country": _of_place("country"),
              "latitude": _of_place("latitude"), "longitude": _of_place("longitude")},
    "amounts": {"amounts": lambda event: [f"{each['value']} {each['currency']} {each['stage']}"
                                          for each in event["amounts"]]},
    "sources": {
        "sources": lambda event: [each["title"] for each in event["sources"]],
        "source_urls": lambda event: [each["url"] for each in event["sources"] if each["url"]],
    },
    "related": {"related": lambda event: [f"{e['type']}:{e['event']}" for e in event["related"]]},
}  # fmt: skip


def columns(fields: Iterable[str]) -> tuple[str, ...]:
    """The columns of these fields, in the order of the fields."""
    return tuple(name for each in fields for name in SHAPED.get(each, (each,)))


def flat(event: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """The columns of ``fields``: scalars, and lists of texts."""
    found: dict[str, Any] = {}
    for name in fields:
        shaped = SHAPED.get(name)
        if shaped is None:
            found[name] = event[name]
        else:
            for column, value in shaped.items():
                found[column] = value(event)
    return found
