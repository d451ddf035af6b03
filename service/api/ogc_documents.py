"""The documents by which OGC API – Features describes itself.

They are the landing page, the conformance classes and the collections.
Each function makes one document and reads no data. The numbers are clauses of Part 1
(OGC 17-069r4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from service.api.ogc_collections import GRAMMAR, Collection
from service.schemas.parameters import CRS84

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
REL = "http://www.opengis.net/def/rel/ogc/1.0"
SPEC = "http://www.opengis.net/spec"
CONFORMANCE = [
    *(f"{SPEC}/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "html", "oas30")),
    *(f"{SPEC}/ogcapi-features-3/1.0/conf/{name}"
      for name in ("queryables", "filter", "features-filter")),
    *(f"{SPEC}/ogcapi-features-5/1.0/conf/{name}" for name in ("schemas", "core-roles-features")),
    *(f"{SPEC}/cql2/1.0/conf/{name}" for name in (
        "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators",
        "case-insensitive-comparison", "accent-insensitive-comparison", "basic-spatial-functions",
        "basic-spatial-functions-plus", "temporal-functions", "property-property")),
]  # fmt: skip
Days = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links under the public URL ``root``. Each carries the query string ``kept`` unchanged,
    because GDAL adds it to every URL that does not contain it."""

    root: str
    kept: str = ""

    def to(
        self,
        path: str,
        rel: str,
        media_type: str = JSON,
        title: str | None = None,
        page: bool = False,
    ) -> dict[str, str]:
        """A link to ``path``; to its HTML page if ``page`` is true."""
        text = "&".join(each for each in (self.kept, "f=html" if page else "") if each)
        href = self.root + path + (f"?{text}" if text else "")
        found = {"href": href, "rel": rel, "type": HTML if page else media_type}
        return {**found, "title": title} if title else found

    def both(self, path: str, media_type: str = JSON) -> list[dict[str, str]]:
        """Links to this document and to its HTML page."""
        return [
            self.to(path, "self", media_type, "This document"),
            self.to(path, "alternate", title="As a page", page=True),
        ]


def landing(links: Links, title: str, path: str) -> dict[str, Any]:
    """The landing page (7.2)."""
    return {
        "title": title,
        "description": f"Dated diplomatic events. {GRAMMAR}",
        "links": [
            *links.both(path),
            links.to("/ogc/api", "service-desc", OPENAPI, "The API, as OpenAPI 3.0"),
            Links(links.root).to("/docs", "service-doc", HTML, "The API, as a page to try"),
            links.to("/ogc/conformance", "conformance", title="The conformance classes"),
            links.to("/ogc/collections", "data", title="The collections"),
        ],
    }


def conformance(links: Links) -> dict[str, Any]:
    """The conformance classes (7.4)."""
    return {"conformsTo": CONFORMANCE, "links": links.both("/ogc/conformance")}


def collections(links: Links, all_of_them: Iterable[Collection], days: Days) -> dict[str, Any]:
    """All collections (7.13)."""
    return {
        "links": links.both("/ogc/collections"),
        "collections": [collection(links, each, days) for each in all_of_them],
    }


def collection(links: Links, which: Collection, days: Days) -> dict[str, Any]:
    """A collection (7.14). ``days`` are the first and last day of all events as RFC 3339 times;
    ``None`` is an open end."""
    path = which.path
    return {
        "id": which.id,
        "title": which.title,
        "description": which.description,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {
            "spatial": {"bbox": [[-180, -90, 180, 90]], "crs": CRS84},
            "temporal": {"interval": [list(days)]},
        },
        "links": [
            *links.both(path),
            links.to(f"{path}/items", "items", GEOJSON, which.title),
            links.to(f"{path}/items", "items", title="As a page", page=True),
            # GDAL 3.6 expects the capital letter in this relation.
            links.to(f"{path}/schema", "describedBy", SCHEMA, "The schema of the features"),
            links.to(f"{path}/schema", f"{REL}/schema", SCHEMA, "The schema of the features"),
            links.to(f"{path}/queryables", f"{REL}/queryables", SCHEMA, "Properties to filter by"),
        ],
    }
