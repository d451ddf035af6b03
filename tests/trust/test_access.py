"""Access: every route and method with every kind of key, sent in every way.

``ACCESS`` is written by hand. The tests fail if a served route is missing there, or if it needs
another scope than the table says.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.routing import Rule

from service.api.routes import ROUTES
from service.app import create_app
from service.domain.instants import stamp
from service.settings import Settings
from service.store import Store
from service.web.routes import PAGES
from tests.api.conftest import settings, store
from tests.support.sizes import ALL, size

__all__ = ["settings", "store"]
READ, FREE = {"GET": "read"}, {"GET": "free"}
FORMATS = ("json", "csv", "ndjson", "geojson", "ics", "atom", "feed.json", "jsonld",
           "timelinejs.json", "vis.json", "fullcalendar.json", "grafana.json", "xlsx",
           "parquet", "bib", "ris", "csl.json", "apa.txt", "chicago.txt")  # fmt: skip
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
    "/v1/histogram.csv": READ,
    "/v1/facets": READ,
    "/v1/datapackage.json": READ,
    "/v1/histogram.svg": READ,
    "/v1/timeline": READ,
    "/v1/timeline.svg": READ,
    "/v1/map": READ,
    "/v1/map.svg": READ,
    "/v1/shapes.json": FREE,
    "/v1/anniversaries": READ,
    "/v1/anniversaries.ics": READ,
    "/v1/countries": READ,
    "/v1/countries/{code}": READ,
    "/v1/blocs": READ,
    "/v1/categories": READ,
    "/v1/actors": READ,
    "/v1/tags": READ,
    "/v1/complete": READ,
    **{f"/v1/cite.{each}": READ for each in FORMATS[-5:]},
    "/oembed": READ,
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
    "/events/{id}/versions": READ,
    "/embed": READ,
    "/embed/events/{id}": READ,
    "/events/{id}/versions/{number}": READ,
    "/card.png": READ,
    "/events/{id}/card.png": READ,
    "/robots.txt": FREE,
    "/sitemap.xml": READ,
    "/sitemap-{number}.xml": READ,
    "/favicon.ico": FREE,
    "/apple-touch-icon.png": FREE,
    "/static/{name}": FREE,
    "/theme.css": FREE,
    "/logo": FREE,
    "/docs": FREE,
    "/docs/start.js": FREE,
    "/docs/swagger-ui.css": FREE,
    "/docs/swagger-ui-bundle.js": FREE,
    "/signin": {"GET": "free", "POST": "form"},
    "/signout": {"POST": "form"},
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
RANK = {"feed": 0, "read": 0, "write": 1, "admin": 2}
BAD = ("revoked", "expired", "nonsense", "replaced")
WAYS = ("bearer", "basic", "address", "cookie")
KINDS = ("none", *(f"{kind} {way}" for kind in (*RANK, *BAD) for way in WAYS), "malformed header",
         "two keys", "header before address")  # fmt: skip
COOKIE = "dateline"


def served(rules: Iterable[Rule]) -> dict[str, set[str]]:
    """The methods that the application serves, by path, written as in ``ACCESS``."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule)
        found.setdefault(path, set()).update(rule.methods or ())
    return found


def missing(rules: Iterable[Rule]) -> set[tuple[str, str]]:
    """Paths and methods that are served and not expected, or expected and not served."""
    real = {(path, each) for path, methods in served(rules).items() for each in methods}
    said = {(path, each) for path, methods in ACCESS.items() for each in methods}
    said |= {(path, "HEAD") for path, methods in ACCESS.items() if "GET" in methods}
    said |= {(path, "OPTIONS") for path in ACCESS}
    return real ^ said


@pytest.fixture(params=[True, False], ids=["public", "keys only"])
def app(settings: Settings, store: Store, request: pytest.FixtureRequest) -> Iterator[Flask]:
    made = create_app(replace(settings, public_reads=request.param))
    yield made
    made.extensions["dateline"].store.close()


@dataclass(frozen=True)
class Credentials:
    """The headers and the query string of a request."""

    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""


@pytest.fixture
def credentials(app: Flask, store: Store) -> dict[str, Credentials]:
    """The headers and the query string of each of ``KINDS``."""
    tokens = {kind: store.keys.create(kind, (kind,)) for kind in RANK}
    for kind in ("expired", "revoked", "replaced"):  # valid until they have signed in
        tokens[kind] = store.keys.create(kind, ("admin",))
    cookies = {kind: signed_in(app, token) for kind, token in tokens.items()}
    store.keys.revoke("revoked")
    store.keys.rotate("replaced", 0)
    store.database.execute_sql(
        "UPDATE key SET expires_at = ? WHERE name = 'expired'",
        (stamp(datetime.now(UTC) - timedelta(days=1)),),
    )
    tokens["nonsense"] = "dl_feed_nonsense"
    number, _, rest = cookies["write"].partition(".")
    cookies["nonsense"] = f"{int(number) + 1}.{rest}"
    link = f"key={tokens['feed']}"
    found = {
        "none": Credentials(),
        "malformed header": Credentials({"Authorization": "Bearer"}),
        "two keys": Credentials({}, f"{link}&{link}"),
        "header before address": Credentials(bearer(tokens["nonsense"]), link),
    }
    for kind, token in tokens.items():
        name_and_key = base64.b64encode(f"anybody:{token}".encode()).decode()
        found |= {
            f"{kind} bearer": Credentials(bearer(token)),
            f"{kind} basic": Credentials({"Authorization": f"Basic {name_and_key}"}),
            f"{kind} address": Credentials({}, f"key={token}"),
            f"{kind} cookie": Credentials({"Cookie": f"{COOKIE}={cookies[kind]}"}),
        }
    assert set(found) == set(KINDS)
    return found


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def signed_in(app: Flask, token: str) -> str:
    """The cookie that the sign-in page gives for a key."""
    client = app.test_client()
    assert client.post("/signin", data={"key": token}).status_code == 303
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def test_every_route_that_is_served_is_expected(app: Flask) -> None:
    assert missing(app.url_map.iter_rules()) == set()
    declared = {(each.path, each.method): each.scope or "free" for each in (*ROUTES, *PAGES)}
    # A form needs no scope. The service checks that one of its own pages sent it.
    expected = {(p, m): ACCESS[p][m].replace("form", "free") for p, m in declared}
    assert declared == expected


