"""Exports use constant memory, and an export that is imported again loses nothing."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from bench.generate import events
from service.domain.query import Filter
from service.formats.format import Format, Listing
from service.formats.registry import BY_SUFFIX, STREAMED
from service.schemas.event import load_event
from service.store import Store
from service.store.export import STREAM_BYTES
from tests.support.forked import run
from tests.support.sizes import size

TIMES = ("version", "created_at", "updated_at")


def dateline(folder: Path, *words: str) -> bytes:
    """Returns the output of the command for the database in ``folder``."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DATELINE_")}
    environment = kept | {"DATELINE_DATABASE_URL": f"sqlite:///{folder}/events.db"}
    done = run(*words, environment=environment)
    done.check_returncode()
    return done.stdout.encode()


def without_times(lines: bytes) -> list[str]:
    """The documents as JSON texts, without the fields that depend on when they were stored."""
    found = [json.loads(line) for line in lines.splitlines()]
    return [json.dumps({k: v for k, v in each.items() if k not in TIMES}) for each in found]


def test_an_export_read_into_an_empty_database_exports_the_same(tmp_path: Path) -> None:
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        folder.mkdir()
        dateline(folder, "migrate")
    dateline(folders[0], "seed")
    odd = tmp_path / "odd.ndjson"
    odd.write_text("".join(
        json.dumps({"id": f"odd-{n}", "title": title, "date": date, "category": "other"}) + "\n"
        for n, (title, date) in enumerate([
            ("=1+1\t\"x\"\u2028", "XXXX"), ("\U0001f54a", "-0043-03-15"), ("e\u0301", "[..2022]"),
        ])
    ), "utf-8")  # fmt: skip
    dateline(folders[0], "import", str(odd))
    first = dateline(folders[0], "export")
    (tmp_path / "export.ndjson").write_bytes(first)
    dateline(folders[1], "import", str(tmp_path / "export.ndjson"))
    again = dateline(folders[1], "export")
    assert without_times(first) == without_times(again)
    assert first.count(b"\n") > 15


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with some 2,000 long generated events."""
    from service.opening import open_store
    from service.settings import Settings

    folder = tmp_path_factory.mktemp("many")
    store = open_store(Settings(database_url=f"sqlite:///{folder}/many.db"))
    store.migrate()
    # The events are few but long: memory depends on their total size, not on their number.
    store.import_batch(
        load_event(each | {"title": each["title"].ljust(290, "t"), "summary": "A summary. " * 100})
        for each in events(size(1600, 2500))
    )
    yield store
    store.close()


SAME_STEPS = {
    BY_SUFFIX[each] for each in ("ics", "bib", "csl.json", "ris", "apa.txt", "chicago.txt")
}
"""Formats that make one text of each event, as CSV and GeoJSON do."""
EXTRA_BYTES = {BY_SUFFIX["xlsx"]: 12_000_000, BY_SUFFIX["parquet"]: 3_000_000}
"""The bytes that these formats need in addition: for up to 10,000 links of a workbook, and for the
rows of a row group of Parquet."""


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(form, marks=pytest.mark.long if form in {*EXTRA_BYTES, *SAME_STEPS} else ())
        for form in STREAMED
    ],
    ids=[each.suffix for each in STREAMED],
)
def test_a_stream_holds_a_piece_at_a_time(many: Store, form: Format) -> None:
    b"".join(form.render(islice(many.stream(Filter()), 1), Listing()))  # loads its modules
    tracemalloc.start()
    pieces = [len(each) for each in form.render(many.stream(Filter()), Listing())]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    short = form in EXTRA_BYTES or form.suffix.endswith(".txt")  # a reference is one line
    packed = form.suffix == "parquet"  # its columns are compressed
    assert sum(pieces) > (100_000 if packed else 500_000 if short else 2_000_000)
    # Two pages of the stream, the output made of them, and objects that a process makes once.
    assert peak < 4 * STREAM_BYTES + EXTRA_BYTES.get(form, 1_000_000)
    assert sum(map(len, many.stream(Filter()))) > size(25, 40) * STREAM_BYTES
