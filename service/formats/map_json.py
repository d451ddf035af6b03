"""A map as the reply of ``/v1/map``, and in words."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

import orjson

from service.domain.clusters import Atlas, GridSquare, classes
from service.domain.geometry import Box
from service.domain.rounding import rounded
from service.domain.timeline import Count
from service.formats import event_texts
from service.formats.localized import event_in
from service.formats.timeline import SHOWN
from service.languages import Language

MOST_NAMED = 12
"""The maximum number of countries without a shape that the words name."""
Link = Callable[[Box], str]
"""Returns the URL of the list of the events in a box."""


def render(
    drawn: Atlas,
    link: Link,
    everything: str | None,
    shapes: Container[str],
    language: Language,
) -> dict[str, Any]:
    """The reply, without the parts that depend on the instance. ``everything`` is the URL of the
    list of the window; ``shapes`` are the codes that have a shape."""
    return {
        "window": _box(drawn.window),
        "width": drawn.width,
        "square": drawn.square,
        "drawn": len(drawn.marks),
        **_counted("clustered", drawn.clustered),
        **_counted("outside", drawn.outside),
        **_counted("placeless", drawn.placeless),
        **_counted("total", drawn.total),
        "looked": drawn.looked,
        "scale": None if drawn.scale is None else round(drawn.scale, 3),
        "marks": [
            {**_shown(body, language), "longitude": spot.longitude, "latitude": spot.latitude}
            for spot, body in drawn.marks
        ],
        "clusters": [_cluster(each, drawn.looked is None, link) for each in drawn.clusters],
        "countries": [
            {"code": code, "name": language.country(code), "count": count, "shape": code in shapes}
            for code, count in drawn.countries
        ],
        "countries_sample": drawn.countries_sample,
        "classes": shades(drawn, shapes),
        "statuses": event_texts.statuses(language.code),
        "list": everything,
    }


def sentences(drawn: Atlas, shapes: Container[str], language: Language) -> list[str]:
    """Sentences about what the map shows and what it does not show."""
    number, _ = language.number, language.gettext
    if not drawn.total.number and drawn.looked is None:
        return [_("No events match.")]
    parts = [
        _("%(num)s alone", num=number(len(drawn.marks)))
        if drawn.looked is None
        else _("%(num)s looked at", num=number(drawn.looked)),
        _("%(num)s in clusters", num=number(drawn.clustered.number)),
        _("%(num)s outside of the map", num=number(drawn.outside.number)),
        _("%(num)s without a place", num=number(drawn.placeless.number)),
    ]
    if not drawn.outside.number:
        del parts[2]
    lines = [f"{_everything(drawn, language)}: {language.all_of(parts)}"]
    bare = [(code, count) for code, count in drawn.countries if code not in shapes]
    if bare:
        some = [f"{language.country(code)} ({number(count)})" for code, count in bare[:MOST_NAMED]]
        names = language.all_of(some) + (" …" if len(bare) > len(some) else "")
        lines.append(_("Without a shape: %(countries)s", countries=names))
    return lines


def _everything(drawn: Atlas, language: Language) -> str:
    total, about = drawn.total.number, ""
    if not drawn.total.exact:
        total, about = rounded(total * (drawn.scale or 1)) if total else 0, "≈ "
    num = f"{about}{language.number(total)}"
    return language.ngettext("%(num)s event", "%(num)s events", total, num=num)


def shades(drawn: Atlas, shapes: Container[str]) -> list[int]:
    """The limits of the classes, from the counts of the countries that can be drawn."""
    return classes(count for code, count in drawn.countries if code in shapes)


def _cluster(square: GridSquare, whole: bool, link: Link) -> dict[str, Any]:
    longitude, latitude = square.center
    # In a sample, it is not known how far the events reach.
    box = square.bounding_box if whole else square.box
    return {
        "longitude": longitude,
        "latitude": latitude,
        **_box(box),
        **_counted("count", Count(len(square.spots), whole)),
        "list": link(box),
    }


def _box(box: Box) -> dict[str, float]:
    return dict(zip(("west", "south", "east", "north"), box, strict=True))


def _shown(body: bytes, language: Language) -> dict[str, Any]:
    event = event_in(orjson.loads(body), language.code)
    return {name: event[name] for name in SHOWN}


def _counted(name: str, count: Count) -> dict[str, Any]:
    return {name: count.number, f"{name}_is": "exact" if count.exact else "at_least"}
