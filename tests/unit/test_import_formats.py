"""Importers of the formats of other projects and programs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.domain.event import CountryRole
from service.importers import cameo, fips, gdelt, icews, ics, timelinejs
from service.importers.documents import read_json, read_ndjson
from service.importers.id_set import SeenIds
from service.importers.ids import make_id
from service.importers.registry import importer


def event(number: int, **changes: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "title": "T", "date": "2023", "category": "other", **changes}


def stream(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode())


def test_json_comes_as_an_array_or_under_events_or_items() -> None:
    entries = json.dumps([event(1), event(2)], indent=1)
    for text in (
        entries,
        f'{{"about": {{"a": [1]}}, "events": {entries}}}',
        f'{{"items":{entries}}}',
    ):
        found = list(read_json(stream(text)))
        assert [record.event.id for record in found if record.event] == ["e1", "e2"]
    assert [record.line for record in read_json(stream(entries))] == [2, 8]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[",
        "[1",
        '{"events": 3}',
        '[{"id": "e"',
        "[}",
        "nonsense",
        "[" * 5000,
        '{"a"',
        "[NaN]",
    ],
)
def test_json_that_is_none_is_reported_and_nothing_raised(text: str) -> None:
    found = list(read_json(stream(text)))
    assert found
    assert all(record.event is None and record.errors for record in found)


def test_what_stood_before_a_break_in_json_is_kept() -> None:
    good, bad = list(read_json(stream(json.dumps([event(1), event(2)])[:-20])))
    assert good.event is not None
    assert bad.event is None


def test_a_large_json_entry_is_read_whole() -> None:
    text = json.dumps([event(1, summary="x" * 5000, tags=["y" * 90] * 200), event(2)] * 20)
    assert sum(record.event is not None for record in read_json(stream(text))) == 40


@pytest.mark.parametrize("reader", [read_json, read_ndjson])
def test_a_computed_field_that_contradicts_the_date_is_reported(reader: Callable[..., Any]) -> None:
    given = [
        event(1) | {"date": "2022-09-01", "precision": "month", "approximate": True},
        event(2) | {"date": "2022-09-01", "precision": "day", "latest": None, "version": 9},
        event(3) | {"date": "2022-09-01", "date_display": "1er septembre 2022"},
    ]
    lines = [json.dumps(each) for each in given]
    text = "\n".join(lines) if reader is read_ndjson else f"[{','.join(lines)}]"
    odd, *plain = reader(stream(text))
    assert odd.event and odd.event.date.text == "2022-09-01"
    assert odd.warnings == (
        "precision is left out: it follows from date, and '2022-09-01' means day",
        "approximate is left out: it follows from date, and '2022-09-01' means false",
    )
    assert [each.warnings for each in plain] == [(), ()]


@pytest.mark.parametrize("reader", [read_json, read_ndjson])
def test_a_name_of_another_country_than_its_code_is_reported(reader: Callable[..., Any]) -> None:
    names = ["Uzbekistan", "Kasachstan", "Қазақстан", "a name of nobody", None, 5]
    lines = [
        json.dumps(event(n) | {"countries": [{"code": "KZ", "name": name, "role": "host"}]})
        for n, name in enumerate(names)
    ]
    text = "\n".join(lines) if reader is read_ndjson else f"[{','.join(lines)}]"
    odd, *plain = reader(stream(text))
    assert odd.event and odd.event.countries[0].code == "KZ"
    assert odd.warnings == (
        "countries/0/name is left out: it follows from code, and 'KZ' means Kazakhstan,"
        " but 'Uzbekistan' is UZ",
    )
    assert [each.warnings for each in plain] == [()] * 5


@pytest.mark.parametrize("reader", [read_json, read_ndjson])
def test_a_version_is_a_whole_number(reader: Callable[..., Any]) -> None:
    versions = {"1": 1, "true": None, "0": None, '"2"': None, "1.5": None, "null": None}
    lines = [json.dumps(event(1))[:-1] + f', "version": {each}}}' for each in versions]
    text = "\n".join(lines) if reader is read_ndjson else f"[{','.join(lines)}]"
    assert [each.version for each in reader(stream(text))] == [*versions.values()]


def test_ndjson_reports_the_line_that_is_not_json() -> None:
    text = f"{json.dumps(event(1))}\n\n{{broken\n{json.dumps(event(2))}"
    one, broken, two = list(read_ndjson(stream(text)))
    assert (one.line, broken.line, two.line) == (1, 3, 4)
    assert broken.errors[0].value == "{broken"


def test_many_blank_lines_give_others_a_turn() -> None:
    found = list(read_ndjson(stream("\n" * 5000 + json.dumps(event(1)))))
    assert [(each.line, each.event is None, each.errors) for each in found] == [
        *((line, True, ()) for line in range(1000, 5001, 1000)),
        (5001, False, ()),
    ]


def test_an_event_without_an_id_is_refused() -> None:
    bare = {"title": "T", "date": "2023", "category": "other"}
    (record,) = read_ndjson(stream(json.dumps(bare)))
    assert record.errors[0].field == "/id"


def gdelt_row(columns: int, **cells: str) -> str:
    row = [""] * columns
    at = {57: (49, 53), 58: (49, 53), 61: (51, 56)}[columns]
    values = {
        0: "42", 1: "20230228", 5: "USAGOV", 6: "ANTONY BLINKEN", 7: "USA", 15: "KAZ",
        16: "KAZAKHSTAN", 17: "KAZ", 26: "042", 28: "04", at[0]: "4",
        at[0] + 1: "Astana, Kazakhstan", at[0] + 2: "KZ", at[1]: "51.18", at[1] + 1: "71.43",
    }  # fmt: skip
    values[56 if columns < 61 else 59] = "20230301" + ("" if columns < 61 else "120000")
    if columns > 57:
        values[columns - 1] = "https://news.example/a"
    values.update({int(key[1:]): value for key, value in cells.items()})
    for index, value in values.items():
        row[index] = value
    return "\t".join(row) + "\n"


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_gdelt_of_each_version(columns: int) -> None:
    (record,) = gdelt.read(stream(gdelt_row(columns)))
    found = record.event
    assert found is not None
    assert (found.id, found.date.text, found.category) == ("gdelt-42", "2023-02-28", "visit")
    assert found.countries == (CountryRole("US", "participant"), CountryRole("KZ", "host"))
    assert [actor.name for actor in found.actors] == ["Antony Blinken"]
    assert found.place is not None
    assert (found.place.country, found.place.latitude, found.place.longitude) == (
        "KZ",
        51.18,
        71.43,
    )
    assert found.sources[0].published == "2023-03-01"
    assert found.sources[0].url == ("https://news.example/a" if columns > 57 else None)
    assert "cameo-042" in found.tags


def test_gdelt_places_that_are_a_whole_country_have_no_point() -> None:
    (record,) = gdelt.read(stream(gdelt_row(61, _51="1")))
    assert record.event and record.event.place and record.event.place.latitude is None


def test_gdelt_with_empty_actors_is_still_an_event() -> None:
    empty = {f"_{n}": "" for n in (5, 6, 7, 15, 16, 17)}
    (record,) = gdelt.read(stream(gdelt_row(58, **empty)))
    assert record.event and record.event.countries == ()


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"_0": "x"}, "GLOBALEVENTID"),
        ({"_26": "---"}, "EventCode"),
        ({"_1": "20231341"}, "SQLDATE"),
        ({"_1": "202302281"}, "SQLDATE"),
        ({"_1": "202302"}, "SQLDATE"),
    ],
)
def test_a_faulty_gdelt_row_names_its_column(cells: dict[str, str], field: str) -> None:
    (record,) = gdelt.read(stream(gdelt_row(61, **cells)))
    assert record.errors[0].field == field


LONG = "word " * 120


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"_6": LONG}, "Actor1Name cut from 600 to 200"),
        ({"_16": LONG}, "Actor2Name cut from 600 to 200"),
        ({"_6": LONG[:190], "_16": LONG[:190]}, "title cut from 4"),
        ({"_52": LONG}, "ActionGeo_FullName cut from 600 to 200"),
        ({"_60": LONG}, "SOURCEURL cut from 600 to 500"),
        ({"_60": "https://a.example/" + "a" * 2000}, "SOURCEURL cut from 2,018 to 500"),
        ({"_7": "QQQ"}, "Actor1CountryCode 'QQQ'"),
        ({"_53": "QQ"}, "ActionGeo_CountryCode 'QQ'"),
        ({"_56": "north"}, "'north, 71.43' is not a point"),
        ({"_57": ""}, "is not a point"),
        ({"_59": "yesterday"}, "DATEADDED 'yesterday'"),
    ],
)
def test_what_a_gdelt_row_loses_is_reported(cells: dict[str, str], words: str) -> None:
    (record,) = gdelt.read(stream(gdelt_row(61, **cells)))
    assert record.event
    assert words in "; ".join(record.warnings)


def test_a_gdelt_row_with_regions_and_seas_loses_nothing() -> None:
    (record,) = gdelt.read(stream(gdelt_row(61, _7="AFR", _53="OS")))
    assert record.event and record.warnings == ()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Source Name": LONG}, "Source Name cut from 600 to 200"),
        ({"Target Name": LONG}, "title cut from 6"),
        ({"Publisher": LONG}, "Publisher cut from 600 to 200"),
        ({"District": LONG}, "City, District, Province cut from 607 to 200"),
        ({"Story ID": LONG}, "Story ID cut"),
        ({"Latitude": "north"}, "'north, 105.84' is not a point"),
        ({"Longitude": "NA"}, "is not a point"),
    ],
)
def test_what_an_icews_row_loses_is_reported(cells: dict[str, str], words: str) -> None:
    (record,) = icews.read(icews_table(cells))
    assert record.event
    assert words in "; ".join(record.warnings)


def test_a_gdelt_row_of_another_width_is_refused() -> None:
    (record,) = gdelt.read(stream("1\t2\t3\n"))
    assert "not 3" in record.errors[0].reason


def test_the_gdelt_sample_is_stored_whole(shared_data: Path) -> None:
    with (shared_data / "gdelt" / "20180101000000.export.CSV").open("rb") as file:
        found = list(gdelt.read(file))
    assert len(found) == 2414
    assert all(record.event for record in found)
    assert not any(record.warnings for record in found)
    by_id = {record.event.id: record.event for record in found if record.event}
    threat = by_id["gdelt-719024876"]
    assert (threat.date.text, threat.category) == ("2017-12-02", "statement")
    assert threat.place is not None
    assert threat.place.country == "AU"  # AS is Australia in FIPS, American Samoa in ISO


def test_fips_codes_are_not_iso_codes() -> None:
    assert fips.fips_country("AS") == "AU"
    assert fips.fips_country("RS") == "RU"
    assert fips.fips_country("KZ") == "KZ"
    assert fips.fips_country("OS") is None


def test_cameo_codes_go_by_their_longest_known_beginning() -> None:
    assert cameo.kind("0871") == cameo.kind("08")
    assert cameo.kind("1122") == cameo.kind("112")
    assert cameo.kind("99") is None
    assert cameo.actor_country("EUR") is None
    assert cameo.actor_country("ROM") == "RO"
    assert cameo.actor_country("MTN") == "ME"


ICEWS_ROW = {
    "Event ID": "1", "Event Date": "2018-06-01", "Source Name": "A (Bangladesh)",
    "Source Sectors": "NA", "Source Country": "Bangladesh", "Event Text": "Consult",
    "CAMEO Code": "040", "Intensity": "1", "Target Name": "Vietnam", "Target Sectors": "NA",
    "Target Country": "Vietnam", "Story ID": "9", "Sentence Number": "2", "Publisher": "Daily",
    "City": "Hanoi", "District": "NA", "Province": "NA", "Country": "Vietnam",
    "Latitude": "21.02", "Longitude": "105.84",
}  # fmt: skip
MIRROR = {
    "Event ID": "2", "Source Name": "Vietnam", "Source Country": "Vietnam",
    "Target Name": "A (Bangladesh)", "Target Country": "Bangladesh",
}  # fmt: skip


def icews_table(*rows: dict[str, str]) -> io.BytesIO:
    lines = ["\t".join(icews.COLUMNS), *("\t".join((ICEWS_ROW | row).values()) for row in rows)]
    return stream("\n".join(lines) + "\n")


def test_icews_reads_na_as_nothing() -> None:
    (record,) = icews.read(icews_table({"City": "NA", "Province": "NA"}))
    assert record.event and record.event.place is not None
    assert (record.event.place.name, record.event.place.latitude) == (None, None)
    assert [actor.name for actor in record.event.actors] == ["A (Bangladesh)"]


def test_the_other_side_of_a_mutual_event_is_folded_and_reported() -> None:
    first, second = icews.read(icews_table({}, MIRROR))
    assert first.event is not None
    assert (second.event, second.folded) == (None, "icews-1")
    visit, host = icews.read(icews_table({"CAMEO Code": "042"}, MIRROR | {"CAMEO Code": "043"}))
    assert visit.event and host.folded == "icews-1"


def test_threats_in_both_directions_are_two_events() -> None:
    threat = {"CAMEO Code": "130"}
    assert all(record.event for record in icews.read(icews_table(threat, MIRROR | threat)))


def test_the_icews_sample_is_stored_or_reported(shared_data: Path) -> None:
    with (shared_data / "icews" / "events.2018.sample.tab").open("rb") as file:
        found = list(icews.read(file))
    assert len(found) == 3705
    assert not any(record.warnings for record in found)
    assert sum(record.folded is not None for record in found) == 639
    assert all(record.event or record.folded for record in found)


def test_timelinejs_keeps_what_it_does_not_know_unknown() -> None:
    slides = [
        {"start_date": {"year": 2022, "month": 9}, "text": {"headline": "<b>A</b> &amp; B"}},
        {
            "start_date": {"year": "622", "month": "08", "day": "09"},
            "end_date": {"year": "622", "month": "08", "day": "23"},
            "text": {"headline": "H"},
            "unique_id": "hijra",
            "group": "One, two",
        },
        {"start_date": {"year": 2020, "month": 13}, "text": {"headline": "no"}},
        {"text": {"headline": "no date"}},
    ]
    month, interval, *bad = timelinejs.read(stream(json.dumps({"title": {}, "events": slides})))
    assert month.event and month.event.date.text == "2022-09"
    assert month.event.title == "A & B"
    assert interval.event and interval.event.date.text == "0622-08-09/0622-08-23"
    assert interval.event.tags == ("One two",)
    assert all(record.event is None for record in bad)


def test_the_timelinejs_examples(shared_data: Path) -> None:
    counts = {}
    for name in ("eras", "cosmo-mixed"):
        with (shared_data / "timelinejs" / f"{name}.json").open("rb") as file:
            found = list(timelinejs.read(file))
        counts[name] = (len(found), sum(record.event is None for record in found))
    # The Big Bang and the beginning of the Earth are before the year -999,999,999.
    assert counts == {"eras": (20, 0), "cosmo-mixed": (11, 2)}


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a@x.example
SUMMARY:Whole
  day
DTSTART;VALUE=DATE:20230228
DTEND;VALUE=DATE:20230301
CATEGORIES:Meeting,C5+1
STATUS:CANCELLED
GEO:51.17;71.45
END:VEVENT
BEGIN:VEVENT
UID:b@x.example
SUMMARY:Three days
DTSTART;VALUE=DATE:20230301
DTEND;VALUE=DATE:20230304
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:c@x.example
SUMMARY:An hour
DTSTART;TZID=Asia/Almaty:20230228T090000
DTEND;TZID=Asia/Almaty:20230228T100000
END:VEVENT
BEGIN:VEVENT
UID:d@x.example
SUMMARY:Broken
DTSTART:2023-02-30
END:VEVENT
BEGIN:VEVENT
SUMMARY:No id
DTSTART:20230228T090000Z
END:VEVENT
BEGIN:VEVENT
UID:cut
"""


