"""Finds the columns of the events' dates in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median
from typing import Any, NamedTuple

from service.domain import edtf
from service.importers.dates import Order
from service.importers.suggest.clocks import find_clocks
from service.importers.suggest.date_forms import written_rule
from service.importers.suggest.date_precision import (
    find_precision,
    precision_rule,
    tell_of_firsts,
)
from service.importers.suggest.headers import Column
from service.importers.suggest.notes import Notes, several
from service.importers.suggest.record_dates import (
    of_articles,
    of_form,
    other_kind,
    tell_of_others,
)
from service.importers.suggest.split_dates import Group, approximate, groups, read_parts
from service.importers.suggest.styles import Style, only_order, reading, style

LONG = 366
"""Days; an event is rarely longer. A column of ends after more days has another meaning."""
AGREE = 0.95
"""The least share of rows with a year and a date in which the date lies in that year."""
_PLAIN = frozenset({
    "date", "dates", "start", "begin", "beginning", "from", "event", "incident", "meeting", "visit",
    "when", "day", "datetime", "time", "local", "iso", "full", "of", "the", "arrival", "onset",
    "datum", "startdatum", "beginn", "von", "debut", "fecha", "inicio", "de", "desde", "дата",
    "начала", "начало", "события", "күні", "日期", "开始日期", "التاريخ", "تاريخ",
})  # fmt: skip
"""Words of a header that says only that the date is the event's."""
_FIRST = frozenset({"min", "minimum", "earliest", "lower", "low"})
_LAST = frozenset({"max", "maximum", "latest", "upper", "high"})
"""Words of a header for the first or the last day that a date can be."""


