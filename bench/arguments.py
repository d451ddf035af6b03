"""The arguments of the benches. With ``--help`` each bench prints its own description."""

from __future__ import annotations

import argparse
from typing import NamedTuple


class Questions(NamedTuple):
    """The size of the database, the number of questions, and whether the events are skewed."""

    events: int
    each: int
    skewed: bool


def parser(about: str | None) -> argparse.ArgumentParser:
    """A parser whose help begins with ``about``, the description of a module."""
    return argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def questions(about: str | None, usual: int) -> Questions:
    """The arguments of a bench that asks ``usual`` questions of each kind by default."""
    asked = parser(about)
    asked.add_argument("events", type=int, help="events in the database")
    asked.add_argument("each", type=int, nargs="?", default=usual, help="questions of each kind")
    asked.add_argument("--skewed", action="store_true", help="events as bench.generate skews them")
    return Questions(**vars(asked.parse_args()))
