"""Reads events from calendars that Dateline wrote (``service.formats.ics``) without any loss."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import orjson

from service.domain import edtf
from service.domain.display import WORDS, display
from service.domain.event import ID_PATTERN
from service.domain.vocabulary import CATEGORY_CODES, STATUSES
from service.formats import dates, event_texts, ics
from service.importers.calendar.component import Component
from service.importers.calendar.event_times import EventTimes

UID = "@dateline"


class OwnProperties:
    """The properties that only Dateline writes; ``known`` says that the event has them.

    If another program has changed a part of the event since, the new value of that part is used.
    """

    def __init__(self, component: Component) -> None:
        self.text = component.text("X-DATELINE-DATE").strip()
        self.says_date = bool(self.text)
        self.state = component.text("STATUS").strip().upper()
        self.found: edtf.Date | None = None
        self.data: dict[str, Any] = {}
        if self.text:
            try:
                self.found = edtf.parse(self.text)
            except edtf.DateError as error:
                component.warnings.append(f"X-DATELINE-DATE: {error}")
                self.says_date = False
        more = component.text("X-DATELINE-DATA")
        if more:
            try:
                data = orjson.loads(more)
            except ValueError:
                data = None
            if isinstance(data, dict):
                self.data = {name: data[name] for name in ics.CARRIED if name in data}
            else:
                component.warnings.append("X-DATELINE-DATA cannot be read, and was left out")

    @property
    def known(self) -> bool:
        return self.found is not None

    def id(self, uid: str) -> str | None:
        """The id of the event, if its UID is one that Dateline wrote; else ``None``."""
        event_id = uid.removesuffix(UID)
        ours = self.known and uid.endswith(UID) and ID_PATTERN.fullmatch(event_id)
        return event_id if ours else None

    def date(self, when: EventTimes) -> str | None:
        """The exact date, if start and end have not changed since Dateline wrote them."""
        if self.found is None:
            return None
        event = {"date": self.found.text, "precision": self.found.precision}
        timed = dates.moments(event)
        if timed is not None and not when.whole:
            pairs = zip((when.start, when.end), timed, strict=True)
            return self.found.text if all(_same(when, *each) for each in pairs) else None
        span = dates.civil_days(event)
        if span is None or not when.whole:
            return None
        first, after = (datetime.combine(day, time()) for day in span)
        agree = when.start == first and when.end in (None, after)
        return self.found.text if agree else None

    @property
    def others(self) -> dict[str, Any]:
        """The fields for which a calendar has no property."""
        return {name: self.data[name] for name in ics.UNKNOWN_TO_CALENDARS if name in self.data}

    def title(self, summary: str) -> str:
        """The title without the status before it and the date after it, in any of our languages."""
        around = self._words_around_title()
        for before, after in around:
            if summary.startswith(before) and summary.endswith(after):
                return summary.removeprefix(before).removesuffix(after)
        for before, after in around:  # another program has changed a part
            summary = summary.removeprefix(before).removesuffix(after)
        return summary

    def _words_around_title(self) -> list[tuple[str, str]]:
        """What Dateline wrote before and after the title, in each of our languages. If the exact
        status is lost, it can be any that ``STATUS`` can mean."""
        if self.found is None:
            return []
        exact = self.data.get("status")
        written = [exact] if exact in STATUSES else _statuses(self.state)
        title, around = "\0", []  # no title has this character
        for lang in WORDS:
            shown = _event(self.found) | {"date_display": display(self.found, lang=lang)}
            for status in written:
                whole = event_texts.headline(shown | {"title": title, "status": status}, lang)
                before, _, after = whole.partition(title)
                around.append((before, after))
        return around

    def tags(self, categories: list[str]) -> list[str]:
        """The words of ``CATEGORIES`` without the first one, which is the category."""
        return categories[1:] if categories and categories[0] in CATEGORY_CODES else categories

    def status(self, written: str) -> str | None:
        """The exact status, if ``STATUS`` has not changed since Dateline wrote it."""
        status = self.data.get("status")
        known = isinstance(status, str) and ics.STATUS.get(status) == written
        return status if known else None

    def summary(self, description: str) -> str | None:
        """The description without the date before it and the sources after it."""
        if self.found is None:
            return description or None
        sources = self.data.get("sources")
        lines = _source_lines(sources if isinstance(sources, list) else [])
        for date_line in _date_lines(self.found):
            if description in (date_line, f"{date_line}\n\n{lines}"):
                return None
            if description.startswith(f"{date_line}\n\n"):
                description = description.removeprefix(f"{date_line}\n\n")
                break
        rest = description.removesuffix(f"\n\n{lines}") if lines else description
        return rest or None

    def place(self, location: str, point: dict[str, Any]) -> dict[str, Any] | None:
        """The exact place, if its name and point in the calendar have not changed."""
        place = self.data.get("place")
        known = place if isinstance(place, dict) else {}
        words = [known.get(name) or "" for name in ("name", "country")] if known else []
        if not words or not all(isinstance(each, str) for each in words):
            return None
        shown = event_texts.place({"place": known})
        same = ics.plain(shown or "") == location and all(
            known.get(name) == point.get(name) for name in ("latitude", "longitude")
        )
        return known if same else None


def _statuses(written: str) -> list[str]:
    """The statuses for which Dateline writes this ``STATUS``."""
    return [status for status, word in ics.STATUS.items() if word == written]


def _date_lines(found: edtf.Date) -> Iterator[str]:
    """The line with which the description may begin, in each of our languages. It has the status
    too, which may have changed in ``STATUS`` alone."""
    for lang in WORDS:
        shown = _event(found) | {"date_display": display(found, lang=lang)}
        for status in STATUSES:
            yield event_texts.when(shown | {"status": status}, lang)


def _event(found: edtf.Date) -> dict[str, Any]:
    return {
        "date": found.text,
        "precision": found.precision,
        "approximate": found.approximate,
        "uncertain": found.uncertain,
    }


def _same(when: EventTimes, on_clock: datetime | None, moment: datetime | None) -> bool:
    """Whether a wall time in the zone of ``when`` is the moment, compared in whole seconds."""
    if on_clock is None or moment is None:
        return on_clock is moment
    moment = moment.replace(microsecond=0)
    offset = on_clock.replace(tzinfo=when.zone).utcoffset() if when.zone else None
    # Without an offset both are local times of the place.
    if offset is None or moment.tzinfo is None:
        return on_clock == moment
    return (on_clock - offset).replace(tzinfo=UTC) == moment


def _source_lines(sources: list[Any]) -> str:
    try:
        whole = [{"publisher": None, "url": None, **each} for each in sources]
        return ics.plain("\n".join(event_texts.source_lines({"sources": whole})))
    except (TypeError, KeyError):
        return ""
