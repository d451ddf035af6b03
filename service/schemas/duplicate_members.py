"""Names that occur twice in one JSON object (RFC 8259, section 4).

It cannot be known which of the two values is meant, and every quick parser takes the last one
without an error. So code that reads JSON from outside checks here whether everything was kept.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import Counter
from typing import Any


class Repeated(ValueError):
    """An object has the member ``name`` more than once."""

    def __init__(self, name: str) -> None:
        super().__init__(f"has {name[:100]!r} more than once in one object")
        self.name = name


def object_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object with these members, for ``object_pairs_hook``. Raises ``Repeated``."""
    found = dict(members)
    if len(found) < len(members):
        raise Repeated(most_repeated(members))
    return found


def most_repeated(members: list[tuple[str, Any]]) -> str:
    """The name that occurs most often among ``members``."""
    return Counter(name for name, _ in members).most_common(1)[0][0]


def certainly_whole(text: bytes, kept: bytes) -> bool:
    """Whether a parser certainly kept every member of the JSON document ``text``. ``kept`` is the
    parsed document, written as JSON again.

    If a name occurs twice, the parser drops the first of the two. The quotes of its name are lost,
    so ``kept`` has fewer quotes. Only a quote that was escaped as a number could make up for them.
    """
    return kept.count(b'"') == text.count(b'"') and not (b"\\" in text and b"\\u0022" in text)


def require_once(text: str | bytes) -> None:
    """Raises ``Repeated`` if an object of a JSON document has a name twice, and ``RecursionError``
    if it is nested too deeply. The document must be valid JSON."""
    json.loads(text, object_pairs_hook=object_once, parse_int=str, parse_float=str)


def without_bom(text: bytes) -> bytes:
    """A text without the byte order mark, which a JSON parser may ignore (RFC 8259, 8.1)."""
    return text.removeprefix(BOM_UTF8)
