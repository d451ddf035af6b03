"""Pages of events by relevance: the events that fit the words of a search best come first.

The newest of the matching events are ranked, ``Sizes.ranked`` at most. The rank of an event depends
only on the event and the search (``service.domain.ranking``). Later pages rank the events
as they were at the first page: the change log says which have changed since, and the history has
their earlier states. So a page follows the one before exactly, whatever is written in between.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from service.deadline import batches, checked, demand_thread
from service.domain.query import Filter, Page
from service.domain.ranking import Ranker
from service.domain.search import parse
from service.domain.tokenizer import words_of_each
from service.errors import FieldError, Gone
from service.store.changes import last_cursor
from service.store.filter_match import matches
from service.store.find import Finder
from service.store.history import decompress_row
from service.store.rows import from_row
from service.store.terms import spaced_date_words

RELEVANCE = "relevance"


Rank = tuple[int, int]
"""The rank of an event, and its position at the first page."""


class Ranked(NamedTuple):
    """The events that are ranked, the best first, and the cursor of the log for which this holds.
    ``number`` is the number of matching events, up to one more than are ranked; ``None`` if events
    have changed since. ``moved`` has the ids of these, by their positions at the first page."""

    fits: list[Rank]
    begun: int
    number: int | None
    moved: dict[int, str]


def ranked(finder: Finder, filter_: Filter, page: Page) -> Ranked:
    """All ranked events, as they were at the first page. Raises ``Gone``."""
    begun = int(page.after[2]) if page.after else last_cursor(finder.execute)
    changed = _changed(finder, begun) if page.after else {}
    search = parse(filter_.text or "")
    ranker = Ranker(search, finder.asker.forms(search))
    fits = _standing(finder, filter_, ranker, _positions(finder, list(changed)))
    number = None if changed else len(fits)
    earlier, moved = _earlier(finder, filter_, ranker, changed)
    fits += earlier
    if len(fits) > finder.sizes.ranked:
        fits = sorted(fits, key=itemgetter(1), reverse=True)[: finder.sizes.ranked]
    return Ranked(sorted(fits, reverse=True), begun, number, moved)


def ranked_page(
    finder: Finder, filter_: Filter, page: Page
) -> tuple[list[bytes], tuple[int, int, int] | None, int | None]:
    """The documents of a page, the key after which the next page begins, and the ``number`` of
    ``Ranked``."""
    demand_thread()
    with finder.database.reading():  # one state of the database for every read
        fits, begun, number, moved = ranked(finder, filter_, page)
        if page.after:
            key = (int(page.after[0]), int(page.after[1]))
            fits = [each for each in fits if each < key]
        found: list[tuple[bytes, Rank]] = []
        size = page.limit + 1
        for start in range(0, len(fits), size):
            some = fits[start : start + size]
            bodies = _bodies(finder, [position for _, position in some], moved)
            found += [(bodies[each[1]], each) for each in some if each[1] in bodies]
            if len(found) > page.limit:
                break
    rows = [body for body, _ in found[: page.limit]]
    if len(found) <= page.limit:
        return rows, None, number
    return rows, (*found[page.limit - 1][1], begun), number


def _bodies(finder: Finder, positions: list[int], moved: dict[int, str]) -> dict[int, bytes]:
    """The documents as they are now, by the positions of their events at the first page, without
    those of events that were deleted."""
    ids = {moved[each]: each for each in positions if each in moved}
    now = _positions(finder, list(ids))
    before = {each: each for each in positions if each not in moved}
    before |= {each: ids[event_id] for each, event_id in now.items()}
    return {before[each]: body for each, body in finder.documents(list(before)).items()}


def _positions(finder: Finder, ids: list[str]) -> dict[int, str]:
    """The ids of those events that exist, by their positions."""
    if not ids:
        return {}
    wanted = finder.database.listed_texts(ids)
    rows = finder.execute(
        f"SELECT e.position, e.id FROM {wanted.text} CROSS JOIN event e WHERE e.id = j.value",
        wanted.values,
    )
    return dict(checked(rows))


def _changed(finder: Finder, begun: int) -> dict[str, tuple[str, int]]:
    """For each event that has changed since, the kind and the version of its first change."""
    most = finder.sizes.changes
    rows = finder.execute(
        'SELECT id, type, version FROM "change" WHERE cursor > ? ORDER BY cursor LIMIT ?',
        (begun, most + 1),
    ).fetchall()
    if len(rows) > most:
        what = f"over {most:,} changes were written since the first page"
        error = FieldError(f"cursor: {what}; begin again without it", parameter="cursor")
        raise Gone(f"{what}; begin again without the cursor", [error])
    found: dict[str, tuple[str, int]] = {}
    for event_id, kind, version in rows:
        found.setdefault(event_id, (kind, version))
    return found


def _standing(
    finder: Finder, filter_: Filter, ranker: Ranker, without: Collection[int]
) -> list[Rank]:
    """The newest of the matching events that have not changed, and one more than are ranked."""
    sql = finder.positions(filter_, Page(sort="-date"), finder.sizes.ranked + 1 + len(without))
    sql = finder.database.at("e.position, e.title, e.date, e.summary", sql)
    found: list[Rank] = []
    for batch in batches(finder.execute(sql.text, sql.values)):
        rows = [row for row in batch if row[0] not in without] if without else batch
        found += _fits(ranker, rows)
    return found


def _earlier(
    finder: Finder, filter_: Filter, ranker: Ranker, changed: dict[str, tuple[str, int]]
) -> tuple[list[Rank], dict[int, str]]:
    """The changed events that matched before, and their ids by their positions then."""
    rows, moved = [], {}
    for event_id, (kind, version) in checked(iter(changed.items())):
        if kind == "created":
            continue  # it did not exist
        row: Any = finder.execute(
            "SELECT state FROM history WHERE id = ? AND version = ?", (event_id, version - 1)
        ).fetchone()
        if row is None:
            continue
        state = decompress_row(row[0])
        event = from_row(state)
        times = state["updated_at"], state["created_at"], state["version"]
        if matches(filter_, event, *times):
            texts = event.title, event.date.text, event.summary
            rows.append((state["position"], *texts))
            moved[state["position"]] = event_id
    return _fits(ranker, rows), moved


def _fits(ranker: Ranker, rows: Sequence[tuple[Any, ...]]) -> list[Rank]:
    """The ranks of events. Each row has a position, a title, a date and a summary."""
    if not rows:
        return []
    positions, titles, dates, summaries = zip(*rows, strict=True)
    texts = (
        words_of_each(titles, ranker.parts),
        spaced_date_words(dates),
        words_of_each([each or "" for each in summaries], ranker.parts),
    )
    return list(zip(ranker.ranks(texts), positions, strict=True))
