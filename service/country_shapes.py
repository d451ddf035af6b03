"""Reads the file of the countries' shapes: the shipped one, or the operator's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from service.domain.topojson import World, from_topojson
from service.errors import FieldError, Lost
from service.resources import INCOMPLETE, SEED
from service.settings import Settings

NAME = "shapes.json"
MAX_BYTES = 4_000_000


def setting_errors(settings: Settings) -> Iterator[FieldError]:
    """The errors of the operator's file."""
    if not settings.shapes:
        return
    path = Path(settings.shapes)
    if not path.is_file():
        text = f"there is no file {str(path)!r}"
    elif not os.access(path, os.R_OK):
        text = f"the file {str(path)!r} cannot be read"
    elif path.stat().st_size > MAX_BYTES:
        text = f"the file {str(path)!r} has more than {MAX_BYTES:,} bytes; simplify the shapes"
    else:
        try:
            world(settings.shapes)
            return
        except ValueError as error:
            text = f"the file {str(path)!r} {error}"
    yield FieldError(text, parameter="shapes")


@lru_cache(maxsize=4)
def world(name: str) -> World:
    """The shapes of the file ``name``, or of the shipped one if it is empty; read once.

    Raises ``ValueError`` if the file has no shapes, ``Lost`` if the file is missing.
    """
    return _read(name)[0]


@lru_cache(maxsize=4)
def document(name: str) -> bytes:
    """The same shapes as a TopoJSON document with our country codes."""
    return orjson.dumps(_read(name)[1])


def _read(name: str) -> tuple[World, Mapping[str, Any]]:
    try:
        text = Path(name).read_bytes() if name else (SEED / NAME).read_bytes()
    except FileNotFoundError:
        raise Lost(INCOMPLETE.format(f"seed/{NAME}")) from None
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error}") from None
    return from_topojson(data)
