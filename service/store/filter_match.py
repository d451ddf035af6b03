"""Whether one event in memory matches a filter.

The tables answer this for the current state. The change log and the tombstones need it for states
that are no longer in an index. A test proves that both answers are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from service.domain.coded_names import names
from service.domain.event import Event
from service.domain.instants import instants
from service.domain.query import Choice, Filter
from service.domain.search import parse
from service.domain.search_match import Texts
from service.store.bounds import Bounds, whole_bounds
from service.store.condition_match import Record, holds
from service.store.position import first_day, last_day, start_of
from service.store.terms import columns, terms
from service.store.value_filters import hold


def matches(
    filter_: Filter,
    event: Event,
    updated_at: str,
    created_at: str,
    version: int,
    *,
    has: Set[tuple[str, str]] | None = None,
    words: Callable[[Event], Texts] | None = None,
) -> bool:
    """Whether ``event``, of that version and these times (as stored), matches the filter. ``has``
    are the kinds and values of its terms, if the caller knows them, and ``words`` returns what
    ``texts_of`` does."""
    whole = whole_bounds(filter_)
    if not (_begins(event, whole) and _in(event, whole, filter_.undated) and _at(event, filter_)):
        return False
    record = Record(event, updated_at, created_at, version)
    if filter_.values and not hold(filter_, record):
        return False
    if filter_.groups:
        has = has or {(kind, value) for kind, value, _ in terms(event)}
        if not all(_any(group, event, has, filter_, whole) for group in filter_.groups):
            return False
    condition = filter_.condition
    if condition is not None and not holds(condition, record, filter_.certain):
        return False
    return filter_.text is None or (words or texts_of)(event).match(parse(filter_.text), names().of)


def _any(
    group: tuple[Choice, ...],
    event: Event,
    has: Set[tuple[str, str]],
    filter_: Filter,
    whole: Bounds,
) -> bool:
    return any(
        (choice.kind, choice.value) in has
        and _in(event, whole.narrowed(choice), filter_.undated and choice.since is None)
        for choice in group
    )


def _begins(event: Event, days: Bounds) -> bool:
    return days.lowest <= start_of(first_day(event.date)) <= days.highest


def _in(event: Event, days: Bounds, undated: bool) -> bool:
    """possible: ``earliest <= until AND latest >= since``;
    certain: ``earliest >= since AND latest <= until`` (docs/dates.md, "Possible and certain")."""
    if days.since is not None and days.until is not None and days.since > days.until:
        return False
    if event.date.undated:
        return undated and not days.certain
    first, last = first_day(event.date), last_day(event.date)
    low, high = (first, last) if days.certain else (last, first)
    return (days.since is None or low >= days.since) and (days.until is None or high <= days.until)


def _at(event: Event, filter_: Filter) -> bool:
    """As ``_in`` for the whole range, by instants if the filter and the event have them."""
    if filter_.seconds == (None, None) or event.date.undated:
        return True
    first, last = first_day(event.date), last_day(event.date)
    began, ended = instants(event.date.text)
    low, high = (last, ended), (first, began)
    if filter_.certain:
        low, high = high, low
    begin, end = filter_.seconds
    after = filter_.since is None or _order(low, (filter_.since, begin)) >= 0
    return after and (filter_.until is None or _order(high, (filter_.until, end)) <= 0)


def _order(one: tuple[int, int | None], other: tuple[int, int | None]) -> int:
    """The difference of two days with their instants: by the instants if both have one."""
    if one[1] is None or other[1] is None:
        return one[0] - other[0]
    return one[1] - other[1]


def texts_of(event: Event) -> Texts:
    """The words of the event in which a search looks."""
    return Texts(columns(event), ((kind, value) for kind, value, _ in terms(event)))
