"""The feeds that a page names in its ``head``, where feed readers find them (autodiscovery)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from service.api.access import with_key
from service.api.addresses import address
from service.api.instance import instance
from service.api.language import gettext, language, language_parameter
from service.api.query_description import in_words
from service.formats.registry import BY_SUFFIX
from service.schemas.parameters import FILTERS

SUFFIXES = ("atom", "feed.json", "ics")
"""The order matters: many readers take the first."""
NAMES = frozenset(each.name for each in FILTERS)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to subscribe to, with its URL."""

    title: str
    media_type: str
    address: str


def feed_links(
    pairs: Iterable[tuple[str, str]] = (), event_id: str | None = None, title: str = ""
) -> list[Feed]:
    """The feeds of the events that the filters in ``pairs`` find. If ``event_id`` is given, the
    feeds of that event come before them, named by its ``title``."""
    name = instance().settings.title
    kept = [(each, text) for each, text in pairs if each in NAMES]
    found = [_feed(f"/v1/events/{event_id}", each, title) for each in SUFFIXES if event_id]
    about = f"{name}: {in_words(kept, language())}" if kept else name
    return found + [_feed("/v1/events", each, about, kept) for each in SUFFIXES]


def _feed(path: str, suffix: str, title: str, kept: Iterable[tuple[str, str]] = ()) -> Feed:
    form = BY_SUFFIX[suffix]
    where = with_key(address(f"{path}.{suffix}", [*kept, *language_parameter()]))
    return Feed(f"{title} ({gettext(form.name)})", form.essence, where)


def links(found: Iterable[Feed]) -> Markup:
    """The feeds as elements of a page's ``head``, for pages without a template."""
    element = Markup('<link rel="alternate" type="{}" title="{}" href="{}">\n')
    return Markup("").join(
        element.format(each.media_type, each.title, each.address) for each in found
    )
