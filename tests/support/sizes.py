"""The amount of work of the tests: ``make test`` does little of each, ``make test-all`` all."""

from __future__ import annotations

import os

from hypothesis import settings

ALL = os.environ.get("DATELINE_TESTS") == "all"
# Every run of `make test` has the same examples, so its result depends only on the code.
# `make test-all` searches for new examples.
settings.register_profile("a little", max_examples=15, deadline=None, derandomize=True)
settings.register_profile("all", max_examples=300, deadline=None)
settings.load_profile("all" if ALL else "a little")


def size(little: int, everything: int) -> int:
    """The number of rounds, rows or examples of this run."""
    return everything if ALL else little
