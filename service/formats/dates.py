"""An event's date for a client that knows only days and instants.

No date is made more exact than it is. A month becomes its first to its last day, with words that
say so. If only one end of a range is known, the event stands at that end, with all the days that
the end can mean.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from service.domain import calendar, edtf
from service.domain.display import WORDS
from service.domain.vocabulary import KNOWN_DAY, OCCURRED, ONE_DAY

_POINT = re.compile(
    r"(Y?-?\d+)(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-][\d:]+)?)?"
)


def date_in_words(event: dict[str, Any], lang: str) -> str:
    """The date in words of the language ``lang``, which is that of ``date_display``: ``September
    2022 (known to the month)``, ``28 February 2023``."""
    shown, known_to = str(event["date_display"]), WORDS[lang].known_to.get(event["precision"])
    return f"{shown} ({known_to})" if known_to else shown


def is_imprecise(event: dict[str, Any]) -> bool:
    """Whether a day in a calendar would be more exact than the date is."""
    exact = event["precision"] in KNOWN_DAY
    return not exact or event["approximate"] or event["uncertain"]


def needs_words(event: dict[str, Any]) -> bool:
    """Whether the days on which a calendar shows the event say something else than its date. They
    do if the date is imprecise, or one end of its range is: a month, a year, open or unknown."""
    if is_imprecise(event):
        return True
    ends = event["date"].split("/") if event["precision"] == "interval" else ()
    return any(each in ("", "..") or edtf.parse(each).precision not in ONE_DAY for each in ends)


def css_classes(event: dict[str, Any]) -> list[str]:
    """Class names with which a page can draw the event: its category, its kind of date,
    and its status unless it occurred."""
    found = [f"dateline-{event['category']}", f"dateline-{event['precision']}"]
    if event["status"] != OCCURRED:
        found.append(f"dateline-{event['status']}")
    return [*found, "dateline-vague"] if needs_words(event) else found


def points_of(text: str) -> list[str]:
    """The points that the text of a date names: one, two of an interval, or members of a set."""
    return [each for each in re.split(r"\.\.|[/\[\], ]", text) if each]


def days(event: dict[str, Any]) -> tuple[int, int] | None:
    """First and last day (ordinals) on which to show the event; ``None`` if it has no date."""
    found = edtf.parse(event["date"])
    if found.earliest is not None and found.latest is not None:
        return found.earliest, found.latest
    points = points_of(found.text)
    if found.undated or not points:
        return None
    known = edtf.parse(points[-1] if found.earliest is None else points[0])
    if known.earliest is None or known.latest is None:
        return None
    return known.earliest, known.latest


def civil_days(event: dict[str, Any]) -> tuple[date, date] | None:
    """First day and the day **after** the last; ``None`` if the years 1 to 9999 do not contain
    both. Programs that subscribe to calendars fail on the last day of 9999 without an end."""
    span = days(event)
    if span is None or span[0] < 1 or span[1] >= date.max.toordinal():
        return None
    return date.fromordinal(span[0]), date.fromordinal(span[1] + 1)


def moment(event: dict[str, Any]) -> datetime | None:
    """The instant of an event of precision ``time``, with its offset if that is known."""
    return _moment(event["date"]) if event["precision"] == "time" else None


def moments(event: dict[str, Any]) -> tuple[datetime, datetime | None] | None:
    """When an event begins and ends; ``None`` if the time of its beginning is not known. The end
    must be open or have a time on the same kind of clock, else the result is ``None`` too. The
    second value is ``None`` for an instant, an open end, or an end not after the beginning."""
    instant = moment(event)
    if instant is not None or event["precision"] != "interval":
        return None if instant is None else (instant, None)
    first, _, last = event["date"].partition("/")
    begin = _moment(first)
    if begin is None or last in ("", ".."):
        return None if begin is None else (begin, None)
    end = _moment(last)
    if end is None or (begin.tzinfo is None) != (end.tzinfo is None):
        return None
    return begin, end if end > begin else None


def _moment(text: str) -> datetime | None:
    """The instant of one point of a date, if it has a time."""
    text = text.rstrip("?~%")
    if "T" not in text:
        return None
    midnight = "T24:00" in text
    try:
        found = datetime.fromisoformat(text.replace("T24:00", "T00:00"))
        return found + timedelta(days=1) if midnight else found
    except (ValueError, OverflowError):
        return None


def epoch_milliseconds(event: dict[str, Any]) -> tuple[int, int] | None:
    """The first and last millisecond (UTC) on which to show the event."""
    timed = moments(event)
    if timed is not None:
        first, after = (
            round(each.replace(tzinfo=each.tzinfo or UTC).timestamp() * 1000)
            for each in (timed[0], timed[1] or timed[0])
        )
        return first, after
    span = days(event)
    if span is None:
        return None
    first, after = ((day - 719_163) * 86_400_000 for day in (span[0], span[1] + 1))
    return first, after - 1


def script_day(day: int) -> str:
    """A day as ECMAScript writes it (ECMA-262, 21.4.1.32): six signed digits for years outside 0
    to 9999."""
    year, month, number = calendar.civil(day)
    written = f"{year:04}" if 0 <= year <= 9999 else f"{year:+07}"
    return f"{written}-{month:02}-{number:02}"


def point(text: str) -> dict[str, int] | None:
    """The year of one point and, as far as the text has them, month, day, hour, minute, second.

    ``None`` if the text is not a plain point (seasons, decades, unknown digits).
    """
    match = _POINT.fullmatch(text.rstrip("?~%").replace("-XX", ""))
    if match is None or (match[2] and int(match[2]) > 12):
        return None
    names = ("year", "month", "day", "hour", "minute", "second")
    found = {"year": int(match[1].removeprefix("Y"))}
    found |= {name: int(part) for name, part in zip(names[1:], match.groups()[1:6], strict=True)
              if part is not None}  # fmt: skip
    return found
