"""References in words: APA (7th edition) and Chicago (17th edition, bibliography).

Both are plain text, so that they can be copied. Italics are left to the person who sets the text.
"""

from __future__ import annotations

from service.domain.display import MONTHS
from service.formats.citation import Citation, american, rendered
from service.formats.format import Format

MEDIA_TYPE = "text/plain; charset=utf-8"
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।")
"""Characters that end a sentence, in several scripts: no full stop follows them."""


def apa(cited: Citation) -> str:
    """An entry of a database, or a data set (APA 7, 10.9)."""
    day = cited.issued
    version = f" (Version {cited.version})" if cited.version else ""
    read = f" Retrieved {american(cited.accessed)}"
    read += f", from {cited.url}" if cited.url else "."
    return (
        f"{_ended(cited.author)} ({day.year}, {MONTHS[day.month - 1]} {day.day})."
        f" {cited.title}{version} [{cited.about}].{read}\n"
    )


def chicago(cited: Citation) -> str:
    """An entry with its version and the day of access (Chicago 17, 14.205 to 14.207)."""
    version = f"Version {cited.version}, {american(cited.issued)}" if cited.version else ""
    parts = [
        _ended(cited.author),
        f"“{_ended(_inner(cited.title))}”",
        f"{cited.about}.",
        f"{version or american(cited.issued)}.",
        f"Accessed {american(cited.accessed)}.",
        f"{cited.url}." if cited.url else "",
    ]
    return " ".join(filter(None, parts)) + "\n"


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."


def _inner(title: str) -> str:
    """A title within quotation marks: its own quotation marks become single ones."""
    title = title.replace("“", "‘").replace("”", "’")
    parts = title.split('"')
    # Straight marks come in pairs; an unpaired one stays as it is.
    last = len(parts) - 1 - (len(parts) % 2 == 0)
    made = parts[0]
    for place, each in enumerate(parts[1:], 1):
        mark = '"' if place > last else "‘" if place % 2 else "’"
        made += mark + each
    return made


APA = Format(
    "apa.txt", "APA", MEDIA_TYPE, "reference lists (APA 7)", "all", rendered(apa),
    {"type": "string"}, dated=True,
)  # fmt: skip
CHICAGO = Format(
    "chicago.txt", "Chicago", MEDIA_TYPE, "bibliographies (Chicago 17)", "all",
    rendered(chicago), {"type": "string"}, dated=True,
)  # fmt: skip
