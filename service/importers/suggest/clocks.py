"""Finds the columns of times of day that belong to columns of days."""

from __future__ import annotations

import re

from service.importers.dates import Order
from service.importers.suggest.headers import Column, plain
from service.importers.suggest.styles import reading

_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE | re.ASCII)
_STARTS = {plain(each) for each in (
    "time", "start time", "time start", "begin time", "from time", "event time", "uhrzeit",
    "beginnt um", "startzeit", "heure", "heure de début", "hora", "hora de inicio", "время",
    "время начала", "时间", "开始时间", "ora", "ora inizio", "horário", "godzina", "час", "уақыты",
    "saat", "الوقت", "ساعت", "שעה", "時間", "時刻", "시간", "waktu", "giờ", "समय",
)}  # fmt: skip
_ENDS = {plain(each) for each in (
    "end time", "time end", "finish time", "to time", "endet um", "endzeit", "heure de fin",
    "hora de finalización", "hora de fin", "время окончания", "结束时间",
)}  # fmt: skip
READ = 0.95
"""The least share of the rows with a day and a time that must be readable together."""


def find_clocks(used: list[Column], columns: list[Column], order: Order | None) -> list[Column]:
    """The columns of times for the ``used`` columns of a start and perhaps an end, in their order.

    The result is empty unless each has one.
    """
    found = []
    for day, headers in zip(used, (_STARTS, _ENDS), strict=False):
        fits = (each for each in columns if each.words in headers and _fits(day, each, order))
        found.append(next(fits, None))
    return [each for each in found if each] if all(found) else []


def _fits(day: Column, clock: Column, order: Order | None) -> bool:
    if clock.share(lambda text: bool(_CLOCK.fullmatch(text))) < READ:
        return False
    pairs = zip(day.cells, clock.cells, strict=True)
    both = [f"{date} {time}" for date, time in pairs if date and time]
    read = sum("T" in (reading(each, order) or "") for each in both)
    return bool(both) and read >= READ * len(both)
