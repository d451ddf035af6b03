"""Like ``generated``, but each parameter is tried only at the first operation that has it.

Otherwise most requests would ask for the same list again, once for each of its formats. The body of
an event is always the example of the document; the fuzzing phase generates other bodies. A format
has few values, because it takes longer to generate a value than to send the request.
``make test-all`` tries all values of all fields.
"""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from hypothesis import strategies as st

from tests.api import generated

__all__ = ["generated"]
FEW = {
    "bbox": ("46,35,88,56", "170,-10,-170,10"),
    "edtf": ("2022-09", "2022-09-03/2022-10~", "1991", "2022/.."),
    "iso-moment": ("2022-09-03T12:00:00Z", "1970-01-01T00:00:00Z"),
    "epoch-or-edtf": ("1662206400000", "2022-09-03T12:00:00Z", "2022-09"),
    "ogc-datetime": ("2022-09-03", "2022-09-03/.."),
    "country": ("Kazakhstan", "United States"),
}
for name, values in FEW.items():
    schemathesis.openapi.format(name, st.sampled_from(values))


@schemathesis.hook
def before_load_schema(context: object, raw_schema: dict[str, Any]) -> None:
    seen: set[str] = set()
    (event,) = raw_schema["components"]["schemas"]["EventInput"]["examples"]

    def new(part: dict[str, Any]) -> bool:
        key = json.dumps({**part, "description": None}, sort_keys=True)
        return not (key in seen or seen.add(key))  # type: ignore[func-returns-value]

    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            given = operation.get("parameters", ())
            operation["parameters"] = [each for each in given if each["in"] == "path" or new(each)]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                if "$ref" in content["schema"]:
                    content["schema"] = {"const": event}
