"""OGC API – Features: Part 1 (OGC 17-069r4), filters (Part 3) and schemas (Part 5).

For GDAL, QGIS and ArcGIS. Filters are those of ``/v1/events`` and expressions of CQL2. Events
without a place match ``bbox``, and events without a date match ``datetime``, as the standard
requires (7.15.3, 7.15.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
import xxhash
from flask import Response

from service.api import ogc_documents as documents
from service.api import ogc_html, ogc_schema
from service.api.access import key_parameter, with_key
from service.api.addresses import root
from service.api.language import add_language_headers
from service.api.ogc_collections import COLLECTIONS, Collection
from service.api.openapi import located
from service.api.request import Request
from service.api.responses import conditional
from service.errors import NotAcceptable
from service.store import Store

ESCAPED = re.compile(rb'\\(["\\])')
_AS_NUMBER = {b'"': b"\\u0022", b"\\": b"\\u005c"}


def as_html(request: Request) -> bool:
    """Whether the client wants a page: by ``f``, else by ``Accept``. Raises ``NotAcceptable``."""
    wanted = request.options.get("f")
    if wanted is not None:
        return wanted == "html"
    accept = request.sent.headers.get("Accept")
    if accept is None:
        return False
    kinds = [documents.JSON, documents.GEOJSON, documents.OPENAPI, documents.SCHEMA, documents.HTML]
    best = request.sent.accept_mimetypes.best_match(kinds)
    if best is None:
        raise NotAcceptable(f"there are {', '.join(kinds)}")
    return best == documents.HTML


def as_json(document: dict[str, Any]) -> bytes:
    """``document`` as JSON. Quotes and backslashes within strings are written by number (RFC 8259,
    section 7), because QGIS takes the short escapes for the end of a string (qgis/QGIS#66700).
    """
    return ESCAPED.sub(lambda found: _AS_NUMBER[found[1]], orjson.dumps(document))


def reply(
    document: dict[str, Any], title: str, html: bool, media_type: str, changing: str = ""
) -> Response:
    """``document`` as JSON or as a page. The ETag does not cover the text ``changing`` in it, which
    is another for each reply."""
    document = _carrying(document) if key_parameter() else document
    content = ogc_html.page(title, document).encode() if html else as_json(document)
    lasting = content.replace(changing.encode(), b"") if changing else content
    tag = xxhash.xxh3_128_hexdigest(lasting)
    if html:
        response = conditional(content, f"{documents.HTML}; charset=utf-8", f"ogc-html-{tag}")
        add_language_headers(response)
        response.headers["Content-Security-Policy"] = ogc_html.POLICY
    else:
        response = conditional(content, media_type, f"ogc-json-{tag}")
    response.vary.add("Accept")
    return response


def _carrying(part: Any) -> Any:
    """``part`` with the client's feed key in its links, so that the client can follow them."""
    if isinstance(part, list):
        return [_carrying(each) for each in part]
    if not isinstance(part, dict):
        return part
    link = str(part.get("href", ""))
    ours = {"href": with_key(link)} if link.startswith(f"{root()}/ogc") else {}
    return {name: _carrying(each) for name, each in part.items()} | ours


def _document(
    request: Request,
    make: Callable[[documents.Links], dict[str, Any]],
    title: str,
    media_type: str = documents.JSON,
) -> Response:
    sent = request.text.split("&")
    kept = "&".join(each for each in sent if each and not each.startswith("f="))
    return reply(make(documents.Links(root(), kept)), title, as_html(request), media_type)


def landing(request: Request) -> Response:
    """``GET /ogc`` and ``GET /ogc/``. The links carry the parameters of the request on."""
    title = request.instance.settings.title
    path = request.sent.path
    return _document(request, lambda links: documents.landing(links, title, path), title)


def conformance(request: Request) -> Response:
    """``GET /ogc/conformance``."""
    return _document(request, documents.conformance, "Conformance")


def api(request: Request) -> Response:
    """``GET /ogc/api``: the OpenAPI 3.0 description of the paths under ``/ogc``."""
    description = located(request.instance.openapi_ogc, root())
    return conditional(orjson.dumps(description), documents.OPENAPI)


def collections(request: Request) -> Response:
    """``GET /ogc/collections``."""
    days = _days(request.instance.store)
    return _document(
        request, lambda links: documents.collections(links, COLLECTIONS, days), "Collections"
    )


def collection(which: Collection, request: Request) -> Response:
    """``GET /ogc/collections/{collection}``."""
    days = _days(request.instance.store)
    return _document(request, lambda links: documents.collection(links, which, days), which.title)


def queryables(which: Collection, request: Request) -> Response:
    """``GET /ogc/collections/{collection}/queryables``."""
    return _document(
        request,
        lambda links: ogc_schema.queryables(f"{root()}{which.path}/queryables", which.title),
        "Queryables",
        documents.SCHEMA,
    )


def schema(which: Collection, request: Request) -> Response:
    """``GET /ogc/collections/{collection}/schema`` (Part 5, 7.2)."""
    return _document(
        request,
        lambda links: ogc_schema.schema(f"{root()}{which.path}/schema", which),
        "Schema",
        documents.SCHEMA,
    )


def _days(store: Store) -> tuple[str | None, str | None]:
    """First and last day of all events. Both are ``None`` if RFC 3339 cannot write one of them."""
    first, last = store.days()
    try:
        since = None if first is None else datetime.fromordinal(first).isoformat() + "Z"
        until = None if last is None else datetime.fromordinal(last).isoformat() + "Z"
    except (ValueError, OverflowError):
        return None, None
    return since, until
