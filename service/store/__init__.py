"""The store: the only part that speaks SQL. ``Store`` is its whole interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from service.domain.event import Event
from service.domain.intervals import INTERVALS
from service.domain.stemming import rule
from service.errors import Unavailable
from service.store.buckets import Histogram
from service.store.changes import Change, LogPage
from service.store.completion import Named
from service.store.database import Limited, explained, open_database
from service.store.engine import Use
from service.store.epoch import UNFINISHED, unfinished
from service.store.event_tables import Imported, Outcome, Saved
from service.store.facet_values import Facet
from service.store.facets import FACETS
from service.store.history import Deleted, History, Render, Version
from service.store.idempotency import Replies, Reply
from service.store.key_usage import Uses
from service.store.keys import Key, Keys
from service.store.lexicon import Vocabulary
from service.store.migrating import (
    applied_migrations,
    demand_migrated,
    drift,
    naming_migrations,
    pending_migrations,
    runner,
)
from service.store.prepared_events import EventBatch, prepare
from service.store.queries import Queries
from service.store.read import EventPage
from service.store.similar_events import SimilarEvents
from service.store.sitemap import Sitemap
from service.store.verify import Verifier
from service.store.vocabulary import TermUse
from service.store.write import ExpectedState, Writer

__all__ = [
    "FACETS",
    "INTERVALS",
    "Change",
    "Deleted",
    "EventBatch",
    "EventPage",
    "ExpectedState",
    "Facet",
    "Histogram",
    "Imported",
    "Key",
    "LogPage",
    "Named",
    "Outcome",
    "Reply",
    "Saved",
    "Store",
    "TermUse",
    "Version",
    "explained",
]  # fmt: skip


class Store(Writer, Queries):
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
        database = open_database(url, use, read_url)
        whole = open_database(url, Use.ONCE_THROUGH, read_url)
        Writer.__init__(self, database, render)
        limited = Limited(query_timeout_seconds)
        Queries.__init__(self, database, whole, History(database, render), limited)
        self.alone = bool(use & (Use.ALONE | Use.UNSEEN))
        """Whether nobody else can use the database while this store is open."""
        self.keys = Keys(database, Uses(url))
        self.replies = Replies(database, idempotency_hours)
        self.sitemap = Sitemap(database, whole)
        self._vocabulary = Vocabulary(database)

    def close(self) -> None:
        """Close the connection of this thread."""
        self.database.close()
        self._whole.close()

    def migrate(self, target: str | None = None) -> list[str]:
        """Apply the pending migrations, up to ``target``; returns the names of the steps that were
        done. The stems of the words are rebuilt if they are those of another language than the one
        that is set."""
        pending = bool(pending_migrations(self.database))
        with naming_migrations(target), self.database.migrating(pending):
            pending_migrations(self.database)  # another program may have migrated meanwhile
            done = list(runner(self.database).up(target))
        if target is None and self._vocabulary.stale():
            with self.database.writing():
                self._vocabulary.refresh()
            done += [] if done else [f"the stems of the words ({rule()})"]
        return done

    def migrate_down(self, target: str | None = None) -> list[str]:
        """Undo the last migration, or all migrations back to ``target`` and ``target`` itself."""
        self._seal = None
        with naming_migrations(target), self.database.migrating(pending=True):
            pending_migrations(self.database)
            return list(runner(self.database).down(target))

    def migrations(self) -> list[tuple[str, bool, bool]]:
        """``(name, applied, known)`` of each migration; a migration that is not known is newer than
        the code."""
        return applied_migrations(self.database)

    def ready(self) -> None:
        """Raises ``Unavailable`` unless the database answers, has exactly the migrations that this
        code expects, and is complete."""
        self.database.check()
        self.demand_migrated()
        if unfinished(self.database.execute_sql):
            raise Unavailable(UNFINISHED)
        self._vocabulary.demand_own_stems()

    def demand_migrated(self) -> None:
        """Raises ``Unavailable`` unless the database has exactly the migrations that this code
        expects."""
        demand_migrated(self.database)

    def drift(self) -> str:
        """How the tables differ from the models; empty if they do not."""
        return drift(self.database)

    def import_batch(self, events: Iterable[Event], author: str | None = None) -> list[Outcome]:
        """Create or update many events in one transaction; the same import again changes
        nothing."""
        with self.importing(author) as store:
            return store(prepare(events, self.render.head)).outcomes

    def similar_stored(
        self, batch: EventBatch, outcomes: Sequence[Outcome]
    ) -> dict[int, tuple[str, str]]:
        """The events of a batch that look like other stored events; see ``SimilarEvents.find``."""
        return SimilarEvents(self.database.execute_sql).find(batch, outcomes)

    def integrity_errors(self) -> Iterator[str]:
        """The errors that ``verify`` finds, in words."""
        return Verifier(self.database, self.render).integrity_errors()

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
