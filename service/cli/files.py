"""Arguments that name files to read, and a file that may be overwritten."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO, cast

import click

from service.cli.choices import hint

OF_REPORT = b'{"kind": '
"""The first bytes of a report."""


class Input(click.Path):
    """A file to read; ``-`` is standard input. The error says what to do instead."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, allow_dash=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The path as it was given."""
        text = str(value)
        path = Path(text)
        if re.match(r"[a-z]{2,10}://", text, re.IGNORECASE):
            reason = "is a URL, but only files are read; download it first"
            self.fail(f"{text!r} {reason}, for example with curl -O.", param, ctx)
        if path.is_dir():
            self.fail(f"{text!r} is a folder; name the files in it.", param, ctx)
        if text != "-" and not path.exists():
            folder = path.parent
            there = [each.name for each in folder.iterdir()] if folder.is_dir() else []
            near = hint(path.name, there)
            self.fail(f"there is no file {text!r}.{near}", param, ctx)
        return str(super().convert(value, param, ctx))


class Report(click.File):
    """A file for a report. It may overwrite a report, but no other file that has something in it:
    one slip, such as ``--report events.csv``, would destroy that."""

    def __init__(self) -> None:
        super().__init__("w", encoding="utf-8", lazy=False)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> TextIO:
        """The open file."""
        begins = b""
        path = Path(str(value))
        if path.is_file():  # a terminal, a pipe or /dev/null has nothing to lose
            with suppress(OSError), path.open("rb") as file:
                begins = file.read(len(OF_REPORT))
        if begins not in (b"", OF_REPORT):
            reason = (
                "is there already and is no report, so it is not overwritten; give another name"
            )
            self.fail(f"{str(value)!r} {reason}.", param, ctx)
        return cast(TextIO, super().convert(value, param, ctx))
