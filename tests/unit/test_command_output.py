"""Commands whose standard output or input is closed, full, or left by its reader."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.cli import main
from service.schemas.event import render
from service.store import Store


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    found = f"sqlite:///{tmp_path}/a.db"
    monkeypatch.setenv("DATELINE_DATABASE_URL", found)
    store = Store(found, render)
    store.migrate()
    store.close()
    yield found


def run(*words: str) -> object:
    """The exit code of a command."""
    return main([*words], standalone_mode=False)


def keys(url: str) -> int:
    store = Store(url, render)
    found = len(store.keys.all())
    store.close()
    return found


@pytest.mark.parametrize(
    "words", [("export",), ("export", "--format", "xlsx"), ("key", "create", "desk")]
)
def test_a_closed_output_is_an_error(
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert run(*words) == 1
    assert capsys.readouterr().err == "dateline: standard output is closed\n"
    assert keys(url) == 0


def test_a_closed_input_is_an_error(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SystemExit) as end:
        run("import", "-")
    assert end.value.code == 1
    assert "standard input is closed" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("--help",), ("export", "--help"), ("export", "--format", "csv")]
)
def test_a_full_disk_under_the_output_is_not_one_under_the_database(
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    with Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert run(*words) == 1
        monkeypatch.undo()
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())
    assert capsys.readouterr().err == "dateline: the disk is full; the output is incomplete\n"


def test_a_key_whose_text_nobody_got_is_told(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert run("key", "create", "desk") == 1
        monkeypatch.setattr(sys, "stdout", sys.__stdout__)
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())
    assert "the key 'desk' is stored, but its text could not be written" in capsys.readouterr().err
    assert keys(url) == 1
