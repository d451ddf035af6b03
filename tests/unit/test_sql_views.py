"""The SQL views: dates of any year, one row for each part of an event, only public data."""

from __future__ import annotations

import gc
import re
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain import calendar, edtf
from service.domain.event import Actor, Amount, CountryRole, Event, Place, Source
from service.errors import Conflict
from service.formats import dates
from service.resources import MIGRATIONS
from service.schemas.event import render
from service.store import Store
from service.store.views import VIEWS
from tests.support.loops import run
from tests.support.rows import each_row
from tests.support.sizes import size

# PostgreSQL makes no file of the views: dashboards read them there as a role.
pytestmark = pytest.mark.sqlite
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "sql.md"
DAYS_OF_ALL_YEARS = st.integers(
    calendar.ordinal(-edtf.MAX_YEAR, 1, 1), calendar.ordinal(edtf.MAX_YEAR, 12, 31)
)
EDGES = [calendar.ordinal(year, month, day)
         for year in (-400_000_000, -10_000, -9999, -401, -400, -1, 0, 1, 400, 401, 1600, 1900,
                      2000, 9999, 10_000, 400_000_000)
         for month, day in ((1, 1), (2, 28), (3, 1), (12, 31))]  # fmt: skip


def event(name: str, text: str, **parts: Any) -> Event:
    return Event(id=name, title=f"Event {name}", date=edtf.parse(text), category="meeting", **parts)


FULL = event(
    "full", "2023-02-28T18:30:00-05:00", summary="A summary", date_as_reported="on Tuesday",
    countries=(CountryRole("KZ", "host"), CountryRole("KZ", "participant"),
               CountryRole("SUHH", "target")),
    actors=(Actor("Somebody"),),
    place=Place("Astana", "KZ", 51.17, 0.00001),
    amounts=(Amount(Decimal("25000000.10"), "USD", "announced", "trade"),
             Amount(Decimal("1"), "EUR", "disbursed")),
    sources=(
        Source("A title", "A publisher", "https://example.org/a", "2023-02", ("date", "place")),
        Source("Another"),
    ),
)  # fmt: skip
EVENTS = [FULL, event("bc", "-0043-03-15"), event("far", "Y-120000"), event("late", "Y12000/.."),
          event("none", "XXXX"), event("month", "2022-09~"),
          event("set", "[2022-01,2022-03?]")]  # fmt: skip


@pytest.fixture
def filled(store: Store) -> Store:
    store.import_batch(EVENTS)
    store.keys.create("secret-of-an-editor", ("write",))
    store.put(event("month", "2022-09"), lambda _: True)
    store.delete("set", lambda _: True)
    return store


def rows(path: object, sql: str) -> list[dict[str, object]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return [dict(each) for each in database.execute(sql)]


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('views')}/v.db", render)
    made.migrate()
    made.close()
    with closing(sqlite3.connect(made.database.database)) as found:
        found.execute("BEGIN")
        yield found


