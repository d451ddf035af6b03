"""The real application on a temporary database with real migrations and the seed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app, open_store
from service.settings import Settings
from service.store import Store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path}/test.db", stream_seconds=0)


@pytest.fixture
def store(
    settings: Settings, databases: tuple[Path, Path], request: pytest.FixtureRequest
) -> Iterator[Store]:
    """A store on a copy; with the seed where the test has the application too."""
    source = databases["seeded" in request.fixturenames]
    shutil.copyfile(source, settings.database_url.removeprefix("sqlite:///"))
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
