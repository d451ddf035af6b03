"""JSON-LD in the words of schema.org. It never invents a day.

An ``Event`` of schema.org needs a ``startDate``. So an event whose day is not known becomes a
``CreativeWork`` about a time (``temporalCoverage``) that is as wide as its known date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from service.domain import countries
from service.domain.vocabulary import OCCURRED, ONE_DAY
from service.formats import dates, event_texts
from service.formats.format import Format, Listing

CONTEXT = "https://schema.org"
STATUS = {"cancelled": "https://schema.org/EventCancelled"}


def _exact(text: str) -> bool:
    return "day" in (dates.point(text) or {})


def time_properties(event: dict[str, Any]) -> dict[str, str]:
    """``startDate`` and ``endDate`` if the days are known, else ``temporalCoverage``."""
    text = event["date"]
    marked = event["approximate"] or event["uncertain"]
    if event["precision"] in ONE_DAY and not marked:
        return {"startDate": text}
    if event["precision"] == "interval" and not marked:
        start, _, end = text.partition("/")
        if _exact(start) and _exact(end):
            return {"startDate": start, "endDate": end}
        if _exact(start) and end == "..":
            return {"startDate": start}
        return {"temporalCoverage": text}
    plain = event["precision"] in ("month", "year") and not marked
    return {"temporalCoverage": text if plain else event["date_display"]}


TEXT = {"type": "string"}
GRAPH = {
    "type": "object",
    "required": ["@context", "@graph"],
    "properties": {"@context": TEXT, "@graph": {"type": "array", "items": {
        "type": "object", "required": ["@type"], "properties": {"@type": TEXT}}}},
}  # fmt: skip
NODE = {
    "type": "object",
    "required": ["@context", "@type"],
    "properties": {"@context": TEXT, "@type": TEXT},
}


def node(event: dict[str, Any], listing: Listing) -> dict[str, Any]:
    """One event as a node of a graph, without its context."""
    when = time_properties(event)
    happening = "startDate" in when
    page = listing.page(event["id"])
    made: dict[str, Any] = {
        "@type": "Event" if happening else "CreativeWork",
        **({"@id": page, "url": page} if page else {}),
        "identifier": event["id"],
        "name": event["title"],
        "description": event["summary"],
        **when,
        "keywords": ", ".join(_keywords(event)),
        "about": [{"@type": "Country", "name": name, "identifier": code}
                  for code, name in {e["code"]: e["name"] for e in event["countries"]}.items()],
        "subjectOf" if happening else "citation": [_source(each) for each in event["sources"]],
        "location" if happening else "contentLocation": _place(event["place"]),
    }  # fmt: skip
    if happening:
        made["eventStatus"] = STATUS.get(event["status"], "https://schema.org/EventScheduled")
    else:
        made |= {"dateCreated": event["created_at"], "dateModified": event["updated_at"]}
    return {name: value for name, value in made.items() if value not in (None, [], "")}


def _keywords(event: dict[str, Any]) -> list[str]:
    """The category, the status unless the event occurred (schema.org has a property for few of
    them, and only of an ``Event``), and the tags."""
    status = [] if event["status"] == OCCURRED else [event["status"]]
    return [event["category"], *status, *event["tags"]]


def _source(source: dict[str, Any]) -> dict[str, Any]:
    found = {
        "@type": "CreativeWork", "name": source["title"], "url": event_texts.web_url(source["url"]),
        "datePublished": source["published"],
    }  # fmt: skip
    if source["publisher"]:
        found["publisher"] = {"@type": "Organization", "name": source["publisher"]}
    return {name: value for name, value in found.items() if value is not None}


def _named(code: str) -> str:
    """A country for schema.org's ``addressCountry``: ISO 3166-1 alpha-2, or a name."""
    return code if len(code) == 2 else countries.name(code)


def _place(place: dict[str, Any] | None) -> dict[str, Any] | None:
    if not place:
        return None
    found: dict[str, Any] = {"@type": "Place", "name": place["name"] or place["country"]}
    if place["country"]:
        found["address"] = {"@type": "PostalAddress", "addressCountry": _named(place["country"])}
    if place["latitude"] is not None:
        latitude, longitude = map(event_texts.json_number, (place["latitude"], place["longitude"]))
        found["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return {name: value for name, value in found.items() if value is not None}


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """A graph; a single event is written as one node."""
    nodes = [node(orjson.loads(each), listing) for each in documents]
    if listing.single:
        yield orjson.dumps({"@context": CONTEXT, **nodes[0]})
    else:
        yield orjson.dumps({"@context": CONTEXT, "@graph": nodes})


FORMAT = Format(
    "jsonld", "JSON-LD (schema.org)", "application/ld+json", "search engines, RDF tools", "page",
    render, GRAPH, single=NODE,
)  # fmt: skip
