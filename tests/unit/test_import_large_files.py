"""Large files: another process reads them in the order of the dates, with the same result."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.domain.query import Filter
from service.errors import Invalid
from service.importers.date_sort import lines_by_date
from service.importers.files import Opened, open_all
from service.importers.run import import_files
from service.importers.source import by_date
from service.schemas.event import render
from service.store import Store
from tests.support.sizes import ALL, size

LONG = b'{"id":"' + b"x" * 5_000_000 + b'"}\n'


def event(number: int, **changes: Any) -> bytes:
    chance = random.Random(number)
    document = {
        "id": f"e{number}",
        "title": f"Event {number}",
        "date": chance.choice(["2023-02-28", "2022-09", "19XX", "../1950", "XXXX", "2023/2024"]),
        "category": chance.choice(["meeting", "visit"]),
        "countries": [{"code": chance.choice(["Kazakhstan", "US", "UZ"]), "role": "host"}],
        "actors": [{"name": chance.choice(["Somebody", "somebody", "Nobody"])}],
    }
    return json.dumps({**document, **changes}).encode() + b"\n"


FILE = b"".join([
    *(event(number) for number in range(200)),
    event(7, title="Another of that id"),
    event(200, countries=[{"code": "Kazakstan", "role": "host"}]),
    b"not json\n",
    b"\n",
    LONG,
    *(event(number) for number in range(300, 400)),
    LONG,
    event(500)[:-1],
])  # fmt: skip


FORKED = "TESTS_FORKED_READER"


@pytest.fixture
def way() -> Iterator[None]:
    """Starts a second thread, so that the reader process is not forked. If ``FORKED`` is set, there
    is no second thread and the reader process is forked."""
    if FORKED in os.environ:
        assert threading.active_count() == 1
        yield
        return
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    yield
    end.set()
    other.join()


def test_a_forked_reader_gives_the_same_result() -> None:
    """The tests run in a new process, because the processes of the test run have more threads."""
    tests = ("another_process_reads", "other_process", "ended_from_outside")[: size(1, 3)]
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__,
         "-k", " or ".join(tests)],
        env=kept | {FORKED: "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert f"{len(tests)} passed" in done.stdout, done.stdout


def test_another_process_reads_what_this_one_reads(tmp_path: Path, way: None) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(FILE)
    found = []
    for large in (1 << 40, 0):
        store = Store(f"sqlite:///{tmp_path}/{large}.db", render)
        store.migrate()
        report = import_files(store, [file], large=large)
        errors = sorted((each.line, each.error) for each in report.entries)
        documents = {json.loads(each)["id"]: each for each in store.stream(Filter(undated=True))}
        bodies = {name: body[: body.index(b',"version"')] for name, body in documents.items()}
        found.append((report.created, report.rejected, errors, bodies))
        assert list(store.integrity_errors()) == []
        # Only `make test-all` starts another process a second time.
        assert import_files(store, [file], large=large if ALL else 1 << 40).unchanged == 301
        store.close()
    assert found[0] == found[1]
    assert found[0][:2] == (301, 5)
    assert [line for line, _ in found[0][2]] == [201, 202, 203, 205, 306]


def test_a_mapping_that_does_not_fit_is_reported_by_the_other_process(
    tmp_path: Path, way: None
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("titel,date\nA,2023\n")
    store = Store(f"sqlite:///{tmp_path}/a.db", render)
    store.migrate()
    mapping = {"title": "{title}", "date": "{date}", "category": "meeting", "id": "{title}"}
    with pytest.raises(Invalid, match="does not fit") as refused:
        import_files(store, [file], mapping=mapping, large=0)
    assert [each.nearest for each in refused.value.errors] == [("titel",)]
    store.close()


def test_a_reader_that_is_ended_from_outside_is_reported(tmp_path: Path, way: None) -> None:
    file = tmp_path / "endless.ndjson"
    # More rows than one transaction takes, so that the reader still runs when it is killed.
    one, rows = event(0), size(30_000, 40_000)
    file.write_bytes(b"".join(one.replace(b"e0", b"e%d" % n, 1) for n in range(rows)))
    store = Store(f"sqlite:///{tmp_path}/a.db", render)
    store.migrate()

    def end(*_: object) -> None:
        for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            if b"reader_process" in (command := Path(f"/proc/{child}/cmdline").read_bytes()) or (
                command == Path("/proc/self/cmdline").read_bytes()
            ):
                os.kill(int(child), signal.SIGKILL)

    report = import_files(store, [file], progress=end, large=0)
    assert report.entries[-1].error.reason.startswith("reading was ended from outside")
    assert report.created < rows
    assert list(store.integrity_errors()) == []
    store.close()


def opened(file: Path) -> Opened:
    found = next(iter(open_all([file])))
    assert isinstance(found, Opened)
    return found


def test_lines_come_by_date_and_those_of_one_day_as_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    dates = ["2023-02-28", "1999", "2023-02", "2023-02-28", "1999-01-01"]
    file.write_bytes(b"".join(event(n, date=date) for n, date in enumerate(dates)) + b"nothing\n")

    def numbers(together: int) -> list[int]:
        with file.open("rb") as stream:
            return [number for number, _, _ in lines_by_date(stream, together)[0]]

    assert numbers(100) == [6, 2, 5, 3, 1, 4]
    assert numbers(3) == [2, 3, 1, 6, 5, 4]
    batches = list(by_date(opened(file), "auto", None, 4, together=3))
    assert [(batch.rows, len(batch.prepared.events)) for batch in batches] == [(4, 3), (6, 2)]
    assert batches[-1].read == file.stat().st_size


@pytest.mark.parametrize("together", [2, 3, 100])
def test_an_id_is_taken_once_wherever_its_lines_stand(tmp_path: Path, together: int) -> None:
    file = tmp_path / "a.ndjson"
    numbers = [1, 2, 3, 1, 4, 2, 5]
    file.write_bytes(b"".join(event(n, title=f"{n} at {at}") for at, n in enumerate(numbers)))
    batches = list(by_date(opened(file), "auto", None, 2, together=together))
    titles = sorted(each.truth[0] for batch in batches for each in batch.prepared.events)
    assert titles == ["1 at 0", "2 at 1", "3 at 2", "4 at 4", "5 at 6"]
    again = [record.line for batch in batches for record in batch.others]
    assert sorted(again) == [4, 6]


def test_ids_are_distinct_where_each_is_read_and_met_once() -> None:
    def distinct(*lines: bytes, together: int = 100) -> bool:
        with io.BytesIO(b"".join(lines)) as stream:
            return lines_by_date(stream, together)[1]

    assert distinct(event(1), event(2), event(3))
    assert not distinct(event(1), event(2), event(1))
    assert not distinct(event(1), b'{"id":"e1"}\n')
    assert not distinct(event(1), event(2), event(3), together=2)
    assert distinct(together=2)
