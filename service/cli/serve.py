"""The command that serves the timeline over HTTP."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from service.api.metrics import FOLDER as METRICS_FOLDER
from service.bundled_data import seed_directory
from service.checks import check, check_place
from service.cli.choices import Command
from service.cli.events import load_seed
from service.listener import host_and_port, reachable, reserve
from service.opening import existing_store, open_store
from service.settings import Settings
from service.store import Store
from service.store.database import engine_of
from service.worker_limits import allow_files, connections, files_needed, places
from service.workers import Workers


@click.command(cls=Command)
@click.option("--host", help="IP address to listen on (DATELINE_HOST).")
@click.option("--port", type=click.IntRange(1, 65535), help="TCP port (DATELINE_PORT).")
@click.option("--workers", type=click.IntRange(0, 64),
              help="Worker processes; 0 means one for each core (DATELINE_WORKERS).")  # fmt: skip
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
    with reserve(settings.host, settings.port):
        _prepare(settings, migrate, seed)
        _serve(settings)


def _prepare(settings: Settings, migrate: bool, seed: bool) -> None:
    with closing(open_store(settings) if migrate else existing_store(settings)) as store:
        if migrate:
            store.migrate()
        store.ready()
        if seed and store.empty():
            load_seed(store, seed_directory(settings) / "events.json")
        _warn_of_replicas(store)
    _warn_of_readers(settings)


def _serve(settings: Settings) -> None:
    host, port = settings.host, settings.port
    _allow_files(settings)
    server = Workers(
        "service.server:from_variables",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        # The detection of HTTP/1 or 2 has no timeout: a silent connection would never be closed.
        http=HTTPModes.http1,
        websockets=False,  # an upgrade request is answered like any other
        workers=settings.workers or os.cpu_count() or 1,
        log_access=False,
        backpressure=places(settings),
        backlog=4096,  # connections that wait to be accepted; the kernel may allow fewer
        respawn_failed_workers=True,
        # Without this timeout one slow reader would keep the service from stopping.
        workers_kill_timeout=max(settings.stop_seconds, 1),
        http1_settings=HTTP1Settings(
            header_read_timeout=round(settings.header_timeout_seconds * 1000),
            max_buffer_size=settings.max_header_bytes,
        ),
    )
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # so that new workers have no handler of ours
    _load_for_workers(settings)
    server.on_listening = partial(_tell_address, host, port)
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        os.environ.setdefault(METRICS_FOLDER, folder)  # the metrics of all workers
        server.serve()


def _load_for_workers(settings: Settings) -> None:
    """Load the modules of a worker, and what it computes at its start, if it is a fork."""
    if multiprocessing.get_start_method() != "fork":  # as on macOS, and from Python 3.14 on
        return
    import uvloop  # noqa: F401, PLC0415

    from service import app, server  # noqa: F401, PLC0415  no other command needs them

    app.load_for_workers(settings)


def _tell_address(host: str, port: int) -> None:
    address = f"http://{host_and_port(reachable(host), port)}"
    with suppress(OSError):  # nobody reads it any more
        click.echo(f"Dateline is at    {address}/")
        click.echo(
            f"  events           {address}/v1/events?country=KZ&country=US&date=2022-09/2023-03"
        )
        click.echo(f"  try the API      {address}/docs")


def _allow_files(settings: Settings) -> None:
    """Allow the open files that the connections need, or print a warning if there are too few."""
    wanted = files_needed(settings)
    allowed = allow_files(wanted)
    if allowed < wanted:
        click.echo(
            f"DATELINE_MAX_CONNECTIONS: a worker keeps {connections(settings)} connections:"
            f" {settings.max_connections} need {wanted} open files, and the system allows"
            f" {allowed}; see ulimit -n",
            err=True,
        )


def _warn_of_replicas(store: Store) -> None:
    """Print a warning if no replica answers; the primary then answers until one does."""
    why = store.database.replica_error()
    if why is not None:
        click.echo(f"DATELINE_READ_DATABASE_URL: {why}; the primary answers meanwhile", err=True)


def _warn_of_readers(settings: Settings) -> None:
    """Print a warning if other users of this machine may read the database."""
    warning = engine_of(settings.database_url).open_to_others(settings.database_url)
    if warning is not None:
        click.echo(warning, err=True)
