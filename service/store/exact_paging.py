"""Walks that stay exact while events move under them.

A walk goes by position, so an event whose first day is corrected while somebody pages
through a list could be met twice or not at all. A walk therefore remembers the last
departure before it began, and meets an event that has left its position since then where
it stood at the beginning. The order of a list is then that of the dates at its beginning.

A walk that began before the departures that are remembered (``service.store.departures``) cannot
go on.
"""

from __future__ import annotations

from service.domain.query import Filter, Page
from service.errors import FieldError, Gone
from service.store.departures import KEPT
from service.store.find import Finder
from service.store.plan import matching, says
from service.store.sql import Sql

FEW = 1000
"""Events: of so few that match, all are looked at."""
AT_ONCE = 400
"""Departures that are looked at first; more where they do not fill the page."""
_EARLIER = (
    "EXISTS (SELECT 1 FROM departure x WHERE x.id = {}.id AND x.number > ? AND x.number < {})"
)
_ALWAYS = 2**62


def page_of_walk(
    finder: Finder, filter_: Filter, page: Page, begun: int
) -> list[tuple[bytes, int]]:
    """The documents and positions of a page and of one event beyond it, in the order in
    which the walk, begun after the departure ``begun``, meets them.

    Raises ``Gone`` if departures since then are forgotten.
    """
    with finder.database.reading():  # one state of the database for every look
        demand_remembered(finder, begun)
        matches = finder.positions(filter_, Page(), FEW + 1)
        rows = finder.execute(f"SELECT count(*) FROM ({matches.text}) p", matches.values).fetchone()
        if rows[0] <= FEW:
            return _all_of_few(finder, matches, page, begun)
        size = AT_ONCE
        while True:
            end = _end(finder, page, size)
            found = _within(finder, filter_, page, begun, end)
            if end is None or len(found) > page.limit:
                return found[: page.limit + 1]
            size *= 4


def demand_remembered(finder: Finder, begun: int) -> None:
    """Raises ``Gone`` if a departure after ``begun`` is forgotten."""
    (first,) = finder.execute("SELECT min(number) FROM departure").fetchone()
    if first is not None and begun + 1 < first:
        hours = round(KEPT.total_seconds() / 3600)
        raise Gone(
            f"this walk began too long ago: where events stood is remembered for {hours} hours;"
            " begin again without cursor",
            [FieldError("cursor: is too old; begin again without it", parameter="cursor")],
        )


def _all_of_few(finder: Finder, matches: Sql, page: Page, begun: int) -> list[tuple[bytes, int]]:
    """The page, out of where each of all the events that match stood."""
    way, sign = (" DESC", "<") if page.sort.startswith("-") else ("", ">")
    after = f"WHERE stood {sign} ?" if page.after else ""
    sql = (
        "SELECT d.body, w.stood FROM (SELECT * FROM (SELECT p.position AS position, coalesce("
        "(SELECT m.position FROM departure m WHERE m.id = e.id AND m.number > ?"
        " ORDER BY m.number LIMIT 1), p.position) AS stood"
        f" FROM ({matches.text}) p CROSS JOIN event e WHERE e.position = p.position) s"
        f" {after} ORDER BY stood{way} LIMIT ?) w"
        f" CROSS JOIN document d WHERE d.position = w.position ORDER BY w.stood{way}"
    )
    values = [begun, *matches.values, *(page.after[:1] if page.after else ()), page.limit + 1]
    rows: list[tuple[bytes, int]] = finder.execute(sql, values).fetchall()
    return rows


def _end(finder: Finder, page: Page, size: int) -> int | None:
    """The position of the ``size``-th departure after the key of the page, if there are so
    many: to look no further than may be needed."""
    way, sign = (" DESC", "<") if page.sort.startswith("-") else ("", ">")
    after = f"WHERE position {sign} ?" if page.after else ""
    row = finder.execute(
        f"SELECT position FROM departure {after} ORDER BY position{way} LIMIT 1 OFFSET ?",
        [*(page.after[:1] if page.after else ()), size],
    ).fetchone()
    return None if row is None else int(row[0])


def _within(
    finder: Finder, filter_: Filter, page: Page, begun: int, end: int | None
) -> list[tuple[bytes, int]]:
    """What the walk meets up to the position ``end``: events that have not moved since it
    began, and those that have, where they stood then."""
    away = Sql(f"NOT {_EARLIER.format('e', _ALWAYS)}", [begun])
    sql = finder.page(filter_, page, only=away, end=end)
    standing = [(row[0], row[1]) for row in finder.execute(sql.text, sql.values).fetchall()]
    if len(standing) > page.limit:
        end = standing[-1][1]
    sql = _moved(finder, filter_, page, begun, end)
    moved = finder.execute(sql.text, sql.values).fetchall()
    down = page.sort.startswith("-")
    return sorted([*standing, *moved], key=lambda each: each[1], reverse=down)


def _moved(finder: Finder, filter_: Filter, page: Page, begun: int, end: int | None) -> Sql:
    """SQL for the documents of events that have left a position up to ``end`` since the walk
    began, and for the first position that each of them left."""
    down = page.sort.startswith("-")
    edges, values = ["m.number > ?"], [begun]
    for bound, sign in ((page.after[0] if page.after else None, "<" if down else ">"),
                        (end, ">=" if down else "<=")):  # fmt: skip
        if bound is not None:
            edges.append(f"m.position {sign} ?")
            values.append(int(bound))
    rest = matching(filter_, finder.asker)
    if filter_.text is not None:
        rest.append(says(filter_.text, finder.asker))
    conditions = [*edges, f"NOT {_EARLIER.format('m', 'm.number')}", *(each.text for each in rest)]
    return Sql(
        "SELECT d.body, m.position"
        f" FROM departure m{finder.database.through('departure_position')}"
        " CROSS JOIN event e CROSS JOIN document d"
        f" WHERE e.id = m.id AND d.position = e.position AND {' AND '.join(conditions)}"
        f" ORDER BY m.position{' DESC' if down else ''} LIMIT ?",
        [*values, begun, *(value for each in rest for value in each.values), page.limit + 1],
    )
