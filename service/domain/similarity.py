"""Whether two events of the same days and countries may be one event, reported twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, Self

from service.domain.edtf import Date
from service.domain.event import Actor, Amount, Event, Place

_WORD = re.compile(r"\w+")
SHARE = 0.7
MOST = 50
"""The maximum number of events with one date and the same countries that one event is compared
with. There can be thousands of such events."""
SHORT = 3
"""Letters. Words of at most this length ("in", "the", "und") do not distinguish two events."""
STEM = 4
"""Letters that two forms of one word share: "meet" and "meeting"."""
NEAR = 0.5
"""The maximum number of degrees between two points of one place."""


class Known(NamedTuple):
    """The parts of an event that a comparison needs, for callers that keep many in memory."""

    id: str
    title: str
    summary: str | None
    date: Date
    place: Place | None
    actors: tuple[Actor, ...]
    amounts: tuple[Amount, ...]

    def itself(self) -> Self:
        """This event: nothing is left to be loaded (``may_be_one``)."""
        return self


def words(title: str) -> frozenset[str]:
    """The words of a title, without case."""
    return frozenset(_WORD.findall(title.casefold()))


def similar(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles, by their words, may describe one event.

    At least seven tenths of their words are shared: twice the shared words over the words of both
    (Dice's coefficient), so their order does not matter. And they must not differ in a part that
    distinguishes similar events. Such a part is a number, or a word that replaces another: a
    meeting in Kabul is not one in Herat. Another form of the same word is no difference.
    """
    if one == other:
        return bool(one)
    if 2 * len(one & other) < SHARE * (len(one) + len(other)):
        return False
    mine, others = one - other, other - one
    if any(each.isdecimal() for each in mine | others):
        return False
    mine, others = (frozenset(word for word in own if len(word) > SHORT) for own in (mine, others))
    stems = {word[:STEM] for word in mine} & {word[:STEM] for word in others}
    mine, others = (
        frozenset(word for word in own if word[:STEM] not in stems) for own in (mine, others)
    )
    return not (mine and others)


def may_be_one(
    title: frozenset[str],
    event: Event,
    other_title: str,
    other: Callable[[], Event | Known],
    *,
    one_source: bool,
) -> bool:
    """Whether ``event``, whose title has the words ``title``, and another event of the same days
    and countries may be one event. ``other`` is called if the titles are similar.

    Two sources describe one event in different words. But if ``one_source`` describes it twice, the
    summaries have the same words.
    """
    if not similar(title, words(other_title)):
        return False
    found = other()
    return not (contradict(event, found) or (one_source and summaries_differ(event, found)))


def contradict(one: Event | Known, other: Event | Known) -> bool:
    """Whether two events contradict each other in their time, place, people or money. A value
    that only one of them has contradicts nothing."""
    return (
        _disjoint(_time(one), _time(other))
        or _places(one.place, other.place)
        or _disjoint(_names(one), _names(other))
        or _disjoint(
            {(each.value, each.currency) for each in one.amounts},
            {(each.value, each.currency) for each in other.amounts},
        )
    )


def summaries_differ(one: Event | Known, other: Event | Known) -> bool:
    """Whether two events of one source are different events that share only a title: their
    summaries have other words."""
    if not one.summary or not other.summary:
        return False
    mine, others = words(one.summary), words(other.summary)
    return 2 * len(mine & others) < SHARE * (len(mine) + len(others))


def _disjoint(one: Iterable[object], other: Iterable[object]) -> bool:
    mine, others = set(one), set(other)
    return bool(mine and others) and not mine & others


def _time(event: Event | Known) -> list[str]:
    return [event.date.text] if "T" in event.date.text else []


def _names(event: Event | Known) -> set[str]:
    return {word for each in event.actors for word in words(each.name) if len(word) > SHORT}


def _places(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None:
        return False
    if one.name and other.name:
        mine, others = words(one.name), words(other.name)
        return not (mine <= others or others <= mine)
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return False
    return _far_apart(one.latitude, other.latitude) or _far_apart(one.longitude, other.longitude)


def _far_apart(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) > NEAR
