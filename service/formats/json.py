"""JSON: the documents as they are stored, in pages that link to the next page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from service.formats.format import Format, Listing
from service.schemas.documents import ref


def only(document: bytes, names: tuple[str, ...]) -> bytes:
    """The document with only the named fields."""
    event = orjson.loads(document)
    return orjson.dumps({name: event[name] for name in names})


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """A page with ``next`` and ``total``, and ``hints`` if there are any. A single event is written
    without a page."""
    if listing.fields is not None:
        documents = (only(each, listing.fields) for each in documents)
    if listing.single:
        yield from documents
        return
    total = b"null" if listing.total is None else b"%d" % listing.total
    hints = orjson.dumps([each.as_dict() for each in listing.hints]) if listing.hints else b""
    tail = b"".join((
        b'],"next":', orjson.dumps(listing.next), b',"total":', total, b',"total_is":"',
        listing.total_is.encode(), b'"', b',"hints":' + hints if hints else b"", b"}",
    ))  # fmt: skip
    # The documents are copied only once: the last join makes the whole page.
    items = [*documents] or [b""]
    items[0] = b'{"items":[' + items[0]
    items[-1] += tail
    yield b",".join(items)


FORMAT = Format(
    "json", "JSON", "application/json", "programs, Grafana Infinity (root items)", "page", render,
    ref("PartialEventList"), single=ref("Event"), totals=True,
    addressed=False,
)  # fmt: skip
