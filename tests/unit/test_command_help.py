"""The help of the command line: whole sentences in its lists, and a text for each option."""

from __future__ import annotations

import re

import click
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
