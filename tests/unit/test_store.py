"""The store: queries that follow an index, writes, migrations, and keys."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest

from service.domain import calendar, edtf
from service.domain.cursors import LogPlace
from service.domain.event import Actor, Amount, CountryRole, Event
from service.domain.query import Choice, Filter, Page
from service.errors import Invalid, Unavailable
from service.schemas.event import render
from service.store import Store
from service.store.event_tables import changing
from service.store.index import Pieces
from service.store.migrating import runner
from service.store.prepared_events import prepare
from service.store.read import EventPage
from tests.support.engines import Fresh


def event(number: int, date: str = "2023-02-28", code: str = "KZ") -> Event:
    return Event(
        id=f"e{number}",
        title="A title",
        date=edtf.parse(date),
        category="meeting",
        countries=(CountryRole(code, "host"),),
        actors=(Actor("Somebody"),),
        tags=("tag",),
    )


@pytest.mark.parametrize(
    "group",
    [(), ((Choice("country", "KZ"),),), ((Choice("category", "meeting"),),),
     ((Choice("actor", "somebody"),),), ((Choice("tag", "tag"),),)],
)  # fmt: skip
@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.sqlite
def test_each_plain_query_walks_one_index_in_order(
    store: Store, group: tuple[tuple[Choice, ...], ...], sort: str
) -> None:
    store.import_batch([event(1), event(2, "2022-09"), event(3, "2021/2023")])
    sql = store.reader.positions(Filter(738_000, 738_900, groups=group), Page(sort), 51)
    plan = [
        row[3] for row in store.database.execute_sql("EXPLAIN QUERY PLAN " + sql.text, sql.values)
    ]
    assert not [step for step in plan if "TEMP B-TREE" in step or "MATERIALIZE" in step], plan
    # A stage of the walk is a subquery, whose rows are read one by one.
    searches = [step for step in plan if re.match(r"SEARCH|SCAN (?!\(subquery)", step)]
    assert searches
    assert all("posting USING PRIMARY KEY (term=? AND span=? AND position>" in s for s in searches)


def test_models_and_migrations_agree(store: Store) -> None:
    assert store.drift() == ""


def test_migrations_go_up_down_and_up_again(store: Store) -> None:
    assert store.migrate() == []
    down = store.migrate_down()
    assert store.migrate() == down
    store.ready()


def test_two_programs_that_migrate_at_once_do_each_migration_once(fresh: Fresh) -> None:
    url = fresh()
    with closing(Store(url, render)) as one, closing(Store(url, render)) as other:
        down = one.migrate_down("0012_words")
        with ThreadPoolExecutor(1) as threads:
            with one.database.migrating(pending=True):
                done = runner(one.database).up()
                waiting = threads.submit(other.migrate)
                with pytest.raises(TimeoutError):
                    waiting.result(0.5)
            assert waiting.result(30) == []
        assert sorted(done) == sorted(down)
        other.ready()


@pytest.mark.sqlite
def test_a_migrated_database_is_migrated_again_without_waiting_for_a_writer(
    fresh: Fresh,
) -> None:
    url = fresh()
    with closing(Store(url, render)) as other, closing(Store(url, render)) as one:
        found = other.migrations()
        with one.database.writing():
            assert other.migrate() == []
        assert other.migrations() == found


@pytest.mark.turns
def test_a_program_that_still_runs_does_not_write_after_a_migration_of_another(
    store: Store,
) -> None:
    store.create(event(1))
    store.database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('0999_future', '2030-01-01')"
    )
    changes = (
        lambda: store.create(event(2)),
        lambda: store.put(event(1, "2022"), 1),
        lambda: store.delete("e1", 1),
        lambda: store.import_batch([event(3)]),
        store.migrate,
        store.migrate_down,
    )
    for change in changes:
        with pytest.raises(Unavailable, match="newer than this program: 0999_future"):
            change()
    assert store.size() == 1
    assert list(store.integrity_errors()) == []
    *_, (last, _, _), _ = store.migrations()
    store.database.execute_sql(
        "DELETE FROM schema_migration WHERE name IN (?, '0999_future')", (last,)
    )
    with pytest.raises(Unavailable, match=f"migrations are pending: {last}"):
        store.create(event(2))


@pytest.mark.parametrize(
    ("given", "meant"),
    [("0002", "0002_history"), ("places", "0015_places"), ("0001_event", "0001_events")],
)
def test_a_migration_that_is_unknown_is_told_with_the_nearest(
    store: Store, given: str, meant: str
) -> None:
    for migrate in (store.migrate, store.migrate_down):
        with pytest.raises(Invalid, match=f"{given}.*Did you mean {meant}"):
            migrate(given)


def test_importing_twice_changes_nothing_and_a_correction_one_version(store: Store) -> None:
    assert store.import_batch([event(1), event(2)]) == ["created", "created"]
    change = store.last_change()
    assert store.import_batch([event(1), event(2)]) == ["unchanged", "unchanged"]
    assert store.last_change() == change
    assert store.import_batch([event(1, "2024"), event(2)]) == ["updated", "unchanged"]
    assert store.get("e1").version == 2
    assert store.last_change() == change + 1


def test_a_corrected_event_leaves_nothing_behind(store: Store) -> None:
    store.import_batch([event(1)])
    store.import_batch([event(1, "2024-05", "UZ")])
    assert store.events(Filter(groups=((Choice("country", "KZ"),),)), Page()).rows == []
    assert len(store.events(Filter(groups=((Choice("country", "UZ"),),)), Page()).rows) == 1
    # The ids of cells are negative, and cells have no row in ``term``.
    old = store.database.execute_sql("SELECT count(*) FROM posting WHERE term > 0").fetchone()
    fresh = [each.events for each in store.terms("country")]
    assert fresh == [1]
    assert old[0] == sum(
        row[0] for row in store.database.execute_sql("SELECT events FROM term").fetchall()
    )


def test_two_thousand_events_on_one_day_are_each_met_once(store: Store) -> None:
    store.import_batch(event(number) for number in range(2_000))
    met, after = set(), None
    while True:
        page = store.events(Filter(), Page(limit=100, after=after))
        met |= {row[:12] for row in page.rows}
        if page.next is None:
            break
        after = page.next
    assert len(met) == 2_000


@pytest.mark.turns
@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize("groups", [(), ((Choice("country", "KZ"),), (Choice("tag", "tag"),))])
def test_a_walk_returns_moved_events_once(
    store: Store, sort: str, groups: tuple[tuple[Choice, ...], ...]
) -> None:
    store.import_batch(event(number, f"2023-02-{number + 1:02}") for number in range(20))

    def met(page: EventPage) -> list[str]:
        return [orjson.loads(row)["id"] for row in page.rows]

    first = store.events(Filter(groups=groups), Page(sort, limit=5))
    seen = met(first)
    ahead = [f"e{n}" for n in range(20) if f"e{n}" not in seen]
    ends = ("2023-01-01", "2023-03-01")
    for name, date in zip([*seen[:2], *ahead[:2]], ends * 2, strict=True):
        store.put(event(int(name[1:]), date), 1)
    store.put(event(int(ahead[0][1:]), "2023-01-15"), 2)  # moved twice
    for name in (seen[2], ahead[2]):
        store.delete(name, 1)
        store.put(event(int(name[1:]), "2023-03-02"), None, only_new=True)
    store.delete(ahead[3], 1)
    store.create(event(99, "2023-02-10"))
    after = first.next
    while after:
        page = store.events(Filter(groups=groups), Page(sort, limit=3, after=after))
        seen += met(page)
        after = page.next
    assert len(seen) == len(set(seen))
    assert set(seen) - {"e99"} == {f"e{n}" for n in range(20)} - {ahead[3]}


def test_a_correction_that_keeps_the_day_keeps_the_place(store: Store) -> None:
    store.import_batch(event(number) for number in range(3))
    store.put(replace(event(0), title="Corrected"), 1)
    found = [orjson.loads(row)["id"] for row in store.events(Filter(), Page()).rows]
    assert found == ["e0", "e1", "e2"]


def test_changes_keep_their_order_after_the_clock_was_far_ahead(store: Store) -> None:
    store.import_batch([event(1, "2020"), event(2, "2021"), event(3, "2022")])
    store.database.execute_sql("UPDATE \"change\" SET at = '2100-01-01T00:00:00.000000Z'")
    store.put(replace(event(2, "2021"), title="Corrected"), 1)
    store.put(event(4, "2019"), None)
    store.put(replace(event(3, "2022"), title="Corrected"), 1)
    newest = [orjson.loads(row) for row in store.events(Filter(), Page("-updated")).rows]
    assert [each["id"] for each in newest] == ["e3", "e4", "e2", "e1"]
    assert newest[0]["updated_at"] == "2100-01-01T00:00:00.000003Z"
    since = newest[2]["updated_at"]
    missed = store.events(Filter().with_values(updated_since=since), Page("updated")).rows
    assert [orjson.loads(row)["id"] for row in missed] == ["e2", "e4", "e3"]


def test_migrations_go_back_and_forward_without_loss(store: Store) -> None:
    store.import_batch([event(1), event(2), event(3)])
    store.put(event(1, "2024"), 1, "editor")
    store.delete("e2", 1, "editor")
    tables = ("event", "document", "posting", "tombstone", "term", "tally")
    kept = {name: rows(store, f"SELECT * FROM {name} ORDER BY 1, 2") for name in tables}
    log = 'SELECT cursor, type, id, version, at, author FROM "change"'
    kept_log = rows(store, log)
    store.migrate_down("0002_history")
    assert rows(store, log) == kept_log
    store.migrate()
    store.ready()
    assert store.drift() == ""
    assert {n: rows(store, f"SELECT * FROM {n} ORDER BY 1, 2") for n in tables} == kept
    assert rows(store, log) == kept_log
    # Only entries about versions that are no longer stored are left out.
    assert [c.id for c in store.changes_after(LogPlace(), 10).changes] == ["e3", "e1", "e2"]


def test_entries_of_the_log_are_found_by_id_whatever_became_of_the_event(store: Store) -> None:
    store.import_batch([event(1), event(2), event(3), event(4)], "desk")
    store.put(event(1, "2024"), 1, "editor")
    store.delete("e2", 1, "editor")
    store.delete("e4", 1, "editor")
    store.put(event(4), None, "desk", only_new=True)

    def found() -> dict[str, list[tuple[int, str, str | None]]]:
        return {
            each: [(v.version, v.type, v.author) for v in store.history.versions(each)]
            for each in ("e1", "e2", "e3", "e4")
        }

    expected = {
        "e1": [(1, "created", "desk"), (2, "updated", "editor")],
        "e2": [(1, "created", "desk"), (2, "deleted", "editor")],
        "e3": [(1, "created", "desk")],
        "e4": [(1, "created", "desk"), (2, "deleted", "editor"), (3, "created", "desk")],
    }
    assert found() == expected
    store.migrate_down("0004_entries_by_id")
    store.migrate()
    assert found() == expected
    assert list(store.integrity_errors()) == []


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = store.database.execute_sql(sql).fetchall()
    return found


@pytest.mark.turns
@pytest.mark.parametrize("groups", [0, 1, 2])
@pytest.mark.parametrize("certain", [False, True])
def test_every_walk_agrees_with_comparing_the_bounds(
    store: Store, groups: int, certain: bool
) -> None:
    dates = ["2022", "2022-09", "2022-09-10", "2022-08-15/2022-09-15", "2022-09-15/..", "196X",
             "../2022-09-12", "1900/2050", "2022-09-30", "2022-10-01", "-0044", "Y17000002",
             "[2022-09-01,2022-09-20]", "2022-08-31", "20XX", "XXXX", "2022-35"]  # fmt: skip
    store.import_batch(event(n, date) for n, date in enumerate(dates))
    since, until = calendar.ordinal(2022, 9, 10), calendar.ordinal(2022, 9, 30)
    choices = (Choice("country", "KZ"),), (Choice("tag", "tag"),)
    found = store.events(
        Filter(since, until, certain, groups=choices[:groups]), Page(limit=100)
    ).rows

    def wanted(text: str) -> bool:
        date = edtf.parse(text)
        low = float("-inf") if date.earliest is None else date.earliest
        high = float("inf") if date.latest is None else date.latest
        if date.undated:
            return False
        return (low >= since and high <= until) if certain else (low <= until and high >= since)

    expected = {f'"id":"e{n}"' for n, text in enumerate(dates) if wanted(text)}
    assert {row.decode().split(",")[0].lstrip("{") for row in found} == expected


@pytest.mark.sqlite
def test_the_disk_is_synced_before_a_write_is_acknowledged(store: Store) -> None:
    assert store.database.execute_sql("PRAGMA synchronous").fetchone() == (2,)
    assert store.database.execute_sql("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_text_of_a_key_is_nowhere_stored(store: Store, tmp_path: Path) -> None:
    token = store.keys.create("editor", ("write",))
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in stored
    assert store.keys.check(token).name == "editor"


@pytest.mark.sqlite
def test_settling_merges_the_full_text_and_loses_nothing(store: Store) -> None:
    for number in range(30):
        store.import_batch([event(number)])
    pieces = "SELECT count(DISTINCT segid) FROM event_text_idx"
    before = store.database.execute_sql(pieces).fetchone()[0]
    store.settle()
    assert store.database.execute_sql(pieces).fetchone()[0] == 1 < before
    assert len(store.events(Filter(text="title"), Page()).rows) == 30
    store.settle()


def test_one_transaction_writes_what_it_gathers_in_pieces_and_whole(store: Store) -> None:
    months = ["2023-01", "2023-02-28", "2022/2024"]
    with changing(store.database, store.render, Pieces(events=7, texts=2)) as entries:
        for first in range(0, 30, 3):
            events = [event(first + n, month) for n, month in enumerate(months)]
            entries.insert(prepare(events, store.render.head), None)
        changed = [replace(event(n, "2023-02-28"), title="Another") for n in (1, 28)]
        batch = prepare(changed, store.render.head)
        for each in batch.events:
            row = entries.row(each.id)
            assert row is not None
            assert entries.replace(batch, each, row, None).outcome == "updated"
    assert list(store.integrity_errors()) == []
    for words, count in (("title", 28), ("another", 2)):
        assert store.count(Filter(text=words)) == (count, "exact")


SEASONS = (
    "2001-21", "2001-22", "2001-23", "2001-24", "2001-24~", "2001-23/2003-21", "2001-05/2001-22",
    "[1999-23,2001-21]", "2001-24/..", "../2001-23", "-0044-23", "Y12000-24", "2001-29", "2001-33",
    "2001-03", "1917-11-07", "2022-02-24", "2022-02-21/2022-02-24", "Y12000-02-22",
)  # fmt: skip


def seasonal(number: int, date: str) -> Event:
    money = (Amount(Decimal("12.50"), "USD", "pledged"), Amount(Decimal(3), "EUR", "pledged"))
    return replace(
        event(number, date),
        amounts=money if number % 3 == 0 else (),
        date_as_reported="25 October 1917" if date == "1917-11-07" else None,
        summary="Talks about talks" if number % 2 else None,
    )


def test_the_bounds_of_seasons_are_derived_once_more_and_back(store: Store) -> None:
    made = [seasonal(number, date) for number, date in enumerate(SEASONS * 3)]
    store.import_batch(made)
    store.put(replace(made[2], title="Corrected"), 1)
    store.delete("e3", 1)
    store.put(replace(made[3], title="Back"), None, only_new=True)
    store.delete("e4", 1)
    days = "SELECT date, earliest, latest FROM event ORDER BY id"
    after, logged = rows(store, days), store.last_change()
    documents = list(store.stream(Filter(undated=True)))
    store.migrate_down("0009_bounds_of_seasons")
    for date, earliest, latest in rows(store, days):
        northern = re.sub(r"(?<=\d{4})-2([1-4])(?!\d)", lambda m: f"-2{int(m[1]) + 4}", date)
        before = edtf.parse(northern)
        assert (earliest, latest) == (before.earliest, before.latest)
    shown = "SELECT d.body FROM event e JOIN document d USING (position) WHERE e.id = ?"
    assert b"O.S." not in rows(store, shown.replace("?", "'e15'"))[0][0]
    store.migrate()
    assert list(store.integrity_errors()) == []
    assert rows(store, days) == after
    assert b"O.S." in rows(store, shown.replace("?", "'e15'"))[0][0]
    october = Filter(edtf.parse("2001-10").earliest, edtf.parse("2001-10").latest)
    found = {orjson.loads(row)["date"] for row in store.events(october, Page(limit=100)).rows}
    assert {"2001-21", "2001-22", "2001-23", "2001-24", "../2001-23"} <= found
    assert list(store.stream(Filter(undated=True))) == documents
    assert store.last_change() == logged


def test_seasons_keep_their_order_without_the_record_of_where_they_were(store: Store) -> None:
    store.import_batch([seasonal(number, "2001-23") for number in (2, 0, 1)])
    order = "SELECT id FROM event ORDER BY position"
    before = rows(store, order)
    store.migrate_down("0002_history")
    assert rows(store, order) == before
    store.migrate()
    assert rows(store, order) == before


@pytest.mark.parametrize("stored", [False, True])
def test_a_batch_that_has_an_id_twice_is_refused_whole(store: Store, stored: bool) -> None:
    if stored:
        store.import_batch([event(1, "2001")])
    before = list(store.stream(Filter()))
    twice = [event(1), event(2), replace(event(1), title="Another")]
    with pytest.raises(ValueError, match="an id twice"):
        store.import_batch(twice)
    assert list(store.stream(Filter())) == before
    assert list(store.integrity_errors()) == []
