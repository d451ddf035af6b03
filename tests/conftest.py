"""What every test may use: where the real data lies, a live server, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.live import Live, serving

# One browser for a run: Playwright cannot be started twice.
__all__ = ["REPOSITORY", "chromium", "live", "shared_data"]
REPOSITORY = Path(__file__).resolve().parents[1]
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
