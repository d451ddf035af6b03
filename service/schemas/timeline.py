"""The parameters of ``/v1/timeline`` beside the filters, and its reply."""

from __future__ import annotations

from service.domain import calendar
from service.domain.vocabulary import OCCURRED, STATUSES
from service.schemas.documents import (
    EVENT,
    count,
    many,
    number,
    or_null,
    record,
    text,
    text_or_null,
    word,
)
from service.schemas.parameter_values import days, one_of
from service.schemas.parameters import Parameter, number_option

WIDTH, NARROWEST, WIDEST = 960, 200, 4000
LANES, MOST_LANES = 8, 24
MOST, MOST_EVENTS = 150, 500


def _window(given: str) -> str:
    days(given)
    return given


def parse_window(window: str | None) -> str | None:
    """The first and the last day of a window, ``2022-09-01/2022-12-31``; ``None`` if an end is
    open."""
    first, last = (None, None) if window is None else days(window)
    return None if first is None or last is None else f"{calendar.iso(first)}/{calendar.iso(last)}"


WINDOW = Parameter(
    "window", "EDTF date or interval that is drawn; by default the range of the filter, "
    "or else all days of the events that match. It narrows no filter.",
    {"type": "string", "format": "edtf", "maxLength": 64, "examples": ["2022/2023-03"]},
    longest=64, read=_window,
)  # fmt: skip
OWN: tuple[Parameter, ...] = (
    WINDOW,
    number_option("width", "Pixels of the window.", NARROWEST, WIDEST, WIDTH),
    number_option("lanes", "Rows of labelled events.", 1, MOST_LANES, LANES),
    number_option(
        "most",
        "Maximum number of labelled events. If the window has no more events, the reply has all"
        " of them.",
        1, MOST_EVENTS, MOST,
    ),
    Parameter("sort", "-date labels the latest events first; the order of the lists.",
              {"type": "string", "enum": ["date", "-date"], "default": "date"},
              read=one_of(("date", "-date"))),
)  # fmt: skip
SHOWN = {
    each: EVENT[each]
    for each in (
        "id", "title", "date", "date_display", "earliest", "latest", "precision", "extent",
        "approximate", "uncertain", "category", "status",
    )
}  # fmt: skip
STATUSES_SHOWN = record("Words for each status that stands beside the date.", {
    each: text("The status in the language of the reply.") for each in STATUSES if each != OCCURRED
})  # fmt: skip
EVENT_SHOWN = record("An event, as a timeline shows it.", SHOWN)


TIMELINE = record("A window of time, as it is drawn.", {
    "window": or_null(record("The days of the window.", {
        "first": text("First day (ISO 8601)."), "last": text("Last day.")}),
        "The days that are drawn; null if no event has a date and no range was asked for."),
    "width": number("Pixels of the window."),
    "lanes": number("Rows of labelled events."),
    "unit": text("Calendar unit of a cluster, an ISO 8601 duration such as P1M."),
    "labelled": number("Events of the window that have a label."),
    **count("clustered", "The other events of the window."),
    **count("before", "Events that match and end before the window."),
    **count("after", "Events that match and begin after the window."),
    **count("undated", "Events that match and have no known date."),
    **count("total", "Events that match."),
    "marks": many(record("A labelled event.", {
        **SHOWN,
        "label": text("The title, after the status if the event did not simply occur."),
        "lane": number("Row, from 0 at the top."),
        "side": word(("right", "left", "on"), "Place of the words beside the mark or on it."),
        "room": number("Pixels that the words have."),
    }), "The labelled events, by date."),
    "clusters": many(record("Events without a label that begin in one stretch of time.", {
        "first": text_or_null("First day of the stretch; null for the events that began before the "
                       "window and last into it."),
        "last": text_or_null("Last day of the stretch; null for the same."),
        **count("count", "Events without a label."),
        **count("imprecise", "The part of these events whose day is not known."),
        "labelled": number("Events of the same stretch that have a label."),
        "events": {"type": ["array", "null"], "items": EVENT_SHOWN, "description":
                   "The events of the cluster, by date; null if the window has more than most."},
        "list": text("URL of the list of the events of the stretch, with those labelled."),
    }), "The clusters, by date."),
    "statuses": STATUSES_SHOWN,
    "list": text_or_null("URL of the list of all events of the window; null if the filter cannot "
                  "say it (match=certain, times of day)."),
})  # fmt: skip
