"""Recognizes lines before the header of a table: a line with the separator, and comments."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.I)


def separator(line: str) -> str | None:
    """The separator in a line like Excel's ``sep=;``; ``None`` if the line is none."""
    found = _SEPARATOR.fullmatch(line)
    return found[1] if found else None


def comment(line: str) -> bool:
    """Whether a line may be a comment; a header may begin like one too (``#,date,title``)."""
    return line.startswith("#")
