"""Events of which the first thirty are plain days without a place. They mislead clients that guess
types from the first features."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LATER = (
    "1990-02", "1990-04-01/..", "199X", "1990-21", "1991-33", "1991~", "1992-05-06?",
    "1993-01-01T23:30:00-05:00", "1994-01/1994-03", "[1995,1997]", "2001-XX-XX", "Y12345", "XXXX",
    "1996-07-08",
)  # fmt: skip
TITLES = (
    'He said "no"', "C:\\", 'a \\" b', "\\", '"', "it's", "плов \\ 咖啡", "2001-01-01", "1999",
    "null",
)  # fmt: skip
DAYS, MANY = 30, 400


def plain_days() -> Iterator[dict[str, Any]]:
    """``DAYS`` plain days of 1950, then every kind of date, with and without a place."""
    for number in range(MANY):
        early = number < DAYS
        event: dict[str, Any] = {
            "id": f"m{number:04}",
            "title": f"{number} {TITLES[number % len(TITLES)]}" if number % 2 else
            TITLES[number // 2 % len(TITLES)],
            "date": f"1950-01-{number % 28 + 1:02}" if early else LATER[number % len(LATER)],
            "category": "funding" if number % 3 else "meeting",
            "countries": [{"code": "KZ", "role": "host"}, {"code": "US", "role": "participant"}]
            if number % 5 else [],
            "date_as_reported": "1950-01-01" if early else "in the spring",
            "tags": ["2001-01-01"] if early else ["a tag", "b"],
        }  # fmt: skip
        if not early and number % 2:
            where = {"latitude": 51 + number % 7, "longitude": 71.5 - number % 9}
            event["place"] = {"name": "Astana", "country": "KZ", **where}
        yield event


def stored(folder: Path) -> tuple[Path, Mapping[str, dict[str, Any]]]:
    """Writes the events to a file for an import. Returns the file, and the events by id."""
    file, made = folder / "plain_days.ndjson", list(plain_days())
    file.write_text("".join(json.dumps(each) + "\n" for each in made))
    return file, {each["id"]: each for each in made}
