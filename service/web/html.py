"""Renders a template as a page with a strict policy and a strong ETag."""

from __future__ import annotations

from types import CodeType
from typing import Any

from flask import Response, current_app
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from service.api.access import caller
from service.api.addresses import prefix
from service.api.feeds import feed_links, links
from service.api.instance import instance
from service.api.language import add_language_headers
from service.api.responses import conditional
from service.deadline import MANY, checked
from service.web.sharing import SharedPage

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing from other sites, nothing inline, and no script may turn text into markup."""
MEDIA_TYPE = "text/html; charset=utf-8"


class Compiled(BytecodeCache):
    """The compiled templates of this process: compiling those of the explorer takes a third of a
    second, and an application that is made later, or in a fork, need not do it again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template unless its text is another now."""
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self._known[bucket.key] = bucket.checksum, bucket.code


COMPILED = Compiled()


def page(template: str, status: int = 200, **values: Any) -> Response:
    """``template`` as a response; Jinja escapes all values in it.

    The page of a query or of an event gives its own ``feeds``. Its ``shared`` says how other
    sites show a link to it.
    """
    values.setdefault("feeds", feed_links())
    shared: SharedPage | None = values.get("shared")
    context = {
        "settings": instance().settings,
        "how": caller().how,
        "prefix": prefix(),
        "feed_links": links(values.pop("feeds")),
        **values,
    }
    current_app.update_template_context(context)
    # In pieces, because a page of many events takes long.
    pieces = current_app.jinja_env.get_template(template).generate(context)
    body = "".join(checked(pieces, MANY)).encode()
    if status == 200:
        response = conditional(body, MEDIA_TYPE)
    else:
        response = Response(body, status, content_type=MEDIA_TYPE)
    add_language_headers(response)
    if shared is not None and shared.link and status == 200:
        response.headers["Link"] = shared.link
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response
