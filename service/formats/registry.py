"""Every format, one line each, for the routes, OpenAPI, ``Accept``, export and docs/formats.md.

A new format is a file beside this one and a line here. The order is the order of preference. If an
``Accept`` header likes several formats equally, the first one is used. If formats share a media
type, only the first can be chosen by ``Accept``; the others have their suffix.
"""

from __future__ import annotations

from service.formats import (
    atom,
    bibliography,
    bibtex,
    csl,
    csv,
    fullcalendar,
    geojson,
    grafana,
    ics,
    json,
    jsonfeed,
    jsonld,
    ndjson,
    parquet,
    ris,
    timelinejs,
    vis,
    xlsx,
)
from service.formats.format import Format

FORMATS: tuple[Format, ...] = (
    json.FORMAT,
    csv.FORMAT,
    ndjson.FORMAT,
    geojson.FORMAT,
    ics.FORMAT,
    atom.FORMAT,
    jsonfeed.FORMAT,
    jsonld.FORMAT,
    timelinejs.FORMAT,
    vis.FORMAT,
    fullcalendar.FORMAT,
    grafana.FORMAT,
    xlsx.FORMAT,
    parquet.FORMAT,
    bibtex.FORMAT,
    ris.FORMAT,
    csl.FORMAT,
    bibliography.APA,
    bibliography.CHICAGO,
)
BY_SUFFIX = {each.suffix: each for each in FORMATS}
BY_MEDIA_TYPE = {each.essence: each for each in reversed(FORMATS)}
NEGOTIABLE = tuple(
    each for each in FORMATS if BY_MEDIA_TYPE[each.essence] is each and each.installed
)
STREAMED = tuple(each for each in FORMATS if each.default == "all")
"""The formats in which an export can be written."""