def test_calendar_events_with_exclusive_ends_and_zones() -> None:
    found = list(ics.read(stream(CALENDAR.replace("\n", "\r\n")), today=date(2023, 6, 1)))
    whole, three, again, last, hour, bad, nameless, cut = found
    assert whole.event and whole.event.title == "Whole day"
    assert (whole.event.date.text, whole.event.status) == ("2023-02-28", "cancelled")
    assert (whole.event.category, whole.event.tags) == ("meeting", ("Meeting", "C5+1"))
    assert whole.event.place and whole.event.place.latitude == 51.17
    assert three.event and three.event.date.text == "2023-03-01/2023-03-03"
    assert [each.event and each.event.date.text for each in (again, last)] == [
        "2024-03-01/2024-03-03", "2025-03-01/2025-03-03"
    ]  # fmt: skip
    assert hour.event and hour.event.date.text == "2023-02-28T09:00:00+06:00"
    assert [(record.line, record.event) for record in (bad, cut)] == [(26, None), (35, None)]
    assert nameless.event and nameless.event.id.startswith("20230228t090000z-no-id-")


@pytest.mark.parametrize(
    ("name", "head", "form"),
    [
        ("a.ndjson", b'{"id":', "ndjson"),
        ("a", b'{"id": 1}\n{', "ndjson"),
        ("a.json", b'{"events": [', "json"),
        ("a", b"[{", "json"),
        ("-", b'{"items": [{"id": ', "json"),
        ("-", b'{\n  "events": [', "json"),
        ("a.geojson", b'{"type": "FeatureCollection"', "json"),
        ("a.json", b'{"events": [{"start_date": {', "timelinejs"),
        ("a", b"BEGIN:VCALENDAR\r\n", "ics"),
        ("a.CSV", gdelt_row(61).encode(), "gdelt"),
        ("a.tab", b"Event ID\tEvent Date\tSource Name", "icews"),
        ("a.csv", b"id,title", "csv"),
    ],
)
def test_a_file_is_known_by_its_name_and_beginning(name: str, head: bytes, form: str) -> None:
    assert importer("auto", name, head).name == form


