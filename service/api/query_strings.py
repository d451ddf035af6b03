"""The query string of a request, which only ``service.api.view`` reads as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote_to_bytes

from flask import Request
from werkzeug.exceptions import BadRequest

Pairs = tuple[tuple[str, str], ...]
MOST = 200
"""The maximum number of parameters of a query string."""
UNREADABLE = "the query string is not percent-encoded UTF-8"
CAMPAIGNS = ("_hs", "ga_", "gad_", "hsa_", "mc_", "mtm_", "oly_", "pk_", "utm_", "vero_")
"""How the names begin that newsletters and advertisements add to links, to count their readers."""
CLICKS = frozenset((
    "_ga", "_gl", "_openstat", "dclid", "epik", "fb_action_ids", "fb_ref", "fb_source", "fbclid",
    "gbraid", "gclid", "gclsrc", "igsh", "igshid", "irclickid", "li_fat_id", "mibextid", "mkt_tok",
    "msclkid", "rdt_cid", "ref_src", "ref_url", "s_cid", "scid", "sfnsn", "srsltid", "ttclid",
    "twclid", "wbraid", "xtor", "yclid", "ymclid", "ysclid",
))  # fmt: skip
"""Names that social networks and search engines add to links, to know a click again."""


def pairs(text: bytes) -> Pairs:
    """The names and values of a query string. Raises ``BadRequest`` if it is not UTF-8 or has too
    many parameters."""
    found = []
    try:
        parts = text.decode("ascii").split("&")
        for part in parts if len(parts) <= MOST else ():
            name, _, value = part.partition("=")
            if "%" in part or "+" in part:
                name, value = _decoded(name), _decoded(value)
            if part:
                found.append((name, value))
    except UnicodeError:
        raise BadRequest(UNREADABLE) from None
    if len(parts) > MOST:
        raise BadRequest(UNREADABLE)
    return tuple(found)


def _decoded(text: str) -> str:
    """The text that a form has encoded (the URL standard, 5.1). Raises ``UnicodeError``."""
    # Only ASCII comes here, so that the bytes need no search for other characters.
    return (
        unquote_to_bytes(text.replace("+", " ")).decode() if "%" in text else text.replace("+", " ")
    )


def added(name: str) -> bool:
    """Whether other sites add a parameter of this name to links, for purposes of their own."""
    name = name.lower()
    return name in CLICKS or name.startswith(CAMPAIGNS)


def of_page(text: bytes) -> bytes:
    """The query string of a page without what other sites have added to it."""
    parts = text.split(b"&")
    return b"&".join(part for part in parts if not added(part.partition(b"=")[0].decode("latin-1")))


def of_link(text: str) -> list[tuple[str, str]]:
    """The names and values in the query string of a given URL, without empty values. Raises
    ``ValueError`` if it is not UTF-8 or has too many parameters."""
    found = parse_qsl(text, errors="strict", max_num_fields=100)
    return [each for each in found if not added(each[0])]


def text_of(sent: Request) -> str:
    """The query string as it was sent, for links that carry it on."""
    return sent.query_string.decode("ascii", "ignore")


def first(sent: Request, name: str) -> str:
    """The first value of a parameter; empty if there is none. Errors of the query do not matter."""
    return sent.args.get(name, "")


def every(sent: Request) -> Iterable[tuple[str, str]]:
    """All parameters, even wrong ones, for a link to the same page."""
    return (each for each in sent.args.items(multi=True) if not added(each[0]))
