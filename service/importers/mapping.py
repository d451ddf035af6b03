"""How the columns of a table become the fields of an event, declared in a JSON file.

``{"id": "visit-{id}", "title": "…{visitor}…", "date": {"start": "start_date",
"end": "end_date"}, "category": "visit", "countries": [{"column": "from_name", "role":
"participant"}, {"code": "US", "role": "host"}], …}``: a text in which ``{column}`` stands
for a cell, or for countries a column and a role.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import Invalid

_COLUMN = re.compile(r"\{(\w+)\}")
PLAIN = ("id", "title", "summary", "category", "status", "date_as_reported")
KNOWN = {*PLAIN, "about", "date", "countries", "actors", "sources", "tags"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as read; ``event`` applies it to one row."""

    rules: AnyMapping[str, Any]

    def event(self, row: AnyMapping[str, str | None]) -> dict[str, Any]:
        """The event a row describes, still to be validated. Raises ``Invalid`` where a
        column of the mapping is missing."""
        found = {name: self._fill(self.rules[name], row) for name in PLAIN if name in self.rules}
        found["date"] = self._date(row)
        found["countries"] = [
            {
                "code": self._cell(each["column"], row) if "column" in each else each["code"],
                "role": each["role"],
            }
            for each in self.rules.get("countries", ())
        ]
        for name in ("actors", "sources"):
            found[name] = [
                {key: self._fill(text, row) if isinstance(text, str) else text
                 for key, text in each.items()}
                for each in self.rules.get(name, ())
            ]  # fmt: skip
        found["tags"] = [self._fill(text, row) for text in self.rules.get("tags", ())]
        return {name: value for name, value in found.items() if value != ""}

    def _date(self, row: AnyMapping[str, str | None]) -> str:
        rule = self.rules["date"]
        if isinstance(rule, str):
            return self._fill(rule, row)
        start, end = self._cell(rule["start"], row), self._cell(rule["end"], row)
        return start if not end or start == end else f"{start}/{end}"

    def _fill(self, text: str, row: AnyMapping[str, str | None]) -> str:
        return _COLUMN.sub(lambda match: self._cell(match[1], row), text).strip()

    def _cell(self, column: str, row: AnyMapping[str, str | None]) -> str:
        if column not in row:
            raise Invalid(f"the file has no column {column!r}")
        return (row[column] or "").strip()


def read_mapping(file: Path) -> Mapping:
    """The mapping in ``file``. Raises ``Invalid`` that names what is wrong with it."""
    try:
        rules = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise Invalid(f"{file.name} is not JSON: {error}") from None
    missing = {"id", "title", "date", "category"} - set(rules)
    unknown = set(rules) - KNOWN
    if missing or unknown:
        raise Invalid(
            f"{file.name}: "
            + "; ".join(
                [f"{name} is missing" for name in sorted(missing)]
                + [f"{name} is not a field of a mapping" for name in sorted(unknown)]
            )
        )
    return Mapping(rules)
