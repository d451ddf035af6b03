"""How the words for a time in a question were read, or may be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain import edtf
from service.domain.display import any_year, display

MOST_READINGS = 8


@dataclass(frozen=True, slots=True)
class AskedTime:
    """A time that a question asks for: ``date`` as EDTF, or ``on``, the ``MM-DD`` of a day in any
    year."""

    date: str = ""
    on: str = ""

    @property
    def words(self) -> str:
        """The time in English: ``September 2022 to November 2022``."""
        return self.in_language("en").replace(" – ", " to ")

    def in_language(self, lang: str) -> str:
        """The time in the language ``lang``."""
        if self.on:
            month, day = map(int, self.on.split("-"))
            return any_year(month, day, lang)
        return display(edtf.parse(self.date), lang=lang)

    @property
    def code(self) -> str:
        """The time as a URL has it."""
        return self.date or f"on={self.on}"


class UnclearDate(edtf.DateError):
    """The words are not understood, or have several meanings. ``readings`` are the possible
    meanings, the likeliest first."""

    def __init__(self, why: str, readings: Iterable[AskedTime] = ()) -> None:
        super().__init__(why)
        self.readings = tuple(dict.fromkeys(readings))[:MOST_READINGS]
