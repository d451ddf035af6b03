"""What every test may use: where the real data lies, a live server, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.live import Live, serving

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST = (
    "api/test_openapi_is_true.py", "trust/test_proofs.py", "trust/test_sockets.py",
    "clients/test_qgis.py", "trust/test_starvation.py", "trust/test_access.py",
    "trust/test_keys.py", "trust/test_commands.py", "trust/test_imports.py",
    "unit/test_import_mutated.py", "unit/test_import_real_data.py",
)  # fmt: skip
"""Files that begin first where several processes share the tests, for what begins last is what
all of them wait for."""
EACH_ALONE = ("trust/test_proofs.py", "trust/test_sockets.py", "trust/test_access.py")
"""Files whose tests share nothing that is dear, so that each may go to another process."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of the tests, and which stay together where several processes share them."""
    place = {name: number for number, name in enumerate(LONGEST)}

    def file(item: pytest.Item) -> str:
        return item.path.relative_to(REPOSITORY / "tests").as_posix()

    items.sort(key=lambda item: place.get(file(item), len(place)))
    for item in items:
        group = item.nodeid if file(item) in EACH_ALONE else file(item)
        item.add_marker(pytest.mark.xdist_group(group))


# One browser for a run: Playwright cannot be started twice.
__all__ = ["REPOSITORY", "chromium", "live", "shared_data"]
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
