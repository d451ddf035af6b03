"""The query string of a request. Only ``service.api.view`` reads the whole of one."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import BadRequest

Pairs = tuple[tuple[str, str], ...]
MOST = 200
"""Parameters of a query string."""


def pairs(text: bytes) -> Pairs:
    """A query string in pieces. Raises ``BadRequest`` where it is not UTF-8."""
    try:
        return tuple(
            parse_qsl(
                text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST
            )
        )
    except (UnicodeError, ValueError):
        raise BadRequest("the query string is not percent-encoded UTF-8") from None


def of_link(text: str) -> list[tuple[str, str]]:
    """The query of an address that somebody gives us, without what is empty. Raises
    ``ValueError`` where it is not UTF-8."""
    return parse_qsl(text, errors="strict", max_num_fields=100)


def text_of(sent: Request) -> str:
    """The query string as it was sent, for links that carry it on."""
    return sent.query_string.decode("ascii", "ignore")


def first(sent: Request, name: str) -> str:
    """The first value of a parameter, whatever else is wrong with the query; empty without one."""
    return sent.args.get(name, "")


def every(sent: Request) -> Iterable[tuple[str, str]]:
    """All parameters, whatever is wrong with them: for a link to the same page."""
    return sent.args.items(multi=True)
