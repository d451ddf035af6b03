"""The commands by which events go out: export, publish."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from service.cli.importing import told
from service.domain.query import Filter
from service.domain.written.question import Asked
from service.formats.format import Listing
from service.formats.registry import BY_SUFFIX, STREAMED
from service.opening import ready_store
from service.schemas.parameters import FILTERS
from service.schemas.query import QueryParser
from service.settings import Settings
from service.store import Store


@click.command()
@click.option("--format", "form", type=click.Choice([each.suffix for each in STREAMED]),
              default="ndjson")  # fmt: skip
@click.option(
    "--date",
    metavar="DATE",
    help="Only events of that time, in words (autumn 2022, since 2015) or EDTF.",
)
@click.pass_obj
def export(settings: Settings, form: str, date: str | None) -> None:
    """Export every event, or those of a time, to standard output."""
    asked = None if date is None else told("date", date)
    listing = Listing(settings.title, settings.base_url.rstrip("/"))
    store = ready_store(settings)
    filter_ = Filter(undated=True) if asked is None else _filter(store, asked)
    for piece in BY_SUFFIX[form].render(store.stream(filter_), listing):
        sys.stdout.buffer.write(piece)


def _filter(store: Store, asked: Asked) -> Filter:
    """The filter that a query over HTTP with that date has."""
    pairs = [("date", asked.date)] if asked.date else [("on", asked.on)]
    return QueryParser({}, 1, 1, store.seal).parse(pairs, FILTERS).filter


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def publish(settings: Settings, file: Path) -> None:
    """Write the events to FILE for dashboards: the SQL views as tables of a new SQLite file.

    It has no keys, no replies and no history. A file that was published before is replaced
    whole, also while it is read.
    """
    events = ready_store(settings).publish(file)
    click.echo(f"{file}: {events:,} events, {file.stat().st_size:,} bytes")
