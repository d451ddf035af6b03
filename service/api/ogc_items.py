"""The features of ``/ogc``: a page of features, and one feature."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
from flask import Response

from service.api import ogc_documents as documents
from service.api.addresses import root
from service.api.event_reads import known_shape, next_link
from service.api.ogc import as_html, reply
from service.api.ogc_collections import Collection
from service.api.ogc_parameters import SHOWN, shown
from service.api.ogc_schema import NAMES
from service.api.request import Request
from service.deadline import checked
from service.domain.condition import (
    COLUMNS,
    GEOMETRY,
    STRING,
    Combined,
    Compare,
    Condition,
    IsNull,
    Like,
    Literal,
    Named,
    Not,
)
from service.domain.query import Choice, Filter, Page
from service.errors import NotFound
from service.formats.csv import cell
from service.formats.geojson import feature as geojson
from service.formats.localized import event_in
from service.schemas.query import EventsQuery
from service.store import Store

RFC_DAY = re.compile(r"\d{4}-\d\d-\d\d")
DATE_LIKE = re.compile(r"\d{4}[-/]\d\d[-/]\d\d(?:[T ].*)?|\d\d:\d\d(?::\d\d.*)?")
"""Texts that clients which guess types take for a day or a time."""
DATE_PATTERNS = ("____-__-__", "____-__-__T%", "____-__-__ %", "____/__/__%", "__:__%")
"""Patterns for LIKE that match these texts, and a few others."""
TEXTS = tuple(name for name, column in COLUMNS.items() if column.type == STRING)
IMPRECISE = tuple(
    Choice("precision", each)
    for each in ("month", "season", "quarter", "year", "decade", "century", "interval", "set")
)
LEAST_GUESSED, MOST_LOOKED_THROUGH = 10, 20_000
"""The number of features from which clients guess types, and the maximum number of events that are
searched for an event with any telling value."""


def feature(event: dict[str, Any], wanted: tuple[str, ...] = NAMES) -> dict[str, Any]:
    """An event as a feature. Lists are joined texts, as in CSV. ``earliest`` and ``latest`` are
    null if RFC 3339 cannot write the day (before the year 0 or after 9999)."""
    found = geojson(event)
    properties = found["properties"]
    for name in ("earliest", "latest"):
        if properties[name] is not None and not RFC_DAY.fullmatch(properties[name]):
            properties[name] = None
    found["properties"] = {
        name: cell(properties[name], " " if name == "source_urls" else "; ")
        if isinstance(properties[name], list)
        else properties[name]
        for name in wanted
    }
    return found


def items(which: Collection, request: Request) -> Response:
    """``GET /ogc/collections/{collection}/items`` (7.15, 7.16)."""
    query, html = request.query, as_html(request)
    filter_ = _filter(query, which)
    store, first = request.instance.store, query.page.after is None
    # Only the first page needs the count; clients do not need it again on later pages.
    wanted_page = replace(query.page, count="affordable" if first else "none")
    page = store.events(filter_, wanted_page)
    rows = [orjson.loads(row) for row in checked(page.rows)]
    out_of_order = shown(dict(request.pairs).get("cursor", ""))
    telling = _telling(request, filter_, rows, page.total) if first else []
    if telling:
        out_of_order = [each["id"] for each in telling]
        places = query.page.limit - len([each for each in telling if each not in rows])
        if len(rows) > places:
            shorter = replace(wanted_page, limit=places, count="none")
            page = replace(store.events(filter_, shorter), total=page.total)
            rows = [orjson.loads(row) for row in page.rows]
        rows = telling + [each for each in rows if each["id"] not in out_of_order]
    elif not first:
        rows = [each for each in rows if each["id"] not in out_of_order]
    wanted = request.options.get("properties")
    kept = tuple(wanted.split(",")) if wanted else NAMES
    kind = documents.HTML if html else documents.GEOJSON
    links = _links(request, which, kind)
    following = next_link(request, page)
    if following is not None:
        links.append({"href": _next(request, following, out_of_order), "rel": "next", "type": kind})
    found = {
        "type": "FeatureCollection",
        **({} if page.total is None else {"numberMatched": page.total}),
        "numberReturned": len(rows),
        "features": [feature(event_in(each, query.lang), kept) for each in checked(rows)],
        "links": links,
    }
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return reply({**found, "timeStamp": made}, which.title, html, documents.GEOJSON, made)


def _filter(query: EventsQuery, which: Collection) -> Filter:
    found = replace(query.filter, undated=not query.filter.certain)
    if which.placed:
        return found.with_values(placed=True)
    box = found.value("bbox")
    return found if box is None else found.without_values("bbox").with_values(bbox_or_placeless=box)


def _links(request: Request, which: Collection, kind: str) -> list[dict[str, str]]:
    text = request.text
    here = root() + request.sent.path + (f"?{text}" if text else "")
    return [
        {"href": here, "rel": "self", "type": kind},
        documents.Links(root()).to(which.path, "collection"),
    ]


def _next(request: Request, following: str, out_of_order: list[str]) -> str:
    """The URL of the next page: that of this page unchanged, but with another cursor."""
    sent = request.text.split("&")
    kept = [each for each in sent if each and not each.startswith("cursor=")]
    cursor = following.rpartition("cursor=")[2] + "".join(SHOWN + each for each in out_of_order)
    return f"{root()}{request.sent.path}?{'&'.join([*kept, f'cursor={cursor}'])}"


def _telling(
    request: Request, filter_: Filter, rows: list[dict[str, Any]], total: int | None
) -> list[dict[str, Any]]:
    """Events for the beginning of the first page: clients without the schema guess types from them.

    There is one for each text that looks like a day in all of the first events, and one with a
    place if none of those has one. There are none if the client asked for an order or a short page.
    """
    page = request.query.page
    if "sortby" in dict(request.pairs) or page.limit < LEAST_GUESSED:
        return []
    some = [feature(each) for each in rows[:LEAST_GUESSED]]
    wanted: list[tuple[str, Condition]] = []
    if some and not any(each["geometry"] for each in some):
        wanted.append((GEOMETRY, Not(IsNull(GEOMETRY))))
    for name in TEXTS:
        texts = [each["properties"][name] for each in some if each["properties"][name]]
        if texts and all(map(DATE_LIKE.fullmatch, texts)):
            unlike = [Not(Like(Named(name), pattern)) for pattern in DATE_PATTERNS]
            filled = Compare(Named(name), "<>", Literal(STRING, ""))
            wanted.append((name, Combined((filled, *unlike))))
    found: dict[str, dict[str, Any]] = {}
    one = replace(page, limit=1, count="none")
    for name, condition in wanted:
        # The index has precisions; a search for any other value would read all events.
        if total is None or total > MOST_LOOKED_THROUGH:
            if name != "date":
                continue
            filter_ = replace(filter_, groups=(*filter_.groups, IMPRECISE))
        event = _first(request.instance.store, filter_, condition, one)
        if event is not None:
            found[event["id"]] = event
    return list(found.values())


def _first(
    store: Store, filter_: Filter, condition: Condition, page: Page
) -> dict[str, Any] | None:
    if filter_.condition is not None:
        condition = Combined((filter_.condition, condition))
    found = store.events(replace(filter_, condition=condition), page).rows
    event: dict[str, Any] | None = orjson.loads(found[0]) if found else None
    return event


def item(which: Collection, request: Request) -> Response:
    """``GET /ogc/collections/{collection}/items/{id}`` (7.17)."""
    event_id, lang = request.id, request.query.lang
    event = orjson.loads(request.instance.store.get(known_shape(event_id)).body)
    if which.placed and (event["place"] or {}).get("latitude") is None:
        raise NotFound(f"event {event_id!r} has no place; it is in the collection events")
    wanted = request.options.get("properties")
    path, links = f"{which.path}/items/{event_id}", documents.Links(root())
    found = {
        **feature(event_in(event, lang), tuple(wanted.split(",")) if wanted else NAMES),
        "links": [
            links.to(path, "self", documents.GEOJSON),
            links.to(path, "alternate", page=True),
            links.to(which.path, "collection"),
        ],
    }
    return reply(found, str(event["title"]), as_html(request), documents.GEOJSON)
