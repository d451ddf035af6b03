"""What unit tests share: an empty store on a migrated database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.schemas.event import render
from service.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path}/store.db", render)
    opened.migrate()
    yield opened
    opened.close()
