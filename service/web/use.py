"""The panel "Use this view": the same query, for whatever reads it next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from service.api.context import root
from service.formats.registry import FORMATS
from service.web.form import Pairs


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
    words = urlencode(list(asked), safe="/,")
    query = f"?{words}" if words else ""

    def events(suffix: str) -> str:
        return f"{root()}/v1/events.{suffix}{query}"

    return [
        Kind("Follow", [*_followed(events)]),
        Kind("Load in code", _code(events("json"), events("csv"))),
        Kind("Every format", [*_formats(events)]),
    ]


def _followed(events: Callable[[str], str]) -> Iterator[Use]:
    calendar = events("ics")
    yield Use("Calendar", "a subscription that stays up to date", calendar,
              "webcal:" + calendar.partition(":")[2])  # fmt: skip
    yield Use("Feed", "Atom, newest change first", events("atom"), events("atom"))


def _code(url: str, table: str) -> list[Use]:
    return [
        Use("curl", "in a shell", f"curl '{url}'"),
        Use("Python", "with pandas", f'import pandas\n\nevents = pandas.read_csv("{table}")'),
        Use("JavaScript", "in a browser or Node",
            f'const reply = await fetch("{url}");\nconst {{ items, next }} = await reply.json();'),
    ]  # fmt: skip


def _formats(events: Callable[[str], str]) -> Iterator[Use]:
    for each in FORMATS:
        address = events(each.suffix)
        yield Use(each.name, each.client, address, address)
