"""``dateline``: the command line."""

from __future__ import annotations

import errno
import gc
import json
import os
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from peewee import PeeweeException

from service import __version__
from service.api.metrics import FOLDER as METRICS_FOLDER
from service.app import migrate_down, open_store, store_to_fill
from service.bundled_data import seed_directory
from service.checks import check, check_place
from service.copying import copy
from service.domain.query import Filter
from service.domain.written.question import Asked
from service.errors import Damaged, DatelineError, Invalid, Lost
from service.formats.format import Listing
from service.formats.registry import BY_SUFFIX, STREAMED
from service.importers import registry
from service.importers.mapping_names import mapping_file
from service.importers.progress import Progress
from service.importers.report import write_refusal
from service.importers.run import OnError, import_files
from service.importers.suggest import suggest_file
from service.importers.window import window
from service.listener import reachable, shown, taken
from service.schemas.natural_dates import understood
from service.schemas.parameters import FILTERS
from service.schemas.query import QueryParser
from service.server import FILES, allow_files, places, tell_workers_of_stop
from service.settings import Settings, from_environment
from service.store import Store, explained
from service.store.database import engine_of
from service.store.event_tables import stamp
from service.store.keys import FEED
from service.workers import Workers


class Failing(click.Group):
    """Turns a failure of ours, of the database or of a file into a message and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DatelineError as error:
            _tell(error)
        except Exception as error:
            known = explained(error) or _of_the_system(error) or _of_the_tables(error)
            if not isinstance(known, DatelineError):
                raise
            _tell(known)
        return ctx.exit(1)


def _tell(error: DatelineError) -> None:
    click.echo(f"dateline: {error.detail}", err=True)
    for fault in error.errors[:20]:
        where = fault.pointer or fault.parameter
        click.echo(f"  {where} {fault.detail}" if where else f"  {fault.detail}", err=True)


def _of_the_tables(error: Exception) -> DatelineError | None:
    """What is left of what the database says."""
    if not isinstance(error, PeeweeException):
        return None
    return Damaged(f"the tables are not as this program makes them: {error}")


def _of_the_system(error: Exception) -> DatelineError | None:
    """What the system says of a file; a reader of our output who leaves is no failure."""
    if not isinstance(error, OSError) or error.errno in (None, errno.EPIPE):
        return None
    name = f": {error.filename}" if error.filename else ""
    return Lost(f"{(error.strerror or 'a file cannot be used').lower()}{name}")


def _ready(settings: Settings) -> Store:
    """The store; raises ``Unavailable`` where its database is not migrated."""
    store = open_store(settings)
    store.ready()
    return store


@click.group(cls=Failing, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Dateline: a timeline service for diplomatic events.

    Settings come from DATELINE_* variables; DATELINE_DATABASE_URL says where the events
    are kept. To begin: dateline serve --migrate --seed
    """
    ctx.obj = from_environment(os.environ)


@main.command()
@click.option("--host", help="Address to listen on (DATELINE_HOST).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (DATELINE_PORT).")
@click.option("--workers", type=click.IntRange(0, 64), help="Processes, 0: one a core.")
@click.option("--migrate", is_flag=True, help="Apply pending migrations first.")
@click.option("--seed", is_flag=True, help="Fill an empty database with the seed first.")
@click.pass_obj
def serve(
    settings: Settings,
    host: str | None,
    port: int | None,
    workers: int | None,
    migrate: bool,
    seed: bool,
) -> None:
    """Serve the timeline over HTTP until stopped."""
    settings = replace(
        settings,
        host=host or settings.host,
        port=port or settings.port,
        workers=settings.workers if workers is None else workers,
    )
    check(settings)
    check_place(settings, seeding=seed)
    with taken(settings.host, settings.port):
        _prepare(settings, migrate, seed)
        _serve(settings)


def _prepare(settings: Settings, migrate: bool, seed: bool) -> None:
    with closing(open_store(settings)) as store:
        if migrate:
            store.migrate()
        store.ready()
        if seed and store.empty():
            _seed(store, seed_directory(settings) / "events.json")
    _warn_of_readers(settings)


def _serve(settings: Settings) -> None:
    host, port = settings.host, settings.port
    server = Workers(
        "service.server:from_variables",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        # Guessing between HTTP/1 and 2 has no timeout: who says nothing would never be closed.
        http=HTTPModes.http1,
        websockets=False,  # a request to change to them is answered as any other
        workers=settings.workers or os.cpu_count() or 1,
        log_access=False,
        backpressure=places(settings),
        backlog=4096,  # who waits to be accepted; the kernel may allow less
        respawn_failed_workers=True,
        # Without it one slow reader would keep the service from stopping.
        workers_kill_timeout=max(settings.stop_seconds, 1),
        http1_settings=HTTP1Settings(
            header_read_timeout=round(settings.header_timeout_seconds * 1000),
            max_buffer_size=settings.max_header_bytes,
        ),
    )
    allow_files(places(settings) + FILES)
    server.on_startup(tell_workers_of_stop)
    server.on_listening = partial(_tell_address, host, port)
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        os.environ.setdefault(METRICS_FOLDER, folder)  # the workers' counts are added up there
        server.serve()


