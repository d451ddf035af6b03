"""One running service: the parts that all its requests share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, cast

from flask import Flask, current_app
from prometheus_client import CollectorRegistry
from werkzeug.local import LocalProxy

from service.domain.blocs import Bloc
from service.errors import Unavailable
from service.schemas.query import QueryParser
from service.settings import Settings
from service.store import Store

_application = cast("LocalProxy[Flask]", current_app)._get_current_object
NAME = "dateline"
"""The name of the application's extension that holds its instance."""


class OpenStreams:
    """Counts the replies of a service that wait for news."""

    def __init__(self) -> None:
        self.count = 0
        self.lock = Lock()

    def one_more(self, most: int) -> None:
        """Count one more. Raises ``Unavailable`` if ``most`` replies wait already."""
        with self.lock:
            if self.count >= most:
                raise Unavailable(f"{most} streams are open already; try again later")
            self.count += 1

    def one_less(self) -> None:
        """Count one less, because it has ended."""
        with self.lock:
            self.count -= 1


@dataclass(frozen=True, slots=True)
class Instance:
    """The parts of one running service. ``openapi`` is its description in OpenAPI 3.1, and
    ``openapi_ogc`` that of ``/ogc`` in OpenAPI 3.0, both without the URL of the service."""

    store: Store
    settings: Settings
    blocs: Mapping[str, Bloc]
    parser: QueryParser
    seed_directory: Path
    openapi: Mapping[str, Any]
    openapi_ogc: Mapping[str, Any]
    streams: OpenStreams = field(default_factory=OpenStreams)
    counts: CollectorRegistry = field(default_factory=CollectorRegistry)


def instance() -> Instance:
    """The instance that answers this request."""
    found: Instance = _application().extensions[NAME]
    return found
