"""Every setting with its name, default and help, read from ``DATELINE_*`` variables.

A setting that is not in this table does not exist. An unknown ``DATELINE_`` variable is refused
at start, because a misspelt limit would be no limit.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from service.domain.stemming import USUAL, known_language
from service.errors import FieldError, Invalid
from service.public_urls import public_address

PREFIX = "DATELINE_"


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force; the variable ``DATELINE_PAGE_SIZE`` sets ``page_size``, and so on."""

    database_url: str = "sqlite:///data/dateline.db"
    read_database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0
    seed_directory: str = ""
    public_reads: bool = True
    public_key_names: bool = False
    trusted_proxies: int = 0
    base_url: str = ""
    page_size: int = 50
    max_page_size: int = 1000
    max_body_bytes: int = 1_048_576
    max_import_bytes: int = 67_108_864
    max_unpacked_bytes: int = 1_073_741_824
    query_timeout_seconds: float = 5.0
    threads: int = 2
    max_queue: int = 100
    idempotency_hours: float = 24.0
    max_connections: int = 4096
    max_connections_per_address: int = 0
    max_header_bytes: int = 65536
    header_timeout_seconds: float = 30.0
    least_rate: int = 500
    slow_seconds: float = 20.0
    body_seconds: float = 600.0
    reply_seconds: float = 3600.0
    max_held_body_bytes: int = 268_435_456
    replies_mb: int = 24
    max_streams: int = 500
    stream_seconds: float = 600.0
    heartbeat_seconds: float = 15.0
    stop_seconds: int = 20
    rate_limit: str = ""
    rate_limit_storage: str = "memory://"
    access_log: bool = False
    title: str = "Dateline"
    logo: str = ""
    color: str = "#9b1c31"
    default_query: str = ""
    crawlers: bool = True
    fonts: str = ""
    text_language: str = USUAL
    shapes: str = ""
    tiles: str = ""
    tiles_attribution: str = ""


