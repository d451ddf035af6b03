"""Finds dates in separate columns of year, month and day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.written.names import LANGUAGES_OF, month_word
from service.importers.dates import UNKNOWN, PartError, join
from service.importers.suggest.headers import MEANINGS, Column

_ENDINGS = {
    "year": ("year", "yr", "jahr", "annee", "ano", "год", "年", "年份", "السنة"),
    "month": ("month", "mon", "mth", "mo", "monat", "mois", "mes", "месяц", "月", "月份", "الشهر"),
    "day": ("day", "tag", "jour", "dia", "день", "日", "اليوم"),
}
_STARTS = frozenset(
    {"", "st", "start", "s", "beg", "begin", "from", "event", "i", "incident", "on"}
)
_ENDS = ("end", "fin", "until", "to", "term")
_ABOUT = frozenset({"approx", "approximate", "approximated", "about", "circa", "ca", "estimated",
                    "est", "estimate", "ungefahr", "environ", "vers"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one date: a year, and maybe a month and a day.

    ``stem`` is the common part of their headers. ``plain`` says that it is that of an event or of
    its start.
    """

    stem: str
    columns: list[Column]

    @property
    def plain(self) -> bool:
        return self.stem in _STARTS


class Groups(NamedTuple):
    """The date and the end in the columns, other possible dates, and all plain years. ``unfit`` has
    the columns that are months or days by their headers, each with a cell that is not."""

    start: Group | None
    end: Group | None
    rivals: list[Group]
    years: list[Column]
    unfit: list[tuple[Column, str]]


def groups(columns: list[Column]) -> Groups:
    """The columns of years, months and days, grouped by their headers."""
    found: dict[str, dict[str, Column]] = {}
    unfit: dict[str, list[tuple[Column, str]]] = {}
    fits = {"year": _a_year, "month": _a_month, "day": _a_day}
    for each in columns:
        for meaning, fitting in fits.items():
            stem = _stem(each, meaning)
            if stem is None or not each.filled:
                continue
            if each.share(fitting) > 0.9:
                found.setdefault(stem, {}).setdefault(meaning, each)
            else:
                example = next(text for text in each.counts if not fitting(text))
                unfit.setdefault(stem, []).append((each, example))
    whole = [
        Group(stem, [parts[name] for name in _as_many(parts)])
        for stem, parts in found.items()
        if "year" in parts
    ]
    end = next((each for each in whole if each.stem.startswith(_ENDS)), None)
    starts = [each for each in whole if not each.stem.startswith(_ENDS) and not _about(each.stem)]
    starts.sort(key=lambda each: (each.plain, len(each.columns)), reverse=True)
    start = starts[0] if starts else None
    rivals = [each for each in starts[1:] if start and len(each.columns) >= len(start.columns)]
    years = [each.columns[0] for each in starts if each.plain]
    return Groups(start, end, rivals, years, unfit.get(start.stem, []) if start else [])


def approximate(columns: list[Column]) -> Column | None:
    """The first column of years whose header says that they are approximate."""
    for each in columns:
        stem = _stem(each, "year")
        if stem is not None and _about(stem) and each.filled and each.share(_a_year) > 0.9:
            return each
    return None


def read_parts(group: Group) -> Iterator[str]:
    """The date of each row as EDTF, blank if it cannot be read."""
    empty = [""] * len(group.columns[0].cells)
    cells = [each.cells for each in group.columns] + [empty] * (3 - len(group.columns))
    for year, month, day in zip(*cells, strict=True):
        try:
            yield join(year, month, day) if year else ""
        except PartError:
            yield ""


def _as_many(parts: dict[str, Column]) -> Iterator[str]:
    for name in ("year", "month", "day"):
        if name not in parts:
            return
        yield name


def _stem(column: Column, meaning: str) -> str | None:
    """The rest of a header without ``year``: ``st`` of ``styear``, ``start`` of ``Start Year``."""
    words = [word.rstrip("0123456789") or word for word in column.words]
    joined = "".join(words)
    for ending in _ENDINGS[meaning]:
        if ending in words:
            words.remove(ending)
            return "".join(words)
        if 0 < len(column.words) <= 2 and words[-1].endswith(ending):
            return joined.removesuffix(ending)
    for phrase in MEANINGS[meaning]:
        if column.words[: len(phrase)] == phrase:
            return "".join(column.words[len(phrase) :])
        if column.words[-len(phrase) :] == phrase:
            return "".join(column.words[: -len(phrase)])
    return None


def _about(stem: str) -> bool:
    return stem in _ABOUT


def _a_year(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,4}", text)) and text not in UNKNOWN


def _a_month(text: str) -> bool:
    if text.upper() in UNKNOWN or month_word(text) in LANGUAGES_OF:
        return True
    text = text.rstrip("月월")
    return text.isdecimal() and 1 <= int(text) <= 12


def _a_day(text: str) -> bool:
    text = text.rstrip("日일")
    return text.upper() in UNKNOWN or (text.isdecimal() and 1 <= int(text) <= 31)
