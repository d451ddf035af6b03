"""Makes the document of an event from a ``VEVENT``, and warns of the parts that it leaves out."""

from __future__ import annotations

from datetime import date
from typing import Any

from icalendar.prop import vGeo

from service.domain.vocabulary import CATEGORY_CODES
from service.importers.calendar.component import Component, Unusable
from service.importers.calendar.event_times import EventTimes
from service.importers.calendar.file import INSIDE
from service.importers.calendar.lines import listed
from service.importers.calendar.own_calendars import OwnProperties
from service.importers.calendar.zones import known_zone
from service.importers.truncation import shortened, tell_of_misread, without_comma
from service.schemas.fields import CONTROL

STATUSES = {"CONFIRMED": "occurred", "TENTATIVE": "planned", "CANCELLED": "cancelled"}
READ = frozenset({
    "UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY",
    "DESCRIPTION", "LOCATION", "GEO", "URL", "CATEGORIES", "RRULE", "RDATE", "EXDATE", "EXRULE",
    "CLASS",
})  # fmt: skip
OF_PROGRAMS = frozenset({
    "DTSTAMP", "CREATED", "LAST-MODIFIED", "TRANSP", "PRIORITY", "COLOR", "REQUEST-STATUS",
})  # fmt: skip
"""Properties that say nothing about the event itself."""
PREFIXES = ("X-DATELINE-", "X-MICROSOFT-", "X-MS-", "X-OUTLOOK-", "X-MOZ-", "X-GOOGLE-",
            "X-APPLE-", "X-EVOLUTION-", "X-LIC-", "X-WR-", "X-CALENDARSERVER-")  # fmt: skip
_NAMES_SHOWN = 10


