"""The possible meanings of a text that is no web address."""

from __future__ import annotations

import re
from collections.abc import Iterator

_INSIDE = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_OPENED = {")": "(", "]": "["}
_DOI = re.compile(r"(?:doi:?\s*|(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[!-~]+)", re.IGNORECASE)
_HOST = r"((?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#][!-~]*)?)"
_NO_SCHEME = re.compile(rf"(?://)?{_HOST}", re.IGNORECASE)
"""A URL that lacks its scheme, such as ``www.example.org/a``."""
_MISSPELT = re.compile(
    rf"h?(?:tt?|xx)p(s?)\s?(?:[:;：]\s?/{{0,3}}|/{{2,3}})\s?{_HOST}", re.IGNORECASE
)
"""A misspelt scheme: ``htp://``, ``https:/``, ``hxxps://``."""
_BACKSLASHES = re.compile(r"https?:[\\/]{2}[^\s\\/]\S*", re.IGNORECASE)
"""A URL in which a program for Windows wrote backslashes; browsers read them as slashes."""
_MEANT = (
    (_DOI, r"https://doi.org/\1"),
    (_NO_SCHEME, r"https://\1"),
    (_MISSPELT, r"http\1://\2"),
)


def advice(text: str) -> str:
    """The end of an error message for a text that is no http or https URL: what to write. Empty if
    that is not known."""
    plain = text.strip().replace("[.]", ".")
    if _BACKSLASHES.fullmatch(plain):
        plain = plain.replace("\\", "/")
    inside = [each.rstrip(".,;:'") for each in _inside(plain)]
    if len(inside) > 1:
        return "; it has several, and each needs a source of its own"
    if inside and not plain.lower().startswith(("javascript:", "data:")) and inside[0] != text:
        space = ", and %20 for a space that belongs to it" if f"{inside[0]} " in plain else ""
        return f": write {inside[0]}{space if plain.startswith(inside[0]) else ''}"
    for pattern, meant in _MEANT:
        match = pattern.fullmatch(plain)
        if match and match.expand(meant).lower() != plain.lower():
            return f": write {match.expand(meant)}"
    return ""


def _inside(text: str) -> Iterator[str]:
    """The URLs in a text. A bracket that is closed but not opened in a URL is behind it."""
    at = 0
    while found := _INSIDE.search(text, at):
        url = found[0]
        for end, sign in enumerate(url):
            opened = _OPENED.get(sign)
            if opened and url.count(opened, 0, end) <= url.count(sign, 0, end):
                url = url[:end]
                break
        yield url
        at = found.start() + len(url)
