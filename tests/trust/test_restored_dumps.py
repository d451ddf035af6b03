"""A dump of PostgreSQL that is restored is another database: cursors of the first are refused
there, and it is no replica of the first."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from service import freshness
from service.cli.copying import copy_database
from service.deadline import Deadline, within
from service.domain.cursors import CursorSeal, ForeignCursor
from service.domain.query import Choice, Filter, Page
from service.errors import Damaged, Refused, Unavailable
from service.freshness import AskAnotherServer, ReadTarget
from service.schemas.event import load_event, render
from service.settings import Settings
from service.store import Store
from service.store.postgres.restores import LOOK_SECONDS
from tests.support import postgres
from tests.support.engines import Fresh
from tests.trust.test_postgres import address, give

psycopg = pytest.importorskip("psycopg")
__all__ = ["address", "give"]
OID = "SELECT oid FROM pg_database WHERE datname = current_database()"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[postgres.Server]:
    """Another server."""
    try:
        server = postgres.start()
    except RuntimeError as error:
        pytest.skip(str(error))
    yield server
    postgres.stop(server)


def empty(address: str, elsewhere: postgres.Server) -> str:
    """An empty database of the other server, with the number that the database at ``address`` has
    in its own. Two new servers give their first database the same number."""
    with psycopg.connect(address) as connection:
        (number,) = connection.execute(OID).fetchone()
    elsewhere.run(f"CREATE DATABASE d{number} OID {number} TEMPLATE template0")
    return elsewhere.of(f"d{number}")


def do(program: str, *words: str | Path) -> None:
    command = [postgres.programs() / "bin" / program, *words]
    subprocess.run(command, env={"LC_ALL": "C", "PATH": os.defpath}, check=True)


def save(source: str, folder: Path) -> None:
    do("pg_dump", "-Fc", "-f", folder / "dump", source)


def load(target: str, folder: Path, *options: str) -> None:
    do("pg_restore", "--no-owner", "--exit-on-error", *options, "-d", target, folder / "dump")


def restore(source: str, target: str, folder: Path, *options: str) -> None:
    save(source, folder)
    load(target, folder, *options)


def seal(address: str) -> CursorSeal:
    with closing(Store(address, render)) as store:
        assert store.size() == 16
        return store.seal()


def test_on_another_server_it_has_another_epoch_and_is_no_replica(
    address: str, elsewhere: postgres.Server, tmp_path: Path
) -> None:
    restore(address, target := empty(address, elsewhere), tmp_path)
    assert seal(target).epoch != seal(address).epoch
    with (
        closing(Store(address, render, read_url=target)) as store,
        pytest.raises(Refused, match="DATELINE_READ_DATABASE_URL: this is another"),
    ):
        store.database.replica_error()


def test_the_epoch_that_a_copy_keeps_is_not_that_of_its_dump(
    give: Fresh, elsewhere: postgres.Server, tmp_path: Path
) -> None:
    source, copied = give(seeded=True), give()
    copy_database(Settings(), source, copied, lambda *_: None)
    restore(copied, target := empty(copied, elsewhere), tmp_path)
    assert seal(source) == seal(copied)
    assert seal(target).epoch != seal(copied).epoch


def test_in_place_of_the_first_it_has_another_epoch(address: str, tmp_path: Path) -> None:
    before = seal(address)
    restore(address, address, tmp_path, "--clean")
    assert seal(address).epoch != before.epoch


def found(store: Store, tag: str) -> list[str]:
    here = Filter(groups=((Choice("tag", tag),),))
    while True:
        with suppress(AskAnotherServer), freshness.within(ReadTarget()):
            return [json.loads(row)["id"] for row in store.events(here, Page()).rows]


def test_a_service_that_runs_notices_a_restore(address: str, tmp_path: Path) -> None:
    save(address, tmp_path)
    event = {"title": "Talks", "date": "2024-05-01", "category": "meeting"}
    with (
        closing(Store(address, render)) as one,
        closing(Store(address, render)) as two,
        within(Deadline(60)),
    ):
        one.create(load_event(event | {"tags": ["first"]}, "lost"))
        assert found(one, "first") == found(two, "first") == ["lost"]
        before, reached = two.seal(), two.logged_change()
        load(address, tmp_path, "--clean")
        one.create(load_event(event | {"tags": ["second"]}, "new"))
        # The tag has the number that the other one had.
        assert (found(one, "first"), found(one, "second")) == ([], ["new"])
        assert (found(two, "first"), found(two, "second")) == ([], ["new"])
        assert one.seal() == two.seal() != before
        with pytest.raises(ForeignCursor):
            two.changes_after(reached, 10)


def test_a_repair_of_this_process_is_not_taken_for_a_restore(address: str) -> None:
    with closing(Store(address, render)) as store, within(Deadline(60)):
        store.repair()
        time.sleep(LOOK_SECONDS + 0.1)
        assert store.size() == 16


def test_while_a_dump_is_being_restored_nothing_is_written_or_read(address: str) -> None:
    event = load_event({"title": "Talks", "date": "2024-05-01", "category": "meeting"}, "new")
    with closing(Store(address, render)) as store, within(Deadline(60)):
        assert store.size() == 16
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ALTER TABLE epoch DROP CONSTRAINT epoch_pkey")
            for work in (lambda: store.create(event), store.size):
                with pytest.raises(Unavailable, match="is being restored"):
                    work()
            connection.execute("ALTER TABLE epoch ADD PRIMARY KEY (id)")
            connection.execute("ALTER TABLE tally RENAME TO away; CREATE TABLE tally (LIKE away)")
            with pytest.raises(Damaged, match="tables are not those"):
                store.create(event)
            connection.execute("DROP TABLE tally; ALTER TABLE away RENAME TO tally")
        store.create(event)
        assert store.size() == 17


@pytest.mark.parametrize(
    "maintenance",
    ["VACUUM FULL", "CLUSTER epoch USING {index}", "REINDEX TABLE CONCURRENTLY epoch", "ANALYZE"],
)
def test_maintenance_keeps_the_epoch(address: str, maintenance: str) -> None:
    before = seal(address)
    with psycopg.connect(address, autocommit=True) as connection:
        find = "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'epoch'::regclass"
        connection.execute(maintenance.format(index=connection.execute(find).fetchone()[0]))
    assert seal(address) == before


def test_a_server_that_tells_no_number_has_the_others(address: str) -> None:
    """Aurora has functions that its servers do not support."""
    before = seal(address)
    with psycopg.connect(address) as connection:
        connection.execute(
            "CREATE FUNCTION aurora_version() RETURNS text LANGUAGE sql AS $$SELECT '17.4'$$"
        )
    assert seal(address).epoch != before.epoch
    assert seal(address) == seal(address)