def test_an_id_says_what_the_source_said_or_gets_a_digest() -> None:
    assert make_id("ESP-GBR_1351A") == "esp-gbr_1351a"
    assert make_id("a b") != make_id("a-b")
    assert make_id("a b") == make_id("a b")
    assert make_id("Событие 1") != make_id("Событие 2")
    assert len(make_id("x" * 500)) <= 100
    with pytest.raises(ValueError, match="empty"):
        make_id(" ")


def test_seen_remembers_every_id_as_it_grows() -> None:
    with closing(SeenIds(slots=16)) as seen:
        assert all(seen.add(f"id-{number}") for number in range(5000))
        assert not any(seen.add(f"id-{number}") for number in range(5000))
        assert seen.count == 5000


def test_seen_remembers_every_id_when_they_go_to_a_file() -> None:
    with closing(SeenIds(16, most_slots=64)) as seen:
        assert all(seen.add(f"id-{number}") for number in range(5000))
        assert not any(seen.add(f"id-{number}") for number in range(5000))
        assert all(seen.add(f"other-{number}") for number in range(5000))
        assert len(seen.slots) == 64


@pytest.mark.parametrize(
    ("written", "stored"),
    [("2023-02-28 00:00:00", "2023-02-28"), ("2023-02-28T00:00:00Z", "2023-02-28"),
     ("20230228", "2023-02-28"), ("2/28/2023", "2023-02-28")],
)  # fmt: skip
def test_a_day_of_icews_is_a_day_in_every_form(written: str, stored: str) -> None:
    (record,) = icews.read(icews_table({"Event Date": written}))
    assert record.event and record.event.date.text == stored


