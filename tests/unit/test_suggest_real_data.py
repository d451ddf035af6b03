"""Suggested mappings of the real tables, compared with the mappings that were written by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from service.domain.event import Event
from service.domain.query import Filter
from service.errors import Invalid
from service.importers.mapping_load import load_mapping
from service.importers.run import import_files
from service.importers.suggest import suggest_file
from service.importers.table import read
from service.schemas.event import load_event, render
from service.store import Store
from tests.conftest import ALL, REPOSITORY
from tests.support.sizes import size

FILES = {
    "visits": "visits/visits_to_2000.csv",
    "travels": "travels/president_travels.csv",
    "treaties": "treaties/agreements_IEADB.csv",
    "unga": "unga/un_roll_calls.csv",
}
READ = [name for name in FILES if ALL or name == "travels"]
"""Only ``make test-all`` reads the large tables. They have most of the rows."""
STORED = ("visits", "travels", "treaties")
"""Tables that are imported with the suggested mapping. The largest table is only read."""
UNITED_STATES = {"code": "US", "role": "participant"}
EDITS: dict[str, dict[str, Any]] = {
    # The edits that the notes ask for: names that are not countries, a second country in each row.
    "visits": {
        "names": {"Korea": "KR"},
        "formerly": {"Vietnam": "South Vietnam"},
        "countries": [{"code": "US", "role": "host"}],
    },
    "travels": {
        "names": {"West Bank": "PS", "Yugoslavia (Kosovo)": "XK"},
        "formerly": {"Vietnam": "South Vietnam"},
        "countries": [UNITED_STATES],
    },
    # The table itself does not show that its older days mean nothing.
    "unga": {"date": {"start": "{date}", "days_from": "2003-09", "not_before": "1946-01-10"}},
}


class Both(NamedTuple):
    """The events of one table by id: with the mapping by hand, and with the suggested one."""

    by_hand: dict[str, Event]
    guessed: dict[str, Event]
    rejected: int

    def agree(self, name: str) -> int:
        """The number of common events with the same value of an attribute."""
        same = self.by_hand.keys() & self.guessed.keys()
        return sum(
            getattr(self.by_hand[key], name) == getattr(self.guessed[key], name) for key in same
        )


def events(file: Path, mapping: dict[str, Any]) -> tuple[dict[str, Event], int]:
    """The events of a table by id, and the number of rows that make no event."""
    with file.open("rb") as stream:
        records = [record.event for record in read(stream, load_mapping(mapping))]
    found = {event.id: event for event in records if event}
    return found, len(records) - len(found)


def imported(file: Path, mapping: dict[str, Any], folder: Path) -> tuple[dict[str, Event], int]:
    """The same, after an import into a new database."""
    store = Store(f"sqlite:///{folder}/store.db", render)
    store.migrate()
    report = import_files(store, [file], mapping=mapping)
    documents = list(map(load_event, map(json.loads, store.stream(Filter(undated=True)))))
    store.close()
    assert report.created == len(documents)
    return {event.id: event for event in documents}, report.rejected


@pytest.fixture(scope="module")
def both(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, bool], Both]:
    """The events of every table, for the suggested and the edited mapping."""
    found = {}
    for name in READ:
        file = shared_data / FILES[name]
        written = json.loads((REPOSITORY / "seed" / "mappings" / f"{name}.json").read_bytes())
        by_hand, _ = events(file, written)
        mapping = suggest_file(file).mapping
        mapping["id"] = written["id"]  # so that both mappings give an event the same id
        if name in STORED:
            guessed = imported(file, mapping, tmp_path_factory.mktemp(name))
        else:
            guessed = events(file, mapping)
        found[name, False] = Both(by_hand, *guessed)
        if edit := EDITS.get(name):
            countries = mapping.get("countries", []) + edit.get("countries", [])
            edited = events(file, {**mapping, **edit, "countries": countries})
            found[name, True] = Both(by_hand, *edited)
    return found


FIGURES = {
    # Table, edited: the events by hand, the events of the suggested mapping, its rejected rows.
    # Then the number of common events with the same date, the same countries, the same category.
    ("visits", False): (1815, 1795, 20, 1795, 0, 1795),
    ("visits", True): (1815, 1815, 0, 1815, 1815, 1815),
    ("travels", False): (832, 832, 0, 832, 0, 663),
    ("travels", True): (832, 832, 0, 832, 832, 663),
    ("treaties", False): (3523, 3524, 59, 3523, 1788, 3522),
    ("unga", False): (6196, 6202, 1, 1593, 6196, 6196),
    ("unga", True): (6196, 6196, 7, 6196, 6196, 6196),
}


@pytest.mark.parametrize(("name", "edited"), [each for each in FIGURES if each[0] in READ])
def test_what_is_stored_and_agrees(
    name: str, edited: bool, both: dict[tuple[str, bool], Both]
) -> None:
    found = both[name, edited]
    assert (
        len(found.by_hand),
        len(found.guessed),
        found.rejected,
        found.agree("date"),
        found.agree("countries"),
        found.agree("category"),
    ) == FIGURES[name, edited]


def test_no_event_has_another_day_than_the_table(both: dict[tuple[str, bool], Both]) -> None:
    """Only dates of ``unga`` differ, because only the mapping by hand leaves out its older days."""
    for (name, edited), found in both.items():
        if name != "unga" or edited:
            same = found.by_hand.keys() & found.guessed.keys()
            assert found.agree("date") == len(same)
        else:
            for key, event in found.by_hand.items():
                assert found.guessed[key].date.text.startswith(event.date.text)


def test_the_country_of_a_row_is_the_one_taken_by_hand(both: dict[tuple[str, bool], Both]) -> None:
    for name in {"visits", "travels"} & set(READ):
        found = both[name, False]
        for key, event in found.guessed.items():
            (country,) = event.countries
            by_hand = found.by_hand[key].countries
            if "Yugoslavia (Kosovo)" in event.title:
                continue  # the mapping by hand has Kosovo
            if "x-south-vietnam" in {each.code for each in by_hand}:
                assert country.code == "VN"  # the import warns of it
                continue
            assert country in by_hand


def test_titles_summaries_and_people_agree_where_a_column_has_them(
    both: dict[tuple[str, bool], Both],
) -> None:
    for name in {"treaties"} & set(READ):
        assert both[name, False].agree("title") == 3523
    for name in {"unga"} & set(READ):
        found = both[name, False]
        assert found.agree("title") == found.agree("summary") == 6196
    for name in {"visits", "travels"} & set(READ):
        found = both[name, False]
        assert found.agree("summary") == len(found.guessed)
        for key, event in found.guessed.items():
            assert [a.name for a in event.actors] == [a.name for a in found.by_hand[key].actors]


TABLES_OF_NO_EVENTS = (
    "countries/countrycodes_2020.csv", "countries/org_memberships_2020.csv",
    "unga/un_roll_call_issues.csv", "cameo/CAMEO.country.txt", "cameo/geonames_countryInfo.txt",
    "cameo/icews_cameo-codes_with_definitions.csv", "gdelt/SCHEMA_gdelt2_columns.csv",
)  # fmt: skip


@pytest.mark.parametrize("file", TABLES_OF_NO_EVENTS[:: size(3, 1)])
def test_a_table_without_dates_is_said_to_have_none(file: str, shared_data: Path) -> None:
    with pytest.raises(Invalid, match="looks like the dates of events; there are"):
        suggest_file(shared_data / file)


@pytest.mark.parametrize(
    "file",
    ["gdelt/20180101000000.export.CSV", "icews/events.2018.sample.tab", "timelinejs/eras.json"],
)
def test_a_file_that_needs_no_mapping_is_said_to_need_none(file: str, shared_data: Path) -> None:
    with pytest.raises(Invalid, match="needs no mapping; dateline import reads it as it is"):
        suggest_file(shared_data / file)
