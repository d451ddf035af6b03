"""Finds the column that says how exactly the dates of a table are known.

A source may write a day in every row although it knows only the month of some. Such a column says
so. A column of days that are nearly all the first of a month or of a year hints at the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from service.importers.date_precision import firsts
from service.importers.suggest.headers import Column
from service.importers.suggest.notes import Notes, several

_PRECISION = "precision|prec|accuracy|granularity|resolution|exactness"
_TIME = "date|time|day|temporal|event|start|begin"
_HEADER = re.compile(
    rf"(?:{_TIME})(?:of)?(?:{_PRECISION})|(?:{_PRECISION})(?:of)?(?:{_TIME})|precision|granularity"
)
_WORDS = {
    "day": "day", "exact": "day", "d": "day", "month": "month", "m": "month", "year": "year",
    "y": "year", "decade": "decade", "circa": "about", "approximate": "about", "about": "about",
}  # fmt: skip
_WIKIDATA = {"14": "day", "13": "day", "12": "day", "11": "day", "10": "month", "9": "year",
             "8": "decade"}  # fmt: skip
"""Precisions of Wikidata. A century (7) has no form that is always right, so it is not listed."""
_USUAL, _OF_TIME = {"9", "10", "11"}, {*_WIKIDATA, "7", "6"}
_ACLED = {"1": "day", "2": "about", "3": "month"}
"""The codebook of ACLED: 1 is a day, 2 a week, 3 a month."""


def find_precision(columns: list[Column]) -> Column | None:
    """The column of the precisions of dates, if there is one."""
    headed = (each for each in columns if _HEADER.fullmatch("".join(each.words)))
    return next((each for each in headed if each.counts and _fits(each)), None)


def _fits(column: Column) -> bool:
    """Whether the cells are few and short; a header without a time may be that of a place."""
    short = len(column.counts) <= 20 and all(len(text) <= 20 for text in column.counts)
    timed = len(column.words) > 1 or column.words[0] not in ("precision", "granularity")
    of_wikidata = bool(_USUAL & column.counts.keys()) and column.counts.keys() <= _OF_TIME
    return short and (
        timed or of_wikidata or column.share(lambda text: text.casefold() in _WORDS) >= 0.9
    )


def precision_rule(found: Column, columns: list[Column], notes: Notes) -> dict[str, Any] | None:
    """The ``precision`` of a mapping, if the meaning of the cells is known; the notes say more."""
    cells = sorted(found.counts)
    for meanings in (_WORDS, *_schemes(found, columns)):
        meant = {cell: meanings.get(cell.casefold()) for cell in cells}
        if sum(found.counts[cell] for cell, kind in meant.items() if kind) * 10 >= found.filled * 9:
            break
    else:
        notes.decide.append(
            f"date: {found.name} seems to say how exactly each date is known ({several(cells)}); "
            'say it in "date": "precision": '
            f'{{"column": "{found.name}", "day": ["{cells[0]}"], "month": ["..."]}}. '
            "Otherwise each date counts as exact"
        )
        return None
    rule: dict[str, Any] = {"column": found.name}
    for cell, kind in meant.items():
        if kind:
            rule.setdefault(kind, []).append(cell)
    told = "; ".join(
        f"{', '.join(cells)} is {kind}" for kind, cells in rule.items() if kind != "column"
    )
    notes.guessed.append(f"date: {found.name} says how exactly it is known: {told}")
    return rule


def _schemes(found: Column, columns: list[Column]) -> list[dict[str, str]]:
    """The lists of numbers that the cells may come from."""
    headers = {each.name for each in columns}
    if {"event_id_cnty", "time_precision"} <= headers and found.name == "time_precision":
        return [_ACLED]
    return [_WIKIDATA] if _USUAL & found.counts.keys() else []


def tell_of_firsts(days: Iterable[str], name: str, notes: Notes) -> bool:
    """Note if too many of the ``days`` (EDTF) are the first of a year or of a month."""
    found = firsts(Counter(days))
    if found is None:
        return False
    notes.decide.append(
        f"date: {found} in {name}; perhaps the source knows only the {found.known} of these. Then "
        'correct the cells, or name the column that tells them apart in "precision"'
    )
    return True
