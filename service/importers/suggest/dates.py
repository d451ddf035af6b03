"""How the dates of a table are written, and which columns hold the events' dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import methodcaller
from statistics import median
from typing import Any, NamedTuple

from service.domain import edtf
from service.importers.dates import UNKNOWN, Order, by_format, lenient
from service.importers.suggest.headers import Column
from service.importers.suggest.notes import Notes, counted

LONG = 366
"""Days. An event is rarely longer; a column of ends beyond that tells of something else."""
_DAYS = {"dmy": ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"),
         "mdy": ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y"),
         None: ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")}  # fmt: skip
_CLOCKS = (" %H:%M:%S", " %H:%M", "T%H:%M:%S", "T%H:%M:%SZ", " %I:%M:%S %p", " %I:%M %p")


@dataclass(slots=True)
class Style:
    """Counts of rows by how their dates can be read. ``readings`` has the EDTF of each cell
    that can be read in one way only."""

    day_first: int = 0
    month_first: int = 0
    either: list[str] = field(default_factory=list)
    ambiguous: int = 0
    plain: int = 0
    readings: dict[str, str] = field(default_factory=dict)
    unread: int = 0

    @property
    def share(self) -> float:
        read = self.plain + self.day_first + self.month_first + self.ambiguous
        return read / (read + self.unread or 1)


def style(column: Column) -> Style:
    """How the cells of a column read as dates."""
    found = Style()
    for text, count in column.counts.items():
        day, month = _reading(text, "dmy"), _reading(text, "mdy")
        if day is None and month is None:
            found.unread += count
            continue
        if day == month:
            found.plain += count
        elif day is None:
            found.month_first += count
        elif month is None:
            found.day_first += count
        else:
            found.ambiguous += count
            found.either.append(text)
            continue
        found.readings[text] = day or month or ""
    return found


def _reading(text: str, order: Order | None) -> str | None:
    try:
        return lenient(text, order)
    except edtf.DateError:
        return None


class Dates(NamedTuple):
    """The ``date`` of a mapping, and the columns it draws on."""

    rule: dict[str, str]
    columns: list[Column]


def find_dates(columns: list[Column], notes: Notes) -> Dates | None:
    """The date of the events, or ``None`` where no column looks or is called like one."""
    styles = {each.name: style(each) for each in columns if _worth_a_look(each)}
    dated = [each for each in columns if each.name in styles and _is_date(each, styles[each.name])]
    headed = [each for each in dated if each.rank("start", "date", "end")]
    starts = [each for each in headed if each.rank("end") < each.rank("start", "date")]
    start = max(starts, key=lambda each: each.rank("start", "date"), default=None)
    parts = _parts(columns)
    if parts and (start is None or not _finer(styles[start.name])):
        return _from_parts(parts, notes)
    if start is None and not (dated or headed):
        return _unreadable(columns, styles, notes)
    if start is None:
        start = (headed or dated)[0]
        notes.guessed.append(f"date: {start.name}, as its cells look like dates")
    ends = [each for each in headed if each.rank("end") and each is not start]
    end = next((each for each in ends if _belongs(start, each, styles, notes)), None)
    used = [start, end] if end else [start]
    others = [each.name for each in dated if each not in [start, *ends]]
    if others:
        notes.guessed.append(f"other columns of dates are not used: {', '.join(others)}")
    return Dates(_rule(used, [styles[each.name] for each in used], notes), used)


def _worth_a_look(column: Column) -> bool:
    probe = list(column.counts)[:30]
    if column.rank("published", "recorded") or not probe:
        return False
    read = sum(bool(_reading(text, "dmy") or _reading(text, "mdy")) for text in probe)
    return read * 2 >= len(probe) or column.rank("start", "date", "end") > 0


def _is_date(column: Column, found: Style) -> bool:
    """Numbers alone may be years or anything; they need a header that says so."""
    if column.rank("start", "date", "end"):
        return found.share >= 0.5
    return found.share >= 0.95 and column.share(str.isdecimal) < 0.5 and not column.rank("id")


def _finer(found: Style) -> bool:
    return any(len(text) > 4 for text in found.readings.values()) or bool(found.either)


def _unreadable(columns: list[Column], styles: dict[str, Style], notes: Notes) -> Dates | None:
    named = [each for each in columns if each.name in styles]
    start = max(named, key=lambda each: (each.rank("date"), each.rank("start")), default=None)
    if start is None or not (start.rank("date") or start.rank("start") == 3):
        return None
    return Dates(_rule([start], [styles[start.name]], notes), [start])


def _rule(used: list[Column], styles: list[Style], notes: Notes) -> dict[str, str]:
    rule = dict(zip(("start", "end"), (f"{{{each.name}}}" for each in used), strict=False))
    names = " and ".join(each.name for each in used)
    order = _order(names, styles, notes)
    form = _midnights(used, styles, order)
    example = next((text for each in styles for text in each.readings), "")
    if form:
        notes.guessed.append(f"date: every time in {names} is midnight, so only the day is taken")
        return rule | {"format": form}
    if order:
        rule["order"] = order
    notes.sure.append(f"date: {names}" + (f", written like {example}" if example else ""))
    return rule


def _order(names: str, styles: list[Style], notes: Notes) -> Order | None:
    day, month = sum(s.day_first for s in styles), sum(s.month_first for s in styles)
    open_ = sum(s.ambiguous for s in styles)
    if day and not month:
        notes.sure.append(
            f"date: the day comes first; {counted(day, 'cell')} can be read no other way"
        )
        return "dmy"
    if month and not day:
        notes.sure.append(
            f"date: the month comes first; {counted(month, 'cell')} can be read no other way"
        )
        return "mdy"
    if open_:
        example = next(text for each in styles for text in each.either)
        why = (
            f"both orders are there, the day first in {day:,} cells and the month in {month:,}"
            if day
            else "no cell seen decides it"
        )
        dots = "; with dots it is most often the day" if "." in example else ""
        notes.decide.append(
            f"date: {example} in {names} can have the day or the month first, and {why}{dots}. "
            'Put "order": "dmy" or "order": "mdy" into "date"; '
            f"until then {counted(open_, 'cell')} like it will be refused"
        )
    return None


def _midnights(used: list[Column], styles: list[Style], order: Order | None) -> str | None:
    """The format of cells that all say midnight, as exports of days do."""
    readings = [text for each in styles for text in each.readings.values()]
    if not readings or not all("T00:00:00" in text for text in readings):
        return None
    for form in (day + clock for key in (order, None) for day in _DAYS[key] for clock in _CLOCKS):
        try:
            for each in used:
                for text in each.counts:
                    by_format(text, form)
        except edtf.DateError:
            continue
        return form
    return None


def _belongs(start: Column, end: Column, styles: dict[str, Style], notes: Notes) -> bool:
    """Whether a column of ends is that of the events: after the start, and not by years."""
    lengths = []
    for first, last in zip(start.cells, end.cells, strict=True):
        one = styles[start.name].readings.get(first)
        other = styles[end.name].readings.get(last)
        if one and other:
            begins, ends = edtf.parse(one).earliest, edtf.parse(other).latest
            if begins is not None and ends is not None:
                lengths.append(ends - begins)
    if not lengths:
        return bool(styles[end.name].either)
    backwards = sum(length < 0 for length in lengths)
    if backwards * 20 > len(lengths) or median(lengths) > LONG:
        why = (
            "it is often before the start"
            if backwards * 20 > len(lengths)
            else f"it is mostly over a year after {start.name}"
        )
        notes.decide.append(
            f'date: {end.name} is not used, as {why}; put "end": "{{{end.name}}}" into "date" '
            "if the events last that long"
        )
        return False
    return True


def _parts(columns: list[Column]) -> list[Column]:
    """Columns of year, month and day, as many of them as there are."""
    found = []
    for meaning, fits in (("year", _a_year), ("month", _a_month), ("day", _a_day)):
        named = [
            each
            for each in columns
            if each not in found
            and (each.rank(meaning) or _ends_in(each, meaning))
            and each.share(fits) > 0.9
        ]
        if not named:
            break
        found.append(max(named, key=methodcaller("rank", meaning)))
    return found


def _ends_in(column: Column, meaning: str) -> bool:
    """``styear``, ``stmon2``, ``startday``."""
    last = column.words[-1].rstrip("0123456789") if column.words else ""
    return last.endswith({"year": ("year", "yr"), "month": ("month", "mon")}.get(meaning, ("day",)))


def _a_year(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,4}", text)) and text not in UNKNOWN


def _a_month(text: str) -> bool:
    return text.upper() in UNKNOWN or (text.isdecimal() and 1 <= int(text) <= 12)


def _a_day(text: str) -> bool:
    return text.upper() in UNKNOWN or (text.isdecimal() and 1 <= int(text) <= 31)


def _from_parts(parts: list[Column], notes: Notes) -> Dates:
    rule: dict[str, Any] = dict(
        zip(("year", "month", "day"), (f"{{{each.name}}}" for each in parts), strict=False)
    )
    notes.sure.append(f"date: {', '.join(each.name for each in parts)}")
    return Dates(rule, parts)
