"""RIS, as EndNote, Zotero and Mendeley read it: a tag, two spaces, a hyphen, a value on one line.

RIS cannot escape anything, so no value has a line end. An author with a comma would be read as a
family name and a given name; such a name is written only as the publisher.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.formats.citation import Citation, rendered
from service.formats.format import Format


def record(cited: Citation) -> str:
    """One record with CRLF line ends."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(cited) if value) + "ER  - \r\n"


def _lines(cited: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "DATA" if cited.data else "ELEC"
    yield "ID", cited.key
    yield "TI", cited.title
    if "," not in cited.author:
        yield "AU", cited.author
    yield "PB", cited.author
    yield "T2", cited.author
    yield "PY", str(cited.issued.year)
    yield "DA", _day(cited.issued)
    yield "ET", f"Version {cited.version}" if cited.version else ""
    yield "M3", cited.about
    yield "CY", cited.place or ""
    yield "AB", cited.abstract
    yield "N1", cited.note
    for each in cited.keywords:
        yield "KW", each
    yield "UR", cited.url or ""
    yield "Y2", _day(cited.accessed)


def _day(day: date) -> str:
    return f"{day:%Y/%m/%d}/"


FORMAT = Format(
    "ris", "RIS", "application/x-research-info-systems; charset=utf-8",
    "EndNote, Zotero, Mendeley", "all", rendered(record, "\r\n"), {"type": "string"},
    dated=True,
)  # fmt: skip
