"""The features of ``/ogc``: a page of them, and one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
import xxhash
from flask import Response, request

from service.api import ogc_documents as documents
from service.api.context import instance, pairs, query, root
from service.api.ogc import as_html, reply
from service.api.ogc_collections import Collection
from service.api.ogc_parameters import CARRIED, FORMAT, ITEMS, SHOWN, shown
from service.api.ogc_schema import NAMES
from service.api.reading import known_shape, next_link
from service.domain.condition import Every, Like, Named, Not
from service.domain.query import Choice, Filter
from service.errors import NotFound
from service.formats.csv import cell
from service.formats.geojson import feature as geojson
from service.schemas.query import EventsQuery

RFC_DAY = re.compile(r"\d{4}-\d\d-\d\d")
PLAIN = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
"""What clients that guess types take for a day or a time."""
IMPRECISE = tuple(
    Choice("precision", each)
    for each in ("month", "season", "quarter", "year", "decade", "century", "interval", "set")
)
UNPLAIN = Every((
    Not(Like(Named("date"), "____-__-__")), Not(Like(Named("date"), "____-__-__T%")),
))  # fmt: skip
LEAST_GUESSED, MOST_LOOKED_THROUGH = 10, 20_000
"""From how many features on clients guess, and in how many events a telling one is sought."""


def feature(event: dict[str, Any], wanted: tuple[str, ...] = NAMES) -> dict[str, Any]:
    """An event as a feature: lists as joined text, as in CSV; days that RFC 3339 cannot write,
    before year 0 or after 9999, are left out of ``earliest`` and ``latest``."""
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


def items(which: Collection) -> Response:
    """``GET /ogc/collections/{collection}/items`` (7.15, 7.16)."""
    asked = query(ITEMS)
    html = as_html()
    filter_ = _filter(asked, which)
    store, first = instance().store, asked.page.after is None
    # Counting is for the first page; on those that follow nobody asks again.
    wanted_page = replace(asked.page, count="exact" if first else "none")
    page = store.events(filter_, wanted_page)
    rows = [orjson.loads(row) for row in page.rows]
    out_of_order = shown(dict(pairs()).get("cursor", ""))
    telling = _telling(filter_, asked, rows, page.total or 0) if first else None
    if telling is not None:
        if page.next is not None and telling not in rows:
            shorter = replace(wanted_page, limit=asked.page.limit - 1, count="none")
            page = replace(store.events(filter_, shorter), total=page.total)
            rows = [orjson.loads(row) for row in page.rows]
        rows = [telling, *(each for each in rows if each["id"] != telling["id"])]
        out_of_order = [telling["id"]]
    elif not first:
        rows = [each for each in rows if each["id"] not in out_of_order]
    wanted = dict(asked.options).get("properties")
    kept = tuple(wanted.split(",")) if wanted else NAMES
    kind = documents.HTML if html else documents.GEOJSON
    links = _links(which, kind)
    following = next_link(page, asked)
    if following is not None:
        following += "".join(SHOWN + each for each in out_of_order)
        links.append({"href": following, "rel": "next", "type": kind})
    found = {
        "type": "FeatureCollection",
        **({} if page.total is None else {"numberMatched": page.total}),
        "numberReturned": len(rows),
        "features": [feature(each, kept) for each in rows],
        "links": links,
    }
    # The tag leaves out when the reply was made: nothing else in it changes by itself.
    tag = f"ogc-{'html' if html else 'json'}-{xxhash.xxh3_128_hexdigest(orjson.dumps(found))}"
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return reply({**found, "timeStamp": made}, which.title, html, documents.GEOJSON, tag)


def _filter(asked: EventsQuery, which: Collection) -> Filter:
    return replace(
        asked.filter,
        undated=not asked.filter.certain,
        placeless=not which.placed,
        placed=which.placed,
    )


def _links(which: Collection, kind: str) -> list[dict[str, str]]:
    text = request.query_string.decode("ascii")
    here = root() + request.path + (f"?{text}" if text else "")
    return [
        {"href": here, "rel": "self", "type": kind},
        documents.Links(root()).to(which.path, "collection"),
    ]


def _telling(
    filter_: Filter, asked: EventsQuery, rows: list[dict[str, Any]], total: int
) -> dict[str, Any] | None:
    """An event for the beginning of the first page whose date is no plain day, where the first
    ones there all have one: clients without the schema would take all dates for days.

    ``None`` where there is none, or the client has asked for an order or for few.
    """
    free = "sortby" not in dict(pairs()) and asked.page.limit >= LEAST_GUESSED
    if not free or not all(PLAIN.fullmatch(each["date"]) for each in rows[:LEAST_GUESSED]):
        return None
    store, one = instance().store, replace(asked.page, limit=1, count="none")
    found = store.events(replace(filter_, groups=(*filter_.groups, IMPRECISE)), one).rows
    if not found and total <= MOST_LOOKED_THROUGH:
        odd = UNPLAIN if filter_.condition is None else Every((filter_.condition, UNPLAIN))
        found = store.events(replace(filter_, condition=odd), one).rows
    return orjson.loads(found[0]) if found else None


def item(which: Collection, event_id: str) -> Response:
    """``GET /ogc/collections/{collection}/items/{id}`` (7.17)."""
    asked = query((*CARRIED, FORMAT))
    event = orjson.loads(instance().store.get(known_shape(event_id)).body)
    if which.placed and (event["place"] or {}).get("latitude") is None:
        raise NotFound(f"event {event_id!r} has no place; it is in the collection events")
    wanted = dict(asked.options).get("properties")
    path, links = f"{which.path}/items/{event_id}", documents.Links(root())
    found = {
        **feature(event, tuple(wanted.split(",")) if wanted else NAMES),
        "links": [
            links.to(path, "self", documents.GEOJSON),
            links.to(path, "alternate", page=True),
            links.to(which.path, "collection"),
        ],
    }
    return reply(found, str(event["title"]), as_html(), documents.GEOJSON)
