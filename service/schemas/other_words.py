"""The words of other people and programs for the words of the API."""

from __future__ import annotations

from collections.abc import Container, Mapping


class OtherWords:
    """Finds the words that mean the same as another one. ``table`` has, by word of the API, the
    others, with spaces between them; a word of several parts has ``_`` between these."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._meant: dict[str, list[str]] = {}
        for word, others in table.items():
            for other in others.split():
                self._meant.setdefault(other, []).append(word)

    def meant(self, text: str, known: Container[str]) -> tuple[str, ...]:
        """Those of the ``known`` words that ``text`` means."""
        words = self._meant.get("_".join(text.lower().replace("-", " ").split()), ())
        return tuple(each for each in words if each in known)
