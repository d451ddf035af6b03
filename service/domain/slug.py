"""A name as one comparable word."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")


def slug(text: str) -> str:
    """``text`` in lower case, with accents folded and one hyphen for anything between words.

    Letters of every script are kept: ``"Мухтар Тлеуберди"`` stays Cyrillic.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return _SEPARATORS.sub("-", plain).strip("-")
