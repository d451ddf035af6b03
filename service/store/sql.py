"""Pieces of SQL, each a text with its values, and descriptions that engines turn into SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from service.domain.geometry import Box

TermId = Callable[[str, str], int | None]
"""The id of a term, ``None`` if no event ever had it."""
ALL = 2**62
"""As a limit: no limit."""
MOST_GATHERED = 10_000
"""The maximum number of positions that are gathered without an order."""
MOST_BRANCHES = 2000
"""The maximum number of branches that are gathered without an order. Each has six values, and a
statement of SQLite takes 32,766."""
IDS_AT_ONCE = 500
"""The maximum number of ids in one statement."""
HIGHEST_SIGN = "\U0010ffff"
"""A character that sorts after every character of a text."""
BEGAN = "CASE WHEN e.date LIKE '%T%' THEN began(e.date) END"
ENDED = "CASE WHEN e.date LIKE '%T%' THEN ended(e.date) END"
"""The first and the last second of ``event e``, ``NULL`` if only days are known; see
``service.domain.instants``."""


def id_lists(ids: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The ids in lists for ``IN``, each with its question marks: ``(?, ?)``."""
    for start in range(0, len(ids), IDS_AT_ONCE):
        some = ids[start : start + IDS_AT_ONCE]
        yield f"({', '.join('?' * len(some))})", some


@dataclass(slots=True)
class Sql:
    """Text with its parameters."""

    text: str
    values: list[object] = field(default_factory=list)


class Phrases(NamedTuple):
    """One of some words or phrases is in the texts of an event. Each has a flag: its last word may
    be the beginning of a word. If there is a ``start``, the options include every word of the texts
    that begins with it."""

    options: tuple[tuple[tuple[str, ...], bool], ...]
    start: str = ""


class Marks(NamedTuple):
    """An event has one of some marks of terms or of a class of length."""

    marks: tuple[str, ...]


class AllOf(NamedTuple):
    """All of some parts hold."""

    parts: tuple[TextSearch, ...]


class AnyOf(NamedTuple):
    """One of some parts holds."""

    parts: tuple[TextSearch, ...]


class Without(NamedTuple):
    """The first part holds and the second does not."""

    wanted: TextSearch
    unwanted: TextSearch


TextSearch = Phrases | Marks | AllOf | AnyOf | Without
"""A search of the full text."""


def phrase_count(asked: TextSearch) -> int:
    """The number of words and phrases of a search."""
    match asked:
        case Phrases(options):
            return len(options)
        case Marks():
            return 0
        case AllOf(parts) | AnyOf(parts):
            return sum(map(phrase_count, parts))
        case Without(wanted, unwanted):
            return phrase_count(wanted) + phrase_count(unwanted)


class EngineSearch(NamedTuple):
    """A search as an expression of the engine. ``exact`` is a condition on ``event_text x`` if the
    expression alone finds too much. ``share`` is the estimated share, from 0 to 1, of all events
    that match, by which an engine chooses its plan. ``test`` is another expression for the same
    events, if a test of one event is quicker with it. ``word`` is an expression for one word of a
    phrase, if ``exact`` alone tests the whole phrase. ``parts`` are the expressions for what is
    wanted and for what is not, if ``query`` subtracts one from the other."""

    query: str
    exact: Sql | None = None
    share: float = 1.0
    test: str = ""
    word: str = ""
    parts: tuple[str, str] | None = None


Branch = tuple[int, int, int, int, int | None, int | None]
"""The events of a term and of a class of length whose positions are ``low`` to ``high``: ``(term,
span, low, high, since, until)``, where ``since`` or ``until``, not both, limits their last days, if
that is needed."""


class Match(NamedTuple):
    """The events at such positions whose full text matches all of ``asked``. If there are
    ``lists``, each the id of a term and a class of length, all these events are in them."""

    asked: tuple[EngineSearch, ...]
    low: int
    high: int
    lists: tuple[tuple[int, int], ...] = ()


class Near(NamedTuple):
    """Another access path to the same matches. The branches of each of ``leads`` include all
    matching events, and all of ``asked`` has to be tested on the events there. The first leads are
    those of the first of ``asked``, in their order; these need not be tested there. The last lead
    has every event. ``narrower`` says that the leads leave out days on which some group has no
    choice; the matches do not."""

    asked: tuple[EngineSearch, ...]
    leads: tuple[Callable[[], list[Branch]], ...]
    narrower: bool = False


@dataclass(slots=True)
class Way:
    """Positions of events in the order of their dates, ``down`` from the last: those of all
    ``branches``, of all ``matches``, or the few of ``given``, a query. ``overlap`` says that two of
    the branches may have the same events; each event counts once. No two matches have a position in
    common. ``ordered`` says whether the order is needed, ``staged`` that the branches are so long
    that the longest classes should be walked first (``service.store.stages``)."""

    branches: list[Branch]
    matches: Sequence[Match] = ()
    overlap: bool = False
    down: bool = False
    ordered: bool = True
    near: Near | None = None
    given: Sql | None = None
    staged: bool = False


def in_box(box: Box) -> Sql:
    """The condition on ``event e`` that its place lies in or on the box."""
    west, south, east, north = box
    joint = "AND" if west <= east else "OR"  # across the date line
    return Sql(
        f"(e.latitude BETWEEN ? AND ? AND (e.longitude >= ? {joint} e.longitude <= ?))",
        [south, north, west, east],
    )
