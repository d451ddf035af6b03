"""Which groups of a filter the index intersects, and which are tested on each event.

The full text intersects lists, and reads long lists far beyond the events of a short one. An event
is tested by a look-up for each choice of a group. So the long lists of a filter that has a short
one too are not intersected: its events are tested for them. With one list left, its postings are
walked, which end with the days of the filter; an intersection goes on until the next match.

All prices are estimates in microseconds. The events that are found do not depend on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from service.domain.query import Choice, Filter
from service.domain.search import Phrase, parse
from service.domain.search import leaves as leaves_of
from service.store.bounds import whole_bounds
from service.store.periods import both
from service.store.plan import EVERY, member
from service.store.sql import Sql
from service.store.walk_price import condition_choices

if TYPE_CHECKING:
    from service.store.find import Finder

ENTRY, MERGED = 0.02, 3.0
"""The price of an entry of a list of the full text, and how many times as much it is in one of
several lists of a group."""
SEEK = 4.0
"""The price of a jump in a list, which passes over the entries between."""
HIT, POSTING = 0.06, 0.1
"""The price of an event that the full text finds, and of one in the postings of a term."""
MERGED_BRANCHES = 8
"""The number of merged walks that add the price of one."""
EVENT, LOOKED_UP, SAID = 1.0, 0.5, 18.0
"""The price of an event that is tested, and of each term and each word that is looked up for it."""
WORD, PHRASE = 0.01, 0.035
"""The price of the list of a word, and of the words of a phrase, for each of all events."""
SHARE_WORD, SHARE_PHRASE, SHARE_LASTING = 0.2, 0.01, 0.1
"""A guess at the share of the events that have a word, that have a phrase, and that last."""
LONGEST_MONTH, REACH = 31, 366
"""In days: a month, and the time before a range in which most of the events begin that last into
it."""

Group = tuple[Choice, ...]


class Split(NamedTuple):
    """The part of a filter that the index answers, the groups and the words that are tested on
    each event, and the price of finding all events."""

    sought: Filter
    groups: tuple[Group, ...] = ()
    text: str | None = None
    price: float = 0.0

    def conditions(self, finder: Finder) -> list[Sql]:
        """The conditions on ``event e`` that tell the matching events from the others."""
        found = []
        if self.groups:
            whole = whole_bounds(self.sought)
            found = [
                member(group, self.sought.certain, finder.term_id, whole)
                for group in sorted(self.groups, key=len)
            ]
        return found if self.text is None else [*found, finder.asker.holds(self.text)]


def _inside(finder: Finder, filter_: Filter) -> tuple[float, bool]:
    """The share of the events that begin in the days of a filter, and whether these are only days
    before its range, from which events last into it."""
    since, (first, last) = filter_.since, filter_.begins
    if since is not None and last is not None and last < since:
        # Many of the events that last begin on the first day of a month.
        first = since - REACH if first is None else min(first, last - LONGEST_MONTH)
        return finder.group_sizes.share((first, last)), True
    return finder.group_sizes.share(both(filter_.begins, (since, filter_.until))), False


def share_said(text: str | None) -> float:
    """A guess at the share of the events that match a search."""
    leaves = (
        [] if text is None else [leaf for part in parse(text).wanted for leaf in leaves_of(part)]
    )
    return prod(SHARE_PHRASE if isinstance(each, Phrase) else SHARE_WORD for each in leaves)


def is_one_word(text: str) -> bool:
    """Whether a search is for one word, and not for a phrase."""
    found = list(parse(text).leaves())
    return len(found) == 1 and not isinstance(found[0], Phrase)


class _Words(NamedTuple):
    """The number of words and phrases of a search, with all forms of each word, the price of their
    lists for each of all events, a guess at the share of the events that match, and whether one
    event is looked up quickly: several words are searched up to the next event that has all."""

    number: int = 0
    lists: float = 0.0
    share: float = 1.0
    quick: bool = True

    @classmethod
    def of(cls, finder: Finder, filter_: Filter) -> _Words:
        if filter_.text is None:
            return cls()
        leaves = parse(filter_.text).leaves()
        lists = sum(PHRASE if isinstance(each, Phrase) else WORD for each in leaves)
        quick = is_one_word(filter_.text)
        return cls(finder.words(filter_), lists, share_said(filter_.text), quick)


class _Sized(NamedTuple):
    """A group with its share of all events, its number of choices, the price of its lists, and
    whether it is tested even if it is sought, because some choice holds only on some days."""

    place: int
    share: float
    choices: int
    lists: float
    periods: bool


def split(finder: Finder, filter_: Filter) -> Split:
    """The cheapest plan for the events of a filter that has several groups, or one and words."""
    every = float(max(1, finder.group_sizes.of((EVERY,))))
    groups = sorted(
        (_sized(finder, place, group, every) for place, group in enumerate(filter_.groups)),
        key=lambda each: each.lists,
    )
    said = _Words.of(finder, filter_)
    inside, early = _inside(finder, filter_)
    beside = _tests_of_values(filter_)
    matching = every * prod(each.share for each in groups) * said.share
    # An intersection ends with the first match after the days.
    beyond = min(1 - inside, 1 / max(1e-6, matching))
    best, kept, searched = float("inf"), len(groups), True
    for number in range(0 if said.number else 1, len(groups) + 1):
        some, rest = groups[:number], groups[number:]
        tests = beside + _tests(rest)
        if number == 1 and said.quick:
            walk = POSTING * (1 + some[0].choices / MERGED_BRANCHES)
            rows = inside * every * some[0].share * (SHARE_LASTING if early else 1.0)
            price = rows * (walk + EVENT + tests + SAID * said.number)
            if price < best:
                best, kept, searched = price, number, False
        if number + said.number > 1:
            price = (inside + beyond) * _lists(some, said, every)
            price += finder.sizes.list_start * (said.number + sum(each.choices for each in some))
            hits = every * prod(each.share for each in some) * said.share
            tests += _tests([each for each in some if each.periods])
            price += inside * hits * (HIT + tests + EVENT * (tests > 0))
            if price < best:
                best, kept, searched = price, number, True
    sought = {each.place for each in groups[:kept]}
    if len(sought) == len(groups) and (searched or not said.number):
        return Split(filter_, price=best)
    inner = tuple(group for place, group in enumerate(filter_.groups) if place in sought)
    outer = tuple(group for place, group in enumerate(filter_.groups) if place not in sought)
    text = filter_.text if searched else None
    asked = replace(filter_, groups=inner, text=text)
    return Split(asked, outer, None if searched else filter_.text, best)


def _sized(finder: Finder, place: int, group: Group, every: float) -> _Sized:
    size = float(finder.group_sizes.of(group))
    lists = size * ENTRY * (MERGED if len(group) > 1 else 1.0)
    periods = any(each.has_period for each in group)
    return _Sized(place, min(1.0, size / every), len(group), lists, periods)


def _lists(groups: Sequence[_Sized], said: _Words, every: float) -> float:
    """The price of an intersection."""
    fewest = every * min((each.share for each in groups), default=1.0)
    found = sum(min(each.lists, SEEK * each.choices * fewest) for each in groups)
    return found + min(said.lists * every, said.number * SEEK * fewest)


def _tests(groups: Sequence[_Sized]) -> float:
    """The price of the tests of an event. All choices are looked up if it has none of them, and
    half of them otherwise."""
    return sum(LOOKED_UP * (1 + each.choices * (1 - each.share / 2)) for each in groups)


def _tests_of_values(filter_: Filter) -> float:
    tests = LOOKED_UP * condition_choices(filter_.condition)
    return tests + EVENT * (len(filter_.values) + (filter_.condition is not None))
