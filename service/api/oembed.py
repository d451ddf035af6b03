"""``/oembed`` (oembed.com, 1.0): the content that replaces a URL of this service in another page.

Only URLs of this service are answered, and nothing is ever fetched. The content is an iframe of
``/embed``. A consumer may send more parameters than those listed here; they are ignored, as the
specification says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from urllib.parse import SplitResult, urlencode, urlsplit

import orjson
from flask import Response

from service import languages
from service.api import query_strings, series
from service.api.access import with_key
from service.api.addresses import root
from service.api.event_reads import LIST
from service.api.instance import Instance
from service.api.language import language_parameter
from service.api.query_description import in_words
from service.api.request import Request
from service.api.responses import conditional
from service.domain.event import ID_PATTERN
from service.errors import DatelineError, Invalid, NotFound, NotInstalled
from service.formats import card, event_texts
from service.formats.atom import element
from service.schemas import charts
from service.schemas.fields import field_error
from service.schemas.frame import FRAME, LOWEST
from service.schemas.parameters import FILTERS, LANG, Parameter
from service.schemas.timeline import WINDOW

WIDTH, HEIGHT, EVENT_HEIGHT = 800, 440, 260
"""Pixels of the frame if the consumer has room for them: width, height, height for one event."""
MOST = 4000
AROUND = 80
"""Pixels of the height of ``/embed`` without its drawing."""
CACHE_SECONDS = 3600
LONGEST = 8000
FORMATS = ("json", "xml")
_EVENT = re.compile(r"(?:/embed)?/events/([^/.]+)(?:/versions(?:/\d+)?)?/?")
_QUERY = re.compile(r"(?:/(?:embed)?)?")
CHART = tuple(each.name for each in charts.PAGE)
SHOWN = (*(each.name for each in FILTERS), "sort", "window", *CHART)
"""Parameters of the explorer that also change its timeline or its chart."""
OWN = tuple(each.name for each in FRAME)
KEPT = ("theme", LANG.name)
"""Parameters of the page that its frame has too."""
KNOWN = frozenset({*SHOWN, *(each.name for each in (*LIST, *FRAME)), "key"})
"""Parameters that the pages take. The others make no difference here."""
_PORTS = {"http": 80, "https": 443}
Pairs = list[tuple[str, str]]


def _pixels(text: str) -> str:
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise field_error("must be a whole number of pixels")
    return text


PARAMETERS = (
    Parameter("url", "URL of a page of this service: an event, the explorer with any "
              "filter, or /embed.", {"type": "string", "format": "uri", "maxLength": LONGEST},
              longest=LONGEST),
    Parameter("format", "json or xml; 501 for another.",
              {"type": "string", "default": "json", "examples": list(FORMATS)}),
    Parameter("maxwidth", "Maximum width in pixels.",
              {"type": "integer", "minimum": 1}, read=_pixels),
    Parameter("maxheight", "Maximum height in pixels.",
              {"type": "integer", "minimum": 1}, read=_pixels),
)  # fmt: skip
"""The specification, 2.2. Other parameters are ignored (2.2, the last paragraph)."""
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
EMBED = {
    "type": "object",
    "required": ["version", "type", "title", "html", "width", "height"],
    "properties": {
        "version": {"type": "string", "enum": ["1.0"]},
        "type": {"type": "string", "enum": ["rich"]},
        "title": TEXT, "provider_name": TEXT, "provider_url": TEXT, "html": TEXT,
        "thumbnail_url": TEXT, "cache_age": NUMBER, "width": NUMBER, "height": NUMBER,
        "thumbnail_width": NUMBER, "thumbnail_height": NUMBER,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EmbeddedContent:
    """The content of a URL of this service: its title, its page, the path and the query of the
    embedded page, the path of its picture, and the height of the frame in pixels."""

    title: str
    page: str
    path: str
    query: list[tuple[str, str]]
    picture: str
    height: int

    @property
    def drawn(self) -> bool:
        """Whether the height is that of a drawing, which can be lower or higher."""
        return self.path == "/embed"


def oembed(request: Request) -> Response:
    """``GET /oembed``: 404 if the URL is of another service or has nothing to show, 501 for another
    format (the specification, 2.3.5)."""
    options, here = request.options, request.instance
    if "url" not in options:
        raise Invalid("url is missing: the URL of the page to embed")
    form = options.get("format", FORMATS[0]).lower()
    if form not in FORMATS:
        raise NotInstalled(f"there is no format {form[:40]!r}; there are {' and '.join(FORMATS)}")
    size = _size(options, "maxwidth"), _size(options, "maxheight")
    made = _embed(here.settings.title, _found(here, options["url"]), *size)
    if form == "xml":
        return conditional(_xml(made), "text/xml; charset=utf-8")
    return conditional(orjson.dumps(made), "application/json")


def _size(options: Mapping[str, str], name: str) -> int:
    return min(MOST, int(options[name][:9])) if name in options else MOST


def _found(here: Instance, url: str) -> EmbeddedContent:
    """The content of ``url``. Raises ``NotFound``."""
    try:
        parts = urlsplit(url)
        path = _path(parts)
        pairs = query_strings.of_link(parts.query)
    except ValueError:
        path = None
    if path is None:
        raise NotFound("this URL is not of this service")
    own = [each for each in pairs if each[0] in KEPT]
    event = _EVENT.fullmatch(path)
    if event is not None:
        return _event(here, event[1], own)
    if _QUERY.fullmatch(path) is None:
        raise NotFound("there is nothing to embed at this URL")
    return _selection(here, pairs, own)


def _path(parts: SplitResult) -> str | None:
    """The path of a URL below the root of this service; ``None`` if the URL is of another service.
    http and https count as the same, because a proxy may turn one into the other."""
    ours = urlsplit(root())
    if parts.scheme.lower() not in _PORTS or _authority(parts) != _authority(ours):
        return None
    if parts.username is not None or not parts.path.startswith(ours.path):
        return None
    rest = parts.path[len(ours.path) :]
    return rest if not rest or rest.startswith("/") else None


def _authority(parts: SplitResult) -> tuple[str, int | None]:
    port = None if parts.port == _PORTS.get(parts.scheme.lower()) else parts.port
    return (parts.hostname or "").rstrip("."), port


def _event(here: Instance, event_id: str, own: Pairs) -> EmbeddedContent:
    if not ID_PATTERN.fullmatch(event_id):
        raise NotFound("there is no such event")
    try:
        event = orjson.loads(here.store.get(event_id).body)
    except DatelineError:
        raise NotFound("there is no such event") from None
    with _not_found_if_invalid():
        here.parser.parse(own, FRAME)
    path = f"/events/{event_id}"
    picture = _with(f"{path}/card.png", _language(own))
    title = event_texts.label(event, dict(_language(own)).get(LANG.name, languages.DEFAULT))
    page = _with(path, _language(own))
    return EmbeddedContent(title, page, f"/embed{path}", own, picture, EVENT_HEIGHT)


@contextmanager
def _not_found_if_invalid() -> Iterator[None]:
    """Raises ``NotFound`` for a URL whose page would show an error."""
    try:
        yield
    except Invalid as error:
        raise NotFound(f"the URL has an error: {error.errors[0].detail}") from None


def _language(own: Pairs) -> Pairs:
    """The language of the URL, if it is one of the texts of this service."""
    codes = [languages.primary(text) for name, text in own if name == LANG.name]
    return [(LANG.name, code) for code in codes if code in languages.NAMES]


def _with(address: str, query: Pairs) -> str:
    return f"{address}?{urlencode(query, safe='/,')}" if query else address


def _selection(here: Instance, pairs: Pairs, own: Pairs) -> EmbeddedContent:
    unknown = [name for name, _ in pairs if name not in KNOWN]
    if unknown:
        raise NotFound(f"the URL has an error: {unknown[0][:64]!r} is not a parameter")
    kept = [each for each in pairs if each[0] in SHOWN]
    with _not_found_if_invalid():
        parsed = here.parser.parse(kept, (*LIST, WINDOW, *charts.PAGE))
        frame = here.parser.parse([each for each in pairs if each[0] in OWN], FRAME)
        series.asked(here, parsed)
    options = dict(frame.options)
    if parsed.page.sort not in ("date", "-date"):
        kept = [each for each in kept if each[0] != "sort"]
    filters = [each for each in kept if each[0] not in ("sort", "window", *CHART)]
    named = _language(own)
    words = languages.language(dict(named)[LANG.name]) if named else None
    height = int(options["height"]) + AROUND if options.get("height") else HEIGHT
    picture = _with("/card.png", [*filters, *named])
    title, page = in_words(filters, words), _with("/", [*kept, *named])
    return EmbeddedContent(title, page, "/embed", [*kept, *own], picture, height)


def _embed(name: str, shown: EmbeddedContent, width: int, height: int) -> dict[str, str | int]:
    home = root()
    width, height = min(WIDTH, width), min(shown.height, height)
    query = list(shown.query)
    if shown.drawn:
        query.append(("height", str(max(LOWEST, height - AROUND))))
    source = with_key(f"{home}{shown.path}" + (f"?{urlencode(query, safe='/,')}" if query else ""))
    title = f"{shown.title} · {name}" if shown.title else name
    # WordPress lets a frame set its height and open links only if a quotation stands before it
    # (wp_maybe_enqueue_oembed_host_js). WordPress shows the quotation until the frame answers.
    # It drops the attribute, which hides the quotation everywhere else.
    frame = (
        f'<blockquote hidden><a href="{escape(home + shown.page)}">{escape(title)}</a></blockquote>'
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="{width}"'
        f' height="{height}" frameborder="0"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": name,
        "provider_url": f"{home}/",
        "cache_age": CACHE_SECONDS,
        "html": frame,
        "width": width,
        "height": height,
        "thumbnail_url": with_key(f"{home}{shown.picture}"),
        "thumbnail_width": card.WIDTH,
        "thumbnail_height": card.HEIGHT,
    }


def _xml(made: Mapping[str, str | int]) -> bytes:
    def parts() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>'
        for name, value in made.items():
            yield element(name, str(value))
        yield "</oembed>\n"

    return "".join(parts()).encode()


def discovery(path: str, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The links of a page by which consumers find ``/oembed``, as ``(media type, URL)`` (the
    specification, 4)."""
    kept = [each for each in pairs if each[0] in (*SHOWN, *OWN)]
    named = [] if LANG.name in dict(kept) else language_parameter()
    page = _with(f"{root()}{path}", [*kept, *named])
    return [
        (f"{kind}+oembed", with_key(f"{root()}/oembed?{urlencode({'url': page, 'format': form})}"))
        for form, kind in (("json", "application/json"), ("xml", "text/xml"))
    ]
