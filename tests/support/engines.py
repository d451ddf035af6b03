"""Databases for tests, on SQLite and PostgreSQL.

A test runs on SQLite if it, or one of its fixtures, uses ``fresh``. It also runs on PostgreSQL if
its file is in ``BOTH``, or if all tests run. A test of the API with many rows runs on PostgreSQL
only if all tests run: its rows differ in what the schemas say, and not in the SQL.
With the marker ``turns``, each of its rows runs on one engine.
``pytest --engine postgresql`` runs such tests on PostgreSQL only.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from service.app import SEED
from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from tests.support import postgres
from tests.support.sizes import ALL

SQLITE, POSTGRES = "sqlite", "postgresql"
BOTH = (
    "unit/test_store.py", "unit/test_full_text.py", "unit/test_filter_match.py",
    "unit/test_histogram.py", "unit/test_facets.py", "unit/test_cql2.py",
    "unit/test_export_while_writing.py", "unit/test_same_answers.py", "unit/test_few_statements.py",
    "unit/test_sample.py", "api/test_events.py", "api/test_writing.py", "api/test_history.py",
    "unit/test_old_versions.py", "unit/test_places.py", "unit/test_many_rows.py",
)  # fmt: skip
"""Files that ``make test`` runs on both engines. ``make test-all`` runs all files of ``FOLDERS`` on
both."""
FOLDERS = ("unit/", "api/")
Fresh = Callable[..., str]


def chosen(metafunc: pytest.Metafunc) -> list[str]:
    """The engines that a test runs on."""
    only = metafunc.config.getoption("--engine")
    if metafunc.definition.get_closest_marker("sqlite"):
        return [SQLITE] if only != POSTGRES else []
    if only:
        return [only]
    name = "/".join(metafunc.definition.path.parts[-2:])
    if ALL:
        return [SQLITE, POSTGRES] if name.startswith(FOLDERS) else [SQLITE]
    rows = metafunc.definition.get_closest_marker("parametrize")
    one = name in BOTH and not (rows and name.startswith("api/"))
    return [SQLITE, POSTGRES] if one else [SQLITE]


def take_turns(items: Iterable[pytest.Item]) -> None:
    """Let ``make test`` run one half of the rows of each test with the marker ``turns`` with SQLite
    only, and the other half with PostgreSQL only.

    A row whose number has an even number of binary digits 1 runs with PostgreSQL. So, if two
    parameters have all their combinations, each value of both is tested with each engine.
    """
    rows: dict[tuple[str, str], list[pytest.Item]] = {}
    for item in items:
        if isinstance(item, pytest.Function) and item.get_closest_marker("turns"):
            name, engine = item.nodeid.partition("[")[0], str(item.callspec.params["engine"])
            rows.setdefault((name, engine), []).append(item)
    for (name, engine), found in rows.items():
        if (name, SQLITE if engine == POSTGRES else POSTGRES) in rows:
            for turn, item in enumerate(found):
                if turn.bit_count() % 2 == (engine == POSTGRES):
                    item.add_marker("long")


class Templates:
    """Migrated databases, empty or with the seed. Each test gets a copy, which is faster than a new
    database."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.folder = folder
        self.shared = shared
        self.files: dict[bool, Path] = {}

    def file(self, seeded: bool) -> Path:
        """The path of a database file of SQLite."""
        if seeded not in self.files:
            path = self.folder / ("seeded.db" if seeded else "empty.db")
            _make(f"sqlite:///{path}", seeded)
            self.files[seeded] = path
        return self.files[seeded]

    def server(self, seeded: bool) -> tuple[postgres.Server, str]:
        """The server of PostgreSQL, and the name of the database on it."""
        server = postgres.shared(self.shared)
        name = "seeded" if seeded else "empty"
        done = self.shared / f"{postgres.NOTE}-{name}"
        with postgres.alone(self.shared):
            if not done.exists():
                server.run(f"CREATE DATABASE {name} TEMPLATE template0")
                _make(server.of(name), seeded)
                done.touch()
        return server, name


def _make(url: str, seeded: bool) -> None:
    events: Iterable[dict[str, object]] = []
    if seeded:
        events = json.loads((SEED / "events.json").read_text("utf-8"))["events"]
    with closing(open_store(Settings(database_url=url))) as store:
        store.migrate()
        store.import_batch(load_event(each) for each in events)


def fresh(templates: Templates, engine: str, folder: Path) -> Generator[Fresh, None, None]:
    """A function that returns the URL of a new migrated database, with the seed if ``seeded``. Its
    databases on the server are removed at the end."""
    made: list[str] = []
    server: postgres.Server | None = None

    def give(seeded: bool = False) -> str:
        nonlocal server
        if engine == SQLITE:
            path = folder / str(len(made)) / "test.db"
            path.parent.mkdir()
            shutil.copyfile(templates.file(seeded), path)
            made.append(f"sqlite:///{path}")
            return made[-1]
        server, name = templates.server(seeded)
        made.append(server.copy(name))
        return made[-1]

    try:
        yield give
    finally:
        if server is not None:
            server.drop(*made)
