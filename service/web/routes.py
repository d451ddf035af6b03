"""Lists every page and every file that pages load in one table.

``service.api.routes`` is the same table for the API.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import Blueprint, Flask

from service.api.route import QueryReading, Route
from service.schemas import comma_lists
from service.schemas.frame import FRAME
from service.schemas.parameters import LANG
from service.web import (
    assets,
    cards,
    crawlers,
    docs,
    embed,
    event,
    explorer,
    html,
    problems,
    signin,
    theme,
    translations,
    versions,
)

PAGES: tuple[Route, ...] = tuple(replace(each, linked=True) for each in (
    Route("GET", "/", explorer.explorer, "The explorer", parameters=explorer.PARAMETERS,
          query=QueryReading.WITH_ERRORS),
    Route("GET", "/events/{id}", event.event, "An event's page", parameters=(LANG,)),
    Route("GET", "/events/{id}/versions", versions.versions, "What became of an event",
          parameters=versions.PARAMETERS),
    Route("GET", "/events/{id}/versions/{number}", event.version, "An event as it was",
          parameters=(LANG,)),
    Route("GET", "/embed/events/{id}", embed.event, "One event, for an iframe",
          parameters=FRAME),
    Route("GET", "/embed", embed.embed, "The timeline alone, for an iframe",
          parameters=embed.PARAMETERS, query=QueryReading.OWN_ONLY),
    Route("GET", "/card.png", cards.of_query, "The picture that goes with a link to a query",
          parameters=cards.PARAMETERS),
    Route("GET", "/events/{id}/card.png", cards.of_event, "The same of an event",
          parameters=(LANG,)),
    Route("GET", "/docs", docs.docs, "The API, to read and to try", scope=None,
          parameters=(LANG,)),
    Route("GET", "/docs/start.js", docs.start, "What points it at the description", scope=None,
          query=QueryReading.NONE, cacheable=False),
    *(Route("GET", f"/docs/{name}", partial(docs.file, name), "A file that it loads", scope=None,
            query=QueryReading.NONE, cacheable=False)
      for name in docs.FILES),
    Route("GET", "/static/{name}", assets.static, "Files that pages load", scope=None,
          query=QueryReading.NONE),
    Route("GET", "/theme.css", theme.stylesheet, "The operator's colour", scope=None,
          query=QueryReading.NONE),
    Route("GET", "/favicon.ico", crawlers.favicon, "The icon of a tab", scope=None,
          query=QueryReading.NONE, cacheable=False),
    Route("GET", "/apple-touch-icon.png", crawlers.touch_icon, "The icon of a home screen",
          scope=None, query=QueryReading.NONE, cacheable=False),
    Route("GET", "/robots.txt", crawlers.robots, "What crawlers may read", scope=None,
          query=QueryReading.NONE),
    Route("GET", "/sitemap.xml", crawlers.index, "The parts of the site map"),
    Route("GET", "/sitemap-{number}.xml", crawlers.part, "A part of the site map"),
    Route("GET", "/logo", theme.logo, "The operator's picture", scope=None, query=QueryReading.NONE,
          cacheable=False),
    Route("GET", "/signin", signin.show, "Sign in with a key", scope=None,
          parameters=signin.NEXT, cacheable=False),
    Route("POST", "/signin", signin.sign_in, "Sign in with a key", scope=None, parameters=(LANG,),
          cacheable=False),
    Route("POST", "/signout", signin.sign_out, "Sign out", scope=None, parameters=(LANG,),
          cacheable=False),
))  # fmt: skip


def register(app: Flask) -> None:
    """Give the application all that the pages need besides their routes."""
    # The blueprint brings only the templates; the table brings the routes.
    app.register_blueprint(Blueprint("web", __name__, template_folder="templates"))
    app.jinja_env.bytecode_cache = html.COMPILED
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static_url"] = assets.static_url
    app.jinja_env.filters["as_value"] = comma_lists.quote
    translations.register(app)
    problems.register(app)
