"""Any JSON document as a plain page (the HTML class of OGC API – Features, 9).

Every text is escaped; only http and https addresses become links. No style, no script.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from service.api.feeds import feeds, links

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def page(title: str, document: Any) -> str:
    """``document`` as a whole page."""
    return Markup(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{0}</title>'
        '<meta name="viewport" content="width=device-width">{2}</head>'
        "<body><main><h1>{0}</h1>{1}</main></body></html>\n"
    ).format(title, value(document), links(feeds()))


def value(part: Any) -> Markup:
    """Objects as definition lists, arrays as lists, addresses as links."""
    if isinstance(part, dict):
        if "href" in part:
            return _link(part["href"], part.get("title") or part.get("rel") or part["href"])
        rows = (Markup("<dt>{}</dt><dd>{}</dd>").format(n, value(v)) for n, v in part.items())
        return Markup("<dl>{}</dl>").format(Markup("").join(rows))
    if isinstance(part, list):
        rows = (Markup("<li>{}</li>").format(value(each)) for each in part)
        return Markup("<ul>{}</ul>").format(Markup("").join(rows))
    if part is None:
        return Markup("–")
    text = str(part)
    return _link(text, text) if text.startswith(("https://", "http://")) else escape(text)


def _link(address: str, text: str) -> Markup:
    return Markup('<a href="{}" dir="auto">{}</a>').format(address, text)
