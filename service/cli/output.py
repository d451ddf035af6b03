"""Standard output of a command: closed, full, or left by its reader."""

from __future__ import annotations

import sys
from typing import BinaryIO, cast

import click

from service.errors import Invalid, Lost


def output() -> BinaryIO:
    """Standard output, for bytes. Raises ``Invalid`` if it is closed: Python has none then."""
    if cast(object, sys.stdout) is None:
        raise Invalid("standard output is closed")
    return sys.stdout.buffer


def show_key(name: str, text: str) -> None:
    """Print the text of a key, which nobody can read again. Raises ``Lost`` if nobody got it."""
    try:
        click.echo(text)
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise Lost(
            f"the key {name!r} is stored, but its text could not be written to standard output:"
            f" {reason}; dateline key rotate makes another text"
        ) from None
