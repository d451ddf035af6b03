"""What the words for a time in a question were read as, or may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain import edtf
from service.domain.display import any_year, display

MOST_READINGS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A time that is asked for: ``date`` as EDTF, or ``on``, the ``MM-DD`` of a day in any
    year."""

    date: str = ""
    on: str = ""

    @property
    def words(self) -> str:
        """In English: ``September 2022 to November 2022``."""
        return self.said("en").replace(" – ", " to ")

    def said(self, lang: str) -> str:
        """In that language."""
        if self.on:
            month, day = map(int, self.on.split("-"))
            return any_year(month, day, lang)
        return display(edtf.parse(self.date), lang=lang)

    @property
    def code(self) -> str:
        """As the address has it."""
        return self.date or f"on={self.on}"


class Unread(edtf.DateError):
    """The words are not understood, or can mean several things. ``readings`` are what they may
    mean, the likeliest first."""

    def __init__(self, why: str, readings: Iterable[Asked] = ()) -> None:
        super().__init__(why)
        self.readings = tuple(dict.fromkeys(readings))[:MOST_READINGS]
