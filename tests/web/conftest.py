"""The fixtures of the tests of pages: the application of ``tests/api``, and one shared server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.conftest import app, client, settings, store, write_key
from tests.support.axe import axe
from tests.support.firefox import firefox
from tests.support.live import Live, serving

__all__ = ["app", "axe", "client", "firefox", "settings", "store", "write_key"]


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with only the seed. Tests that write start another server."""
    with serving(tmp_path_factory.mktemp("web"), workers="1") as found:
        yield found
