"""``dateline copy``: copies a whole database into another while the source serves."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import click

from service.cli.choices import Command
from service.domain.counted import counted
from service.errors import Busy, Conflict, DatelineError, NotFound
from service.importers.progress import ProgressLine
from service.opening import open_store
from service.settings import Settings
from service.store import Store
from service.store.copy import STEPS, Copier, Done, Steps, Tell
from service.store.copy_target import demand_empty_or_ours, demand_line
from service.store.database import engine_of, open_database
from service.store.engine import Use
from service.store.engine_errors import IN_USE
from service.store.epoch import begin_copy

SOURCE, TARGET = Use.UNCHANGED | Use.ONCE_THROUGH, Use.FILLING | Use.ALONE


@click.command(cls=Command)
@click.option("--from", "source", metavar="URL", help="The database to copy; DATELINE_DATABASE_URL"
              " without it.")  # fmt: skip
@click.option("--to", "target", metavar="URL", required=True, help="The database to copy into.")
@click.option("--new-epoch", is_flag=True,
              help="Make an independent database: cursors and ETags of the source are not valid in"
                   " it, and a later copy cannot update it.")  # fmt: skip
@click.pass_obj
def copy(settings: Settings, source: str | None, target: str, new_epoch: bool) -> None:
    """Copy the whole database into another. Each may be SQLite or PostgreSQL. The copy has the
    events, history, change log and keys. The source is only read, and its service may run.

    If the copy is interrupted, run the same command again: it continues where it ended. Run it
    again to copy later changes, too. The copy keeps the epoch of the source, so cursors, ETags and
    mirrors stay valid when it replaces the source.
    """
    addresses = source or settings.database_url, target
    with Progress(sys.stderr) as progress:
        done, left = copy_database(settings, *addresses, progress.show, new_epoch=new_epoch)
    click.echo(summary(done))
    if left:
        click.echo(f"{counted(left, 'change')} came meanwhile; stop the service and run this again")


def copy_database(
    settings: Settings,
    source: str,
    target: str,
    tell: Tell,
    *,
    new_epoch: bool = False,
    steps: Steps = STEPS,
) -> tuple[Done, int]:
    """Copy the database at the URL ``source`` to the URL ``target``.

    Returns what was done, and the number of changes in the source that the copy does not have
    yet. Raises ``Conflict`` if the target is in use, is the source itself, or holds something
    else; nothing is changed then.
    """
    with closing(_store("--from", settings, source, SOURCE)) as here:
        with _named_option("--from"):
            here.ready()
        with _named_option("--to"), closing(open_database(target, Use.UNCHANGED)) as there:
            if type(there) is type(here.database) and there.same_as(here.database):
                raise Conflict("this is the source itself")
        with closing(_store("--to", settings, target, TARGET)) as filled:
            with _named_option("--to"):
                _begin(here, filled)
            done = Copier(here.database, filled.database, steps).run(tell, new_epoch)
        return done, here.last_change() - done.cursor


def _store(option: str, settings: Settings, url: str, use: Use) -> Store:
    with _named_option(option):
        if use is SOURCE and engine_of(url).missing(url):
            raise NotFound(f"there is no database at {url}")
        return open_store(replace(settings, database_url=url, read_database_url=""), use)


@contextmanager
def _named_option(option: str) -> Iterator[None]:
    """Put the name of an option before the message of an error in the block."""
    try:
        yield
    except DatelineError as error:
        known = Conflict(IN_USE) if isinstance(error, Busy) else error
        known.detail = f"{option}: {known.detail.removeprefix('DATELINE_DATABASE_URL: ')}"
        raise known from None


def _begin(source: Store, target: Store) -> None:
    if demand_empty_or_ours(target.database):
        target.migrate()
    demand_line(source.database, target.database)
    with target.database.writing():
        begin_copy(source.database, target.database)


def summary(done: Done) -> str:
    """The numbers of the copy and of its comparison, for people."""
    rows = done.rows
    return (
        f"copied {done.new:,} entries of the change log; the copy has all up to number"
        f" {done.cursor:,}: {rows['event']:,} events, {rows['history']:,} earlier versions,"
        f" {rows['tombstone']:,} deletions, {rows['key']:,} keys\n"
        f"compared: the rows of {len(rows)} tables are the same, by number and digest"
    )


class Progress(ProgressLine):
    """Shows the two cursors of a copy."""

    def show(self, reached: int, last: int) -> None:
        """Show them, if the last time was long enough ago."""
        if self.due(self.clock()):
            share = f"{reached / last:.0%}" if reached < last else "all; now they are compared"
            self.draw(f"{reached:,} of {last:,} entries of the change log, {share}")
