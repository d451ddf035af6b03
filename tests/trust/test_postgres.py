"""The whole service on PostgreSQL: two services on one database, and a server that fails."""

from __future__ import annotations

import json
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import peewee as pw
import pytest

from service import deadline, freshness
from service.deadline import Deadline
from service.domain.cursors import LogPlace
from service.domain.query import Filter
from service.errors import (
    Busy,
    Damaged,
    Full,
    Lost,
    NotFound,
    ReadOnly,
    Refused,
    Unavailable,
    Unknown,
)
from service.freshness import AskAnotherServer, ReadTarget
from service.schemas.event import load_event, render
from service.store import Store, explained
from service.store.engine import Use
from service.store.postgres.cancellation import watch
from tests.support.engines import POSTGRES, Fresh, Templates, fresh
from tests.support.live import Live, serving
from tests.unit.test_cql2 import asked

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("psycopg.sql")
EVERYTHING = Filter(undated=True)
SLOW_COMMIT = (
    "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
    " $f$ BEGIN PERFORM pg_sleep(2); RETURN NULL; END $f$",
    "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION slow()",
)
NO_ROOM = (
    "CREATE FUNCTION no_room() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RAISE disk_full; END $f$"
)
LIMITS = ("idle_in_transaction_session_timeout", "transaction_timeout")
"""Limits of a role or a database that may end a transaction."""
EVENT = {"title": "Talks", "date": "2024-05-01", "category": "meeting"}


@pytest.fixture(scope="module")
def give(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    yield from fresh(templates, POSTGRES, tmp_path_factory.mktemp("postgres"))


@pytest.fixture
def address(give: Fresh) -> str:
    return give(seeded=True)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with closing(Store(address, render)) as opened:
        yield opened


def ask(service: Live, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    if data:
        headers |= {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{service.url}{path}", data, headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


@pytest.fixture(scope="module")
def both(give: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, Live]]:
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "other")]
    named = {"database_url": give(seeded=True), "workers": "1", "query_timeout_seconds": "2"}
    with serving(folders[0], **named) as one, serving(folders[1], **named) as other:
        yield one, other


class TestServices:
    """Two services, as on two hosts."""

    def test_what_one_writes_the_other_tells_who_waits(self, both: tuple[Live, Live]) -> None:
        one, other = both
        key = one.command("key", "create", "desk", "--scope", "write").split()[-1]
        _, before = ask(other, "/v1/changes?limit=1000")
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(ask, other, f"/v1/changes?since={before['cursor']}&wait=15")
            time.sleep(0.7)
            assert not waiting.done()
            status, made = ask(one, "/v1/events", EVENT, Authorization=f"Bearer {key}")
            written = time.monotonic()
            _, news = waiting.result()
            assert time.monotonic() - written < 10
        assert status == 201
        assert [each["id"] for each in news["items"]] == [made["id"]]
        assert ask(other, f"/v1/events/{made['id']}")[1]["title"] == "Talks"

    def test_a_database_that_does_not_answer_holds_up_nothing_else(
        self, both: tuple[Live, Live]
    ) -> None:
        one, _ = both
        with closing(psycopg.connect(one.environment["DATELINE_DATABASE_URL"])) as other:
            other.execute("LOCK TABLE event, posting, document IN ACCESS EXCLUSIVE MODE")
            with ThreadPoolExecutor(1) as pool:
                asked = pool.submit(ask, one, "/v1/events?country=KZ&limit=7")
                slowest = 0.0
                while not asked.done():
                    started = time.monotonic()
                    assert ask(one, "/healthz")[0] == 200
                    slowest = max(slowest, time.monotonic() - started)
                    time.sleep(0.02)
                assert asked.result()[0] == 503
                assert slowest < 1
        assert ask(one, "/v1/events?country=KZ&limit=7")[0] == 200


