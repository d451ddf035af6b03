"""A window of the timeline as its picture shows it: labelled marks and clusters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from service.domain import calendar, edtf
from service.domain.timeline import Count, Mark, Slot, Stretch, WindowEvents, lay, pixels
from service.domain.vocabulary import KNOWN_DAY
from service.formats import event_texts
from service.formats.localized import event_in
from service.languages import DEFAULT, Language, mark

SHOWN = (
    "id", "title", "date", "date_display", "earliest", "latest", "precision", "extent",
    "approximate", "uncertain", "category", "status",
)  # fmt: skip
"""The fields of an event in the reply."""
PASSIVE = ("target", "mentioned")
"""Roles of countries that do not take part in an event."""
Link = Callable[[Stretch | None], str]
"""Returns the URL of the list of the events that begin in a stretch, or before the window."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled event with its days (ordinals, ``None`` for an open end)."""

    event: dict[str, Any]
    label: str
    first: int | None
    last: int | None
    slot: Slot


@dataclass(frozen=True, slots=True)
class Cluster:
    """The other events of a stretch. The stretch is ``None`` for those that began before the
    window. ``events`` holds the events if all are known."""

    stretch: Stretch | None
    count: Count
    imprecise: Count
    labelled: int
    events: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A window, laid out in ``lanes``; marks and clusters in the order of time."""

    sight: WindowEvents
    width: int
    lanes: int
    marks: list[Labelled]
    clusters: list[Cluster]

    @property
    def clustered(self) -> Count:
        """How many events have no label."""
        return sum((each.count for each in self.clusters), Count())

    @property
    def total(self) -> Count:
        """How many events match, inside and outside the window."""
        seen = self.clustered + Count(len(self.marks))
        return seen + self.sight.before + self.sight.after + self.sight.undated


def drawing(
    sight: WindowEvents,
    width: int,
    lanes: int,
    most: int,
    *,
    latest_first: bool,
    lang: str = DEFAULT,
) -> Drawing:
    """Lay ``sight`` out by the rule in ``service.domain.timeline``. ``lang`` is the language of the
    dates and statuses."""
    events = [
        [event_in(orjson.loads(each), lang) for each in part.documents] for part in sight.parts
    ]
    labels = [[event_texts.label(each, lang) for each in some] for some in events]
    offered: list[tuple[int, int, Mark]] = []
    for stretch, some in enumerate(events):
        marks = [
            _mark(stretch, event, label) for event, label in zip(some, labels[stretch], strict=True)
        ]
        ranks = [-at if latest_first else -_states(each) for at, each in enumerate(some)]
        order = sorted(range(len(some)), key=ranks.__getitem__)
        offered += [(stretch, at, marks[at]) for at in order]
    slots: dict[int, Slot] = {}
    if sight.window is not None:
        early = sight.parts[0].count.number > 0
        slots = lay(
            [mark for *_, mark in offered], sight.window, lanes, most,
            early=early, from_right=latest_first,
        )  # fmt: skip
    stands = {offered[number][:2]: slot for number, slot in slots.items()}
    found, clusters = [], []
    for stretch, part in enumerate(sight.parts):
        rest = []
        labelled = []
        for at, event in enumerate(events[stretch]):
            slot = stands.get((stretch, at))
            if slot is None:
                rest.append(event)
                continue
            date = edtf.parse(event["date"])
            label = labels[stretch][at]
            labelled.append(Labelled(event, label, date.earliest, date.latest, slot))
        found += labelled
        count = part.count.less(len(labelled))
        vague = sum(each.event["precision"] not in KNOWN_DAY for each in labelled)
        if count.number or not count.exact:
            clusters.append(
                Cluster(part.stretch, count, part.imprecise.less(vague), len(labelled),
                        rest if part.listed else None)
            )  # fmt: skip
    return Drawing(sight, width, lanes, found, clusters)


def _mark(stretch: int, event: dict[str, Any], label: str) -> Mark:
    date = edtf.parse(event["date"])
    return Mark(stretch, date.earliest, date.latest, pixels(label))


def _states(event: dict[str, Any]) -> int:
    """How many countries take part in the event."""
    return len({each["code"] for each in event["countries"] if each["role"] not in PASSIVE})


def render(
    drawn: Drawing, link: Link, everything: str | None, lang: str = DEFAULT
) -> dict[str, Any]:
    """The reply of ``/v1/timeline``; ``everything`` is the URL of the list of the window. ``lang``
    is the language of the statuses."""
    sight, window = drawn.sight, drawn.sight.window
    return {
        "window": None if window is None else _days(window.first, window.last),
        "width": drawn.width,
        "lanes": drawn.lanes,
        "unit": sight.unit,
        "labelled": len(drawn.marks),
        **_counted("clustered", drawn.clustered),
        **_counted("before", sight.before),
        **_counted("after", sight.after),
        **_counted("undated", sight.undated),
        **_counted("total", drawn.total),
        "marks": [
            {**_shown(each.event), "label": each.label, "lane": each.slot.lane,
             "side": each.slot.side, "room": each.slot.room}
            for each in drawn.marks
        ],
        "clusters": [
            {
                **_span(each.stretch),
                **_counted("count", each.count),
                **_counted("imprecise", each.imprecise),
                "labelled": each.labelled,
                "events": None if each.events is None else [_shown(one) for one in each.events],
                "list": link(each.stretch),
            }
            for each in drawn.clusters
        ],
        "statuses": event_texts.statuses(lang),
        "list": everything,
    }  # fmt: skip


def _shown(event: dict[str, Any]) -> dict[str, Any]:
    return {name: event[name] for name in SHOWN}


def _counted(name: str, count: Count) -> dict[str, Any]:
    return {name: count.number, f"{name}_is": "exact" if count.exact else "at_least"}


def _days(first: int, last: int) -> dict[str, str]:
    return {"first": calendar.iso(first), "last": calendar.iso(last)}


def _span(stretch: Stretch | None) -> dict[str, str | None]:
    if stretch is None:
        return {"first": None, "last": None}
    return {**_days(stretch.first, stretch.last)}


def number(count: Count, words: Language) -> str:
    """A count in about six characters: ``38,583``, ``1.2M``, ``500+``; ``?`` if nothing has been
    counted yet."""
    if count == Count(0, exact=False):
        return "?"
    if count.number < 100_000:
        shown = words.number(count.number)
    else:
        shown = words.short(round(count.number, -3 if count.number < 999_500 else -5))
    return shown if count.exact else f"{shown}+"


OUTSIDE = {
    "before": mark("%(num)s before"), "after": mark("%(num)s after"),
    "undated": mark("%(num)s without a date"),
}  # fmt: skip


def summary(drawn: Drawing, words: Language) -> str:
    """Sentences: how many events have a label, and which are not in the window."""
    sight, labelled = drawn.sight, len(drawn.marks)
    inside = drawn.clustered + Count(labelled)
    parts = [
        words.gettext(
            "%(some)s of %(every)s labelled",
            some=words.number(labelled), every=_in_words(inside, words),
        )
    ]  # fmt: skip
    for where, phrase in OUTSIDE.items():
        count: Count = getattr(sight, where)
        if count.number or not count.exact:
            parts.append(words.gettext(phrase, num=_in_words(count, words)))
    return words.gettext(", ").join(parts)


def _in_words(count: Count, words: Language) -> str:
    shown = words.number(count.number)
    return shown if count.exact else words.gettext("more than %(num)s", num=shown)
