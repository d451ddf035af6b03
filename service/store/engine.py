"""The seam between the store and a database engine: all that one engine does otherwise than
another.

Each engine has a folder of its own beside this file, and its words stand nowhere else. The
questions of the store are written once, in standard SQL with ``?`` for a value.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import peewee as pw

from service.store.sql import Asked, Sql, Way, Written

if TYPE_CHECKING:
    from typing import Self

Text = tuple[int, str, str, str, str]
"""A row of the full text: the position, the words of title, summary and names, the marks."""


class Use(enum.Flag):
    """What a connection is for."""

    USUAL = 0
    ONCE_THROUGH = enum.auto()
    """To read everything once."""
    FILLING = enum.auto()
    """To write much."""
    UNSEEN = enum.auto()
    """To write what nobody sees before it is whole."""
    UNCHANGED = enum.auto()
    """To read a database that is not changed by that in any way, and is not made."""
    ALONE = enum.auto()
    """To do what nobody else may see: refused while the database is in use."""
    SMALL = enum.auto()
    """To ask little, and never to wait."""
    ASIDE = enum.auto()
    """To write little beside the requests, waiting a moment for whoever writes."""
    ON_LOOP = enum.auto()
    """Of the thread of the event loop, which never waits for a lock."""
    ON_THREAD = enum.auto()
    """Of one of several threads of a service."""


class Derived(NamedTuple):
    """Where what is derived from the events is derived once more, to be compared: ``here`` and
    ``there`` are the schemas of the database and of that."""

    database: Engine
    here: str
    there: str


class FullText(ABC):
    """The index of the words of events and of the marks of their terms."""

    @abstractmethod
    def written(self, asked: Asked) -> Written:
        """What is asked for, in the words of this index."""

    @abstractmethod
    def holds(self, written: Written) -> Sql:
        """As a condition on ``event e``, for one event at a time."""

    @abstractmethod
    def make(self, tokenizer: str) -> None:
        """Make the empty index, for migrations; ``tokenizer`` cuts its texts."""

    @abstractmethod
    def drop(self) -> None:
        """Remove the index, for migrations."""

    @abstractmethod
    def add(self, rows: Sequence[Text]) -> None:
        """Index events."""

    @abstractmethod
    def remove(self, rows: Sequence[Text]) -> None:
        """Take events out, which were added with just these rows."""

    @abstractmethod
    def clear(self) -> None:
        """Take all events out."""

    @abstractmethod
    def expect_many(self) -> None:
        """Leave what many writes scatter as it is, until ``settle``."""

    @abstractmethod
    def settle(self) -> None:
        """Put in order what many writes have scattered; others go on writing meanwhile."""

    @abstractmethod
    def optimise(self) -> None:
        """The same at once, within a transaction."""

    @abstractmethod
    def compared(self, derived: Derived) -> AbstractContextManager[dict[str, tuple[str, str]]]:
        """By name, two questions whose rows are the same where both indexes are."""


class Engine(pw.Database, ABC):
    """A database; ``use_on_this_thread`` says what its connections are for besides.

    Every statement raises our errors for what concerns the database and the machine under it
    (``service.errors``), and the other errors of Peewee as they are.
    """

    name: ClassVar[str]
    hosted: ClassVar[bool]
    """Whether each statement may wait for another program, perhaps on another machine."""
    url: str
    full_text: FullText
    ddl: ClassVar[dict[str, str]]
    """For migrations: the types and clauses of tables that engines call otherwise."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Run a statement; the cursor with its rows."""
        inner: Callable[..., Any] = super().execute_sql
        return inner(sql, params)

    @property
    def at_primary(self) -> Callable[..., Any]:
        """Runs a statement where all is that was written, whatever server answers the others.
        Raises ``Lost`` if that is lost."""
        return self.execute_sql

    @property
    def where_newest(self) -> Callable[..., Any]:
        """The same where that can be had, else where a read is answered."""
        return self.execute_sql

    def confirm(self, cursor: int) -> None:
        """Returns when nothing can take back the changes up to ``cursor``, not even the loss of a
        server. Raises ``Unavailable`` if that is not so in time."""

    def remember(self, who: Any) -> None:
        """``who`` is told to ``forget`` what it has read of the database where another may take
        its place."""

    def atomic(self, *args: Any, **kwargs: Any) -> Any:
        """Peewee's ``atomic``; every write of the store is inside one."""
        return self._telling(super().atomic(*args, **kwargs))

    @abstractmethod
    def _telling(self, inner: pw._atomic) -> AbstractContextManager[None]:
        """``inner``, with our errors in the place of the engine's."""

    @abstractmethod
    def look(self) -> None:
        """Raises ``Lost`` if this is known not to be the database any more that was opened."""

    @abstractmethod
    def check(self) -> None:
        """The same, never skipped to save time."""

    @abstractmethod
    def which(self) -> object:
        """What tells the database that is open from another that takes its place; ``None`` if none
        is open."""

    @abstractmethod
    def same_as(self, other: Self) -> bool:
        """Whether another address, of the same engine, leads to this very database."""

    @abstractmethod
    def place(self) -> str:
        """What tells this database from copies of it, for its epoch."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Any]:
        """A block in which every statement sees one state of the database."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Any]:
        """A transaction that writes. Others that write wait for its end from its beginning on, so
        that what it reads of the newest state stays so. It is on disk when the block ends."""

    @abstractmethod
    def announce(self) -> None:
        """Tell who waits for news that this transaction has some, once it is committed."""

    @abstractmethod
    def listen(self) -> None:
        """From now on ``await_news`` misses nothing."""

    @abstractmethod
    def await_news(self, seconds: float) -> None:
        """Wait for news, at most so long. Not for an event loop."""

    @abstractmethod
    def migrating(self) -> AbstractContextManager[Any]:
        """A block of migrations, and what the engine itself needs before them."""

    @abstractmethod
    def state(self) -> object:
        """What is another after each commit that this connection sees; ``None`` if that is not
        known."""

    @abstractmethod
    def version(self) -> object:
        """The same, for commits of other connections alone; quick. ``None`` if to ask may take
        long."""

    @abstractmethod
    def generation(self) -> object:
        """What is another after a change that is not in the change log: of tables, or a repair."""

    @abstractmethod
    def note_repair(self) -> None:
        """Say that a repair was made, within its transaction."""

    @abstractmethod
    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of ``rows``; no two of those that it inserts, or updates in
        place of that, may be the same row of the table."""

    @abstractmethod
    def insert_many(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """Insert rows whose ``values`` come after one another."""

    @abstractmethod
    def walked(self, way: Way, rest: Sequence[Sql], limit: int, looked: int) -> Sql:
        """SQL for at most ``limit`` positions of ``way`` of which all conditions ``rest`` on
        ``event e`` hold; of the way the first ``looked`` are looked at."""

    @abstractmethod
    def ordered(self, column: str, down: bool = False) -> str:
        """What keeps the rows of an outer question in the order of the inner one, by ``column``."""

    @abstractmethod
    def through(self, index: str) -> str:
        """After the name of a table: it is to be read by this index."""

    @abstractmethod
    def listed(self, values: Sequence[int]) -> Sql:
        """A table ``j`` whose column ``value`` has these values."""

    @abstractmethod
    def listed_texts(self, values: Sequence[str]) -> Sql:
        """The same with texts."""

    @abstractmethod
    def listed_rows(self, columns: Sequence[str], rows: Sequence[tuple[int | str, ...]]) -> Sql:
        """A table ``j`` with these columns and rows, at least one; each column is of the kind that
        it has in the first."""

    @abstractmethod
    def like(self, text: str, pieces: Sequence[tuple[str, bool]]) -> Sql:
        """Whether a text matches a pattern: characters, each with whether it is a wildcard, ``%``
        or ``_``. Upper and lower case differ."""

    @abstractmethod
    def part(self, column: str, *names: str) -> str:
        """The text at a place in a column of JSON."""

    @abstractmethod
    def joined_parts(
        self, column: str, name: str, each: str | int | None, once: bool = False
    ) -> str:
        """The texts of a list in a column of JSON, joined by ``; ``: of each element the member or
        the place ``each``. Of those that are alike ``once`` keeps the first."""

    @abstractmethod
    def no_parts(self, column: str, name: str) -> str:
        """Whether such a list is empty."""

    @abstractmethod
    def damage(self) -> Iterator[str]:
        """What is wrong with the database below its tables, in words."""

    @abstractmethod
    def derived(self) -> AbstractContextManager[Derived]:
        """A place for what is derived once more; it goes with the block."""

    @abstractmethod
    def altered_views(self, derived: Derived) -> Iterator[str]:
        """The views that are not as the migrations make them."""

    @abstractmethod
    def backup(self, target: Path, force: bool = False) -> None:
        """Copy the database into one file while it is in use. Raises ``Invalid`` if the engine has
        other means for that."""

    @abstractmethod
    def publish(self, target: Path) -> int:
        """Write the rows of the views to one file; the number of events."""

    @classmethod
    @abstractmethod
    def opened(cls, url: str, use: Use, read_url: str = "") -> Self:
        """The database at an address, whose reads may be answered by the servers at ``read_url``.
        Raises ``Invalid`` for an address that it cannot read."""

    @classmethod
    @abstractmethod
    def missing(cls, url: str) -> bool:
        """Whether there is no database at that address yet, and one can be made in one go."""

    @classmethod
    @abstractmethod
    def made_aside(cls, url: str, keep: bool) -> AbstractContextManager[str]:
        """The address of an empty database, which is at ``url`` after the block."""

    @classmethod
    @abstractmethod
    def restore(cls, url: str, source: Path) -> Path | None:
        """Put a copy in the place of the database; where the old one is now, if it is kept. Raises
        ``Invalid`` if the engine has other means for that."""

    @classmethod
    @abstractmethod
    def place_faults(cls, url: str) -> Iterator[str]:
        """Why no database can be made at that address, in words."""

    @classmethod
    @abstractmethod
    def open_to_others(cls, url: str) -> str | None:
        """A warning where other users of this machine may read the database."""