def test_a_server_that_refuses_the_service_is_no_fault_of_the_client(
    give: Fresh, tmp_path: Path
) -> None:
    """A new password, a database with another name: clients try again until it is mended."""
    address = give(seeded=True)
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        name = connection.info.dbname
    server = address.replace(f"/{name}?", "/postgres?")
    with (
        serving(tmp_path, database_url=address, workers="1") as service,
        closing(psycopg.connect(server, autocommit=True)) as other,
    ):
        assert ask(service, "/v1/events?limit=1")[0] == 200
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        other.execute(f'ALTER DATABASE "{name}" RENAME TO "{name}_away"')
        for path in ("/v1/events?q=talks", "/readyz"):
            status, problem = ask(service, path)
            assert (status, problem["title"]) == (503, "Service Unavailable"), path
            assert "refuses the user or the database" in problem["detail"]
        other.execute(f'ALTER DATABASE "{name}_away" RENAME TO "{name}"')
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        assert ask(service, "/v1/events?q=talks")[0] == 200


class TestWriting:
    def test_writes_of_many_threads_are_logged_without_gaps_in_the_order_of_commits(
        self, address: str
    ) -> None:
        seen: list[int] = []
        done = threading.Event()

        def follow() -> None:
            with closing(Store(address, render)) as mine:
                while not done.is_set():
                    after = seen[-1] if seen else 16
                    seen.extend(
                        each.cursor for each in mine.changes_after(LogPlace(after), 100).changes
                    )

        def write(number: int) -> None:
            with closing(Store(address, render)) as mine:
                for n in range(8):
                    mine.create(load_event(EVENT, f"w{number}-{n}"))

        reader = threading.Thread(target=follow)
        reader.start()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(4)))
        time.sleep(0.2)
        done.set()
        reader.join()
        assert seen == list(range(17, 17 + 32))

    def test_a_write_that_fails_gives_its_cursor_to_the_next(self, store: Store) -> None:
        last = store.last_change()
        with pytest.raises(ZeroDivisionError), store.database.writing():
            store.create(load_event(EVENT, "lost"))
            raise ZeroDivisionError
        store.create(load_event(EVENT, "kept"))
        assert [each.id for each in store.changes_after(LogPlace(last), 10).changes] == ["kept"]
        assert store.last_change() == last + 1

    def test_a_write_waits_for_another_until_its_deadline(self, store: Store, address: str) -> None:
        with closing(Store(address, render)) as other, other.database.writing():
            started = time.monotonic()
            with deadline.within(Deadline(0.3)), pytest.raises(Unavailable):
                store.create(load_event(EVENT, "late"))
            assert time.monotonic() - started < 10
        store.create(load_event(EVENT, "late"))

    def test_a_host_that_is_suspended_while_it_writes_stops_the_others_for_some_time_only(
        self, store: Store, address: str
    ) -> None:
        with closing(Store(address, render)) as other:
            suspended: Any = other.database
            suspended.idle_seconds = 0.3
            with pytest.raises(Lost), suspended.writing():
                with deadline.within(Deadline(20)):
                    store.create(load_event(EVENT, "meanwhile"))
                other.create(load_event(EVENT, "suspended"))
            other.create(load_event(EVENT, "afterwards"))
        assert [store.get(each).version for each in ("meanwhile", "afterwards")] == [1, 1]
        with pytest.raises(NotFound):
            store.get("suspended")

    def test_a_snapshot_does_not_see_what_is_written_meanwhile(
        self, store: Store, address: str
    ) -> None:
        with closing(Store(address, render)) as other, store.database.reading():
            before = store.size()
            other.create(load_event(EVENT, "new"))
            assert store.size() == before
        assert store.size() == before + 1


