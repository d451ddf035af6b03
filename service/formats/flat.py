"""An event in one level: what tables and map layers can hold.

Every column belongs to a field of the document, so that ``fields=`` chooses columns too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Column = Callable[[dict[str, Any]], Any]


def _of_place(name: str) -> Column:
    return lambda event: (event["place"] or {}).get(name)


SHAPED: dict[str, dict[str, Column]] = {
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
    """The columns of these fields, in their order."""
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
