"""Signing in: a key comes in, a cookie goes out (``service.api.session``). Reading only."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from flask import Response, redirect, request
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response as BaseResponse

from service.api import session
from service.api.access import BEARER
from service.api.context import instance, prefix, query, root
from service.api.language import to
from service.errors import Forbidden, Unauthorized
from service.schemas.parameters import LANG, Parameter
from service.web.html import page
from service.web.problem_messages import told

OURS = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,4000}", re.ASCII)
"""A path of this service. Browsers read ``\\`` as ``/`` and drop tabs and line ends, so that
these could make another host of it."""
FORM = "application/x-www-form-urlencoded"
NEXT = (Parameter("next", "Where to go then.", {"type": "string"}), LANG)


def show() -> Response:
    """``GET /signin``: the page that asks for a key."""
    return _page(_ours(dict(query(NEXT).options).get("next", "/")))


def sign_in() -> BaseResponse:
    """``POST /signin``: 303 to where the reader was going, with the cookie; 401 and the page
    again where the key is no good."""
    _of_this_service()
    keys = instance().store.keys
    going = _ours(request.form.get("next", "/"))
    try:
        key = keys.check(request.form.get("key", "").strip())
    except Unauthorized as error:
        response = _page(going, told(error.detail), 401)
        # No Basic: the browser would put its own window for a password over the page.
        response.headers["WWW-Authenticate"] = BEARER
        return response
    done = redirect(f"{prefix()}{going}", 303)
    session.begin(done, key)
    done.headers["Cache-Control"] = "no-store"
    return done


def sign_out() -> BaseResponse:
    """``POST /signout``: the cookie is taken back."""
    _of_this_service()
    done = redirect(to("/signin"), 303)
    session.end(done)
    done.headers["Cache-Control"] = "no-store"
    return done


def to_sign_in() -> BaseResponse:
    """303 to the page that asks for a key, and from there back to where this request went."""
    text = request.query_string.decode("ascii", "ignore")
    here = _ours(quote(request.path) + (f"?{text}" if text else ""))
    there = f"/signin?next={quote(here)}" if here != "/" else "/signin"
    done = redirect(to(there), 303)
    done.headers["Cache-Control"] = "no-store"
    return done


def _page(going: str, fault: str | None = None, status: int = 200) -> Response:
    days = session.SECONDS // 86_400
    response = page("signin.html", status, going=going, fault=fault, days=days)
    response.headers["Cache-Control"] = "no-store"
    # Whole for ourselves, so that the form says where it comes from.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _ours(text: str) -> str:
    return text if OURS.fullmatch(text) else "/"


def _of_this_service() -> None:
    """Raises ``Forbidden`` where a page of another origin sent the form (a forged sign-in or
    sign-out), 415 where it is no form.

    Browsers that say where a request comes from (Fetch Metadata) are asked that, others for the
    origin of the page. Whoever says neither is no browser and has no cookie to be misused.
    """
    query((LANG,))
    if request.mimetype != FORM:
        raise UnsupportedMediaType(f"send {FORM}")
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    same = site in ("same-origin", "none") if site else (
        origin is None or origin.partition("://")[2] in (request.host, urlsplit(root()).netloc)
    )  # fmt: skip
    if not same:
        raise Forbidden("this form was sent by another site; open the page of this one")
