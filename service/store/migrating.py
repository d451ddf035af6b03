"""The migrations of a database, and the comparison of its tables with the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playhouse.migrations import Migration, MigrationError, Runner
from playhouse.schema_diff import diff_models

from service.domain.near_spellings import nearest
from service.errors import Invalid, Unavailable
from service.resources import INCOMPLETE, MIGRATIONS
from service.store.engine import Engine
from service.store.models import TABLES


def runner(database: Engine) -> Runner:
    """The migrations, and the record of the applied ones. Raises ``Unavailable`` if the package has
    no migrations, and ``Refused`` if the record is not where new tables would be made: otherwise
    the database would seem to be empty."""
    known_migrations()
    database.demand_one_place()
    return Runner(database, str(MIGRATIONS))


def known_migrations() -> list[str]:
    """The names of the migrations that this program has. Raises ``Unavailable`` if it has none:
    otherwise an empty database would seem up to date."""
    names = [each.name for each in Migration.load_directory(str(MIGRATIONS))]
    if not names:
        raise Unavailable(INCOMPLETE.format("migrations"))
    return names


@cache
def last_migration() -> str:
    """The name of the last migration that this program has."""
    return max(known_migrations())


def applied_migrations(database: Engine) -> list[tuple[str, bool, bool]]:
    """``(name, applied, known)`` of each migration; a migration that is not known is newer than
    the code."""
    return [(m.name, bool(m.applied), m.path is not None) for m in runner(database).status()]


def demand_migrated(database: Engine) -> None:
    """Raises ``Unavailable`` unless the database has exactly the migrations that this code
    expects."""
    pending = pending_migrations(database)
    if pending:
        raise Unavailable(f"migrations are pending: {', '.join(pending)}; run dateline migrate")


def pending_migrations(database: Engine) -> list[str]:
    """The names of the migrations that are not applied. Raises ``Unavailable`` if the database has
    migrations that this program does not know."""
    migrations = applied_migrations(database)
    newer = [name for name, _, known in migrations if not known]
    if newer:
        raise Unavailable(
            f"the database is newer than this program: {', '.join(newer)};"
            " install the version that made it, or a later one"
        )
    return [name for name, applied, _ in migrations if not applied]


@contextmanager
def naming_migrations(target: str | None) -> Iterator[None]:
    """Raises ``Invalid`` for a migration ``target`` that is unknown or cannot be undone."""
    try:
        yield
    except MigrationError as error:
        names = known_migrations()
        near = [each for each in names if target and target.lower() in each]
        near = near if len(near) == 1 else list(nearest(target or "", names, 1))
        meant = f" Did you mean {near[0]}?" if near and near[0] != target else ""
        raise Invalid(f"{error}{meant} dateline migrate status lists them.") from None


def drift(database: Engine) -> str:
    """The differences between the database and the models; empty if there are none."""
    return str(diff_models(database, list(TABLES)))
