"""The format of a reply whose path names none, chosen by ``Accept`` (RFC 9110, 12.5.1)."""

from __future__ import annotations

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from service.domain.result_cache import cached
from service.errors import NotAcceptable
from service.formats.format import Format
from service.formats.registry import BY_SUFFIX, NEGOTIABLE


@cached(256, longest=400)
def preferred_format(accept: str) -> Format:
    """The format that ``Accept`` prefers; among equals, the first in the registry.

    Raises ``NotAcceptable``, which lists the formats.
    """
    # An empty list names nothing that the client would rather have (RFC 9110, 12.5.1).
    parsed = parse_accept_header(accept if accept.strip(" ,") else "*/*", MIMEAccept)
    ranges = [(value.partition(";")[0].strip().lower(), q) for value, q in parsed]
    best, liking = max(
        ((each, _quality(each.essence, ranges)) for each in NEGOTIABLE), key=lambda pair: pair[1]
    )
    if liking <= 0:
        offered = ", ".join(each.essence for each in NEGOTIABLE)
        suffixes = ", ".join(f".{each}" for each in BY_SUFFIX)
        raise NotAcceptable(f"there are {offered}; or take a suffix: {suffixes}")
    return best


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of ``media_type`` for the client, from the most specific range that has it."""
    kind = media_type.partition("/")[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        found = [q for value, q in ranges if value == wanted]
        if found:
            return max(found)
    return 0.0
