"""Reads TimelineJS: ``{"title", "events": [{"start_date": {"year", …}, "text": …}], "eras"}``.

Format: https://timeline.knightlab.com/docs/json-format.html. The title slide and the eras belong
to the page and are no events. The texts are HTML in the document and become plain text here.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from service.domain import edtf
from service.domain.degrees import degrees
from service.domain.written import Ambiguous
from service.domain.written import read as read_words
from service.importers.dates import join, span
from service.importers.ids import make_id
from service.importers.json_stream import BadJson, entries, member
from service.importers.row_result import Record, loaded, rejected
from service.importers.truncation import shortened, tell_of_misread, without_comma
from service.importers.web_address import is_address
from service.schemas.duplicate_members import Repeated

IN_MEMORY = 4 * 1024 * 1024
"""The most bytes of a document in memory; a larger one goes to a temporary file."""
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_LINK = re.compile(r"<a\s[^<>]*href\s*=", re.IGNORECASE)
_CLOCK = ("hour", "minute", "second", "millisecond")
_CLOCKS = re.compile(r"(Y?-?\d+-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d))?)?", re.ASCII)
_DATE_PARTS = frozenset({"year", "month", "day", *_CLOCK, "display_date", "format"})


def looks_like(head: bytes) -> bool:
    """Whether a file begins like such a document."""
    return head[:1] == b"{" and b'"events"' in head and b'"start_date"' in head


def read(stream: BinaryIO, name: str = "") -> Iterator[Record]:
    """The records of a document's events.

    ``name`` is the name of the file, if it has one. It identifies a document without a title.
    """
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        document = _title(cast(BinaryIO, copy)) or name
        copy.seek(0)
        try:
            for line, slide in entries(cast(BinaryIO, copy), ("events",)):
                if isinstance(slide, Repeated):
                    yield rejected(line, "", None, str(slide))
                else:
                    yield _Slide(slide, document).record(line)
        except BadJson as error:
            yield rejected(error.line, "", None, f"{error}; nothing after it was read")


def _title(stream: BinaryIO) -> str:
    """The words of the title slide, which may come before or after the events."""
    try:
        found = member(stream, "title")
    except BadJson:
        return ""
    text = found.get("text") if isinstance(found, dict) else None
    return plain(text.get("headline")) or plain(text.get("text")) if isinstance(text, dict) else ""


class SlideError(ValueError):
    """A part of a slide's date cannot be read."""

    def __init__(self, field: str, value: Any, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value = field, value


class _Slide:
    """One event of a document."""

    def __init__(self, slide: Any, document: str) -> None:
        self.slide = slide if isinstance(slide, dict) else {}
        self.document = document
        self.warnings: list[str] = []

    def record(self, line: int) -> Record:
        """The record of the slide: its event or its errors."""
        try:
            date = self._date()
        except SlideError as error:
            return rejected(line, error.field, error.value, str(error))
        slide = self.slide
        text = slide["text"] if isinstance(slide.get("text"), dict) else {}
        headline, body = plain(text.get("headline")), plain(text.get("text"))
        title = headline or body
        links = sum(len(_LINK.findall(str(each))) for each in text.values())
        if links:
            self.warnings.append(f"URLs of links in the text are left out: {links}")
        group = plain(slide.get("group"))
        document = {
            "id": self._id(date, title),
            "title": self._text("text.headline", title, 300),
            "summary": self._text("text.text", body, 5000) or None,
            "date": date,
            "date_as_reported": self._text("display_date", self._shown(), 200) or None,
            "category": "other",
            "place": self._place(slide.get("location")),
            "sources": self._sources(slide.get("media")),
            "tags": [self._text("group", self._tag(group), 100)] if group else [],
        }
        return loaded(line, document, {"/title": "text.headline"}, tuple(self.warnings))

    def _tag(self, group: str) -> str:
        return without_comma("group", group, self.warnings)

    def _text(self, name: str, text: str, most: int) -> str:
        tell_of_misread(name, text, self.warnings)
        return shortened(name, text, most, self.warnings)

    def _id(self, date: str, title: str) -> str:
        """The id from the slide's ``unique_id``, which is unique only in its document."""
        own = self.slide.get("unique_id")
        own = str(own).strip() if isinstance(own, str | int) else ""
        # Nothing identifies a document without a name, so the ids of its slides need their words
        # too. A slide without an id of its own is identified by its date and headline. So a
        # change of its text changes the event and does not make another one.
        words = "" if own and self.document else f"{date} {title}"
        return make_id(
            "\n".join(each for each in ("timelinejs", self.document, own, words) if each)
        )

    def _shown(self) -> str:
        """The words with which the document shows the date; blank if it has none."""
        start = self.slide["start_date"]
        return plain(self.slide.get("display_date")) or plain(start.get("display_date"))

    def _date(self) -> str:
        """EDTF of the slide's date.

        TimelineJS has parts of dates only, so a document says "about", an open end and the like
        in ``display_date``. These words count if they can mean the days of the parts.
        """
        parts, words = self._date_of_parts(), self._shown()
        readings = _readings(words)
        for shown in readings:
            if _agree(parts, shown):
                return parts if "T" in parts and "T" not in shown else shown
        if readings:
            self.warnings.append(
                f"display_date: {words[:64]!r} can be {' or '.join(readings)}; stored is {parts}, "
                "which is the date in parts"
            )
        elif any(each.isdigit() for each in words):
            self.warnings.append(
                f"display_date: {words[:64]!r} cannot be read as a date; stored is {parts}, which "
                "is the date in parts"
            )
        return parts

    def _date_of_parts(self) -> str:
        slide = self.slide
        if not isinstance(slide.get("start_date"), dict):
            raise SlideError("start_date", slide.get("start_date"), "an event has a start_date")
        start = self._point("start_date", slide["start_date"])
        end = slide.get("end_date")
        if not end or (isinstance(end, dict) and all(each in (None, "") for each in end.values())):
            return start  # a spreadsheet writes an empty end like this
        if not isinstance(end, dict):
            raise SlideError("end_date", end, "is not an object with a year")
        last = self._point("end_date", end)
        try:
            return span(start, last)
        except edtf.DateError as error:
            raise SlideError("end_date", json.dumps(end), str(error)) from None

    def _point(self, name: str, parts: dict[str, Any]) -> str:
        """EDTF of ``{"year", "month"?, "day"?, "hour"?, "minute"?, "second"?}``."""
        try:
            self._tell_two_digits(name, _part(parts, "year"))
            if others := [key for key, value in parts.items() if key not in _DATE_PARTS and value]:
                self.warnings.append(
                    f"{name}: {', '.join(others)[:100]} is not known, and left out"
                )
            date = join(_year(_part(parts, "year")), _part(parts, "month"), _part(parts, "day"))
            return self._with_clock(name, date, parts)
        except edtf.DateError as error:
            raise SlideError(name, json.dumps(parts), str(error)) from None

    def _tell_two_digits(self, name: str, year: str) -> None:
        """Warn of a year such as 98, which is AD 98 in this format, and hardly ever meant so."""
        if re.fullmatch(r"\d\d", year, re.ASCII) and year != "00":
            self.warnings.append(f"{name}: the year {year!r} is AD {int(year)}, without a century")

    def _with_clock(self, name: str, date: str, parts: dict[str, Any]) -> str:
        clock = [_part(parts, each) for each in _CLOCK]
        known = date.removeprefix("Y").removeprefix("-").count("-")
        left = [each for each in ("day",) if known == 0 and _known(_part(parts, each))]
        hour = clock[0] if known == 2 else ""
        if not hour:
            left += [each for each, value in zip(_CLOCK, clock, strict=True) if value.strip("0")]
        elif clock[3].strip("0"):
            left.append("millisecond")
        if left:
            self.warnings.append(
                f"{name}: {', '.join(left)} left out, as it has no place in {date}"
            )
        if not hour:
            return date
        if not all(part.isdecimal() and len(part) <= 2 for part in clock[:3] if part):
            raise edtf.DateError(f"{':'.join(clock[:3])!r} is not a time")
        return edtf.parse(f"{date}T{':'.join(part.zfill(2) for part in clock[:3])}").text

    def _place(self, location: Any) -> dict[str, Any] | None:
        """The place of ``{"name", "lat", "lon"}``."""
        if not isinstance(location, dict):
            if location not in (None, ""):
                self.warnings.append("location is not an object, and was left out")
            return None
        place: dict[str, Any] = {}
        if name := self._text("location.name", plain(location.get("name")), 200):
            place["name"] = name
        point = [location.get("lat"), location.get("lon")]
        if any(each not in (None, "") for each in point):
            try:
                latitude, longitude = (degrees(str(each)) for each in point)
                if not (abs(latitude) <= 90 and abs(longitude) <= 180):
                    raise ValueError("is not on the earth")
                place["latitude"], place["longitude"] = latitude, longitude
            except ValueError:
                words = json.dumps(point)[:80]
                self.warnings.append(f"location: {words} is not a point, and was left out")
        return place or None

    def _sources(self, media: Any) -> list[dict[str, Any]]:
        if not isinstance(media, dict):
            if media not in (None, ""):
                self.warnings.append("media is not an object with a member url, and was left out")
            return []
        found = []
        given = [str(each) for each in (media.get("link"), media.get("url")) if each]
        for url in dict.fromkeys(given):
            if is_address(url):
                found.append(url)
            else:
                self.warnings.append(
                    f"media: {url[:80]!r} is not an http or https URL of at most 2,000 "
                    "characters, and was left out"
                )
        if not found:
            return []
        caption, credit = plain(media.get("caption")), plain(media.get("credit"))
        title = self._text("media.caption", caption or credit, 500)
        publisher = self._text("media.credit", credit, 200) or None
        return [{"title": title or url[:500], "publisher": publisher, "url": url} for url in found]


def _part(parts: dict[str, Any], name: str) -> str:
    """A part of a date as text; TimelineJS allows numbers and texts."""
    value = parts.get(name)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise edtf.DateError(f"{name} {value!r} is not a number")
    return str(value).strip()


def _readings(words: str) -> list[str]:
    """EDTF of all that the words for a date can mean; empty if they are no date."""
    try:
        return [read_words(words)]
    except Ambiguous as error:
        return [each for each in error.readings.values() if each]
    except edtf.DateError:
        return []


def _agree(parts: str, shown: str) -> bool:
    """Whether the words for a date can mean the days, and the time, of its parts."""
    if "T" in parts and "T" in shown:
        return _clocks(parts) == _clocks(shown)
    one, other = edtf.parse(parts), edtf.parse(shown)
    first, last = other.earliest, other.latest
    if first is None and last is None:
        return False
    return first in (None, one.earliest) and last in (None, one.latest)


def _clocks(date: str) -> list[tuple[str, ...]]:
    """The days and times of a date, without seconds that are zero, fractions and offsets."""
    return [
        tuple(part for part in found if part not in ("", "00")) for found in _CLOCKS.findall(date)
    ]


def _known(part: str) -> bool:
    return bool(part.strip("0"))


def _year(text: str) -> str:
    """The astronomical year of EDTF for the historical year of TimelineJS.

    TimelineJS shows ``-44`` as 44 BCE and has no year 0.
    """
    if not re.fullmatch(r"-?\d{1,12}", text, re.ASCII):
        return text
    number = int(text)
    if number == 0:
        raise edtf.DateError("there is no year 0: 1 BC is -1 here, and AD 1 is 1")
    year = number + 1 if number < 0 else number
    # With four digits it is no word for an unknown year, such as -9 and 99.
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def plain(text: Any) -> str:
    """Text without its tags and entities, on one line."""
    if not isinstance(text, str):
        return ""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())
