"""The panel "Use this view": the same query, for whatever reads it next."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from service.api.context import root
from service.web.form import Pairs


@dataclass(frozen=True, slots=True)
class Use:
    """A way to use the view: text to copy; ``link`` where it is also an address to open."""

    name: str
    about: str
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """All ways, by kind."""

    formats: list[Use]
    code: list[Use]


def use(asked: Pairs) -> Uses:
    """The ways to use the events that ``asked`` finds."""
    words = urlencode(list(asked), safe="/,")
    events = f"{root()}/v1/events"

    def address(path: str) -> str:
        return f"{path}?{words}" if words else path

    formats = [
        Use("JSON", "a page at a time, with the address of the next", address(f"{events}.json")),
        Use("CSV", "one row an event, all of them", address(f"{events}.csv")),
    ]
    url, table = address(f"{events}.json"), address(f"{events}.csv")
    code = [
        Use("curl", "in a shell", f"curl '{url}'"),
        Use("Python", "pandas", f'import pandas\n\nevents = pandas.read_csv("{table}")'),
        Use("JavaScript", "in a browser or Node",
            f'const reply = await fetch("{url}");\nconst {{ items, next }} = await reply.json();'),
    ]  # fmt: skip
    return Uses([Use(each.name, each.about, each.text, each.text) for each in formats], code)
