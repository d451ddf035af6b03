"""The parts of a text that are not the name of one country: brackets, flags, other countries."""

from __future__ import annotations

import re

SIGNS = re.compile(r"\s*(?:[;؛；/／|｜+＋•·∙、\n\r\t\v\f\u2028\u2029]|\s[-–—]+\s)\s*")
"""The signs that separate two countries, and are never part of one name."""
LISTED = re.compile(rf"[,،，]|{SIGNS.pattern}")
"""The same, and the comma, which may also be part of one name."""
_BETWEEN = re.compile(rf"{LISTED.pattern}|\s*[-&–—]\s*|\s+(?:and|und|et|y|e|и|و|vs\.?|versus)\s+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST_LETTER = ord("🇦") - ord("A")
_ANOTHER = re.compile(r"\s*(?:[&+/]|(?:and|or|plus|versus|vs|und|oder|et|ou|y|o|и|или)\b)", re.I)
_DOUBT = re.compile(
    r"\b(?:probably|possibly|perhaps|maybe|presumably|likely|unclear|uncertain|unconfirmed|alleged"
    r"|allegedly|presumed|suspected|tbc|tbd)\b", re.I)  # fmt: skip


def split_brackets(text: str) -> tuple[str, list[str]]:
    """A text without its brackets (empty if a bracket is left open), and the texts inside them."""
    outside = " ".join(_BRACKETS.sub(" ", text).split()).strip(" ,")
    return ("" if re.search(r"[()\[\]]", outside) else outside), _BRACKETS.findall(text)


def split_flags(text: str) -> tuple[str, set[str]]:
    """A text without its flags, and the codes of ISO 3166-1 that the flags consist of (Unicode
    Technical Standard 51, annex B)."""
    flags = {
        "".join(chr(ord(sign) - _FIRST_LETTER) for sign in flag) for flag in _FLAG.findall(text)
    }
    return (_FLAG.sub("", text).strip() if flags else text), flags


def split_list(text: str) -> list[str]:
    """The parts of a text that may name several countries."""
    return [each.strip() for each in _BETWEEN.split(text) if each.strip()]


def adds_another(inside: str) -> bool:
    """Whether the text in brackets names one more country (``and Canada``) or is a doubt
    (``probably``), which no reading may drop."""
    return bool(_ANOTHER.match(inside) or _DOUBT.search(inside))
