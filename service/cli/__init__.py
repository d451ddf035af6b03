"""``dateline``: the command line.

Each module of this package has the commands of one subject. It is imported only for one of its
commands, so that no command waits for the imports of others.
"""

from __future__ import annotations

import errno
import os
from importlib import import_module
from typing import Any

import click
from peewee import PeeweeException

from service import __version__
from service.cli.choices import hint
from service.errors import Damaged, DatelineError, Lost
from service.settings import from_environment
from service.store import explained
from service.store.engine_errors import NO_ROOM, of_system

COMMANDS = {
    "backup": "database:backup",
    "copy": "copying:copy",
    "export": "events:export",
    "import": "events:import_",
    "key": "keys:key",
    "migrate": "database:migrate",
    "publish": "events:publish",
    "restore": "database:restore",
    "seed": "events:seed",
    "serve": "serve:serve",
    "verify": "database:verify",
}
"""Each command, with its module and the name that it has there."""


class Commands(click.Group):
    """The commands of ``COMMANDS``.

    An error of the service, of the database or of a file becomes a message and exit code 1.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or ``None``; imports its module."""
        return command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As in click, but the error for an unknown command names the nearest one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            ctx.fail(f"No such command {name!r}.{hint(name, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As in click, which prints the help here."""
        try:
            return super().parse_args(ctx, args)
        except OSError as error:
            known = _of_the_output(error)
            if known is None:
                raise
            _print_error(known)
            return ctx.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DatelineError as error:
            _print_error(error)
        except Exception as error:
            known = (
                _of_the_output(error)
                or explained(error)
                or _of_the_system(error)
                or _of_the_tables(error)
            )
            if isinstance(known, KeyboardInterrupt):
                raise known from None
            if not isinstance(known, DatelineError):
                raise
            _print_error(known)
        return ctx.exit(1)


def command(name: str) -> click.Command:
    """One of ``COMMANDS``."""
    module, _, attribute = COMMANDS[name].partition(":")
    found: click.Command = getattr(import_module(f"{__name__}.{module}"), attribute)
    return found


def _print_error(error: DatelineError) -> None:
    why = ""
    if isinstance(error, Lost) and error.__cause__ is not None:
        # A reply over HTTP does not say this, because it names hosts.
        first, _, _ = str(error.__cause__).partition("\n")
        why = f" ({first})"
    click.echo(f"dateline: {error.detail}{why}", err=True)
    for each in error.errors[:20]:
        where = each.pointer or each.parameter
        click.echo(f"  {where} {each.detail}" if where else f"  {each.detail}", err=True)


def _of_the_output(error: Exception) -> DatelineError | None:
    """The error for a file or a standard output that has no more room. A full disk of the database
    is an error of its engine."""
    if not isinstance(error, OSError) or error.errno not in NO_ROOM:
        return None
    return of_system(error, f"{{}}; {error.filename or 'the output'} is incomplete")


def _of_the_tables(error: Exception) -> DatelineError | None:
    """The error for any other failure of the database."""
    if not isinstance(error, PeeweeException):
        return None
    return Damaged(f"the tables are not as this program makes them: {error}")


def _of_the_system(error: Exception) -> DatelineError | None:
    """The error for a file that fails; a closed pipe of our output is no error."""
    if not isinstance(error, OSError) or error.errno in (None, errno.EPIPE):
        return None
    name = f": {error.filename}" if error.filename else ""
    return Lost(f"{(error.strerror or 'a file cannot be used').lower()}{name}")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Dateline: a timeline service for diplomatic events.

    Settings come from DATELINE_* variables; DATELINE_DATABASE_URL names the database. To
    begin: dateline serve --migrate --seed
    """
    ctx.obj = from_environment(os.environ)
