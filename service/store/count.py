"""Counts the events of a filter, up to a limit. ``Finder.number_among`` keeps the counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.domain.query import Filter, Page
from service.store.places import parts
from service.store.plan import EVERY
from service.store.sql import ALL, MOST_BRANCHES, MOST_GATHERED, Way
from service.store.stretch_reads import number as number_in_stretches
from service.store.stretches import in_stretches, may_be_in_stretches
from service.store.sure_counts import surely_without_tests
from service.store.terms import CELL

if TYPE_CHECKING:
    from service.store.find import Finder

FEW_CHOICES = 4
"""The maximum number of choices whose events are added up."""


def count(finder: Finder, filter_: Filter, most: int, looked: int) -> tuple[int, bool]:
    """The number that ``Finder.number_among`` gives, and whether it is cut."""
    found, cut = 0, False
    some, useless = parts(filter_, whole=most >= ALL), _useless_if_cut(most, looked)
    # Only the last part can be cut, because the first needs no test.
    for part in reversed(some) if useless else some:
        beside, beside_cut = _count_part(finder, part, most - found, looked)
        found, cut = found + beside, cut or beside_cut
        if found >= most or (cut and useless):
            break
    return found, cut


def _count_part(finder: Finder, filter_: Filter, most: int, looked: int) -> tuple[int, bool]:
    several = any(len(group) > 1 and group[0].kind != CELL for group in filter_.groups)
    if most < ALL and _surely(finder, filter_, most):
        return most, False
    if not (filter_.values or filter_.condition) and may_be_in_stretches(finder, filter_):
        lean = finder.lean(filter_)
        # Only the events that begin before the range are tested for reaching into it.
        reach = lean.text is not None and lean.since is not None and lean.by_possible_days
        if reach or in_stretches(finder, lean):
            with finder.database.reading():
                return number_in_stretches(finder, lean, most), False
    # Blocs have grown, so more of the latest events are those of members. Two lists that are
    # intersected without an order are read only once. The same holds for the lists of cells,
    # because no two of them have the same event.
    sole = len(filter_.groups) == 1 and filter_.groups[0][0].kind == CELL
    ordered = several or filter_.text is not None or not (sole or len(filter_.groups) == 2)
    page = Page(sort="-date" if several else "date")
    branches = MOST_BRANCHES if several and most <= MOST_GATHERED else 0
    way, rest = finder.walk(filter_, page, ordered=ordered, branches=branches)
    if branches and rest and len(way.branches) > finder.database.branches:
        way, rest = finder.walk(filter_, page, ordered=ordered)
    if rest and _useless_if_cut(most, looked) and _is_cut(finder, filter_, way, looked):
        return 0, True
    way.ordered = ordered and (bool(rest) or not way.branches)
    found = finder.counted(finder.joined(way, rest, most, looked))
    if not rest or found >= most or _useless_if_cut(most, looked):
        return found, False
    return found, _is_cut(finder, filter_, way, looked)


def _is_cut(finder: Finder, filter_: Filter, way: Way, looked: int) -> bool:
    """Whether a walk has more than ``looked`` events. To count them needs no order."""
    if looked >= ALL or _at_most(finder, filter_, looked):
        return False
    some = replace(way, ordered=way.overlap)
    return finder.counted(finder.joined(some, [], looked + 1)) > looked


def _at_most(finder: Finder, filter_: Filter, number: int) -> bool:
    """Whether some group of the filter has so few events that at most ``number`` match. It is
    not known of large groups."""
    for group in (*filter_.groups, (EVERY,)):
        few = len(group) <= FEW_CHOICES or group[0].kind == CELL
        if few and finder.size_of(group, number + 1) <= number:
            return True
    return False


def _surely(finder: Finder, filter_: Filter, most: int) -> bool:
    """Whether at least ``most`` events match, by the precomputed counts; or by the events that need
    no test, if the others would be tested."""
    if any(len(group) > 1 for group in filter_.groups) and finder.surely(filter_, most):
        return True
    if filter_.text is None and len(filter_.groups) < 2:
        return False
    lean = finder.lean(filter_)
    periods = lean.has_periods
    tested = periods or lean.since is not None or lean.certain
    return tested and surely_without_tests(finder, lean, most)


def _useless_if_cut(most: int, looked: int) -> bool:
    """Whether a number is wanted only if it is exact, so that a walk that will be cut need not
    begin."""
    return most >= ALL > looked
