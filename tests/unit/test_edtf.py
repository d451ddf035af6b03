"""Dates: the conformance cases, the bounds, the errors, the time to read them."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import calendar, edtf
from service.domain.display import display
from tests.support.rows import each_row

OUT_OF_SCOPE = {
    "Y-17E7": "exponential years", "Y17E7": "exponential years", "1950S2": "significant digits",
    "Y171010000S3": "significant digits", "Y3388E2S3": "significant digits",
    "{1960,1961-12}": "all of a set, level 2; [a,b] only",
    "{1667,1668,1670..1672}": "all of a set, level 2; [a,b] only",
    "2004-06~-11": "qualified components, level 2", "2004?-06-11": "qualified components, level 2",
    "?2004-06-~11": "qualified components, level 2",
    "2004-%06-11": "qualified components, level 2",
    "156X-12-25": "unspecified digits anywhere, level 2",
    "XXXX-12-XX": "unspecified digits anywhere, level 2",
    "1XXX-XX": "unspecified digits anywhere, level 2",
    "1560-X2": "unspecified digits anywhere, level 2",
    "2004-06-~01/2004-06-~20": "qualified components, level 2",
    "..2004-06-01/2004-06-20..": "open-ended dates inside an interval, level 2",
}  # fmt: skip


def iso(day: int | None) -> str | None:
    return None if day is None else calendar.iso(day).removeprefix("Y")


def test_the_conformance_corpus_agrees(shared_data: Path) -> None:
    corpus = json.loads((shared_data / "edtf/annexA-conformance-corpus.json").read_text())
    cases = [each for level in ("level0", "level1", "level2") for each in corpus[level]]
    agreed = 0
    for case in cases:
        if case["edtf"] in OUT_OF_SCOPE:
            with pytest.raises(edtf.DateError):
                edtf.parse(case["edtf"])
            continue
        found = edtf.parse(case["edtf"])
        wanted = [
            None if str(case[name]).endswith("infinity") else case[name]
            for name in ("earliest", "latest")
        ]
        if found.precision == "season":  # the corpus has northern seasons only
            year, code = case["edtf"].split("-")
            north = edtf.parse(f"{year}-{int(code) + 4}")
            assert [iso(north.earliest), iso(north.latest)] == wanted
            assert around(found, north)
        else:
            assert [iso(found.earliest), iso(found.latest)] == wanted, case["edtf"]
        assert display(found)
        agreed += 1
    assert agreed == len(cases) - len(OUT_OF_SCOPE)
    for case in corpus["invalid"]:
        with pytest.raises(edtf.DateError):
            edtf.parse(case["edtf"])


OUT_OF_SCOPE_FEATURES = {
    "Exponential year", "Significant digits", "Qualification (group)",
    "Qualification (individual)",
}  # fmt: skip
"""Features of level 2 that are left out. Sets ``{…}`` and some uses of ``X`` are left out too."""


def test_every_example_of_the_library_of_congress_is_read_or_known_to_be_left_out(
    shared_data: Path,
) -> None:
    examples = json.loads((shared_data / "edtf/loc-edtf-examples.json").read_text())["examples"]
    refused = []
    for example in examples:
        try:
            edtf.parse(example["edtf"])
        except edtf.DateError:
            assert example["level"] == 2, example
            refused.append(example)
    for example in refused:
        left_out = example["feature"] in OUT_OF_SCOPE_FEATURES
        assert left_out or example["edtf"].startswith("{") or re.search("X|~", example["edtf"])
    assert len(examples) > 2 * len(refused) > 0


@pytest.mark.parametrize("level", [0, 1])
def test_bounds_agree_with_another_implementation(shared_data: Path, level: int) -> None:
    # The other implementation has different bounds for seasons, times and open ends.
    lines = (shared_data / f"edtf/ohm-level{level}.tsv").read_text().splitlines()[1:]
    compared = 0
    for line in lines:
        text, kind, _, low, high, _ = line.split("\t")
        if kind != "Date" or "T" in text or text.startswith("XXXX"):  # undated: no bounds
            continue
        try:
            found = edtf.parse(text)
        except edtf.DateError:
            assert "-2" in text or text.startswith(("Y", "-")) or "X" in text, text
            continue
        if found.precision in ("season", "quarter"):
            continue
        epoch = calendar.ordinal(1970, 1, 1)
        days = (int(low) // 86_400_000 + epoch, int(high) // 86_400_000 + epoch)
        assert (found.earliest, found.latest) == days, text
        compared += 1
    assert compared >= 5


@each_row(
    ("text", "shown"),
    [
        ("2022-09", "September 2022"),
        ("2023-02-28~", "around 28 February 2023"),
        ("2023-02-28?", "28 February 2023 (uncertain)"),
        ("2022-02-24/..", "since 24 February 2022"),
        ("../1985", "until 1985"),
        ("2022-02-24/", "from 24 February 2022 (end unknown)"),
        ("2023-02-27/2023-03-03", "27 February – 3 March 2023"),
        ("2023-03-01/2023-03-03", "1–3 March 2023"),
        ("2022/2023", "2022 – 2023"),
        ("196X", "the 1960s"),
        ("20XX", "2000–2099"),
        ("-0044", "45 BC"),
        ("2021-33", "first quarter of 2021"),
        ("2001-24", "winter 2001"),
        ("[1667,1760-12]", "one of 1667 or December 1760"),
        ("2023-02-28T14:30+05:00", "28 February 2023, 14:30 (UTC+05:00)"),
        ("XXXX", "date unknown"),
        ("1985-XX-XX", "1985"),
    ],
)
def test_every_date_has_an_english_text(text: str, shown: str) -> None:
    assert display(edtf.parse(text)) == shown


@pytest.mark.parametrize(
    ("text", "hint"),
    [("2023-2-5", "2023-02-05"), ("2023/02/05", "two ends"), ("1985-13", "month"), ("198", "198X"),
     ("877", "for the year 877 write 0877$"), ("12000", "for the year 12000 write Y12000$"),
     ("-100000", "year -100000 write Y-100000$"), ("9990/12000-05", "write Y12000-05$"),
     ("Y2022-05?", r"for the year 2022 write 2022-05\?$"), ("Y-44", "the year -44 write -0044$"),
     ("y12000", "write Y12000$"), ("+2022", "write 2022$"), ("-000000", "write 0000"),
     ("202209", "write 2022-09-14, 2022-09"), ("12000-13", "write 2022-09-14"),
     ("2022~?", "write 2022%$"), ("[2022?~,2023]", "write 2022%$"),
     ("2022-09-14/P1M", "'P1M' is a duration; EDTF needs both days"), ("1986.5", "write 2022"),
     ("2023-02-29", "01 to 28"), ("2023-05/2023-04", "ends before"), ("", "1 to 64"),
     ("20230228", "write 2022"), ("2023-W09-2", "write 2022"), ("[]", "set"), ("../..", "known")],
)  # fmt: skip
def test_a_wrong_date_is_refused_and_the_right_one_suggested(text: str, hint: str) -> None:
    with pytest.raises(edtf.DateError, match=hint):
        edtf.parse(text)


def days(date: edtf.Date) -> tuple[int, int]:
    """The first and the last day of a date that has both."""
    assert date.earliest is not None and date.latest is not None, date
    return date.earliest, date.latest


def length(date: edtf.Date) -> int:
    return days(date)[1] - days(date)[0]


def around(outer: edtf.Date, inner: edtf.Date) -> bool:
    return days(outer)[0] <= days(inner)[0] <= days(inner)[1] <= days(outer)[1]


@pytest.mark.parametrize("code", [21, 22, 23, 24])
def test_a_season_without_a_hemisphere_holds_that_of_both(code: int) -> None:
    found = edtf.parse(f"2001-{code}")
    for side in (4, 8):
        there = edtf.parse(f"2001-{code + side}")
        assert around(found, there)
        assert length(there) < 93 < length(found)


def test_an_australian_spring_is_in_october_and_the_precise_form_is_nowhere_else() -> None:
    day = calendar.ordinal(1962, 10, 15)
    for text in ("1962-21", "1962-29"):
        found = edtf.parse(text)
        assert days(found)[0] <= day <= days(found)[1]
    assert days(edtf.parse("1962-25"))[1] < day


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2023-02-28T14:30:00.000Z", "2023-02-28T14:30:00.000Z"),
        ("2023-02-28T14:30:00.123456+05:00", "2023-02-28T14:30:00.123456+05:00"),
        ("2023-02-28T14:30:00+0000", "2023-02-28T14:30:00+00:00"),
        ("2023-02-28T14:30-0530", "2023-02-28T14:30-05:30"),
        ("2023-02-28T14:30:00.5+0000/2023-03-01T00:00:00-0500",
         "2023-02-28T14:30:00.5+00:00/2023-03-01T00:00:00-05:00"),
        ("[2023-02-28T14:30:00+0000,2023-03-01]", "[2023-02-28T14:30:00+00:00,2023-03-01]"),
        ("-000043-03-15T00:00:00.000Z", "-0043-03-15T00:00:00.000Z"),
        ("+012000-01-01T00:00:00.000Z/+012000-02-01", "Y12000-01-01T00:00:00.000Z/Y12000-02-01"),
        ("+275760-09-13", "Y275760-09-13"), ("-000043", "-0043"), ("+002022-05", "2022-05"),
        ("[..-000043]", "[..-0043]"), ("[-000043,+012000]", "[-0043,Y12000]"),
    ],
)  # fmt: skip
def test_the_times_that_programs_write_are_read(text: str, stored: str) -> None:
    found = edtf.parse(text)
    assert found.text == stored == edtf.parse(stored).text
    assert display(found)


@pytest.mark.parametrize("text", ["2023-02-28T14:30:00.Z", "2023-02-28T25:00:00.000Z",
                                  "2023-02-28T14:30.5Z", "2023-02-28T14:30:00+1500",
                                  "2023-02-28T14:30:00+2"])  # fmt: skip
def test_times_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(edtf.DateError):
        edtf.parse(text)


def test_a_late_vote_stays_on_the_day_at_its_place() -> None:
    found = edtf.parse("2023-02-23T23:30-05:00")
    assert (iso(found.earliest), found.precision) == ("2023-02-23", "time")


@given(st.integers(-400_000_000_000 // 366, 999_999_999 * 365))
def test_days_survive_the_way_to_a_calendar_date_and_back(day: int) -> None:
    assert calendar.ordinal(*calendar.civil(day)) == day


@given(st.dates())
def test_a_plain_day_is_that_day(day: date) -> None:
    found = edtf.parse(day.isoformat())
    assert found.earliest == found.latest == day.toordinal()


ALPHABET = "0123456789-/.XT:?~%[],YZ+ ا"


@given(st.text(ALPHABET, max_size=80) | st.text(max_size=80))
def test_any_text_is_a_date_with_ordered_bounds_or_an_error(text: str) -> None:
    try:
        found = edtf.parse(text)
    except edtf.DateError:
        return
    if found.earliest is not None and found.latest is not None:
        assert found.earliest <= found.latest
    assert display(found)


@pytest.mark.parametrize("text", ["9" * 10_000_000, "[" + "2001," * 12 + "]", "X" * 64,
                                  "-" * 64, "[" + "1..2," * 12, "2001-" * 12])  # fmt: skip
def test_no_text_takes_a_millisecond(text: str) -> None:
    best = 1.0
    for _ in range(20):
        start = time.perf_counter()
        with pytest.raises(edtf.DateError):
            edtf.parse(text)
        best = min(best, time.perf_counter() - start)
    assert best < 0.001