class TestDates:
    """The dates that the views compute in SQL equal those of ``service.domain``."""

    def row(self, views: sqlite3.Connection, known: edtf.Date) -> tuple[object, ...]:
        views.execute("DELETE FROM event")
        views.execute(
            "INSERT INTO event (position, id, title, date, earliest, latest, precision, span,"
            " category, status, content, version, created_at, updated_at)"
            " VALUES (1, 'e', '', ?, ?, ?, ?, 0, '', '', '{}', 1, '', '')",
            (known.text, known.earliest, known.latest, known.precision),
        )
        found: tuple[object, ...] = views.execute(
            "SELECT earliest, latest, earliest_date, latest_date, earliest_year, latest_year,"
            " extent, approximate, uncertain FROM event_view"
        ).fetchone()
        return found

    def check(self, views: sqlite3.Connection, known: edtf.Date) -> None:
        bounds = known.earliest, known.latest
        texts = [None if each is None else calendar.iso(each) for each in bounds]
        inside = [None if each is None or not 1 <= each <= date.max.toordinal() else text
                  for each, text in zip(bounds, texts, strict=True)]  # fmt: skip
        years = [None if each is None else calendar.civil(each)[0] for each in bounds]
        marks = [known.extent, int(known.approximate), int(known.uncertain)]
        assert list(self.row(views, known)) == [*texts, *inside, *years, *marks]

    @each_row("day", EDGES)
    def test_edges_of_years_and_cycles(self, views: sqlite3.Connection, day: int) -> None:
        for each in (day - 1, day, day + 1):
            self.check(views, edtf.Date("", each, each, "day"))

    @settings(max_examples=size(50, 600))
    @given(DAYS_OF_ALL_YEARS, st.integers(0, 800_000))
    def test_any_day(self, views: sqlite3.Connection, day: int, more: int) -> None:
        self.check(views, edtf.Date("", day, min(day + more, 10**12), "interval", "span"))

    @pytest.mark.parametrize("text", [
        "2022", "2022-09", "2022-09-14", "2022-09-14?", "2022-09~", "2022%", "202X", "20XX", "XXXX",
        "2022-21", "2022-33", "2022-09/2023-01?", "2022-09-01~/..", "../2022", "2022/", "/2022-05%",
        "[2022-01,2022-03]", "[..2022-01]", "[2022-01~..]", "-0043-03-15", "Y-120000", "Y12000/..",
        "0000-01-01", "-0001-12-31", "9999-12-31", "0000", "2022-09-14T10:00Z",
    ])  # fmt: skip
    def test_every_kind_of_date(self, views: sqlite3.Connection, text: str) -> None:
        self.check(views, edtf.parse(text))

    def time(self, views: sqlite3.Connection, text: str) -> object:
        self.row(views, edtf.parse(text))
        return views.execute("SELECT time_utc FROM event_view").fetchone()[0]

    @pytest.mark.parametrize("text", [
        "2023-02-28T18:30:00-05:00", "2023-02-28T18:30-05:00", "2023-02-28T18:30+0530",
        "2023-02-28T18:30+05", "2023-12-31T23:30:15.25-05:00", "2023-02-28T24:00Z",
        "2024-02-28T24:00:00-01:00", "2023-02-28T00:00:00.001+14:00", "2023-02-28T18:30Z~",
        "0001-01-03T00:00+14:00", "9999-12-29T23:59-14:00",
    ])  # fmt: skip
    def test_an_instant_is_shown_in_utc(self, views: sqlite3.Connection, text: str) -> None:
        moment = dates.moment({"date": edtf.parse(text).text, "precision": "time"})
        assert moment is not None
        wanted = moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        assert self.time(views, text) == wanted

    @pytest.mark.parametrize("text", ["2023-02-28T18:30", "2023-02-28", "Y12000-01-01T10:00Z",
                                      "-0043-03-15T10:00Z", "2023-02-28T10:00Z/2023-03-01T10:00Z"]
                             )  # fmt: skip
    def test_no_instant_is_made_up(self, views: sqlite3.Connection, text: str) -> None:
        assert self.time(views, text) is None

    @settings(max_examples=size(50, 300))
    @given(st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)), st.integers(-14 * 60, 14 * 60))
    def test_any_instant(self, views: sqlite3.Connection, at: datetime, offset: int) -> None:
        sign, minutes = "-" if offset < 0 else "+", abs(offset)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        text = f"{at.isoformat(timespec='milliseconds')}{sign}{minutes // 60:02}:{minutes % 60:02}"
        moment = datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
        assert self.time(views, text) == moment.isoformat(" ", "microseconds")


class TestRows:
    def test_an_event_has_one_row(self, filled: Store) -> None:
        found = rows(filled.database.database, "SELECT * FROM event_view ORDER BY id")
        assert [each["id"] for each in found] == ["bc", "far", "full", "late", "month", "none"]
        full = found[2]
        assert (full["place"], full["place_country"], full["longitude"]) == ("Astana", "KZ", 1e-5)
        assert full["time_utc"] == "2023-02-28 23:30:00.000000"
        assert datetime.fromisoformat(str(full["created_at"])).year >= 2024
        assert (found[4]["version"], found[4]["approximate"]) == (2, 0)

    def test_each_part_has_one_row(self, filled: Store) -> None:
        path = filled.database.database
        assert [(e["country"], e["country_name"], e["role"], e["earliest"])
                for e in rows(path, "SELECT * FROM event_country_view ORDER BY country, role")
                ] == [("KZ", "Kazakhstan", "host", "2023-02-28"),
                      ("KZ", "Kazakhstan", "participant", "2023-02-28"),
                      ("SUHH", "Soviet Union", "target", "2023-02-28")]  # fmt: skip
        assert [(e["number"], e["amount"], e["exact_amount"], e["currency"], e["purpose"])
                for e in rows(path, "SELECT * FROM event_amount_view ORDER BY number")
                ] == [(1, 25000000.1, "25000000.10", "USD", "trade"),
                      (2, 1.0, "1", "EUR", None)]  # fmt: skip
        assert [(e["number"], e["source_title"], e["published"], e["supports"])
                for e in rows(path, "SELECT * FROM event_source_view ORDER BY number")
                ] == [(1, "A title", "2023-02", "date; place"),
                      (2, "Another", None, None)]  # fmt: skip

    def test_the_database_stays_sound_and_like_its_models(self, filled: Store) -> None:
        assert filled.drift() == ""
        assert list(filled.integrity_errors()) == []
        filled.migrate_down("0011_views")
        path = filled.database.database
        assert rows(path, "SELECT name FROM sqlite_master WHERE type = 'view'") == []
        filled.migrate()
        assert len(rows(path, "SELECT * FROM event_view")) == len(EVENTS) - 1

    def test_verify_finds_a_view_that_is_not_ours(self, filled: Store) -> None:
        ask = filled.database.execute_sql
        ask("CREATE VIEW of_the_operator AS SELECT id FROM event")
        assert list(filled.integrity_errors()) == []
        ask("DROP VIEW event_source_view")
        ask("DROP VIEW event_amount_view")
        ask("CREATE VIEW event_amount_view AS SELECT 1 AS amount")
        found = list(filled.integrity_errors())
        assert [each.partition(":")[0] for each in found] == [
            "event_amount_view", "event_source_view",
        ]  # fmt: skip
        filled.migrate_down("0011_views")
        filled.migrate()
        assert list(filled.integrity_errors()) == []


