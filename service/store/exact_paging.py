"""Paginations that stay exact while events move.

A page begins after a position. If the first day of an event is corrected while a client reads page
by page, the client could meet the event twice or not at all. So the cursor has the last departure
before the first page. An event that has left its position since then is read at its old position.
The list then has the order of the dates at its beginning.

A pagination that began before the oldest stored departure (``service.store.departures``) cannot go
on.
"""

from __future__ import annotations

from service.domain.query import Filter, Page
from service.errors import FieldError, Gone
from service.store.departures import KEPT
from service.store.find import Finder
from service.store.plan import matching
from service.store.sql import Sql

FEW = 1000
"""The maximum number of matching events that are all read."""
AT_ONCE = 400
"""Departures that are read first; more are read if they do not fill the page."""
_EARLIER = (
    "EXISTS (SELECT 1 FROM departure x WHERE x.id = {}.id AND x.number > ? AND x.number < {})"
)
_ALWAYS = 2**62


def exact_page(finder: Finder, filter_: Filter, page: Page, begun: int) -> list[tuple[bytes, int]]:
    """The documents and positions of a page and of one event beyond it, in the order of the
    pagination that began after the departure ``begun``.

    Raises ``Gone`` if departures since then have been deleted.
    """
    with finder.database.reading():  # one state of the database for every read
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
    """Raises ``Gone`` if a departure after ``begun`` has been deleted."""
    (first,) = finder.execute("SELECT min(number) FROM departure").fetchone()
    if first is not None and begun + 1 < first:
        hours = round(KEPT.total_seconds() / 3600)
        raise Gone(
            "this pagination began too long ago: the positions of events are remembered"
            f" for {hours} hours; begin again without cursor",
            [FieldError("cursor: is too old; begin again without it", parameter="cursor")],
        )


def _all_of_few(finder: Finder, matches: Sql, page: Page, begun: int) -> list[tuple[bytes, int]]:
    """The page, from the positions that all matching events had when the pagination began."""
    way, sign = (" DESC", "<") if page.sort.startswith("-") else ("", ">")
    after = f"WHERE stood {sign} ?" if page.after else ""
    document = finder.database.row_at("document d", "w.position").text
    sql = (
        "SELECT d.body, w.stood FROM (SELECT * FROM (SELECT p.position AS position, coalesce("
        "(SELECT m.position FROM departure m WHERE m.id = e.id AND m.number > ?"
        " ORDER BY m.number LIMIT 1), p.position) AS stood"
        f" FROM ({matches.text}) p CROSS JOIN event e WHERE e.position = p.position) s"
        f" {after} ORDER BY stood{way} LIMIT ?) w{document} ORDER BY w.stood{way}"
    )
    values = [begun, *matches.values, *(page.after[:1] if page.after else ()), page.limit + 1]
    rows: list[tuple[bytes, int]] = finder.execute(sql, values).fetchall()
    return rows


def _end(finder: Finder, page: Page, size: int) -> int | None:
    """The position of the ``size``-th departure after the key of the page, if there is one. No more
    than the page may need is read."""
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
    """The events of the pagination up to the position ``end``: events that have not moved since it
    began, and moved events at their old positions."""
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
    """SQL for the documents of events that have left a position up to ``end`` since the
    pagination began, and for the first position that each of them left."""
    down = page.sort.startswith("-")
    edges, values = ["m.number > ?"], [begun]
    for bound, sign in ((page.after[0] if page.after else None, "<" if down else ">"),
                        (end, ">=" if down else "<=")):  # fmt: skip
        if bound is not None:
            edges.append(f"m.position {sign} ?")
            values.append(int(bound))
    rest = matching(filter_, finder.asker)
    if filter_.text is not None:
        rest.append(finder.asker.holds(filter_.text))
    conditions = [*edges, f"NOT {_EARLIER.format('m', 'm.number')}", *(each.text for each in rest)]
    return Sql(
        "SELECT d.body, m.position"
        f" FROM departure m{finder.database.through('departure_position')}"
        " CROSS JOIN event e CROSS JOIN document d"
        f" WHERE e.id = m.id AND d.position = e.position AND {' AND '.join(conditions)}"
        f" ORDER BY m.position{' DESC' if down else ''} LIMIT ?",
        [*values, begun, *(value for each in rest for value in each.values), page.limit + 1],
    )
