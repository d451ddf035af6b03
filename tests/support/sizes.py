"""How much the tests do: ``make test`` a little of everything, ``make test-all`` all of it."""

from __future__ import annotations

import os

from hypothesis import settings

ALL = os.environ.get("DATELINE_TESTS") == "all"
# The same examples in every run of `make test`, so that its result depends on the code alone;
# `make test-all` looks for new ones.
settings.register_profile("a little", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("all", max_examples=300, deadline=None)
settings.load_profile("all" if ALL else "a little")


def size(little: int, everything: int) -> int:
    """The number of rounds, rows or examples of this run."""
    return everything if ALL else little
