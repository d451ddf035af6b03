"""The names that other services use for paths, for those who try them here."""

from __future__ import annotations

_API = ("/v1/events", "/v1/openapi.json", "/docs")
_FEED = ("/v1/events.atom", "/v1/events.feed.json")
_CALENDAR = ("/v1/events.ics",)
_DOCS = ("/docs", "/v1/openapi.json")
_HEALTH = ("/healthz", "/readyz")
USUAL_PATHS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("v1", "v2", "api", "rest"), _API),
    **dict.fromkeys(("rss", "feed", "feeds", "atom", "rss.xml", "feed.xml", "atom.xml",
                     "events.rss", "events.xml", "feed.json"), _FEED),
    **dict.fromkeys(("calendar", "calendar.ics", "ical", "ics", "events.ical", "webcal"),
                    _CALENDAR),
    **dict.fromkeys(("swagger", "swagger-ui", "redoc", "api-docs", "documentation"), _DOCS),
    **dict.fromkeys(("openapi", "openapi.json", "openapi.yaml", "swagger.json", "schema"),
                    ("/v1/openapi.json",)),
    **dict.fromkeys(("health", "status", "ping", "alive", "livez", "ready", "healthcheck"),
                    _HEALTH),
    **dict.fromkeys(("login", "sign-in", "auth"), ("/signin",)),
    **dict.fromkeys(("explorer", "explore", "home", "index.html"), ("/",)),
    **dict.fromkeys(("search", "list", "items"), ("/v1/events",)),
}  # fmt: skip
"""By the last part of a path, the paths here that have what it names elsewhere."""


def usual_paths(path: str) -> tuple[str, ...]:
    """The paths that may be meant by ``path``; empty if its last part is no usual name."""
    return USUAL_PATHS.get(path.rstrip("/").rpartition("/")[2].lower(), ())
