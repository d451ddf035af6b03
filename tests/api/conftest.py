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


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def write_key(store: Store) -> dict[str, str]:
    return {"Authorization": f"Bearer {store.keys.create('editor', ('write',))}"}
