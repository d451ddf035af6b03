"""``dateline copy`` copies a whole database to another engine or the same, while it is in use.
Clients see no difference."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench.generate import events
from bench.soak.random_queries import random_event
from service.app import create_app
from service.cli import main
from service.cli.copying import copy_database
from service.errors import Conflict, Damaged, DatelineError, Unavailable
from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from service.store import Store, copy, models
from service.store.copied_tables import COMPARED, CopiedTable, compared
from service.store.copy import Steps
from service.store.database import engine_of
from service.store.verify import DERIVED
from tests.support import engines, postgres
from tests.support.engines import POSTGRES, SQLITE
from tests.support.sizes import size

psycopg = pytest.importorskip("psycopg")
PAIRS = [(one, other) for one in (SQLITE, POSTGRES) for other in (SQLITE, POSTGRES)]
BOTH_WAYS = [(SQLITE, POSTGRES), pytest.param(POSTGRES, SQLITE, marks=pytest.mark.long)]
"""``make test`` copies to SQLite in ``test_there_and_back_with_writes_on_each_side`` and in
``test_a_file_that_is_not_there_is_made``."""
BASIS = list(events(60))
GET = (
    "/v1/events?limit=100", "/v1/events?limit=7&sort=-date", "/v1/events?sort=-updated&limit=20",
    "/v1/events?q=talks&sort=relevance&limit=10", "/v1/events?country=US&count=exact",
    "/v1/events?country=C5&date=1990/2020", "/v1/changes?limit=1000", "/v1/events.csv",
    "/v1/changes?country=US", "/v1/events.ics", "/v1/events.atom", "/v1/events.geojson",
    "/v1/histogram?interval=year&by=category", "/v1/facets", "/v1/facets?q=tal*",
    "/v1/countries", "/v1/categories", "/v1/events/e3", "/v1/events/e4/history",
    "/v1/events/e5/history", "/v1/events/e3/versions/1", "/v1/events/e99", "/sitemap.xml",
    "/v1/timeline?date=1980/2020", "/v1/events?q=offical&limit=5", "/v1/stats",
)  # fmt: skip
"""Paths that the source and its copy answer alike. Some of them do not exist."""
NUMBERS = count()
CURSOR = re.compile(rb"cursor=[A-Za-z0-9_-]+")
OWN = ("Date", "X-Request-Id")
Address = Callable[[str], str]


@pytest.fixture(scope="module")
def empty(
    templates: engines.Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Address]:
    """A function that returns the URL of a new, migrated and empty database of an engine."""
    with ExitStack() as stack:
        give = {}
        for engine in (SQLITE, POSTGRES):
            made_of = engines.fresh(templates, engine, tmp_path_factory.mktemp(engine))
            stack.callback(made_of.close)
            give[engine] = next(made_of)
        yield lambda engine: give[engine]()


@contextmanager
def opened(url: str, **settings: Any) -> Iterator[Store]:
    with closing(open_store(Settings(database_url=url), **settings)) as store:
        yield store


def write(store: Store, chance: random.Random, writes: int) -> None:
    """Create, correct, delete and restore events at random."""
    for number in range(writes):
        event = load_event(random_event(chance, number % 40, chance.choice(BASIS)))
        try:
            if chance.random() < 0.75:
                store.put(event, lambda _: True, "desk")
            else:
                store.delete(event.id, lambda _: True, "desk")
        except DatelineError:
            store.put(event, None, "desk", only_new=True)


def filled(url: str) -> str:
    with opened(url) as store:
        write(store, random.Random(7), 90)
        for name in ("one", "two", "gone"):
            store.keys.create(name, ("write",))
        store.keys.rotate("two", 5)
        store.keys.revoke("gone")
        reply = copy_reply()
        store.replies.once(1, "token", "0" * 64, lambda: reply)
    return url


def copy_reply() -> Any:
    from service.store import Reply

    return Reply(201, {"Location": "/v1/events/e1"}, b"{}\x00\xff")


@pytest.fixture(scope="module")
def sources(empty: Address) -> dict[str, str]:
    """The URL of a database of each engine, which tests only read."""
    return {engine: filled(empty(engine)) for engine in (SQLITE, POSTGRES)}


@pytest.fixture
def own(sources: dict[str, str], templates: engines.Templates, tmp_path: Path) -> Iterator[Address]:
    """A function that copies the source of an engine and returns its URL; tests may write to it."""
    server = postgres.shared(templates.shared)
    made_here: list[str] = []

    def give(engine: str) -> str:
        if engine == POSTGRES:
            name = sources[engine].removeprefix("postgresql://postgres@/").partition("?")[0]
            made_here.append(server.copy(name))
            return made_here[-1]
        path = tmp_path / f"{next(NUMBERS)}.db"
        shutil.copyfile(sources[engine].removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    yield give
    for url in made_here:
        server.drop(url)


def copied(source: str, target: str, tell: Any = None, **options: Any) -> copy.Done:
    tell = tell or (lambda *_: None)
    return copy_database(Settings(), source, target, tell, **options)[0]


def replies(url: str, known: Iterable[str] = ()) -> dict[str, Any]:
    """The replies of a service on the database, by path.

    The paths are ``GET`` and the ``next`` links of one list. Or they are ``known``, with cursors
    that another service made.
    """
    app = create_app(Settings(database_url=url, stream_seconds=0))
    client = app.test_client()
    found: dict[str, Any] = {}
    todo = list(known or GET)
    while todo:
        path = todo.pop()
        reply = client.get(path)
        headers = [each for each in reply.headers if each[0] not in OWN]
        found[path] = (reply.status, headers, reply.data)
        following = reply.json.get("next") if reply.is_json and reply.json else None
        if following and not known and "limit=7" in path:
            todo.append(following)
    app.extensions["dateline"].store.close()
    return found


def without_cursors(found: dict[str, Any]) -> dict[str, Any]:
    """The replies without the cursors of lists, and without the headers that depend on them.

    A cursor of PostgreSQL contains more than a cursor of SQLite.
    """
    plain = dict(found)
    for path, (status, headers, body) in found.items():
        if CURSOR.search(body):
            kept = [each for each in headers if each[0] not in ("ETag", "Content-Length", "Link")]
            plain[path] = (status, kept, CURSOR.sub(b"", body))
    return plain


def tables(url: str) -> dict[str, tuple[int, str]]:
    with opened(url) as store:
        return {each.name: each.summed(store.database) for each in COMPARED}


def errors(url: str) -> list[str]:
    with opened(url) as store:
        store.ready()
        return list(store.integrity_errors())


def command(*words: str, **variables: str) -> tuple[int, str]:
    kept = {f"DATELINE_{name.upper()}": text for name, text in variables.items()}
    done = CliRunner().invoke(main, [*words], env=kept, catch_exceptions=False)
    return done.exit_code, done.output


class TestWhole:
    @pytest.mark.parametrize(("one", "other"), [
        pytest.param(*pair, marks=pytest.mark.long if pair[0] == POSTGRES else ())
        for pair in PAIRS
    ])  # fmt: skip
    def test_every_reply_is_that_of_the_source_to_the_byte(
        self, one: str, other: str, empty: Address, sources: dict[str, str]
    ) -> None:
        source, target = sources[one], empty(other)
        before, asked = tables(source), replies(source)
        assert sum(status.startswith("200") for status, _, _ in asked.values()) > 20
        done = copied(source, target)
        assert done.rows == {name: number for name, (number, _) in before.items()}
        assert min(done.rows.values()) > 0
        assert errors(target) == []
        answered = replies(target, asked)
        if one != other:
            asked, answered = without_cursors(asked), without_cursors(answered)
        assert answered == asked
        assert tables(target) == tables(source) == before

    @pytest.mark.parametrize(
        ("one", "other"),
        [(SQLITE, POSTGRES), pytest.param(POSTGRES, POSTGRES, marks=pytest.mark.long)],
    )
    def test_there_and_back_with_writes_on_each_side(
        self, one: str, other: str, empty: Address, own: Address
    ) -> None:
        here, there = own(one), empty(other)
        for step, (source, target) in enumerate([(here, there), (there, here), (here, there)]):
            copied(source, target)
            assert tables(source) == tables(target)
            with opened(target) as store:
                write(store, random.Random(step), 8)
                store.keys.create(f"key-{step}", ("read",))
        assert errors(here) == []
        assert errors(there) == []

    def test_a_zero_with_a_sign_is_the_same_number(
        self, empty: Address, own: Address, tmp_path: Path
    ) -> None:
        source, target = own(POSTGRES), f"sqlite:///{tmp_path}/copy.db"
        with opened(source) as store:
            # As events were stored before ``Degrees`` left the sign out.
            changed = store.database.execute_sql(
                "UPDATE event SET longitude = CAST('-0' AS float8) WHERE id IN ('e3', 'e4', 'e5')"
            )
            assert changed.rowcount > 0
        copied(source, target)
        copied(target, own_again := empty(POSTGRES))
        copied(source, target)
        assert tables(source) == tables(target) == tables(own_again)

    def test_a_word_of_any_length(self, empty: Address) -> None:
        here, there = empty(SQLITE), empty(POSTGRES)
        signs = [chr(each) for each in range(0x10428, 0x10450)]  # four bytes, and no compression
        word = "".join(random.Random(1).choices(signs, k=1900))
        event = load_event(BASIS[0] | {"summary": f"{word[:1500]} {word}", "id": "long"})
        with opened(here) as store:
            store.create(event)
            # As words were stored before ``LONGEST``.
            store.database.execute_sql(
                "INSERT INTO word VALUES (?, ?) ON CONFLICT DO NOTHING", (word, word)
            )
        copied(here, there)
        copied(there, back := empty(SQLITE))
        for url in (here, there, back):
            assert errors(url) == []
        with opened(there) as store:
            store.put(event, lambda _: True)
            store.create(load_event(BASIS[1] | {"summary": word[::-1], "id": "other"}))

    @pytest.mark.parametrize("setting", ["idle_in_transaction_session_timeout",
                                         "transaction_timeout"])  # fmt: skip
    def test_limits_of_the_user_of_the_target_do_not_end_it(
        self, empty: Address, sources: dict[str, str], setting: str, monkeypatch: Any
    ) -> None:
        target = empty(POSTGRES)
        name = target.removeprefix("postgresql://postgres@/").partition("?")[0]
        with closing(psycopg.connect(target, autocommit=True)) as connection:
            if connection.info.server_version < 170_000 and setting == "transaction_timeout":
                pytest.skip("the server does not know it")
            connection.execute(f"ALTER DATABASE {name} SET {setting} = '50ms'")
        usual = CopiedTable.walk

        def slow(self: CopiedTable, database: Any) -> Any:
            if engine_of(database.url) is not engine_of(target):
                time.sleep(0.1)
            return usual(self, database)

        monkeypatch.setattr(CopiedTable, "walk", slow)
        copied(sources[SQLITE], target)
        assert tables(target) == tables(sources[SQLITE])

    def test_a_file_that_is_not_there_is_made(
        self, sources: dict[str, str], tmp_path: Path
    ) -> None:
        target = f"sqlite:///{tmp_path}/new/copy.db"
        code, text = command("copy", "--to", target, database_url=sources[POSTGRES])
        assert code == 0, text
        assert "compared: the rows of 11 tables are the same" in text
        assert (tmp_path / "new" / "copy.db").stat().st_mode & 0o077 == 0
        assert errors(target) == []


class TestOnline:
    """Clients write to the source during the copy."""

    @pytest.mark.parametrize(("one", "other"), BOTH_WAYS)
    def test_what_is_written_between_the_steps_is_copied(
        self, one: str, other: str, empty: Address, own: Address
    ) -> None:
        source, target = own(one), empty(other)
        chance = random.Random(3)
        with opened(source) as service:
            before = service.last_change()

            def between(reached: int, last: int) -> None:
                if chance.random() < 0.7:
                    write(service, chance, 4)

            done = copied(source, target, tell=between, steps=Steps(7, 15))
            assert done.cursor == service.last_change() > before
        assert tables(source) == tables(target)
        assert errors(target) == []

    def test_what_is_written_during_the_comparison_waits_for_the_next_time(
        self, empty: Address, own: Address, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source, target = own(SQLITE), empty(POSTGRES)
        before = tables(source)
        with opened(source) as service:

            def comparing(*both: Any) -> Any:
                write(service, random.Random(4), 20)
                return compared(*both)

            monkeypatch.setattr(copy, "compared", comparing)
            copied(source, target)
        assert tables(target) == before != tables(source)
        monkeypatch.undo()
        copied(source, target)
        assert tables(target) == tables(source)
        assert errors(target) == []


class TestInterrupted:
    @pytest.mark.parametrize(("one", "other"), BOTH_WAYS)
    def test_a_copy_that_is_killed_anywhere_goes_on(
        self, one: str, other: str, empty: Address, sources: dict[str, str]
    ) -> None:
        target = empty(other)
        chance = random.Random(5)
        kills = 0
        while kills < size(6, 100):
            if killed_copy(sources[one], target, chance.randrange(2, 25)) == 0:
                break
            kills += 1
            with opened(target) as store:
                if store.last_change():
                    with pytest.raises(Unavailable, match="not finished"):
                        store.ready()
        assert kills >= 5
        copied(sources[one], target)
        assert tables(target) == tables(sources[one])
        assert errors(target) == []

    def test_a_copy_that_was_never_begun_is_an_empty_database(self, empty: Address) -> None:
        with opened(empty(SQLITE)) as store:
            store.ready()


def killed_copy(source: str, target: str, statements: int) -> int:
    """The exit code of a copy that is killed after ``statements`` SQL statements on the target."""
    child = os.fork()
    if child == 0:
        try:
            kind: Any = engine_of(target)
            usual, left = kind.execute_sql, count(statements, -1)

            def counted(self: Any, *asked: Any) -> Any:
                if self.url == target and next(left) == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return usual(self, *asked)

            kind.execute_sql = counted
            copied(source, target, steps=Steps(10, 20))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


class TestEpoch:
    def test_it_is_kept_and_bound_to_the_place_of_the_copy(
        self, empty: Address, sources: dict[str, str], tmp_path: Path
    ) -> None:
        target = f"sqlite:///{tmp_path}/copy.db"
        copied(sources[POSTGRES], target)
        with opened(sources[POSTGRES]) as one, opened(target) as other:
            assert one.seal() == other.seal()
            other.backup(tmp_path / "backup.db")
        (tmp_path / "file.db").write_bytes((tmp_path / "copy.db").read_bytes())
        for name in ("backup.db", "file.db"):
            with opened(f"sqlite:///{tmp_path}/{name}") as again, opened(target) as other:
                assert again.seal().epoch != other.seal().epoch

    def test_a_copy_of_a_copy_keeps_it_too(self, empty: Address, sources: dict[str, str]) -> None:
        second, third = empty(POSTGRES), empty(SQLITE)
        copied(sources[SQLITE], second)
        copied(second, third)
        with opened(sources[SQLITE]) as one, opened(third) as other:
            assert one.seal() == other.seal()

    def test_a_new_one_makes_another_database(
        self, empty: Address, sources: dict[str, str]
    ) -> None:
        target = empty(SQLITE)
        copied(sources[SQLITE], target, new_epoch=True)
        with opened(sources[SQLITE]) as one, opened(target) as other:
            assert one.seal().epoch != other.seal().epoch
        with pytest.raises(Conflict, match="something else"):
            copied(sources[SQLITE], target)


REASONS = (
    ("event", "something else"), ("newer", "newer than this program"), ("key", "something else"),
    ("written", "was written to"), ("table", "another program"), ("key revoked", "key 'one'"),
    ("older", "earlier version"), ("key made", "key 'more'"), ("itself", "source itself"),
)  # fmt: skip
"""States of a target that cannot be copied to, each with words of the error message."""


class TestRefused:
    """The copy is refused, and neither database changes."""

    @pytest.mark.parametrize(("what", "why", "kind"), [
        pytest.param(*reason, kind, marks=pytest.mark.long if (number + turn) % 2 else ())
        for number, reason in enumerate(REASONS)
        for turn, kind in enumerate((SQLITE, POSTGRES))
    ])  # fmt: skip
    def test_a_target_that_holds_something_else(
        self, kind: str, what: str, why: str, empty: Address, sources: dict[str, str]
    ) -> None:
        """Each reason is tested on one engine in turn, on both in ``make test-all``."""
        source, target = sources[kind], empty(kind)
        if what in ("written", "key revoked", "key made"):
            copied(source, target)
        if what == "itself":
            target = source
        else:
            with opened(target) as store:
                _use(store, what)
        before = _all(source), _all(target)
        with pytest.raises(Conflict, match=f"--to.*{why}"):
            copied(source, target)
        assert (_all(source), _all(target)) == before

    def test_a_source_that_has_lost_what_was_copied(self, own: Address, empty: Address) -> None:
        """As after a failover, whether another entry has the number by now or not."""
        source, target = own(SQLITE), empty(SQLITE)
        file = Path(source.removeprefix("sqlite:///"))
        earlier = file.read_bytes()
        event = {"title": "Talks", "date": "2024", "category": "meeting"}
        for name in ("lost", "new1", "new2"):
            with opened(source) as store:
                store.create(load_event(event, name))
            if name == "lost":
                copied(source, target)
                file.write_bytes(earlier)
            with pytest.raises(Conflict, match="or the source has lost its last changes"):
                copied(source, target)

    def test_a_target_in_use(self, empty: Address, sources: dict[str, str]) -> None:
        for engine in (SQLITE, POSTGRES):
            target = empty(engine)
            with opened(target) as service:
                service.size()
                code, text = command("copy", "--to", target, database_url=sources[SQLITE])
            assert (code, text) == (1, "dateline: --to: the database is in use; stop the server"
                                    " first\n")  # fmt: skip

    def test_a_target_whose_last_user_is_just_leaving(
        self, empty: Address, sources: dict[str, str]
    ) -> None:
        target = empty(POSTGRES)
        last = psycopg.connect(target, application_name="dateline")
        leaving = threading.Timer(0.3, last.close)
        leaving.start()
        code, text = command("copy", "--to", target, database_url=sources[SQLITE])
        leaving.join()
        assert code == 0, text

    @pytest.mark.parametrize(
        ("source", "why"),
        [("sqlite:///nowhere.db", "there is no database at"), ("mysql://x", "must look like"),
         ("postgresql://nobody@127.0.0.1:1/none", "does not answer")],
    )  # fmt: skip
    def test_a_source_that_is_not_there(
        self, source: str, why: str, empty: Address, tmp_path: Path, monkeypatch: Any
    ) -> None:
        monkeypatch.chdir(tmp_path)
        code, text = command("copy", "--from", source, "--to", empty(SQLITE))
        assert code == 1
        assert text.startswith("dateline: --from: ")
        assert why in text
        assert list(tmp_path.iterdir()) == []

    def test_a_source_that_is_not_sound_makes_no_service(
        self, empty: Address, own: Address
    ) -> None:
        source, target = own(SQLITE), empty(POSTGRES)
        with opened(source) as store:
            store.database.execute_sql("UPDATE event SET version = 99 WHERE id = 'e3'")
        with pytest.raises(Damaged, match="copy differs from the source"):
            copied(source, target)
        with opened(target) as store:
            assert any("not finished" in each for each in store.integrity_errors())
            with pytest.raises(Unavailable, match="not finished"):
                store.ready()


def _use(store: Store, what: str) -> None:
    if what in ("event", "written"):
        store.create(load_event(BASIS[0]))
    elif what == "key":
        store.keys.create("some", ("read",))
    elif what == "key revoked":
        store.keys.revoke("one")
    elif what == "key made":
        store.keys.create("more", ("read",))
    elif what == "table":
        store.migrate_down(store.migrations()[0][0])
        store.database.execute_sql("DROP TABLE schema_migration")
        store.database.execute_sql("CREATE TABLE customer (id INTEGER)")
    elif what == "older":
        store.create(load_event(BASIS[0]))
        store.migrate_down()
    else:
        store.database.execute_sql(
            "INSERT INTO schema_migration (id, name, applied)"
            " VALUES (999, '0999_later', '2026-01-01')"
        )


def _all(url: str) -> dict[str, list[Any]]:
    """Every row of every table."""
    with opened(url) as store:
        names = [each for each in store.database.get_tables() if not each.startswith("event_text")]
        return {
            name: sorted(
                map(repr, store.database.execute_sql(f'SELECT * FROM "{name}"').fetchall())
            )
            for name in names
        }


def test_every_table_is_copied_or_derived_again() -> None:
    tables = {each._meta.table_name for each in models.Table.__subclasses__()}
    stated = {each.name for each in COMPARED} | set(DERIVED)
    # The epoch is set at the end, and the stemming rule follows from the settings.
    assert tables - stated == {"epoch", "stemming"}
