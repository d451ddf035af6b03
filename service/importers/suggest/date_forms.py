"""Finds out how the dates of a table are written: which of day and month comes first, and whether
all times are midnight."""

from __future__ import annotations

from service.domain import edtf
from service.domain.counted import counted
from service.domain.written.names import LANGUAGES
from service.importers.dates import Order, by_format
from service.importers.suggest.headers import Column
from service.importers.suggest.notes import Notes
from service.importers.suggest.styles import Style, only_order

_DAYS = {"dmy": ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"),
         "mdy": ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y"),
         None: ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")}  # fmt: skip
_CLOCKS = (" %H:%M:%S", " %H:%M", "T%H:%M:%S", "T%H:%M:%SZ", " %I:%M:%S %p", " %I:%M %p")


def written_rule(
    used: list[Column], styles: list[Style], sure: bool, notes: Notes
) -> dict[str, str]:
    """The ``date`` of a mapping for one or two columns; says how their dates are written."""
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
    if language := next((each.language for each in styles if each.language), None):
        rule["language"] = language
        notes.sure.append(f"date: the words are {LANGUAGES[language]}")
    degree = notes.sure if sure else notes.guessed
    degree.append(f"date: {names}" + (f", written like {example}" if example else ""))
    return rule


def _order(names: str, styles: list[Style], notes: Notes) -> Order | None:
    day, month = sum(s.day_first for s in styles), sum(s.month_first for s in styles)
    open_ = sum(s.ambiguous for s in styles)
    if order := only_order(styles):
        first = "day" if order == "dmy" else "month"
        cells = counted(day or month, "cell")
        notes.sure.append(f"date: the {first} comes first; {cells} can be read no other way")
        return order
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
    """The format of cells whose times are all midnight, as in exports of days; or ``None``."""
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
