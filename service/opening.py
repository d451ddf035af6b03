"""Opens the store that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

from service import bundled_data
from service.bundled_data import seed_directory
from service.domain import stemming
from service.errors import Busy, Conflict, NotFound
from service.schemas.event import render
from service.settings import Settings
from service.store import Store
from service.store.database import Use, engine_of
from service.store.engine_errors import IN_USE


def open_store(settings: Settings, use: Use = Use.USUAL) -> Store:
    """Registers the states that events may have, and returns the store of the settings."""
    bundled_data.register(seed_directory(settings))
    stemming.use_language(settings.text_language)
    return Store(
        settings.database_url,
        render,
        settings.query_timeout_seconds,
        settings.idempotency_hours,
        use,
        read_url=settings.read_database_url,
    )


def migrate_down(settings: Settings, target: str | None = None) -> list[str]:
    """Take back the last migration, or all back through ``target``.

    Raises ``Conflict`` if another process uses the database, because a service would continue with
    tables that no longer exist.
    """
    try:
        with closing(open_store(settings, Use.ALONE)) as store:
            return store.migrate_down(target)
    except Busy:
        raise Conflict(IN_USE) from None


def existing_store(settings: Settings) -> Store:
    """The store. Raises ``NotFound`` if there is no database, and creates none: a mistyped path
    would otherwise be an empty timeline."""
    url = settings.database_url
    if engine_of(url).missing(url):
        what = f"there is no database at {url}; dateline migrate creates one"
        raise NotFound(f"DATELINE_DATABASE_URL: {what}")
    return open_store(settings)


def ready_store(settings: Settings) -> Store:
    """The store of an existing database; raises ``Unavailable`` if it is not migrated."""
    store = existing_store(settings)
    store.ready()
    return store


@contextmanager
def store_to_fill(settings: Settings, keep: bool = True) -> Iterator[Store]:
    """The store that the settings name, for an import.

    If there is no database, one is created aside. It takes its place when the block ends without
    an error, if ``keep`` is true. Raises ``Unavailable`` if an existing database is not migrated.
    """
    engine = engine_of(settings.database_url)
    if not engine.missing(settings.database_url):
        with closing(open_store(settings, Use.FILLING)) as store:
            store.ready()
            yield store
        return
    with engine.made_aside(settings.database_url, keep) as unfinished:
        made = replace(settings, database_url=unfinished)
        with closing(open_store(made, Use.FILLING | Use.UNSEEN)) as store:
            store.migrate()
            yield store