class Dates(NamedTuple):
    """The ``date`` of a mapping, the columns of its days, the column of the source's words, and the
    columns beside the days, of times and of precisions."""

    rule: dict[str, Any]
    columns: list[Column]
    reported: Column | None = None
    beside: Sequence[Column] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The columns of a table that may be dates, and the styles of their cells."""

    columns: list[Column]
    styles: dict[str, Style]

    def dated(self, column: Column) -> bool:
        return column.name in self.styles and _is_date(column, self.styles[column.name])


def find_dates(columns: list[Column], notes: Notes) -> Dates | None:
    """The date of the events, or ``None`` if no column has dates or a header of dates.

    The date is reported as sure only under four conditions: the header says only that it is the
    event's, no other column says the same, a column of years beside it agrees, and nothing hints
    that some days are not known.
    """
    precision = find_precision(columns)
    found = _find_dates(columns, notes, exact=precision is None)
    if found is None or precision is None:
        return found
    rule = precision_rule(precision, columns, notes)
    if rule is None:
        return found
    return found._replace(rule={**found.rule, "precision": rule}, beside=[*found.beside, precision])


def _find_dates(columns: list[Column], notes: Notes, exact: bool) -> Dates | None:
    """The date of the events; ``exact`` says that no column has the precisions of dates."""
    of_record = of_form(columns)
    others = [each for each in columns if other_kind(each) or each in of_record]
    usable = [each for each in columns if each not in others]
    others = [each for each in others if looks_dated(each)]
    styles = {each.name: style(each) for each in usable if _worth_a_look(each)}
    found = _Found(usable, styles)
    dated = [each for each in usable if found.dated(each)]
    starts = sorted((each for each in dated if not _end(each)), key=_start_rank, reverse=True)
    start = next((each for each in starts if _start_rank(each)), None)
    parts = groups(usable)
    tell_of_others(others, notes)
    if parts.start and (start is None or not _finer(styles[start.name])):
        exact = exact and not _tell_of_unfit(parts.unfit, notes)
        return _from_parts(parts.start, parts.end, parts.rivals, exact, notes)
    if parts.start and start and start.filled * 2 < parts.start.columns[0].filled:
        # TimelineJS has words only for the dates that its columns do not say.
        notes.guessed.append(f"date: {start.name} has the words of the source")
        made = _from_parts(parts.start, parts.end, parts.rivals, False, notes)
        return made._replace(columns=[*made.columns, start], reported=start)
    if start is None and (year := approximate(usable)):
        return _about(year, usable, notes)
    if start is None and not starts:
        return _unreadable(usable, styles, notes)
    sure = start is not None and _is_certain(start, starts, parts.years, styles, notes)
    if sure and of_articles(columns):
        notes.guessed.append("date: the rows are articles; it may be the date of their publication")
        sure = False
    start = start or starts[0]
    firsts = tell_of_firsts(_days(start, styles[start.name]), start.name, notes) if exact else False
    sure = sure and exact and not firsts and start.filled * 10 >= len(start.cells) * 9
    ends = [each for each in dated if _end(each)]
    end = next((each for each in ends if _belongs(start, each, styles, notes)), None)
    used = [start, end] if end else [start]
    more = [each.name for each in starts if each is not start]
    if more:
        notes.guessed.append(f"other columns of dates are not used: {', '.join(more)}")
    rule = written_rule(used, [styles[each.name] for each in used], sure, notes)
    clocks = [] if "format" in rule else find_clocks(used, columns, _order(rule))
    for key, clock in zip(("start", "end"), clocks, strict=False):
        rule[key] += f" {{{clock.name}}}"
    if clocks:
        notes.guessed.append(f"date: with the times in {several([each.name for each in clocks])}")
    return Dates(rule, used, beside=clocks)


def _order(rule: dict[str, str]) -> Order | None:
    orders: dict[str, Order] = {"dmy": "dmy", "mdy": "mdy"}
    return orders.get(rule.get("order", ""))


def _days(column: Column, found: Style) -> list[str]:
    """The days in the cells, without times that are midnight."""
    order = only_order([found])
    read = (found.in_order(cell, order) or "" for cell in column.cells)
    return [each.partition("T")[0] for each in read]


def looks_dated(column: Column) -> bool:
    """Whether most cells can be read as dates, and not only as years."""
    probe = list(column.counts)[:30]
    read = sum(bool(reading(text, "dmy") or reading(text, "mdy")) for text in probe)
    return bool(probe) and read * 2 >= len(probe) and column.share(str.isdecimal) < 0.5


def _worth_a_look(column: Column) -> bool:
    probe = list(column.counts)[:30]
    if not probe:
        return False
    read = sum(bool(reading(text, "dmy") or reading(text, "mdy")) for text in probe)
    return read * 2 >= len(probe) or column.rank("start", "date", "end") > 0


def _end(column: Column) -> bool:
    """Whether the header means an end more than a start: ``date_end``, ``End of visit``."""
    rank = column.rank("end")
    return rank > 0 and rank >= column.rank("start") and (rank >= column.rank("date"))


_PLANNED = frozenset({"planned", "scheduled", "expected", "proposed", "estimated", "target"})
"""Words for a date that was perhaps not kept."""


def _start_rank(column: Column) -> int:
    """How well a header names the date or the start of an event; 0 for not at all."""
    start, date = column.rank("start"), column.rank("date")
    if not (start or date):
        return 0
    rank = max(start * 2 + 1 if start else 0, date * 2 if date else 0)
    return 1 if _PLANNED & set(column.words) else rank + 1


def _is_certain(
    start: Column, starts: list[Column], years: list[Column], styles: dict[str, Style], notes: Notes
) -> bool:
    """Whether it is certain that ``start`` is the events' date; reports why not."""
    rivals = [each for each in starts if each is not start and _start_rank(each)]
    if not set(start.words) <= _PLAIN:
        notes.guessed.append(f"date: {start.name}, as its header and its cells are of dates")
        return False
    same = [
        each.name for each in rivals if {word.rstrip("0123456789") for word in each.words} <= _PLAIN
    ]
    if same:
        notes.guessed.append(f"date: {start.name}, and not {', '.join(same)}")
        return False
    first, last = (
        next((each.name for each in starts if words & set(each.words)), None)
        for words in (_FIRST, _LAST)
    )
    if first and last:
        notes.guessed.append(f"date: {start.name}, which lies between {first} and {last}")
        notes.decide.append(
            f"date: if {first} and {last} are the first and the last day that it can be, say "
            f'"one_of": ["{{{first}}}", "{{{last}}}"] in "date" instead of "start"'
        )
        return False
    for year in years:
        if (share := _agreement(start, year, styles[start.name])) < AGREE:
            notes.decide.append(
                f"date: {start.name} lies in the year that {year.name} says in {share:.0%} of the "
                "rows only; one of the two may be of something else than the event"
            )
            return False
    return True


def _agreement(start: Column, year: Column, how: Style) -> float:
    """The share of the rows with both columns whose date begins in the year."""
    both = [
        (how.readings[cell][:4], text.removesuffix(".0").zfill(4))
        for cell, text in zip(start.cells, year.cells, strict=True)
        if cell in how.readings and text
    ]
    return sum(one == other for one, other in both) / len(both) if both else 1.0


