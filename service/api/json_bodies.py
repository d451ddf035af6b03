"""The body of a write: one JSON value."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Request
from werkzeug.exceptions import UnsupportedMediaType

from service.errors import FieldError, Invalid
from service.schemas.duplicate_members import (
    Repeated,
    certainly_whole,
    require_once,
    without_bom,
)


def refuse_encodings(sent: Request, *known: str) -> None:
    """Raises 415 if the body is compressed by a method that is not in ``known``."""
    if sent.headers.get("Content-Encoding", "identity").lower() not in ("identity", *known):
        raise UnsupportedMediaType(f"send the body {' or '.join(('as it is', *known))}")


def read_json(sent: Request) -> Any:
    """The JSON body. Raises 415, 413 or ``Invalid``."""
    if sent.mimetype not in ("application/json", "application/merge-patch+json"):
        raise UnsupportedMediaType("send the event as application/json")
    refuse_encodings(sent)
    text = without_bom(sent.get_data())
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        _require_utf8(text)
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        told = FieldError(f"is not JSON: {where}", pointer="")
        raise Invalid(f"the body is not JSON: {where}", [told]) from None
    if not _certainly_whole(text, found):
        try:
            require_once(text)
        except RecursionError:
            raise Invalid("the body is nested too deeply") from None
        except Repeated as error:
            found = FieldError(f"has {error.name[:100]!r} more than once", pointer="")
            raise Invalid("an object of the body has a name twice", [found]) from None
    return found


def _require_utf8(text: bytes) -> None:
    """Raises ``Invalid`` unless ``text`` is UTF-8, as all JSON between systems is (RFC 8259, 8.1).
    A ``charset`` of the client changes nothing."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        detail = f"the body is not UTF-8: byte {error.start + 1}; send JSON in UTF-8"
        raise Invalid(detail, [FieldError("is not UTF-8", pointer="")]) from None


def _certainly_whole(text: bytes, found: Any) -> bool:
    try:
        return certainly_whole(text, orjson.dumps(found))
    except orjson.JSONEncodeError:  # it is nested more deeply than that writes
        return False
