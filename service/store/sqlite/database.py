"""Opens a database of SQLite; its statements, bulk operations and files."""

from __future__ import annotations

import logging
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import peewee as pw

from service import deadline, reply_dependencies
from service.errors import Lost
from service.store.engine import Engine, Use
from service.store.full_text import Derived
from service.store.functions import FUNCTIONS
from service.store.migrating import runner
from service.store.sqlite import backup, creation, file_access, publish
from service.store.sqlite.connection_pragmas import PRAGMAS, pragmas, use_of_this_thread
from service.store.sqlite.dialect import SqliteDialect
from service.store.sqlite.engine_errors import explained, telling
from service.store.sqlite.file import File
from service.store.sqlite.full_text import FullText5
from service.store.sqlite.paths import path_of
from service.store.sqlite.transactions import Transactions
from service.store.sqlite.wal_index import WalIndex

STEPS, STEPS_ON_THREAD = 10_000, 200_000
"""Instructions of SQLite's virtual machine between two checks of the deadline: one or two
milliseconds. On a thread it is some tens of milliseconds, because each check there needs the
interpreter and so would disturb the loop."""
STATEMENTS = 128
"""Prepared statements that a connection keeps. One takes up to 50 kB of memory, and questions at
random have thousands of different statements."""
VALUES_AT_ONCE = 800
LOG = logging.getLogger("peewee")
"""Peewee logs every statement there."""


class ThreadConnection(sqlite3.Connection):
    """The connection of one thread. It is closed when the thread ends, because nobody else can
    close the connections of the threads of a pool. Since 3.13, Python warns of one left open."""

    def __del__(self) -> None:
        # In another thread, or if it was never opened, the base class does what is left.
        with suppress(sqlite3.ProgrammingError):
            self.close()


