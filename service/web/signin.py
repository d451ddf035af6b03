"""Signs readers in: exchanges a key for a read-only cookie (``service.api.session``)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import flask
from flask import Response, redirect
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response as BaseResponse

from service.api import query_strings, session
from service.api.access import BEARER
from service.api.addresses import prefix, root
from service.api.language import link_to
from service.api.request import Request
from service.errors import Forbidden, Unauthorized
from service.schemas.parameters import LANG, Parameter
from service.web.html import page
from service.web.problem_messages import translated

OURS = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,4000}", re.ASCII)
"""A path of this service.

Browsers read ``\\`` as ``/`` and drop tabs and line ends. With these characters a path could lead
to another host, so they are not allowed.
"""
FORM = "application/x-www-form-urlencoded"
NEXT = (Parameter("next", "Where to go then.", {"type": "string"}), LANG)


def show(request: Request) -> Response:
    """``GET /signin``: the page that asks for a key."""
    return _page(_own_path(request.options.get("next", "/")))


def sign_in(request: Request) -> BaseResponse:
    """``POST /signin``: 303 to the page that the reader wanted, with the cookie.

    If the key is not valid, the status is 401 and the page asks again.
    """
    _of_this_service(request)
    keys = request.instance.store.keys
    going = _own_path(request.sent.form.get("next", "/"))
    try:
        key = keys.check(request.sent.form.get("key", "").strip())
    except Unauthorized as error:
        response = _page(going, translated(error.detail), 401)
        # No Basic: the browser would show its own password window over the page.
        response.headers["WWW-Authenticate"] = BEARER
        return response
    done = redirect(f"{prefix()}{going}", 303)
    session.begin(request.instance.store, done, key)
    done.headers["Cache-Control"] = "no-store"
    return done


def sign_out(request: Request) -> BaseResponse:
    """``POST /signout``: deletes the cookie."""
    _of_this_service(request)
    done = redirect(link_to("/signin"), 303)
    session.end(done)
    done.headers["Cache-Control"] = "no-store"
    return done


def to_sign_in(sent: flask.Request) -> BaseResponse:
    """303 to the page that asks for a key, which later leads back to the requested page."""
    text = query_strings.text_of(sent)
    here = _own_path(quote(sent.path) + (f"?{text}" if text else ""))
    there = f"/signin?next={quote(here)}" if here != "/" else "/signin"
    done = redirect(link_to(there), 303)
    done.headers["Cache-Control"] = "no-store"
    return done


def _page(going: str, error: str | None = None, status: int = 200) -> Response:
    days = session.SECONDS // 86_400
    response = page("signin.html", status, going=going, error=error, days=days)
    response.headers["Cache-Control"] = "no-store"
    # The full referrer for our own pages, so that the form sends its origin.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _own_path(text: str) -> str:
    return text if OURS.fullmatch(text) else "/"


def _of_this_service(request: Request) -> None:
    """Raises ``Forbidden`` if a page of another origin sent the form, 415 if it is no form.

    This stops forged sign-ins and sign-outs. The check uses Fetch Metadata if the browser sends
    it, else the ``Origin`` header. A client that sends neither is no browser and has no cookie to
    misuse.
    """
    sent = request.sent
    if sent.mimetype != FORM:
        raise UnsupportedMediaType(f"send {FORM}")
    site, origin = sent.headers.get("Sec-Fetch-Site"), sent.headers.get("Origin")
    same = site in ("same-origin", "none") if site else (
        origin is None or origin.partition("://")[2] in (sent.host, urlsplit(root()).netloc)
    )  # fmt: skip
    if not same:
        raise Forbidden("this form was sent by another site; open the page of this one")
