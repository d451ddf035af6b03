"""Fixtures for every test: the real data, a live server, a browser, databases."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from bench.soak.service import Service
from service.app import create_app
from service.settings import Settings
from tests.support import engines, postgres
from tests.support.browser import chromium
from tests.support.forked import SHARED, ForkedPrograms
from tests.support.live import Live, serving
from tests.support.sizes import ALL
from tests.support.temporary import use_memory

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST = (
    "api/test_openapi_is_true.py", "trust/test_sockets.py", "clients/test_typed_clients.py",
    "trust/test_proofs.py", "web/test_explorer.py", "web/test_accessible.py", "web/test_map.py",
    "web/test_reader_tasks.py", "web/test_timeline.py", "trust/test_replicas.py",
    "clients/test_qgis.py", "trust/test_package.py", "trust/test_keys.py", "trust/test_bodies.py",
    "trust/test_copy.py", "trust/test_access.py", "trust/test_starvation.py",
    "web/test_returning.py", "web/test_prefixed.py", "web/test_embedding.py",
)  # fmt: skip
"""Files that begin first. Several processes share the tests, so the run would wait for a long file
that begins last."""
QUICK = ("unit", "api")
"""The folders of ``make check``."""
SLOW = (
    "api/test_changes.py", "api/test_export.py", "api/test_guides.py", "api/test_import_guide.py",
    "api/test_imports.py", "api/test_openapi_is_true.py", "api/test_etags_behind_proxies.py",
    "api/test_readme.py", "api/test_slow_readers.py", "unit/test_import_mutated.py",
    "unit/test_import_real_data.py", "unit/test_suggest_real_data.py",
)  # fmt: skip
"""Files of the ``QUICK`` folders that start servers or read much data. ``make check`` leaves them
out."""


Service.programs = ForkedPrograms()
gc.disable()  # Tests that pytest has collected stay in memory, so there is no garbage to find.


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the files: the longest first, the quick folders last. The order within a file stays the
    same. Mark the slow tests, and those that another engine runs."""
    place = {name: number for number, name in enumerate(LONGEST)}

    @cache
    def file(path: Path) -> str:
        return path.relative_to(REPOSITORY / "tests").as_posix()

    def when(item: pytest.Item) -> tuple[int, bool]:
        name = file(item.path)
        return place.get(name, len(place)), name.startswith(QUICK)

    items.sort(key=when)
    for item in items:
        if not file(item.path).startswith(QUICK) or file(item.path) in SLOW:
            item.add_marker("slow")
    engines.take_turns(items)


def pytest_collection_finish() -> None:
    """Turn the garbage collector on again. It ignores the tests and modules loaded so far, and runs
    less often than usual, because it finds little."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


# One browser for a run, because Playwright cannot be started twice.
__all__ = ["ALL", "REPOSITORY", "chromium", "live", "shared_data"]
SHARED_DATA = REPOSITORY.parent / "shared" / "data"


@pytest.fixture(scope="session", autouse=True)
def only_settings() -> None:
    """Remove the variable of ``make test-all``: a command refuses an unknown variable whose name
    begins with ``DATELINE_``. ``ALL`` has its value."""
    os.environ.pop("DATELINE_TESTS", None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real event data beside the repository. Skips the test if it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared event data is not beside the repository")
    return SHARED_DATA


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed, shared by the tests of a run."""
    with serving(tmp_path_factory.mktemp("live"), stream_seconds="0") as found:
        yield found


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that runs the tests on one engine only."""
    parser.addoption("--engine", choices=(engines.SQLITE, engines.POSTGRES))


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder for temporary files, and make the folder that all processes of this run
    share. They inherit both paths."""
    if not hasattr(config, "workerinput"):
        use_memory()
        os.environ[SHARED] = tempfile.mkdtemp(prefix="dateline-tests-")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that uses a database on each engine."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", engines.chosen(metafunc), indirect=True, scope="module")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the database server of this run, and remove the shared folder."""
    if not hasattr(session.config, "workerinput"):
        folder = Path(os.environ.pop(SHARED))
        postgres.ended(folder)
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> str:
    """The engine of the databases of a test: ``sqlite`` or ``postgresql``, as in their URLs."""
    return str(request.param)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> engines.Templates:
    """The databases that tests get copies of."""
    return engines.Templates(tmp_path_factory.mktemp("templates"), Path(os.environ[SHARED]))


@pytest.fixture(scope="module")
def fresh(
    templates: engines.Templates, engine: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[engines.Fresh]:
    """A function that returns the URL of a new migrated database. Databases on a server are removed
    when the tests of the file end."""
    yield from engines.fresh(templates, engine, tmp_path_factory.mktemp("fresh"))


@pytest.fixture(scope="module")
def shared_app(fresh: engines.Fresh) -> Iterator[Flask]:
    """The application with the seed, for the tests of a file that only read."""
    made = create_app(Settings(database_url=fresh(seeded=True), stream_seconds=0))
    yield made
    made.extensions["dateline"].store.close()


@pytest.fixture
def seeded() -> None:
    """A test that requests this fixture has a store with the seed."""
