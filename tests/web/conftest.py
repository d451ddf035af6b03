"""What the tests of pages share: the application of ``tests/api``, and a server of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.conftest import app, client, settings, store, write_key
from tests.support.axe import axe
from tests.support.live import Live, serving

__all__ = ["app", "axe", "client", "settings", "store", "write_key"]


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed and nothing else; other tests write to theirs."""
    with serving(tmp_path_factory.mktemp("web"), workers="1") as found:
        yield found
