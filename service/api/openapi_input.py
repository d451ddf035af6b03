"""The schemas of events that clients send, for the OpenAPI document.

The marshmallow schemas give the fields. This module adds the descriptions of the document that is
read, and the fields that the service works out. Clients may send those fields as they were read.
"""

from __future__ import annotations

from typing import Any

from service.schemas.computed_fields import CHECKED
from service.schemas.documents import DOCUMENTS, EXAMPLE_INPUT

SAID = {
    "Event": "An event to store. A missing member is empty; a missing status is occurred.",
    "Place": "The place of an event. Give both coordinates, or neither.",
    "Actor": "A person, an organization or a group; a person if type is missing.",
}
COUNTRY = "Any name or code of a country."
IGNORED = {"description": "Derived; a value that is sent is ignored."}
NOT_AGAINST = {
    **{name: {"description": "Follows from date, and must not contradict it."} for name in CHECKED},
    "name": {"description": "Follows from code, and must not be the name of another country."},
}
"""Fields that the service works out and compares, if they are sent."""


def described_input(schemas: dict[str, Any]) -> None:
    """Complete the input schemas among ``schemas`` in place: ``EventInput`` and its parts."""
    for input_name in [each for each in schemas if each.endswith("Input")]:
        name = input_name.removesuffix("Input")
        schema, read = schemas[input_name], DOCUMENTS[name]
        ignored = [name for name, each in schema["properties"].items() if each.get("readOnly")]
        for field in ignored:
            del schema["properties"][field]
        for field, each in schema["properties"].items():
            # Descriptions name the defaults: generators would make a field with one required.
            each.pop("default", None)
            known = COUNTRY if each.get("format") == "country" else None
            each["description"] = known or read["properties"][field]["description"]
        for field in sorted(ignored):
            schema["properties"][field] = dict(NOT_AGAINST.get(field, IGNORED))
        schema["description"] = SAID.get(name, read["description"])
        schema["additionalProperties"] = False
    schemas["EventInput"]["examples"] = [EXAMPLE_INPUT]


def patch_of(event: dict[str, Any]) -> dict[str, Any]:
    """The schema of a merge-patch (RFC 7396) of ``event``. No field is required, and ``null``
    removes a field that an event does not need."""
    return {
        "type": "object",
        "description": "The fields to change; null empties a field, a list replaces the list.",
        "properties": {
            name: each if name in event["required"] else _or_null(each)
            for name, each in event["properties"].items()
        },
        "additionalProperties": False,
        "examples": [{"date": "2022-09-15", "date_as_reported": None}],
    }


def _or_null(each: dict[str, Any]) -> dict[str, Any]:
    kind, nothing = each.get("type"), {"type": "null"}
    if "anyOf" in each or kind is None or isinstance(kind, list):
        return each  # it already allows null, or any value
    if "enum" in each:
        return {"anyOf": [each, nothing], "description": each["description"]}
    return {**each, "type": [kind, "null"]}
