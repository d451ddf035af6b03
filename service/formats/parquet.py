"""Parquet: typed columns with lists and structs, written in groups of rows.

``pyarrow`` writes it. That package is the extra ``parquet``, and it is loaded at its first use.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from service.deadline import checked, demand_thread
from service.formats.format import Format, Listing
from service.schemas.documents import DOCUMENTS, EVENT, Kind
from service.schemas.parameters import FIELDS

if TYPE_CHECKING:
    import pyarrow

# Read when the library is loaded. The other pools keep what was freed; what the system's pool keeps
# is returned (service.freed_memory).
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
BATCH_BYTES, GROUP_BYTES = 1 << 16, 1 << 24
"""Bytes of documents that are converted at a time, and that form a group of rows."""
EPOCH = datetime(1970, 1, 1).toordinal()
COMPRESSION = "zstd"

Types = dict[str, Any]


def _types(arrow: Any) -> dict[str, Types]:
    """The columns of each field."""
    days = {
        name: {name: arrow.date32(), f"{name}_year": arrow.int64()}
        for name in ("earliest", "latest")
    }
    return {name: days.get(name) or {name: _type(arrow, EVENT[name])} for name in FIELDS}


def _type(arrow: Any, kind: Kind) -> Any:
    """The type of a field or of a member, by its JSON Schema."""
    kind = kind.get("anyOf", [kind])[0]  # the other kind is null
    if "$ref" in kind:
        members = DOCUMENTS[kind["$ref"].rpartition("/")[2]]["properties"]
        return arrow.struct([(name, _type(arrow, each)) for name, each in members.items()])
    if kind["type"] == "array":
        return arrow.list_(_type(arrow, kind["items"]))
    given = kind["type"] if isinstance(kind["type"], str) else kind["type"][0]
    types = {
        "date-time": partial(arrow.timestamp, "us", tz="UTC"),
        "decimal": partial(arrow.decimal128, 30, 6),
        "boolean": arrow.bool_, "integer": arrow.int64, "number": arrow.float64,
    }  # fmt: skip
    return types.get(kind.get("format", given), arrow.string)()


def _day(name: str) -> Callable[[Any], dict[str, Any]]:
    """A day as a date, and its year as a number.

    Python's dates, and so those of pandas, have only the years 1 to 9999. One date outside them
    would make the whole file unreadable for both.
    """

    def read(text: str | None) -> dict[str, Any]:
        if text is None:
            return {name: None, f"{name}_year": None}
        year = int(text.removeprefix("Y").rsplit("-", 2)[0])
        days = datetime.fromisoformat(text).toordinal() - EPOCH if 1 <= year <= 9999 else None
        return {name: days, f"{name}_year": year}

    return read


def _amounts(amounts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"amounts": [each | {"value": Decimal(each["value"])} for each in amounts]}


def _moment(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda text: {name: datetime.fromisoformat(text)}


SHAPED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "earliest": _day("earliest"), "latest": _day("latest"), "amounts": _amounts,
    "created_at": _moment("created_at"), "updated_at": _moment("updated_at"),
}  # fmt: skip


def row(event: dict[str, Any], fields: tuple[str, ...] = FIELDS) -> dict[str, Any]:
    """The columns of one document."""
    found: dict[str, Any] = {}
    for name in fields:
        shaped = SHAPED.get(name)
        found.update(shaped(event[name]) if shaped else {name: event[name]})
    return found


class _Sink:
    """A file that only grows; its bytes are taken out as they come."""

    closed = False

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.at = 0

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        self.at += len(self.parts[-1])
        return len(self.parts[-1])

    def tell(self) -> int:
        return self.at

    def flush(self) -> None:
        """Do nothing, because nothing is buffered."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        taken = b"".join(self.parts)
        self.parts.clear()
        return taken


def schema(listing: Listing) -> pyarrow.Schema:
    """The columns with their types, and the title and the URL of the reply."""
    import pyarrow  # noqa: PLC0415

    types = _types(pyarrow)
    columns = [each for name in listing.fields or FIELDS for each in types[name].items()]
    about = {"title": listing.title, "address": listing.identity}
    return pyarrow.schema(columns, metadata={name: text for name, text in about.items() if text})


def render(documents: Iterable[bytes], listing: Listing) -> Iterator[bytes]:
    """The file, group by group. While a group is collected, the pieces are empty. Raises
    ``NotInstalled``."""
    FORMAT.demand_installed()
    demand_thread()  # loading the library and writing a group cannot be interrupted
    import pyarrow  # noqa: PLC0415
    import pyarrow.parquet  # noqa: PLC0415

    columns, fields, sink = schema(listing), listing.fields or FIELDS, _Sink()
    rows: list[dict[str, Any]] = []
    batches: list[pyarrow.RecordBatch] = []
    rows_in_group = size = 0
    with pyarrow.parquet.ParquetWriter(sink, columns, compression=COMPRESSION) as writer:

        def convert() -> None:
            batches.append(pyarrow.RecordBatch.from_pylist(rows, schema=columns))
            rows.clear()

        def write() -> None:
            group = pyarrow.Table.from_batches(batches, columns)
            writer.write_table(group, row_group_size=max(1, group.num_rows))
            batches.clear()

        for document in checked(documents):
            rows.append(row(orjson.loads(document), fields))
            size += len(document)
            if size >= BATCH_BYTES:
                rows_in_group += size
                size = 0
                convert()
            if rows_in_group >= GROUP_BYTES:
                rows_in_group = 0
                write()
            yield sink.take()
        if rows:
            convert()
        if batches:
            write()
        yield sink.take()
    yield sink.take()


FORMAT = Format(
    "parquet", "Parquet", "application/vnd.apache.parquet", "Polars, DuckDB, pandas, Arrow, R",
    "all", render, {"type": "string", "format": "binary"}, needs="pyarrow",
)  # fmt: skip
