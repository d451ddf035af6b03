"""Recent changes, for callers that cache what they have read.

A check whether anything was written costs microseconds, and only later changes are read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from service.domain.event import Event
from service.domain.query import Filter
from service.domain.search_match import Texts
from service.reply_dependencies import Reads
from service.store.database import Use, open_database
from service.store.filter_match import matches, texts_of
from service.store.history import Row, decompress_row
from service.store.rows import COLUMNS, from_row
from service.store.terms import terms

REMEMBERED = 256
"""Changes that are kept. A caller that is further behind reads again, which costs about as much as
a check of the changes."""
MAX_WORK = 200
"""The maximum work of a check of one reply, in units of some microseconds: about as much as a new
reply. Each change costs a unit for the reply, one for each of its filters, and several for a filter
with words or a condition."""
FRESH = 12
"""The units to read the states of a change, and again to read their words, if this was not done for
another reply."""
STATE = (
    "SELECT e.name, {generation}, c.cursor, c.at,"
    ' (SELECT at FROM "change" WHERE cursor = ?) FROM epoch e'
    ' LEFT JOIN (SELECT cursor, at FROM "change" ORDER BY cursor DESC LIMIT 1) c ON TRUE'
    " WHERE e.id = 1"
)
SINCE = (
    "SELECT c.cursor, c.type, c.id, c.version, h.state, p.state, q.state,"
    f' {", ".join(f"e.{name}" for name in COLUMNS)} FROM "change" c'
    " LEFT JOIN event e ON e.id = c.id AND e.version = c.version"
    " LEFT JOIN history h ON h.id = c.id AND h.version = c.version"
    " LEFT JOIN history p ON p.id = c.id AND p.version = c.version - 1"
    " LEFT JOIN history q ON q.id = c.id AND q.version = c.version - 2"
    " WHERE c.cursor > ? AND c.cursor <= ? ORDER BY c.cursor"
)


class Changed:
    """One change, with the event before and after it. Before a deleted event is restored, its state
    is that of its deletion."""

    __slots__ = ("_row", "_states", "cursor", "id", "type")

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.cursor: int = row[0]
        self.type: str = row[1]
        self.id: str = row[2]
        self._row = row
        self._states: tuple[State | None, State | None] | None = None

    def matters(self, reads: Reads) -> bool:
        """Whether this change may alter a reply that has read ``reads``."""
        if reads.everything or self.id in reads.events:
            return True
        if not reads.filters:
            return False
        before, after = self.states
        if after is None and self.type != "deleted":
            return True  # the state before is no longer known
        if reads.paginated and self._moved(before, after):
            return True
        states = [each for each in (before, after) if each is not None]
        return any(state.passes(each) for each in reads.filters for state in states)

    @property
    def states(self) -> tuple[State | None, State | None]:
        """The event before and after."""
        if self._states is None:
            _, kind, _, version, after, before, dug, *current = self._row
            if kind == "created" and version > 1:
                before = dug
            now = dict(zip(COLUMNS, current, strict=True))
            later = decompress_row(after) if after is not None else now
            known = kind != "deleted" and later["id"] is not None
            self._states = (
                None if before is None else State(decompress_row(before)),
                State(later) if known else None,
            )
        return self._states

    def work(self, reads: Reads) -> int:
        """The work of ``matters``, in the units of ``MAX_WORK``."""
        if reads.everything or not reads.filters:
            return 1
        found = 1 + sum(map(_weight, reads.filters))
        if self._states is None:
            found += FRESH
        said = any(each.text is not None for each in reads.filters)
        if said and not any(each is not None and each.has_words for each in self._states or ()):
            found += FRESH
        return found

    def _moved(self, before: State | None, after: State | None) -> bool:
        """Whether the event has left its position; such moves number the paginations."""
        if self.type != "updated" or before is None or after is None:
            return self.type == "deleted"
        return bool(before.row["position"] != after.row["position"])


class State:
    """An event at one time."""

    __slots__ = ("_words", "event", "has", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.event: Event = from_row(row)
        self.has = {(kind, value) for kind, value, _ in terms(self.event)}
        self._words: Texts | None = None

    @property
    def has_words(self) -> bool:
        """Whether the words were read."""
        return self._words is not None

    def passes(self, filter_: Filter) -> bool:
        """Whether the event matches the filter."""
        row = self.row
        return matches(
            filter_, self.event, row["updated_at"], row["created_at"], row["version"],
            has=self.has, words=self._texts,
        )  # fmt: skip

    def _texts(self, event: Event) -> Texts:
        """The words of the event, found once for all filters."""
        if self._words is None:
            self._words = texts_of(event)
        return self._words


def _weight(filter_: Filter) -> int:
    """The cost of a test of a filter, in units of some microseconds."""
    return 1 if filter_.text is None and filter_.condition is None else 8


class News(NamedTuple):
    """The state of the database at one look. ``kind`` differs if earlier changes do not count any
    more, or another server answers. ``last`` and ``at`` are the cursor and the time of the newest
    change, ``known`` is the time of the change that was the newest before, and ``rows`` are the
    changes since."""

    kind: tuple[object, ...]
    last: int
    at: str | None
    known: str | None
    rows: list[tuple[Any, ...]]


class Recent:
    """The last changes of the database at ``url``, read on a separate connection. No statement is
    left open on it, because an open one would see only the state at its beginning.

    For one thread, except ``read``. ``now`` is the cursor of the newest known change. ``era``
    counts how often the earlier changes were lost: by a restore, a failover, a repair, a migration,
    or many changes. The changes after ``since`` are those of this era.
    """

    def __init__(self, url: str) -> None:
        self.database = open_database(url, Use.SMALL)
        self.changes: deque[Changed] = deque(maxlen=REMEMBERED)
        self.era = 0
        self.now = self.since = 0
        self.moment = 0, 0
        """``era`` and ``now``."""
        self._at: str | None = None
        self._version: object = None
        self._sign: Callable[[], object] | None = None
        self._signed: object = None
        self._kind: tuple[object, ...] | None = None

    @property
    def known(self) -> bool:
        """Whether the state of the database was read, and not lost since."""
        return self._kind is not None

    def look(self) -> bool:
        """Note new changes; returns whether that is possible now, without a wait. For an engine
        without a server; otherwise a thread has to call ``read``."""
        try:
            self.database.look()
            if self._sign is None:
                self._sign = self._signing()
            # Read before the changes are: what is committed meanwhile is found the next time.
            signed = self._sign()
            if signed is None or signed != self._signed:
                version = self.database.version()
                if version != self._version:
                    self.take(self.read())
                    self._version = version
                self._signed = signed
        except Exception:  # locked, lost, damaged: a request to the database will report it
            self.lose()
            return False
        return True

    def _signing(self) -> Callable[[], object]:
        self.database.version()  # this opens the database
        sign = self.database.sign()
        self.database.check()  # it is the sign of the same file
        return sign

    def read(self) -> News:
        """Read the newest state. It may run on a thread, if nothing else is called meanwhile that
        changes this object, and always on the same one."""
        state = STATE.format(generation=self.database.generation)
        epoch, generation, last, at, known = self.database.one_row(state, (self.now,))
        last = last or 0
        new = self.now < last <= self.now + REMEMBERED
        rows = (
            self.database.execute_sql(SINCE, (self.now, last)).fetchall()
            if self.known and new
            else []
        )
        return News((epoch, generation, self.database.which()), last, at, known, rows)

    def take(self, news: News) -> None:
        """Note what was read."""
        # After a failover another change may have the cursor of one that was lost.
        same = news.kind == self._kind and news.known == self._at
        if not same or not self.now <= news.last <= self.now + REMEMBERED:
            self.changes.clear()
            self.era += 1
            self.since = news.last
        else:
            self.changes.extend(map(Changed, news.rows))
        self._kind, self.now, self._at = news.kind, news.last, news.at
        self.moment = self.era, self.now

    def lose(self) -> None:
        """Note that the state could not be read: what is read next may be another database."""
        self._version = self._kind = self._signed = self._sign = None

    def matters(self, cursor: int, reads: Reads) -> bool:
        """Whether a reply that read ``reads`` at ``cursor`` may be different by now. Also true if
        there were so many changes since that a check costs more than a new reply."""
        if cursor < self.since:
            return True
        left, new = MAX_WORK, list[Changed]()
        for each in reversed(self.changes):
            if each.cursor <= cursor:
                return any(one.matters(reads) for one in new)
            left -= each.work(reads)
            if left < 0:
                return True
            new.append(each)
        # All of them are new, so some may be lost.
        return len(self.changes) == REMEMBERED or any(one.matters(reads) for one in new)

    def close(self) -> None:
        """Close the connection of this thread."""
        self._sign = None
        self.database.close()
