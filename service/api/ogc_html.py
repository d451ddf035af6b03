"""Any JSON document as a page (the HTML class of OGC API – Features, 9).

Every text is escaped. Only http and https URLs become links. There is no script.
"""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from markupsafe import Markup, escape

from service.api.access import caller, with_key
from service.api.addresses import prefix, root
from service.api.feeds import feed_links, links
from service.api.instance import instance

UP = (("OGC API", "/ogc"), ("Collections", "/ogc/collections"))
"""Pages to which every page has a link."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def page(title: str, document: Any) -> str:
    """``document`` as a whole page."""
    return render_template(
        "ogc.html",
        settings=instance().settings,
        how=caller().how,
        prefix=prefix(),
        feed_links=links(feed_links()),
        title=title,
        up=[(n, with_key(f"{root()}{path}?f=html")) for n, path in UP if path != request.path],
        content=value(document),
    )


def value(part: Any) -> Markup:
    """A value as HTML: objects as definition lists under their titles, arrays as lists, URLs as
    links."""
    if isinstance(part, dict):
        if "href" in part:
            return _link(part["href"], part.get("title") or part.get("rel") or part["href"])
        rows = (Markup("<dt>{}</dt><dd>{}</dd>").format(n, value(v)) for n, v in part.items())
        return _heading(part) + Markup("<dl>{}</dl>").format(Markup("").join(rows))
    if isinstance(part, list):
        if all(isinstance(each, int | float) for each in part):
            return escape(", ".join(map(str, part))) if part else Markup("–")
        rows = (Markup("<li>{}</li>").format(value(each)) for each in part)
        return Markup("<ul>{}</ul>").format(Markup("").join(rows))
    if part is None:
        return Markup("–")
    text = str(part).lower() if isinstance(part, bool) else str(part)
    return _link(text, text) if text.startswith(("https://", "http://")) else escape(text)


def _heading(part: dict[str, Any]) -> Markup:
    """The title of a feature as a link to the page of its event; empty for other objects."""
    title = part.get("properties", {}).get("title") if part.get("type") == "Feature" else None
    if not title:
        return Markup("")
    address = with_key(f"{root()}/events/{part['properties'].get('id', part.get('id'))}")
    return Markup('<h2><a href="{}" dir="auto">{}</a></h2>').format(address, title)


def _link(address: str, text: str) -> Markup:
    return Markup('<a href="{}" dir="auto">{}</a>').format(address, text)
