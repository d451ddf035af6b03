"""Servers of PostgreSQL that stop answering while their connections stay open: a host that is
suspended, and a network that swallows packets. The replicas here are one server, over several
networks."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from service.errors import Lost, Unavailable
from service.schemas.event import load_event, render
from service.store import Store
from service.store.postgres.connecting import REPLICAS, connect
from tests.support.engines import POSTGRES, Templates, fresh
from tests.support.live import Live, serving
from tests.support.network import HERE, THERE, Network

psycopg = pytest.importorskip("psycopg")
EVENT = {"title": "Talks", "date": "2024-05-01", "category": "meeting"}
LIMIT, SECONDS, SOON = 30, 15.0, 5.0
"""The seconds that a request may take, and the maximum of the first read and of later ones on a
busy machine. On a quiet one they take 3 seconds and a few milliseconds."""


class Site:
    """The service, its primary and two replicas, each over a network of its own."""

    def __init__(self, url: str) -> None:
        name, _, folder = url.removeprefix("postgresql://postgres@/").partition("?host=")
        there = Path(folder) / ".s.PGSQL.5432"
        self.primary, self.one, self.two = (Network(there) for _ in range(3))
        self.url = self._url(name, self.primary)
        self.read_url = self._url(name, self.one, self.two, self.primary)
        self.database = url
        self.service: Live
        self.key = ""

    @staticmethod
    def _url(name: str, *networks: Network) -> str:
        hosts = ",".join(f"127.0.0.1:{each.port}" for each in networks)
        return f"postgresql://postgres@{hosts}/{name}"

    def ask(self, path: str, body: object = None) -> tuple[int, float, str]:
        """The status, the seconds that the reply took, and the text of an error."""
        data = None if body is None else json.dumps(body).encode()
        words = {"Content-Type": "application/json", "Authorization": self.key} if data else {}
        began = time.monotonic()
        try:
            reply = urllib.request.urlopen(
                urllib.request.Request(f"{self.service.url}{path}", data, words), timeout=2 * LIMIT
            )
        except urllib.error.HTTPError as error:
            reply = error
        with reply:
            text = reply.read().decode()
        return reply.status, time.monotonic() - began, text if reply.status >= 400 else ""

    def spread(self) -> None:
        """Let the service connect anew, until it has connections to both replicas."""
        ends = time.monotonic() + LIMIT
        while True:
            before = self.one.connected, self.two.connected
            with psycopg.connect(self.database, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'dateline' AND datname = current_database()"
                )
            self.reads(40)
            if self.one.connected > before[0] and self.two.connected > before[1]:
                return
            assert time.monotonic() < ends, "a replica is not asked"

    def reads(self, number: int) -> list[tuple[int, float, str]]:
        """Different reads at once, so that no cache answers."""
        base = time.monotonic_ns()
        with ThreadPoolExecutor(number) as pool:
            paths = [f"/v1/events?limit=5&q=talks{base + each}" for each in range(number)]
            return list(pool.map(self.ask, paths))


@pytest.fixture(scope="module")
def site(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with closing(fresh(templates, POSTGRES, tmp_path_factory.mktemp("silent"))) as made:
        found = Site(next(made)(True))
        named = {"database_url": found.url, "read_database_url": found.read_url, "workers": "1",
                 "query_timeout_seconds": str(LIMIT), "threads": "6"}  # fmt: skip
        with serving(tmp_path_factory.mktemp("silent"), **named) as found.service:
            created = found.service.command("key", "create", "desk", "--scope", "write")
            found.key = "Bearer " + created.split()[-1]
            yield found
        for each in (found.primary, found.one, found.two):
            each.close()


@contextmanager
def both(*networks: Network) -> Iterator[None]:
    for each in networks:
        each.swallowed = frozenset((HERE, THERE))
    try:
        yield
    finally:
        for each in networks:
            each.swallowed = frozenset()


@pytest.mark.parametrize("way", [THERE, pytest.param(HERE, marks=pytest.mark.long)])
def test_fifty_reads_are_answered_though_a_replica_swallows_them(site: Site, way: str) -> None:
    site.spread()
    with site.one.swallowing(way):
        found = site.reads(50)
        assert [each for each in found if each[0] != 200 or each[1] > SECONDS] == []
        assert site.ask("/readyz")[0] == 200
        later = [site.reads(1)[0] for _ in range(10)]
        assert [each for each in later if each[0] != 200 or each[1] > SOON] == []
    site.spread()  # the service goes back to a server that answers again


def test_the_primary_answers_if_every_replica_is_silent(site: Site) -> None:
    site.spread()
    with both(site.one, site.two):
        found = site.reads(50)
        assert [each for each in found if each[0] != 200 or each[1] > SECONDS] == []


def test_connections_that_died_alone_are_replaced(site: Site) -> None:
    site.spread()
    for each in (site.one, site.two, site.primary):
        each.kill_connections()
    found = site.reads(20)
    assert [each for each in found if each[0] != 200 or each[1] > SECONDS] == []


@pytest.mark.long
def test_an_answer_that_stops_in_the_middle_is_read_elsewhere(site: Site) -> None:
    site.spread()
    site.one.rest = site.two.rest = 2000
    for number in range(30):
        status, seconds, text = site.ask(f"/v1/events?limit={40 + number}")
        assert (status, seconds < SECONDS) == (200, True), text
    assert None in (site.one.rest, site.two.rest)
    site.one.rest = site.two.rest = None


def test_a_silent_primary_leaves_reads_and_writes_end_in_time(site: Site) -> None:
    assert site.ask("/v1/events", EVENT)[0] == 201
    with both(site.primary):
        for number in range(4):
            status, seconds, text = site.ask("/v1/events", EVENT | {"title": f"Talks {number}"})
            assert (status, seconds < SECONDS) == (503, True), text
        found = site.reads(20)
        assert [each for each in found if each[0] != 200 or each[1] > SECONDS] == []
        assert site.ask("/readyz")[0] == 200
    ends = time.monotonic() + LIMIT
    while site.ask("/v1/events", EVENT)[0] != 201:
        assert time.monotonic() < ends


def test_a_write_whose_primary_falls_silent_is_lost(site: Site) -> None:
    with closing(Store(site.url, render)) as store:
        began = time.monotonic()
        with pytest.raises(Lost), store.database.writing():
            store.create(load_event(EVENT, "never"))
            site.primary.swallowed = frozenset((HERE, THERE))
            store.create(load_event(EVENT, "neither"))
        seconds = time.monotonic() - began
        site.primary.swallowed = frozenset()
        assert seconds < SECONDS
        eventually_created(store, "never")  # the id is free


def eventually_created(store: Store, number: str) -> None:
    ends = time.monotonic() + LIMIT
    while True:
        try:
            store.create(load_event(EVENT, number))
            return
        except Unavailable:
            assert time.monotonic() < ends, "the primary is not asked again"


@pytest.mark.long
def test_a_slow_statement_is_left_alone(site: Site) -> None:
    connection = connect(site.read_url, REPLICAS)
    assert connection.execute("SELECT 7 FROM pg_sleep(3)").fetchone() == (7,)
    connection.close()
