"""How many events a query reads with one plan before it takes another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """At most ``few`` events are sorted by their last change, see ``walk_price``; with words
    ``few_said``, because a lookup of words for each event is expensive. If a filter requires a
    recent change, and at most ``changed`` events have one, with words ``changed_said``, only these
    are read. Before many events are gathered, the last changed events are read, at a cost of
    ``first_read``. If one term has at most ``held`` events, the last changed ones are looked up
    among them.

    Of the events with a currency, those with a large amount are found by it if they are at most the
    root of ``paid`` times as many: as many events as a page has, times the price of passing over
    another event.

    For a capped count of a filter that has to be tested ``looked`` events may be read, in events of
    one term, but at least ``fewest_looked``; for an affordable count ``affordable`` ones.

    Where events are tested for words, up to ``rare`` events that have them are found beforehand.

    At most ``ranked`` events, the newest ones, are ranked by relevance; that is the maximum of a
    capped count too. If more than ``changes`` entries of the change log were written between two
    pages by relevance, the search must begin again.

    For each event of a page of a large group at most ``group_read`` events are read. If there are
    more, the full text finds the page.

    A page of a bloc with other filters has at most ``stretches`` stretches, a count
    ``counted_stretches``. The rest of the days is read with a test of each event. So are the events
    that last into a stretch, if there are ``lasting`` or more. A list of the full text begins in
    ``list_start`` microseconds, and an entry of it is passed in ``passed``. The place in a list of
    postings is found in ``postings_start`` microseconds. If a search reads ``many_lists`` or more,
    a page that begins with the last event does not read them from their ends. A walk of a group of
    ``staged`` events or more has stages.

    Of the days around months with precomputed counts at most ``singly`` events are counted one by
    one. A histogram without precomputed counts reads at most ``counted`` events, and several of
    them at once at most ``read_once``. Histograms of their own are always cheap enough below
    ``cheap`` microseconds, and never above ``dear``. The test of a membership takes ``tested``
    microseconds.
    """

    few: int = 5000
    changed: int = 10_000
    changed_said: int = 100
    few_said: int = 15_000
    first_read: int = 300_000
    held: int = 15_000
    paid: int = 75
    looked: int = 24_000
    fewest_looked: int = 4000
    affordable: int = 500_000
    rare: int = 500
    ranked: int = 1000
    changes: int = 2000
    group_read: int = 24
    stretches: int = 12
    counted_stretches: int = 40
    lasting: int = 10_000
    list_start: float = 18.0
    passed: float = 0.01
    postings_start: float = 0.5
    many_lists: int = 8
    staged: int = 200_000
    singly: int = 1000
    counted: int = 2_000_000
    read_once: int = 100_000
    cheap: float = 20_000.0
    dear: float = 2_500_000.0
    tested: float = 0.1


SIZES = Sizes()
