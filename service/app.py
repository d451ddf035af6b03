"""The one place that wires the parts into a WSGI application."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any, cast

from flask import Flask, Request, Response, has_app_context
from flask.sessions import NullSession, SessionInterface
from peewee import PeeweeException
from werkzeug.routing import Map, MapAdapter

from service import bundled_data, freshness, resources
from service.api import ogc_openapi, openapi, problems, routes, view
from service.api.hooks import EntryPoint
from service.api.instance import NAME, Instance
from service.api.proxy_headers import current, request_class
from service.api.quick_routes import QuickRoutes
from service.api.reply_caching import CACHEABLE, KNOWN, Cacheable, of_unmodified
from service.api.responses import Reply
from service.asgi import Environ
from service.bundled_data import seed_directory
from service.checks import check
from service.compression import vary
from service.deadline import forget
from service.domain.blocs import Bloc, from_json
from service.domain.coded_names import names
from service.errors import DatelineError
from service.freshness import READ_TARGET, AskAnotherServer, ReadTarget
from service.opening import open_store
from service.schemas.query import QueryParser
from service.settings import Settings, checked, from_environment
from service.web import routes as web

SEED = resources.SEED
READ = ("GET", "HEAD")
UNMODIFIED = "304 NOT MODIFIED"


def load_blocs(settings: Settings) -> dict[str, Bloc]:
    """Registers the states of this instance and returns its blocs. Raises ``ValueError`` if a
    file is wrong."""
    bundled_data.register(seed_directory(settings))
    return from_json(json.loads((seed_directory(settings) / "blocs.json").read_text("utf-8")))


class Sessions(SessionInterface):
    """Disables the sessions of the framework; readers have those of ``service.api.session``."""

    none = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """The same empty session for every request; it cannot be written."""
        return self.none

    def is_null_session(self, obj: object) -> bool:
        """Always true: there is nothing to save."""
        return True


class Application(Flask):
    """Flask without the features that this service does not need and every request would pay for.

    Hooks and resources are plain functions. Hooks belong to the whole application. There is one
    host. Nobody listens to the framework's signals.
    """

    response_class = Reply
    session_interface = Sessions()
    front: EntryPoint
    quick_routes: QuickRoutes

    def enter(self) -> None:
        """Keep one context of the application for all requests that this thread answers.

        The framework makes one for each request otherwise. Nothing here belongs to it: there is no
        hook for its end, and no code uses ``flask.g``.
        """
        if not has_app_context():
            self.app_context().push()

    def full_dispatch_request(self) -> Response:
        """The reply to the current request, or to its error."""
        try:
            found = self.preprocess_request()
            if found is None:
                found = self.dispatch_request()
        except Exception as error:
            found = self.handle_user_exception(error)
        return self.finalize_request(found)

    def finalize_request(self, rv: Any, from_error_handler: bool = False) -> Response:
        """Turns the value of a view into a response, and calls all hooks with it."""
        if rv.__class__ is Reply:
            return self.process_response(rv)
        return super().finalize_request(rv, from_error_handler)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Returns ``func`` unchanged."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """The router for a request, unless its route is found without it.

        ``service.api.host`` checks the host.
        """
        if request is None:
            return None
        found = self.quick_routes.find(request.method, request.path)
        if found is not None:
            request.url_rule, request.view_args = found
            return None
        return MapAdapter(
            self.url_map, request.host, request.root_path or "/", "", request.scheme,
            request.path, request.method, request.query_string.decode("latin-1"),
        )  # fmt: skip

    def dispatch_request(self) -> Any:
        """Returns the value of the view of the route."""
        sent = current()
        if sent.url_rule is None or sent.method == "OPTIONS":
            return super().dispatch_request()
        return self.view_functions[sent.url_rule.endpoint](**(sent.view_args or {}))

    def do_teardown_request(self, *error: Any) -> None:
        """Calls the hooks for the end of a request; usually there is none."""
        if self.teardown_request_funcs:
            super().do_teardown_request(*error)

    def do_teardown_appcontext(self, *error: Any) -> None:
        """The same for the end of the application's context."""
        if self.teardown_appcontext_funcs:
            super().do_teardown_appcontext(*error)

    def preprocess_request(self) -> Any:
        """The first reply that a hook of the application returns, or ``None``."""
        for hook in self.before_request_funcs.get(None, ()):
            found = hook()
            if found is not None:
                return found
        return None

    def process_response(self, response: Response) -> Response:
        """The response after all hooks of the application have changed it."""
        for hook in reversed(self.after_request_funcs.get(None, ())):
            response = cast(Response, hook(response))
        return response

    def wsgi_app(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """The reply, with the headers that every reply has."""

        def leaving(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            rule = current().url_rule
            route = rule.rule if rule else "none"
            if environ["REQUEST_METHOD"] in READ:
                vary(headers)
            cacheable: Cacheable | None = environ.get(CACHEABLE)
            if cacheable is not None:
                cacheable.route, cacheable.plain = route, [*headers]
            if KNOWN in environ:
                if status.startswith("200"):
                    status, headers = UNMODIFIED, of_unmodified(headers)
                else:  # an error occurred after the reply was made
                    del environ[KNOWN]
            self.front.leave(environ, int(status[:3]), headers, route)
            return start_response(status, headers, *error)

        if not self.front.hosted or environ["REQUEST_METHOD"] not in READ:
            return _unless_known(environ, super().wsgi_app(environ, leaving))
        target = environ[READ_TARGET] = environ.get(READ_TARGET) or ReadTarget()
        while True:
            try:
                with freshness.within(target):
                    return _unless_known(environ, super().wsgi_app(environ, leaving))
            except AskAnotherServer as again:
                forget(again)


def _unless_known(environ: Environ, body: Iterable[bytes]) -> Iterable[bytes]:
    """The body of the reply; none if the client has it, but the cache gets it then."""
    if KNOWN not in environ:
        return body
    environ[KNOWN] = b"".join(body)
    return ()


@lru_cache(maxsize=4)
def _described(title: str, public: bool) -> dict[str, Any]:
    """The OpenAPI document; the applications of one process share it."""
    return openapi.describe(routes.ROUTES, title, public)


@lru_cache(maxsize=4)
def _described_ogc(title: str, public: bool, page_size: int, max_page_size: int) -> dict[str, Any]:
    """The OpenAPI document of the routes under ``/ogc``, shared in the same way."""
    return ogc_openapi.describe(routes.ROUTES, title, public, page_size, max_page_size)


@lru_cache(maxsize=1)
def _served() -> tuple[Map, dict[str, Callable[..., Any]], QuickRoutes]:
    """All routes and their functions.

    The applications of one process share them, because compiling them takes longer than building
    the rest of an application.
    """
    made = Flask("dateline", static_folder=None)
    made.url_map.strict_slashes = True
    made.url_map.merge_slashes = False
    view.serve(made, (*routes.ROUTES, *web.PAGES))
    return made.url_map, made.view_functions, QuickRoutes(made.url_map)


def create_app(settings: Settings) -> Application:
    """A WSGI application for ``settings``; its database must have been migrated.

    Raises ``Invalid`` with everything that is wrong with the settings.
    """
    settings = checked(settings)
    check(settings)
    app = Application("dateline", static_folder=None)
    app.request_class = request_class(settings.trusted_proxies)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["LARGER_BODIES"] = {"/v1/imports": settings.max_import_bytes}
    app.url_map, app.view_functions, app.quick_routes = _served()
    blocs = load_blocs(settings)
    store = open_store(settings)
    parser = QueryParser(blocs, settings.page_size, settings.max_page_size, store.seal)
    here = app.extensions[NAME] = Instance(
        store, settings, blocs, parser, seed_directory(settings),
        openapi=_described(settings.title, settings.public_reads),
        openapi_ogc=_described_ogc(
            settings.title, settings.public_reads, settings.page_size, settings.max_page_size
        ),
    )  # fmt: skip
    # This marks an existing database as in use.
    with suppress(DatelineError, PeeweeException):
        store.seal()
    front = app.front = EntryPoint(here)
    problems.register(app, front.admit)
    web.register(app)
    return app


def from_variables() -> Application:
    """The application that the ``DATELINE_*`` variables describe; the server loads it."""
    app = create_app(from_environment(os.environ))
    make_ready()
    return app


def load_for_workers(settings: Settings) -> None:
    """Compute what every worker needs and no database is asked for.

    A worker that is a fork of this process shares the memory of all that it does not change: some
    35 MB.
    """
    _described(settings.title, settings.public_reads)
    _described_ogc(
        settings.title, settings.public_reads, settings.page_size, settings.max_page_size
    )
    make_ready()


def make_ready() -> None:
    """Compute the data that the first request would wait for, and freeze the garbage collector.

    Otherwise the collector would scan the objects that exist now again and again.
    """
    names()
    _served()
    gc.collect()
    gc.freeze()
