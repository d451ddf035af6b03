"""Reads ICEWS events: tab-separated with a header, 20 columns, ``NA`` for an empty cell.

Layout: the ICEWS Coded Event Data codebook (Harvard Dataverse, doi:10.7910/DVN/28075). A mutual
event has two rows, one from each side. The second row is merged into the first and reported.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, BinaryIO

from service.domain import countries, edtf
from service.domain.near_spellings import nearest
from service.domain.written import read as read_date
from service.errors import Invalid
from service.importers.cameo import coordinates, kind, mirrored
from service.importers.dates import as_day
from service.importers.lines import lines, too_long
from service.importers.row_result import Record, loaded, rejected, repeated_event, shorten
from service.importers.truncation import shortened

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
NAMES = {"Occupied Palestinian Territory": "PS", "Congo": "CG"}
"""The meaning of ambiguous names in ICEWS; it writes the full name of the other Congo."""
WINDOW = 1000
"""Mutual events among which the other side of a row is sought; it is rarely over ten rows away."""


def looks_like(head: bytes) -> bool:
    """Whether a file begins with the header of such a table.

    Other tables begin with the same two columns, such as POLECAT, the successor of ICEWS.
    """
    header = head.split(b"\n", 1)[0].rstrip(b"\r").split(b"\t")
    own = {b"Source Name", b"CAMEO Code"}
    return header[:2] == [b"Event ID", b"Event Date"] and not own.isdisjoint(header)


def read(stream: BinaryIO) -> Iterator[Record]:
    """The records of a table. Raises ``Invalid`` if its header lacks a column or is unreadable."""
    stored: OrderedDict[tuple[str, ...], str] = OrderedDict()
    columns: tuple[str, ...] | None = None
    for number, line, whole in lines(stream):
        error, cells = _cells(line, whole)
        if error:
            if columns is None:
                raise Invalid(f"the header cannot be read: {error}")
            yield rejected(number, "", repr(line[:80]), error)
            continue
        if cells == [""]:
            continue
        if columns is None:
            columns = COLUMNS if cells[0].isdecimal() else _header(cells)
        if tuple(cells) == columns:  # the header is repeated if files were joined
            continue
        if len(cells) != len(columns):
            reason = f"a row has {len(columns)} cells, not {len(cells)}"
            yield rejected(number, "", None, reason)
            continue
        row = {n: "" if c in ("NA", "None") else c for n, c in zip(columns, cells, strict=True)}
        other = stored.get(_key(row))
        if other:
            yield repeated_event(number, other, "Event ID", shorten(row["Event ID"]) or "")
            continue
        record = _record(number, row)
        code = mirrored(row["CAMEO Code"])
        if record.event and code:
            names = (row["Target Name"], row["Source Name"])
            stored[_key(row, code, names)] = record.event.id
            if len(stored) > WINDOW:
                stored.popitem(last=False)
        yield record


def _cells(line: bytes, whole: bool) -> tuple[str, list[str]]:
    """The error of a line, empty if there is none, and its cells."""
    if not whole:
        return too_long(line), []
    try:
        return "", line.decode("utf-8-sig").rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        return "the line is not UTF-8", []


def _header(cells: list[str]) -> tuple[str, ...]:
    """The columns in the file's own order."""
    missing = [name for name in COLUMNS if cells.count(name) != 1]
    if missing:
        close = nearest(missing[0], [shorten(cell) or "" for cell in cells[:100]])
        hint = f"; nearest: {', '.join(close)}" if close else ""
        raise Invalid(f"the header must have the column {missing[0]!r} once{hint}")
    return tuple(cells)


def _key(
    row: dict[str, str], code: str | None = None, names: tuple[str, str] | None = None
) -> tuple[str, ...]:
    sides = names or (row["Source Name"], row["Target Name"])
    sentence = (row["Event Date"], row["Story ID"], row["Sentence Number"])
    return (*sentence, *sides, code or row["CAMEO Code"])


def _record(line: int, row: dict[str, str]) -> Record:
    meant = kind(row["CAMEO Code"])
    if not row["Event ID"].isdecimal():
        return rejected(line, "Event ID", row["Event ID"], "is not a number")
    if meant is None:
        return rejected(line, "CAMEO Code", row["CAMEO Code"], "is not a CAMEO event code")
    try:
        date = as_day(read_date(row["Event Date"]))
    except edtf.DateError as error:
        return rejected(line, "Event Date", row["Event Date"], str(error))
    sides = (("Source", meant.source), ("Target", meant.target))
    names = " → ".join(row[f"{side} Name"] for side, _ in sides if row[f"{side} Name"])
    words = f"{names}: {meant.words}" if names else meant.words.capitalize()
    warnings: list[str] = []
    title = f"{words}, {row['City']}" if row["City"] else words
    document = {
        "id": f"icews-{row['Event ID']}",
        "title": shortened("title", title, 300, warnings),
        "date": date,
        "category": meant.category,
        "countries": [
            {"code": _country(row[f"{side} Country"]), "role": role}
            for side, role in sides
            if row[f"{side} Country"]
        ],
        "actors": [_actor(row, side, warnings) for side, _ in sides if _is_actor(row, side)],
        "place": _place(row, warnings),
        "sources": [
            {
                "title": shortened("Story ID", _story(row), 500, warnings),
                "publisher": shortened("Publisher", row["Publisher"], 200, warnings) or "ICEWS",
                "published": date,
                "supports": ["title", "date", "countries", "actors", "place"],
            }
        ],
        "tags": ["icews", f"cameo-{row['CAMEO Code']}"],
    }
    columns = {f"/countries/{n}/code": f"{side} Country" for n, (side, _) in enumerate(sides)}
    return loaded(line, document, columns, tuple(warnings))


def _story(row: dict[str, str]) -> str:
    return f"ICEWS story {row['Story ID']}, sentence {row['Sentence Number']}"


def _country(name: str) -> str:
    return NAMES.get(name, name)


def _is_actor(row: dict[str, str], side: str) -> bool:
    """Whether the side is a named actor and not only the country."""
    name = row[f"{side} Name"]
    return bool(name) and name != row[f"{side} Country"]


def _actor(row: dict[str, str], side: str, warnings: list[str]) -> dict[str, Any]:
    country = _country(row[f"{side} Country"])
    # A wrong country is reported only once, for the event's countries.
    try:
        code = countries.resolve(country) if country else None
    except countries.UnknownCountry:
        code = None
    # "Foreign Affairs (Bangladesh)" is a role; only names without brackets may be persons.
    name = shortened(f"{side} Name", row[f"{side} Name"], 200, warnings)
    return {"name": name, "type": "group", "country": code}


def _place(row: dict[str, str], warnings: list[str]) -> dict[str, Any] | None:
    parts = (row["City"], row["District"], row["Province"])
    name = ", ".join(dict.fromkeys(part for part in parts if part))
    country = _country(row["Country"]) or None
    if not name and not country:
        return None
    name = shortened("City, District, Province", name, 200, warnings)
    place: dict[str, Any] = {"name": name or None, "country": country}
    # Without a city the point is only the middle of a province or country.
    point = (row["Latitude"], row["Longitude"])
    if row["City"] and any(point):
        place |= coordinates(point, "Latitude, Longitude", warnings)
    return place
