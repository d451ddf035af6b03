"""Names that stand twice in one JSON object (RFC 8259, section 4).

Which of the two values is meant cannot be known, and every quick parser takes the last without
a word. So whoever takes JSON from outside asks here whether it kept all that was there.
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


def once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of its members, for ``object_pairs_hook``. Raises ``Repeated``."""
    found = dict(members)
    if len(found) < len(members):
        raise Repeated(repeated_of(members))
    return found


def repeated_of(members: list[tuple[str, Any]]) -> str:
    """The name that stands most often among ``members``."""
    return Counter(name for name, _ in members).most_common(1)[0][0]


def require_once(text: str | bytes) -> None:
    """Raises ``Repeated`` where an object of a JSON document has a name twice, and
    ``RecursionError`` where it is nested too deeply; the document is known to be JSON."""
    json.loads(text, object_pairs_hook=once, parse_int=str, parse_float=str)


def without_mark(text: bytes) -> bytes:
    """A text without the byte order mark, which a parser of JSON may ignore (RFC 8259, 8.1)."""
    return text.removeprefix(BOM_UTF8)
