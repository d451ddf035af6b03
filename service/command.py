"""Starts the command line, and ends it quietly if Ctrl-C comes while its modules are read, or when
it is told to stop (``SIGTERM``)."""

from __future__ import annotations

import os
import signal
import sys


class Terminated(BaseException):
    """The command was told to stop. It removes its unfinished files first, as after Ctrl-C."""


def main() -> None:
    """The program ``dateline``."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        _run()
    except Terminated:
        os.kill(os.getpid(), signal.SIGTERM)
        sys.exit(128 + signal.SIGTERM)  # the first process of a container ignores its own signal


def _run() -> None:
    try:
        from service.cli import main as command  # noqa: PLC0415  it takes a moment
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted!\n")  # as click does it later
        sys.exit(1)
    command()


def _terminate(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a second signal ends it at once
    raise Terminated
