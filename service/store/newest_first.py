"""Pages of a search from the last event on.

The full text reads its lists from their beginnings: from their ends it takes two to three times as
long, if there are many lists. So the events of the last days are read in the usual order, as many
days as should have the events of a page, and put into the order of the page.
"""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from service.domain.query import Filter, Page
from service.store.lasting_events import positions
from service.store.page_bounds import bounds_of
from service.store.plan import EVERY, widest
from service.store.position import day_of, start_of
from service.store.terms import CELL
from service.store.tested_groups import is_one_word, share_said

if TYPE_CHECKING:
    from service.store.find import Finder

SPARE, FARTHER, TRIES = 1.5, 8, 4
"""How many times as many events as a page lacks should be in the days that are read. If these have
none, so many times as many are read next. After so many tries the rest is read from its end."""
MOST = 12
"""The maximum number of events that are put into order for each one that a page lacks."""


def many_lists(finder: Finder, filter_: Filter, spans: tuple[int, ...]) -> bool:
    """Whether the full text reads so many lists for a filter, and it can be guessed how many events
    match: with several words it cannot. A server has another index."""
    groups, text, database = filter_.groups, filter_.text, finder.database
    if database.hosted or any(each[0].kind == CELL for each in groups):
        return False
    if text is not None and not is_one_word(text):
        return False
    choices = sum(len(widest(each)) for each in groups)
    if len(groups) == 1 and text is None and choices * len(spans) <= database.branches:
        return False  # the walks of all choices are merged
    return (choices or finder.words(filter_)) >= finder.sizes.many_lists


def newest(
    finder: Finder, filter_: Filter, spans: tuple[int, ...], page: Page, size: int
) -> list[int] | None:
    """The positions of the first ``size`` events after the key of a page that begins with the last
    event; ``None`` if not the full text finds them. The caller reads one state of the database."""
    every, share_of = max(1, finder.group_sizes.of((EVERY,))), finder.group_sizes.of
    share = prod(min(1.0, share_of(each) / every) for each in filter_.groups)
    share *= share_said(filter_.text)
    number = SPARE * size / max(share, 1 / every)
    found, most = list[int](), MOST * size
    for _ in range(TRIES):
        bounds = bounds_of(filter_, spans, page, None)
        first = finder.group_sizes.first_of(number, day_of(bounds.positions(0)[1]))
        end = None if first is None or start_of(first) <= bounds.lowest else start_of(first)
        way, rest = finder.walk(filter_, page, spans, end, ordered=False)
        if way.branches or way.given is not None:
            return None
        some = positions(finder, finder.joined(way, rest, most + 1))
        if len(some) > most:
            number *= SPARE * size / most
            continue
        found += sorted(some, reverse=True)
        if len(found) >= size or end is None:
            return found[:size]
        page = replace(page, after=(end,))
        lacking = SPARE * (size - len(found))
        number *= min(lacking / len(some), FARTHER) if some else FARTHER
    return found + positions(finder, finder.positions(filter_, page, size - len(found), spans))
