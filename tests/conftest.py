"""What every test may use: where the real data lies."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED_DATA = REPOSITORY.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real event data beside the repository; skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared event data is not beside the repository")
    return SHARED_DATA