def test_a_day_of_icews_with_two_readings_is_refused_without_talk_of_a_mapping() -> None:
    (record,) = icews.read(icews_table({"Event Date": "2/3/2023"}))
    assert record.event is None
    assert "2023-03-02" in record.errors[0].reason and "mapping" not in record.errors[0].reason


@pytest.mark.parametrize("before", [True, False])
def test_a_page_says_that_there_are_more(before: bool) -> None:
    items = f'"items": {json.dumps([event(1), event(2)])}'
    more = '"next": "https://d.example/v1/events?cursor=x", "total": 3'
    *events, page = read_json(stream("{" + ", ".join((more, items)[:: 1 if before else -1]) + "}"))
    assert [each.event.id for each in events if each.event] == ["e1", "e2"]
    (told,) = page.warnings
    assert told == "this is one page of 2 events; the next one is at " + (
        "https://d.example/v1/events?cursor=x"
    )
    whole = list(read_json(stream("{" + items + ', "next": null}')))
    assert not any(each.warnings for each in whole)


def test_a_document_without_a_list_of_events_says_what_it_has() -> None:
    told = {
        '{"type": "FeatureCollection", "features": []}': "it is GeoJSON",
        '{"title": "T", "date": "2023"}': "if it is one event, write [ before it and ] behind it",
        '{"status": "ok", "articles": [{"a": 1}]}': "it has 'status', 'articles'",
        '{"events": {"a": {}}}': "it has 'events'",
        "{}": "or anything else",
    }
    for text, reason in told.items():
        (bad,) = read_json(stream(text))
        assert reason in bad.errors[0].reason


