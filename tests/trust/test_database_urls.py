"""URLs of databases: a wrong one is an error with the nearest right one, and shows no password."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.url_passwords import without_password

SECRET = "geheim"


def run(*words: str, **variables: str) -> Result:
    done = CliRunner().invoke(main, words, env={f"DATELINE_{n}": v for n, v in variables.items()})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("sqlite://a.db", "sqlite:///a.db"),
        ("sqlite:a.db", "sqlite:///a.db"),
        ("sqlit:////tmp/a.db", "sqlite:////tmp/a.db"),
        ("SQLite:///a.db", "sqlite:///a.db"),
        ("sqlite:///a.db?mode=ro", "sqlite:///a.db"),
        ("postgre://me@host/name", "postgres://me@host/name"),
        ("postgresql+psycopg://me@host/name", "postgresql://me@host/name"),
        ("postgresql://me@host/name?sslmod=require", "sslmode"),
        ("postgresql://me@host/name?sslmode=requir", "require"),
        ("postgresql://me@host/name?target_session_attrs=primry", "primary"),
        ("postgresql://me@host/name?pooling=transction", "pooling=transaction"),
    ],
)
def test_a_wrong_url_is_told_with_the_nearest(given: str, nearest: str, folder: Path) -> None:
    for words in (["verify"], ["migrate"], ["serve", "--migrate"]):
        done = run(*words, DATABASE_URL=given)
        assert done.exit_code == 1, words
        assert nearest in done.stderr, words
    done = run("copy", "--from", given, "--to", "sqlite:///new.db")
    assert done.exit_code == 1
    assert done.stderr.startswith("dateline: --from: ")
    assert nearest in done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("end", [" ", "\t", "\r", "\n", "\x01"])
def test_a_space_or_a_line_break_is_no_part_of_a_file_name(end: str, folder: Path) -> None:
    """Files of variables that were written on another system have such ends."""
    for words in (["verify"], ["migrate"], ["serve", "--migrate"]):
        done = run(*words, DATABASE_URL=f"sqlite:///a.db{end}")
        assert done.exit_code == 1, words
        assert "DATELINE_DATABASE_URL: " in done.stderr
        assert "has a space or a line break at its end" in done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("postgresql://me@host/name?connect_timeout=soon", "connect_timeout=soon"),
        ("postgresql://me@host:99999/name", "the port must be a number up to 65535"),
        ("postgresql://me@host:80a/name", "the port must be a number up to 65535"),
    ],
)
def test_a_wrong_parameter_is_named(given: str, named: str) -> None:
    done = run("verify", DATABASE_URL=given)
    assert done.exit_code == 1
    assert named in done.stderr


@pytest.mark.parametrize(
    "url",
    [
        f"postgre://me:{SECRET}@host/name",
        f"mysql://me:{SECRET}@host/name",
        f"mysql:me:{SECRET}@host",
        f"postgresql:me:{SECRET}@host",
        f"postgresql://me:%zz{SECRET}@host/name",
        f"postgresql://me:{SECRET}/7@host/name",
        f"postgresql://me:{SECRET}@host:none/name",
        f"postgresql://me:first@{SECRET}@127.0.0.1:1/name",
        f"postgresql://me:{SECRET}@host/name?sslmod=x",
        f"host=one user=me password={SECRET}",
        f"host=one user=me password = '{SECRET} and more'",
        f"mysql://host/name?user=me&password={SECRET}",
    ],
)
def test_no_error_shows_a_password(url: str) -> None:
    for name in ("DATABASE_URL", "READ_DATABASE_URL", "RATE_LIMIT_STORAGE"):
        usual = {"DATABASE_URL": "postgresql://me@127.0.0.1:1/none"}
        done = run("serve", **(usual | {name: url}))
        assert done.exit_code == 1
        assert "DATELINE_" in done.stderr
        assert SECRET not in done.output


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:a@b/c:d@host/name", "postgresql://me:***@host/name"),
        ("postgresql://me@host/name", "postgresql://me@host/name"),
        ("redis://:secret@host:6379", "redis://:***@host:6379"),
        ("postgresql://h/n?password=a&sslmode=b", "postgresql://h/n?password=***&sslmode=b"),
        ("sqlite:///data/a.db", "sqlite:///data/a.db"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown


def test_seed_serve_and_copy_create_no_database_at_a_mistyped_path(folder: Path) -> None:
    copy = ["copy", "--from", "sqlite:///typo.db", "--to", "sqlite:///new.db"]
    for words in (["seed"], ["serve"], copy):
        done = run(*words, DATABASE_URL="sqlite:///typo.db")
        assert done.exit_code == 1, words
        assert "there is no database at sqlite:///typo.db" in done.stderr, words
    assert list(folder.iterdir()) == []


def test_a_database_without_tables_is_told_as_such(folder: Path) -> None:
    (folder / "empty.db").touch()
    for words in (["verify"], ["backup", "copy.db"], ["export"], ["serve"]):
        done = run(*words, DATABASE_URL="sqlite:///empty.db")
        assert done.exit_code == 1, words
        assert done.stderr.rstrip().endswith("run dateline migrate"), words
    assert not (folder / "copy.db").exists()


def test_a_server_that_does_not_answer_is_named() -> None:
    done = run("verify", DATABASE_URL="postgresql://me@127.0.0.1:1/none")
    assert done.exit_code == 1
    assert "127.0.0.1" in done.stderr
