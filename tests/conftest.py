"""What every test may use: where the real data lies, a live server, a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.app import SEED, open_store
from service.schemas.event import load_event
from service.settings import Settings
from tests.browser import chromium
from tests.live import Live, serving
from tests.sizes import ALL

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST = (
    "api/test_openapi_is_true.py", "trust/test_proofs.py", "trust/test_sockets.py",
    "clients/test_qgis.py", "trust/test_starvation.py", "trust/test_access.py",
    "trust/test_keys.py", "trust/test_commands.py", "trust/test_imports.py",
    "unit/test_import_mutated.py", "unit/test_import_real_data.py",
)  # fmt: skip
"""Files that begin first where several processes share the tests, for what begins last is what
all of them wait for."""
QUICK = ("unit", "api")
"""The folders of ``make check``."""
SLOW = (
    "api/test_changes.py", "api/test_export.py", "api/test_guides.py", "api/test_import_guide.py",
    "api/test_imports.py", "api/test_openapi_is_true.py", "api/test_proxied_tags.py",
    "api/test_readme.py", "api/test_slow_readers.py", "unit/test_import_mutated.py",
    "unit/test_import_real_data.py", "unit/test_suggest_real_data.py",
)  # fmt: skip
"""Files of these folders that start servers or read much data."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the order within a file stays; and which tests are slow."""
    place = {name: number for number, name in enumerate(LONGEST)}

    def file(item: pytest.Item) -> str:
        return item.path.relative_to(REPOSITORY / "tests").as_posix()

    items.sort(key=lambda item: place.get(file(item), len(place)))
    for item in items:
        if not file(item).startswith(QUICK) or file(item) in SLOW:
            item.add_marker("slow")


# One browser for a run: Playwright cannot be started twice.
__all__ = ["ALL", "REPOSITORY", "chromium", "live", "shared_data"]
SHARED_DATA = REPOSITORY.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real event data beside the repository; skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared event data is not beside the repository")
    return SHARED_DATA


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed, shared by the tests of a run."""
    with serving(tmp_path_factory.mktemp("live"), stream_seconds="0") as found:
        yield found


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A migrated database, and one with the seed; tests have copies of them, which cost less."""
    empty, full = (tmp_path_factory.mktemp("databases") / f"{name}.db" for name in ("a", "b"))
    seed = json.loads((SEED / "events.json").read_text("utf-8"))["events"]
    for path, events in ((empty, []), (full, seed)):
        store = open_store(Settings(database_url=f"sqlite:///{path}"))
        store.migrate()
        store.import_batch(load_event(each) for each in events)
        store.close()
    return empty, full


@pytest.fixture
def seeded() -> None:
    """That a test's store has the seed from the beginning."""
