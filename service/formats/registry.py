"""Every format, one line each: routes, OpenAPI, ``Accept``, export and docs/formats.md read this.

A new format is a file beside this one and a line here. Order is preference: where an
``Accept`` header likes several equally, the first is taken, and of formats that share a
media type only the first can be asked for that way; the others have their suffix.
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
"""What an export can be written in."""
