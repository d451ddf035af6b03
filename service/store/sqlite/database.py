"""Opening a database of SQLite, its transactions and its files."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, ClassVar

import peewee as pw

from service import deadline, reply_dependencies
from service.errors import Busy, Lost
from service.store.engine import Derived, Engine, Use
from service.store.functions import FUNCTIONS
from service.store.migrating import runner
from service.store.sqlite import backup, creation, publish
from service.store.sqlite.dialect import Words
from service.store.sqlite.faults import explained, telling
from service.store.sqlite.file import File
from service.store.sqlite.full_text import FullText5
from service.store.sqlite.paths import path_of

PRAGMAS: dict[str, int | str] = {
    "journal_mode": "wal",
    "synchronous": "full",  # an acknowledged write is on disk
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "cache_size": -64_000,
    "mmap_size": 1 << 30,
    "journal_size_limit": 64 << 20,  # what a large import leaves is given back
    "temp_store": "memory",
    "trusted_schema": 0,
}
USES: dict[Use, dict[str, int | str]] = {
    # Pages that will not be asked for again are not kept.
    Use.ONCE_THROUGH: {"cache_size": -8_000, "mmap_size": 0},
    # What is written is not counted as memory of the program, and a page that many transactions
    # change is written to its place once for several of them.
    Use.FILLING: {"mmap_size": 0, "cache_size": -48_000, "wal_autocheckpoint": 50_000},
    Use.UNSEEN: {
        "journal_mode": "off",
        "synchronous": "off",
        "locking_mode": "exclusive",
        "cache_size": -34_000,  # a longer transaction takes more memory itself
    },
    Use.UNCHANGED: {"query_only": 1},
    Use.ALONE: {"locking_mode": "exclusive", "busy_timeout": 1_000},
    Use.SMALL: {"busy_timeout": 0, "cache_size": -500, "mmap_size": 0},
    Use.ASIDE: {"busy_timeout": 1_000, "cache_size": -100, "mmap_size": 0},
    Use.ON_LOOP: {"busy_timeout": 0},
    # Each waits for a lock in short steps, so that it notices its deadline, and keeps little in
    # memory.
    Use.ON_THREAD: {"busy_timeout": 100, "cache_size": -8_000, "mmap_size": 0},
}
"""What each use of a connection lays over the usual pragmas, in this order."""
STEPS, STEPS_ON_THREAD = 10_000, 200_000
"""Of SQLite's machine, between two looks at the deadline: a millisecond or two, and some tens
on a thread, which has to ask for the interpreter each time and so would disturb the loop."""
VALUES_AT_ONCE = 800
LOOK_SECONDS = 0.1


class _Local(threading.local):
    use = Use.USUAL


_local = _Local()


def use_on_this_thread(use: Use) -> None:
    """Lay ``use`` over that of every connection that this thread opens from now on."""
    _local.use = use


def pragmas(use: Use) -> dict[str, int | str]:
    """The pragmas of a use, later ones in place of earlier."""
    found: dict[str, int | str] = {}
    for each, own in USES.items():
        if each in use:
            found |= own
    return found


class Sqlite(Words, Engine, pw.SqliteDatabase):
    """SQLite; what it says of its file and its disk is said as our errors (``faults``).

    ``file`` notices that the file was replaced or removed while any thread has it open: what
    is written to a file without a name is lost.
    """

    name = "sqlite"
    hosted = False
    ddl: ClassVar[dict[str, str]] = {
        "long": "INTEGER",
        "counted": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "bytes": "BLOB",
        "c": "",
        "by_key": " WITHOUT ROWID",
        "with_latest": "",
    }

    def __init__(self, url: str, database: str, **kwargs: Any) -> None:
        self.url = url
        self.file = File(database)
        self.full_text = FullText5(self)
        super().__init__(database, **kwargs)

    @classmethod
    def opened(cls, url: str, use: Use, read_url: str = "") -> Sqlite:
        """A Peewee database for ``sqlite:///relative`` or ``sqlite:////absolute``, which has no
        other servers.

        Raises ``Invalid`` for any other kind of address. The file's folder is made; ``Lost`` if it
        cannot be.
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
        # How locks are held and waited for, before anything is read (PRAGMA locking_mode).
        names = ("busy_timeout", "locking_mode")
        first = {name: every.pop(name) for name in names if name in every}
        made = cls(url, path, pragmas=first | every, cached_statements=512)
        for name, (function, parameters) in FUNCTIONS.items():
            made.register_function(function, name, parameters, deterministic=True)
        return made

    def connect(self, reuse_if_open: bool = False) -> bool:
        """Peewee's ``connect``. A file that this makes is for its owner alone. Raises ``Lost`` if
        the file is not the one known so far."""
        with telling(self.file.path):
            if not self.file.in_memory:
                make_private(self.file.path)
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
        """Peewee's ``execute_sql``."""
        self.file.look()
        reply_dependencies.statement()
        try:
            return super().execute_sql(sql, params)
        except pw.DatabaseError as error:
            known = explained(error, self.file.path)
            if known is None:
                raise
            raise known from error

    def _connect(self) -> sqlite3.Connection:
        # Peewee's stubs leave out what is not public.
        connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]
        for name, value in pragmas(_local.use).items():
            connection.execute(f"PRAGMA {name} = {value}")
        steps = STEPS_ON_THREAD if _local.use is Use.ON_THREAD else STEPS
        connection.set_progress_handler(deadline.over, steps)
        return connection

    def look(self) -> None:
        """Raises ``Lost`` if the name stands for another file by now; asked now and then."""
        self.file.look()

    def check(self) -> None:
        """The same, asked each time."""
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
        """The number of the file on its file system; empty if there is none yet."""
        with suppress(FileNotFoundError):
            return "" if self.file.in_memory else str(self.file.path.stat().st_ino)
        return ""

    def reading(self) -> AbstractContextManager[Any]:
        """A transaction that begins to read with its first statement."""
        found: AbstractContextManager[Any] = self.atomic()
        return found

    def writing(self) -> AbstractContextManager[Any]:
        """A transaction with the write lock, of which there is one a file."""
        found: AbstractContextManager[Any] = self.atomic("IMMEDIATE")
        return found

    def announce(self) -> None:
        """Whoever waits looks often: it costs microseconds."""

    def listen(self) -> None:
        """Nothing, as above."""

    def await_news(self, seconds: float) -> None:
        """Look again in a moment."""
        time.sleep(min(seconds, LOOK_SECONDS))

    def migrating(self) -> AbstractContextManager[Any]:
        """Nothing: each migration is a transaction."""
        return nullcontext()

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction. Waits for another writer until the deadline of the thread, and
        without one as long as ``busy_timeout`` says. Raises ``Unavailable``.

        What has begun to write is not ended by the deadline any more.
        """
        if lock_type is not None:
            deadline.demand_thread()  # it may wait, and what it writes waits for the disk
        while True:
            try:
                super().begin(lock_type)
                break
            except pw.OperationalError as error:
                limit = deadline.current()
                if limit is None or limit.over or not isinstance(explained(error), Busy):
                    raise
        limit = deadline.current()
        if limit is not None and lock_type is not None:
            if limit.over:
                self.rollback()
                raise limit.ended()
            limit.writing = True

    @contextmanager
    def _telling(self, inner: pw._atomic) -> Iterator[None]:
        with telling(self.file.path), inner:
            self.file.check()
            yield

    def rollback(self) -> None:
        """Take back what was written, unless SQLite has: on a full disk it may, by itself."""
        if self.own().in_transaction:
            super().rollback()

    def own(self) -> sqlite3.Connection:
        """The connection of this thread."""
        database: pw.SqliteDatabase = self
        connection: sqlite3.Connection = database.connection()
        return connection

    def state(self) -> object:
        """This connection, how much it has changed, and the version of what others have."""
        connection = self.own()
        return connection, connection.total_changes, self.version()

    def version(self) -> object:
        """The data version of this connection."""
        return self.own().execute("PRAGMA data_version").fetchone()[0]

    def generation(self) -> object:
        """The version of the tables, and how many repairs there were."""
        connection = self.own()
        (schema,) = connection.execute("PRAGMA schema_version").fetchone()
        (repairs,) = connection.execute("PRAGMA user_version").fetchone()
        return schema, repairs

    def note_repair(self) -> None:
        """Count it in the head of the file."""
        (repairs,) = self.own().execute("PRAGMA user_version").fetchone()
        self.own().execute(f"PRAGMA user_version = {(repairs + 1) % 2**31}")

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of ``rows``."""
        self.own().executemany(sql, rows)

    def insert_many(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
        """Insert rows whose ``values`` come after one another.

        Many with one statement, since for small rows half of the work is the going from one to
        the next.
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
        """What the check of the file says."""
        rows = self.execute_sql("PRAGMA main.integrity_check(20)").fetchall()
        yield from (f"the file is damaged: {text}" for (text,) in rows if text != "ok")

    @contextmanager
    def derived(self) -> Iterator[Derived]:
        """A file aside, attached to this connection."""
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
        """Those whose text is another in the file aside."""
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
        """Whether there is no file at that address yet."""
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
    def place_faults(cls, url: str) -> Iterator[str]:
        """What is wrong with the folder. Of a database that is there SQLite says it."""
        path = path_of(url)
        if path == ":memory:" or Path(path).exists():
            return
        folder = Path(path).absolute().parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            yield f"{folder} is no folder"
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield f"the folder {folder} cannot be written"

    @classmethod
    def open_to_others(cls, url: str) -> str | None:
        """A new file is its owner's alone; one that was there before keeps the rights it has."""
        file = Path(path_of(url))
        mode = file.stat().st_mode & 0o777 if file.exists() else 0
        if not mode & 0o077:
            return None
        return f"{file}: others may read or write it (mode {mode:o}); see chmod"


def make_private(path: Path) -> None:
    """Make a file that only its owner may read, unless there is one. SQLite gives the files
    that it keeps beside a database the same rights."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError:
        return  # where nothing can be made, SQLite says why
    os.close(handle)
    path.chmod(0o600)  # whatever the umask takes away
