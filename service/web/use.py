"""The panel "Use this view": the same query, for whatever reads it next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from service.api.access import carried
from service.api.context import root
from service.formats.registry import FORMATS
from service.web.tidy import Pairs


@dataclass(frozen=True, slots=True)
class Use:
    """A way to use the view: text to copy; ``link`` where it is also an address to open."""

    name: str
    about: str
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """Ways of one kind."""

    name: str
    ways: list[Use]


def use(asked: Pairs) -> list[Kind]:
    """The ways to use the events that ``asked`` finds."""
    words = "&".join(part for part in (urlencode(list(asked), safe="/,"), carried()) if part)
    query = f"?{words}" if words else ""

    def events(suffix: str) -> str:
        return f"{root()}/v1/events.{suffix}{query}"

    return [
        Kind("Follow", [*_followed(events)]),
        Kind("Put on a page", _placed(words)),
        Kind("Load in code", _code(events("json"), events("csv"))),
        Kind("Every format", [*_formats(events)]),
    ]


def _followed(events: Callable[[str], str]) -> Iterator[Use]:
    calendar = events("ics")
    yield Use("Calendar", "a subscription that stays up to date", calendar,
              "webcal:" + calendar.partition(":")[2])  # fmt: skip
    yield Use("Feed", "Atom, newest change first", events("atom"), events("atom"))


def _placed(words: str) -> list[Use]:
    quoted = escape(words, quote=True)
    script = f"{root()}/static/dateline-timeline.js"
    tag = f'<dateline-timeline src="{root()}" query="{quoted}"></dateline-timeline>'
    frame = f"{root()}/embed" + (f"?{words}" if words else "")
    image = f"{root()}/v1/timeline.svg" + (f"?{words}" if words else "")
    return [
        Use("Tag", "on any page", f'<script type="module" src="{script}"></script>\n{tag}'),
        Use("Frame", "where only that is allowed",
            f'<iframe src="{escape(frame)}" title="Timeline" width="100%" height="440"></iframe>',
            frame),
        Use("Picture", "for mail and slides",
            f'<img src="{escape(image)}" alt="Timeline">', image),
    ]  # fmt: skip


def _code(url: str, table: str) -> list[Use]:
    return [
        Use("curl", "in a shell", f"curl '{url}'"),
        Use("Python", "with pandas", f'import pandas\n\nevents = pandas.read_csv("{table}")'),
        Use("JavaScript", "in a browser or Node",
            f'const reply = await fetch("{url}");\nconst {{ items, next }} = await reply.json();'),
    ]  # fmt: skip


def _formats(events: Callable[[str], str]) -> Iterator[Use]:
    for each in (form for form in FORMATS if form.installed):
        address = events(each.suffix)
        yield Use(each.name, each.client, address, address)
