"""Answers the questions of readers: each within the time limit, and with a record of its reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from service import freshness, reply_dependencies
from service.domain.chart import Charted
from service.domain.clusters import Atlas
from service.domain.cursors import CursorSeal, LogPlace
from service.domain.geometry import Box
from service.domain.intervals import Steps
from service.domain.query import Choice, Filter, Page
from service.domain.timeline import WindowEvents
from service.errors import FieldError, Invalid
from service.reply_dependencies import known
from service.store import chart, vocabulary
from service.store.bounded_queries import COSTS, BoundedQueries, Costs
from service.store.buckets import Histogram
from service.store.changes import Changes, LogPage, last_cursor, last_place
from service.store.completion import Completer, Named, State
from service.store.database import Limited
from service.store.engine import Engine
from service.store.epoch import read_seal
from service.store.event_tables import Saved
from service.store.facet_counter import Blocs
from service.store.facet_values import Facet
from service.store.facets import USUAL, facets
from service.store.histogram import histogram
from service.store.histograms import histograms
from service.store.history import Deleted, History
from service.store.map import atlas
from service.store.plan import EVERY
from service.store.read import EventPage, Reader
from service.store.sample import UNKNOWN, Known, SampleLimits
from service.store.spelling import words_spelt_like
from service.store.sql import ALL
from service.store.terms import NAMED
from service.store.timeline import timeline
from service.store.vocabulary import TermUse

BY_ITSELF = frozenset({"date", "-date", "updated", "-updated"})
"""Orders in which the place of an event depends only on the event itself."""
MOST_BUCKETS = 100_000
"""Buckets of all histograms of one answer; each has some 80 bytes of JSON."""


class Queries:
    """The reading part of ``Store``.

    ``whole`` is a second connection, for replies that read everything. Each statement runs within
    ``limited``, and ``service.reply_dependencies`` learns what a reply has read.
    """

    def __init__(self, database: Engine, whole: Engine, history: History, limited: Limited) -> None:
        self.database = database
        self.history = history
        self.changes = Changes(database, history)
        self.reader = Reader(database)
        self._whole = whole
        self._limited = limited
        self._completer = Completer()
        self.database.remember(self._completer)
        self._seal: CursorSeal | None = None
        self._sealed: object = None

    def seal(self) -> CursorSeal:
        """The seal of this database, which makes and reads its cursors and begins its tags.

        Raises ``Lost`` if another file has replaced this one: the epoch of this file must not be
        used for answers from the other.
        """
        self.database.look()
        which = self.database.which()
        if self._seal is None or which is None or which != self._sealed:
            with known():
                seal = read_seal(self.database.execute_sql, self.database.place())
            self._seal, self._sealed = seal, self.database.which()
        return self._seal

    def empty(self) -> bool:
        """Whether there is no event at all."""
        return self.database.execute_sql("SELECT 1 FROM event LIMIT 1").fetchone() is None

    def deleted(self, filter_: Filter, since: str = "", limit: int = 1000) -> list[Deleted]:
        """The tombstones whose last state matches the filter, with that state, last deleted first.
        For calendars and feeds. See ``History.deleted``."""
        with self._limited(), known(filter_):
            return self.history.deleted(filter_, since, limit)

    def get(self, event_id: str) -> Saved:
        """One event. Raises ``NotFound`` or ``Gone``."""
        with known(event=event_id):
            return self.reader.get(event_id)

    def events(self, filter_: Filter, page: Page) -> EventPage:
        """One page. Raises ``Unavailable`` if the time limit is exceeded."""
        target = freshness.current()
        if target is not None:
            target.demand(page.reached)
        with self._limited(), known(filter_):
            found = self.reader.events(filter_, page)
            if self.database.replicated and target is not None and found.next is not None:
                # The next page has to see every change that this one has seen.
                found = replace(found, reached=self._read_change())
        if found.next is not None or page.after is not None:
            reply_dependencies.pagination()
        if page.sort not in BY_ITSELF:
            reply_dependencies.everything()
        return found

    def stream(self, filter_: Filter, sort: str = "date") -> Iterator[bytes]:
        """Every matching document, in constant memory."""
        return Reader(self._whole).stream(filter_, sort)

    def count(self, filter_: Filter, how: str = "exact") -> tuple[int | None, str]:
        """The number of matching events, and how exact it is."""
        with self._limited(), known(filter_):
            return self.reader.total(filter_, how)

    def histogram(self, filter_: Filter, interval: str) -> Histogram:
        """Counts and money by ``interval``; see ``service.store.histogram``."""
        with self._limited(), known(filter_):
            return histogram(self.reader, filter_, interval)

    def chart(
        self, filters: Sequence[Filter], choose: Callable[[int, int], Steps], *, money: bool = False
    ) -> Charted | None:
        """A series for each filter, from one state of the database; see
        ``service.store.chart``."""
        with self._limited(), self.database.atomic():
            return chart.chart(self.reader, filters, choose, money=money)

    def roughly(self, filter_: Filter) -> tuple[int, bool]:
        """The number of matching events, and whether it counts all of them. The cost is bounded, so
        there may be more events."""
        with self._limited():
            few = Costs(rows=9_000, looked=4_000)
            looking = BoundedQueries(self.reader, filter_, latest_first=False, costs=few)
            found = looking.begun((None, None), looking.rows)
            return found.number, found.exact

    def extent(self, filter_: Filter) -> tuple[int, int] | None:
        """The first and last day of the events of ``filter_``, or ``None`` if there are none; see
        ``BoundedQueries.extent``."""
        with self._limited():
            return BoundedQueries(self.reader, filter_, latest_first=False).extent(None)

    def timeline(
        self,
        filter_: Filter,
        days: tuple[int | None, int | None],
        width: int,
        *,
        most: int,
        latest_first: bool = False,
        costs: Costs = COSTS,
    ) -> WindowEvents:
        """The events of a window ``width`` pixels wide, from one state of the database.

        If an end of ``days`` is ``None``, the end of the filter is used, or else the end of its
        events with some room beside it. Without any event there is no window. ``costs`` limits the
        work. See ``service.store.timeline``.
        """
        with self._limited(), self.database.reading():
            return timeline(
                self.reader,
                filter_,
                days,
                width,
                most=most,
                latest_first=latest_first,
                costs=costs,
            )

    def atlas(self, filter_: Filter, window: Box, width: int) -> Atlas:
        """The places of the events and their countries on a map ``width`` pixels wide, from one
        state of the database. See ``service.store.map``."""
        with self._limited(), self.database.reading():
            return atlas(self.reader, filter_, window, width)

    def histograms(
        self, filter_: Filter, interval: str, by: Mapping[str, tuple[Choice, ...]]
    ) -> dict[str, Histogram]:
        """One histogram for each group of ``by``; groups without events are left out.

        Raises ``Invalid`` if the histograms have more than ``MOST_BUCKETS`` buckets together.
        """
        found: dict[str, Histogram] = {}
        buckets = 0
        with self._limited(), known(filter_):
            for name, each in histograms(self.reader, filter_, interval, by):
                buckets += len(each.buckets) + len(each.imprecise)
                if buckets > MOST_BUCKETS:
                    text = f"would give more than {MOST_BUCKETS:,} buckets; take a wider one"
                    error = FieldError(f"interval: {interval} {text}", parameter="interval")
                    raise Invalid(error.detail, [error])
                if each.buckets or each.imprecise:
                    found[name] = each
        return found

    def facets(
        self,
        filter_: Filter,
        by: Sequence[str],
        blocs: Blocs,
        limit: int,
        *,
        limits: SampleLimits = USUAL,
        counted: Known = UNKNOWN,
        roles: Collection[str] = (),
    ) -> tuple[list[Facet], int, bool]:
        """The number of matching events that have each value; ``limits`` bounds its cost, and
        ``counted`` is what is known of their number. See ``service.store.facets``."""
        with self._limited():
            return facets(
                self.reader, filter_, by, blocs, limit, limits=limits, counted=counted, roles=roles
            )

    def days(self) -> tuple[int | None, int | None]:
        """The first days (ordinals) of the first and the last dated event."""
        with self._limited():
            term = self.reader.term_id(EVERY.kind, EVERY.value)
            return (None, None) if term is None else vocabulary.reach(self.reader, term)

    def size(self) -> int:
        """The number of events."""
        row = self.database.execute_sql("SELECT events FROM term WHERE kind = 'all'").fetchone()
        return int(row[0]) if row else 0

    def last_change(self) -> int:
        """The cursor of the newest change that this read sees, 0 in an empty log. Everything else
        that the read sees is as new."""
        found, target = self._read_change(), freshness.current()
        if target is not None:
            target.saw(found)
        return found

    def moment(self) -> str:
        """A text that identifies the state that this read sees, for a tag. Everything else that the
        read sees is as new."""
        found, target = last_place(self.database.execute_sql), freshness.current()
        if target is not None:
            target.saw(found.number)
        return self.seal().change(found)

    def _read_change(self) -> int:
        return last_cursor(self.database.execute_sql)

    def logged_change(self) -> LogPlace:
        """The place of the newest change that nothing can undo."""
        found = self.changes.last_place()
        with self._limited():
            self.database.confirm(found.number)
        return found

    def await_change(self, cursor: int, seconds: float) -> int:
        """The cursor of the newest change, as soon as it is beyond ``cursor``, or after ``seconds``
        at most. It waits, so it must not run on an event loop."""
        self.database.listen()
        if self.changes.last() <= cursor:
            self.database.await_news(seconds)
        return self.changes.last()

    def changes_after(self, place: LogPlace, limit: int, filter_: Filter | None = None) -> LogPage:
        """A stretch of the change log that nothing can undo; see ``Changes.after``."""
        with self._limited():
            found = self.changes.after(place, limit, filter_)
            if found.cursor > place.number:
                self.database.confirm(found.cursor)
            return found

    def terms(
        self, kind: str, starts: str = "", after: str = "", limit: int = ALL
    ) -> list[TermUse]:
        """The terms of ``kind`` in use, by value."""
        with self._limited():
            return vocabulary.terms(self.reader, kind, starts, after, limit)

    def named(self, kind: str, text: str, limit: int) -> list[Named]:
        """The terms of ``kind`` whose names have, for each word of ``text``, a word that begins
        with it; the most used first. Without a word, the most used terms of all."""
        with self._limited():
            return self._completer.find(self._state(), kind, text, limit)

    def nearest(self, kind: str, text: str, limit: int = 3) -> list[Named]:
        """The terms that a user may have meant by ``text``."""
        with self._limited():
            return self._completer.near(self._state(), kind, text, limit)

    def _state(self) -> State:
        # The cache in memory covers all events, and reading it takes no statement.
        reply_dependencies.everything()
        return State(self.reader, self.seal().epoch, self._read_change())

    def names_in_use(self, kind: str, names: Sequence[str]) -> bool:
        """Whether any event has an actor or a tag (``kind``) with one of these names."""
        values = [NAMED[kind](each) for each in names]
        group = tuple(Choice(kind, each) for each in values)
        with self._limited(), known(Filter(undated=True, groups=(group,))):
            return any(
                self.database.execute_sql(
                    "SELECT 1 FROM term WHERE kind = ? AND value = ? AND events > 0", (kind, each)
                ).fetchone()
                for each in values
            )

    def words_spelt_like(self, word: str, limit: int) -> list[str]:
        """The words of the texts that are spelt like ``word``, if no text has ``word`` itself."""
        with self._limited():
            return words_spelt_like(self.database.execute_sql, word, limit)

    def uses(self, kind: str) -> dict[str, int]:
        """The number of events of each term of ``kind``, by value; for kinds with few terms."""
        rows = self.database.execute_sql(
            "SELECT value, events FROM term WHERE kind = ? AND events > 0", (kind,)
        ).fetchall()
        return dict(rows)
