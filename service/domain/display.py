"""An English text for every date, as exact as the date and no more."""

from __future__ import annotations

import re

from service.domain.edtf import Date, parse
from service.domain.written import old_style

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEASONS = ("spring", "summer", "autumn", "winter")
QUARTERS = ("first", "second", "third", "fourth")
_PARTS = re.compile(r"(Y?-?[\dX]{4,})(?:-(\d\d|XX))?(?:-(\d\d|XX))?(?:T([\d:.]+)(Z|[+-][\d:]+)?)?")


def display(date: Date, reported: str | None = None) -> str:
    """``"September 2022"``, ``"around 28 February 2023"``, ``"since 24 February 2022"``.

    Where the words in which it was ``reported`` are of the Julian calendar they stand behind it:
    ``"7 November 1917 (25 October 1917 O.S.)"``.
    """
    shown = _display(date)
    if reported and old_style(reported, date.text):
        behind = reported if "O.S." in reported else f"{reported} O.S."
        return f"{shown} ({behind})"
    return shown


def _display(date: Date) -> str:
    if date.undated:
        return "date unknown"
    if date.precision == "interval":
        return _interval(date.text)
    if date.precision == "set":
        return "one of " + " or ".join(_member(each) for each in date.text[1:-1].split(","))
    return _point(date)


def _point(date: Date) -> str:
    plain = _plain(date.text.rstrip("?~%"))
    around = f"around {plain}" if date.approximate else plain
    return f"{around} (uncertain)" if date.uncertain else around


def _plain(text: str) -> str:
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a parsed date")
    year, month, day, clock, zone = match.groups()
    written = _year(year)
    if month in (None, "XX"):
        return written
    if int(month) > 32:
        return f"{QUARTERS[int(month) - 33]} quarter of {written}"
    if int(month) > 20:
        return f"{SEASONS[(int(month) - 21) % 4]} {written}{_hemisphere(int(month))}"
    named = f"{MONTHS[int(month) - 1]} {written}"
    if day in (None, "XX"):
        return named
    full = f"{int(day)} {named}"
    if clock is None:
        return full
    offset = "" if zone is None else " (UTC)" if zone == "Z" else f" (UTC{zone})"
    return f"{full}, {clock}{offset}"


def _hemisphere(code: int) -> str:
    return "" if code < 25 else " (northern)" if code < 29 else " (southern)"


def _year(text: str) -> str:
    if text.endswith("XX"):
        return f"{text[:2]}00–{text[:2]}99"
    if text.endswith("X"):
        return f"the {text[:3]}0s"
    number = int(text.removeprefix("Y"))
    # Astronomical year 0 is 1 BC, -1 is 2 BC.
    return str(number) if number > 0 else f"{1 - number} BC"


def _interval(text: str) -> str:
    start, _, end = text.partition("/")
    if end == "..":
        return f"since {_point(parse(start))}"
    if start == "..":
        return f"until {_point(parse(end))}"
    if not end:
        return f"from {_point(parse(start))} (end unknown)"
    if not start:
        return f"to {_point(parse(end))} (start unknown)"
    return _range(_point(parse(start)), _point(parse(end)))


def _range(start: str, end: str) -> str:
    """Both ends, what they share said once: ``27 February – 3 March 2023``."""
    first, last = start.split(" "), end.split(" ")
    dated = all(re.fullmatch(r"(\d+ )?[A-Z][a-z]+ \d+", each) for each in (start, end))
    if not dated or len(first) != len(last) or first[-1] != last[-1]:
        return f"{start} – {end}"
    if first[:-1] == last[:-1]:
        return start
    shared = 2 if len(first) == 3 and first[-2] == last[-2] else 1
    left = " ".join(first[:-shared])
    return f"{left}{'–' if shared == 2 else ' – '}{end}"


def _member(text: str) -> str:
    low, dots, high = text.strip(" ").partition("..")
    if not dots:
        return _point(parse(low))
    if not low:
        return f"{_point(parse(high))} or earlier"
    if not high:
        return f"{_point(parse(low))} or later"
    return f"{_point(parse(low))} to {_point(parse(high))}"