def _is_date(column: Column, found: Style) -> bool:
    """Whether a column has dates; plain numbers need a header that says so."""
    if column.rank("start", "date", "end"):
        return found.share >= 0.5
    return found.share >= 0.95 and column.share(str.isdecimal) < 0.5 and not column.rank("id")


def _finer(found: Style) -> bool:
    return any(len(text) > 4 for text in found.readings.values()) or bool(found.either)


def _unreadable(columns: list[Column], styles: dict[str, Style], notes: Notes) -> Dates | None:
    named = [each for each in columns if each.name in styles and not _end(each)]
    start = max(named, key=lambda each: (each.rank("date"), each.rank("start")), default=None)
    if start is None or not (start.rank("date") or start.rank("start") == 3):
        return None
    if start.share(_is_year) == 1:
        notes.guessed.append(f"date: {start.name}, whose numbers are years")
        return Dates({"year": f"{{{start.name}}}"}, [start])
    return Dates(written_rule([start], [styles[start.name]], False, notes), [start])


def _is_year(text: str) -> bool:
    """Whether a cell is a year without zeros in front, as before the year 1000."""
    return bool(re.fullmatch(r"[1-9]\d{2,3}", text, re.ASCII)) and int(text) < 2200


def _about(year: Column, columns: list[Column], notes: Notes) -> Dates:
    """The date of a column of approximate years, with the column of the source's words."""
    worded = [each for each in columns if each.rank("date") and each is not year and each.filled]
    reported = max(worded, key=lambda each: each.rank("date"), default=None)
    notes.guessed.append(
        f"date: {year.name}, about"
        + (f"; {reported.name} has the words of the source" if reported else "")
    )
    used = [year, reported] if reported else [year]
    return Dates({"start": f"{{{year.name}}}~"}, used, reported)


def _belongs(start: Column, end: Column, styles: dict[str, Style], notes: Notes) -> bool:
    """Whether a column of ends is that of the events: after the start, but not by years."""
    order = only_order([styles[start.name], styles[end.name]])
    lengths = []
    for first, last in zip(start.cells, end.cells, strict=True):
        one = styles[start.name].in_order(first, order)
        other = styles[end.name].in_order(last, order)
        if one and other:
            begins, ends = edtf.parse(one).earliest, edtf.parse(other).latest
            if begins is not None and ends is not None:
                lengths.append(ends - begins)
    if not lengths:
        return bool(styles[end.name].either)
    return _fits(lengths, start, end, notes)


def _fits(lengths: list[int], start: Column, end: Column, notes: Notes) -> bool:
    """Whether ends are after the starts, but not by years; reports why not."""
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


def _from_parts(
    start: Group, end: Group | None, rivals: list[Group], exact: bool, notes: Notes
) -> Dates:
    """The date of columns of year, month and day, with the columns of the end if there are any."""
    columns = list(start.columns)
    names = ("year", "month", "day")
    rule = {name: f"{{{each.name}}}" for name, each in zip(names, columns, strict=False)}
    text = ", ".join(each.name for each in columns)
    if end and _ends(start, end, notes):
        rule |= {
            f"end_{name}": f"{{{each.name}}}"
            for name, each in zip(names, end.columns, strict=False)
        }
        text += f" to {', '.join(each.name for each in end.columns)}"
        columns += end.columns
    firsts = tell_of_firsts(read_parts(start), text, notes) if exact else False
    if start.plain and not rivals and exact and not firsts:
        notes.sure.append(f"date: {text}")
    else:
        more = ", ".join(each.name for group in rivals for each in group.columns)
        notes.guessed.append(f"date: {text}" + (f"; there are {more} too" if more else ""))
    return Dates(rule, columns)


def _tell_of_unfit(unfit: list[tuple[Column, str]], notes: Notes) -> bool:
    """Reports columns that are months or days only by their headers; whether there are some."""
    for each, example in unfit:
        notes.decide.append(
            f"date: {each.name} is not used, as {example[:40]!r} is no month or day that is known"
        )
    return bool(unfit)


def _ends(start: Group, end: Group, notes: Notes) -> bool:
    lengths = []
    rows = zip_longest(read_parts(start), read_parts(end))
    for first, last in rows:
        if first and last:
            begins, ends = edtf.parse(first).earliest, edtf.parse(last).latest
            if begins is not None and ends is not None:
                lengths.append(ends - begins)
    return bool(lengths) and _fits(lengths, start.columns[0], end.columns[0], notes)
