"""Numbers of things in English."""

from __future__ import annotations


def counted(count: int, word: str) -> str:
    """``1 row``, ``2,000 rows``."""
    return f"1 {word}" if count == 1 else f"{count:,} {word}s"
