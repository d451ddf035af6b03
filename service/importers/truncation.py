"""Cuts texts that are longer than an event allows."""

from __future__ import annotations


def cut(text: str, most: int) -> str:
    """The text, cut at a word if it has more than ``most`` characters."""
    return text if len(text) <= most else text[: most - 1].rsplit(maxsplit=1)[0] + "…"


def shortened(name: str, text: str, most: int, warnings: list[str]) -> str:
    """The same; a cut is added to ``warnings``."""
    if len(text) > most:
        warnings.append(f"{name} cut from {len(text):,} to {most:,} characters")
    return cut(text, most)
