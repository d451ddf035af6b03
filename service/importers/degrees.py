"""Reads degrees of latitude and longitude in tables and documents."""

from __future__ import annotations

import re

_DEGREES = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_PARTS = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*[°º]?"
    r"(?:\s*(?P<minutes>[0-5]?\d(?:[.,]\d+)?)\s*['′’])?"
    r"(?:\s*(?P<seconds>[0-5]?\d(?:[.,]\d+)?)\s*(?:[\"″”]|''))?\s*(?P<behind>[NSEW])?",
    re.ASCII | re.IGNORECASE,
)


def degrees(text: str) -> float:
    """The number in a text. Raises ``ValueError`` for ``nan``, ``1_0`` and other words that only
    programs read as numbers."""
    if not _DEGREES.fullmatch(text.strip()):
        raise ValueError(f"{text[:40]!r} is not a number of degrees")
    return float(text)


def decimal_degrees(text: str) -> str | None:
    """The number for degrees, minutes and seconds (``51°10'12"N``) or degrees with a direction
    (``71.4 W``), for a hint; ``None`` if the text is nothing of the kind."""
    match = _PARTS.fullmatch(text.strip())
    if match is None or (match["before"] and match["behind"]):
        return None
    whole, minutes, seconds = (
        float((match[name] or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")
    )
    number = round(whole + minutes / 60 + seconds / 3600, 6)
    sign = "-" if (match["before"] or match["behind"] or "").upper() in ("S", "W") else ""
    return sign + f"{number:.6f}".rstrip("0").rstrip(".")
