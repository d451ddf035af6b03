"""What a format is, and what it is told of the reply that it fills."""

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
Default = Literal["all", "page", "largest page"]
"""What a list in a format holds when the request names neither ``limit`` nor ``cursor``.

``all``: everything that matches, streamed in constant memory; for clients that read a
file. ``page``: a page of the usual size; for clients that follow its link to the next.
``largest page``: as much as a page may hold; for clients that draw one reply and follow
no link.
"""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What is left of a deleted event; ``document`` is the last that was stored of it."""

    id: str
    version: int
    deleted_at: str
    document: bytes


@dataclass(frozen=True, slots=True)
class Listing:
    """What surrounds the events of a reply.

    ``root`` is the public address of the service without a slash at its end, empty where
    there is none (an export); ``address`` that of the reply, ``next`` that of the page
    after it. ``identity`` is the address of the reply without the key that it may have.
    ``about`` says in words what was asked for. ``single`` marks the reply for one event by its
    id. ``options`` are the format's own parameters, ``fields`` the names asked for with
    ``fields=``. ``hints`` say why there are no events, where that can be said. ``accessed`` is
    the day of the request, for formats that say it.
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
        """The name of a calendar or a feed: that of the instance and of what was asked for."""
        return f"{self.title}: {self.about}" if self.about else self.title

    @property
    def lang(self) -> str:
        """The language in which dates are said."""
        return self.options.get(LANG.name, DEFAULT)

    def page(self, event_id: str) -> str | None:
        """The address of an event's own page."""
        asked = f"?{LANG.name}={self.lang}" if LANG.name in self.options else ""
        return f"{self.root}/events/{event_id}{asked}" if self.root else None

    @property
    def explorer(self) -> str | None:
        """The address of the page that shows the events of the same filters."""
        asked = parse_qsl(urlsplit(self.identity or self.address).query)
        words = urlencode([each for each in asked if each[0] in CARRIED])
        return f"{self.root}/{'?' if words else ''}{words}" if self.root else None


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One format. ``suffix`` stands in addresses, ``client`` says whom it is for.

    ``render`` takes stored documents and gives the reply in pieces. ``parameters`` are the
    client's own; one that bears the name of a parameter of the grammar stands in its place.
    ``schema`` and ``single`` describe a list and a single event as JSON Schema. ``totals``
    asks for the count of matches, ``deletions`` for the deleted events. ``most`` is how many
    events fit. ``needs`` is a package that the extra of the format's name brings. ``dated`` says
    that the day of the request stands in the reply, ``named`` that what was asked for does.
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

    @property
    def installed(self) -> bool:
        """Whether what it needs is there."""
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
    """The refusal of more events than a format holds."""
    return Invalid(
        f"{name} holds at most {most:,} events; narrow the query, page with limit,"
        " or take csv, ndjson or parquet"
    )


def pieces(parts: Iterable[bytes], size: int = 65_536) -> Iterator[bytes]:
    """``parts`` joined into pieces of at least ``size`` bytes, save the last."""
    gathered: list[bytes] = []
    length = 0
    for part in parts:
        gathered.append(part)
        length += len(part)
        if length >= size:
            yield b"".join(gathered)
            gathered, length = [], 0
    yield b"".join(gathered)
