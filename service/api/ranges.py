"""Serves a part of a reply whose bytes are known (RFC 9110, 14).

Programs that read remote files ask for the end of a file, or continue where a download was cut off.
"""

from __future__ import annotations

from flask import Request, Response

from service.api.problems import problem


def ranged(sent: Request, response: Response, content: bytes) -> Response:
    """``response`` to a ``GET`` with ``content``, or the part of it that ``Range`` asks for.

    One range of bytes is served. For several ranges or other units the whole is sent, as RFC 9110,
    14.2 allows. The reply is ``416`` if the range begins beyond the end.
    """
    if response.status_code != 200:
        return response
    response.headers["Accept-Ranges"] = "bytes"
    wanted = sent.range
    if sent.method != "GET" or wanted is None or wanted.units != "bytes":
        return response
    if len(wanted.ranges) != 1 or not _same(sent, response):
        return response
    first, end = wanted.ranges[0]
    # A request for the last bytes may ask for more than there are (RFC 9110, 14.1.2).
    start = max(0, len(content) + first) if first < 0 else first
    stop = len(content) if end is None else min(end, len(content))
    if start >= stop:
        refusal = problem(416, f"there are {len(content)} bytes")
        refusal.headers["Content-Range"] = f"bytes */{len(content)}"
        return refusal
    response.status_code = 206
    response.data = content[start:stop]
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(content)}"
    return response


def _same(sent: Request, response: Response) -> bool:
    """Whether the client has a part of the same content: true without ``If-Range``, otherwise if
    its ETag is that of the response."""
    if "If-Range" not in sent.headers:
        return True
    etag = sent.if_range.etag
    return etag is not None and sent.headers["If-Range"] == response.headers["ETag"]
