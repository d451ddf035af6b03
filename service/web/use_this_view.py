"""Makes the panel "Use this view", which offers the same query to other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from service.api.access import key_parameter, with_key
from service.api.addresses import root
from service.api.language import gettext, language, language_parameter
from service.api.query_description import in_words
from service.formats.registry import FORMATS
from service.schemas.query_description import ORDER
from service.web.form_values import Pairs


@dataclass(frozen=True, slots=True)
class Use:
    """A way to use the view: a text to copy; ``link`` is its URL if it can be opened too."""

    name: str
    about: str
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """The ways of one kind."""

    name: str
    ways: list[Use]


def ways_to_use(pairs: Pairs, charted: Pairs = ()) -> list[Kind]:
    """The ways to use the events of the query ``pairs``, and their chart.

    ``charted`` are the parameters of the chart; without them there are no ways for a chart.
    """
    words = "&".join(
        part
        for part in (urlencode([*pairs, *language_parameter()], safe="/,"), key_parameter())
        if part
    )
    query = f"?{words}" if words else ""

    def events(suffix: str) -> str:
        return f"{root()}/v1/events.{suffix}{query}"

    return [
        Kind(gettext("Follow"), [*_followed(events)]),
        Kind(gettext("Put on a page"), [*_placed(words, pairs), *_charted(pairs, charted)]),
        Kind(gettext("Load in code"), _code(events("json"), events("csv"))),
        Kind(gettext("Every format"), [*_formats(events)]),
    ]


def _followed(events: Callable[[str], str]) -> Iterator[Use]:
    calendar = events("ics")
    yield Use(gettext("Calendar"), gettext("a subscription that stays up to date"), calendar,
              "webcal:" + calendar.partition(":")[2])  # fmt: skip
    yield Use(gettext("Feed"), gettext("Atom, newest change first"), events("atom"), events("atom"))


def _named(pairs: Pairs, kind: str) -> str:
    """The content of a frame or a picture in words, for readers who cannot see it."""
    return escape(" · ".join(filter(None, (in_words(pairs, language()), kind))))


def _placed(words: str, pairs: Pairs) -> list[Use]:
    quoted = escape(words, quote=True)
    script = f"{root()}/static/dateline-timeline.js"
    spoken = "".join(f' {name}="{code}"' for name, code in language_parameter())
    tag = f'<dateline-timeline src="{root()}" query="{quoted}"{spoken}></dateline-timeline>'
    load = f'<script type="module" src="{script}"></script>'
    name = _named(pairs, gettext("Timeline"))
    frame = f"{root()}/embed" + (f"?{words}" if words else "")
    image = f"{root()}/v1/timeline.svg" + (f"?{words}" if words else "")
    return [
        Use(gettext("Tag"), gettext("on any page"), f"{load}\n{tag}"),
        Use(gettext("Frame"), gettext("if a site allows only frames"),
            f'<iframe src="{escape(frame)}" title="{name}" width="100%" height="440"></iframe>',
            frame),
        Use(gettext("Picture"), gettext("for documents and slides"),
            f'<img src="{escape(image)}" alt="{name}">', image),
        _mailed(pairs, name),
        *_mapped(words, pairs),
    ]  # fmt: skip


def _mailed(pairs: Pairs, name: str) -> Use:
    """A picture for mail: Gmail, Outlook and others show no SVG."""
    kept = [each for each in pairs if each[0] in ORDER]
    words = urlencode([*kept, *language_parameter()], safe="/,:")
    address = with_key(f"{root()}/card.png" + (f"?{words}" if words else ""))
    return Use(gettext("Picture for mail"), gettext("PNG, which every mail program shows"),
               f'<img src="{escape(address)}" alt="{name}" width="600">', address)  # fmt: skip


def _charted(pairs: Pairs, charted: Pairs) -> Iterator[Use]:
    if not charted:
        return
    words = urlencode([*pairs, *charted, *language_parameter()], safe="/,:")
    words = "&".join(part for part in (words, key_parameter()) if part)
    name = _named(pairs, gettext("Chart"))
    frame, image = f"{root()}/embed?{words}", f"{root()}/v1/histogram.svg?{words}"
    yield Use(gettext("Chart"), gettext("as a frame"),
              f'<iframe src="{escape(frame)}" title="{name}" width="100%" height="440"></iframe>',
              frame)  # fmt: skip
    yield Use(gettext("Picture of the chart"), gettext("for documents and slides"),
              f'<img src="{escape(image)}" alt="{name}">', image)  # fmt: skip


def _mapped(words: str, pairs: Pairs) -> Iterator[Use]:
    spoken = "".join(f' {name}="{code}"' for name, code in language_parameter())
    load = f'<script type="module" src="{root()}/static/dateline-map.js"></script>'
    tag = f'<dateline-map src="{root()}" query="{escape(words)}"{spoken}></dateline-map>'
    yield Use(gettext("Map"), gettext("on any page"), f"{load}\n{tag}")
    name = _named(pairs, gettext("Map"))
    image = f"{root()}/v1/map.svg" + (f"?{words}" if words else "")
    yield Use(gettext("Picture of the map"), gettext("for documents and slides"),
              f'<img src="{escape(image)}" alt="{name}">', image)  # fmt: skip


def _code(url: str, table: str) -> list[Use]:
    return [
        Use("curl", gettext("in a shell"), f"curl '{url}'"),
        Use("Python", gettext("with pandas"),
            f'import pandas\n\nevents = pandas.read_csv("{table}")'),
        Use("JavaScript", gettext("in a browser or Node"),
            f'const reply = await fetch("{url}");\nconst {{ items, next }} = await reply.json();'),
    ]  # fmt: skip


def _formats(events: Callable[[str], str]) -> Iterator[Use]:
    for each in (form for form in FORMATS if form.installed):
        address = events(each.suffix)
        yield Use(gettext(each.name), gettext(each.client), address, address)
