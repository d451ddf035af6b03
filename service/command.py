"""Starts the command line, and ends it quietly if Ctrl-C comes while its modules are read."""

from __future__ import annotations

import sys


def main() -> None:
    """The program ``dateline``."""
    try:
        from service.cli import main as command  # noqa: PLC0415  it takes a moment
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted!\n")  # as click does it later
        sys.exit(1)
    command()
