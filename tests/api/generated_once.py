"""As ``generated``, but each value of each parameter and body is tried once: at the first operation
that has it. Later operations have neither the parameter nor another body than the example of its
schema. Without this, most of the requests are those of one list, again for each of its formats."""

from __future__ import annotations

import json
from typing import Any

import schemathesis

from tests.api import generated

__all__ = ["generated"]


@schemathesis.hook
def before_load_schema(context: object, raw_schema: dict[str, Any]) -> None:
    seen: set[str] = set()

    def new(part: dict[str, Any]) -> bool:
        key = json.dumps({**part, "description": None}, sort_keys=True)
        return not (key in seen or seen.add(key))  # type: ignore[func-returns-value]

    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            given = operation.get("parameters", ())
            operation["parameters"] = [each for each in given if each["in"] == "path" or new(each)]
            if (body := operation.get("requestBody")) and not new(body):
                (content,) = body["content"].values()
                name = content["schema"]["$ref"].rpartition("/")[2]
                (example,) = raw_schema["components"]["schemas"][name]["examples"]
                content["schema"] = {"const": example}
