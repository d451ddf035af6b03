"""What an event may say when it comes in, for the OpenAPI document.

The marshmallow schemas say which fields there are; here they get the words of the document that
is read, and the fields which are worked out: those may be sent, and are ignored.
"""

from __future__ import annotations

from typing import Any

from service.schemas.documents import DOCUMENTS, EXAMPLE_INPUT

SAID = {
    "Event": "An event to store. What is not given is empty, and the status is occurred.",
    "Place": "Where an event happened. Give both coordinates, or neither.",
    "Actor": "A person, an organization or a group; a person where the type is not given.",
}
COUNTRY = "Any name or code of a country."


def described_input(schemas: dict[str, Any]) -> None:
    """Complete the schemas of input among ``schemas``: ``EventInput`` and its parts."""
    for input_name in [each for each in schemas if each.endswith("Input")]:
        name = input_name.removesuffix("Input")
        schema, read = schemas[input_name], DOCUMENTS[name]
        ignored = [name for name, each in schema["properties"].items() if each.get("readOnly")]
        for field in ignored:
            del schema["properties"][field]
        for field, each in schema["properties"].items():
            # Defaults are told in words: generators would make of each a field to be given.
            each.pop("default", None)
            known = COUNTRY if each.get("format") == "country" else None
            each["description"] = known or read["properties"][field]["description"]
        for field in sorted(ignored):
            schema["properties"][field] = {"description": "Worked out; what is sent is ignored."}
        schema["description"] = SAID.get(name, read["description"])
        schema["additionalProperties"] = False
    schemas["EventInput"]["examples"] = [EXAMPLE_INPUT]


def patch_of(event: dict[str, Any]) -> dict[str, Any]:
    """A merge-patch (RFC 7396) of ``event``: nothing is required, and ``null`` takes away what
    an event can be without."""
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
        return each  # it may be null already, or anything
    if "enum" in each:
        return {"anyOf": [each, nothing], "description": each["description"]}
    return {**each, "type": [kind, "null"]}