def test_a_new_route_without_an_entry_is_noticed(app: Flask) -> None:
    secrets = Rule("/v1/secrets", endpoint="secrets", methods=["GET", "PUT", "OPTIONS"])
    found = missing([*app.url_map.iter_rules(), secrets])
    assert found == {("/v1/secrets", each) for each in ("GET", "HEAD", "PUT", "OPTIONS")}


def expected_refusal(kind: str, scope: str, method: str, public: bool) -> int:
    """Returns 0 if access is allowed, else the expected status. Uses no code of the service."""
    who, _, way = kind.partition(" ")
    if scope == "free":
        return 0
    if kind == "none" or (way == "cookie" and who in BAD):
        # An invalid cookie counts as no cookie.
        return 0 if scope == "read" and public else 401
    if who in BAD or kind in ("malformed header", "two keys", "header before address"):
        return 401
    if way == "address" and (who != "feed" or method not in ("GET", "HEAD")):
        return 401
    if way == "cookie" and scope != "read":
        return 401
    return 0 if RANK[who] >= RANK[scope] else 403


def scope_of(path: str, method: str) -> str | None:
    """The scope that a method of a route needs, or ``None`` if the route has no such method."""
    if method == "OPTIONS":
        return "free"
    return ACCESS[path].get("GET" if method == "HEAD" else method)


WHOLE = ("/v1/events", "/v1/events/{id}", "/v1/imports", "/v1/tags", "/healthz", "/events/{id}")


def kinds_for_route(number: int, path: str) -> tuple[str, ...]:
    """The kinds of key that a route is tested with.

    ``make test-all`` takes all of them. Otherwise ``WHOLE`` takes all kinds: it has a route of each
    scope. Each other route takes no key, and some kinds of keys in turn.
    """
    if ALL or path in WHOLE:
        return KINDS
    usual = ("feed address", "read bearer", "write bearer")[number % 3]
    return tuple(dict.fromkeys(("none", usual, *KINDS[number % 19 :: 19])))


def kinds_for_missing_method(number: int, method: str) -> tuple[str, ...]:
    """The kinds of key that a missing method of a route is tested with. ``make test`` tests every
    third method, with one of three kinds in turn."""
    kinds = ("none", "admin bearer", "feed address")
    if ALL:
        return kinds
    turn = number + METHODS.index(method)
    return (kinds[turn // 3 % 3],) if turn % 3 == 0 else ()


def test_every_route_and_method_lets_in_whom_it_should(
    app: Flask, credentials: dict[str, Credentials]
) -> None:
    client, public = (
        app.test_client(use_cookies=False),
        app.extensions["dateline"].settings.public_reads,
    )
    asked, opened = 0, ExitStack()
    for path, method, kind in (
        (route, verb, who)
        for number, route in enumerate(ACCESS)
        for verb in METHODS
        for who in (
            kinds_for_route(number, route)
            if scope_of(route, verb)
            else kinds_for_missing_method(number, verb)
        )
    ):
        own, scope = ACCESS[path], scope_of(path, method)
        address = path.replace("{name}", "page.css" if "static" in path else "swagger-ui.css")
        address = re.sub(r"\{\w+\}", "x", address)
        reply = client.open(address, method=method, headers=credentials[kind].headers,
                            query_string=credentials[kind].query, json={})  # fmt: skip
        opened.close()
        opened.callback(reply.close)
        asked += 1
        told = (path, method, kind, reply.status_code)
        if scope is None:
            # Everybody may know which methods exist, so everybody gets the same reply.
            assert reply.status_code == 405, told
            allowed = {*own, "OPTIONS", *(("HEAD",) if "GET" in own else ())}
            assert set(reply.headers["Allow"].split(", ")) == allowed, told
            continue
        if scope == "form":
            assert reply.status_code == 415, told
            continue
        status = expected_refusal(kind, scope, method, public)
        if status:
            assert reply.status_code == status, told
        else:
            assert reply.status_code not in (401, 403, 405), told
            assert reply.status_code < 500, told
        assert ("WWW-Authenticate" in reply.headers) == (reply.status_code == 401), told
        if reply.status_code >= 400:
            assert reply.content_type == "application/problem+json", told
        if (
            kind != "none"
            and scope != "free"
            and status in (0, 403)
            and not ("cookie" in kind and kind.split()[0] in BAD)
        ):
            # Shared caches must not store a reply to a key.
            control = reply.headers["Cache-Control"]
            assert "private" in control or "no-store" in control, told
            assert "public" not in control, told
            assert {"Authorization", "Cookie"} <= set(reply.vary), told
        if "address" in kind and not status and scope == "read":
            assert reply.headers["Referrer-Policy"] == "no-referrer", told
        assert "Access-Control-Allow-Credentials" not in reply.headers, told
        assert "Set-Cookie" not in reply.headers, told
    assert asked >= size(1_500, 6_000)
