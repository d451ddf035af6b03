"""Reads degrees of latitude and longitude in tables and documents."""

from __future__ import annotations

import re

_DEGREES = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_PARTS = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<minus>-)?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:[°º]|deg)?"
    r"(?:\s*(?P<minutes>[0-5]?\d(?:[.,]\d+)?)\s*['′’])?"
    r"(?:\s*(?P<seconds>[0-5]?\d(?:[.,]\d+)?)\s*(?:[\"″”]|''))?\s*(?P<behind>[NSEW])?",
    re.ASCII | re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?P<before>[NSEW] ?)?(?P<minus>-)?(?P<degrees>\d{1,3})(?P<sign>[ :])(?P<minutes>[0-5]?\d)"
    r"(?:(?P=sign)(?P<seconds>[0-5]?\d(?:\.\d+)?))?(?P<behind> ?[NSEW])?",
    re.ASCII | re.IGNORECASE,
)
"""Spaces between the parts; without a direction it may be two numbers."""
_TWO = re.compile(r"(?:POINT *Z? *\( *)?[+-]?\d+\.\d+[,; ]\s*[+-]?\d+\.\d+ *\)?", re.IGNORECASE)
LONGEST = 60
"""The most characters of a text on which there is advice."""
_NAMES = {90: ("latitude", "NS"), 180: ("longitude", "EW")}


def degrees(text: str) -> float:
    """The number in a text. Raises ``ValueError`` for ``nan``, ``1_0`` and other words that only
    programs read as numbers."""
    if not _DEGREES.fullmatch(text.strip()):
        raise ValueError(f"{text[:40]!r} is not a number of degrees")
    return float(text)


def is_point(text: str) -> bool:
    """Whether a text has two numbers of degrees: ``48.85, 2.35`` or ``POINT(2.35 48.85)``."""
    return bool(_TWO.fullmatch(text.strip()))


def advice(text: str, bound: int) -> str:
    """The right spelling of a text that is no number of degrees up to ``bound`` (90 for a latitude,
    180 for a longitude), as the end of an error message; empty if that is not known.

    It knows degrees, minutes and seconds (``51°10'12"N``, ``51 10 12 N``), directions, two numbers
    in one text, and numbers with other signs.
    """
    plain = text.strip().replace("−", "-").replace("٫", ".")
    if len(plain) > LONGEST:
        return ""
    plain = "".join(str(int(each)) if each.isdecimal() else each for each in plain)
    plain = re.sub(r"^([+-]?)\.(?=\d)", r"\g<1>0.", plain)
    if not plain.isascii() or not _DEGREES.fullmatch(plain.replace(",", ".", 1)):
        return _advice_on_parts(plain, bound)
    return f"; write {plain.replace(',', '.')}"


def _advice_on_parts(plain: str, bound: int) -> str:
    name, directions = _NAMES[bound]
    if _TWO.fullmatch(plain):
        return "; it has two numbers, and each needs a field of its own"
    match = _PARTS.fullmatch(plain) or _SPACED.fullmatch(plain)
    if match is None or (match["before"] and match["behind"]):
        return ""
    direction = (match["before"] or match["behind"] or "").strip().upper()
    if direction and direction not in directions:
        return f"; {direction} is no direction of a {name}: perhaps the two are the wrong way round"
    if (match["minus"] and direction) or (match.re is _SPACED and " " in plain and not direction):
        return ""
    whole, minutes, seconds = (
        float((match[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds")
    )
    number = round(whole + minutes / 60 + seconds / 3600, 6)
    sign = "-" if direction in ("S", "W") or match["minus"] else ""
    return f"; write {sign}" + f"{number:.6f}".rstrip("0").rstrip(".")
