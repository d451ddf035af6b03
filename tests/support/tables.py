"""Reads the rows of workbooks (with openpyxl) and of Parquet files (with pyarrow)."""

from __future__ import annotations

import io
import json
from typing import Any

Cells = list[dict[str, Any]]


def sheet(body: bytes, name: str = "Events") -> Cells:
    """The rows of a sheet as openpyxl reads them, by the names in the header."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(body), data_only=False)
    rows = book[name].iter_rows(values_only=True)
    header = [str(each) for each in next(rows)]
    return [dict(zip(header, row, strict=True)) for row in rows]


def parquet(body: bytes) -> Cells:
    """The rows of a Parquet file as plain Python values."""
    import pyarrow.parquet

    found: Cells = pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist()
    return found


def text(suffix: str, body: bytes) -> str:
    """The text of a reply in the format ``suffix``. Workbooks and Parquet become JSON."""
    if suffix == "xlsx":
        return json.dumps(sheet(body), ensure_ascii=False, default=str)
    if suffix == "parquet":
        return json.dumps(parquet(body), ensure_ascii=False, default=str)
    return body.decode()
