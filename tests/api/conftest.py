"""The real application on a temporary database with real migrations and the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.opening import open_store
from service.settings import Settings
from service.store import Store
from tests.support.engines import Fresh

MakeClient = Callable[..., FlaskClient]
"""Makes a client of a new application. Its arguments change the settings."""


@pytest.fixture
def settings(fresh: Fresh, request: pytest.FixtureRequest) -> Settings:
    """The settings of a temporary database. It has the seed if the test uses the application."""
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
def make_client(settings: Settings, store: Store) -> Iterator[MakeClient]:
    made: list[Flask] = []

    def make(**changes: Any) -> FlaskClient:
        made.append(create_app(replace(settings, **changes)))
        return made[-1].test_client()

    yield make
    for app in made:
        app.extensions["dateline"].store.close()


CHANGING_FIXTURES = {"app", "settings", "store", "monkeypatch"}
"""The fixtures with which a test can change an application or its events. ``write_key`` uses
``store``."""


@pytest.fixture
def client(request: pytest.FixtureRequest, fresh: Fresh, seeded: None) -> FlaskClient:
    """A client of an application. A test that can change something has its own application; the
    other tests of a file share one."""
    own = CHANGING_FIXTURES & set(request.fixturenames)
    app: Flask = request.getfixturevalue("app" if own else "shared_app")
    return app.test_client()


@pytest.fixture
def write_key(store: Store) -> dict[str, str]:
    return {"Authorization": f"Bearer {store.keys.create('editor', ('write',))}"}
