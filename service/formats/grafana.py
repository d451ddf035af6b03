"""Grafana, through its Infinity data source: rows for tables and annotations.

Times are epoch milliseconds, and ``tags`` is one text with commas. Grafana shows ``title`` and
``text`` of an annotation as HTML, so both are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from html import escape
from typing import Any

import orjson

from service.domain.calendar import iso
from service.domain.instants import far_day, read_iso
from service.formats import dates, event_texts
from service.formats.format import Format, Listing
from service.languages import DEFAULT
from service.schemas.fields import field_error
from service.schemas.parameters import Parameter

DAY = 86_400_000
"""Milliseconds of a day."""
MOST = 100_000_000 * DAY
"""The most milliseconds before or after 1970 that a Date of JavaScript has (ECMA-262, 21.4.1.1)."""
_FORMS = "must be epoch milliseconds, an ISO 8601 time or an EDTF date"
_EPOCH = re.compile(r"-?\d{1,3}|-?\d{5,16}", re.ASCII)
"""Numbers that cannot be a year of EDTF, because a year has four digits."""
_SECONDS = re.compile(r"-?\d{9,10}", re.ASCII)
"""Milliseconds of the months around 1970, or seconds of the years 1653 to 2286."""
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)


def moment(text: str) -> str:
    """The time (UTC) of epoch milliseconds or of an ISO time; EDTF stays as it is.

    A number that can also be seconds, or a day without its hyphens, is refused with both readings.
    """
    if _EPOCH.fullmatch(text):
        _require_milliseconds(text)
        if abs(int(text)) > MOST:
            raise field_error(_FORMS)
        return _after_epoch(int(text) // 1000)
    if "T" not in text or far_day(text) is not None:
        return text
    try:
        found = read_iso(text)
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise field_error(_FORMS) from None
    return found.isoformat(timespec="seconds").replace("+00:00", "Z")


def _after_epoch(seconds: int) -> str:
    """EDTF of the time (UTC) so many seconds after the beginning of 1970."""
    days, rest = divmod(seconds, DAY // 1000)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{iso(date(1970, 1, 1).toordinal() + days)}T{clock}Z"


def _require_milliseconds(text: str) -> None:
    number = int(text)
    if _SECONDS.fullmatch(text):
        other, words = _after_epoch(number), "seconds"
    elif day := _DAY.fullmatch(text):
        other, words = "-".join(day.groups()), "the day"
        try:
            date.fromisoformat(other)
        except ValueError:
            return
    else:
        return
    meant = _after_epoch(number // 1000)
    raise field_error(
        f"{text!r} can be milliseconds ({meant}) or {words} ({other}); write the one that is meant",
        (meant, other),
    )


TIME = {"type": "string", "format": "epoch-or-edtf", "maxLength": 64, "examples": ["1677542400000"]}
PARAMETERS = (
    Parameter("from", "Start: epoch milliseconds, an ISO 8601 time (its day in UTC) or EDTF.",
              TIME, means="from", read=moment),
    Parameter("to", "End, in the same forms.", TIME, means="to", read=moment),
)  # fmt: skip


TEXT, NUMBER = {"type": "string"}, {"type": ["number", "null"]}
ROW = {
    "type": "object",
    "required": ["time", "title", "text", "tags"],
    "properties": {
        "time": {"type": "integer"},
        "timeEnd": {"type": ["integer", "null"]},
        **dict.fromkeys(("title", "text", "tags", "id", "date", "precision", "category",
                         "status", "countries"), TEXT),
        "place": {"type": ["string", "null"]}, "latitude": NUMBER, "longitude": NUMBER,
    },
}  # fmt: skip


def row(event: dict[str, Any], lang: str = DEFAULT) -> dict[str, Any] | None:
    """One row; ``None`` if no date is known."""
    span = dates.epoch_milliseconds(event)
    if span is None:
        return None
    place = event["place"] or {}
    # A day is a point too, but not two times of a day.
    point = span[1] == span[0] or (dates.moments(event) is None and span[1] - span[0] < DAY)
    parts = [event_texts.when(event, lang), event["summary"]]
    return {
        "time": span[0],
        "timeEnd": None if point else span[1],
        "title": escape(event_texts.label(event, lang)),
        "text": "<br>".join(event_texts.lines(each) for each in parts if each),
        "tags": ",".join([event["category"], *event["tags"]]),
        "id": event["id"],
        "date": event["date"],
        "precision": event["precision"],
        "category": event["category"],
        "status": event["status"],
        "countries": ",".join(dict.fromkeys(each["code"] for each in event["countries"])),
        "place": place.get("name"),
        "latitude": event_texts.json_number(place.get("latitude")),
        "longitude": event_texts.json_number(place.get("longitude")),
    }


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """The array of rows: Infinity reads the root."""
    yield orjson.dumps(
        [made for each in documents if (made := row(orjson.loads(each), listing.lang))]
    )


FORMAT = Format(
    "grafana.json", "Grafana rows", "application/json", "Grafana (Infinity, annotations)",
    "largest page", render,
    {"type": "array", "items": ROW},
    parameters=PARAMETERS,
)  # fmt: skip
