"""``QuickRoutes`` finds the same routes as the router."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

from service.api.quick_routes import Found, QuickRoutes
from service.api.routes import ROUTES
from service.api.view import serve
from service.web.routes import PAGES

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
WORDS = sorted({word for each in ROUTES for word in each.path.replace(".", "/").split("/")})
PARTS = st.sampled_from([*WORDS, "g1", "a-b_c", "é", "a\n", "", "KZ", "1", "feed.json", ".", "%2E"])


@pytest.fixture(scope="module")
def url_map() -> Map:
    made = Flask("t", static_folder=None)
    made.url_map.strict_slashes, made.url_map.merge_slashes = True, False
    serve(made, (*ROUTES, *PAGES))
    return made.url_map


@pytest.fixture(scope="module")
def quick(url_map: Map) -> QuickRoutes:
    return QuickRoutes(url_map)


def routed(url_map: Map, method: str, path: str) -> Found | None:
    """The route that the router finds, or ``None`` if it refuses or redirects the request."""
    try:
        rule, names = url_map.bind("t.example").match(path, method, return_rule=True)
    except (HTTPException, RequestRedirect):
        return None
    return rule, dict(names)


@given(
    method=st.sampled_from(METHODS),
    parts=st.lists(PARTS, min_size=1, max_size=4),
    joints=st.lists(st.sampled_from(["/", "/", "/", ".", "//"]), min_size=4, max_size=4),
)
def test_what_is_found_is_what_the_router_finds(
    url_map: Map, quick: QuickRoutes, method: str, parts: list[str], joints: list[str]
) -> None:
    path = "/" + "".join(a + b for a, b in zip(parts, [*joints[: len(parts) - 1], ""], strict=True))
    path = "/" + path.lstrip("/")
    found = quick.find(method, path)
    assert found is None or found == routed(url_map, method, path)


@pytest.mark.parametrize("suffix", ["", ".json", ".feed.json", ".ics"])
def test_the_events_of_every_format_are_found(
    url_map: Map, quick: QuickRoutes, suffix: str
) -> None:
    for path in (f"/v1/events{suffix}", f"/v1/events/g0000001{suffix}"):
        found = quick.find("GET", path)
        assert found is not None
        assert found == routed(url_map, "GET", path)


@pytest.mark.parametrize("path", ["/v1/events/", "/v1/events/a.", "/v1/events/a.b", "/v1/none"])
def test_the_router_decides_on_the_rest(quick: QuickRoutes, path: str) -> None:
    assert quick.find("GET", path) is None
