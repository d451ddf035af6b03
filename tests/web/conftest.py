"""What the tests of pages share: the application of ``tests/api`` and a browser."""

from __future__ import annotations

from tests.api.conftest import app, client, settings, store, write_key
from tests.browser import chromium

__all__ = ["app", "chromium", "client", "settings", "store", "write_key"]
