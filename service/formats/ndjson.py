"""NDJSON: one stored document in each line; ``dateline import`` can read it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.formats.format import Format, Listing, chunks
from service.formats.json import only


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """A line for each document."""
    if listing.fields is not None:
        documents = (only(each, listing.fields) for each in documents)
    return chunks(each + b"\n" for each in documents)


FORMAT = Format(
    "ndjson", "NDJSON", "application/x-ndjson", "DuckDB, Polars, jq, dateline import", "all",
    render, {"type": "string"},
)  # fmt: skip
