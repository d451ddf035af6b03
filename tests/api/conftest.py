"""The real application on a temporary database with real migrations and the seed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.opening import open_store
from service.settings import Settings
from service.store import Store
from tests.support.engines import Fresh


@pytest.fixture
def settings(fresh: Fresh, request: pytest.FixtureRequest) -> Settings:
    """With the seed where the test has the application too."""
    url = fresh(seeded="seeded" in request.fixturenames)
    return Settings(database_url=url, stream_seconds=0)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def app(settings: Settings, seeded: None, store: Store) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    made.extensions["dateline"].store.close()


BEHIND = {"app", "settings", "store", "monkeypatch"}
"""What a test changes an application with, and its events: with a key, which the store makes."""


@pytest.fixture
def client(request: pytest.FixtureRequest, fresh: Fresh, seeded: None) -> FlaskClient:
    """Of an application of the test's own, or, where it can only read, of that of its file."""
    own = BEHIND & set(request.fixturenames)
    app: Flask = request.getfixturevalue("app" if own else "shared_app")
    return app.test_client()


@pytest.fixture
def write_key(store: Store) -> dict[str, str]:
    return {"Authorization": f"Bearer {store.keys.create('editor', ('write',))}"}
