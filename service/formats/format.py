"""A format, and the facts about a reply that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.util import find_spec
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from service.errors import FieldError, Invalid, NotInstalled
from service.languages import DEFAULT
from service.schemas.parameters import FILTERS, LANG, Parameter

CARRIED = frozenset(each.name for each in (*FILTERS, LANG))
PIECE = 65_536
"""The minimum size of a piece of a whole file, in bytes."""
Default = Literal["all", "page", "largest page"]
"""The content of a list if the request names neither ``limit`` nor ``cursor``.

``all``: everything that matches, streamed in constant memory, for clients that read a file.
``page``: a page of the usual size, for clients that follow its link to the next page. ``largest
page``: as much as a page may hold, for clients that draw one reply and follow no link.
"""


@dataclass(frozen=True, slots=True)
class Deleted:
    """The rest of a deleted event; ``document`` is its last stored document."""

    id: str
    version: int
    deleted_at: str
    document: bytes


@dataclass(slots=True)
class Listing:
    """The facts about a reply, beside its events.

    ``root`` is the public URL of the service without a slash at its end, empty if there is none
    (an export). ``address`` is the URL of the reply, ``next`` that of the page after it.
    ``identity`` is the URL of the reply without the key that it may have. ``about`` describes the
    request in words. ``single`` marks the reply for one event by its id. ``options`` are the
    format's own parameters, ``fields`` the names in ``fields=``. ``hints`` say why there are no
    events, if a reason is known. ``accessed`` is the day of the request, for formats that say it.
    """

    title: str = "Dateline"
    root: str = ""
    address: str = ""
    identity: str = ""
    next: str | None = None
    total: int | None = None
    total_is: str = "unknown"
    fields: tuple[str, ...] | None = None
    single: bool = False
    deleted: tuple[Deleted, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[FieldError, ...] = ()
    accessed: date | None = None
    about: str = ""

    @property
    def name(self) -> str:
        """The name of a calendar or a feed: the name of the instance and that of the request."""
        return f"{self.title}: {self.about}" if self.about else self.title

    @property
    def lang(self) -> str:
        """The language for dates."""
        return self.options.get(LANG.name, DEFAULT)

    def page(self, event_id: str) -> str | None:
        """The URL of an event's own page."""
        query = f"?{LANG.name}={self.lang}" if LANG.name in self.options else ""
        return f"{self.root}/events/{event_id}{query}" if self.root else None

    @property
    def explorer(self) -> str | None:
        """The URL of the page that shows the events of the same filters."""
        pairs = parse_qsl(urlsplit(self.identity or self.address).query)
        words = urlencode([each for each in pairs if each[0] in CARRIED])
        return f"{self.root}/{'?' if words else ''}{words}" if self.root else None


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One format. ``suffix`` is its part of a URL, ``client`` says whom it is for.

    ``render`` takes stored documents and returns the reply in pieces. ``parameters`` are the
    client's own; one with the name of a parameter of the grammar replaces that one. ``schema`` and
    ``single`` describe a list and a single event as JSON Schema. ``totals`` asks for the count of
    matches, ``deletions`` for the deleted events. ``most`` is the maximum number of events.
    ``needs`` is a package that the extra with the format's name installs. ``dated`` says that the
    reply contains the day of the request, ``named`` that it contains a description of the request,
    ``addressed`` that it contains the URL of the service or of the request.
    """

    suffix: str
    name: str
    media_type: str
    client: str
    default: Default
    render: Callable[[Iterable[bytes], Listing], Iterator[bytes]]
    schema: Mapping[str, Any]
    single: Mapping[str, Any] | None = None
    parameters: tuple[Parameter, ...] = ()
    totals: bool = False
    deletions: bool = False
    most: int | None = None
    needs: str | None = None
    dated: bool = False
    named: bool = False
    addressed: bool = True

    @property
    def installed(self) -> bool:
        """Whether the package that it needs is installed."""
        return self.needs is None or _found(self.needs)

    def demand_installed(self) -> None:
        """Raises ``NotInstalled``, which says what to install."""
        if not self.installed:
            raise NotInstalled(
                f"{self.name} needs {self.needs}, which is not installed here:"
                f" pip install 'dateline[{self.suffix}]'"
            )

    @property
    def essence(self) -> str:
        """The media type without parameters."""
        return self.media_type.partition(";")[0]


@cache
def _found(package: str) -> bool:
    return find_spec(package) is not None


def too_many(name: str, most: int) -> Invalid:
    """The error for more events than a format can hold."""
    return Invalid(
        f"{name} holds at most {most:,} events; narrow the query, page with limit,"
        " or take csv, ndjson or parquet"
    )


def chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """``parts`` joined into pieces of at least ``PIECE`` bytes, except the last."""
    gathered: list[bytes] = []
    length = 0
    for part in parts:
        gathered.append(part)
        length += len(part)
        if length >= PIECE:
            yield b"".join(gathered)
            gathered, length = [], 0
    yield b"".join(gathered)
