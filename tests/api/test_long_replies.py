"""Replies with many events look at their deadline while they are made."""

from __future__ import annotations

from flask.testing import FlaskClient

from bench.generate import events
from service import deadline
from service.deadline import FEW, Deadline
from service.formats.registry import FORMATS
from service.schemas.event import load_event
from service.store import Store
from tests.api.conftest import MakeClient

EVENTS = 200
LIBRARIES = ("xlsx", "parquet")
"""Formats whose libraries cannot be interrupted; threads write them."""
PATHS = (
    "/", "/ogc/collections/events/items", "/v1/anniversaries?from=2025-01-01&to=2025-12-30",
    "/v1/anniversaries.ics?from=2025-01-01&to=2025-12-30",
    *(f"/v1/events.{each.suffix}" for each in FORMATS if each.suffix not in LIBRARIES),
)  # fmt: skip


class Counted(Deadline):
    """A deadline that counts how often the work looks at it."""

    looks = 0

    @property
    def over(self) -> bool:
        self.looks += 1
        return False


def looks(client: FlaskClient, path: str, limit: int) -> int:
    """How often a request of ``limit`` events looks at its deadline."""
    limited = "anniversaries" not in path
    counted = Counted(60)
    with deadline.within(counted):
        reply = client.get(path, query_string={"limit": str(limit)} if limited else None)
        assert reply.status_code == 200
        reply.get_data()
    return counted.looks


def test_a_long_reply_looks_at_its_deadline(store: Store, make_client: MakeClient) -> None:
    client = make_client()
    few = {path: looks(client, path, 1) for path in PATHS}
    store.import_batch([load_event(each) for each in events(EVENTS)])
    many = {path: looks(client, path, EVENTS) for path in PATHS}
    seldom = {path: many[path] - few[path] for path in PATHS}
    assert {path: n for path, n in seldom.items() if n < EVENTS // FEW // 2} == {}
