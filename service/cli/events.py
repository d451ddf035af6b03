"""The commands by which events come in and go out: seed, import, export, publish."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import TextIO

import click

from service.bundled_data import seed_directory
from service.cli.choices import Choice, Command
from service.cli.files import Input, Report
from service.cli.output import output
from service.domain.counted import counted
from service.domain.query import Filter
from service.domain.written.question import AskedTime
from service.errors import Invalid
from service.formats.format import Listing
from service.formats.registry import BY_SUFFIX, STREAMED
from service.importers import registry
from service.importers.mapping_names import mapping_file
from service.importers.progress import Progress
from service.importers.report import Entry, write_refusal
from service.importers.run import OnError, import_files
from service.importers.suggest import suggest_file
from service.importers.window import window
from service.opening import ready_store, store_to_fill
from service.schemas.parameters import FILTERS
from service.schemas.query import QueryParser
from service.schemas.written_dates import read_written_date
from service.settings import Settings
from service.store import Store

SHOWN = 20
"""The most entries of a report that are printed."""


@click.command(cls=Command)
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.pass_obj
def seed(settings: Settings, file: Path | None) -> None:
    """Load FILE (JSON), or the seed that is shipped. A stored event that differs from its event in
    the file is replaced."""
    load_seed(ready_store(settings), file or seed_directory(settings) / "events.json")


def load_seed(store: Store, file: Path) -> None:
    """Store all events of the file, or none if it has an error, and print a summary.

    Raises ``Invalid`` with the first error.
    """
    tried = import_files(store, [file], dry_run=True)
    if tried.rejected:
        raise Invalid(f"the seed has errors: {tried.entries[0]}")
    report = import_files(store, [file])
    click.echo(report.summary())
    _show(report.entries)


@click.command(name="import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=Input())
@click.option("--format", "form", type=Choice(["auto", *registry.NAMES]), default="auto",
              help="Format of the file; auto detects it by name and content.")  # fmt: skip
@click.option("--mapping", metavar="FILE|NAME",
              help="Mapping of the columns of a table: a JSON file, or the name of a mapping of "
                   "this instance.")  # fmt: skip
@click.option(
    "--suggest",
    "suggesting",
    is_flag=True,
    help="Print a mapping for a table, guessed from its first rows; import nothing.",
)
@click.option("--dry-run", is_flag=True, help="Check and report, store nothing.")
@click.option("--on-error", type=Choice(["skip", "stop"]), default="skip",
              help="Skip rows with errors, or stop at the first of them.")  # fmt: skip
@click.option(
    "--from",
    "first",
    metavar="DATE",
    help="First day of the times of recurring events in a calendar, in words or EDTF.",
)
@click.option("--to", "last", metavar="DATE",
              help="Last day of these times; the default is two years from today.")  # fmt: skip
@click.option("--report", "report_file", type=Report(),
              help="Write every error to this file, one JSON object on each line.")  # fmt: skip
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
    """Load events from FILES. They are JSON, NDJSON, CSV or others, perhaps compressed (gzip, zip).
    - means standard input. A stored event that differs from its event in a file is replaced. The
    exit code is 1 if a row is rejected.

    If there is no database yet, the import creates it. It appears when the import is complete.
    """
    if suggesting:
        if len(files) > 1 or mapping:
            raise click.UsageError("--suggest looks at one file, and takes no --mapping")
        _suggest(files[0], form)
        return
    # The records of an import form no reference cycles, so frequent garbage collection is useless.
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
    _show(report.entries)
    if len(report.entries) > SHOWN:
        click.echo(
            f"  … {report_file.name if report_file else '--report FILE'} has them all", err=True
        )
    if report.rejected:
        sys.exit(1)


def _show(entries: list[Entry]) -> None:
    """Print the first entries of a report to standard error, rejected rows before others."""
    for each in sorted(entries, key=lambda each: each.kind != "rejected")[:SHOWN]:
        click.echo(f"  {each}", err=True)


def _suggest(file: str, form: str) -> None:
    """Print the mapping to standard output, and the notes on it to standard error."""
    suggestion = suggest_file(file, form)
    click.echo(json.dumps(suggestion.mapping, ensure_ascii=False, indent=2))
    for line in suggestion.notes.lines():
        click.echo(line, err=True)


@click.command(cls=Command)
@click.option("--format", "form", type=Choice([each.suffix for each in STREAMED]),
              default="ndjson", show_default=True, help="Format of the file.")  # fmt: skip
@click.option(
    "--date",
    metavar="DATE",
    help="Only events of that time, in words (autumn 2022, since 2015) or EDTF.",
)
@click.pass_obj
def export(settings: Settings, form: str, date: str | None) -> None:
    """Export every event, or those of a time, to standard output."""
    out = output()
    time = None if date is None else _time_of("date", date)
    listing = Listing(settings.title, settings.base_url.rstrip("/"))
    store = ready_store(settings)
    filter_ = Filter(undated=True) if time is None else _filter(store, time)
    for piece in BY_SUFFIX[form].render(store.stream(filter_), listing):
        out.write(piece)
    out.flush()  # an error at the exit of the process would have no message


def _time_of(name: str, text: str) -> AskedTime:
    """The time that an option names; if it is in words, its reading goes to standard error."""
    found = read_written_date(name, text)
    if found.code != text:
        click.echo(f"--{name}: read as {found.words} ({found.code})", err=True)
    return found


def _one_time(name: str, text: str | None) -> str | None:
    if text is None:
        return None
    found = _time_of(name, text)
    if found.on:
        raise Invalid(f"--{name}: {text!r} needs a year")
    return found.date


def _filter(store: Store, time: AskedTime) -> Filter:
    """The filter that a query over HTTP with that date has."""
    pairs = [("date", time.date)] if time.date else [("on", time.on)]
    return QueryParser({}, 1, 1, store.seal).parse(pairs, FILTERS).filter


@click.command(cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def publish(settings: Settings, file: Path) -> None:
    """Write the events to FILE for dashboards. It is a SQLite file with the SQL views as tables.

    The file has no keys, no stored replies and no history. A file that was published before is
    replaced in one step, even while it is read.
    """
    events = ready_store(settings).publish(file)
    click.echo(f"{file}: {counted(events, 'event')}, {counted(file.stat().st_size, 'byte')}")
