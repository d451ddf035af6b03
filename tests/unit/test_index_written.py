"""Every write of an event updates the index, because only one place writes events."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import pytest

from service.app import create_app
from service.domain.query import Choice, Filter
from service.opening import open_store
from service.settings import Settings
from service.store import Store
from service.store.copy import Copier
from service.store.sqlite.backup import restore
from tests.conftest import REPOSITORY
from tests.support.engines import Fresh

STORE = REPOSITORY / "service" / "store"
EVENT = {
    "title": "Talks on water", "date": "2023-02-28", "category": "meeting",
    "countries": [{"code": "KZ", "role": "host"}],
    "amounts": [{"value": "5", "currency": "USD", "stage": "pledged"}],
}  # fmt: skip
OTHER = EVENT | {"title": "Talks on gas", "date": "2022-09", "countries": []}
Ask = Callable[..., object]


def post(ask: Ask) -> None:
    ask("POST", "/v1/events", {**EVENT, "id": "b"})


def put(ask: Ask) -> None:
    ask("PUT", "/v1/events/a", OTHER)


def put_back(ask: Ask) -> None:
    ask("DELETE", "/v1/events/a")
    ask("PUT", "/v1/events/a", OTHER, {"If-None-Match": "*"})


def patch(ask: Ask) -> None:
    ask("PATCH", "/v1/events/a", {"title": "Talks on gas", "countries": None})


def delete(ask: Ask) -> None:
    ask("DELETE", "/v1/events/a")


def import_events(ask: Ask) -> None:
    ask("POST", "/v1/imports", {"events": [OTHER | {"id": "a"}, EVENT | {"id": "b"}]})


WAYS = [post, put, put_back, patch, delete, import_events]


@pytest.fixture
def settings(fresh: Fresh) -> Settings:
    return Settings(database_url=fresh())


@contextmanager
def service(settings: Settings) -> Iterator[tuple[Ask, Store]]:
    """A function that sends a request with a key, and the store of the same service."""
    app = create_app(settings)
    with closing(app.extensions["dateline"].store) as store:
        client = app.test_client()
        key = {"Authorization": f"Bearer {store.keys.create('editor', ('write',))}"}

        def ask(
            method: str, path: str, body: object = None, headers: dict[str, str] | None = None
        ) -> object:
            given = headers or ({"If-Match": "*"} if "/a" in path else {})
            reply = client.open(path, method=method, json=body, headers=key | given)
            assert reply.status_code < 300, reply.text
            return reply

        yield ask, store


def found(store: Store) -> list[str]:
    """The ids of the events that the index finds."""
    everything = Filter(text="talks", undated=True)
    return [json.loads(each)["id"] for each in store.stream(everything)]


@pytest.mark.parametrize("way", WAYS)
def test_a_write_leaves_the_index_as_the_events_are(
    settings: Settings, way: Callable[[Ask], None]
) -> None:
    with service(settings) as (ask, store):
        ask("POST", "/v1/events", EVENT | {"id": "a"})
        way(ask)
        assert list(store.integrity_errors()) == []
        everything = Filter(undated=True)
        assert sorted(found(store)) == sorted(
            json.loads(each)["id"] for each in store.stream(everything)
        )
        kazakhstan = Filter(undated=True, groups=((Choice("country", "KZ"),),))
        stored = [json.loads(each) for each in store.stream(everything)]
        assert store.count(kazakhstan)[0] == sum(bool(each["countries"]) for each in stored)


def test_a_copy_has_its_own_index(settings: Settings, fresh: Fresh) -> None:
    with (
        service(settings) as (ask, source),
        closing(open_store(Settings(database_url=fresh()))) as target,
    ):
        for way in (post, patch, delete):
            ask("PUT", "/v1/events/a", EVENT, {"If-None-Match": "*"})
            way(ask)
            Copier(source.database, target.database).run(lambda *_: None)
            assert list(target.integrity_errors()) == []
            assert sorted(found(target)) == sorted(found(source)) != []
            if way is not delete:
                ask("DELETE", "/v1/events/a")


@pytest.mark.sqlite
def test_a_restored_database_has_the_index_of_its_events(
    settings: Settings, tmp_path: Path
) -> None:
    with service(settings) as (ask, store):
        ask("POST", "/v1/events", EVENT | {"id": "a"})
        store.backup(tmp_path / "copy.db")
        ask("PUT", "/v1/events/a", OTHER)
    restore(settings.database_url, tmp_path / "copy.db")
    with closing(open_store(settings)) as store:
        assert list(store.integrity_errors()) == []
        assert found(store) == ["a"]


# One place writes.


@cache
def functions(path: Path) -> dict[str, str]:
    """The source of the functions of a module, by name."""
    text = path.read_text("utf-8")
    lines = text.splitlines()  # once; ast.get_source_segment() splits it each time
    return {
        node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno]).lstrip()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }


WRITES = re.compile(
    r'(?:INSERT INTO|DELETE FROM) "?event"?\b|insert_many\(\s*"event"|EVENT\.(?:insert|follow)'
)


def test_only_two_functions_insert_and_delete_events_and_both_take_the_index() -> None:
    found = {
        (path.relative_to(STORE).as_posix(), name): source
        for path in sorted(STORE.rglob("*.py"))
        for name, source in functions(path).items()
        if WRITES.search(source)
    }
    assert set(found) == {
        ("event_tables.py", "insert_events"),
        ("event_tables.py", "delete_event"),
    }
    for (_, name), source in found.items():
        assert re.match(rf"def {name}\(\s*index: Index,", source)
        assert "index.add(" in source or "index.remove(" in source


def test_only_indexing_makes_an_index_and_it_writes_at_its_end() -> None:
    made = [
        (path.name, name)
        for path in sorted(STORE.rglob("*.py"))
        for name, source in functions(path).items()
        if re.search(r"\bIndex\(", source)
    ]
    assert made == [("index.py", "indexing")]
    assert functions(STORE / "index.py")["indexing"].rstrip().endswith("index.write()")