class TestFailures:
    def test_a_process_that_is_forked_looks_at_deadlines_itself(self, store: Store) -> None:
        with deadline.within(Deadline(5)):
            store.size()
        assert watch.thread is not None
        child = os.fork()
        if not child:
            os._exit(0 if watch.thread is None and not watch.running else 1)
        assert os.waitpid(child, 0)[1] == 0

    def test_a_statement_ends_with_its_deadline(self, store: Store) -> None:
        started = time.monotonic()
        with deadline.within(Deadline(0.3)), pytest.raises(Unavailable, match="too long"):
            store.database.execute_sql("SELECT pg_sleep(20)")
        assert time.monotonic() - started < 10
        assert store.size() == 16

    def test_a_statement_ends_when_nobody_waits_for_it(self, store: Store) -> None:
        limit = Deadline(20)
        threading.Timer(0.3, limit.cancel).start()
        started = time.monotonic()
        with deadline.within(limit), pytest.raises(Unavailable):
            store.database.execute_sql("SELECT pg_sleep(20)")
        assert time.monotonic() - started < 10

    def test_the_server_ends_a_statement_itself_if_nobody_says_so(self, store: Store) -> None:
        with deadline.within(Deadline(3)):
            store.size()
            (text,) = store.database.execute_sql("SHOW statement_timeout").fetchone()
        assert text == "4s"

    def test_a_lost_connection_is_reported_and_made_anew(self, store: Store, address: str) -> None:
        store.size()
        with closing(psycopg.connect(address, autocommit=True)) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'dateline' AND datname = current_database()"
            )
        with pytest.raises(Lost):
            store.size()
        assert store.size() == 16

    def test_an_interrupted_statement_is_no_lost_server(self, store: Store) -> None:
        database: Any = store.database
        with pytest.raises(KeyboardInterrupt), database.writing():
            database.own().pgconn.send_query(b"SELECT pg_sleep(5)")
            raise KeyboardInterrupt
        assert store.size() == 16
        with pytest.raises(KeyboardInterrupt), database.reading(), database.reading():
            database.own().pgconn.send_query(b"SELECT pg_sleep(5)")
            raise KeyboardInterrupt
        assert store.size() == 16

    def test_a_server_that_is_not_there(self) -> None:
        none = Store("postgresql://nobody@127.0.0.1:1/none", render)
        with pytest.raises(Lost), closing(none):
            none.ready()

    def test_a_database_that_can_only_be_read(self, store: Store) -> None:
        store.database.execute_sql("SET default_transaction_read_only = on")
        with pytest.raises(ReadOnly):
            store.create(load_event(EVENT, "none"))
        assert store.size() == 16

    @pytest.mark.parametrize(
        ("state", "kind"),
        [("53100", Full), ("53400", Busy), ("25006", ReadOnly),
         ("40001", Busy), ("40P01", Busy), ("55P03", Busy),
         ("57014", Unavailable), ("57P01", Lost), ("08006", Lost), ("53300", Busy),
         ("58030", Lost), ("3F000", Refused), ("28P01", Refused),
         ("3D000", Refused), ("42501", Refused), ("54000", Refused),
         ("XX001", Damaged), ("XX002", Damaged),
         ("42P01", Damaged), ("42703", Damaged)],
    )  # fmt: skip
    def test_a_state_of_sql_says_what_is_wrong(self, state: str, kind: type) -> None:
        found = explained(psycopg.errors.lookup(state)("whatever the words"))
        assert type(found) is kind

    @pytest.mark.parametrize("state", ["42601", "23505", "22003"])
    def test_other_states_are_no_matter_of_the_server(self, state: str) -> None:
        assert explained(psycopg.errors.lookup(state)("x")) is None

    @pytest.mark.parametrize(
        "words",
        ["sorry, too many clients already", 'too many connections for role "dateline"',
         "remaining connection slots are reserved for roles with the SUPERUSER attribute"],
    )  # fmt: skip
    def test_a_server_without_room_for_a_connection_is_busy(self, words: str) -> None:
        found = explained(psycopg.OperationalError(f"connection failed: FATAL:  {words}"))
        assert type(found) is Busy

    def test_a_server_without_room_on_its_disk_says_so_before_there_is_a_connection(self) -> None:
        words = "could not write init file: No space left on device"
        found = explained(psycopg.OperationalError(f"connection failed: FATAL:  {words}"))
        assert type(found) is Lost
        assert "disk of the database server is full" in str(found)

    def test_a_read_without_room_is_not_told_that_something_was_not_stored(
        self, store: Store
    ) -> None:
        """A read may need room too, for what it sorts; another server may have it."""
        store.database.execute_sql(NO_ROOM)
        with pytest.raises(Lost, match="disk of the database server is full"):
            store.database.execute_sql("SELECT no_room()")
        with pytest.raises(Lost, match="disk of the database server"), store.database.reading():
            store.database.execute_sql("SELECT no_room()")
        with freshness.within(ReadTarget()), pytest.raises(AskAnotherServer):
            store.database.execute_sql("SELECT no_room()")
        with pytest.raises(Full, match="not stored"), store.database.writing():
            store.create(load_event(EVENT, "none"))
            store.database.execute_sql("SELECT no_room()")
        assert store.size() == 16

    def test_a_limit_of_the_operator_is_named(self, address: str, setting: Any) -> None:
        setting(temp_file_limit="64kB", work_mem="64kB")
        sort = "SELECT count(*) FROM (SELECT n FROM generate_series(1, 99999) n ORDER BY -n) x"
        with closing(Store(address, render)) as store, pytest.raises(Busy, match="temp_file_limit"):
            store.database.execute_sql(f"{sort}, LATERAL (SELECT x.n OFFSET 0) y")

    def test_a_function_of_another_program_is_an_error_of_the_database(self, store: Store) -> None:
        store.database.execute_sql("DROP FUNCTION casei")
        store.database.execute_sql(
            "CREATE FUNCTION casei(x text) RETURNS int LANGUAGE sql AS 'SELECT 1'"
        )
        with pytest.raises(pw.PeeweeException, match="cannot change return type"):
            store.migrate()

    def test_tables_that_are_gone_are_no_fault_of_the_program(self, store: Store) -> None:
        assert store.size() == 16
        store.database.execute_sql('DROP TABLE "change", posting CASCADE')
        for work in (
            lambda: store.changes_after(LogPlace(), 1),
            lambda: store.create(load_event(EVENT)),
        ):
            with pytest.raises(Damaged, match="dateline migrate status"):
                work()


