"""The help of the command line: whole sentences in its lists, and a text for each option. Options
that are given twice."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from service.cli import COMMANDS, command, main
from service.cli.keys import key


def test_lists_of_commands_cut_no_sentence() -> None:
    for words in ([], ["key"]):
        shown = CliRunner().invoke(main, [*words, "--help"], env={}).output
        listed = re.findall(r"^  ([a-z]+)  +(.*)$", shown.partition("Commands:")[2], re.M)
        assert len(listed) >= 4
        assert all(text.endswith(".") and "..." not in text for _, text in listed), listed


def test_every_option_has_a_help_text() -> None:
    for each in (*map(command, COMMANDS), *key.commands.values()):
        options = [one for one in each.params if isinstance(one, click.Option)]
        assert [one.name for one in options if not one.help] == [], each.name


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("export --format csv --format ndjson", "--format may be given only once, not as 'csv'"),
        ("export --date=2022 --format csv --date 2023", "--date may be given only once"),
        (
            "serve --port 8001 --port=8002",
            "--port may be given only once, not as '8001' and '8002'.",
        ),
        ("key rotate desk --overlap 1 --overlap 2", "--overlap may be given only once"),
        ("key rotate desk --overlap nan", "'nan' is not a number of hours"),
    ],
)
def test_an_option_that_has_two_values_or_none_is_refused(typed: str, error: str) -> None:
    result = CliRunner().invoke(main, typed.split())
    assert result.exit_code == 2
    assert error in result.output


def test_an_option_may_have_its_value_twice(tmp_path: Path) -> None:
    url = {"DATELINE_DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}
    runner = CliRunner(env=url)
    assert runner.invoke(main, ["migrate"]).exit_code == 0
    scopes = ["key", "create", "desk", "--scope", "read", "--scope", "write"]
    assert runner.invoke(main, scopes).exit_code == 0
    twice = ["export", "--format", "csv", "--format=csv", "--date", "2022", "--date", "2022"]
    assert runner.invoke(main, twice).exit_code == 0
