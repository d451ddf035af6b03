"""The real application on a temporary database with real migrations and the seed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import SEED, create_app, open_store
from service.schemas.event import load_event
from service.settings import Settings
from service.store import Store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path}/test.db", stream_seconds=0)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def app(settings: Settings, store: Store) -> Iterator[Flask]:
    seed = json.loads((SEED / "events.json").read_text("utf-8"))["events"]
    store.import_batch(load_event(each) for each in seed)
    made = create_app(settings)
    yield made
    made.extensions["dateline"].store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def write_key(store: Store) -> dict[str, str]:
    return {"Authorization": f"Bearer {store.keys.create('editor', ('write',))}"}