class TestReplicasOfAnotherDatabase:
    """A mistyped URL of the replicas must not answer from another timeline."""

    def test_it_answers_nothing(self, give: Fresh) -> None:
        with closing(Store(give(seeded=True), render, read_url=give())) as store:
            with pytest.raises(Refused, match="DATELINE_READ_DATABASE_URL: this is another"):
                store.database.replica_error()
            with freshness.within(target := ReadTarget()):
                assert store.count(EVERYTHING) == (16, "exact")
            assert target.newest

    def test_the_primary_itself_answers(self, address: str) -> None:
        with closing(Store(address, render, read_url=address)) as store:
            assert store.database.replica_error() is None
            with freshness.within(target := ReadTarget()):
                assert store.count(EVERYTHING) == (16, "exact")
            assert not target.newest


@pytest.fixture
def setting(address: str) -> Iterator[Callable[..., None]]:
    """Sets what the sessions of the database begin with."""

    def change(**values: str) -> None:
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            for name, value in values.items():
                database = psycopg.sql.Identifier(connection.info.dbname)
                text = psycopg.sql.SQL("ALTER DATABASE {} SET {} = {}")
                parts = database, psycopg.sql.Identifier(name), psycopg.sql.Literal(value)
                connection.execute(text.format(*parts))

    yield change


