"""Like ``schemathesis_values``, but each parameter is tried at one operation only.

Otherwise most requests would ask for the same list again, once for each of its formats. Each
operation tries ``TOGETHER`` parameters at most and leaves the others to the next operation that has
them, because a request with many parameters takes long to generate. An enumeration has two of its
values. The body of an event is always the example of the document. A format has few values, because
it takes longer to generate a value than to send the request. Of the paths that end in the same
format, the first is tried. ``make test-all`` tries all values of all fields at all operations.
"""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from hypothesis import strategies as st

from tests.api import schemathesis_values

__all__ = ["schemathesis_values"]
FEW = {
    "bbox": ("46,35,88,56", "170,-10,-170,10"),
    "edtf": ("2022-09", "2022-09-03/2022-10~", "1991", "2022/.."),
    "iso-moment": ("2022-09-03T12:00:00Z", "1970-01-01T00:00:00Z"),
    "epoch-or-edtf": ("1662206400000", "2022-09-03T12:00:00Z", "2022-09"),
    "ogc-datetime": ("2022-09-03", "2022-09-03/.."),
    "country": ("Kazakhstan", "United States"),
}
TOGETHER = 4
for name, values in FEW.items():
    schemathesis.openapi.format(name, st.sampled_from(values))


@schemathesis.hook
def before_load_schema(context: object, raw_schema: dict[str, Any]) -> None:
    seen: set[str] = set()
    (event,) = raw_schema["components"]["schemas"]["EventInput"]["examples"]
    known: set[str] = set()
    for path in list(raw_schema["paths"]):
        ending = path.rpartition("/")[2].partition(".")[2]
        if ending in known:
            del raw_schema["paths"][path]
        elif ending:
            known.add(ending)

    def tried_here(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        new = {_key(each): each for each in given if each["in"] != "path"}
        here = [key for key in new if key not in seen][:TOGETHER]
        needed = [key for key, each in new.items() if each.get("required")]
        seen.update(here)
        kept = [new[key] for key in dict.fromkeys((*needed, *here))]
        for each in kept:
            _shorten(each["schema"])
        return [each for each in given if each["in"] == "path"] + kept

    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            operation["parameters"] = tried_here(operation.get("parameters", []))
            for content in operation.get("requestBody", {}).get("content", {}).values():
                if "$ref" in content["schema"]:
                    content["schema"] = {"const": event}


def _key(parameter: dict[str, Any]) -> str:
    return json.dumps({**parameter, "description": None}, sort_keys=True)


def _shorten(schema: dict[str, Any]) -> None:
    """Leaves the first and the last value of each enumeration."""
    for part in (schema, schema.get("items", {})):
        if "enum" in part:
            part["enum"] = list(dict.fromkeys((part["enum"][0], part["enum"][-1])))