def _tell_address(host: str, port: int) -> None:
    address = f"http://{shown(reachable(host), port)}"
    click.echo(f"Dateline is at    {address}/")
    click.echo(f"  events           {address}/v1/events?country=KZ&country=US&date=2022-09/2023-03")
    click.echo(f"  try the API      {address}/docs")


def _warn_of_readers(settings: Settings) -> None:
    """Say where others on this machine may read the database."""
    warning = engine_of(settings.database_url).open_to_others(settings.database_url)
    if warning is not None:
        click.echo(warning, err=True)


@main.command()
@click.argument("direction", type=click.Choice(["up", "down", "status"]), default="up")
@click.argument("target", required=False)
@click.pass_obj
def migrate(settings: Settings, direction: str, target: str | None) -> None:
    """Bring the database up to date (up), take back the last step (down), or look (status)."""
    store = open_store(settings)
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


@main.command()
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.pass_obj
def seed(settings: Settings, file: Path | None) -> None:
    """Load FILE (JSON), or the seed that is shipped; running it again changes nothing."""
    _seed(_ready(settings), file or seed_directory(settings) / "events.json")


def _seed(store: Store, file: Path) -> None:
    """All of the file, or nothing where it has a fault."""
    tried = import_files(store, [file], dry_run=True)
    if tried.rejected:
        raise Invalid(f"the seed has faults: {tried.entries[0]}")
    click.echo(import_files(store, [file]).summary())


@main.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False,
                allow_dash=True))  # fmt: skip
@click.option("--format", "form", type=click.Choice(["auto", *registry.NAMES]), default="auto",
              help="Kind of file; auto goes by name and content.")  # fmt: skip
@click.option("--mapping", metavar="FILE|NAME",
              help="How the columns of a table become an event: a JSON file, or the name of one "
                   "that this instance has.")  # fmt: skip
@click.option(
    "--suggest",
    "suggesting",
    is_flag=True,
    help="Print a mapping for a table, guessed from its first rows; import nothing.",
)
@click.option("--dry-run", is_flag=True, help="Check and report, store nothing.")
@click.option("--on-error", type=click.Choice(["skip", "stop"]), default="skip",
              help="Leave out a faulty row, or stop at it.")  # fmt: skip
@click.option(
    "--from",
    "first",
    metavar="DATE",
    help="First day of the times of recurring events in a calendar, in words or EDTF.",
)
@click.option("--to", "last", metavar="DATE",
              help="Their last day; otherwise two years from today.")  # fmt: skip
@click.option("--report", "report_file",
              type=click.File("w", encoding="utf-8", lazy=False),
              help="Write every fault to this file, one JSON object a line.")  # fmt: skip
@click.pass_obj
def import_(
    settings: Settings,
    files: tuple[str, ...],
    form: str,
    mapping: str | None,
    suggesting: bool,
    dry_run: bool,
    on_error: OnError,
    first: str | None,
    last: str | None,
    report_file: TextIO | None,
) -> None:
    """Load events from FILES: JSON, NDJSON, CSV and others, also packed (gzip, zip); - is
    standard input. The same file again changes nothing. Exit code 1 if a row was rejected.

    Where there is no database yet, one is made, and is there when the import is done.
    """
    if suggesting:
        if len(files) > 1 or mapping:
            raise click.UsageError("--suggest looks at one file, and takes no --mapping")
        _suggest(files[0], form)
        return
    # What is read is made, stored and forgotten: looking for cycles in it finds none.
    gc.freeze()
    gc.set_threshold(100_000)
    with store_to_fill(settings, keep=not dry_run) as store, Progress(sys.stderr) as progress:
        try:
            report = import_files(
                store,
                files,
                format=form,
                mapping=mapping_file(seed_directory(settings), mapping) if mapping else None,
                dry_run=dry_run,
                on_error=on_error,
                progress=progress.show,
                report=report_file,
                window=window(_one_time("from", first), _one_time("to", last)),
            )
        except Invalid as refused:
            if report_file:
                write_refusal(report_file, refused)
            raise
    click.echo(report.summary())
    for each in sorted(report.entries, key=lambda each: each.kind != "rejected")[:20]:
        click.echo(f"  {each}", err=True)
    if len(report.entries) > 20:
        click.echo("  … --report FILE has them all", err=True)
    if report.rejected:
        sys.exit(1)


def _suggest(file: str, form: str) -> None:
    """Print the mapping to standard output, and what to know of it to standard error."""
    suggestion = suggest_file(file, form)
    click.echo(json.dumps(suggestion.mapping, ensure_ascii=False, indent=2))
    for line in suggestion.notes.lines():
        click.echo(line, err=True)


@main.command()
@click.option("--format", "form", type=click.Choice([each.suffix for each in STREAMED]),
              default="ndjson")  # fmt: skip
