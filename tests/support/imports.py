"""The import of one stream of bytes, as ``POST /v1/imports`` does it, for tests and benches."""

from __future__ import annotations

from typing import BinaryIO

from service.importers.files import opened
from service.importers.report import Report
from service.importers.run import GivenMapping, Run, Target


def import_stream(
    store: Target,
    stream: BinaryIO,
    name: str,
    *,
    format: str = "auto",
    mapping: GivenMapping | None = None,
    dry_run: bool = False,
) -> Report:
    """Import a stream, which may be compressed with gzip. ``name`` stands for its file."""
    run = Run(store, format, mapping, dry_run=dry_run, on_error="skip")
    run.file(opened(name, stream))
    run.settle()
    return run.report
