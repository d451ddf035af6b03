"""CSL-JSON (Citation Style Language 1.0.2, csl-data.json), for citation processors.

``issued`` is the day of the version, ``event-date`` the date of the event. The parts of a date are
given as far as CSL has them, and no more: a month has no day, a season is its number, and a range
has both ends side by side. An approximate or uncertain date is ``circa``. A date that has no parts
in CSL, such as a decade, one of several dates, or a range from a month to a day, is ``literal``
words. Its EDTF text is in ``custom`` and not in ``raw``, because some processors would read ``raw``
instead of the parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import orjson

from service.domain.edtf import Date, parse
from service.formats.citation import Citation, of_event
from service.formats.format import Format, Listing, chunks

_POINT = re.compile(r"(-?\d{4}|Y-?\d{5,9})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", re.ASCII | re.DOTALL)
SEASONS = {code: (code - 21) % 4 + 1 for code in range(21, 33)}


def item(cited: Citation) -> dict[str, Any]:
    """One item."""
    made = {
        "id": cited.key,
        "type": "dataset" if cited.data else "webpage",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "container-title": cited.author,
        "issued": _day(cited.issued),
        "accessed": _day(cited.accessed),
        "event-date": None if cited.edtf is None else event_date(cited.edtf, cited.date_display),
        "event-place": cited.place,
        "genre": cited.about,
        "version": cited.version,
        "URL": cited.url,
        "abstract": cited.abstract,
        "keyword": ", ".join(cited.keywords),
        "note": cited.note,
        "custom": {"edtf": cited.edtf} if cited.edtf else None,
    }
    return {name: value for name, value in made.items() if value}


def event_date(text: str, shown: str) -> dict[str, Any] | None:
    """The date of an event; ``None`` if nothing is known of it."""
    found = parse(text)
    if found.undated:
        return None
    made = _range(text) if found.precision == "interval" else _point(found)
    if made is None:
        return {"literal": shown}
    if found.approximate or found.uncertain:
        made["circa"] = True
    return made


def _point(found: Date) -> dict[str, Any] | None:
    parts = _parts(found.text)
    if parts is None or len(parts) == 1 or parts[1] <= 12:
        return None if parts is None else {"date-parts": [parts]}
    season = SEASONS.get(parts[1])
    return None if season is None else {"date-parts": [parts[:1]], "season": season}


def _range(text: str) -> dict[str, Any] | None:
    """Both ends; ``None`` if one is open, unknown, or not a plain day, month or year. The ends must
    be equally exact, because citeproc-js makes no bibliography with any others."""
    ends = [_parts(each) for each in text.split("/")]
    known = [each for each in ends if each and (len(each) == 1 or each[1] <= 12)]
    equal = len(known) == 2 and len(known[0]) == len(known[1])
    return {"date-parts": known} if equal else None


def _parts(text: str) -> list[int] | None:
    """Year, month and day, as far as they are known. CSL has no year 0: there -1 is 1 BC, which
    EDTF writes as 0."""
    match = _POINT.fullmatch(text.rstrip("?~%").replace("-XX", ""))
    if match is None:
        return None
    year = int(match[1].removeprefix("Y"))
    rest = [int(each) for each in match.groups()[1:] if each]
    return [year if year > 0 else year - 1, *rest]


def _day(day: date) -> Mapping[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """An array of items."""

    def each() -> Iterator[bytes]:
        before = b"["
        for document in documents:
            yield before + orjson.dumps(item(of_event(orjson.loads(document), listing)))
            before = b",\n"
        yield b"]" if before != b"[" else b"[]"

    yield from chunks(each())


TEXT = {"type": "string"}
DATE = {"type": "object", "additionalProperties": False, "properties": {
    "date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": {
        "type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}}},
    "season": {"type": "integer", "minimum": 1, "maximum": 4},
    "circa": {"type": "boolean"}, "literal": TEXT,
}}  # fmt: skip
ITEM = {"type": "object", "additionalProperties": False, "required": ["id", "type", "title"],
        "properties": {
            **dict.fromkeys(("id", "title", "container-title", "event-place", "genre",
                             "version", "URL", "abstract", "keyword", "note"), TEXT),
            "type": {"type": "string", "enum": ["webpage", "dataset"]},
            "author": {"type": "array", "items": {
                "type": "object", "properties": {"literal": TEXT}, "required": ["literal"]}},
            **dict.fromkeys(("issued", "accessed", "event-date"), DATE),
            "custom": {"type": "object", "properties": {"edtf": TEXT}},
        }}  # fmt: skip
ITEMS = {"type": "array", "items": ITEM}
FORMAT = Format(
    "csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", "Zotero, citeproc, Pandoc",
    "all", render, ITEMS, dated=True,
)  # fmt: skip
