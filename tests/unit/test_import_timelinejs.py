"""TimelineJS documents: years, ids, places, and warnings about the parts that are left out."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given

from service.domain import edtf
from service.domain.calendar import civil
from service.formats import timelinejs as exported
from service.formats.format import Listing
from service.importers import timelinejs
from service.importers.row_result import Record
from service.importers.run import import_files
from service.schemas.event import load_event, render
from service.store import Store
from tests.support.rows import each_row
from tests.unit.event_strategies import dates


def read(*slides: dict[str, Any], **document: Any) -> list[Record]:
    body = json.dumps({**document, "events": slides}).encode()
    return list(timelinejs.read(io.BytesIO(body)))


def slide(start: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"start_date": start, "text": {"headline": "H"}, **more}


def dated(start: dict[str, Any], end: dict[str, Any] | None = None) -> tuple[str, str]:
    (record,) = read(slide(start, **({"end_date": end} if end else {})))
    assert record.event, record
    return record.event.date.text, "; ".join(record.warnings)


@pytest.mark.parametrize("kind", [int, str, float])
@pytest.mark.parametrize(
    ("year", "expected"),
    [(-44, "-0043"), (-1, "0000"), (-2, "-0001"), (1, "0001"), (622, "0622"), (2023, "2023"),
     (-10, "-0009"), (-100, "-0099"), (-1000, "-0999"), (9, "0009"), (99, "0099"),
     (-10_000, "-9999"), (-10_001, "Y-10000"), (12_345, "Y12345")],
)  # fmt: skip
def test_years_are_historical_as_numbers_and_as_texts(kind: type, year: int, expected: str) -> None:
    value = kind(year)
    century = "start_date: the year" if 9 < year < 100 else ""
    assert dated({"year": value})[0] == expected
    found, warnings = dated({"year": value, "month": kind(3), "day": kind(15)})
    assert (found, warnings[: len(century) or 1]) == (f"{expected}-03-15", century)


def test_the_leap_years_before_christ_are_those_of_that_count() -> None:
    assert dated({"year": -45, "month": 2, "day": 29})[0] == "-0044-02-29"
    (record,) = read(slide({"year": -44, "month": 2, "day": 29}))
    assert "has no day" in record.errors[0].reason


@pytest.mark.parametrize("name", ["start_date", "end_date"])
def test_a_part_of_a_date_that_is_not_known_is_named(name: str) -> None:
    parts = {"year": 2023, "month": 2, "time": "10:00", "Day": 28, "format": "yyyy", "zone": ""}
    (record,) = read(slide({"year": 2022}) | {name: parts})
    assert record.warnings == (f"{name}: time, Day is not known, and left out",)


@pytest.mark.parametrize("year", [0, "0", "0000", "-0", 0.0])
def test_a_year_0_is_refused_with_both_readings(year: Any) -> None:
    (record,) = read(slide({"year": year}))
    assert record.errors[0].field == "start_date"
    assert "1 BC is -1 here, and AD 1 is 1" in record.errors[0].reason


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"hour": 0}, "2023-02-28T00:00:00"),
        ({"hour": "0", "minute": "0"}, "2023-02-28T00:00:00"),
        ({"hour": "00"}, "2023-02-28T00:00:00"),
        ({"hour": 0, "minute": 5}, "2023-02-28T00:05:00"),
        ({"hour": 14, "minute": "", "second": None}, "2023-02-28T14:00:00"),
        ({"hour": "", "minute": "", "second": "", "millisecond": ""}, "2023-02-28"),
        ({"hour": "9", "minute": "5", "second": "7", "millisecond": "0"}, "2023-02-28T09:05:07"),
    ],
)
def test_midnight_is_a_time(parts: dict[str, Any], expected: str) -> None:
    assert dated({"year": 2023, "month": 2, "day": 28, **parts}) == (expected, "")


@pytest.mark.parametrize(
    ("parts", "expected", "left"),
    [
        ({"year": 2023, "day": 5}, "2023", "day"),
        ({"year": 2023, "month": "", "day": "5"}, "2023", "day"),
        ({"year": 2023, "hour": 5}, "2023", "hour"),
        ({"year": -44, "month": 3, "hour": 5, "minute": 1}, "-0043-03", "hour, minute"),
        ({"year": 2023, "month": 2, "day": 28, "minute": 5}, "2023-02-28", "minute"),
        (
            {"year": 2023, "month": 2, "day": 28, "hour": 1, "millisecond": 5},
            "2023-02-28T01:00:00",
            "millisecond",
        ),
    ],
)
def test_a_part_that_has_no_place_is_reported(
    parts: dict[str, Any], expected: str, left: str
) -> None:
    found, warnings = dated(parts)
    assert found == expected
    assert f"start_date: {left} left out" in warnings


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"start_date": {"year": "MCMXC"}}, "start_date"),
        ({"start_date": {"year": True}}, "start_date"),
        ({"start_date": {"year": 1990.5}}, "start_date"),
        ({"start_date": {"year": [1990]}}, "start_date"),
        ({"start_date": {"month": 5}}, "start_date"),
        ({"start_date": "1990-01-01"}, "start_date"),
        ({"start_date": {"year": 1990, "month": 1, "day": 1, "hour": 25}}, "start_date"),
        ({"start_date": {"year": 1990, "month": 1, "day": 1, "hour": "5 pm"}}, "start_date"),
        ({"end_date": {"year": 1980}}, "end_date"),
        ({"end_date": {"year": 0}}, "end_date"),
        ({"end_date": {"month": 5}}, "end_date"),
        ({"end_date": "1999"}, "end_date"),
        ({"end_date": {"year": False}}, "end_date"),
    ],
)
def test_an_error_is_reported_of_the_part_it_is_in(more: dict[str, Any], field: str) -> None:
    (record,) = read({**slide({"year": 1990}), **more})
    assert record.event is None
    assert record.errors[0].field == field


@pytest.mark.parametrize("end", [None, "", {}, {"year": ""}, {"year": None, "month": ""}])
def test_an_end_that_says_nothing_is_none(end: Any) -> None:
    (record,) = read(slide({"year": 1990}, end_date=end))
    assert record.event and record.event.date.text == "1990"


class TestIds:
    ONE = slide({"year": 1990}, unique_id="first")
    TITLES: tuple[dict[str, Any], ...] = (
        {"title": {"text": {"headline": "A"}}},
        {"title": {"text": {"headline": "B"}}},
        {},
    )

    def test_documents_do_not_share_theirs(self) -> None:
        found = [read(self.ONE, **title)[0].event for title in self.TITLES]
        assert len({event.id for event in found if event}) == 3

    def test_a_document_without_a_title_does_not_overwrite_another(self) -> None:
        other = {**self.ONE, "text": {"headline": "Other"}}
        first, second = read(self.ONE)[0].event, read(other)[0].event
        assert first and second and first.id != second.id

    @pytest.mark.parametrize("title", TITLES[:2])
    def test_a_correction_keeps_the_id(self, title: dict[str, Any]) -> None:
        other = {**self.ONE, "start_date": {"year": 1991}, "text": {"headline": "Other"}}
        first, second = read(self.ONE, **title)[0].event, read(other, **title)[0].event
        assert first and second and first.id == second.id

    def test_the_title_counts_wherever_it_stands(self) -> None:
        title = {"text": {"headline": "A"}}
        before = json.dumps({"title": title, "eras": [{}], "events": [self.ONE]})
        after = json.dumps({"events": [self.ONE], "eras": [{}], "title": title})
        ids = {
            record.event.id
            for body in (before, after)
            for record in timelinejs.read(io.BytesIO(body.encode()))
            if record.event
        }
        assert len(ids) == 1

    def test_two_files_of_the_same_ids_are_stored_side_by_side(self, tmp_path: Path) -> None:
        store = Store(f"sqlite:///{tmp_path}/a.db", render)
        store.migrate()
        files = [tmp_path / "a.json", tmp_path / "b.json"]
        for file in files:
            file.write_text(json.dumps({"events": [self.ONE]}))
        assert import_files(store, files, format="timelinejs").created == 2
        files[0].write_text(json.dumps({"events": [{**self.ONE, "text": {"headline": "New"}}]}))
        report = import_files(store, files, format="timelinejs")
        assert (report.updated, report.unchanged, report.created) == (1, 1, 0)
        store.close()


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ({"lat": 51.17, "lon": 71.45, "name": "<b>Astana</b>"}, ("Astana", 51.17, 71.45)),
        ({"lat": "0", "lon": "0"}, (None, 0.0, 0.0)),
        ({"name": "Astana", "zoom": 10}, ("Astana", None, None)),
    ],
)
def test_a_location_is_kept(location: dict[str, Any], expected: tuple[Any, ...]) -> None:
    (record,) = read(slide({"year": 1990}, location=location))
    assert record.event and record.event.place and not record.warnings
    place = record.event.place
    assert (place.name, place.latitude, place.longitude) == expected


@each_row(
    ("more", "words"),
    [
        ({"text": {"headline": "word " * 80}}, "text.headline cut from 399 to 300"),
        ({"text": {"headline": "H", "text": "word " * 2000}}, "text.text cut from 9,999 to 5,000"),
        ({"text": {"headline": "H", "text": '<a href="//a.example">a</a>'}}, "links in the text"),
        ({"display_date": "word " * 80}, "display_date cut from 399 to 200"),
        ({"group": "word " * 80}, "group cut from 399 to 100"),
        ({"media": {"url": "//a.example/a.png"}}, "'//a.example/a.png' is not an http"),
        ({"media": {"url": "<iframe src=x>"}}, "is not an http or https URL"),
        ({"media": {"url": "https://a.example/" + "a" * 2000}}, "at most 2,000 characters"),
        ({"media": {"url": "https://a.example/", "caption": "word " * 200}}, "media.caption cut"),
        ({"media": {"url": "https://a.example/", "credit": "word " * 80}}, "media.credit cut"),
        ({"location": {"lat": 95, "lon": 0}}, "is not a point"),
        ({"location": {"lat": 5}}, "is not a point"),
        ({"location": {"lat": "north", "lon": 0}}, "is not a point"),
        ({"location": {"name": "word " * 80}}, "location.name cut"),
        ({"location": "Astana"}, "location is not an object"),
        ({"text": {"headline": "RÃ©union"}}, "it was perhaps 'Réunion'"),
    ],
)  # fmt: skip
def test_all_that_is_left_out_is_reported(more: dict[str, Any], words: str) -> None:
    (record,) = read({**slide({"year": 1990}), **more})
    assert record.event
    assert words in "; ".join(record.warnings)


def test_the_link_and_the_picture_are_both_sources() -> None:
    media = {"url": "https://a.example/p.png", "link": "https://a.example/", "caption": "C"}
    (record,) = read(slide({"year": 1990}, media=media))
    assert record.event and not record.warnings
    assert [each.url for each in record.event.sources] == [media["link"], media["url"]]


YEAR, DAY = {"year": 1943}, {"year": 2023, "month": 2, "day": 28}
TIME = {**DAY, "hour": 18, "minute": 30}


@each_row(
    ("start", "end", "words", "expected"),
    [
        (YEAR, None, "circa 1943", "1943~"),
        (YEAR, None, "1943 (?)", "1943?"),
        (YEAR, None, "since 1943", "1943/.."),
        (YEAR, None, "until 1943", "../1943"),
        (YEAR, None, "1943 or earlier", "[..1943]"),
        ({"year": 1960}, {"year": 1969}, "the <b>1960s</b>", "196X"),
        (DAY, {**DAY, "month": 3}, "28 February or 28 March 2023", "[2023-02-28,2023-03-28]"),
        (DAY, {**DAY, "month": 3}, "about 28 Feb 2023 to 28 March 2023", "2023-02-28~/2023-03-28"),
        (TIME, None, "28 February 2023, 18:30 (UTC+05:00)", "2023-02-28T18:30:00+05:00"),
        (TIME, None, "28 February 2023", "2023-02-28T18:30:00"),
        (DAY, None, "28/2/2023", "2023-02-28"),
        (YEAR, None, "", "1943"),
        (YEAR, None, "The Tehran Conference", "1943"),
        ({"year": 2023, "month": 5, "day": 6}, None, "6/5/2023", "2023-05-06"),
    ],
)
def test_words_that_can_mean_the_days_are_the_date(
    start: dict[str, Any], end: dict[str, Any] | None, words: str, expected: str
) -> None:
    for shown in ({"display_date": words}, {"start_date": {**start, "display_date": words}}):
        (record,) = read({**slide(start, end_date=end), **shown})
        assert record.event and not record.warnings
        assert record.event.date.text == expected


@each_row(
    ("start", "words", "reading"),
    [
        ({"year": 1850, "month": 1, "day": 1}, "the 1850s", "185X"),
        ({"year": 1801, "month": 1, "day": 1}, "1800s", "18XX or 180X"),
        (DAY, "February 2023", "2023-02"),
        (DAY, "27 February 2023", "2023-02-27"),
        (TIME, "28 February 2023, 19:30", "2023-02-28T19:30:00"),
        (TIME, "27 February 2023", "2023-02-27"),
        (YEAR, "since 1944", "1944/.."),
    ],
)
def test_words_that_mean_another_date_are_reported(
    start: dict[str, Any], words: str, reading: str
) -> None:
    (record,) = read(slide(start, display_date=words))
    (plain,) = read(slide(start))
    assert record.event and plain.event
    assert record.event.date.text == plain.event.date.text
    told = "; ".join(record.warnings)
    assert f"can be {reading}; stored is {record.event.date.text}" in told


def test_words_with_a_number_that_cannot_be_read_are_reported() -> None:
    (record,) = read(slide({"year": 743}, display_date="since 743 (uncertain)"))
    assert record.event and record.event.date.text == "0743"
    assert record.event.date_as_reported == "since 743 (uncertain)"
    (told,) = record.warnings
    assert "'since 743 (uncertain)' cannot be read as a date; stored is 0743" in told


def test_signs_of_comparison_are_no_tags() -> None:
    (record,) = read(
        slide({"year": 1990}, text={"headline": "a < b and c > d", "text": "<p>x<br/>y"})
    )
    assert record.event
    assert (record.event.title, record.event.summary) == ("a < b and c > d", "x y")


PLAIN_END = re.compile(r"[1-9]\d{3}(-\d\d){0,2}/\.\.|\.\./[1-9]\d{3}(-\d\d){0,2}", re.ASCII)
"""A day, a month or a year with an open end. It is in words only, and those of other times are not
always clear."""


@given(dates)
@example("Y-10000-01-01T00:00")
def test_what_is_exported_comes_back_with_the_same_days(date: str) -> None:
    event = load_event({"id": "a", "title": "t", "date": date, "category": "other"})
    document = render(event, 1, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")
    body = b"".join(exported.render([document], Listing()))
    made = json.loads(body)["events"][0]
    if made["unique_id"] == "no-events":
        assert edtf.parse(date).undated
        return
    assert 0 not in (made["start_date"]["year"], made.get("end_date", made["start_date"])["year"])
    (record,) = timelinejs.read(io.BytesIO(body))
    assert record.event, record
    given_, found = edtf.parse(date), record.event.date
    both_ends = given_.earliest is not None and given_.latest is not None
    if both_ends or PLAIN_END.fullmatch(date):
        assert (found.earliest, found.latest) == (given_.earliest, given_.latest)
    else:
        known = given_.earliest if given_.latest is None else given_.latest
        assert known in (found.earliest, found.latest)
    if given_.precision in ("day", "month", "year", "time") and "-XX" not in date:
        assert _plain(found.text) == _plain(date)
    begin = found
    if found.earliest is None:  # the slide begins with the date that ends the open time
        begin = edtf.parse(found.text.strip("[]").replace("..", "").strip("/"))
    year = civil(begin.earliest or 0)[0]
    assert made["start_date"]["year"] == (year if year > 0 else year - 1)


def _plain(date: str) -> str:
    """The date with seconds, and without qualifiers and offset."""
    text = date.rstrip("?~%")
    clock = text.partition("T")[2]
    if not clock:
        return text
    day = text.partition("T")[0]
    time = clock.rstrip("Z").split("+")[0].split("-")[0]
    return f"{day}T{time if time.count(':') == 2 else time + ':00'}"


@pytest.mark.parametrize(
    ("more", "words"),
    [({"media": "https://x.example/a.png"}, "media is not an object"),
     ({"media": {"url": "https://x.example/a b.png"}}, "was left out"),
     ({"location": {"lat": "5_1", "lon": "7"}}, "was left out")],
)  # fmt: skip
def test_a_medium_or_a_place_that_cannot_be_stored_costs_no_event(
    more: dict[str, Any], words: str
) -> None:
    (record,) = read(slide({"year": 2023}, **more))
    assert record.event and not record.event.sources and record.event.place is None
    assert words in "; ".join(record.warnings)
