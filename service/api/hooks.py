"""The steps before every request and after every reply.

They work on WSGI environments and lists of headers (PEP 3333). So a cached reply passes the same
steps as a reply that the framework makes.
"""

from __future__ import annotations

from service.api import access, cors, header_limits, host, newness
from service.api.instance import Instance
from service.api.limits import Limit
from service.api.metrics import Metrics
from service.api.proxy_headers import request_id
from service.asgi import Environ

ADMITTED = "dateline.admitted"


class EntryPoint:
    """The entry point of one application."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.limit = Limit(instance.settings) if instance.settings.rate_limit else None
        self.metrics = Metrics(instance)
        self.hosted = instance.store.database.hosted
        """Whether each read has a target (``service.freshness``)."""

    def admit(self, environ: Environ) -> None:
        """Raise an error if a request has an error that does not depend on its resource. The method
        may be called several times for one request."""
        if ADMITTED not in environ:
            header_limits.check(environ)  # before any code parses the headers
            host.check(environ)
            environ[ADMITTED] = True
        if self.limit is not None:
            self.limit.count(environ, self.instance)
        if newness.HEADER in environ:
            newness.demand(environ, self.instance.store)

    def leave(
        self, environ: Environ, status: int, headers: list[tuple[str, str]], route: str
    ) -> None:
        """Add the headers that every reply has to ``headers``, and count the reply."""
        headers += cors.fixed(environ)
        if self.hosted or environ["REQUEST_METHOD"] not in access.READS:
            headers += newness.age_headers(environ, status, self.instance.store)
        headers.append(("X-Request-Id", request_id(environ)))
        access.keep_private(environ, headers)
        if self.limit is not None:
            headers += self.limit.headers(environ, status)
        self.metrics.record(environ, route, status)