def test_values_of_another_type_have_their_right_form_in_the_error() -> None:
    told: dict[str, tuple[dict[str, Any], str]] = {
        "/date": ({"date": 2023}, 'must be text: write "2023"'),
        "/title": ({"title": ["T"]}, "must be text"),
        "/amounts/0/value": (
            {"amounts": [{"value": 2.5, "currency": "USD", "stage": "pledged"}]},
            'must be text: write "2.5"',
        ),
        "/countries/0": ({"countries": ["KZ"]}, "must be an object with code, role"),
        "/tags": ({"tags": "a,b"}, "must be a list, in [ ]"),
        "/place/latitude": (
            {"place": {"latitude": "51,1", "longitude": 71}}, "must be a number: write 51.1",
        ),
        "/place/longitude": (
            {"place": {"latitude": 51, "longitude": "71 E"}}, "must be a number: write 71",
        ),
        "/id": ({"id": "Talks 1"}, "did you mean talks-1?"),
        "/date ": ({"date": 20230228}, 'must be text: write "2023-02-28"'),
        "/category": ({"category": "treaty"}, "did you mean agreement?"),
        "/status": ({"status": "done"}, "did you mean occurred?"),
        "/countries/0/role": (
            {"countries": [{"code": "KZ", "role": "guest"}]}, "did you mean participant?",
        ),
        "/amounts/0/value ": (
            {"amounts": [{"value": "25m", "currency": "USD", "stage": "pledged"}]},
            "did you mean 25000000?",
        ),
        "/amounts/0/stage": (
            {"amounts": [{"value": "2", "currency": "USD", "stage": "paid"}]},
            "did you mean disbursed?",
        ),
        "/related/0/type": (
            {"related": [{"event": "a", "type": "child_of"}]}, "did you mean part_of?",
        ),
    }  # fmt: skip
    for pointer, (changes, reason) in told.items():
        (bad,) = read_json(stream(json.dumps([event(1, **changes)])))
        (error,) = bad.errors
        assert (error.field, error.reason.endswith(reason)) == (pointer.strip(), True), error


def test_a_very_long_number_does_not_come_back_in_the_error() -> None:
    place = {"latitude": "5" * 1000, "longitude": 71}
    (bad,) = read_json(stream(json.dumps([event(1, place=place)])))
    assert bad.errors[0].reason.endswith("must be a number such as 51.17")