HELP: dict[str, str] = {
    "database_url": "The database of the events: sqlite:///relative/path, sqlite:////absolute/path "
    "or postgresql://user:password@host/name.",
    "read_database_url": "Replicas that answer reads: postgresql://user:password@one,two/name; "
    "empty means none.",
    "host": "IP address to listen on; 0.0.0.0 or :: means every address.",
    "port": "TCP port to listen on.",
    "workers": "Worker processes; 0 means one for each processor core.",
    "seed_directory": "Folder of events, blocs and states (.json); empty means the one shipped.",
    "public_reads": "Whether reading needs no key (true or false).",
    "public_key_names": "Whether readers without a key see who wrote a version (true or false).",
    "trusted_proxies": "How many proxies in front set X-Forwarded-For, -Proto, -Host and -Prefix.",
    "base_url": "Public URL, such as https://dateline.example; empty means the request's own.",
    "page_size": "Events on a page if the request has no limit.",
    "max_page_size": "The maximum number of events on a page.",
    "max_body_bytes": "The largest request body that is read, in bytes.",
    "max_import_bytes": "The largest body of POST /v1/imports, in bytes.",
    "max_unpacked_bytes": "The largest size of a compressed import body once decompressed, in "
    "bytes.",
    "query_timeout_seconds": "Seconds that a request may take; then it is answered with 503.",
    "threads": "Threads of a worker for slow reads.",
    "max_queue": "How many requests may wait for a thread of a worker; others get 503.",
    "max_connections": "How many connections a worker holds; beyond that, idle ones are closed.",
    "max_connections_per_address": "Maximum connections of one address; 0 means half of all "
    "(loopback: no limit).",
    "max_header_bytes": "Buffer for request headers and for sending, in bytes (8192 or more); "
    "longer headers get 431.",
    "header_timeout_seconds": "Seconds within which the headers of a request must be complete.",
    "least_rate": "The lowest rate of a request body, or of a reader, in bytes per second.",
    "slow_seconds": "Seconds for which a transfer may be slower than that; a slow body gets 408.",
    "body_seconds": "Seconds that a whole request body may take at any rate; then 408.",
    "reply_seconds": "Seconds that a reply may wait for its reader; then it is cut off.",
    "max_held_body_bytes": "Memory for all request bodies of a worker, in bytes; beyond that, 503.",
    "replies_mb": "Size of the reply cache of a worker, in MiB; 0 turns it off.",
    "max_streams": "How many streams and long polls a worker keeps open; beyond that, 503.",
    "stream_seconds": "Maximum seconds of a stream or a long poll; then its client asks again.",
    "heartbeat_seconds": "Seconds between two heartbeats of a stream that has no news.",
    "stop_seconds": "Seconds that running requests have to finish when the service is stopped.",
    "idempotency_hours": "Hours for which a reply under an Idempotency-Key is kept.",
    "rate_limit": "Requests for each key or address, such as 100/minute; empty means no limit.",
    "rate_limit_storage": "Store of the rate limit's counters: memory:// (each worker) or "
    "redis://host:6379.",
    "access_log": "Whether each request is a line of JSON on standard output (true or false).",
    "title": "Name of this instance, shown on its pages and feeds.",
    "logo": "Picture file (SVG, PNG, JPEG, WebP) shown beside the title; empty means none.",
    "color": "Colour of the pages, as #rrggbb; text in it is darkened or lightened to be read.",
    "default_query": "Query of the front page if its URL has none: country=C5&sort=-date.",
    "crawlers": "Whether search engines may read the pages (never those of a private instance).",
    "fonts": "Folder of fonts for pictures of links, with letters that DejaVu Sans lacks; or "
    "empty.",
    "text_language": "Language of the forms of words that q finds: english, russian, …, or none.",
    "shapes": "File of the shapes of countries on the map (TopoJSON); empty means Natural Earth's.",
    "tiles": "Tiles under the map: https://tiles.example/{z}/{x}/{y}.png; empty means none.",
    "tiles_attribution": "Attribution of the tiles, shown on the map.",
}

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def variable(name: str) -> str:
    """The environment variable that sets ``name``."""
    return PREFIX + name.upper()


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings of the environment; defaults replace missing variables.

    Raises ``Invalid`` that names every variable that is unknown or has no usable value.
    """
    known = {variable(each.name): each for each in fields(Settings)}
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, text in environment.items():
        if not name.startswith(PREFIX):
            continue
        if name not in known:
            near = tuple(difflib.get_close_matches(name, known, n=1))
            hint = f"; did you mean {near[0]}?" if near else ""
            errors.append(FieldError(f"is not a setting{hint}", parameter=name, nearest=near))
            continue
        setting = known[name].name
        try:
            convert = CONVERT.get(setting)
            value = convert(text) if convert else _convert(text, known[name].default)
            values[setting] = _within(setting, value, text)
        except ValueError as error:
            errors.append(FieldError(str(error), parameter=setting))
    found = Settings(**values)
    if found.page_size > found.max_page_size:
        text = f"{found.page_size} is more than {variable('max_page_size')}, {found.max_page_size}"
        errors.append(FieldError(text, parameter="page_size"))
    if errors:
        raise refusal(errors)
    return found


def refusal(errors: Sequence[FieldError]) -> Invalid:
    """An error with one line for each error, which names the variable.

    ``parameter`` of an error is the name of the setting, or of a variable that sets none.
    """
    lines = [
        f"{name if (name := str(each.parameter)).startswith(PREFIX) else variable(name)}: "
        f"{each.detail}"
        for each in errors
    ]
    if len(lines) == 1:
        return Invalid(lines[0])
    return Invalid(f"{len(lines)} settings are wrong", [FieldError(each) for each in lines])


def checked(settings: Settings) -> Settings:
    """``settings`` in the same form as if they had been read from variables.

    Raises ``Invalid``.
    """
    try:
        return replace(settings, base_url=public_address(settings.base_url))
    except ValueError as error:
        raise refusal([FieldError(str(error), parameter="base_url")]) from None


def _title(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError(f"{text!r} is not a title that can be seen")
    return text


CONVERT: dict[str, Callable[[str], object]] = {
    "base_url": public_address,
    "text_language": known_language,
    "title": _title,
}
"""The functions that read settings whose type does not say enough."""
BOUNDS: dict[str, tuple[float, float]] = {
    "port": (1, 65535),
    "workers": (0, 64),
    "trusted_proxies": (0, 100),
    "max_header_bytes": (8192, 2**30),
    **dict.fromkeys(("page_size", "max_page_size", "threads", "max_connections"), (1, 2**31)),
    **{each.name: (0, 2**31) for each in fields(Settings) if each.name.endswith("_seconds")},
    **dict.fromkeys(("query_timeout_seconds", "header_timeout_seconds"), (0.001, 2**31)),
    # With 0 every body or reply would be too slow, and a stream would send without a pause.
    **dict.fromkeys(
        ("slow_seconds", "body_seconds", "reply_seconds", "heartbeat_seconds"), (0.1, 2**31)
    ),
    "stop_seconds": (0, 7 * 86_400),  # the system cannot wait for months
    "idempotency_hours": (0, 24 * 366 * 10),
}
"""The least and the most value of each setting that may not be any number from 0."""


def _within(name: str, value: object, text: str) -> object:
    """``value``, if it lies within its bounds; else raises ``ValueError`` that names them."""
    low, high = BOUNDS.get(name, (0, 2**53 - 1))
    if isinstance(value, int | float) and not low <= value <= high:  # also refuses nan
        most = f" and at most {high}" if name in BOUNDS else ""
        raise ValueError(f"{text!r} is out of range: it must be at least {low}{most}")
    return value


def _convert(text: str, default: object) -> object:
    """``text`` as a value of the type of ``default``; ``ValueError`` says what is expected."""
    if isinstance(default, bool):
        word = text.strip().lower()
        if word not in TRUE | FALSE:
            raise ValueError(f"{text!r} is neither true nor false")
        return word in TRUE
    if isinstance(default, int | float):
        if not _is_number(text):
            raise ValueError(f"{text!r} is not a number")
        try:
            return type(default)(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a whole number") from None
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text  # Python reads 1_0 as 10
