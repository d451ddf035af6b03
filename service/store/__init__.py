"""The store: the only part that speaks SQL. ``Store`` is its whole interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from service import freshness, reply_dependencies
from service.domain.chart import Charted
from service.domain.clusters import Atlas
from service.domain.cursors import Seal
from service.domain.event import Event
from service.domain.geometry import Box
from service.domain.intervals import INTERVALS, Steps
from service.domain.query import Choice, Filter, Page
from service.domain.stemming import rule
from service.domain.timeline import Sight
from service.errors import FieldError, Invalid, Unavailable
from service.reply_dependencies import known
from service.store import chart, vocabulary
from service.store.bounded_queries import COSTS, Costs, Looking
from service.store.changes import Change, Changes, Stretch, last_cursor
from service.store.completion import Completer, Named, State
from service.store.database import Limited, explained, open_database
from service.store.engine import Engine, Use
from service.store.epoch import UNFINISHED, read_seal, unfinished
from service.store.event_tables import Outcome, Saved
from service.store.facet_values import Facet
from service.store.facets import FACETS, USUAL, Blocs, facets
from service.store.histogram import Histogram, histogram
from service.store.history import Deleted, History, Render, Version
from service.store.idempotency import Replies, Reply
from service.store.key_usage import Uses
from service.store.keys import Key, Keys
from service.store.lexicon import Vocabulary
from service.store.map import atlas
from service.store.migrating import drift, naming_migrations, runner
from service.store.plan import EVERY
from service.store.prepared_events import Lot, prepare
from service.store.read import Reader, Slice
from service.store.sample import UNKNOWN, Bounds, Known
from service.store.similar_events import Alike
from service.store.sitemap import Sitemap
from service.store.spelling import spelt
from service.store.sql import ALL
from service.store.terms import NAMED
from service.store.timeline import timeline
from service.store.verify import Verifier
from service.store.vocabulary import TermUse
from service.store.write import Seen, Writer

__all__ = [
    "FACETS",
    "INTERVALS",
    "Change",
    "Deleted",
    "Facet",
    "Histogram",
    "Key",
    "Lot",
    "Named",
    "Outcome",
    "Reply",
    "Saved",
    "Seen",
    "Slice",
    "Store",
    "Stretch",
    "TermUse",
    "Version",
    "explained",
]  # fmt: skip

BY_ITSELF = frozenset({"date", "-date", "updated", "-updated"})
"""Orders in which the place of an event depends only on the event itself."""
MOST_BUCKETS = 200_000
"""Buckets of all histograms of one answer; each has some 80 bytes of JSON."""


class Store:
    """One database. ``render`` makes the stored document of an event: the caller gives it, because
    the store does not decide on the form of a document."""

    def __init__(
        self,
        url: str,
        render: Render,
        query_timeout_seconds: float = 5.0,
        idempotency_hours: float = 24.0,
        use: Use = Use.USUAL,
        *,
        read_url: str = "",
    ) -> None:
        self.database: Engine = open_database(url, use, read_url)
        self.alone = bool(use & (Use.ALONE | Use.UNSEEN))
        """Whether nobody else can use the database while this store is open."""
        self.keys = Keys(self.database, Uses(url))
        self.render = render
        self._writer = Writer(self.database, render)
        self.replies = Replies(self.database, idempotency_hours)
        self.history = History(self.database, render)
        self.changes = Changes(self.database, self.history)
        self.reader = Reader(self.database)
        self._vocabulary = Vocabulary(self.database)
        self._whole = open_database(url, Use.ONCE_THROUGH, read_url)
        self.sitemap = Sitemap(self.database, self._whole)
        self._limited = Limited(query_timeout_seconds)
        self._completer = Completer()
        self.database.remember(self._completer)
        self._seal: Seal | None = None
        self._sealed: object = None

    def close(self) -> None:
        """Close the connection of this thread."""
        self.database.close()
        self._whole.close()

    def seal(self) -> Seal:
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

    def migrate(self, target: str | None = None) -> list[str]:
        """Apply the pending migrations, up to ``target``; returns the names of the steps that were
        done. The stems of the words are rebuilt if they are those of another language than the one
        that is set."""
        with naming_migrations(), self.database.migrating():
            done = list(runner(self.database).up(target))
        if target is None and self._vocabulary.stale():
            with self.database.writing():
                self._vocabulary.refresh()
            done += [] if done else [f"the stems of the words ({rule()})"]
        return done

    def migrate_down(self, target: str | None = None) -> list[str]:
        """Undo the last migration, or all migrations back to ``target`` and ``target`` itself."""
        self._seal = None
        with naming_migrations(), self.database.migrating():
            return list(runner(self.database).down(target))

    def migrations(self) -> list[tuple[str, bool, bool]]:
        """``(name, applied, known)`` of each migration; a migration that is not known is newer than
        the code."""
        return [
            (m.name, bool(m.applied), m.path is not None) for m in runner(self.database).status()
        ]

    def ready(self) -> None:
        """Raises ``Unavailable`` unless the database answers and has exactly the migrations that
        this code expects."""
        self.database.check()
        pending = [name for name, applied, _ in self.migrations() if not applied]
        newer = [name for name, _, known in self.migrations() if not known]
        if newer:
            raise Unavailable(
                f"the database is newer than this program: {', '.join(newer)};"
                " install the version that made it, or a later one"
            )
        if pending:
            raise Unavailable(f"migrations are pending: {', '.join(pending)}; run dateline migrate")
        if unfinished(self.database.execute_sql):
            raise Unavailable(UNFINISHED)
        if self._vocabulary.stale():
            what = "the full text has the forms of words of another language than is set"
            raise Unavailable(f"{what} ({rule()}); run dateline migrate")

    def drift(self) -> str:
        """How the tables differ from the models; empty if they do not."""
        return drift(self.database)

    def empty(self) -> bool:
        """Whether there is no event at all."""
        return self.database.execute_sql("SELECT 1 FROM event LIMIT 1").fetchone() is None

    def create(self, event: Event, author: str | None = None) -> Saved:
        """Store a new event. Raises ``Conflict`` if its id is taken."""
        return self._writer.create(event, author)

    def put(
        self,
        event: Event,
        seen: Seen | None,
        author: str | None = None,
        only_new: bool = False,
    ) -> Saved:
        """Create, replace or restore; see ``Writer.put`` for the conditions."""
        return self._writer.put(event, seen, author, only_new)

    def patch(
        self,
        event_id: str,
        seen: Seen | None,
        change: Callable[[Saved], Event],
        author: str | None = None,
    ) -> Saved:
        """Replace an event by the result of ``change``; see ``Writer.patch``."""
        return self._writer.patch(event_id, seen, change, author)

    def delete(self, event_id: str, seen: Seen | None, author: str | None = None) -> int:
        """Delete the event if it is still as ``seen`` says; see ``Writer.delete``."""
        return self._writer.delete(event_id, seen, author)

    def deleted(self, filter_: Filter, since: str = "", limit: int = 1000) -> list[Deleted]:
        """The tombstones whose last state matches the filter, with that state, last deleted first.
        For calendars and feeds. See ``History.deleted``."""
        with self._limited(), known(filter_):
            return self.history.deleted(filter_, since, limit)

    def import_batch(self, events: Iterable[Event], author: str | None = None) -> list[Outcome]:
        """Create or update many events in one transaction; the same import again changes
        nothing."""
        with self.importing(author) as store:
            return store(prepare(events, self.render.head))

    def importing(
        self, author: str | None = None
    ) -> AbstractContextManager[Callable[[Lot], list[Outcome]]]:
        """One transaction, and the function that stores batches of events in it; see
        ``Writer.importing``."""
        return self._writer.importing(author)

    def compare(self, lot: Lot) -> list[Outcome]:
        """The outcome for each event of a batch, if it were imported."""
        return self._writer.compare(lot)

    def alike(self, lot: Lot, outcomes: Sequence[Outcome]) -> dict[int, tuple[str, str]]:
        """The events of a batch that look like other stored events; see ``Alike.find``."""
        return Alike(self.database.execute_sql).find(lot, outcomes)

    def faults(self) -> Iterator[str]:
        """The errors that ``verify`` finds, in words."""
        return Verifier(self.database, self.render).faults()

    def repair(self) -> None:
        """Rebuild everything that is derived from the events."""
        Verifier(self.database, self.render).repair()

    def backup(self, target: Path, force: bool = False) -> None:
        """Copy the database into one file while it is in use; see ``Engine.backup``."""
        self.database.backup(target, force)

    def publish(self, target: Path) -> int:
        """Write the rows of the views to one file; see ``Engine.publish``."""
        return self.database.publish(target)

    def expect_many(self) -> None:
        """Announce many writes: the data that they scatter is left as it is until ``settle``."""
        self.database.full_text.expect_many()

    def settle(self) -> None:
        """Put the data that many writes have scattered in order; reads are quicker afterwards."""
        self.database.full_text.settle()

    def get(self, event_id: str) -> Saved:
        """One event. Raises ``NotFound`` or ``Gone``."""
        with known(event=event_id):
            return self.reader.get(event_id)

    def events(self, filter_: Filter, page: Page) -> Slice:
        """One page. Raises ``Unavailable`` if the time limit is exceeded."""
        turn = freshness.current()
        if turn is not None:
            turn.demand(page.reached)
        with self._limited(), known(filter_):
            found = self.reader.events(filter_, page)
            if turn is not None and found.next is not None:
                # The next page has to see every change that this one has seen.
                found = replace(found, reached=self._read_change())
        if found.next is not None or page.after is not None:
            reply_dependencies.walk()
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
            looking = Looking(self.reader, filter_, latest_first=False, costs=few)
            found = looking.begun((None, None), looking.rows)
            return found.number, found.exact

    def extent(self, filter_: Filter) -> tuple[int, int] | None:
        """The first and last day of the events of ``filter_``, or ``None`` if there are none; see
        ``Looking.extent``."""
        with self._limited():
            return Looking(self.reader, filter_, latest_first=False).extent(None)

    def timeline(
        self,
        filter_: Filter,
        days: tuple[int | None, int | None],
        width: int,
        *,
        most: int,
        latest_first: bool = False,
        costs: Costs = COSTS,
    ) -> Sight:
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
            for name, group in by.items():
                narrow = replace(filter_, groups=(*filter_.groups, group))
                each = histogram(self.reader, narrow, interval)
                buckets += len(each.buckets) + len(each.imprecise)
                if buckets > MOST_BUCKETS:
                    text = f"would give more than {MOST_BUCKETS:,} buckets; take a wider one"
                    fault = FieldError(f"interval: {interval} {text}", parameter="interval")
                    raise Invalid(fault.detail, [fault])
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
        bounds: Bounds = USUAL,
        counted: Known = UNKNOWN,
    ) -> tuple[list[Facet], int, bool]:
        """The number of matching events that have each value; ``bounds`` limits its cost, and
        ``counted`` is what is known of their number. See ``service.store.facets``."""
        with self._limited():
            return facets(self.reader, filter_, by, blocs, limit, bounds=bounds, counted=counted)

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
        found, turn = self._read_change(), freshness.current()
        if turn is not None:
            turn.saw(found)
        return found

    def moment(self) -> str:
        """A text that identifies the state that this read sees, for a tag. Everything else that the
        read sees is as new."""
        (cursor, at), turn = self.changes.moment(self.database.execute_sql), freshness.current()
        if turn is not None:
            turn.saw(cursor)
        return f"{self.seal().change(cursor)}-{at.replace(':', '.')}"

    def _read_change(self) -> int:
        return last_cursor(self.database.execute_sql)

    def logged_change(self) -> int:
        """The cursor of the newest change that nothing can undo."""
        found = self.changes.last()
        with self._limited():
            self.database.confirm(found)
        return found

    def await_change(self, cursor: int, seconds: float) -> int:
        """The cursor of the newest change, as soon as it is beyond ``cursor``, or after ``seconds``
        at most. It waits, so it must not run on an event loop."""
        self.database.listen()
        if self.changes.last() <= cursor:
            self.database.await_news(seconds)
        return self.changes.last()

    def changes_after(self, cursor: int, limit: int, filter_: Filter | None = None) -> Stretch:
        """A stretch of the change log that nothing can undo; see ``Changes.after``."""
        with self._limited():
            found = self.changes.after(cursor, limit, filter_)
            if found.cursor > cursor:
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

    def used(self, kind: str, names: Sequence[str]) -> bool:
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

    def spelt(self, word: str, limit: int) -> list[str]:
        """The words of the texts that are spelt like ``word``, if no text has ``word`` itself."""
        with self._limited():
            return spelt(self.database.execute_sql, word, limit)

    def uses(self, kind: str) -> dict[str, int]:
        """The number of events of each term of ``kind``, by value; for kinds with few terms."""
        rows = self.database.execute_sql(
            "SELECT value, events FROM term WHERE kind = ? AND events > 0", (kind,)
        ).fetchall()
        return dict(rows)