class TestSettingsOfOthers:
    """An operator may have set anything for the user or the database."""

    def test_the_connection_is_in_utf_8(
        self, address: str, setting: Callable[..., None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        setting(client_encoding="LATIN1")
        monkeypatch.setenv("PGCLIENTENCODING", "LATIN2")
        more = "&" if "?" in address else "?"
        with closing(Store(f"{address}{more}client_encoding=EUC_JP", render)) as store:
            store.migrate_down(store.migrations()[-1][0])
            store.migrate()
            store.create(load_event(EVENT | {"title": "会谈 в Астане ğ"}, "utf-8"))
            assert "会谈 в Астане ğ".encode() in b"".join(store.stream(EVERYTHING))

    @pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
    def test_a_database_of_another_encoding_is_refused(self, address: str, encoding: str) -> None:
        name = f"other_{encoding.lower()}_{os.getpid()}"
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            connection.execute(
                f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"
            )
            own = connection.info.dbname
        try:
            store = Store(address.replace(own, name), render)
            with closing(store), pytest.raises(Refused, match=f"{encoding}; Dateline needs UTF8"):
                store.migrate()
        finally:
            with closing(psycopg.connect(address, autocommit=True)) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def test_limits_end_no_migration(self, address: str, setting: Callable[..., None]) -> None:
        # A read has these limits too, so they leave it some time on a busy machine.
        setting(idle_in_transaction_session_timeout="400ms", lock_timeout="50ms")
        with closing(Store(address, render)) as store:
            if known(store, "transaction_timeout"):
                setting(transaction_timeout="500ms")
        with closing(Store(address, render)) as store:
            with store.database.migrating(pending=True):
                time.sleep(0.7)
                assert store.size() == 16
            with store.database.reading():
                assert store.size() == 16

    def test_the_limit_of_a_statement_is_that_of_the_request(
        self, address: str, setting: Callable[..., None]
    ) -> None:
        setting(statement_timeout="50ms")
        with closing(Store(address, render)) as store:
            store.database.execute_sql("SELECT pg_sleep(0.2)")
            with pytest.raises(Unavailable), deadline.within(Deadline(0.3)):
                store.database.execute_sql("SELECT pg_sleep(5)")

    def test_a_path_without_a_schema_is_refused(
        self, address: str, setting: Callable[..., None]
    ) -> None:
        setting(search_path="nowhere")
        with closing(Store(address, render)) as store, pytest.raises(Refused, match="search_path"):
            store.migrate()

    def test_tables_in_a_later_schema_of_the_path_are_not_made_again(
        self, address: str, setting: Callable[..., None]
    ) -> None:
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            connection.execute("CREATE SCHEMA postgres")  # the name of the user
        with closing(Store(address, render)) as store:
            for work in (store.migrate, store.ready, store.migrations):
                with pytest.raises(Refused, match=r"schema public, but .* the schema postgres"):
                    work()
            assert store.size() == 16

    def test_a_backslash_in_a_string_changes_no_filter(
        self, address: str, setting: Callable[..., None]
    ) -> None:
        def found() -> list[list[bytes]]:
            with closing(Store(address, render)) as store:
                texts = ("title LIKE '%C5!%%'", "ACCENTI(title) LIKE '%a%'", "approximate = true")
                return [list(store.stream(asked(each))) for each in texts]

        before = found()
        setting(standard_conforming_strings="off")
        with closing(Store(address, render)) as store:
            store.database.execute_sql("SELECT 1")
            with store.database.migrating(pending=True):
                pass  # makes the functions of the database again
        assert found() == before
        assert len(before[1]) == 16

    def test_a_limit_that_ends_a_transaction_is_named(
        self, address: str, setting: Callable[..., None]
    ) -> None:
        setting(idle_in_transaction_session_timeout="50ms")
        with closing(Store(address, render)) as store:
            with pytest.raises(Lost, match="idle_in_transaction_session_timeout"):
                write_late(store)
            assert store.size() == 16

    @pytest.mark.parametrize(
        "limit", ["idle_in_transaction_session_timeout", "transaction_timeout"]
    )
    def test_limits_end_no_command(
        self, address: str, setting: Callable[..., None], limit: str, tmp_path: Path
    ) -> None:
        with closing(Store(address, render)) as store:
            if not known(store, limit):
                pytest.skip("the server does not know it")
            store.import_batch(load_event(EVENT, f"l{number}") for number in range(300))
        setting(**{limit: "50ms"})
        with closing(Store(address, render)) as store:
            with store.database.reading():
                time.sleep(0.1)
                assert store.size() == 316
            assert list(store.integrity_errors()) == []
        with closing(Store(address, render, use=Use.FILLING)) as store, store.database.writing():
            time.sleep(0.1)
            store.create(load_event(EVENT, "filled"))
            limits = store.database.execute_sql(
                "SELECT current_setting('idle_in_transaction_session_timeout')"
            )
            assert limits.fetchone() == ("1min",)  # other hosts can write if this one vanishes

    def test_a_search_finds_every_event_whatever_the_limit_of_the_index(
        self, address: str, setting: Callable[..., None]
    ) -> None:
        many = Filter(text="talks")
        with closing(Store(address, render)) as store:
            store.import_batch(load_event(EVENT, f"m{number}") for number in range(300))
            before = store.count(many)
            assert before[0] is not None
            assert before[0] >= 300
        setting(gin_fuzzy_search_limit="3")
        with closing(Store(address, render)) as store:
            assert store.count(many) == before
        more = "&" if "?" in address else "?"
        store = Store(f"{address}{more}pooling=transaction", render)
        with closing(store), pytest.raises(Refused, match="gin_fuzzy_search_limit = 3, with which"):
            store.size()

    @pytest.mark.parametrize("weak", ["off", "local"])
    def test_a_write_is_on_disk_when_it_is_acknowledged(
        self, address: str, setting: Callable[..., None], weak: str
    ) -> None:
        setting(synchronous_commit=weak)
        with closing(Store(address, render)) as store:
            database = store.database
            for block in (database.writing(), database.migrating(pending=False)):
                with block:
                    assert database.execute_sql("SHOW synchronous_commit").fetchone() == ("on",)
        setting(synchronous_commit="remote_apply")
        with closing(Store(address, render)) as store, store.database.writing():
            found = store.database.execute_sql("SHOW synchronous_commit").fetchone()
            assert found == ("remote_apply",)

    @pytest.mark.parametrize("level", ["repeatable read", "serializable"])
    def test_a_write_sees_the_one_that_it_waited_for(
        self, address: str, setting: Callable[..., None], level: str
    ) -> None:
        setting(default_transaction_isolation=level)
        with closing(Store(address, render)) as store, ThreadPoolExecutor(8) as threads:

            def write(number: int) -> int:
                store.create(load_event(EVENT, f"w{number}"))
                return number

            assert sorted(threads.map(write, range(40))) == [*range(40)]
            assert store.size() == 56
            assert list(store.integrity_errors()) == []


def known(store: Store, name: str) -> bool:
    found = store.database.execute_sql("SELECT 1 FROM pg_settings WHERE name = ?", (name,))
    return found.fetchone() is not None


def write_late(store: Store) -> None:
    with store.database.writing():
        time.sleep(0.3)
        store.create(load_event(EVENT, "late"))


def test_the_end_of_a_block_that_only_read_takes_as_long_as_it_takes(store: Store) -> None:
    database: Any = store.database
    database.commit_seconds = 0.0
    assert list(store.integrity_errors()) == []
    with store.database.reading():
        assert store.size() == 16
    with pytest.raises(Unknown), store.database.writing():
        # The commit exceeds its time limit, because its trigger takes two seconds.
        for statement in SLOW_COMMIT:
            store.database.execute_sql(statement)
        store.create(load_event(EVENT, "slow"))


def test_migrations_go_back_one_by_one_and_forth_and_keep_the_events(store: Store) -> None:
    before = list(store.stream(EVERYTHING))
    names = [name for name, _, _ in store.migrations()]
    for name in reversed(names[1:]):
        assert store.migrate_down(name) == [name]
    assert store.migrate() == names[1:]
    assert store.drift() == ""
    assert list(store.integrity_errors()) == []
    assert list(store.stream(EVERYTHING)) == before
