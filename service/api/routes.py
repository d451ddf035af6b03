"""All routes of the API in one table, which Flask serves, OpenAPI describes and the tests use.

``service.web.routes`` has the routes of the pages.
"""

from __future__ import annotations

from functools import partial

from service.api import (
    anniversaries,
    changes,
    cite,
    completion,
    datapackage,
    event_reads,
    event_writes,
    facets,
    health,
    histogram,
    history,
    imports,
    map,
    metrics,
    oembed,
    ogc,
    ogc_items,
    openapi_json,
    pictures,
    timeline,
    vocabulary,
)
from service.api import ogc_documents as features
from service.api import ogc_parameters as asked
from service.api.ogc_collections import COLLECTIONS
from service.api.route import QueryReading, Resource, Route
from service.formats import ics
from service.formats.citation_styles import STYLES
from service.formats.registry import FORMATS, NEGOTIABLE
from service.schemas.documents import ref
from service.schemas.map import MAP
from service.schemas.timeline import TIMELINE

EXTENT = {
    "all": "all of them unless limit is given",
    "page": "a page at a time",
    "largest page": "as many as a page may hold unless limit is given",
}
OBJECT = {"type": "object", "additionalProperties": True}
TEXT = {"type": "string"}
OGC = (400, 401, 403, 406, 503)
OGC_DOCUMENTS: list[tuple[str, Resource, str, str, tuple[int, ...]]] = [
    ("/ogc", ogc.landing, "OGC API – Features: the landing page", features.JSON, OGC),
    ("/ogc/", ogc.landing, "The same, for clients that add the slash", features.JSON, OGC),
    ("/ogc/conformance", ogc.conformance, "The conformance classes", features.JSON, OGC),
    ("/ogc/collections", ogc.collections, "The collections", features.JSON, OGC),
]
for _each in COLLECTIONS:
    OGC_DOCUMENTS += [
        (_each.path, partial(ogc.collection, _each), f"{_each.title}: the collection",
         features.JSON, OGC),
        (f"{_each.path}/queryables", partial(ogc.queryables, _each),
         f"{_each.title}: the properties that a filter may use", features.SCHEMA, OGC),
        (f"{_each.path}/schema", partial(ogc.schema, _each),
         f"{_each.title}: the schema of the features", features.SCHEMA, OGC),
        (f"{_each.path}/items/{{id}}", partial(ogc_items.item, _each),
         f"{_each.title}: one feature", features.GEOJSON, (*OGC, 404, 410)),
    ]  # fmt: skip
