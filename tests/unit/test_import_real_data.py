"""Every folder of the real data: the number of stored rows, the reasons of rejected rows, and ten
rows of each that were read by hand. ``make test`` imports those ten, the rejected rows and each
tenth of the others. ``make test-all`` imports whole files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from service.domain.query import Filter
from service.importers.report import Report
from service.importers.run import import_files
from service.schemas.event import render
from service.store import Store
from tests.support.sizes import ALL

MAPPINGS = Path(__file__).resolve().parents[2] / "seed" / "mappings"
FILES = {
    "visits": ("visits/visits_to_2000.csv", "visits.json"),
    "travels": ("travels/president_travels.csv", "travels.json"),
    "treaties": ("treaties/agreements_IEADB.csv", "treaties.json"),
    "unga": ("unga/un_roll_calls.csv", "unga.json"),
    "gdelt": ("gdelt/20180101000000.export.CSV", None),
    "icews": ("icews/events.2018.sample.tab", None),
    "cosmo": ("timelinejs/cosmo-mixed.json", None),
    "eras": ("timelinejs/eras.json", None),
}


class Loaded(NamedTuple):
    store: Store
    reports: dict[str, Report]


def records(text: str, separator: str) -> Iterator[str]:
    """The records of a table as they are written, each with all its lines."""
    if separator == "\t":  # quotes have no meaning in this format
        yield from text.splitlines(keepends=True)
        return
    lines = io.StringIO(text, newline="").readlines()
    reader, begun = csv.reader(lines), 0
    for _ in reader:
        yield "".join(lines[begun : reader.line_num])
        begun = reader.line_num


def chosen(file: Path, pattern: str, folder: Path) -> Path:
    """A file with some records of a table: its header, each tenth record, and those that match
    ``pattern``."""
    separator = "," if file.suffix == ".csv" else "\t"
    text = file.read_bytes().decode("utf-8")
    wanted = re.compile(pattern)
    found = [
        record
        for number, record in enumerate(records(text, separator))
        if number % 10 == 0 or wanted.search(record)
    ]
    (made := folder / file.name).write_bytes("".join(found).encode())
    return made


@pytest.fixture(scope="module")
def loaded(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """A database with all files, imported with the same code as ``dateline import`` uses."""
    folder = tmp_path_factory.mktemp("real")
    store = Store(f"sqlite:///{folder}/store.db", render)
    store.migrate()
    reports = {}
    for name, (file, mapping) in FILES.items():
        given = None if mapping is None else MAPPINGS / mapping
        whole = ALL or name not in WANTED
        path = shared_data / file if whole else chosen(shared_data / file, WANTED[name], folder)
        reports[name] = import_files(store, [path], mapping=given)
    yield Loaded(store, reports)
    store.close()


COUNTS: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "visits": ((190, 0, 0), (1815, 0, 0)),
    "travels": ((92, 0, 0), (832, 0, 0)),
    "treaties": ((361, 60, 0), (3523, 60, 0)),
    "unga": ((634, 7, 0), (6196, 7, 0)),
    "gdelt": ((251, 0, 0), (2414, 0, 0)),
    "icews": ((379, 0, 4), (3066, 0, 639)),
    "cosmo": ((9, 2, 0), (9, 2, 0)),
    "eras": ((20, 0, 0), (20, 0, 0)),
}
"""The numbers of stored, rejected and folded rows: of the chosen records, and of whole files."""


@pytest.mark.parametrize("name", COUNTS)
def test_every_row_is_stored_or_reported(name: str, loaded: Loaded) -> None:
    report = loaded.reports[name]
    assert (report.created, report.rejected, report.folded) == COUNTS[name][ALL]
    assert (report.updated, report.unchanged) == (0, 0)


def test_the_store_holds_just_what_the_reports_say_and_is_sound(loaded: Loaded) -> None:
    assert sum(both[1][0] for both in COUNTS.values()) == 17875
    assert loaded.store.size() == sum(both[ALL][0] for both in COUNTS.values())
    assert list(loaded.store.integrity_errors()) == []


REASONS: dict[str, dict[tuple[str, str], int]] = {
    "visits": {},
    "travels": {},
    "treaties": {
        ("Begin", ""): 59,
        ("treatyID", "BOU"): 1,  # BOU is Burgundy
    },
    # Six are from before the first meeting of the Assembly; one has no text.
    "unga": {("date", f"1946-01-0{day}"): n for day, n in ((1, 1), (2, 2), (4, 2), (5, 1))}
    | {("short", ""): 1},
    "gdelt": {},
    "cosmo": {("start_date", f'{{"year": "-{year}00000000"}}'): 1 for year in (138, 46)},
    "eras": {},
}


@pytest.mark.parametrize("name", REASONS)
def test_what_is_rejected_is_so_for_these_reasons(name: str, loaded: Loaded) -> None:
    errors = [entry.error for entry in loaded.reports[name].entries if entry.kind == "rejected"]
    assert Counter((error.field, error.value or "") for error in errors) == REASONS[name]
    assert all(error.reason for error in errors)


def test_warnings_tell_of_cut_titles_and_of_characters_that_are_wrong(loaded: Loaded) -> None:
    words = [e.error.reason for e in loaded.reports["unga"].entries if e.kind == "warning"]
    assert sum(each.startswith("control characters") for each in words) == 8
    # The first such text of each column, in the whole file only, such as "D?ÃƒÂ«TENTE".
    assert sum("was read in a wrong encoding" in each for each in words) == (2 if ALL else 0)
    known = "control characters", "title cut from", "short: 'DISARMAMENT, ", "descr: 'Situation of "
    assert all(each.startswith(known) for each in words)
    assert loaded.reports["visits"].warnings == 0
    if ALL:  # both rows are in the whole file
        (alike,) = loaded.reports["gdelt"].entries
        assert "nearly the title of another" in alike.error.reason


def test_the_mirrored_row_of_a_mutual_event_is_reported_with_its_other(loaded: Loaded) -> None:
    folded = {e.error.value: e.id for e in loaded.reports["icews"].entries if e.kind == "folded"}
    assert folded["32889837"] == "icews-32889836"  # Vietnam and Bangladesh consult
    assert folded["32891370"] == "icews-32891368"  # Tajikistan and Uzbekistan consult
    assert folded["32887559"] == "icews-32887562"  # Germany and Russia mean to meet


def check(loaded: Loaded, event_id: str, expected: dict[str, Any]) -> None:
    event = json.loads(loaded.store.get(event_id).body)
    place = event.get("place") or {}
    found = {
        "date": event["date"],
        "category": event["category"],
        "countries": " ".join(f"{each['code']}:{each['role']}" for each in event["countries"]),
        "title": event["title"],
        "actors": [each["name"] for each in event["actors"]],
        "place": (place.get("name"), place.get("country"), place.get("latitude")),
        "source": event["sources"][0]["title"] if event["sources"] else None,
        "reported": event.get("date_as_reported"),
    }
    assert {name: found[name] for name in expected} == expected


VISITS = {
    2139: ("1876-05-07/1876-05-11", "BR", "Emperor Dom Pedro II", "Brazil"),
    2266: ("1949-04-24/1949-04-26", "IL", "President Weizmann", "Israel"),
    2378: ("1959-03-10/1959-03-13", "SV", "President Lemus", "El Salvador"),
    2412: ("1960-10-01/1960-10-02", "GB", "Prime Minister Macmillan", "United Kingdom"),
    109: ("1969-10-13", "MY", "Prime Minister Tunku Abdul Rahman", "Malaysia"),
    600: ("1985-05-28/1985-05-31", "JO", "King Hussein", "Jordan"),
    749: ("1989-11-24", "GB", "Prime Minister Margaret Thatcher", "United Kingdom"),
    1142: ("1995-09-05/1995-09-07", "PA", "President Ernesto Perez Balladares", "Panama"),
    1227: ("1997-04-07/1997-04-08", "IL", "Prime Minister Binyamin Netanyahu", "Israel"),
    1319: ("1999-02-04/1999-02-05", "PE", "President Alberto Fujimori", "Peru"),
}


@pytest.mark.parametrize("number", VISITS)
def test_visits_by_hand(number: int, loaded: Loaded) -> None:
    date, code, visitor, country = VISITS[number]
    expected = {
        "date": date,
        "category": "visit",
        "countries": f"{code}:participant US:host",
        "title": f"{visitor} ({country}) visits the United States",
        "actors": [visitor],
        "place": (None, "US", None),
        "source": "Visits by Foreign Leaders",
    }
    check(loaded, f"us-visit-{number}", expected)


TRAVELS = {
    2341: ("1990-07-05/1990-07-06", "summit", "GB", "George H.W. Bush", "London"),
    2370: ("1992-01-05/1992-01-07", "visit", "KR", "George H.W. Bush", "Seoul"),
    2377: ("1992-12-31", "visit", "SA", "George H.W. Bush", "Riyadh"),
    2457: ("2006-02-28", "visit", "IE", "George W. Bush", "Shannon"),
    2900: ("1979-03-10/1979-03-13", "visit", "IL", "Jimmy Carter", "Tel Aviv, Jerusalem"),
    2568: ("1996-06-27/1996-06-29", "summit", "FR", "William J. Clinton", "Lyon, Perouges, Paris"),
    2622: ("1999-07-29/1999-07-30", "visit", "IT", "William J. Clinton", "Aviano"),
    2920: ("1982-06-07", "visit", "VA", "Ronald Reagan", "Vatican City"),
    2708: ("1941-08-09/1941-08-12", "visit", "GB", "Franklin D. Roosevelt",
           "Argentia (Newfoundland)"),
    2663: ("1919-01-07/1919-02-14", "visit", "FR", "Woodrow Wilson", "Paris"),
}  # fmt: skip


@pytest.mark.parametrize("number", TRAVELS)
def test_travels_by_hand(number: int, loaded: Loaded) -> None:
    date, category, code, president, place = TRAVELS[number]
    expected = {
        "date": date,
        "category": category,
        "countries": f"{code}:host US:participant",
        "actors": [president],
        "place": (place, code, None),
        "source": "Travels Abroad of the President",
    }
    check(loaded, f"us-president-travel-{number}", expected)


TREATIES = {
    "can-usa_1964n": ("1964-01-22", "CA US", "Exchange Of Notes Constituting An Agreement"),
    "gbr-isl_1976a": ("1976-06-01", "GB IS", "Agreement Between Iceland And The United Kingdom"),
    "lso_1989a": ("1989-12-12", "", "Agreement On The Establishment And Operation"),
    "is05vp_1995a": ("1995-07-07", "", "International Convention On Standards Of Training"),
    "civ-eue_2000a": ("2000-12-27", "CI", "Agreement In The Form Of An Exchange Of Letters"),
    "aus-cze_2001a": ("2001-07-27", "AU CZ", "Agreement Between Australia And The Czech Republic"),
    "mda-tur_2003a": ("2003-06-04", "MD TR", "Agreement Between The Republic Of Turkey"),
    # The source names the successors. At the time the states were the Soviet Union and Yugoslavia.
    "afg-rus_1935a": ("1935-05-06", "AF SUHH", "Agreement Between His Majesty The King"),
    "ita-srb_1949a": ("1949-04-13", "IT YUCS", "Agreement Between The Federal Peoples Republic"),
    # POL and PPR are both Poland: the source took them from the words of the title.
    "pol-ppr_1970a": ("1970-06-13", "PL", "Agreement Amending And Extending The Agreement"),
    "bon-fra_2003a": ("2003-02-12", "GA FR", "Agreement Between The French Republic And The Gab"),
}


@pytest.mark.parametrize("name", TREATIES)
def test_treaties_by_hand(name: str, loaded: Loaded) -> None:
    date, codes, title = TREATIES[name]
    expected = {
        "date": date,
        "category": "agreement",
        "countries": " ".join(f"{code}:signatory" for code in codes.split()),
        "place": (None, None, None),
    }
    check(loaded, f"treaty-{name}", expected)
    assert json.loads(loaded.store.get(f"treaty-{name}").body)["title"].startswith(title)


def test_the_days_of_older_roll_calls_are_no_days_of_a_month(shared_data: Path) -> None:
    """For half a century the file has the days 1 to 7 only, so the mapping takes only the month."""
    with (shared_data / FILES["unga"][0]).open(encoding="utf-8", newline="") as stream:
        rows = [(float(row["session"]), int(row["date"][8:])) for row in csv.DictReader(stream)]
    older = Counter(day for session, day in rows if session <= 51)
    assert set(older) == set(range(1, 8))
    assert older.total() > 4000
    assert {day for session, day in rows if session >= 58} >= set(range(1, 31)) - {15}


ROLL_CALLS = {
    547: ("1958-10", "1958-10-01", "SOUTH WEST AFRICA"),
    741: ("1961-11", "1961-11-02", "DISARMAMENT, NUCLEAR"),
    848: ("1962-12", "1962-12-04", "HUNGARY, SOVIET INTERVENTION"),
    1272: ("1971-12", "1971-12-05", "ECOSOC ENLARGEMENT"),
    1936: ("1978-12", "1978-12-02", "INDEPENDENCE, IMPLEMENTATION"),
    2487: ("1982-12", "1982-12-06", "NON-USE OF FORCE, COMMITTEE"),
    3248: ("1988-10", "1988-10-02", "U.N., LEAGUE OF ARAB STATES"),
    3939: ("1995-12", "1995-12-03", "REVIEW, NON-PROLIFERATION TREATY"),
    9001: ("1947-05", "1947-05-06", "PALESTINE, MANDATE TERMINATION"),
    6006: ("2017-12-19", "2017-12-19", None),
    6005: ("2017-12-19", "2017-12-19", None),  # its text has a control character
}


@pytest.mark.parametrize("number", ROLL_CALLS)
def test_roll_calls_by_hand(number: int, loaded: Loaded) -> None:
    date, reported, title = ROLL_CALLS[number]
    expected = {
        "date": date,
        "reported": reported,
        "category": "vote",
        "countries": "",
        "actors": ["United Nations General Assembly"],
        "source": "United Nations General Assembly Voting Data",
    }
    check(loaded, f"unga-roll-call-{number}", expected | ({"title": title} if title else {}))


GDELT: dict[int, tuple[str, str, list[str], tuple[str, str, float | None]]] = {
    719024993: ("meeting", "", ["Governor"], ("Egypt", "EG", None)),
    719025087: ("meeting", "US:participant", [],
                ("York County, Pennsylvania, United States", "US", 40.1254)),
    719025338: ("statement", "CN:participant KP:target", [], ("Taiwan", "TW", None)),
    719025517: ("statement", "", ["Citizen"], ("Mashhad, (IR30), Iran", "IR", 36.297)),
    719025895: ("policy", "", ["Premier", "Romanian"], ("Romania", "RO", None)),
    719025921: ("visit", "US:host", ["Authorities"],
                ("Highlands Ranch, Colorado, United States", "US", 39.5539)),
    719026343: ("policy", "", ["Media", "Boss"],
                ("Springfield, Fife, United Kingdom", "GB", 56.2833)),
    719026397: ("other", "PS:target", ["Military"],
                ("Jenin, West Bank (general), West Bank", "PS", 32.4594)),
    719026782: ("statement", "SA:participant SA:mentioned", ["Saudi Arabia"],
                ("Nazaha, Saudi Arabia (general), Saudi Arabia", "SA", 27.5333)),
    719027046: ("other", "US:participant CA:target", [],
                ("Furnas County, Nebraska, United States", "US", 40.1667)),
}  # fmt: skip


@pytest.mark.parametrize("number", GDELT)
def test_gdelt_events_by_hand(number: int, loaded: Loaded) -> None:
    category, countries, actors, place = GDELT[number]
    expected = {
        "date": "2018-01-01",
        "category": category,
        "countries": countries,
        "actors": actors,
        "place": place,
    }
    check(loaded, f"gdelt-{number}", expected)


ICEWS: dict[int, tuple[str, str, str, tuple[str | None, str, float | None]]] = {
    32891091: ("1", "other", "IN:participant IN:target",
               ("Hajipur, State of Punjab", "IN", 31.9762)),
    32887504: ("1", "statement", "PH:participant PH:mentioned",
               ("Manila, City of Manila, National Capital Region", "PH", 14.6042)),
    32892000: ("1", "statement", "MY:participant MY:mentioned", ("Kuala Lumpur", "MY", 3.1412)),
    32889836: ("1", "meeting", "BD:participant VN:participant",
               ("Hanoi, Thanh Pho Ha Noi", "VN", 21.0245)),
    32888416: ("1", "policy", "RU:participant", (None, "RU", None)),
    32895893: ("1", "policy", "VE:participant VE:target", (None, "VE", None)),
    32898899: ("1", "policy", "US:participant KP:participant",
               ("Pyongyang, P'yongyang-si", "KP", 39.0339)),
    33441556: ("1", "policy", "IN:participant IN:target", ("Anarkali, Punjab", "PK", 31.5667)),
    32900118: ("2", "conflict", "IL:participant PS:target", ("Gaza Strip", "PS", None)),
    32897893: ("2", "other", "AU:participant AU:target",
               ("Perth, Cambridge, State of Western Australia", "AU", -31.9522)),
}  # fmt: skip


@pytest.mark.parametrize("number", ICEWS)
def test_icews_events_by_hand(number: int, loaded: Loaded) -> None:
    day, category, countries, place = ICEWS[number]
    expected = {
        "date": f"2018-06-0{day}",
        "category": category,
        "countries": countries,
        "place": place,
    }
    check(loaded, f"icews-{number}", expected)


SLIDES = {
    "The Cambrian Explosion and the First Complex Eyes": "Y-539999999",
    "Homo sapiens Appear": "Y-299999",
    "Euclid's Optica": "-0299",
    "Galileo Points a Telescope at the Moon": "1609-11",
    "The First Photograph": "1826",
    "Apollo 11: Humans Walk on the Moon": "1969-07-20",
    "Last great Roman-Persian War.": "0602/0629",
    "Muhammad Migrates from Mecca to Medina": "0622-08-09/0622-08-23",
    "Battle of Nineveh": "0627-12-12",
    "Synod of Whitby": "0663",
}


@pytest.mark.parametrize("title", SLIDES)
def test_slides_by_hand(title: str, loaded: Loaded) -> None:
    found = map(json.loads, loaded.store.stream(Filter(text=title)))
    (event,) = [each for each in found if each["title"] == title]
    assert (event["date"], event["category"]) == (SLIDES[title], "other")


def ids(*numbers: object) -> str:
    return rf"(?i)^(?:{'|'.join(map(str, numbers))})[,\t]"


WANTED = {
    "visits": ids(*VISITS),
    "travels": ids(*TRAVELS),
    # Also the rows without a start date, and the row of Burgundy.
    "treaties": ids(*TREATIES, "[^,]*BOU[^,]*") + '|^[^,]*,(?:"(?:[^"]|"")*"|[^",]*),,',
    # Also rows from before the Assembly, without text or with control characters.
    "unga": ids(*ROLL_CALLS, r"[^,]*,1\.0,0,1946-01-0[1-5]")
    + r"|,,\s*$|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]",
    "gdelt": ids(*GDELT),
    "icews": ids(*ICEWS, 32889836, 32889837, 32891370, 32891368, 32887559, 32887562),
}
"""The records that the tests need. ``make test`` leaves out most of the others."""
