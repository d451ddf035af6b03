"""The commands for the database as a whole: its tables, backups and integrity."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from service.cli.choices import Choice, Command
from service.opening import existing_store, migrate_down, open_store
from service.settings import Settings
from service.store.database import engine_of


@click.command(cls=Command)
@click.argument("direction", type=Choice(["up", "down", "status"]), default="up")
@click.argument("target", required=False)
@click.pass_obj
def migrate(settings: Settings, direction: str, target: str | None) -> None:
    """Apply migrations, undo them, or list them.

    up applies all pending migrations, or those up to TARGET. down undoes the last one, or all
    back to TARGET and TARGET itself. status lists all migrations with their names.
    """
    store = open_store(settings) if direction == "up" else existing_store(settings)
    if direction == "status":
        for name, applied, known in store.migrations():
            state = "applied" if applied else "pending"
            click.echo(f"{name}  {state if known else 'newer than this program'}")
        return
    if direction == "down":
        store.close()
        done = migrate_down(settings, target)
    else:
        done = store.migrate(target)
    click.echo("\n".join(f"{direction}: {name}" for name in done) or "nothing to do")


@click.command(cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
@click.pass_obj
def backup(settings: Settings, file: Path, force: bool) -> None:
    """Back up the database to FILE. The copy is checked. The service may run meanwhile."""
    existing_store(settings).backup(file, force)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@click.command(cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(settings: Settings, file: Path) -> None:
    """Restore the database from the backup FILE. The old database stays beside it."""
    aside = engine_of(settings.database_url).restore(settings.database_url, file)
    click.echo("restored" + (f"; what was there is now {aside}" if aside else ""))


@click.command(cls=Command)
@click.option("--repair", is_flag=True, help="Rebuild all that is derived from the events.")
@click.pass_obj
def verify(settings: Settings, repair: bool) -> None:
    """Check the integrity of the database. Derive all other data from the events again, and compare
    it: documents, index, counts, full text, change log and history. The exit code is 1 if anything
    differs.
    """
    store = existing_store(settings)
    store.demand_migrated()
    if repair:
        store.repair()
    found = list(store.integrity_errors())
    for each in found:
        click.echo(each)
    if found:
        sys.exit(1)
    click.echo("the database is sound")