class TestPublished:
    def test_it_has_the_rows_of_the_views(self, filled: Store, tmp_path: Path) -> None:
        target = tmp_path / "out" / "events.db"
        assert filled.publish(target) == len(EVENTS) - 1
        for view in VIEWS:
            sql = f"SELECT * FROM {view.name} ORDER BY {', '.join(view.key)}"
            assert rows(target, sql) == rows(filled.database.database, sql)
            assert rows(target, sql)
        (about,) = rows(target, "SELECT * FROM publication")
        assert (about["version"], about["events"]) == (1, len(EVENTS) - 1)
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        assert [each.name for each in target.parent.iterdir()] == ["events.db"]

    def test_it_has_no_keys_replies_or_history(self, filled: Store, tmp_path: Path) -> None:
        target = tmp_path / "events.db"
        filled.publish(target)
        tables = {each["name"] for each in rows(target, "SELECT name FROM sqlite_master"
                  " WHERE type = 'table' AND name NOT LIKE 'sqlite%'")}  # fmt: skip
        assert tables == {"publication", *(view.name for view in VIEWS)}
        content = target.read_bytes()
        for secret in (b"secret-of-an-editor", b"2022-09~", b"Event set"):
            assert secret not in content

    def test_it_is_replaced_whole_while_it_is_read(self, filled: Store, tmp_path: Path) -> None:
        target = tmp_path / "events.db"
        filled.publish(target)
        target.chmod(0o644)
        with closing(sqlite3.connect(target)) as reader:
            walk = reader.execute("SELECT id FROM event_view")
            walk.fetchone()
            filled.create(event("new", "2024"))
            assert filled.publish(target) == len(EVENTS)
            assert len(walk.fetchall()) == len(EVENTS) - 2
        assert len(rows(target, "SELECT * FROM event_view")) == len(EVENTS)
        assert stat.S_IMODE(target.stat().st_mode) == 0o644

    def test_it_is_one_state_while_others_write(self, filled: Store, tmp_path: Path) -> None:
        target, going = tmp_path / "events.db", threading.Event()

        def write() -> None:
            number = 0
            while not going.is_set():
                pair = CountryRole("KZ", "host"), CountryRole("UZ", "host")
                filled.create(event(f"w{number}", "2024", countries=pair))
                number += 1
            filled.close()

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for _ in range(5):
                filled.publish(target)
                (found,) = rows(
                    target,
                    "SELECT (SELECT count(*) FROM event_view WHERE id LIKE 'w%') * 2 = (SELECT"
                    " count(*) FROM event_country_view WHERE event_id LIKE 'w%') AS same",
                )
                assert found == {"same": 1}
        finally:
            going.set()
            writer.join()

    @pytest.mark.parametrize(
        ("kind", "reason"),
        [
            ("the database", "is the database itself"),
            ("another database", "not a published file"),
            ("a database in use", "not a published file"),
            ("no database", "not a published file"),
            ("a log", "must be removed first"),
        ],
    )
    def test_it_replaces_nothing_else(
        self, filled: Store, tmp_path: Path, kind: str, reason: str
    ) -> None:
        target = tmp_path / "other"
        if kind == "the database":
            target = Path(filled.database.database)
        elif kind == "another database":
            with closing(sqlite3.connect(target)) as other:
                other.execute("CREATE TABLE event (id)")
        elif kind == "a database in use":
            with closing(sqlite3.connect(target)) as other:
                other.execute("CREATE TABLE event (id)")
            # Its log has commits, so no message may say that it can be removed.
            target.with_name("other-wal").write_bytes(b"")
        elif kind == "no database":
            target.write_text("a letter")
        else:
            target.with_name("other-wal").write_bytes(b"of another program")
        before = target.read_bytes() if target.exists() else None
        with pytest.raises(Conflict, match=f"{target.name}.*{reason}"):
            filled.publish(target)
        assert (target.read_bytes() if target.exists() else None) == before


