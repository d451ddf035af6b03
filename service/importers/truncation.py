"""Changes texts that an event does not allow as they are: long ones, and tags with a comma."""

from __future__ import annotations

from service.importers.cell_text import meaning_of_misread


def cut(text: str, most: int) -> str:
    """The text, cut at a word if it has more than ``most`` characters."""
    return text if len(text) <= most else text[: most - 1].rsplit(maxsplit=1)[0] + "…"


def shortened(name: str, text: str, most: int, warnings: list[str]) -> str:
    """The same; a cut is added to ``warnings``."""
    if len(text) > most:
        warnings.append(f"{name} cut from {len(text):,} to {most:,} characters")
    return cut(text, most)


def tell_of_misread(name: str, text: str, warnings: list[str]) -> None:
    """Add to ``warnings`` that another program read a text in a wrong encoding, if it did."""
    if meant := meaning_of_misread(text):
        reason = f"{name} {text[:60]!r} was read in a wrong encoding by another program: {meant}"
        warnings.append(reason)


def without_comma(name: str, tag: str, warnings: list[str]) -> str:
    """A tag whose commas became spaces, as a comma means "or" in a query; it is reported in
    ``warnings``."""
    if "," not in tag:
        return tag
    warnings.append(f"{name}: {tag[:100]!r} is one tag, and its commas became spaces")
    return tag.replace(",", " ")