class EventContent:
    """The content of a ``VEVENT`` for all of its times; ``warnings`` say what is left out."""

    def __init__(self, component: Component, today: date) -> None:
        self.component, self.today = component, today
        self.warnings = list(component.warnings)
        self.ours = OwnProperties(component)
        self.base = self._base()
        self.warnings += self._left_out()

    def document(self, event_id: str, when: EventTimes, cancelled: bool) -> dict[str, Any]:
        """The document of the event at one of its times."""
        exact = self.ours.date(when)
        when = self._on_clocks(when)
        found = {
            **self.base,
            "id": event_id,
            "date": exact or when.edtf(),
            "status": "cancelled" if cancelled else self._status(when, exact),
        }
        if exact is None:
            found["date_as_reported"] = when.words()
        if self.ours.known:
            found["version"] = self.component.rank[0] + 1
        return found

    def when_warnings(self, when: EventTimes) -> list[str]:
        """Warnings about the parts of a time that the date cannot keep."""
        found = list(when.notes)
        if self.ours.date(when) is not None:
            return found
        if self._on_clocks(when).overnight:
            found.append(
                "it lasts over midnight, so its date has no times; they are in date_as_reported"
            )
        if self.ours.says_date:
            found.append(
                f"X-DATELINE-DATE {self.ours.text[:64]!r} is not the date of DTSTART any more; "
                "DTSTART was taken"
            )
        return found

    def _on_clocks(self, when: EventTimes) -> EventTimes:
        """A time in UTC on the clocks of the calendar (``X-WR-TIMEZONE``), if it names its zone."""
        name = self.component.calendar.clocks
        return when.on_clocks_of(known_zone(name), name) if name else when

    def _base(self) -> dict[str, Any]:
        component, ours = self.component, self.ours
        title = component.text("SUMMARY")
        title = ours.title(title) if ours.known else title.strip()
        title = self._text("SUMMARY", title, 300) or ""
        categories = self._categories()
        words = ours.tags(categories) if ours.known else categories
        base = {
            "title": title,
            "category": next(
                (word for each in categories if (word := each.lower()) in CATEGORY_CODES), "other"
            ),
            "place": self._place(),
        }
        tags = list(dict.fromkeys(self._tag(each) for each in words))
        if ours.known:
            summary = ours.summary(component.text("DESCRIPTION"))
            return {
                **base,
                **ours.others,
                "summary": self._text("DESCRIPTION", summary or "", 5000) or None,
                "tags": tags,
            }
        summary = self._text("DESCRIPTION", component.text("DESCRIPTION").strip(), 5000)
        return {
            **base,
            "summary": summary or None,
            "sources": self._sources(title),
            "tags": tags,
        }

    def _tag(self, word: str) -> str:
        return without_comma("CATEGORIES", word, self.warnings)

    def _text(self, name: str, text: str, most: int) -> str:
        """``text`` without control characters, cut to the ``most`` characters of an event."""
        if CONTROL.search(text):
            self.warnings.append(f"control characters became spaces in {name}")
            text = CONTROL.sub(" ", text).strip()
        if not self.ours.known:
            tell_of_misread(name, text, self.warnings)
        return shortened(name, text, most, self.warnings)

    def _categories(self) -> list[str]:
        """The words of ``CATEGORIES``; an escaped comma stays part of its word."""
        every = [
            word
            for one in self.component.every("CATEGORIES")
            for word in listed(self.component.decoded(one))
        ]
        if not self.ours.known:
            every = [word.strip() for word in every]
        return [text for word in every if (text := self._text("CATEGORIES", word, 100))]

    def _status(self, when: EventTimes, exact: str | None) -> str:
        word = self.component.text("STATUS").strip().upper()
        found = STATUSES.get(word, "occurred")
        if self.ours.known:
            return self.ours.status(word) or found
        # An event that is confirmed for a future day has not occurred yet.
        return "planned" if found == "occurred" and when.start.date() > self.today else found

    def _place(self) -> dict[str, Any] | None:
        place = self._point()
        written = self.component.text("LOCATION")
        if (exact := self.ours.place(written, place)) is not None:
            return exact
        name = self._text("LOCATION", written if self.ours.known else written.strip(), 200)
        if name:
            place["name"] = name
        return place or None

    def _point(self) -> dict[str, Any]:
        found = self.component.first("GEO")
        if found is None:
            return {}
        try:
            latitude, longitude = vGeo.from_ical(found.value.strip().replace(",", ";"))
            if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
                raise ValueError("it is not on the earth")
        except (ValueError, TypeError) as error:
            reason = f"line {found.line}: GEO is no latitude and longitude: {error}"
            raise Unusable("GEO", found.value[:100], reason) from None
        return {"latitude": latitude, "longitude": longitude}

    def _sources(self, title: str) -> list[dict[str, Any]]:
        url = self.component.text("URL").strip()
        if not url:
            return []
        if url.lower().startswith(("http://", "https://")) and len(url) <= 2000:
            return [{"title": title, "url": url}] if title else []
        self.warnings.append(
            f"URL {url[:80]!r} is not a web URL of at most 2,000 characters, and was left out"
        )
        return []

    def _left_out(self) -> list[str]:
        found = []
        access = self.component.text("CLASS").strip().upper()
        if access not in ("", "PUBLIC"):
            found.append(f"it is marked {access[:40]}, and was stored anyway")
        status = self.component.text("STATUS").strip().upper()
        if status and status not in STATUSES:
            found.append(f"STATUS {status[:40]!r} is not known, and was left out")
        inside = INSIDE.decode()
        names: list[str] = []
        for name, lines in self.component.properties.items():
            if name == inside:
                names += dict.fromkeys(each.value[:40] for each in lines)
            elif name not in READ and name not in OF_PROGRAMS and not name.startswith(PREFIXES):
                names.append(f"{name[:40]} ({len(lines)})" if len(lines) > 1 else name[:40])
        if names:
            more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
            found.append(f"not stored: {', '.join(names[:_NAMES_SHOWN])}{more}")
        return found
