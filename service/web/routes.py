"""Every page in one table, as ``service.api.routes`` has every route of the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Flask, request
from werkzeug.wrappers import Response

from service.api.reply_caching import KEEP, Keep
from service.schemas import comma_lists
from service.web import (
    assets,
    cards,
    crawlers,
    docs,
    embed,
    event,
    explorer,
    problems,
    signin,
    theme,
    translations,
    versions,
)


@dataclass(frozen=True, slots=True)
class Page:
    """One path and method; ``kept`` as a route of the API has it."""

    path: str
    resource: Callable[..., Response]
    summary: str
    method: str = "GET"
    kept: bool = False


PAGES: tuple[Page, ...] = (
    Page("/", explorer.explorer, "The explorer", kept=True),
    Page("/events/{id}", event.event, "An event's page", kept=True),
    Page("/events/{id}/versions", versions.versions, "What became of an event", kept=True),
    Page("/events/{id}/versions/{number}", event.version, "An event as it was", kept=True),
    Page("/embed/events/{id}", embed.event, "One event, for an iframe", kept=True),
    Page("/embed", embed.embed, "The timeline alone, for an iframe", kept=True),
    Page("/card.png", cards.of_query, "The picture that goes with a link to a query", kept=True),
    Page("/events/{id}/card.png", cards.of_event, "The same of an event", kept=True),
    Page("/docs", docs.docs, "The API, to read and to try", kept=True),
    Page("/static/{name}", assets.static, "Files that pages load", kept=True),
    Page("/theme.css", theme.stylesheet, "The operator's colour", kept=True),
    Page("/favicon.ico", crawlers.favicon, "The icon of a tab"),
    Page("/apple-touch-icon.png", crawlers.touch_icon, "The icon of a home screen"),
    Page("/robots.txt", crawlers.robots, "What crawlers may read", kept=True),
    Page("/sitemap.xml", crawlers.index, "The parts of the site map", kept=True),
    Page("/sitemap-{number}.xml", crawlers.part, "A part of the site map", kept=True),
    Page("/logo", theme.logo, "The operator's picture"),
    Page("/signin", signin.show, "Sign in with a key"),
    Page("/signin", signin.sign_in, "Sign in with a key", "POST"),
    Page("/signout", signin.sign_out, "Sign out", "POST"),
)


def register(app: Flask) -> None:
    """What the pages need of an application beside their routes."""
    # The blueprint brings the templates only; the table brings the routes.
    app.register_blueprint(Blueprint("web", __name__, template_folder="templates"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static_url"] = assets.static_url
    app.jinja_env.filters["as_value"] = comma_lists.written
    translations.register(app)
    problems.register(app)


def serve(app: Flask) -> None:
    """Serve the table."""
    for number, each in enumerate(PAGES):
        rule = each.path.replace("{id}", "<id:id>").replace("{name}", "<string:name>")
        rule = rule.replace("{number}", "<string:number>")
        app.add_url_rule(rule, f"page{number}", _positional(each), methods=[each.method])


def _positional(page: Page) -> Callable[..., Response]:
    def view(**names: str) -> Response:
        made = page.resource(*names.values())
        if page.kept:
            request.environ[KEEP] = Keep()
        return made

    return view
