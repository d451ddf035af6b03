"""What OGC API – Features says of itself: landing page, conformance, collections.

Pure documents, given the public address. Part 1 is OGC 17-069r4; the clause of each is
named.
"""

from __future__ import annotations

from typing import Any

from service.domain.vocabulary import CATEGORY_CODES, PRECISIONS, STATUSES

COLLECTION = "events"
JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMANCE = [
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"
    for name in ("core", "geojson", "html", "oas30")
]
DESCRIPTION = (
    "Dated diplomatic events. Filters take the grammar of /v1/events besides bbox and datetime."
)


def link(
    root: str, path: str, rel: str, media_type: str = JSON, title: str | None = None
) -> dict[str, str]:
    """A link to ``path``."""
    found = {"href": root + path, "rel": rel, "type": media_type}
    return {**found, "title": title} if title else found


def _both(root: str, path: str, media_type: str = JSON) -> list[dict[str, str]]:
    return [
        link(root, path, "self", media_type, "This document"),
        link(root, path + "?f=html", "alternate", HTML, "As a page"),
    ]


def landing(root: str, title: str) -> dict[str, Any]:
    """The landing page (7.2)."""
    return {
        "title": title,
        "description": DESCRIPTION,
        "links": [
            *_both(root, "/ogc"),
            link(root, "/ogc/api", "service-desc", OPENAPI, "The API, as OpenAPI 3.0"),
            link(root, "/docs", "service-doc", HTML, "The API, as a page to try"),
            link(root, "/ogc/conformance", "conformance", title="What it conforms to"),
            link(root, "/ogc/collections", "data", title="The collections"),
        ],
    }


def conformance(root: str) -> dict[str, Any]:
    """The conformance classes (7.4)."""
    return {"conformsTo": CONFORMANCE, "links": _both(root, "/ogc/conformance")}


def collections(root: str, days: tuple[str | None, str | None]) -> dict[str, Any]:
    """All collections: the one (7.13)."""
    return {
        "links": _both(root, "/ogc/collections"),
        "collections": [collection(root, days)],
    }


def collection(root: str, days: tuple[str | None, str | None]) -> dict[str, Any]:
    """The collection of events (7.14); ``days`` are the first and last day of any event
    as RFC 3339 times, ``None`` where open."""
    path = f"/ogc/collections/{COLLECTION}"
    return {
        "id": COLLECTION,
        "title": "Events",
        "description": DESCRIPTION,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {
            "spatial": {"bbox": [[-180, -90, 180, 90]], "crs": CRS84},
            "temporal": {"interval": [list(days)]},
        },
        "links": [
            *_both(root, path),
            link(root, f"{path}/items", "items", GEOJSON, "The events"),
            link(root, f"{path}/items?f=html", "items", HTML, "The events as a page"),
            link(root, f"{path}/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                 SCHEMA, "What can be asked for"),
        ],
    }  # fmt: skip


def queryables(root: str) -> dict[str, Any]:
    """The properties to filter by (OGC 19-079r2, 6.2): each is also a query parameter."""
    text = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "$id": f"{root}/ogc/collections/{COLLECTION}/queryables",
        "type": "object",
        "title": "Events",
        "properties": {
            "category": {"title": "Category", "enum": list(CATEGORY_CODES), **text},
            "status": {"title": "Status", "enum": list(STATUSES), **text},
            "precision": {"title": "Precision", "enum": list(PRECISIONS), **text},
            "country": {"title": "Name or code of a country or bloc", **text},
            "actor": {"title": "Name of a person or organisation", **text},
            "tag": {"title": "Tag", **text},
            "q": {"title": "Words in title, summary and names", **text},
        },
    }
