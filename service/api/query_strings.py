"""The query string of a request, which only ``service.api.view`` reads as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import BadRequest

Pairs = tuple[tuple[str, str], ...]
MOST = 200
"""The maximum number of parameters of a query string."""
PLAIN = re.compile(rb"[\w.~:,/*&=-]*", re.ASCII)
"""A query string in which no character stands for another."""


def pairs(text: bytes) -> Pairs:
    """The names and values of a query string. Raises ``BadRequest`` if it is not UTF-8 or has too
    many parameters."""
    if PLAIN.fullmatch(text) and text.count(b"&") < MOST:
        parts = (each.partition("=") for each in text.decode("ascii").split("&") if each)
        return tuple([(name, value) for name, _, value in parts])
    try:
        return tuple(
            parse_qsl(
                text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST
            )
        )
    except (UnicodeError, ValueError):
        raise BadRequest("the query string is not percent-encoded UTF-8") from None


def of_link(text: str) -> list[tuple[str, str]]:
    """The names and values in the query string of a given URL, without empty values. Raises
    ``ValueError`` if it is not UTF-8 or has too many parameters."""
    return parse_qsl(text, errors="strict", max_num_fields=100)


def text_of(sent: Request) -> str:
    """The query string as it was sent, for links that carry it on."""
    return sent.query_string.decode("ascii", "ignore")


def first(sent: Request, name: str) -> str:
    """The first value of a parameter; empty if there is none. Faults of the query do not matter."""
    return sent.args.get(name, "")


def every(sent: Request) -> Iterable[tuple[str, str]]:
    """All parameters, even faulty ones, for a link to the same page."""
    return sent.args.items(multi=True)
