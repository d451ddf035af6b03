"""``dateline import`` after a mistake: its messages and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.domain.query import Filter
from service.importers.row_result import loaded
from service.resources import SEED
from service.schemas.event import render
from service.store import Store

TABLE = "id,date,title\n1,2023-01-02,Talks\n"


def dateline(folder: Path, *words: str) -> Result:
    database = f"sqlite:///{folder}/store.db"
    return CliRunner().invoke(main, words, env={"DATELINE_DATABASE_URL": database})


@pytest.fixture
def table(tmp_path: Path) -> str:
    file = tmp_path / "talks.csv"
    file.write_text(TABLE, "utf-8")
    return str(file)


def test_a_table_without_a_mapping_leads_to_suggest(tmp_path: Path, table: str) -> None:
    assert dateline(tmp_path, "migrate").exit_code == 0
    done = dateline(tmp_path, "import", table)
    assert done.exit_code == 1
    assert "dateline import --suggest FILE prints one" in done.stderr


def test_what_suggest_prints_is_a_mapping_and_needs_no_database(tmp_path: Path, table: str) -> None:
    done = dateline(tmp_path, "import", "--suggest", table)
    assert done.exit_code == 0
    assert "sure:" in done.stderr
    assert not (tmp_path / "store.db").exists()
    (tmp_path / "talks.json").write_text(done.stdout, "utf-8")
    dateline(tmp_path, "migrate")
    loaded = dateline(tmp_path, "import", table, "--mapping", str(tmp_path / "talks.json"))
    assert loaded.stdout == "1 created, 0 updated, 0 unchanged, 0 rejected\n"


def test_suggest_looks_at_one_file_and_a_whole_one(tmp_path: Path, table: str) -> None:
    for more in ((table,), ("--mapping", table)):
        done = dateline(tmp_path, "import", "--suggest", table, *more)
        assert "looks at one file, and takes no --mapping" in done.stderr
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"PK\x03\x04 and no more")
    done = dateline(tmp_path, "import", "--suggest", str(broken))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "zip archive that is broken off" in done.stderr


def test_a_mapping_of_another_table_names_the_columns_that_are_there(
    tmp_path: Path, table: str
) -> None:
    dateline(tmp_path, "migrate")
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"id": "{id}", "title": "{titel}", "date": "{when}"}', "utf-8")
    done = dateline(tmp_path, "import", table, "--mapping", str(wrong))
    assert done.stderr == (
        "dateline: the mapping does not fit the header of the table\n"
        "  there is no column 'titel'; did you mean title?\n"
        "  there is no column 'when'; there are id, date, title\n"
    )
    wrong.write_text('{"id": "{ID}", "title": "{Title}", "date": "{DATE}"}', "utf-8")
    done = dateline(tmp_path, "import", table, "--mapping", str(wrong))
    for name, meant in (("ID", "id"), ("Title", "title"), ("DATE", "date")):
        assert f"there is no column {name!r}; did you mean {meant}?" in done.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.ndjson", '{"id": "a", "title": "A", "date": "2023", "category": "visit"}\n'),
     ("a.json", "[]"), ("a.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n")],
)  # fmt: skip
def test_a_mapping_that_cannot_be_used_is_refused(tmp_path: Path, name: str, text: str) -> None:
    dateline(tmp_path, "migrate")
    (tmp_path / name).write_text(text)
    done = dateline(tmp_path, "import", str(tmp_path / name), "--mapping", "visits")
    assert done.exit_code == 1
    assert f"a mapping is for tables, and this file is read as {name[2:]}" in done.stderr


@pytest.mark.parametrize("words", [("export",), ("seed",), ("key", "list"), ("import", "-")])
def test_a_database_that_is_not_migrated_is_said_to_be_so(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "store.db").touch()
    done = dateline(tmp_path, *words)
    assert done.exit_code == 1
    assert "run dateline migrate" in done.stderr


def test_a_mapping_is_a_file_or_the_name_of_one_that_the_instance_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "visits.csv"
    table.write_text(
        "id,start_date,end_date,visitor,from_id,from_name,description,file\n"
        "1,1994-02-14,1994-02-16,A. Visitor,kz,Kazakhstan,A visit.,x\n"
    )
    dry = ("import", str(table), "--dry-run", "--mapping")
    assert dateline(tmp_path, *dry, "visits").stdout.startswith("1 created")
    (tmp_path / "own").write_bytes((SEED / "mappings" / "visits.json").read_bytes())
    assert dateline(tmp_path, *dry, "own").stdout.startswith("1 created")
    for wrong in ("visit", "./visits"):
        done = dateline(tmp_path, *dry, wrong)
        assert done.exit_code == 1
        assert done.stderr == (
            f"dateline: --mapping: there is no file {wrong!r}, nor a mapping; "
            "there are travels, treaties, unga, visits\n"
        )
    (tmp_path / "visits").write_text("{}")
    both = dateline(tmp_path, *dry, "visits")
    assert both.exit_code == 1
    assert "./visits for the file" in both.stderr
    assert f"{SEED}/mappings/visits.json for the other" in both.stderr


def test_a_long_list_of_errors_ends_with_the_file_that_has_them_all(tmp_path: Path) -> None:
    table = tmp_path / "talks.csv"
    table.write_text("id,date,title\n" + "1,soon,Talks\n" * 21, "utf-8")
    mapping = tmp_path / "talks.json"
    mapping.write_text('{"id": "{id}", "title": "{title}", "date": "{date}"}', "utf-8")
    words = ("import", str(table), "--mapping", str(mapping), "--dry-run")
    assert "  … --report FILE has them all\n" in dateline(tmp_path, *words).stderr
    report = str(tmp_path / "report.ndjson")
    assert f"  … {report} has them all\n" in dateline(tmp_path, *words, "--report", report).stderr


def test_a_report_never_overwrites_a_file_that_is_no_report(tmp_path: Path, table: str) -> None:
    dateline(tmp_path, "migrate")
    mapping = tmp_path / "talks.json"
    mapping.write_text('{"id": "{id}", "title": "{title}", "date": "{date}"}')
    given = ("import", table, "--mapping", str(mapping), "--report")
    for kept in (Path(table), mapping, tmp_path / "store.db"):
        before = kept.read_bytes()
        done = dateline(tmp_path, *given, str(kept))
        assert (done.exit_code, kept.read_bytes()) == (2, before)
        assert "is there already and is no report" in done.stderr
    (tmp_path / "empty").touch()
    for name in ("new.ndjson", "empty", "new.ndjson", "/dev/null"):
        done = dateline(tmp_path, *given, str(tmp_path / name))
        assert done.exit_code == 0
    Path(table).write_text(TABLE + "2,nonsense,Talks\n")
    for _ in range(2):
        assert dateline(tmp_path, *given, str(tmp_path / "new.ndjson")).exit_code == 1
    assert len((tmp_path / "new.ndjson").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("https://example.org/events.csv", "is a URL, but only files are read; download it"),
        ("talks.cvs", "there is no file 'talks.cvs'. Did you mean 'talks.csv'?"),
        ("nothing/talks.csv", "there is no file 'nothing/talks.csv'.\n"),
        (".", "'.' is a folder; name the files in it."),
    ],
)
def test_a_name_that_is_no_file_says_what_to_do(
    tmp_path: Path, table: str, name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(table).parent)
    for more in ((), ("--suggest",)):
        done = dateline(tmp_path, "import", name, *more)
        assert done.exit_code == 2
        assert words in done.stderr


def test_the_seed_says_which_corrections_it_undoes(tmp_path: Path) -> None:
    dateline(tmp_path, "migrate")
    assert dateline(tmp_path, "seed").stderr == ""
    store = Store(f"sqlite:///{tmp_path}/store.db", render)
    document = json.loads(next(iter(store.stream(Filter()))))
    corrected = loaded(1, {**document, "title": "Corrected"}).event
    assert corrected
    store.import_batch([corrected], "anna")
    store.close()
    again = dateline(tmp_path, "seed")
    assert again.exit_code == 0
    assert "undoes changes of title since version 1; the last, version 2 of" in again.stderr
    assert "is by the key 'anna'" in again.stderr
