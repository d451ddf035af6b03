"""Reads GDELT 1.0 and 2.0 event exports: tab-separated, no header, 57, 58 or 61 columns.

Layout: the GDELT Event Codebook, 1.03 (57 columns, 58 with the URL of the source) and 2.0 (61
columns, with a second administrative code for each of the three places).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

from service.domain import edtf
from service.importers.cameo import REGIONS, actor_country, coordinates, kind
from service.importers.dates import join
from service.importers.fips import fips_country
from service.importers.lines import lines, too_long
from service.importers.row_result import Record, loaded, rejected
from service.importers.truncation import shortened
from service.importers.web_address import is_address


class Layout(NamedTuple):
    """The positions of the columns that differ between versions of the table."""

    place: int
    latitude: int
    added: int
    url: int | None


LAYOUTS = {57: Layout(49, 53, 56, None), 58: Layout(49, 53, 56, 57), 61: Layout(51, 56, 59, 60)}
NO_COUNTRIES = ("OS", "OC")
"""The country codes that GDELT writes for the seas."""
CITIES = ("3", "4")
"""Place types whose point is a city; the point of others is the middle of a country or state."""


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
        if len(cells[1]) != 8:
            raise edtf.DateError(f"{cells[1][:20]!r} has not the form YYYYMMDD")
        date = edtf.parse(join(cells[1][:4], cells[1][4:6], cells[1][6:8])).text
    except edtf.DateError as error:
        return rejected(line, "SQLDATE", cells[1], str(error))
    warnings: list[str] = []
    sides = [_side(number, cells[at : at + 3], warnings) for number, at in ((1, 5), (2, 15))]
    place = _place(cells, layout, warnings)
    names = " → ".join(side.name for side in sides if side.name)
    words = f"{names}: {meant.words}" if names else meant.words.capitalize()
    where = f", {place['name'].split(',')[0]}" if place and place.get("name") else ""
    roles = zip((meant.source, meant.target), sides, strict=True)
    document = {
        "id": f"gdelt-{cells[0]}",
        "title": shortened("title", f"{words}{where}", 300, warnings),
        "date": date,
        "category": meant.category,
        "countries": [{"code": side.country, "role": role} for role, side in roles if side.country],
        "actors": [side.actor for side in sides if side.actor],
        "place": place,
        "sources": _sources(cells, layout, warnings),
        "tags": ["gdelt", f"cameo-{code}"],
    }
    return loaded(line, document, {"/place/latitude": "ActionGeo_Lat"}, tuple(warnings))


class RowActor(NamedTuple):
    """One of the two actors of a row; ``actor`` is ``None`` if it is only a country."""

    name: str
    country: str | None
    actor: dict[str, Any] | None


def _side(number: int, cells: list[str], warnings: list[str]) -> RowActor:
    code, name, country_code = cells
    name = shortened(f"Actor{number}Name", name.title(), 200, warnings)
    country = actor_country(country_code) if country_code else None
    if country_code and country is None and country_code not in REGIONS:
        text = f"Actor{number}CountryCode {country_code[:20]!r} is not known, and was left out"
        warnings.append(text)
    if not name or (country and code == country_code):
        return RowActor(name, country, None)
    return RowActor(name, country, {"name": name, "type": "group", "country": country})


def _place(cells: list[str], layout: Layout, warnings: list[str]) -> dict[str, Any] | None:
    sort, name, fips = cells[layout.place : layout.place + 3]
    if not name and not fips:
        return None
    country = fips_country(fips)
    if fips and country is None and fips not in NO_COUNTRIES:
        warnings.append(f"ActionGeo_CountryCode {fips[:20]!r} is not known, and was left out")
    name = shortened("ActionGeo_FullName", name, 200, warnings)
    place: dict[str, Any] = {"name": name or None, "country": country}
    point = cells[layout.latitude : layout.latitude + 2]
    if sort in CITIES and any(point):
        place |= coordinates(point, "ActionGeo_Lat and _Long", warnings)
    return place


def _sources(cells: list[str], layout: Layout, warnings: list[str]) -> list[dict[str, Any]]:
    url = cells[layout.url] if layout.url is not None else ""
    address = url if is_address(url) else None
    try:
        host = urlsplit(address).hostname if address else None
    except ValueError:
        host = address = None
    if address is None:
        url = shortened("SOURCEURL", url, 500, warnings)
    added = cells[layout.added]
    published = _day(added)
    if added and published is None:
        warnings.append(f"DATEADDED {added[:20]!r} is not a date, and was left out")
    # If the cell has no URL, it names a wire service or a broadcast.
    return [{
        "title": host or url or "The GDELT Project",
        "publisher": host,
        "url": address,
        "published": published,
        "supports": ["title", "date", "countries", "actors", "place"],
    }]  # fmt: skip


def _day(stamp: str) -> str | None:
    """The day of ``20230301`` or ``20230301000000``."""
    if not stamp.isdecimal() or len(stamp) not in (8, 14):
        return None
    try:
        return edtf.parse(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}").text
    except edtf.DateError:
        return None
