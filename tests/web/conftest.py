"""What the tests of pages share: the application of ``tests/api``."""

from __future__ import annotations

from tests.api.conftest import app, client, settings, store, write_key

__all__ = ["app", "client", "settings", "store", "write_key"]
