"""GDELT 1.0 and 2.0 event exports: tab-separated, no header, 57, 58 or 61 columns.

Layout: the GDELT Event Codebook, 1.03 (57 columns, 58 with the source's address) and
2.0 (61, a second administrative code for each of the three places).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

from service.domain import edtf
from service.importers.cameo import actor_country, kind
from service.importers.dates import join
from service.importers.fips import fips_country
from service.importers.lines import lines, too_long
from service.importers.record import Record, loaded, rejected


class Layout(NamedTuple):
    """Where a version of the table has what differs between versions."""

    place: int
    latitude: int
    added: int
    url: int | None


LAYOUTS = {57: Layout(49, 53, 56, None), 58: Layout(49, 53, 56, 57), 61: Layout(51, 56, 59, 60)}
CITIES = ("3", "4")
"""Place types that are a point; the others are the middle of a country or a state."""


def looks_like(head: bytes) -> bool:
    """Whether a file begins with a row of such a table."""
    cells = head.split(b"\n", 1)[0].split(b"\t")
    return len(cells) in LAYOUTS and (cells[0].isdigit() or cells[0] == b"GLOBALEVENTID")


def read(stream: BinaryIO) -> Iterator[Record]:
    """The records of an export."""
    for number, line, whole in lines(stream):
        if not whole:
            yield rejected(number, "", None, too_long(line))
            continue
        try:
            cells = line.decode("utf-8").rstrip("\r\n").split("\t")
        except UnicodeDecodeError:
            yield rejected(number, "", repr(line[:80]), "the line is not UTF-8")
            continue
        if cells == [""] or (number == 1 and cells[0] == "GLOBALEVENTID"):
            continue
        layout = LAYOUTS.get(len(cells))
        if layout is None:
            reason = f"a row has 57, 58 or 61 cells, not {len(cells)}"
            yield rejected(number, "", None, reason)
        else:
            yield _record(number, cells, layout)


def _record(line: int, cells: list[str], layout: Layout) -> Record:
    code = cells[26]
    meant = kind(code)
    if not cells[0].isdecimal():
        return rejected(line, "GLOBALEVENTID", cells[0], "is not a number")
    if meant is None:
        return rejected(line, "EventCode", code, "is not a CAMEO event code")
    try:
        date = edtf.parse(join(cells[1][:4], cells[1][4:6], cells[1][6:8])).text
    except edtf.DateError as error:
        return rejected(line, "SQLDATE", cells[1], str(error))
    sides = [_side(*cells[at : at + 3]) for at in (5, 15)]
    place = _place(cells, layout)
    names = " → ".join(side.name for side in sides if side.name)
    words = f"{names}: {meant.words}" if names else meant.words.capitalize()
    where = f", {place['name'].split(',')[0]}" if place and place.get("name") else ""
    roles = zip((meant.source, meant.target), sides, strict=True)
    document = {
        "id": f"gdelt-{cells[0]}",
        "title": f"{words}{where}"[:300],
        "date": date,
        "category": meant.category,
        "countries": [{"code": side.country, "role": role} for role, side in roles if side.country],
        "actors": [side.actor for side in sides if side.actor],
        "place": place,
        "sources": _sources(cells, layout),
        "tags": ["gdelt", f"cameo-{code}"],
    }
    return loaded(line, document, {"/place/latitude": "ActionGeo_Lat"})


class Side(NamedTuple):
    """One of the two actors of a row; ``actor`` is ``None`` where it is just a country."""

    name: str
    country: str | None
    actor: dict[str, Any] | None


def _side(code: str, name: str, country_code: str) -> Side:
    name = name.title()[:200]
    country = actor_country(country_code) if country_code else None
    if not name or (country and code == country_code):
        return Side(name, country, None)
    return Side(name, country, {"name": name, "type": "group", "country": country})


def _place(cells: list[str], layout: Layout) -> dict[str, Any] | None:
    sort, name, fips = cells[layout.place : layout.place + 3]
    if not name and not fips:
        return None
    place: dict[str, Any] = {"name": name[:200] or None, "country": fips_country(fips)}
    if sort in CITIES:
        try:
            place["latitude"] = float(cells[layout.latitude])
            place["longitude"] = float(cells[layout.latitude + 1])
        except ValueError:
            place.pop("latitude", None)
    return place


def _sources(cells: list[str], layout: Layout) -> list[dict[str, Any]]:
    url = cells[layout.url] if layout.url is not None else ""
    address = url if url.startswith(("http://", "https://")) and len(url) <= 2000 else None
    try:
        host = urlsplit(address).hostname if address else None
    except ValueError:
        host = address = None
    added = cells[layout.added]
    told = f"{added[:4]}-{added[4:6]}-{added[6:8]}" if added[:8].isdecimal() else None
    # Without an address the cell names a wire service or a broadcast.
    return [{
        "title": host or url[:500] or "The GDELT Project",
        "publisher": host,
        "url": address,
        "published": told,
        "supports": ["title", "date", "countries", "actors", "place"],
    }]  # fmt: skip
