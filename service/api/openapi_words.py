"""The words of the OpenAPI document: tags, and names and descriptions of operations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.formats.registry import BY_SUFFIX

if TYPE_CHECKING:
    from service.api.route import Route

TAGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Events": ("Events: to read in any format, and to write.", ("events",)),
    "Aggregates": ("Counts, pictures and anniversaries of the events that match.",
                   ("histogram", "facets", "timeline", "map", "shapes", "anniversaries")),
    "Changes": ("The change log, for mirrors.", ("changes",)),
    "Imports": ("Events in bulk.", ("imports",)),
    "Vocabulary": ("The values that filters accept, and how many events have each.",
                   ("countries", "blocs", "categories", "actors", "tags", "complete")),
    "Features": ("OGC API – Features, for GDAL, QGIS and ArcGIS.", ("ogc",)),
    "Service": ("The service itself.", ()),
}  # fmt: skip
"""Each tag has a description and the first words of its paths. The last tag has all other paths."""
STATUSES = {
    400: "The query, a header or the body has errors; `errors` has each of them.",
    401: "A key is required, or the key is unknown, revoked or expired.",
    403: "The key may not do this.",
    404: "Not found.",
    406: "`Accept` allows none of the formats.",
    408: "The body did not arrive in time.",
    409: "An event with this identifier exists already.",
    410: "The event was deleted, or the cursor belongs to another database.",
    412: "The event is no longer in the state that `If-Match` or `If-None-Match` names.",
    413: "The body is too large.",
    414: "The URL is too long.",
    415: "The media type or the encoding of the body is not supported.",
    416: "The range lies outside the file.",
    422: "The `Idempotency-Key` was used for another request.",
    428: "The event exists: send its `ETag` in `If-Match`.",
    429: "Too many requests; `Retry-After` says when to try again.",
    431: "A header is too long, or there are too many.",
    501: "The format needs a package that this instance does not have.",
    503: "The service cannot answer now; `Retry-After` says when to try again.",
    507: "The disk is full; nothing was stored.",
}
PATH_NAMES = {
    "id": "Identifier of the event.",
    "n": "Number of the version, from 1.",
    "code": "Any name or code of the country.",
}
VERBS = {"POST": "create"}
IRREGULAR = {"countries": "country", "categories": "category"}


def tag(path: str) -> str:
    """The tag of a path."""
    first = re.split(r"[/.]", path.removeprefix("/v1").lstrip("/"))[0]
    found = [name for name, (_, words) in TAGS.items() if first in words]
    return found[0] if found else [*TAGS][-1]


def operation_id(method: str, path: str) -> str:
    """The name of an operation, which generators use for its function: ``getEventVersions``.

    A word is singular if a parameter follows it in the path, or if a ``POST`` makes one of it.
    """
    parts = [each for each in path.removeprefix("/v1").split("/") if each]
    words: list[str] = []
    for number, part in enumerate(parts):
        name, _, suffix = part.partition(".")
        last = number == len(parts) - 1
        if name.startswith("{"):
            words[-1] = _one(words[-1])
        else:
            words.append(_one(name) if last and method == "POST" else name)
        words += suffix.split(".") if suffix else []
    name = "".join(word[:1].upper() + word[1:] for each in words for word in each.split("-"))
    return VERBS.get(method, method.lower()) + name


def _one(word: str) -> str:
    return IRREGULAR.get(word, word.removesuffix("s"))


def description(route: Route) -> str:
    """The description of an operation, in a few sentences."""
    sentences = [good(route)]
    names = {each.name for each in route.parameters}
    if route.offers:
        others = ", ".join(
            f"`{each.essence}`" for each in route.offers if each.essence != route.media
        )
        suffixes = ", ".join(f"`.{each}`" for each in BY_SUFFIX)
        sentences.append(
            f"`Accept` may ask for another format: {others}. Each format has a path of "
            f"its own too, with one of {suffixes} at the end."
        )
        if route.answers == "EventList":
            sentences.append("`fields=` narrows the events to some fields; it is described at "
                        "`/v1/events.json`, whose events may be parts.")  # fmt: skip
    if route.pages:
        sentences.append("`f=html`, or `text/html` in `Accept`, gives a page for people.")
    if "cursor" in names:
        sentences.append("Every page but the last has the URL of the next one.")
    if route.media == "text/event-stream":
        sentences.append(
            "The data of each is a `Change` in JSON. `Last-Event-ID` takes precedence over `since`."
        )
    if route.accepts:
        others = ", ".join(f"`{each}`" for each in route.accepts[1:])
        sentences.append(
            f"The body may also be {others}, each named in `Content-Type`, and compressed with"
            " gzip."
        )
    if route.method == "GET" and route.media != "text/event-stream":
        sentences.append("With `If-None-Match` the reply is sent only if it has changed.")
    if route.scope == "write":
        sentences.append("Needs a key that may write.")
    return " ".join(sentences)


def good(route: Route, status: int = 200) -> str:
    """The description of a good reply with ``status``."""
    if status == 201:
        return "The event was created or restored. The body has the stored event."
    if status == 204:
        return "The event is deleted."
    return f"{route.summary.rstrip('.')}."
