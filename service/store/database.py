"""Opens a database of any engine, and limits the time of its statements."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from service import deadline
from service.domain.near_spellings import nearest
from service.errors import Invalid, NotInstalled
from service.store.engine import Engine, Use
from service.store.engine_errors import explained
from service.store.sqlite import connection_pragmas
from service.store.sqlite import database as sqlite
from service.store.sqlite.paths import PREFIX as SQLITE
from service.url_passwords import without_password

__all__ = ["Engine", "Use", "explained"]


POSTGRES = ("postgresql://", "postgres://")
FORMS = "sqlite:///path/to.db or postgresql://user@host/name"


def engine_of(url: str) -> type[Engine]:
    """The engine of a database URL. Raises ``Invalid`` for a URL that no engine supports, or if the
    driver of its engine is not installed."""
    if url.startswith(SQLITE):
        return sqlite.Sqlite
    if not url.startswith(POSTGRES):
        raise Invalid(f"DATELINE_DATABASE_URL: {_wrong_form(url)}")
    try:
        found = import_module("service.store.postgres.database")
    except ImportError:
        what = "PostgreSQL needs the extra postgres: pip install dateline[postgres]"
        raise NotInstalled(f"DATELINE_DATABASE_URL: {what}") from None
    engine: type[Engine] = found.Postgres
    return engine


def _wrong_form(url: str) -> str:
    shown = without_password(url)
    scheme, mark, rest = shown.partition(":")
    near = nearest(scheme.partition("+")[0], ("sqlite", "postgresql", "postgres"), 1)
    if not mark or not near:
        return f"{shown!r} must look like {FORMS}"
    slashes = "///" if near[0] == "sqlite" else "//"
    rest = rest.removeprefix("//").removeprefix("/")
    return f"{shown!r} must look like {FORMS}; did you mean {near[0]}:{slashes}{rest}?"


def open_database(url: str, use: Use = Use.USUAL, read_url: str = "") -> Engine:
    """The database at a URL; servers at ``read_url`` answer requests that only read. Raises
    ``Invalid`` for a URL that no engine supports."""
    return engine_of(url).opened(url, use, read_url)


def replica_errors(url: str, read_url: str) -> Iterator[str]:
    """The reasons why the servers at ``read_url`` cannot answer for the database at ``url``, in
    words."""
    if not read_url:
        return
    if not url.startswith(POSTGRES):
        yield "only PostgreSQL has replicas, and DATELINE_DATABASE_URL names none of it"
    elif not read_url.startswith(POSTGRES):
        shown = without_password(read_url)
        yield f"{shown!r} must look like postgresql://user:password@host/name"
    else:
        try:
            engine_of(url).opened(url, Use.USUAL, read_url)
        except Invalid as error:
            yield error.detail.partition(": ")[2] or error.detail


def use_on_this_thread(use: Use) -> None:
    """Add ``use`` to the use of every connection that this thread opens from now on."""
    connection_pragmas.use_on_this_thread(use)


class Limited:
    """Blocks of statements, each of which has at most ``seconds``. If the thread already has a
    deadline, that one counts."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> _Block:
        """A block; it raises ``Unavailable`` after the deadline."""
        return _Block(self.seconds)


class _Block:
    __slots__ = ("before", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        self.before = deadline.current()
        if self.before is None:
            deadline.begin(deadline.Deadline(self.seconds))

    def __exit__(self, kind: type | None, error: BaseException | None, _: object) -> None:
        try:
            known = None if error is None else explained(error)
        finally:
            deadline.begin(self.before)
        if known is not error and known is not None:
            raise known from None