@click.option(
    "--date",
    metavar="DATE",
    help="Only events of that time, in words (autumn 2022, since 2015) or EDTF.",
)
@click.pass_obj
def export(settings: Settings, form: str, date: str | None) -> None:
    """Write every event, or those of a time, to standard output."""
    asked = None if date is None else _told("date", date)
    listing = Listing(settings.title, settings.base_url.rstrip("/"))
    store = _ready(settings)
    filter_ = Filter(undated=True) if asked is None else _filter(store, asked)
    for piece in BY_SUFFIX[form].render(store.stream(filter_), listing):
        sys.stdout.buffer.write(piece)


def _told(name: str, text: str) -> Asked:
    """The time that an option says, told on standard error where it is in words."""
    found = understood(name, text)
    if found.code != text:
        click.echo(f"--{name}: read as {found.words} ({found.code})", err=True)
    return found


def _one_time(name: str, text: str | None) -> str | None:
    if text is None:
        return None
    found = _told(name, text)
    if found.on:
        raise Invalid(f"--{name}: {text!r} needs a year")
    return found.date


def _filter(store: Store, asked: Asked) -> Filter:
    """The events that a query over HTTP finds with that date."""
    pairs = [("date", asked.date)] if asked.date else [("on", asked.on)]
    return QueryParser({}, 1, 1, store.seal).parse(pairs, FILTERS).filter


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def publish(settings: Settings, file: Path) -> None:
    """Write the events to FILE for dashboards: the SQL views as tables of a new SQLite file.

    It has no keys, no replies and no history. A file that was published before is replaced
    whole, also while it is read.
    """
    events = _ready(settings).publish(file)
    click.echo(f"{file}: {events:,} events, {file.stat().st_size:,} bytes")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@click.pass_obj
def backup(settings: Settings, file: Path, force: bool) -> None:
    """Copy the database to FILE, checked, while the server goes on."""
    open_store(settings).backup(file, force)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(settings: Settings, file: Path) -> None:
    """Put the copy FILE in the place of the database; the old one is kept beside it."""
    aside = engine_of(settings.database_url).restore(settings.database_url, file)
    click.echo("restored" + (f"; what was there is now {aside}" if aside else ""))


@main.command()
@click.option("--repair", is_flag=True, help="Make anew what is derived from the events.")
@click.pass_obj
def verify(settings: Settings, repair: bool) -> None:
    """Check that the database says the same everywhere; exit code 1 if it does not."""
    store = open_store(settings)
    if repair:
        store.repair()
    found = list(store.faults())
    for each in found:
        click.echo(each)
    if found:
        sys.exit(1)
    click.echo("the database is sound")


main.add_command(copy)


@main.group()
def key() -> None:
    """Make, list and revoke access keys."""


@key.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(["read", "write", "admin"]),
              help="May be given more than once; read without it.")  # fmt: skip
@click.option("--feed", is_flag=True,
              help="For a link: only reads, and may stand in an address as ?key=…")  # fmt: skip
@click.option("--expires", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
              help="Useless from then on (UTC).")  # fmt: skip
@click.pass_obj
def create(
    settings: Settings, name: str, scopes: tuple[str, ...], feed: bool, expires: datetime | None
) -> None:
    """Make a key called NAME; its text is shown this once."""
    if feed and scopes:
        raise click.UsageError("--feed only reads; it takes no --scope")
    ends = None if expires is None else stamp(expires.replace(tzinfo=UTC))
    scopes = (FEED,) if feed else scopes or ("read",)
    click.echo(_ready(settings).keys.create(name, scopes, ends))


@key.command()
@click.argument("name")
@click.option("--overlap", type=click.FloatRange(0, 8760), default=24.0, show_default=True,
              help="Hours for which the old text goes on.")  # fmt: skip
@click.pass_obj
def rotate(settings: Settings, name: str, overlap: float) -> None:
    """Give the key called NAME a new text, shown this once; the key stays the same."""
    click.echo(_ready(settings).keys.rotate(name, overlap))


@key.command(name="list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Show every key, without its text."""
    for each in _ready(settings).keys.all():
        state = f"revoked {each.revoked_at}" if each.revoked_at else "active"
        state += f"  expires {each.expires_at}" if each.expires_at else ""
        state += f"  last used {each.last_used_at}" if each.last_used_at else "  never used"
        click.echo(f"{each.name}  {','.join(each.scopes)}  created {each.created_at}  {state}")
        for old in () if each.revoked_at else each.old:
            used = f"last used {old.last_used_at}" if old.last_used_at else "never used"
            click.echo(f"  old text until {old.expires_at}  {used}")


@key.command()
@click.argument("name")
@click.pass_obj
def revoke(settings: Settings, name: str) -> None:
    """Make the key called NAME useless, with all its texts, links and sign-ins."""
    _ready(settings).keys.revoke(name)
    click.echo(f"revoked {name}")


if __name__ == "__main__":
    main()
