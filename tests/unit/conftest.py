"""The fixture of the unit tests: an empty store on a migrated database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.schemas.event import render
from service.store import Store
from tests.support.engines import Fresh


@pytest.fixture
def store(fresh: Fresh) -> Iterator[Store]:
    opened = Store(fresh(), render)
    yield opened
    opened.close()
