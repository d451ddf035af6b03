"""What a resource needs of the request and of the instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
import xxhash
from flask import Response, current_app, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from service.api.etags import known_to_client
from service.api.host import origin
from service.api.proxy_headers import current
from service.asgi import Environ
from service.domain.blocs import Bloc
from service.domain.result_cache import remembered
from service.errors import FieldError, Invalid
from service.schemas.duplicate_members import Repeated, require_once, without_mark
from service.schemas.parameters import FILTERS, LANG, PAGING, Parameter
from service.schemas.query import EventsQuery, QueryParser
from service.settings import Settings
from service.store import Store

LIST = (*FILTERS, *PAGING, LANG)


@dataclass(frozen=True, slots=True)
class Instance:
    """The parts of one running service."""

    store: Store
    settings: Settings
    blocs: Mapping[str, Bloc]
    parser: QueryParser
    seed_directory: Path


def instance() -> Instance:
    """The instance that answers this request."""
    found: Instance = current_app.extensions["dateline"]
    return found


def pairs() -> list[tuple[str, str]]:
    """The query string in pieces. Raises ``BadRequest`` where it is not UTF-8."""
    try:
        return parse_qsl(
            request.query_string.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=200,
        )
    except (UnicodeError, ValueError):
        raise BadRequest("the query string is not percent-encoded UTF-8") from None


def query(parameters: tuple[Parameter, ...] = LIST) -> EventsQuery:
    """This request's query, parsed; the same words again cost a look-up."""
    return _parsed(instance().parser, current().query_string, parameters)


@remembered(1024, longest=400)
def _parsed(parser: QueryParser, text: bytes, parameters: tuple[Parameter, ...]) -> EventsQuery:
    return parser.parse(pairs(), parameters)


def root() -> str:
    """The public address without a slash at its end."""
    return root_of(request.environ, instance().settings)


def root_of(environ: Environ, settings: Settings) -> str:
    """The same for any request."""
    # The host and what a proxy said were looked at before (``service.api.host``).
    return settings.base_url or origin(environ)


def prefix() -> str:
    """The path under which a proxy serves us, without a slash at its end; before the links of
    pages, which lead elsewhere without it."""
    return urlsplit(root()).path


def address(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """A full address of ours."""
    text = urlencode(list(parameters))
    return f"{root()}{path}" + (f"?{text}" if text else "")


class Reply(Response):
    """A response; a whole body is passed on as it is, for nothing has to be closed after it."""

    def get_app_iter(self, environ: Environ) -> Iterable[bytes]:
        """Werkzeug's ``get_app_iter``, which wraps every body twice."""
        body = self.response
        whole = body.__class__ is list and self.status_code == 200
        if whole and environ["REQUEST_METHOD"] != "HEAD":
            return cast("list[bytes]", body)
        return super().get_app_iter(environ)

    def get_wsgi_headers(self, environ: Environ) -> Headers:
        """Werkzeug's ``get_wsgi_headers``, which copies them to see to what is only in others."""
        if self.status_code == 200 and "Content-Length" in self.headers:
            return self.headers
        return super().get_wsgi_headers(environ)


def conditional(
    body: bytes, media_type: str, tag: str | None = None, *more: tuple[str, str]
) -> Response:
    """``body`` under a strong ETag, or 304 where the client has it (RFC 9110, 13.1.2), either
    with the headers ``more``.

    The tag is a digest of the bytes, so that two formats never share one.
    """
    etag = tag or xxhash.xxh3_128_hexdigest(body)
    headers = [("ETag", f'"{etag}"'), ("Cache-Control", "no-cache"), *more]
    if known_to_client(etag, current()):
        return Reply(status=304, headers=headers)
    length = ("Content-Length", str(len(body)))
    return Reply([body], headers=[("Content-Type", media_type), length, *headers])


def as_json(value: Any) -> Response:
    """``value`` as conditional JSON."""
    return conditional(orjson.dumps(value), "application/json")


def unpacked(*known: str) -> None:
    """Raises 415 where the body is packed in another way than those ``known``."""
    if request.headers.get("Content-Encoding", "identity").lower() not in ("identity", *known):
        raise UnsupportedMediaType(f"send the body {' or '.join(('as it is', *known))}")


def body() -> Any:
    """The JSON body. Raises 415, 413 or ``Invalid``."""
    if request.mimetype not in ("application/json", "application/merge-patch+json"):
        raise UnsupportedMediaType("send the event as application/json")
    unpacked()
    text = without_mark(request.get_data())
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        detail = f"the body is not JSON: line {error.lineno}, column {error.colno}"
        raise Invalid(detail, [FieldError("is not JSON", pointer="")]) from None
    try:
        require_once(text)
    except RecursionError:
        raise Invalid("the body is nested too deeply") from None
    except Repeated as error:
        fault = FieldError(f"has {error.name[:100]!r} more than once", pointer="")
        raise Invalid("a name stands twice in an object of the body", [fault]) from None
    return found
