"""OGC API – Features, Part 1 (OGC 17-069r4): core, GeoJSON, HTML, OpenAPI 3.0.

For GDAL, QGIS and ArcGIS. Filters are those of ``/v1/events``; ``bbox`` and ``datetime``
let through what has no place or no date, as the standard wants (7.15.3, 7.15.4).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
import xxhash
from flask import Response, current_app, request

from service.api import ogc_documents as documents
from service.api import ogc_html
from service.api.context import conditional, instance, pairs, query, root
from service.api.reading import known_shape, next_link
from service.errors import NotAcceptable
from service.formats.geojson import feature
from service.schemas.fields import fault
from service.schemas.parameters import FILTERS, PAGING, Parameter

_NUMBER = r"[+-]?\d+(\.\d+)?"
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+ -]\d\d:?\d\d)")


def _bbox(text: str) -> str:
    parts = text.split(",")
    if len(parts) == 6:  # heights do not matter here
        parts = [*parts[:2], *parts[3:5]]
    return ",".join(parts)


def _datetime(text: str) -> str:
    ends = text.split("/")
    if len(ends) > 2:
        raise fault("is one time or two with a slash between them")
    days = [match[1] if (match := _INSTANT.fullmatch(end)) else end or ".." for end in ends]
    return "/".join(days)


FORMAT = Parameter("f", "json, or html for a page.", {"type": "string", "enum": ["json", "html"]})
ITEMS = (
    Parameter("bbox", "west,south,east,north in degrees (CRS84); events without a place match.",
              {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
              means="bbox", read=_bbox),
    Parameter("datetime", "RFC 3339 day or time, or an interval of two; .. or nothing is open. "
              "Undated events match.", {"type": "string", "format": "ogc-datetime"},
              means="date", read=_datetime),
    Parameter("limit", "Events on a page; more than a page may hold is that many.",
              {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}, clamped=True),
    *(each for each in PAGING if each.name == "cursor"),
    *(each for each in FILTERS if each.name not in ("bbox", "date", "from", "to", "undated")),
    FORMAT,
)  # fmt: skip


def _as_html() -> bool:
    """Whether a page is wanted: ``f``, else ``Accept``. Raises ``NotAcceptable``."""
    asked = dict(query((FORMAT,)).options).get("f") if "f" in dict(pairs()) else None
    return _wanted(asked)


def _wanted(asked: str | None) -> bool:
    if asked is not None:
        return asked == "html"
    accept = request.headers.get("Accept")
    if accept is None:
        return False
    kinds = [documents.JSON, documents.GEOJSON, documents.OPENAPI, documents.SCHEMA, documents.HTML]
    best = request.accept_mimetypes.best_match(kinds)
    if best is None:
        raise NotAcceptable(f"there are {', '.join(kinds)}")
    return best == documents.HTML


def _reply(
    document: dict[str, Any], title: str, html: bool, media_type: str, tag: str | None = None
) -> Response:
    if html:
        content = ogc_html.page(title, document).encode()
        response = conditional(content, f"{documents.HTML}; charset=utf-8", tag)
        response.headers["Content-Security-Policy"] = ogc_html.POLICY
    else:
        response = conditional(orjson.dumps(document), media_type, tag)
    response.vary.add("Accept")
    return response


def _document(document: dict[str, Any], title: str, media_type: str = documents.JSON) -> Response:
    query((FORMAT,))
    return _reply(document, title, _as_html(), media_type)


def landing() -> Response:
    """``GET /ogc``."""
    title = instance().settings.title
    return _document(documents.landing(root(), title), title)


def conformance() -> Response:
    """``GET /ogc/conformance``."""
    return _document(documents.conformance(root()), "Conformance")


def api() -> Response:
    """``GET /ogc/api``: OpenAPI 3.0 of what stands under ``/ogc``."""
    query((FORMAT,))
    return conditional(
        orjson.dumps(current_app.extensions["dateline_openapi_ogc"]), documents.OPENAPI
    )


def collections() -> Response:
    """``GET /ogc/collections``."""
    return _document(documents.collections(root(), _days()), "Collections")


def collection() -> Response:
    """``GET /ogc/collections/events``."""
    return _document(documents.collection(root(), _days()), "Events")


def queryables() -> Response:
    """``GET /ogc/collections/events/queryables``."""
    return _document(documents.queryables(root()), "Queryables", documents.SCHEMA)


def _days() -> tuple[str | None, str | None]:
    """First and last day of any event; ``None`` beyond what RFC 3339 can write."""
    first, last = instance().store.days()
    try:
        since = None if first is None else datetime.fromordinal(first).isoformat() + "Z"
        until = None if last is None else datetime.fromordinal(last).isoformat() + "Z"
    except (ValueError, OverflowError):
        return None, None
    return since, until


def items() -> Response:
    """``GET /ogc/collections/events/items`` (7.15, 7.16)."""
    asked = query(ITEMS)
    html = _wanted(dict(asked.options).get("f"))
    filter_ = replace(asked.filter, undated=not asked.filter.certain, placeless=True)
    # Counting is for the first page; on those that follow nobody asks again.
    count = "exact" if asked.page.after is None else "none"
    page = instance().store.events(filter_, replace(asked.page, count=count))
    text = request.query_string.decode("ascii")
    here = request.path + (f"?{text}" if text else "")
    kind = documents.HTML if html else documents.GEOJSON
    path = f"/ogc/collections/{documents.COLLECTION}"
    links = [
        documents.link(root(), here, "self", kind),
        documents.link(root(), path, "collection"),
    ]
    following = next_link(page, asked)
    if following is not None:
        links.append({"href": following, "rel": "next", "type": kind})
    found = {
        "type": "FeatureCollection",
        **({} if page.total is None else {"numberMatched": page.total}),
        "numberReturned": len(page.rows),
        "features": [feature(orjson.loads(row)) for row in page.rows],
        "links": links,
    }
    # The tag leaves out when the reply was made: nothing else in it changes by itself.
    tag = f"ogc-{'html' if html else 'json'}-{xxhash.xxh3_128_hexdigest(orjson.dumps(found))}"
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return _reply({**found, "timeStamp": made}, "Events", html, documents.GEOJSON, tag)


def item(event_id: str) -> Response:
    """``GET /ogc/collections/events/items/{id}`` (7.17)."""
    html = _as_html()
    query((FORMAT,))
    saved = instance().store.get(known_shape(event_id))
    path = f"/ogc/collections/{documents.COLLECTION}"
    found = {
        **feature(orjson.loads(saved.body)),
        "links": [
            documents.link(root(), f"{path}/items/{event_id}", "self", documents.GEOJSON),
            documents.link(root(), f"{path}/items/{event_id}?f=html", "alternate", documents.HTML),
            documents.link(root(), path, "collection"),
        ],
    }
    return _reply(found, str(found["properties"]["title"]), html, documents.GEOJSON)
