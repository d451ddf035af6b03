"""Makes a date as coarse as another column of its table says that it is known.

Many sources write a day in every row, and say in a column of its own that only the month or the
year is known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from typing import NamedTuple

import msgspec

from service.domain import edtf
from service.errors import FieldError

_POINT = re.compile(
    r"(?P<year>Y?-?\d{4,})(?P<month>-\d\d|-XX)?(?P<day>-\d\d|-XX)?"
    r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?(?P<doubt>[?~%]?)",
    re.ASCII,
)
"""A year, a season, a month, a day or a time, with its sign of doubt."""
_TWO_YEARS = ("-22", "-24", "-28", "-30")
"""Seasons that end in the year after the one that is written."""
_ABOUT = {"": "~", "?": "%", "~": "~", "%": "%"}
_RANGE = re.compile(r"(?P<one>[^/.,\[\]]+)/(?P=one)|\[(?P<other>[^/.,\[\]]+)(?:\.\.|,)(?P=other)\]")


class PrecisionRule(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Which cells of ``column`` say that the day, the month, the year or the decade is known.

    ``about`` lists the cells of days that are only approximate.
    """

    column: str
    day: list[str] = []
    month: list[str] = []
    year: list[str] = []
    decade: list[str] = []
    about: list[str] = []

    def known(self, cell: str) -> str:
        """The name of the list that has the cell. Raises ``edtf.DateError`` if none has it."""
        for kind in KINDS:
            if cell in getattr(self, kind):
                return kind
        said = repr(cell[:40]) if cell else "the empty cell"
        raise edtf.DateError(
            f'{said} is in no list of "precision"; say whether it means {", ".join(KINDS[:-1])} or '
            f"{KINDS[-1]}"
        )


KINDS = ("day", "month", "year", "decade", "about")


def precision_errors(rule: PrecisionRule) -> Iterator[FieldError]:
    """The errors of the lists of a rule."""
    every = [cell for kind in KINDS for cell in getattr(rule, kind)]
    if not every:
        reason = f'needs lists of cells, such as "month": ["3"]; there are {", ".join(KINDS)}'
        yield FieldError(f"date.precision: {reason}")
    for cell in sorted({each for each in every if every.count(each) > 1}):
        yield FieldError(f"date.precision: {cell[:40]!r} is listed twice")


def coarser(text: str, kind: str) -> str:
    """The EDTF ``text`` without the parts that are finer than ``kind``, a name in ``KINDS``.

    A date that is coarser stays as it is. Raises ``edtf.DateError`` if EDTF cannot express it.
    """
    found = _POINT.sub(lambda point: _point(point, kind), text)
    same = _RANGE.fullmatch(found)
    return edtf.parse(same["one"] or same["other"] if same else found).text


def _point(point: re.Match[str], kind: str) -> str:
    year, month, day, doubt = (
        point["year"],
        point["month"] or "",
        point["day"] or "",
        point["doubt"],
    )
    if kind == "about":
        return point[0].removesuffix(doubt) + _ABOUT[doubt]
    if kind in ("year", "decade") and month in _TWO_YEARS:
        raise edtf.DateError(f"{point[0]} is a season of two years")
    if kind == "decade":
        if not re.fullmatch(r"\d{4}", year):
            raise edtf.DateError(f"EDTF has no decade of the year {year}")
        return f"{year[:3]}X{doubt}"
    kept = {"day": year + month + day, "month": year + month, "year": year}[kind]
    return kept + doubt


FEW, FEWEST_FIRSTS = 10, 3
"""The fewest days, and firsts of a year among them, that show a habit of the source."""
_DAY = re.compile(r"-?\d{4,}(-\d\d-\d\d)", re.ASCII)


class Firsts(NamedTuple):
    """``number`` of ``total`` days are ``what``, so perhaps only their ``known`` part is known."""

    number: int
    total: int
    what: str
    known: str

    def __str__(self) -> str:
        return f"{self.number:,} of {self.total:,} days are {self.what}"


def firsts(days: Counter[str], none: Container[str] = ()) -> Firsts | None:
    """The firsts among the days of a column (EDTF), if there are more than chance gives.

    Days in ``none`` stand for no date and do not count.
    """
    ends: Counter[str] = Counter()
    for day, times in days.items():
        if day not in none and (match := _DAY.fullmatch(day)):
            ends[match[1]] += times
    total, of_years = ends.total(), ends["-01-01"]
    of_months = sum(times for end, times in ends.items() if end.endswith("-01"))
    if total < FEW:
        return None
    if of_years >= FEWEST_FIRSTS and of_years * 5 >= total:
        return Firsts(of_years, total, "1 January", "year")
    return (
        Firsts(of_months, total, "a first of a month", "month") if of_months * 2 > total else None
    )
