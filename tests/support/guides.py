"""Runs the files and console blocks of a Markdown document, in order."""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.support.forked import forked

PIECE = re.compile(r"(?:`([\w.]+)`:\n\n```(?!console\n)\w+\n(.*?)```|```console\n(.*?)```)", re.S)
MARK = "<<<"


@dataclass(frozen=True)
class Done:
    """A command of a document, the output that the document shows, and its real output."""

    command: str
    told: str
    printed: str


def follow(
    page: str, folder: Path, environment: dict[str, str], replaced: dict[str, str]
) -> list[Done]:
    """Follow the page in ``folder``: write its files, and run its commands in one shell. First each
    key of ``replaced`` (a URL, a program that does not end) is replaced by its value."""
    script, told = "shopt -s expand_aliases\n", []
    for name, content, console in PIECE.findall(page):
        if name:
            script += f"cat > {name} <<'END_OF_FILE'\n{content}END_OF_FILE\n"
        for step in re.split(r"^\$ ", console, flags=re.M)[1:]:
            command, _, output = step.partition("\n")
            script += f"printf '\\n{MARK}\\n'\n{{\n{command}\n}} 2>&1\n"
            told.append((command, output.strip("\n")))
    for text, other in replaced.items():
        script = script.replace(text, other)
    with tempfile.TemporaryDirectory() as beside, forked(Path(beside)) as path:
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environment | {"PATH": path},
            stdout=subprocess.PIPE, text=True, check=True, timeout=120,
        )  # fmt: skip
    printed = [output.strip("\n") for output in done.stdout.split(f"\n{MARK}\n")[1:]]
    return [Done(*pair, found) for pair, found in zip(told, printed, strict=True)]
