"""The parameters of ``/v1/map`` beside the filters, and its reply."""

from __future__ import annotations

from service.schemas.documents import Kind, count, many, number, or_null, record, text, text_or_null
from service.schemas.fields import field_error
from service.schemas.parameter_values import bbox
from service.schemas.parameters import Parameter, number_option
from service.schemas.timeline import SHOWN, STATUSES_SHOWN

WIDTH, NARROWEST, WIDEST = 960, 200, 4000


def _window(given: str) -> str:
    west, south, east, north = bbox(given)
    if west == east or south == north:
        raise field_error("must have an extent: west is not east, and south is not north")
    return given


WINDOW = Parameter(
    "window", "west,south,east,north of what is drawn, in degrees; by default the box of the "
    "filter (bbox) with some room, or else the whole Earth. It narrows no filter.",
    {"type": "string", "format": "bbox", "maxLength": 120, "examples": ["40,30,95,60"]},
    longest=120, read=_window,
)  # fmt: skip
OWN = (
    WINDOW,
    number_option("width", "Pixels of the window.", NARROWEST, WIDEST, WIDTH),
)  # fmt: skip


def _degrees(about: str, most: int) -> Kind:
    return {"type": "number", "minimum": -most, "maximum": most, "description": about}


_BOX = {
    "west": _degrees("Westernmost longitude.", 180),
    "south": _degrees("Southernmost latitude.", 90),
    "east": _degrees("Easternmost longitude.", 180),
    "north": _degrees("Northernmost latitude.", 90),
}
_PLACE = {"longitude": _degrees("Degrees east.", 180), "latitude": _degrees("Degrees north.", 90)}
MAP = record("A window of the Earth, as it is drawn.", {
    "window": record("The drawn part of the Earth; west > east if it crosses the meridian of 180"
                     " degrees.", _BOX),
    "width": number("Pixels of the window."),
    "square": {"type": "number", "exclusiveMinimum": 0, "description":
               "Side, in degrees, of the squares whose events are one cluster."},
    "drawn": number("Events with a mark of their own."),
    **count("clustered", "Events of the window in clusters."),
    **count("outside", "Events with a place outside of the window."),
    **count("placeless", "Events without a place on the map."),
    **count("total", "Events that match."),
    "looked": {"type": ["integer", "null"], "description":
               "Size of the even sample from which all counts but total are made, if too many"
               " events match; otherwise null."},
    "scale": {"type": ["number", "null"], "description":
              "How many events each event of the sample stands for, approximately."},
    "marks": many(record("An event that is alone in its square.", {**SHOWN, **_PLACE}),
                  "The events with a mark of their own."),
    "clusters": many(record("The events of one square.", {
        **_PLACE,
        **_BOX,
        **count("count", "Events in the cluster."),
        "list": text("URL of the list of these events."),
    }), "The clusters; longitude and latitude are the mean of their events."),
    "countries": many(record("A country that takes part in events that match, in any role.", {
        "code": text("Code of the country."),
        "name": text("Its name."),
        "count": number("Events that match, wherever they happened."),
        "shape": {"type": "boolean", "description": "Whether the map has a shape of it."},
    }), "The countries, the most frequent first."),
    "countries_sample": {"type": ["integer", "null"], "description":
                         "Number of events from which the counts of countries are estimated;"
                         " null if they are exact."},
    "classes": many(number("Lowest count of the class."),
                    "The classes by which the countries are shaded, the palest first."),
    "statuses": STATUSES_SHOWN,
    "list": text_or_null("URL of the list of all events of the window; null if the box of"
                         " the filter does not overlap it, or overlaps it in two parts."),
    "shapes": text("URL of the shapes of the countries."),
    "tiles": or_null(record("Tiles to draw on.", {
        "url": text("Template with {z}, {x} and {y}."),
        "attribution": text("Words to show beside them."),
    }), "The operator's tiles; null if there are none."),
})  # fmt: skip
