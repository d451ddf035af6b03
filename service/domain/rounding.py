"""Estimates in round numbers."""

from __future__ import annotations


def rounded(number: float) -> int:
    """An estimate rounded to two digits, because it is no more precise."""
    whole: int = round(number)
    size: int = 10 ** max(0, len(str(whole)) - 2)
    return max(1, round(whole / size) * size)
