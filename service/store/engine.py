"""The interface between the store and a database engine: everything that differs between engines.

Each engine has its own folder beside this file, and its own SQL stands only there. The queries of
the store are written once, in standard SQL with ``?`` for a value.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import peewee as pw

from service.store.full_text import Derived, FullText
from service.store.sql import Sql, Way

if TYPE_CHECKING:
    from typing import Self


class Use(enum.Flag):
    """The use of a connection."""

    USUAL = 0
    ONCE_THROUGH = enum.auto()
    """To read everything once."""
    FILLING = enum.auto()
    """To write much."""
    UNSEEN = enum.auto()
    """To write data that nobody sees before it is complete."""
    UNCHANGED = enum.auto()
    """To read a database. It is neither changed in any way nor created."""
    ALONE = enum.auto()
    """To use the database alone: refused while others use it."""
    SMALL = enum.auto()
    """To read little, and never to wait."""
    ASIDE = enum.auto()
    """To write little beside the requests, with a short wait for other writers."""
    ON_LOOP = enum.auto()
    """For the thread of the event loop, which never waits for a lock."""
    ON_THREAD = enum.auto()
    """For one of several threads of a service."""
    READING = enum.auto()
    """For a thread that only reads."""
    WRITING = enum.auto()
    """For a thread that writes."""


class Engine(pw.Database, ABC):
    """A database; ``use_on_this_thread`` adds to the use of its connections.

    A statement raises our errors (``service.errors``) if the database or the machine under it
    fails. Other errors of Peewee are raised as they are.
    """

    name: ClassVar[str]
    hosted: ClassVar[bool]
    """Whether a statement may wait for another program, perhaps on another machine."""
    replicated: bool = False
    """Whether several servers answer, of which one may be behind another."""
    generation: ClassVar[str]
    """SQL for a value, beside the row ``epoch e``, that changes when something outside the change
    log changes: the tables, or a repair."""
    branches: ClassVar[int]
    """The maximum number of branches of a walk. The full text finds the events of more quicker."""
    cells: ClassVar[int]
    """The same for a walk through cells: the maximum number of cells."""
    held: ClassVar[float]
    """The cost to read a row of an index and look it up among positions, in times of the cost to
    read and sort an event."""
    url: str
    full_text: FullText
    ddl: ClassVar[dict[str, str]]
    """For migrations: the types and clauses of tables whose names differ between engines."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Run a statement; returns the cursor with its rows."""
        inner: Callable[..., Any] = super().execute_sql
        return inner(sql, params)

    def one_row(self, sql: str, params: tuple[Any, ...]) -> Any:
        """The first row of a small query that is asked very often, or ``None``."""
        return self.execute_sql(sql, params).fetchone()

    @property
    def at_primary(self) -> Callable[..., Any]:
        """A function that runs a statement on the server that has every write, whichever server
        answers the others. Raises ``Lost`` if that server is lost."""
        return self.execute_sql

    @property
    def where_newest(self) -> Callable[..., Any]:
        """The same, or if that server is lost, on the server that answers reads."""
        return self.execute_sql

    def replica_error(self) -> str | None:
        """Why the replicas cannot answer now, in words; ``None`` if they can, or if there are none.
        Raises ``Refused`` if they are those of another database."""
        return None

    def confirm(self, cursor: int) -> None:
        """Return when nothing can undo the changes up to ``cursor``, not even the loss of a server.
        Raises ``Unavailable`` if this takes too long."""

    def remember(self, who: Any) -> None:
        """Call ``who.forget()`` when another database may have replaced this one, so that ``who``
        drops what it has read."""

    def atomic(self, *args: Any, **kwargs: Any) -> Any:
        """Peewee's ``atomic``; every write of the store is inside one."""
        return self._telling(super().atomic(*args, **kwargs))

    @abstractmethod
    def _telling(self, inner: pw._atomic) -> AbstractContextManager[None]:
        """``inner``, with our errors in place of the engine's."""

    @abstractmethod
    def look(self) -> None:
        """Raises ``Lost`` if this is known to be no longer the database that was opened."""

    @abstractmethod
    def check(self) -> None:
        """The same, never skipped to save time."""

    def demand_one_place(self) -> None:
        """Raises ``Refused`` if new tables would not be made where those of this program are."""

    @abstractmethod
    def which(self) -> object:
        """A value that differs if another database has replaced the open one; ``None`` if none is
        open."""

    @abstractmethod
    def same_as(self, other: Self) -> bool:
        """Whether ``other``, of the same engine, is this very database under another URL."""

    @abstractmethod
    def place(self) -> str:
        """A text that distinguishes this database from copies of it, for its epoch."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Any]:
        """A block in which every statement sees one state of the database."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Any]:
        """A transaction that writes. Other writers wait from its beginning to its end, so the
        newest state that it reads does not change meanwhile. It is on disk when the block ends."""

    @abstractmethod
    def announce(self) -> None:
        """Notify the callers of ``await_news`` once this transaction is committed."""

    @abstractmethod
    def listen(self) -> None:
        """From now on ``await_news`` misses nothing."""

    @abstractmethod
    def await_news(self, seconds: float) -> None:
        """Wait for news, at most ``seconds``. It must not run on an event loop."""

    @abstractmethod
    def migrating(self, pending: bool) -> AbstractContextManager[Any]:
        """A block in which nobody else migrates or writes, with what the engine itself needs before
        the migrations. ``pending`` says whether there are any."""

    @abstractmethod
    def state(self) -> object:
        """A value that changes with each commit that this connection sees; ``None`` if it is not
        known."""

    @abstractmethod
    def version(self) -> object:
        """The same, only for commits of other connections, and quick. ``None`` if a query for it
        may take long."""

    def sign(self) -> Callable[[], object]:
        """A function that answers without a statement and from any thread. Its value differs after
        each commit of any connection; it is ``None`` if only ``version`` can tell."""
        return _unknown

    @abstractmethod
    def note_repair(self) -> None:
        """Record a repair, within its transaction, so that ``generation`` changes."""

    @abstractmethod
    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of ``rows``. If it inserts rows, or updates them instead,
        no two of ``rows`` may be the same row of the table."""

    def increase(self, table: str, column: str, rows: Sequence[tuple[int, int]]) -> None:
        """Add to the numbers of a column; ``rows`` has amounts, each with the id of its row."""
        self.many(f"UPDATE {table} SET {column} = {column} + ? WHERE id = ?", rows)

    @abstractmethod
    def insert_many(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """Insert rows; ``values`` has the values of all rows, one row after the other."""

    @abstractmethod
    def walked(self, way: Way, rest: Sequence[Sql], limit: int, looked: int) -> Sql:
        """SQL for at most ``limit`` positions of ``way`` whose events meet all conditions ``rest``
        on ``event e``. Only the first ``looked`` positions of the way are read."""

    @abstractmethod
    def among(self, column: str, positions: Sql) -> Sql | None:
        """The condition that a column of an index is one of the positions of a query. The index is
        searched for all of them together; ``None`` if the engine searches for one after the
        other."""

    @abstractmethod
    def at(self, columns: str, positions: Sql) -> Sql:
        """SQL for columns of ``event e`` at all positions of a query, in no order."""

    @abstractmethod
    def ordered(self, column: str, down: bool = False) -> str:
        """The SQL that keeps the rows of an outer query in the order of the inner one, by
        ``column``."""

    @abstractmethod
    def row_at(self, table: str, position: str, conditions: Sequence[Sql] = ()) -> Sql:
        """SQL, after ``FROM`` and a query, for the row of ``table`` (with its short name, such as
        ``event e``) at a ``position`` of that query, if all conditions on the row hold. The
        positions are looked up one after the other, in the order of the query."""

    @abstractmethod
    def through(self, index: str) -> str:
        """The SQL, after the name of a table, to read it by this index."""

    @abstractmethod
    def listed(self, values: Sequence[int]) -> Sql:
        """A table ``j`` whose column ``value`` has these values."""

    @abstractmethod
    def listed_texts(self, values: Sequence[str]) -> Sql:
        """The same, with texts."""

    @abstractmethod
    def listed_rows(self, columns: Sequence[str], rows: Sequence[tuple[int | str, ...]]) -> Sql:
        """A table ``j`` with these columns and at least one row; the first row gives the type of
        each column."""

    @abstractmethod
    def like(self, text: str, pieces: Sequence[tuple[str, bool]]) -> Sql:
        """SQL for whether a text matches a pattern. The pattern has characters, each with whether
        it is a wildcard, ``%`` or ``_``. Upper and lower case differ."""

    @abstractmethod
    def part(self, column: str, *names: str) -> str:
        """SQL for the text at a place in a JSON column."""

    @abstractmethod
    def joined_parts(
        self, column: str, name: str, each: str | int | None, once: bool = False
    ) -> str:
        """SQL for the texts of a list in a JSON column, joined by ``; ``. From each element it
        takes the member or the place ``each``. ``once`` keeps only the first of equal texts."""

    @abstractmethod
    def no_parts(self, column: str, name: str) -> str:
        """SQL for whether such a list is empty."""

    @abstractmethod
    def damage(self) -> Iterator[str]:
        """The errors of the database below its tables, in words."""

    @abstractmethod
    def derived(self) -> AbstractContextManager[Derived]:
        """A place for data that is derived once more; it is removed at the end of the block."""

    @abstractmethod
    def altered_views(self, derived: Derived) -> Iterator[str]:
        """The views that differ from those that the migrations create."""

    @abstractmethod
    def backup(self, target: Path, force: bool = False) -> None:
        """Copy the database into one file while it is in use. Raises ``Invalid`` if the engine has
        other means for that."""

    @abstractmethod
    def publish(self, target: Path) -> int:
        """Write the rows of the views to one file; returns the number of events."""

    @classmethod
    @abstractmethod
    def opened(cls, url: str, use: Use, read_url: str = "") -> Self:
        """The database at a URL; the servers at ``read_url`` may answer its reads. Raises
        ``Invalid`` for a URL that it cannot read."""

    @classmethod
    @abstractmethod
    def missing(cls, url: str) -> bool:
        """Whether there is no database at that URL yet, and one can be created in one step."""

    @classmethod
    @abstractmethod
    def made_aside(cls, url: str, keep: bool) -> AbstractContextManager[str]:
        """The URL of an empty database, which is at ``url`` after the block."""

    @classmethod
    @abstractmethod
    def restore(cls, url: str, source: Path) -> Path | None:
        """Replace the database by a copy; returns the place of the old one, if it is kept. Raises
        ``Invalid`` if the engine has other means for that."""

    @classmethod
    @abstractmethod
    def place_errors(cls, url: str) -> Iterator[str]:
        """The reasons why no database can be created at that URL, in words."""

    @classmethod
    @abstractmethod
    def open_to_others(cls, url: str) -> str | None:
        """A warning if other users of this machine may read the database."""


def _unknown() -> None:
    return None
