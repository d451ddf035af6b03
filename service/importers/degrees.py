"""Reads degrees of latitude and longitude in tables and documents."""

from __future__ import annotations

import re

_DEGREES = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?", re.ASCII)


def degrees(text: str) -> float:
    """The number in a text. Raises ``ValueError`` for ``nan``, ``1_0`` and other words that only
    programs read as numbers."""
    if not _DEGREES.fullmatch(text.strip()):
        raise ValueError(f"{text[:40]!r} is not a number of degrees")
    return float(text)
