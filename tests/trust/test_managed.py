"""The service on PostgreSQL of managed hosts: TLS, a user who is no superuser, a separate schema,
PgBouncer in transaction mode."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from service import deadline
from service.cli.copying import copy_database
from service.deadline import Deadline
from service.domain.cursors import LogPlace
from service.domain.query import Filter, Page
from service.errors import Invalid, Lost, Refused, Unavailable
from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from service.store import Store
from service.store.database import open_database
from service.store.postgres.connecting import PRIMARY, connect
from service.store.postgres.pooling import split
from tests.support import postgres
from tests.support.engines import Templates
from tests.support.live import serving
from tests.support.managed import PASSWORD, Managed, managed
from tests.trust.test_postgres import EVENT, ask

psycopg = pytest.importorskip("psycopg")
USERS = ("dateline", "tenant", "reader")
NAMES = [f"managed_{number}" for number in range(8)]


@pytest.fixture(scope="module")
def host(templates: Templates) -> Iterator[Managed]:
    server = postgres.shared(templates.shared)
    for user in USERS:
        server.run(f"CREATE ROLE {user} LOGIN NOSUPERUSER NOCREATEDB PASSWORD '{PASSWORD}'")
    for name in NAMES:
        server.run(f"CREATE DATABASE {name} OWNER {USERS[0]} TEMPLATE template0")
    with managed(server, USERS, NAMES) as found:
        yield found  # roles and databases are removed with the server, at the end of the run


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    return iter(NAMES)


@pytest.fixture
def name(names: Iterator[str]) -> str:
    """The name of an empty database that the first user owns."""
    return next(names)


def made(url: str) -> Store:
    store = open_store(Settings(database_url=url))
    store.migrate()
    return store


class TestTls:
    def test_an_ordinary_user_owns_its_database_and_needs_no_extension(
        self, host: Managed, name: str
    ) -> None:
        with closing(made(host.url("dateline", name))) as store:
            store.create(load_event(EVENT))
            execute = store.database.execute_sql
            sql = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
            assert execute(sql).fetchone() == (False,)
            database: Any = store.database
            assert database.own().pgconn.ssl_in_use
            assert execute("SELECT extname FROM pg_extension").fetchall() == [("plpgsql",)]
            assert list(store.integrity_errors()) == []
            assert store.drift() == ""

    @pytest.mark.parametrize(
        ("more", "why"),
        [({"host": "127.0.0.1"}, "certificate"), ({"sslmode": "disable"}, "TLS"),
         ({"sslrootcert": "{folder}/server.crt"}, "certificate"),
         ({"password": "wrong"}, "refuses the user"), ({"dbname": "none"}, "refuses the user")],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused_in_words(
        self, more: dict[str, str], why: str, host: Managed
    ) -> None:
        more = {key: text.format(folder=host.folder) for key, text in more.items()}
        with (
            closing(open_database(host.url(USERS[0], NAMES[0], **more))) as database,
            pytest.raises(Refused, match=why),
        ):
            database.execute_sql("SELECT 1")

    def test_a_schema_of_its_own_is_enough(self, host: Managed, name: str) -> None:
        with psycopg.connect(host.server.of(name), autocommit=True) as admin:
            admin.execute("CREATE SCHEMA timeline AUTHORIZATION tenant")
            admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            admin.execute(f"ALTER ROLE tenant IN DATABASE {name} SET search_path = timeline")
        with closing(made(host.url("tenant", name))) as store:
            store.ready()
            assert store.migrate() == []
            store.create(load_event(EVENT))
            assert list(store.integrity_errors()) == []
            assert store.drift() == ""
            last = store.migrations()[-1][0]
            assert store.migrate_down() == [last]
            assert store.migrate() == [last]

    def test_a_user_who_may_only_read_can_be_copied_from_but_not_to(
        self, host: Managed, name: str, tmp_path: Path
    ) -> None:
        with closing(made(host.url("dateline", name))) as store:
            store.create(load_event(EVENT))
            store.database.execute_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        settings, target = Settings(), f"sqlite:///{tmp_path}/copy.db"
        done, _ = copy_database(settings, host.url("reader", name), target, lambda *_: None)
        assert done.rows["event"] == 1
        with pytest.raises(Refused, match="--to: the user of the database lacks a right"):
            copy_database(settings, target, host.url("reader", NAMES[-1]), lambda *_: None)


class TestPooled:
    """PgBouncer with two connections to the server, which all transactions share."""

    def test_nothing_is_left_in_a_session_and_nothing_fails(self, host: Managed, name: str) -> None:
        address = host.pooled(name)
        made(address).close()

        def work(number: int) -> None:
            with closing(open_store(Settings(database_url=address))) as store:
                for n in range(6):
                    with deadline.within(Deadline(20)):
                        store.create(load_event(EVENT, f"w{number}-{n}"))
                        assert len(store.events(Filter(), Page(limit=2)).rows) > 0
                        store.histogram(Filter(), "year")

        with ThreadPoolExecutor(5) as threads:
            list(threads.map(work, range(5)))
        with closing(open_store(Settings(database_url=address))) as store:
            entries = store.changes_after(LogPlace(), 100).changes
            assert [each.cursor for each in entries] == list(range(1, 31))
            assert list(store.integrity_errors()) == []
            left = [_left(store) for _ in range(2)]
        assert left == [("0", 0, 0, 0)] * 2

    def test_statements_end_with_their_deadline(self, host: Managed, name: str) -> None:
        address = host.pooled(name)
        with closing(open_store(Settings(database_url=address))) as store:
            started = time.monotonic()
            with deadline.within(Deadline(0.3)), pytest.raises(Unavailable, match="too long"):
                store.database.execute_sql("SELECT pg_sleep(20)")
            assert time.monotonic() - started < 15
            with deadline.within(Deadline(3)), store.database.reading():
                (text,) = store.database.execute_sql("SHOW statement_timeout").fetchone()
            assert text == "4s"

    @pytest.mark.parametrize("mode", ["transaction", "session"])
    def test_a_pooler_is_not_left_aside(self, host: Managed, mode: str) -> None:
        with connect(host.url("dateline", NAMES[0], pooling=mode), PRIMARY) as connection:
            assert connection.dateline_address is None

    def test_a_pooler_that_lets_clients_wait_is_not_lost(self, host: Managed, name: str) -> None:
        address = host.pooled(name)
        made(address).close()

        def work(number: int) -> int:
            with closing(open_store(Settings(database_url=address))) as store:
                with deadline.within(Deadline(30)):
                    store.create(load_event(EVENT, f"w{number}"))
                    (found,) = store.database.execute_sql("SELECT 1 FROM pg_sleep(2.5)").fetchone()
                return int(found)

        with ThreadPoolExecutor(3) as threads:
            asked = threads.map(work, range(3))  # on two connections
            time.sleep(0.5)
            os.kill(host.process, signal.SIGUSR1)  # PAUSE
            time.sleep(4)
            os.kill(host.process, signal.SIGUSR2)  # RESUME
            assert list(asked) == [1, 1, 1]

    def test_two_hosts_that_migrate_at_once_take_turns(self, host: Managed, name: str) -> None:
        address = host.pooled(name)
        done = []

        def migrate() -> None:
            with closing(open_store(Settings(database_url=address))) as store:
                done.append(len(store.migrate()))

        threads = [threading.Thread(target=migrate) for _ in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(done)[0] == 0 < sorted(done)[1]

    def test_the_service_serves_and_tells_who_waits(
        self, host: Managed, name: str, tmp_path: Path
    ) -> None:
        address = host.pooled(name)
        with serving(tmp_path, database_url=address, workers="1") as service:
            key = service.command("key", "create", "desk", "--scope", "write").split()[-1]
            _, before = ask(service, "/v1/changes?limit=1000")
            with ThreadPoolExecutor(1) as threads:
                path = f"/v1/changes?since={before['cursor']}&wait=15"
                waiting = threads.submit(ask, service, path)
                time.sleep(0.5)
                status, event = ask(service, "/v1/events", EVENT, Authorization=f"Bearer {key}")
                _, news = waiting.result()
            assert status == 201
            assert [each["id"] for each in news["items"]] == [event["id"]]
        done, left = copy_database(
            Settings(), address, f"sqlite:///{tmp_path}/copy.db", lambda *_: None
        )
        assert (done.rows["event"], left) == (17, 0)

    def test_a_mode_that_there_is_not(self) -> None:
        with pytest.raises(Invalid, match="pooling=statement must be pooling=transaction or"):
            open_database("postgresql://a@b/c?pooling=statement")

    @pytest.mark.parametrize("more", [{}, {"pooling": "transaction"}])
    def test_a_pooler_in_statement_mode_is_refused(
        self, more: dict[str, str], host: Managed
    ) -> None:
        url = host.url(USERS[0], f"{NAMES[0]}_by_statement", **more)
        with (
            closing(open_store(Settings(database_url=url))) as store,
            pytest.raises(Refused, match="the pooler is in statement mode"),
        ):
            store.migrate()

    def test_a_pooler_that_is_not_there(self) -> None:
        with (
            closing(open_database("postgresql://a@127.0.0.1:1/c?pooling=transaction")) as database,
            pytest.raises(Lost),
        ):
            database.execute_sql("SELECT 1")


def _left(store: Store) -> tuple[object, ...]:
    """The timeout, statements, locks and channels that earlier clients left in the session."""
    with store.database.atomic():
        row: tuple[object, ...] = store.database.execute_sql(
            "SELECT current_setting('statement_timeout'),"
            " (SELECT count(*) FROM pg_prepared_statements),"
            # Only of this database: other tests use other databases of the server.
            " (SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND d.datname = current_database()),"
            " (SELECT count(*) FROM pg_listening_channels())"
        ).fetchone()
    return row


@pytest.mark.parametrize(
    ("url", "address", "without_session"),
    [("postgresql://a@b/c", "postgresql://a@b/c", False),
     ("postgresql://a@b/c?pooling=transaction", "postgresql://a@b/c", True),
     ("postgresql://a@b/c?pooling=session", "postgresql://a@b/c", False),
     ("postgresql://a:%3F@b/c?x=1&pooling=transaction&y=%26", "postgresql://a:%3F@b/c?x=1&y=%26",
      True),
     ("postgresql://a@b,d:5/c?target_session_attrs=any",
      "postgresql://a@b,d:5/c?target_session_attrs=any", False)],
)  # fmt: skip
def test_the_word_for_a_pooler_is_taken_out_of_an_address(
    url: str, address: str, without_session: bool
) -> None:
    assert split(url) == (address, without_session)