class TestReaders:
    def test_sqlalchemy_sees_types_and_times(self, filled: Store, tmp_path: Path) -> None:
        import sqlalchemy

        target = tmp_path / "events.db"
        filled.publish(target)
        engine = sqlalchemy.create_engine(f"sqlite:///file:{target}?mode=ro&uri=true")
        table = sqlalchemy.Table("event_view", sqlalchemy.MetaData(), autoload_with=engine)
        columns = {each.name: each.type.python_type for each in table.columns}
        assert columns["earliest_date"] is date
        assert columns["updated_at"] is columns["time_utc"] is datetime
        assert (columns["earliest_year"], columns["approximate"]) == (int, bool)
        ask = sqlalchemy.select(table).where(table.c.earliest_date >= date(2022, 9, 1))
        with engine.connect() as connection:
            found = {each.id: each for each in connection.execute(ask)}
        engine.dispose()
        assert set(found) == {"full", "month"}
        assert found["month"].latest_date == date(2022, 9, 30)
        assert found["full"].time_utc == datetime(2023, 2, 28, 23, 30)

    def test_sqlalchemy_reads_the_views_of_a_database_in_use(self, filled: Store) -> None:
        import sqlalchemy

        engine = sqlalchemy.create_engine(f"sqlite:///{filled.database.database}")
        assert set(sqlalchemy.inspect(engine).get_view_names()) == {view.name for view in VIEWS}
        ask = "SELECT earliest_year, count(*) FROM event_view GROUP BY 1 ORDER BY 1"
        with engine.connect() as connection:
            found = [tuple(each) for each in connection.execute(sqlalchemy.text(ask))]
        engine.dispose()
        assert found == [(None, 1), (-120000, 1), (-43, 1), (2022, 1), (2023, 1), (12000, 1)]

    @pytest.mark.filterwarnings("ignore::ResourceWarning")  # Datasette leaves connections open
    def test_datasette_serves_them(self, filled: Store, tmp_path: Path) -> None:
        from datasette.app import Datasette

        target = tmp_path / "events.db"
        filled.publish(target)

        async def ask(served: Datasette, path: str) -> list[dict[str, object]]:
            reply = await served.client.get(path)
            assert reply.status_code == 200, reply.text
            found: list[dict[str, object]] = reply.json()
            return found

        database = Path(filled.database.database)
        path = "event_country_view.json?_shape=array&country=KZ&_sort=role"
        found = run(ask(Datasette([str(target)]), f"/events/{path}"))
        assert [each["role"] for each in found] == ["host", "participant"]
        assert len(run(ask(Datasette([str(database)]), f"/{database.stem}/{path}"))) == 2
        gc.collect()  # so that Python warns of the connections here, and in no later test


class TestDocument:
    def test_it_has_the_columns_that_the_views_have(self, filled: Store, tmp_path: Path) -> None:
        text, target = DOCUMENT.read_text("utf-8"), tmp_path / "events.db"
        filled.publish(target)
        for view in VIEWS:
            part = text.partition(f"## `{view.name}`\n")[2].partition("\n## ")[0]
            assert f"One row is {view.row}." in part
            told = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", part, re.M)
            assert told == [tuple(each) for each in view.columns]
            for path in (target, filled.database.database):
                found = rows(path, f"SELECT name FROM pragma_table_info('{view.name}')")
                assert [each["name"] for each in found] == [each.name for each in view.columns]

    def test_its_example_runs(self, filled: Store, tmp_path: Path) -> None:
        target = tmp_path / "events.db"
        filled.publish(target)
        (sql,) = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
        wanted = [
            {"country_name": "Kazakhstan", "events": 1},
            {"country_name": "Soviet Union", "events": 1},
        ]
        assert rows(target, sql) == wanted
        (series,) = re.findall(r"^`(SELECT strftime.*)`$", DOCUMENT.read_text("utf-8"), re.M)
        assert len(rows(target, series)) == 2

    def test_the_migration_is_the_one_that_they_say(self) -> None:
        assert (MIGRATIONS / "0011_views.py").exists()
