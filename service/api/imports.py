"""``POST /v1/imports``: events in bulk, by the importers of ``dateline import``.

The body is stored batch by batch, each in its own transaction. Between two batches other requests
have their turn. A space is sent then too, so that no proxy takes the silence for a failure. A
client whose connection was cut sends the same body again: stored events stay as they are.
A failure after the first batch, such as a full disk, is in ``problem`` of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import cast

import orjson
from flask import Response
from werkzeug.exceptions import UnsupportedMediaType

from service.api.json_bodies import refuse_encodings
from service.api.problems import described
from service.api.request import Request
from service.errors import DatelineError
from service.importers.files import Readable, opened
from service.importers.mapping_names import named_mapping
from service.importers.registry import NAMES
from service.importers.run import OnError, Run
from service.importers.window import Window
from service.schemas.parameters import Parameter

KINDS = {"application/json": "json", "application/x-ndjson": "ndjson", "text/csv": "csv",
         "text/calendar": "ics", "application/octet-stream": "auto"}  # fmt: skip
"""Importers by the media type of the body."""
BATCH = 200
"""Events in a transaction. Other requests wait for one, some tens of milliseconds."""
PARAMETERS = (
    Parameter("dry_run", "1 checks and reports, and stores nothing.",
              {"type": "string", "enum": ["0", "1"], "default": "0"}),
    Parameter("on_error", "skip leaves out rows with errors, stop ends at the first of them.",
              {"type": "string", "enum": ["skip", "stop"], "default": "skip"}),
    Parameter("format", "Format of the body; auto detects it by content. The default is the "
                        "media type.",
              {"type": "string", "enum": ["auto", *NAMES]}),
    Parameter("from", "First day of the times of recurring events in a calendar.",
              {"type": "string", "format": "edtf", "maxLength": 64}),
    Parameter("to", "Last day of these times; the default is two years from today.",
              {"type": "string", "format": "edtf", "maxLength": 64}),
    Parameter("mapping", "For text/csv: a mapping of columns that this instance has.",
              {"type": "string", "pattern": "^[a-z0-9_-]{1,60}$"}),
)  # fmt: skip


def load(request: Request) -> Response:
    """Store the body. The reply is the report; its status is 200 even if rows were rejected."""
    sent, here, options = request.sent, request.instance, request.options
    if sent.mimetype not in KINDS:
        raise UnsupportedMediaType(f"send {', '.join(KINDS)}")
    refuse_encodings(sent, "gzip")
    sent.max_content_length = here.settings.max_import_bytes
    run = Run(
        here.store,
        options.get("format") or KINDS[sent.mimetype],
        _mapping(here.seed_directory, options.get("mapping")),
        dry_run=options["dry_run"] == "1",
        on_error=cast(OnError, options["on_error"]),
        author=request.author,
        batch=BATCH,
        window=Window(request.query.filter.since, request.query.filter.until),
    )
    most = here.settings.max_unpacked_bytes
    steps = run.steps(opened("body", cast(Readable, sent.stream), most=most))
    # The first batch is stored before the status is sent, so that an error of the whole body still
    # has the status of an error.
    begun = [b" " for _ in islice(steps, 1)]
    return Response(_report(run, chain(begun, (b" " for _ in steps))), mimetype="application/json")


def _report(run: Run, waiting: Iterator[bytes]) -> Iterator[bytes]:
    problem = None
    try:
        yield from waiting
        run.settle()
    except DatelineError as error:  # the status has been sent, so the report has the error
        run.report.stopped = True
        problem = described(error)
    yield orjson.dumps({**run.report.as_dict(), "problem": problem})


def _mapping(seed_directory: Path, name: str | None) -> Path | None:
    if name is None:
        return None
    return named_mapping(seed_directory, name)
