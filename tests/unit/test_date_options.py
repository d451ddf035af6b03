"""Options of commands that take a date in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main

EVENTS = [
    {"id": str(number), "title": "T", "category": "other", "date": date}
    for number, date in enumerate(("2022-10-05", "2022-02-24", "2015-02-24", "XXXX"))
]
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20200101T000000Z"
    "\r\nDTSTART;VALUE=DATE:20200105\r\nRRULE:FREQ=MONTHLY\r\nSUMMARY:Talks\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


def dateline(folder: Path, *words: str) -> Result:
    database = f"sqlite:///{folder}/store.db"
    return CliRunner().invoke(main, words, env={"DATELINE_DATABASE_URL": database})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("options")
    (folder / "events.json").write_text(json.dumps(EVENTS), "utf-8")
    dateline(folder, "migrate")
    assert dateline(folder, "import", str(folder / "events.json")).exit_code == 0
    return folder


@pytest.mark.parametrize(
    ("words", "ids", "told"),
    [
        ((), "0123", ""),
        (("--date", "autumn 2022"), "0",
         "--date: read as September to November 2022 (2022-09/2022-11)\n"),
        (("--date", "since 2020"), "01", "--date: read as since 2020 (2020/..)\n"),
        (("--date", "24 February"), "12", "--date: read as 24 February of any year (on=02-24)\n"),
        (("--date", "2022-02"), "1", ""),
    ],
)  # fmt: skip
def test_an_export_is_of_the_time_that_is_said(
    filled: Path, words: tuple[str, ...], ids: str, told: str
) -> None:
    done = dateline(filled, "export", *words)
    assert done.exit_code == 0
    assert {json.loads(line)["id"] for line in done.stdout.splitlines()} == set(ids)
    assert done.stderr == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("winter 2022", ["December 2021 to February 2022 (2021-12/2022-02)",
                         "December 2022 to February 2023 (2022-12/2023-02)"]),
        ("Septmber 2022", ["September 2022 (2022-09)"]),
        ("banana", ["'banana'", "autumn 2022"]),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_refused_with_the_readings(
    filled: Path, words: str, told: list[str]
) -> None:
    done = dateline(filled, "export", "--date", words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert all(each in done.stderr for each in ["--date", *told])


def test_a_calendar_is_expanded_in_the_time_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "talks.ics").write_text(CALENDAR, "utf-8")
    dateline(tmp_path, "migrate")
    between = ("--from", "March 2021", "--to", "late 2021")
    done = dateline(tmp_path, "import", str(tmp_path / "talks.ics"), *between)
    assert done.exit_code == 0, done.stderr
    assert "--from: read as March 2021 (2021-03)" in done.stderr
    assert done.stdout.startswith("10 created")
    refused = dateline(tmp_path, "import", str(tmp_path / "talks.ics"), "--from", "24 February")
    assert "needs a year" in refused.stderr
