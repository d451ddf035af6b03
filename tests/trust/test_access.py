"""Who may do what: every route, every method, every kind of key.

``ACCESS`` is written by hand. A route that is served and does not stand there fails, as does
one that asks for another scope than is said there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from flask import Flask

from service.api.routes import ROUTES
from service.app import create_app
from service.settings import Settings
from service.store import Store
from tests.api.conftest import settings, store

__all__ = ["settings", "store"]
READ, FREE = {"GET": "read"}, {"GET": "free"}
FORMATS = ("json", "csv", "ndjson", "geojson", "ics", "atom", "feed.json", "jsonld",
           "timelinejs.json", "vis.json", "fullcalendar.json", "grafana.json")  # fmt: skip
ACCESS: dict[str, dict[str, str]] = {
    "/v1/events": {"GET": "read", "POST": "write"},
    "/v1/events/{id}": {"GET": "read", "PUT": "write", "PATCH": "write", "DELETE": "write"},
    **{f"/v1/events.{each}": READ for each in FORMATS},
    **{f"/v1/events/{{id}}.{each}": READ for each in FORMATS},
    "/v1/events/{id}/versions": READ,
    "/v1/events/{id}/versions/{n}": READ,
    "/v1/changes": READ,
    "/v1/changes/stream": READ,
    "/v1/imports": {"POST": "write"},
    "/v1/histogram": READ,
    "/v1/histogram.svg": READ,
    "/v1/timeline.svg": READ,
    "/v1/anniversaries": READ,
    "/v1/anniversaries.ics": READ,
    "/v1/countries": READ,
    "/v1/countries/{code}": READ,
    "/v1/blocs": READ,
    "/v1/categories": READ,
    "/v1/actors": READ,
    "/v1/tags": READ,
    "/v1/openapi.json": FREE,
    "/ogc": READ,
    "/ogc/api": FREE,
    "/ogc/conformance": READ,
    "/ogc/collections": READ,
    "/ogc/": READ,
    **{
        f"/ogc/collections/{name}{path}": READ
        for name in ("events", "places")
        for path in ("", "/queryables", "/schema", "/items", "/items/{id}")
    },
    "/healthz": FREE,
    "/readyz": FREE,
    "/metrics": READ,
    "/": READ,
    "/events/{id}": READ,
    "/embed": READ,
    "/static/{name}": FREE,
    "/theme.css": FREE,
    "/logo": FREE,
    "/docs": FREE,
    "/docs/start.js": FREE,
    "/docs/{name}": FREE,
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
RANK = {"read": 0, "write": 1, "admin": 2}
KINDS = ("none", "read", "write", "admin", "revoked", "expired", "nonsense")


def served(app: Flask) -> dict[str, set[str]]:
    """What the application answers: methods by path, as ``ACCESS`` writes it."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule)
        found.setdefault(path, set()).update(rule.methods or ())
    return found


def missing(app: Flask) -> set[tuple[str, str]]:
    """Paths and methods that are served and not expected, or expected and not served."""
    real = {(path, each) for path, methods in served(app).items() for each in methods}
    said = {(path, each) for path, methods in ACCESS.items() for each in methods}
    said |= {(path, "HEAD") for path, methods in ACCESS.items() if "GET" in methods}
    said |= {(path, "OPTIONS") for path in ACCESS}
    return real ^ said


@pytest.fixture(params=[True, False], ids=["public", "keys only"])
def app(settings: Settings, store: Store, request: pytest.FixtureRequest) -> Iterator[Flask]:
    made = create_app(replace(settings, public_reads=request.param))
    yield made
    made.extensions["dateline"].store.close()


@pytest.fixture
def headers(store: Store) -> dict[str, dict[str, str]]:
    past = (datetime.now(UTC) - timedelta(days=1)).isoformat().replace("+00:00", "Z")
    tokens = {kind: store.keys.create(kind, (kind,)) for kind in RANK}
    tokens["expired"] = store.keys.create("expired", ("admin",), past)
    tokens["revoked"] = store.keys.create("revoked", ("admin",))
    store.keys.revoke("revoked")
    tokens["nonsense"] = "dl_nonsense"
    return {"none": {}} | {
        kind: {"Authorization": f"Bearer {token}"} for kind, token in tokens.items()
    }


def test_every_route_that_is_served_is_expected(app: Flask) -> None:
    assert missing(app) == set()
    declared = {(route.path, route.method): route.scope or "free" for route in ROUTES}
    assert declared == {(p, m): ACCESS[p][m] for p, m in declared}


def test_a_new_route_without_an_entry_is_noticed(app: Flask) -> None:
    app.add_url_rule("/v1/secrets", "secrets", lambda: "open to all", methods=["GET", "PUT"])
    assert missing(app) == {("/v1/secrets", each) for each in ("GET", "HEAD", "PUT", "OPTIONS")}


def may(kind: str, scope: str, public: bool) -> bool:
    if scope == "free" or (kind == "none" and scope == "read" and public):
        return True
    return kind in RANK and RANK[kind] >= RANK[scope]


def test_every_route_and_method_lets_in_whom_it_should(
    app: Flask, headers: dict[str, dict[str, str]]
) -> None:
    client, public = app.test_client(), app.extensions["dateline"].settings.public_reads
    asked = 0
    for (path, own), method, kind in product(ACCESS.items(), METHODS, KINDS):
        address = path.replace("{name}", "page.css" if "static" in path else "swagger-ui.css")
        address = re.sub(r"\{\w+\}", "x", address)
        reply = client.open(address, method=method, headers=headers[kind], json={})
        asked += 1
        shown = (path, method, kind, reply.status_code)
        scope = "free" if method == "OPTIONS" else own.get("GET" if method == "HEAD" else method)
        if scope is None:
            # Whether there is such a method is no secret: everybody is told the same.
            assert reply.status_code == 405, shown
            allowed = {*own, "OPTIONS", *(("HEAD",) if "GET" in own else ())}
            assert set(reply.headers["Allow"].split(", ")) == allowed, shown
        elif may(kind, scope, public):
            assert reply.status_code not in (401, 403, 405), shown
            assert reply.status_code < 500, shown
        else:
            # 403 only to a key that is good for something else.
            assert reply.status_code == (403 if kind in RANK else 401), shown
            assert ("WWW-Authenticate" in reply.headers) == (reply.status_code == 401), shown
        if reply.status_code >= 400:
            assert reply.content_type == "application/problem+json", shown
    assert asked == len(ACCESS) * len(METHODS) * len(KINDS) >= 3_000
