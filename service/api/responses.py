"""Responses with an ETag, which are not sent again to clients that have them."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import Any, cast

import orjson
import xxhash
from flask import Response
from werkzeug.datastructures import Headers

from service.api.etags import known_to_client
from service.api.proxy_headers import current
from service.api.reply_caching import ASKED, KNOWN
from service.asgi import Environ

codecs.lookup("idna")
"""The address in ``Location`` needs this codec. It is loaded before the first write is stored: a
process with too many open files could not load it then."""


class Reply(Response):
    """A response. A whole body is passed on as it is, because nothing must be closed after it."""

    @classmethod
    def whole(cls, body: bytes, pairs: list[tuple[str, str]]) -> Reply:
        """A reply with status 200, its whole ``body``, and the headers ``pairs``, which have its
        type and its length and no line break."""
        made = cls.__new__(cls)
        own = made.__dict__
        own.update(_USUAL)
        own["headers"], own["response"], own["_on_close"] = Pairs(pairs), [body], []
        return made

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Werkzeug's ``__call__``, with a shortcut for the usual reply."""
        body, headers = self.response, self.headers
        if (
            headers.__class__ is Pairs
            and body.__class__ is list
            and environ["REQUEST_METHOD"] == "GET"
            and self.is_whole()
        ):
            start_response(self.status, headers.to_wsgi_list())
            return cast("list[bytes]", body)
        return super().__call__(environ, start_response)

    def is_whole(self) -> bool:
        """Whether it has its whole content, and the length of it."""
        return self.status_code == 200 and "Content-Length" in self.headers

    def get_app_iter(self, environ: Environ) -> Iterable[bytes]:
        """Werkzeug's ``get_app_iter``, which wraps every body twice."""
        body = self.response
        whole = body.__class__ is list and self.status_code == 200
        if whole and environ["REQUEST_METHOD"] != "HEAD":
            return cast("list[bytes]", body)
        return super().get_app_iter(environ)

    def get_wsgi_headers(self, environ: Environ) -> Headers:
        """Werkzeug's ``get_wsgi_headers``, which copies the headers for cases that only other
        replies have."""
        if self.is_whole():
            return self.headers
        return super().get_wsgi_headers(environ)


class Pairs(Headers):
    """Headers from pairs that need no check, because none has a text of a client."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._list = pairs

    def to_wsgi_list(self) -> list[tuple[str, str]]:
        """The pairs, for the only time that they are sent."""
        return self._list


_USUAL = Reply(b"", 200, Headers()).__dict__


def conditional(
    body: bytes, media_type: str, tag: str | None = None, *more: tuple[str, str]
) -> Response:
    """``body`` with a strong ETag, or 304 if the client has it (RFC 9110, 13.1.2). Both have the
    headers ``more``.

    Unless ``tag`` is given, the ETag is a digest of the bytes, so two formats never share one. If
    the reply may be cached, it is made whole, and the 304 later (``KNOWN``).
    """
    etag = tag or xxhash.xxh3_128_hexdigest(body)
    headers = [("ETag", f'"{etag}"'), ("Cache-Control", "no-cache")]
    sent = current()
    if known_to_client(etag, sent):
        if not body or sent.environ.get(ASKED) is None:
            return Reply(status=304, headers=[*headers, *more])
        sent.environ[KNOWN] = b""
    for name, text in more:
        if "\n" in text or "\r" in text:
            raise ValueError(f"the header {name} has a line break")
    return Reply.whole(
        body,
        [("Content-Type", media_type), ("Content-Length", str(len(body))), *headers, *more],
    )


def shown_anywhere(response: Response) -> Response:
    """The same response, which pages of any origin may show. A page that is isolated
    (``Cross-Origin-Embedder-Policy: require-corp``) shows nothing of others without this header."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def as_json(value: Any) -> Response:
    """``value`` as JSON with an ETag, or 304."""
    return conditional(orjson.dumps(value), "application/json")
