"""Compare words with dates with Groonga: the events of a year with a word, in the order of dates.

Groonga (Debian's ``groonga-bin``) gets the words from Dateline's tokenizer, the bounds of each
date, and the document. It has an index of words and an index of first days, and answers over HTTP.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from bench.data import Data
from bench.generate import RARE, WORDS
from bench.questions import LIMIT, Asker
from bench.servers import free_port, running
from service.domain import calendar
from service.domain.coded_names import names
from service.domain.search import Phrase
from service.store.rows import COLUMNS, from_row
from service.store.terms import columns

SCHEMA = """table_create Events TABLE_NO_KEY
column_create Events position COLUMN_SCALAR Int64
column_create Events earliest COLUMN_SCALAR Int64
column_create Events latest COLUMN_SCALAR Int64
column_create Events text COLUMN_SCALAR Text
column_create Events document COLUMN_SCALAR Text
table_create Words TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit
column_create Words events COLUMN_INDEX Events text
table_create Days TABLE_PAT_KEY Int64
column_create Days events COLUMN_INDEX Events earliest
"""
OPEN = 2**40
"""Stands for an open end."""


def missing() -> str | None:
    """A message if Groonga is not installed, otherwise ``None``."""
    if shutil.which("groonga"):
        return None
    return "Groonga is left out: it needs Debian's groonga-bin"


def questions(asker: Asker, count: int) -> list[tuple[str, str]]:
    """For each question its path for Dateline and its path for Groonga."""
    # Dateline also finds the names of countries and categories, which are in no text.
    words = [each for each in WORDS if not names().of(Phrase((each,)))]
    chance = asker.chance
    found = []
    for number in range(count):
        word, year = chance.choice(RARE if number % 2 else words), chance.randint(1985, 2023)
        first, last = calendar.ordinal(year, 1, 1), calendar.ordinal(year, 12, 31)
        ours = {"q": f'"{word}"', "date": year, "limit": LIMIT, "count": "none"}
        theirs = {
            "table": "Events", "match_columns": "text", "query": word,
            "filter": f"earliest <= {last} && latest >= {first}", "sort_keys": "position",
            "limit": LIMIT, "output_columns": "document", "cache": "no",
        }  # fmt: skip
        found.append(
            (f"/v1/events?{urlencode(ours)}", f"/d/select?{urlencode(theirs, quote_via=quote)}")
        )
    return found


@contextmanager
def serving(data: Data, folder: Path) -> Iterator[int]:
    """Run Groonga with the same events until the block ends; yields its port."""
    place, port = folder / "groonga", free_port()
    place.mkdir()
    database = place / "events"
    subprocess.run(
        ["groonga", "-n", str(database)], input=SCHEMA.encode(), check=True, capture_output=True,
        timeout=60,
    )  # fmt: skip
    loading = subprocess.Popen(
        ["groonga", str(database)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert loading.stdin is not None
    with loading.stdin as file:
        file.writelines(chain([b"load --table Events\n[\n"], _rows(data), [b"]\n"]))
    if loading.wait(timeout=1800):
        raise RuntimeError("Groonga could not load the events")
    command = [
        "groonga", "--protocol", "http", "--bind-address", "127.0.0.1", "--port", str(port), "-s",
        "--log-path", str(place / "log"), str(database),
    ]  # fmt: skip
    with running(command, [port]):
        yield port


def _rows(data: Data) -> Iterator[bytes]:
    source = sqlite3.connect(f"file:{data.dateline}?mode=ro", uri=True)
    fields = ", ".join(f"e.{name}" for name in COLUMNS)
    rows = source.execute(
        f"SELECT {fields}, CAST(d.body AS TEXT) FROM event e CROSS JOIN document d"
        " WHERE d.position = e.position ORDER BY e.position"
    )
    for *values, document in rows:
        row = dict(zip(COLUMNS, values, strict=True))
        latest = OPEN if row["latest"] is None else row["latest"]
        told = {
            "position": row["position"], "earliest": row["earliest"], "latest": latest,
            "text": " ".join(chain.from_iterable(columns(from_row(row)))), "document": document,
        }  # fmt: skip
        yield json.dumps(told).encode() + b",\n"
    source.close()


def same(asked: list[tuple[str, str]], ours: int, theirs: int) -> None:
    """Raise ``RuntimeError`` if the documents or their order differ."""
    for path, other in asked:
        mine = _json(ours, path)["items"]
        # The reply is a header; then, for each search, the number found, the columns, and the rows.
        _, ((_, _, *rows), *_) = _json(theirs, other)
        if mine != [json.loads(document) for (document,) in rows]:
            raise RuntimeError(f"the answer of Groonga differs: {path}")


def _json(port: int, path: str) -> Any:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as reply:
        return json.load(reply)
