"""Makes the metadata in the head of a page for systems that show a link to it.

These are search engines, social networks (Open Graph, Twitter cards), and editors that embed the
page (oEmbed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from service.api import oembed
from service.api.access import with_key
from service.api.addresses import root
from service.api.instance import instance
from service.api.language import gettext, language, language_parameter, ngettext
from service.api.query_description import in_words
from service.formats import bibliography, event_texts
from service.formats.citation import Citation
from service.formats.citation_styles import STYLES
from service.schemas.query_description import ORDER
from service.web import query_urls
from service.web.crawlers import open_to_crawlers
from service.web.form_values import Pairs

LONGEST_HEADER = 1500
MOST_WORDS = 200
"""The most characters of a description."""


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A page as other sites show it.

    ``address`` is the URL to share, without a key, a cursor or useless parameters. ``image`` is
    the URL of its picture. ``embeds`` are media types and URLs of its oEmbed documents.
    ``indexed`` says that search engines may list it.
    """

    title: str
    description: str
    address: str
    image: str
    kind: str
    embeds: Sequence[tuple[str, str]] = ()
    indexed: bool = True

    @property
    def link(self) -> str:
        """The embeds as a ``Link`` header."""
        return link_header(self.embeds)


def link_header(embeds: Sequence[tuple[str, str]]) -> str:
    """The oEmbed documents of a page as a ``Link`` header (RFC 8288); empty if it would be too long
    for proxies."""
    text = ", ".join(f'<{address}>; rel="alternate"; type="{kind}"' for kind, address in embeds)
    return text if len(text) <= LONGEST_HEADER else ""


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A way to cite: its name, its users, its URL if it has one, and its text if that is known."""

    name: str
    about: str
    link: str | None
    text: str = ""

    @property
    def prose(self) -> bool:
        """Whether it is meant for people, not for programs."""
        return self.name in (bibliography.APA.name, bibliography.CHICAGO.name)


def of_event(found: dict[str, Any], shown: str, newest: bool = True) -> SharedPage:
    """The metadata of an event's page; ``shown`` is its date in words."""
    path = f"/events/{found['id']}"
    when = gettext(", ").join(filter(None, (shown, event_texts.status(found, language().code))))
    about = _shortened(f"{when}. {found['summary']}" if found["summary"] else when)
    return SharedPage(
        title=event_texts.label(found, language().code),
        description=about,
        address=_address(path if newest else f"{path}/versions/{found['version']}"),
        image=_address(f"{path}/card.png"),
        kind="article",
        embeds=oembed.discovery(path, []),
        indexed=newest and open_to_crawlers(instance().settings),
    )


def of_query(
    pairs: Pairs, window: str | None, total: int | None, exactly: bool, further: bool
) -> SharedPage:
    """The metadata of the explorer; ``further`` says that it is not the first page of a query."""
    kept = query_urls.without(pairs)
    words = in_words(kept, language())
    plain = gettext("Diplomatic events by date, country and kind, each with its sources.")
    about = plain
    if total is not None:
        count = ngettext("%(num)s event", "%(num)s events", total)
        number = count if exactly else gettext("more than %(events)s", events=count)
        about = f"{number}: {words}. {plain}" if words else f"{number}. {plain}"
    filters = [each for each in kept if each[0] in ORDER]
    view = [("window", window)] if window else []
    return SharedPage(
        title=words,
        description=_shortened(about),
        address=_address("/", [*kept, *view]),
        image=_address("/card.png", [*filters, *view]),
        kind="website",
        embeds=oembed.discovery("/", [*kept, *view]),
        indexed=not filters
        and not further
        and total != 0
        and open_to_crawlers(instance().settings),
    )


def _address(path: str, pairs: Pairs = ()) -> str:
    """A URL to share: with the language, without a key."""
    query = query_urls.encoded([*pairs, *language_parameter()])
    return f"{root()}{path}{'?' if query else ''}{query}"


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MOST_WORDS else text[: MOST_WORDS - 1].rstrip() + "…"


def citation_styles(citation: Citation, event_id: str, newest: bool = True) -> list[CitationStyle]:
    """The ways to cite an event, with their texts; those of the newest version have URLs."""
    base = f"{root()}/v1/events/{event_id}"
    return [
        CitationStyle(each.form.name, gettext(each.form.client),
            with_key(f"{base}.{suffix}") if newest else None, each.write(citation).strip("\r\n"))
        for suffix, each in STYLES.items()
    ]  # fmt: skip


def query_citation_styles(pairs: Pairs) -> list[CitationStyle]:
    """The ways to cite the results of a query."""
    kept = [each for each in pairs if each[0] in ORDER]
    query = urlencode([*kept, *language_parameter()], safe="/,")
    base = f"{root()}/v1/cite"
    return [
        CitationStyle(each.form.name, gettext(each.form.client),
            with_key(f"{base}.{suffix}{'?' if query else ''}{query}"))
        for suffix, each in STYLES.items()
    ]  # fmt: skip


def title(shared: SharedPage) -> str:
    """The title of the browser window."""
    name = instance().settings.title
    return f"{shared.title} · {name}" if shared.title else name
