"""How many events a query reads in one way before it takes another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """At most ``few`` events are sorted by their last change, see ``walk_price``; with words
    ``few_said``, because a lookup of words for each event is expensive.

    At most ``ranked`` events, the newest ones, are ranked by relevance; that is the maximum of a
    capped count too. If more than ``changes`` entries of the change log were written between two
    pages by relevance, the search must begin again.
    """

    few: int = 9000
    few_said: int = 30_000
    ranked: int = 1000
    changes: int = 2000


SIZES = Sizes()
