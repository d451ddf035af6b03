"""Build and run the peer in Go (``events.go``), if Go and its SQLite driver are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.data import FOLDER, Data
from bench.questions import Question
from bench.servers import free_port, running

SOURCE = Path(__file__).with_name("events.go")
LIBRARIES = Path("/usr/share/gocode")
"""The folder of Debian for the sources of Go libraries."""
PACKAGES = "golang-go golang-github-mattn-go-sqlite3-dev gcc libc6-dev"


def missing() -> str | None:
    """A message if the peer cannot be built, otherwise ``None``."""
    if shutil.which("go") and (LIBRARIES / "src/github.com/mattn/go-sqlite3").is_dir():
        return None
    return f"the Go peer is left out: it needs Debian's {PACKAGES}"


class Peer:
    """Converts questions to the form of the peer, and runs the peer."""

    def __init__(self) -> None:
        self.statements: dict[str, int] = {}

    def path(self, question: Question) -> str:
        """The path of a question: the number of its SQL statement, and its values in order."""
        number = self.statements.setdefault(question.sql.text, len(self.statements))
        kind = "page"
        if question.dateline.startswith("/v1/histogram"):
            kind = "histogram"
        elif question.dateline.startswith("/v1/events/"):
            kind = "event"
        return f"/{kind}/{number}?{urlencode([('v', value) for value in question.sql.values])}"

    @contextmanager
    def serving(self, data: Data) -> Iterator[list[int]]:
        """Run the peer on the database of the bench, for the statements of all paths so far."""
        program = FOLDER / "events-peer"
        surroundings = {**os.environ, "GO111MODULE": "off", "GOPATH": str(LIBRARIES)}
        build = ["go", "build", "-tags", "libsqlite3,sqlite_fts5", "-o", str(program), str(SOURCE)]
        subprocess.run(build, env=surroundings, check=True)
        texts = FOLDER / "statements.json"
        texts.write_text(json.dumps(list(self.statements)))
        command = [str(program), str(data.dateline), str(texts), "{port}"]
        with running(command, [free_port()]) as ports:
            yield ports


def same(questions: Iterable[Question], peer: Peer, ours: int, theirs: int) -> None:
    """Raise ``RuntimeError`` if the documents or buckets of the two answers differ."""
    for question in questions:
        mine, other = _asked(ours, question.dateline), _asked(theirs, peer.path(question))
        mine.pop("next", None), other.pop("next", None)  # the cursors differ
        if mine != other:
            raise RuntimeError(f"the answer of the peer differs: {question.dateline}")


def _asked(port: int, path: str) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as reply:
        found = json.load(reply)
    assert isinstance(found, dict)
    return found
