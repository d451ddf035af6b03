"""GeoJSON (RFC 7946): an event is a feature, with ``geometry: null`` if it has no place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from service.formats.event_texts import json_number
from service.formats.flat import flat
from service.formats.format import Format, Listing, chunks
from service.schemas.parameters import FIELDS

POINT = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {
            "type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2,
            "description": "Degrees east, degrees north.",
        },
    },
}  # fmt: skip
FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"anyOf": [POINT, {"type": "null"}]},
        "properties": {"type": "object", "additionalProperties": True},
    },
}
COLLECTION = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {"type": {"type": "string", "enum": ["FeatureCollection"]},
                   "links": {"type": "array", "items": {"type": "object",
                             "additionalProperties": {"type": "string"}}},
                   "features": {"type": "array", "items": FEATURE}},
}  # fmt: skip


def feature(event: dict[str, Any], fields: tuple[str, ...] = FIELDS) -> dict[str, Any]:
    """One event as a feature. Its properties are flat, because map layers need that."""
    place = event["place"] or {}
    latitude, longitude = place.get("latitude"), place.get("longitude")
    properties = flat(event, fields)
    # The geometry has the position. If it stood twice, an edited copy could contradict itself.
    properties.pop("latitude", None)
    properties.pop("longitude", None)
    return {
        "type": "Feature",
        "id": event["id"],
        "geometry": None
        if latitude is None or longitude is None
        else {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": properties,
    }


def _written(made: dict[str, Any]) -> bytes:
    if made["geometry"] is not None:
        made["geometry"]["coordinates"] = [*map(json_number, made["geometry"]["coordinates"])]
    return orjson.dumps(made)


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """A collection, written feature by feature; a single event is written as one feature."""
    fields = listing.fields or FIELDS
    features = (_written(feature(orjson.loads(each), fields)) for each in documents)
    if listing.single:
        yield from features
        return
    links = [{"rel": "next", "href": listing.next}] if listing.next else []
    yield b'{"type":"FeatureCollection","links":' + orjson.dumps(links) + b',"features":['
    first = next(features, None)
    if first is not None:
        yield first
    yield from chunks(b"," + each for each in features)
    yield b"]}"


FORMAT = Format(
    "geojson", "GeoJSON", "application/geo+json", "Leaflet, MapLibre, QGIS, geopandas", "all",
    render, COLLECTION, single=FEATURE,
)  # fmt: skip
