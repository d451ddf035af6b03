"""Words of an event for clients that show them, made safe for the place where they are shown."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Any

import orjson

from service.domain.vocabulary import OCCURRED, STATUSES
from service.formats import dates
from service.languages import language
from service.schemas.fields import CONTROL


def without_controls(text: str) -> str:
    """``text`` without characters that XML 1.0 and iCalendar cannot contain."""
    return CONTROL.sub("", text)


def decimal(number: float) -> str:
    """A number to the last digit, without an exponent. Some readers of text take an exponent for
    the end of the number, and iCalendar has none (RFC 5545, 3.3.7)."""
    return format(Decimal(repr(number)), "f")


def json_number(number: float | None) -> Any:
    """The same for ``orjson``, which otherwise writes small numbers with an exponent."""
    return orjson.Fragment(decimal(number)) if number and abs(number) < 0.001 else number


def milliseconds(moment: str) -> str:
    """A stored time in UTC without its microseconds. ROME, which many feed readers in Java use,
    takes ``.194716`` for 194,716 milliseconds."""
    found = datetime.fromisoformat(moment)
    return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def web_url(url: Any) -> str | None:
    """``url`` if it is a web URL. Any other scheme could run as script."""
    good = isinstance(url, str) and url.lower().startswith(("http://", "https://"))
    return url if good else None


def links(event: dict[str, Any]) -> list[tuple[str, str, str]]:
    """``(url, title, publisher)`` of the sources that have a web URL."""
    return [
        (url, each["title"], each["publisher"] or "")
        for each in event["sources"]
        if (url := web_url(each["url"]))
    ]


def status(event: dict[str, Any], lang: str) -> str | None:
    """The status in words of a language; ``None`` if the event occurred, as most did."""
    given = str(event["status"])
    return None if given == OCCURRED else language(lang).term("status", given)


def statuses(lang: str) -> dict[str, str]:
    """The statuses that stand beside a date, each in words of a language."""
    words = language(lang)
    return {each: words.term("status", each) for each in STATUSES if each != OCCURRED}


def label(event: dict[str, Any], lang: str) -> str:
    """The title, after the status if the event did not simply occur: ``planned: Talks in Astana``.
    The status comes first, because the end of a label may be cut off."""
    found = status(event, lang)
    if found is None:
        return str(event["title"])
    pattern = language(lang).gettext("%(status)s: %(title)s")
    return pattern % {"status": found, "title": event["title"]}


def headline(event: dict[str, Any], lang: str) -> str:
    """The title with the words that a calendar otherwise lacks: the status before it, and the date
    after it if the days of the calendar say something else."""
    shown = label(event, lang)
    return f"{shown} ({event['date_display']})" if dates.needs_words(event) else shown


def when(event: dict[str, Any], lang: str) -> str:
    """The date in words, with the status if the event did not simply occur: ``September 2022
    (known to the month), planned``."""
    parts = [dates.date_in_words(event, lang), status(event, lang)]
    return language(lang).gettext(", ").join(filter(None, parts))


def place(event: dict[str, Any]) -> str | None:
    """The place in words: ``Astana, KZ``."""
    found = event["place"] or {}
    return ", ".join(each for each in (found.get("name"), found.get("country")) if each) or None


def source_lines(event: dict[str, Any]) -> list[str]:
    """Each source in one line of plain text."""
    return [
        ", ".join(
            each for each in (source["title"], source["publisher"], web_url(source["url"])) if each
        )
        for source in event["sources"]
    ]


def lines(text: str) -> str:
    """``text`` as HTML with its line breaks, which stay line ends for programs that strip HTML."""
    return escape(text).replace("\r\n", "\n").replace("\n", "<br>\n")


def html(event: dict[str, Any], first: str | None = None) -> str:
    """The line ``first``, summary and sources as HTML, in which every word of the event is text."""
    parts = [f"<p>{escape(first)}</p>"] if first else []
    if event["summary"]:
        parts.append(f"<p>{lines(event['summary'])}</p>")
    items = []
    for source in event["sources"]:
        title, url = escape(source["title"]), web_url(source["url"])
        named = f'<a href="{escape(url)}" rel="noopener">{title}</a>' if url else title
        publisher = f", {escape(source['publisher'])}" if source["publisher"] else ""
        items.append(f"<li>{named}{publisher}</li>")
    if items:
        parts.append(f"<ul>{''.join(items)}</ul>")
    return "".join(parts)