class Sqlite(SqliteDialect, Transactions, Engine, pw.SqliteDatabase):
    """SQLite; its errors about its file and its disk are raised as ours (``engine_errors``).

    ``file`` notices if the file or its log was replaced or removed while any thread has it open:
    writes to a file without a name are lost.
    """

    name = "sqlite"
    hosted = False
    generation = (
        "(SELECT schema_version FROM pragma_schema_version)"
        " || ' ' || (SELECT user_version FROM pragma_user_version)"
    )
    """The version of the tables, and the number of repairs."""
    branches = 160
    cells = 4
    held = 0.2
    ddl: ClassVar[dict[str, str]] = {
        "long": "INTEGER",
        "counted": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "bytes": "BLOB",
        "c": "",
        "by_key": " WITHOUT ROWID",
        "with_latest": "",
    }

    def __init__(self, url: str, database: str, *, logged: bool = True, **kwargs: Any) -> None:
        self.url = url
        self.file = File(database, logged)
        self.full_text = FullText5(self)
        super().__init__(database, **kwargs)

    @classmethod
    def opened(cls, url: str, use: Use, read_url: str = "") -> Sqlite:
        """A Peewee database for ``sqlite:///relative`` or ``sqlite:////absolute``, which has no
        other servers.

        Raises ``Invalid`` for any other kind of URL. Creates the folder of the file; raises
        ``Lost`` if that fails.
        """
        path = path_of(url)
        if path != ":memory:":
            folder = Path(path).parent
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                why = f"the folder {folder} cannot be made: {error.strerror}"
                raise Lost(f"DATELINE_DATABASE_URL: {why}") from None
        every = PRAGMAS | pragmas(use)
        if Use.UNCHANGED in use:
            del every["journal_mode"]
        # The pragmas of locks must be set before anything is read (PRAGMA locking_mode).
        names = ("busy_timeout", "locking_mode")
        first = {name: every.pop(name) for name in names if name in every}
        made = cls(
            url, path, logged=every.get("journal_mode") == "wal", pragmas=first | every,
            cached_statements=STATEMENTS, factory=ThreadConnection,
        )  # fmt: skip
        for name, (function, parameters) in FUNCTIONS.items():
            made.register_function(function, name, parameters, deterministic=True)
        return made

    def connect(self, reuse_if_open: bool = False) -> bool:
        """Peewee's ``connect``. Only the owner may read a file that this creates. Raises ``Lost``
        if the file is not the one known so far."""
        with telling(self.file.path):
            if not self.file.in_memory:
                file_access.make_private(self.file.path)
            made: bool = super().connect(reuse_if_open)
        if made:
            self.file.opened()
        return made

    def close(self) -> bool:
        """Peewee's ``close``."""
        closed: bool = super().close()
        if closed:
            self.file.closed()
        return closed

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Peewee's ``execute_sql``, without its hooks."""
        self.file.look()
        reply_dependencies.statement()
        if LOG.isEnabledFor(logging.DEBUG):
            LOG.debug((sql, params))
        try:
            return self.own().execute(sql, params or ())
        except sqlite3.Error as error:
            known = explained(error, self.file.path)
            if known is not None:
                raise known from error
            # Peewee's stubs leave it out.
            with pw.__exception_wrapper__:  # type: ignore[attr-defined]
                raise

    def _connect(self) -> sqlite3.Connection:
        # Peewee's stubs leave out methods that are not public.
        connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]
        for name, value in pragmas(use_of_this_thread()).items():
            connection.execute(f"PRAGMA {name} = {value}")
        steps = STEPS_ON_THREAD if Use.ON_THREAD in use_of_this_thread() else STEPS
        connection.set_progress_handler(deadline.over, steps)
        return connection

    def look(self) -> None:
        """Raises ``Lost`` if the name stands for another file by now; the file is checked only now
        and then."""
        self.file.look()

    def check(self) -> None:
        """The same, checked each time."""
        self.file.check()

    def which(self) -> object:
        """Device and inode of the file that is open."""
        return self.file.known

    def same_as(self, other: Sqlite) -> bool:
        """Whether both names lead to one file."""
        names = (self.file, other.file)
        if any(each.in_memory or not each.path.exists() for each in names):
            return False
        return self.file.path.samefile(other.file.path)

    def place(self) -> str:
        """The number of the file on its file system; empty if there is no file yet."""
        with suppress(FileNotFoundError):
            return "" if self.file.in_memory else str(self.file.path.stat().st_ino)
        return ""

    def state(self) -> object:
        """This connection, the number of its changes, and the data version, which tells the changes
        of others."""
        connection = self.own()
        return connection, connection.total_changes, self.version()

    def size(self) -> int:
        """The bytes of the database."""
        (pages,) = self.own().execute("PRAGMA page_count").fetchone()
        (page,) = self.own().execute("PRAGMA page_size").fetchone()
        return int(pages * page)

    def version(self) -> object:
        """The data version of this connection."""
        return self.own().execute("PRAGMA data_version").fetchone()[0]

    def sign(self) -> Callable[[], object]:
        """The header of the index of the write-ahead log."""
        return WalIndex(self.file.path).header

    def note_repair(self) -> None:
        """Count the repair in the header of the file."""
        (repairs,) = self.own().execute("PRAGMA user_version").fetchone()
        self.own().execute(f"PRAGMA user_version = {(repairs + 1) % 2**31}")

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of ``rows``."""
        self.own().executemany(sql, rows)

    def insert_many(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """Insert rows; ``values`` has the values of all rows, one row after the other.

        One statement inserts many rows, because for small rows half of the work is the step from
        one to the next.
        """
        width = len(columns)
        many = VALUES_AT_ONCE // width
        whole = len(values) - len(values) % (width * many)
        row = f"({', '.join('?' * width)})"
        for rows, start, end in ((many, 0, whole), (1, whole, len(values))):
            step = rows * width
            self.own().executemany(
                f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES {", ".join([row] * rows)}',
                (tuple(values[at : at + step]) for at in range(start, end, step)),
            )

    def damage(self) -> Iterator[str]:
        """The errors that the check of the file finds."""
        rows = self.execute_sql("PRAGMA main.integrity_check(20)").fetchall()
        yield from (f"the file is damaged: {text}" for (text,) in rows if text != "ok")

    @contextmanager
    def derived(self) -> Iterator[Derived]:
        """A separate file, attached to this connection."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "expected.db"
            aside = Sqlite.opened(f"sqlite:///{path}", Use.USUAL)
            runner(aside).up()
            self.execute_sql("ATTACH DATABASE ? AS expected", (str(path),))
            try:
                yield Derived(aside, "main", "expected")
            finally:
                aside.close()
                self.execute_sql("DETACH DATABASE expected")

    def altered_views(self, derived: Derived) -> Iterator[str]:
        """The views whose text differs in the separate file."""
        rows = self.execute_sql(
            "SELECT name FROM expected.sqlite_master WHERE type = 'view' AND (name, sql) NOT IN"
            " (SELECT name, sql FROM main.sqlite_master) ORDER BY name"
        ).fetchall()
        yield from (name for (name,) in rows)

    def backup(self, target: Path, force: bool = False) -> None:
        """See ``service.store.sqlite.backup``."""
        backup.backup(self, target, force)

    def publish(self, target: Path) -> int:
        """See ``service.store.sqlite.publish``."""
        return publish.publish(self, target)

    @classmethod
    def missing(cls, url: str) -> bool:
        """Whether there is no file at that URL yet."""
        path = path_of(url)
        return path != ":memory:" and not Path(path).exists()

    @classmethod
    def made_aside(cls, url: str, keep: bool) -> AbstractContextManager[str]:
        """See ``service.store.sqlite.creation``."""
        return creation.made_aside(url, keep)

    @classmethod
    def restore(cls, url: str, source: Path) -> Path | None:
        """See ``service.store.sqlite.backup``."""
        return backup.restore(url, source)

    @classmethod
    def place_errors(cls, url: str) -> Iterator[str]:
        """The errors of the folder. SQLite reports those of an existing database."""
        return file_access.place_errors(path_of(url))

    @classmethod
    def open_to_others(cls, url: str) -> str | None:
        """A warning about an existing file that others may read: a new file is for its owner only,
        an older one keeps its rights."""
        return file_access.open_to_others(path_of(url))