WHOLE = tuple(each for each in event_reads.LIST if each.name != "fields")
"""Parameters of a list that has whole events."""
ROUTES: tuple[Route, ...] = (
    Route("GET", "/v1/events", event_reads.events, "The events that match, a page at a time",
          "EventList", parameters=WHOLE, statuses=(400, 401, 403, 406, 503), offers=NEGOTIABLE,
          of_format=event_reads.LIST_OF),
    *(Route("GET", f"/v1/events.{each.suffix}", event_reads.events,
            f"The events that match, as {each.name}: for {each.client}; {EXTENT[each.default]}",
            each.schema, parameters=event_reads.LIST_OF[each.suffix], media=each.essence,
            format=each,
            statuses=(400, 401, 403, *([416] if each.default == "all" else []),
                      *([501] if each.needs else []), 503),
            good=(200, 206) if each.default == "all" else (200,))
      for each in FORMATS),
    Route("POST", "/v1/events", event_writes.create, "A new event", "Event", scope="write",
          statuses=(400, 401, 403, 409, 413, 415, 422, 503, 507), good=(201,)),
    Route("GET", "/v1/events/{id}", event_reads.event, "One event", "Event",
          statuses=(400, 401, 403, 404, 406, 410, 503), offers=NEGOTIABLE,
          of_format=event_reads.SINGLE_OF),
    *(Route("GET", f"/v1/events/{{id}}.{each.suffix}",
            event_reads.event, f"One event, as {each.name}", each.single or each.schema,
            parameters=event_reads.SINGLE_OF[each.suffix], media=each.essence, format=each,
            statuses=(400, 401, 403, 404, 410, *([501] if each.needs else []), 503))
      for each in FORMATS),
    Route("PUT", "/v1/events/{id}", event_writes.put,
          "Create the event, or replace it under If-Match", "Event", scope="write",
          statuses=(400, 401, 403, 404, 409, 412, 413, 415, 428, 503, 507), good=(200, 201)),
    Route("PATCH", "/v1/events/{id}", event_writes.patch,
          "Correct some fields, a JSON merge-patch, under If-Match", "Event", scope="write",
          statuses=(400, 401, 403, 404, 410, 412, 413, 415, 428, 503, 507)),
    Route("DELETE", "/v1/events/{id}", event_writes.delete, "Delete the event under If-Match",
          None, scope="write", statuses=(400, 401, 403, 404, 410, 412, 428, 503, 507),
          good=(204,)),
    Route("GET", "/v1/events/{id}/versions", history.versions,
          "The versions of an event: who changed what and when", "Versions",
          parameters=history.VERSIONS, statuses=(400, 401, 403, 404, 503)),
    Route("GET", "/v1/events/{id}/versions/{n}", history.version, "An event as it was",
          "Event", statuses=(400, 401, 403, 404, 410, 503)),
    Route("GET", "/v1/changes", changes.changes,
          "The change log after a cursor: creations, corrections and deletions in order",
          "Changes", parameters=changes.CHANGES, cacheable=False),
    Route("GET", "/v1/changes/stream", changes.stream,
          "The change log as server-sent events", {"type": "string"},
          parameters=changes.STREAM, media="text/event-stream", cacheable=False),
    Route("POST", "/v1/imports", imports.load, "Import events in bulk; the reply reports each row",
          "ImportReport", scope="write", parameters=imports.PARAMETERS,
          statuses=(400, 401, 403, 413, 415, 503, 507), accepts=tuple(imports.KINDS)),
    Route("GET", "/v1/histogram", histogram.histogram, "Counts and money over time",
          {"anyOf": [ref("Histogram"), ref("HistogramBy")]}, parameters=histogram.PARAMETERS),
    Route("GET", "/v1/histogram.csv", histogram.table,
          "The histogram as a table: a row for each bucket, and for each date that is wider", TEXT,
          parameters=histogram.CSV_PARAMETERS, media="text/csv"),
    Route("GET", "/v1/facets", facets.facets,
          "How many of the events have each country, actor, tag, year and so on", "FacetCounts",
          parameters=facets.PARAMETERS),
    Route("GET", "/v1/datapackage.json", datapackage.describe,
          "The columns of the CSV of the same query, as a Frictionless Data Package", OBJECT,
          parameters=datapackage.PARAMETERS),
    Route("GET", "/v1/histogram.svg", pictures.histogram, "The histogram as a picture", TEXT,
          parameters=pictures.HISTOGRAM, media=pictures.MEDIA_TYPE),
    Route("GET", "/v1/timeline", timeline.timeline,
          "A window of time: events with labels, and the others counted in clusters", TIMELINE,
          parameters=timeline.PARAMETERS),
    Route("GET", "/v1/timeline.svg", pictures.timeline, "The events as a picture", TEXT,
          parameters=pictures.TIMELINE, media=pictures.MEDIA_TYPE),
    Route("GET", "/v1/map", map.atlas,
          "The map of the events: marks, clusters, and how many events each country has", MAP,
          parameters=map.PARAMETERS),
    Route("GET", "/v1/map.svg", map.picture, "The map as a picture", TEXT,
          parameters=map.PICTURE, media=pictures.MEDIA_TYPE),
    Route("GET", "/v1/shapes.json", map.outlines,
          "The shapes of the countries on the map, as TopoJSON", OBJECT, scope=None,
          statuses=(400,)),
    Route("GET", "/v1/anniversaries", anniversaries.anniversaries,
          "Anniversaries of events inside a window, by default the month ahead",
          "Anniversaries", parameters=anniversaries.PARAMETERS),
    Route("GET", "/v1/anniversaries.ics", anniversaries.calendar,
          "The same as a calendar to subscribe to", {"type": "string"},
          parameters=anniversaries.PARAMETERS, media=ics.FORMAT.essence),
    Route("GET", "/v1/countries", vocabulary.list_countries, "Countries that events have",
          "CountryList"),
    Route("GET", "/v1/countries/{code}", vocabulary.country,
          "A country by any name or code", "Country", statuses=(400, 401, 403, 404, 503)),
    Route("GET", "/v1/blocs", vocabulary.blocs, "Blocs with dated membership", "BlocList"),
    Route("GET", "/v1/categories", vocabulary.categories, "Categories", "CategoryList"),
    Route("GET", "/v1/actors", vocabulary.actors, "People and organisations", "WordList",
          parameters=vocabulary.WORDS),
    Route("GET", "/v1/tags", vocabulary.tags, "Tags", "WordList",
          parameters=vocabulary.WORDS),
    *(Route("GET", f"/v1/cite.{suffix}", partial(cite.cite, suffix),
            f"The citation of a query, as {each.form.name}: for {each.form.client}",
            each.form.schema, parameters=cite.PARAMETERS, media=each.form.essence)
      for suffix, each in STYLES.items()),
    Route("GET", "/oembed", oembed.oembed,
          "The content to embed for the URL of a page of this service (oEmbed 1.0)", oembed.EMBED,
          parameters=oembed.PARAMETERS, statuses=(400, 401, 403, 404, 501, 503),
          query=QueryReading.OWN_ONLY),
    Route("GET", "/v1/complete", completion.complete,
          "Completions of a word that is being typed, the best matches first", "Completions",
          parameters=completion.PARAMETERS),
    *(Route("GET", path, resource, summary, OBJECT, parameters=(asked.FORMAT,),
            media=media, statuses=statuses, pages=True, carried=asked.CARRIED)
      for path, resource, summary, media, statuses in OGC_DOCUMENTS),
    *(Route("GET", f"{each.path}/items", partial(ogc_items.items, each), f"{each.title}: features",
            OBJECT, parameters=asked.ITEMS, media=features.GEOJSON, statuses=OGC, pages=True)
      for each in COLLECTIONS),
    Route("GET", "/ogc/api", ogc.api, "OpenAPI 3.0 of /ogc", OBJECT, scope=None,
          parameters=(asked.FORMAT,), media=features.OPENAPI, statuses=(400,),
          carried=asked.CARRIED),
    Route("GET", "/v1/openapi.json", openapi_json.openapi, "This description", OBJECT, scope=None,
          statuses=(400,)),
    Route("GET", "/healthz", health.healthz, "Whether the process runs", "Health", scope=None,
          statuses=(400,)),
    Route("GET", "/metrics", metrics.metrics, "Counts for Prometheus", TEXT, scope="read",
          statuses=(400, 401, 403, 503), media="text/plain", cacheable=False),
    Route("GET", "/readyz", health.readyz, "Whether the service can answer", "Health", scope=None,
          statuses=(400, 503)),
)  # fmt: skip
