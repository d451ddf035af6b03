"""The one place that wires the parts into a WSGI application."""

from __future__ import annotations

import json
import os
from pathlib import Path

from flask import Flask, Response
from flask_cors import CORS

from service.api import docs, openapi, problems, routes
from service.api.context import Instance
from service.domain.blocs import Bloc, from_json
from service.schemas.event import render
from service.schemas.query import QueryParser
from service.settings import Settings, from_environment
from service.store import Store

SEED = Path(__file__).resolve().parents[1] / "seed"


def seed_directory(settings: Settings) -> Path:
    """The folder of ``events.json`` and ``blocs.json``."""
    return Path(settings.seed_directory) if settings.seed_directory else SEED


def load_blocs(settings: Settings) -> dict[str, Bloc]:
    """The blocs of this instance. Raises ``ValueError`` where the file is wrong."""
    return from_json(json.loads((seed_directory(settings) / "blocs.json").read_text("utf-8")))


def open_store(settings: Settings) -> Store:
    """The store that the settings name."""
    return Store(settings.database_url, render, settings.query_timeout_seconds)


def create_app(settings: Settings) -> Flask:
    """A WSGI application for ``settings``; its database must have been migrated."""
    app = Flask("dateline", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    blocs = load_blocs(settings)
    parser = QueryParser(blocs, settings.page_size, settings.max_page_size)
    app.extensions["dateline"] = Instance(open_store(settings), settings, blocs, parser)
    app.extensions["dateline_openapi"] = openapi.describe(routes.ROUTES, settings.title)
    problems.register(app)
    routes.register(app)
    app.register_blueprint(docs.blueprint)
    CORS(
        app,
        resources={r"/v1/.*": {"origins": "*"}},
        methods=["GET", "HEAD", "OPTIONS"],
        allow_headers=["Authorization", "If-None-Match"],
        expose_headers=["ETag", "Link", "Location"],
        send_wildcard=True,
        max_age=86_400,
    )

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


def from_variables() -> Flask:
    """The application that the ``DATELINE_*`` variables describe; what the server loads."""
    return create_app(from_environment(os.environ))
