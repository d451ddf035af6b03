"""The stretches of days of blocs with other filters. ``service.store.stretch_reads`` reads them.

On the days of a stretch the same choices hold. So the full text finds most of its events without a
test: those that have one of the choices that hold when they begin. Only an event that lasts may
reach days on which others hold. The postings of these show which events these are. They are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from service.domain.query import Choice, Filter, Page
from service.domain.result_cache import cached
from service.store.periods import Days, begun, both, cut, lasts
from service.store.position import UNDATED_DAY, UNDATED_SPAN, day_of
from service.store.smallest_group import leading

if TYPE_CHECKING:
    from service.store.find import Finder

FEW_SAID = 40_000
"""If words are searched too, events that begin before a range are read from the postings of a group
with at most this number of events."""
LASTING, DATED = tuple(range(1, UNDATED_SPAN)), tuple(range(UNDATED_SPAN))
FEW_CHOICES = 26
"""The maximum number of choices whose walks are merged if the filter requires nothing else: they
stop where a period does."""
TESTS = 14
"""The number of events that are tested in the time of a search in one stretch."""
SAID = 0.2
"""A guess at the share of the events that match the words of a search, or other conditions."""
NEVER: Days = (1, 0)
Group = tuple[Choice, ...]
Found = tuple[Filter, tuple[int, ...]]
"""The events of a filter and of some classes of length."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Events that begin in some days: those of ``walked``, and those that last, have one of the
    choices of a group of ``lasting`` on one of its days, and match the filter beside it. Two of
    these may have the same events."""

    days: Days
    walked: Found | None
    lasting: tuple[tuple[Group, Filter], ...] = ()


def may_be_in_stretches(finder: Finder, filter_: Filter) -> bool:
    """Whether ``in_stretches`` may be true of the lean form of a filter, which costs more to make.
    On a server each statement is a round trip, so nothing is read in stretches."""
    if finder.database.hosted or filter_.seconds != (None, None):
        return False
    if filter_.value("updated_since") is not None:
        return False
    return _several(filter_) or bool(filter_.groups and filter_.values) or _large(filter_)


def in_stretches(finder: Finder, filter_: Filter) -> bool:
    """Whether the events of a lean filter are read in stretches. ``Finder.lean`` has removed the
    periods that hold on all days of the filter."""
    if not may_be_in_stretches(finder, filter_) or not (_several(filter_) or _large(filter_)):
        return False
    if filter_.text is not None and finder.asker.few(filter_.text) is not None:
        return False  # so few are tested at once
    choices = [each for group in filter_.groups for each in group if each.has_period]
    if not choices:
        return len(filter_.groups) > 1
    if filter_.certain and any(each.until is not None for each in choices):
        return False
    # A search in each stretch costs as much as the tests of some events.
    number = len(cut(filter_.groups, both(filter_.begins, (filter_.since, filter_.until))))
    share = 1.0 if filter_.text is None else SAID
    if filter_.values or filter_.condition:
        share *= SAID
    return finder.group_sizes.expected(filter_) * share > TESTS * number


def _several(filter_: Filter) -> bool:
    return filter_.text is not None or len(filter_.groups) > 1


def _large(filter_: Filter) -> bool:
    """Whether the filter has periods of so many choices that their walks are not merged."""
    if not filter_.groups or len(filter_.groups[0]) <= FEW_CHOICES:
        return False
    return any(each.has_period for each in filter_.groups[0])


def stretches(finder: Finder, filter_: Filter, page: Page, most: int) -> Iterator[Stretch]:
    """The stretches that have all events after the key of a page, in its order. If they would be
    more than ``most``, the last of these has the rest of the days."""
    down, after = page.sort.startswith("-"), _place(page)
    undated = filter_.undated and not filter_.certain and filter_.begins == (None, None)
    if undated and down:
        yield Stretch((UNDATED_DAY, None), (filter_, (UNDATED_SPAN,)))
    since, dated = filter_.since, replace(filter_, undated=False)
    # Events that begin before the range and last into it.
    early = both(filter_.begins, (None, None if since is None else since - 1))
    if since is None or filter_.certain or passed(early, after, down):
        early = NEVER
    if not down and early != NEVER:
        yield _early(finder, replace(dated, begins=early))
    yield from _of_range(dated, down, after, most)
    if down and early != NEVER:
        yield _early(finder, replace(dated, begins=early))
    if undated and not down:
        yield Stretch((UNDATED_DAY, None), (filter_, (UNDATED_SPAN,)))


def _early(finder: Finder, filter_: Filter) -> Stretch:
    """The events that begin before the range of the filter and last into it."""
    sizes = [(finder.group_sizes.of(group), place) for place, group in enumerate(filter_.groups)]
    size, place = min(sizes, default=(0, -1))
    if leading(finder, filter_, LASTING) is not None:
        return Stretch(filter_.begins, (filter_, LASTING))
    if place < 0 or (filter_.text is not None and size > FEW_SAID):
        return Stretch(filter_.begins, (filter_, LASTING))
    others = (*filter_.groups[:place], *filter_.groups[place + 1 :])
    return Stretch(
        filter_.begins, None, ((filter_.groups[place], replace(filter_, groups=others)),)
    )


def _of_range(filter_: Filter, down: bool, after: int | None, most: int) -> Iterator[Stretch]:
    """The stretches of the events that begin in the range of the filter."""
    whole = both(filter_.begins, (filter_.since, filter_.until))
    days = [each for each in cut(filter_.groups, whole) if not passed(each, after, down)]
    if down:
        days.reverse()
    alike = days if len(days) <= most else days[: most - 1]
    for each in alike:
        yield _stretch(filter_, each)
    if len(alike) < len(days):
        near, far = days[len(alike)], days[-1]
        rest = (far[0], near[1]) if down else (near[0], far[1])
        yield Stretch(rest, (replace(filter_, begins=rest), DATED))


def _place(page: Page) -> int | None:
    return None if page.after is None else day_of(int(page.after[0]))


def passed(days: Days, after: int | None, down: bool) -> bool:
    """Whether there are no such days beyond a place on the day ``after``, in the order of the
    page."""
    first, last = days
    if first is not None and last is not None and first > last:
        return True
    if after is None:
        return False
    return (first is not None and first > after) if down else (last is not None and last < after)


def _stretch(filter_: Filter, days: Days) -> Stretch:
    """The stretch of the events that begin in ``days``, in which no period begins or ends."""
    held = _held(filter_.groups, days, filter_.certain)
    # An event that begins in the range needs no comparison with its beginning.
    begins = both(filter_.begins, days)
    walked = None if held.sure is None else (_beginning(filter_, begins, held.sure), DATED)
    lasting = [(group, _beginning(filter_, begins, others)) for group, others in held.lasting]
    return Stretch(days, walked, tuple(lasting))


def _beginning(filter_: Filter, begins: Days, groups: tuple[Group, ...]) -> Filter:
    return Filter(
        None, filter_.until, filter_.certain, False, groups, filter_.text, filter_.values,
        (None, None), begins, filter_.condition,
    )  # fmt: skip


class _Held(NamedTuple):
    """The groups of the choices that hold when an event begins, ``None`` if one has no such choice;
    and groups of choices for which an event is tested if it lasts, each with the other groups."""

    sure: tuple[Group, ...] | None
    lasting: tuple[tuple[Group, tuple[Group, ...]], ...]


@cached(16)
def _held(groups: tuple[Group, ...], days: Days, certain: bool) -> _Held:
    sure = [
        _plain([each for each in group if begun(each, days) and lasts(each, days)])
        for group in groups
    ]
    later = [
        # No choice that begins later holds on all days of the event.
        () if certain else tuple([each for each in group if not begun(each, days)])
        for group in groups
    ]
    every = [one + two for one, two in zip(sure, later, strict=True)]
    lasting = [
        (group, (*every[:place], *every[place + 1 :])) for place, group in enumerate(later) if group
    ]
    return _Held(
        _needed(sure) if all(sure) else None, tuple([each for each in lasting if all(each[1])])
    )


def _plain(group: Sequence[Choice]) -> Group:
    """The choices without their periods, each once."""
    return tuple(dict.fromkeys(Choice(each.kind, each.value) for each in group))


def _needed(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups without those that another group makes superfluous, because it requires one of
    their choices."""
    alone = {group[0] for group in groups if len(group) == 1}
    return tuple([each for each in groups if len(each) == 1 or alone.isdisjoint(each)])
