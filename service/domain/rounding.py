"""Estimates in round numbers."""

from __future__ import annotations


def rounded(number: float) -> int:
    """Two digits of an estimate, which knows no more."""
    whole: int = round(number)
    size: int = 10 ** max(0, len(str(whole)) - 2)
    return max(1, round(whole / size) * size)
