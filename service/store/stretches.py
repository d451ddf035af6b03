"""Pages and counts of blocs with other filters, one stretch of days after the other.

On the days of a stretch the same choices hold. So the full text finds most of its events without a
test: those that have one of the choices that hold when they begin. Only an event that lasts may
reach days on which others hold. The postings of these tell which events these are. They are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from service.domain.query import Choice, Filter, Page
from service.domain.result_cache import cached
from service.store.engine import Engine
from service.store.page_bounds import bounds_of, of_documents
from service.store.periods import Days, both
from service.store.plan import Bounds, matching, member, says
from service.store.position import FIRST_DAY, LAST_DAY, UNDATED_DAY, UNDATED_SPAN, day_of
from service.store.smallest_group import way_to
from service.store.sql import Sql

if TYPE_CHECKING:
    from service.store.find import Finder

FEW_SAID = 40_000
"""If words are searched too, events that begin before a range are read from the postings of a group
with at most so many events."""
BY_DATE = frozenset({"date", "-date"})
LASTING, DATED = tuple(range(1, UNDATED_SPAN)), tuple(range(UNDATED_SPAN))
FEW_CHOICES = 26
"""The walks of so many choices are merged if the filter demands nothing else: they stop where a
period does."""
TESTS = 14
"""The number of events that are tested in the time of a search in one stretch."""
SAID = 0.2
"""A guess at the share of the events that match the words of a search, or other conditions."""
FEW = 2
"""So many stretches are read in one statement."""
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


def in_stretches(finder: Finder, filter_: Filter) -> bool:
    """Whether the events of a filter are read in stretches. On a server each statement is a way
    there and back, so it is not. ``Finder.lean`` has removed the periods that hold on all days of
    the filter."""
    if finder.database.hosted or filter_.seconds != (None, None):
        return False
    several = filter_.text is not None or len(filter_.groups) > 1
    if filter_.value("updated_since") is not None or (not several and not _large(filter_)):
        return False
    choices = [each for group in filter_.groups for each in group if each.has_period]
    if not choices:
        return len(filter_.groups) > 1
    if filter_.certain and any(each.until is not None for each in choices):
        return False
    # A search in each stretch costs as much as the tests of some events.
    number = len(_cut(filter_.groups, both(filter_.begins, (filter_.since, filter_.until))))
    share = 1.0 if filter_.text is None else SAID
    if filter_.values or filter_.condition:
        share *= SAID
    return finder.group_sizes.expected(filter_) * share > TESTS * number


def _large(filter_: Filter) -> bool:
    """Whether the filter has periods of so many choices that their walks are not merged."""
    if not filter_.groups or len(filter_.groups[0]) <= FEW_CHOICES:
        return False
    return any(each.has_period for each in filter_.groups[0])


def page_rows(finder: Finder, filter_: Filter, page: Page) -> list[tuple[Any, ...]]:
    """The rows that ``Finder.page`` would give for a page of a lean filter in the order of
    dates."""
    every = stretches(finder, filter_, page, finder.sizes.stretches)
    some = list(islice(every, FEW + 1))
    if len(some) <= FEW and not any(each.lasting for each in some):
        return _at_once(finder, some, page)
    with finder.database.reading():
        found = _by_steps(finder, chain(some, every), page)
        those = finder.database.listed(found)
        sql = Sql(f"SELECT j.value AS position FROM {those.text}", those.values)
        return _documents(finder, sql, page)


def _documents(finder: Finder, positions: Sql, page: Page) -> list[tuple[Any, ...]]:
    order = finder.database.ordered("p.position", page.sort.startswith("-"))
    text = of_documents(positions.text, order)
    rows: list[tuple[Any, ...]] = finder.execute(text, positions.values).fetchall()
    return rows


def _at_once(finder: Finder, some: Sequence[Stretch], page: Page) -> list[tuple[Any, ...]]:
    """The rows of a page from a few stretches without events that have to be looked for in
    postings. One stretch follows the other in one statement."""
    size = page.limit + 1
    parts = [way_to(finder, *each.walked, page, size) for each in some if each.walked is not None]
    if not parts:
        return []
    if len(parts) == 1:
        return _documents(finder, parts[0], page)
    text = " UNION ALL ".join([f"SELECT position FROM ({each.text})" for each in parts])
    values = [value for each in parts for value in each.values]
    return _documents(finder, Sql(f"{text} LIMIT ?", [*values, size]), page)


def _by_steps(finder: Finder, every: Iterable[Stretch], page: Page) -> list[int]:
    """The positions of a page and of one event after it. The caller reads one state of the
    database."""
    down, size, found = page.sort.startswith("-"), page.limit + 1, list[int]()
    place: int | None = None
    for each in every:
        if place is not None and _passed(each.days, place, down):
            continue
        some = _walked(finder, each, page, size - len(found))
        if not some and not found:
            # There may be centuries before the first event.
            place = _next(finder, each.days, page)
            if place is not None and _passed(each.days, place, down):
                continue
        found += _with_lasting(finder, each, page, some, size - len(found))
        if len(found) >= size:
            break
    return found


def _next(finder: Finder, days: Days, page: Page) -> int | None:
    """The day on which the first event after the key of a page begins, in ``days`` or beyond,
    whether it matches or not; ``None`` if there is none with a date."""
    beyond = (None, days[1]) if page.sort.startswith("-") else (days[0], None)
    found = _positions(finder, finder.positions(Filter(begins=beyond), page, 1))
    return day_of(found[0]) if found else None


def _walked(finder: Finder, stretch: Stretch, page: Page, size: int) -> list[int]:
    """The positions of the first ``size`` events of ``Stretch.walked`` after the key of the
    page."""
    if stretch.walked is None:
        return []
    return _positions(finder, way_to(finder, *stretch.walked, page, size))


def _with_lasting(
    finder: Finder, stretch: Stretch, page: Page, found: list[int], size: int
) -> list[int]:
    """The first ``size`` of the positions ``found`` and those of ``Stretch.lasting``."""
    end = found[-1] if len(found) == size else None
    for part in stretch.lasting:
        more = _lasting(finder, part, page, end)
        if more:
            found = sorted({*found, *more}, reverse=page.sort.startswith("-"))[:size]
    return found


def _positions(finder: Finder, sql: Sql) -> list[int]:
    return [row[0] for row in finder.execute(sql.text, sql.values).fetchall()]


def _lasting(
    finder: Finder,
    part: tuple[Group, Filter],
    page: Page,
    end: int | None,
    only: Sql | None = None,
) -> list[int]:
    """The positions, after the key of ``page`` and up to ``end``, of the events of a part of
    ``Stretch.lasting`` that meet the condition ``only`` too; in no order."""
    group, filter_ = part
    alone = [each[0] for each in filter_.groups if len(each) == 1 and not each[0].has_period]
    terms = [finder.term_id(each.kind, each.value) for each in alone]
    having = _having(finder, group, bounds_of(filter_, LASTING, page, end), terms)
    found = [] if having is None else _positions(finder, having)
    if not found:
        return []
    if len(found) == finder.sizes.lasting:
        whole = replace(filter_, groups=(*filter_.groups, group))
        return _positions(finder, finder.positions(whole, page, -1, LASTING, only=only, end=end))
    rest = matching(filter_, finder.asker)
    if filter_.text is not None:
        rest.append(says(filter_.text, finder.asker))
    if only is not None:
        rest.append(only)
    those = finder.database.listed(found)
    return _positions(finder, Sql(
        f"SELECT e.position FROM {those.text} CROSS JOIN event e WHERE e.position = j.value"
        f" AND {' AND '.join(each.text for each in rest)}",
        [*those.values, *(value for each in rest for value in each.values)],
    ))  # fmt: skip


def _having(
    finder: Finder, group: Group, bounds: Bounds, beside: Sequence[int | None]
) -> Sql | None:
    """SQL for the positions of the events that last, have a choice of the group on one of its days,
    and the terms ``beside``; at most ``sizes.lasting``. ``None`` if there can be none."""
    parts, values = 0, list[object]()
    for (since, until), choices in _by_period(group).items():
        narrow = bounds.narrowed(Choice("", "", since, until))
        first = FIRST_DAY if bounds.certain or narrow.since is None else narrow.since
        last = LAST_DAY if not bounds.certain or narrow.until is None else narrow.until
        those: list[object] = []
        for span in LASTING:
            low, high = narrow.positions(span)
            if low <= high:
                those = those or finder.database.listed(_terms(finder, choices)).values
                values += (*those, span, low, high, first, last, *beside)
                parts += 1
    if not parts:
        return None
    return Sql(_having_text(finder.database, parts, len(beside)), [*values, finder.sizes.lasting])


@cached(64)
def _having_text(database: Engine, parts: int, beside: int) -> str:
    part = (
        f"SELECT p.position AS position FROM {database.listed([]).text} CROSS JOIN posting p WHERE"
        " p.term = j.value AND p.span = ? AND p.position BETWEEN ? AND ?"
        " AND p.latest BETWEEN ? AND ?"
    ) + beside * (
        " AND EXISTS (SELECT 1 FROM posting x WHERE x.term = ? AND x.span = p.span"
        " AND x.position = p.position)"
    )
    return f"{' UNION ALL '.join([part] * parts)} LIMIT ?"


def _terms(finder: Finder, choices: Sequence[Choice]) -> list[int]:
    numbers = [finder.term_id(each.kind, each.value) for each in choices]
    return [each for each in numbers if each is not None]


@cached(16)
def _by_period(group: Group) -> dict[Days, list[Choice]]:
    """The choices of a group by their periods."""
    found: dict[Days, list[Choice]] = {}
    for each in group:
        found.setdefault((each.since, each.until), []).append(each)
    return found


def number(finder: Finder, filter_: Filter, most: int) -> int:
    """The number of events that match a lean filter, up to ``most``. The caller reads one state of
    the database."""
    found, page = 0, Page(sort="-date")
    for each in stretches(finder, filter_, page, finder.sizes.counted_stretches):
        if each.walked is not None:
            sql = way_to(finder, *each.walked, page, most - found, ordered=False)
            found += finder.counted(sql)
        if each.lasting and found < most:
            only = None if each.walked is None else _beside(finder, each.walked[0])
            found += len({
                position for part in each.lasting
                for position in _lasting(finder, part, page, None, only)
            })  # fmt: skip
        if found >= most:
            return most
    return found


def _beside(finder: Finder, filter_: Filter) -> Sql:
    """The condition on ``event e`` that it does not match the groups of a filter."""
    held = [member(group, filter_.certain, finder.term_id) for group in filter_.groups]
    return Sql(
        f"NOT ({' AND '.join(each.text for each in held)})",
        [value for each in held for value in each.values],
    )


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
    if since is None or filter_.certain or _passed(early, after, down):
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
    if place < 0 or (filter_.text is not None and size > FEW_SAID):
        return Stretch(filter_.begins, (filter_, LASTING))
    others = (*filter_.groups[:place], *filter_.groups[place + 1 :])
    return Stretch(
        filter_.begins, None, ((filter_.groups[place], replace(filter_, groups=others)),)
    )


def _of_range(filter_: Filter, down: bool, after: int | None, most: int) -> Iterator[Stretch]:
    """The stretches of the events that begin in the range of the filter."""
    whole = both(filter_.begins, (filter_.since, filter_.until))
    days = [each for each in _cut(filter_.groups, whole) if not _passed(each, after, down)]
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


def _passed(days: Days, after: int | None, down: bool) -> bool:
    """Whether there are no such days beyond a place on the day ``after``, in the order of the
    page."""
    first, last = days
    if first is not None and last is not None and first > last:
        return True
    if after is None:
        return False
    return (first is not None and first > after) if down else (last is not None and last < after)


@cached(16)
def _cut(groups: tuple[Group, ...], days: Days) -> list[Days]:
    """The days, cut where a period begins or ends."""
    ends = {each.since for group in groups for each in group} | {
        each.until + 1 for group in groups for each in group if each.until is not None
    }
    first, last = days
    cuts = sorted(
        each
        for each in ends
        if each is not None and (first is None or each > first) and (last is None or each <= last)
    )
    edges = (first, *cuts, None if last is None else last + 1)
    return [(begin, None if after is None else after - 1) for begin, after in pairwise(edges)]


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
    begun = [[each for each in group if _begun(each, days)] for group in groups]
    sure = [_plain([each for each in group if _lasts(each, days)]) for group in begun]
    later = [
        # No choice that begins later holds on all days of the event.
        () if certain else tuple([each for each in group if not _begun(each, days)])
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


def _begun(choice: Choice, days: Days) -> bool:
    return choice.since is None or (days[0] is not None and choice.since <= days[0])


def _lasts(choice: Choice, days: Days) -> bool:
    return choice.until is None or (days[1] is not None and days[1] <= choice.until)


def _needed(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups without those of which another group demands one of the choices."""
    alone = {group[0] for group in groups if len(group) == 1}
    return tuple([each for each in groups if len(each) == 1 or alone.isdisjoint(each)])
