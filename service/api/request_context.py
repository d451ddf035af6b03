"""The framework's context of a request, without what this service never uses.

The framework makes a context of the application for each request, so that the request can keep data
there (``flask.g``). Nothing here does so. There are no sessions of the framework, no flashes, and
no listeners to its signals either.
"""

from __future__ import annotations

import sys
from contextvars import Token
from typing import Any

from flask import Flask
from flask.ctx import AppContext, RequestContext
from flask.globals import _cv_app, _cv_request
from flask.sessions import NullSession

SESSION = NullSession()
"""The same empty session for every request; it cannot be written."""
Tokens = tuple[Token[AppContext] | None, Token[RequestContext]]


class Context(RequestContext):
    """The context of one request; ``around`` is the context of its application, which all requests
    share."""

    around: AppContext
    tokens: Tokens

    def __init__(self, app: Flask, environ: dict[str, Any], around: AppContext) -> None:
        self.around = around
        super().__init__(app, environ, session=SESSION)

    def push(self) -> None:
        """Make this the current request."""
        known = _cv_app.get(None)
        outer = known is None or known.app is not self.app
        self.tokens = _cv_app.set(self.around) if outer else None, _cv_request.set(self)
        if self.url_adapter is not None:
            self.match_request()

    def pop(self, exc: BaseException | None = None) -> None:
        """Make the request before this one current again."""
        try:
            self.app.do_teardown_request(exc or sys.exc_info()[1])
            self.request.close()
        finally:
            outer, own = self.tokens
            _cv_request.reset(own)
            if outer is not None:
                _cv_app.reset(outer)
            # Without this circle, no garbage collector has to free the request.
            self.request.environ["werkzeug.request"] = None
