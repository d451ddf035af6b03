"""A name as one comparable word."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0711\u0730-\u074a\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""Accents of Latin, Greek and Cyrillic letters, and the points of Arabic, Hebrew and Syriac."""


def slug(text: str) -> str:
    """``text`` in lower case, with accents folded and one hyphen for anything between words.

    Letters of every script are kept: ``"Мухтар Тлеуберди"`` stays Cyrillic. So are marks that
    make another letter, such as the vowels of Thai and Hindi and the voiced signs of kana. A text
    of signs alone, ``"!!!"``, is itself.
    """
    folded = text.casefold()
    if folded.isascii():
        return _SEPARATORS.sub("-", folded).strip("-") or folded.strip()
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", folded))
    parts = (each if each.isalnum() or _is_mark(each) else " " for each in plain)
    return "-".join("".join(parts).split()) or " ".join(folded.split())


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")
