"""From files to the store: counts, reports, repeats, compressed and broken files."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from service.domain.query import Filter
from service.errors import Invalid
from service.importers import files
from service.importers.batches import Batch
from service.importers.progress import Progress, describe
from service.importers.report import Report
from service.importers.run import import_files
from service.store import EventBatch, Store
from service.store.event_tables import EventTables
from tests.support.imports import import_stream

SEED = Path(__file__).resolve().parents[2] / "seed"


def event(number: int, **changes: Any) -> dict[str, Any]:
    base = {"id": f"e{number}", "title": f"T{number}", "date": "2023-02-28", "category": "meeting"}
    return {**base, "countries": [{"code": "KZ", "role": "host"}], **changes}


def ndjson(*events: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in events)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.rejected


def test_the_seed_goes_in_and_a_second_time_changes_nothing(store: Store) -> None:
    first = import_files(store, [SEED / "events.json"])
    assert counts(first) == (16, 0, 0, 0)
    before = list(store.stream(Filter(undated=True)))
    assert counts(import_files(store, [SEED / "events.json"])) == (0, 0, 16, 0)
    assert list(store.stream(Filter(undated=True))) == before


def test_a_changed_row_updates_one_event_and_one_version(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(ndjson(*(event(n) for n in range(10))))
    import_files(store, [file])
    file.write_bytes(ndjson(*(event(n, **({"title": "New"} if n == 3 else {})) for n in range(10))))
    assert counts(import_files(store, [file])) == (0, 1, 9, 0)
    assert [store.get(f"e{n}").version for n in range(10)] == [1, 1, 1, 2, 1, 1, 1, 1, 1, 1]


def test_a_report_names_file_line_field_value_reason_and_nearest(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "a.ndjson"
    bad = event(2, countries=[{"code": "Kazakstan", "role": "hots"}])
    file.write_bytes(ndjson(event(1), bad))
    out = io.StringIO()
    assert counts(import_files(store, [file], report=out)) == (1, 0, 0, 1)
    entries = {entry["field"]: entry for entry in map(json.loads, out.getvalue().splitlines())}
    assert set(entries) == {"/countries/0/code", "/countries/0/role"}
    country = entries["/countries/0/code"]
    assert (country["kind"], country["file"], country["line"]) == ("rejected", "a.ndjson", 2)
    assert country["value"] == "Kazakstan"
    assert "Kazakhstan" in country["nearest"]
    assert "host" in entries["/countries/0/role"]["nearest"]


def test_an_id_that_comes_twice_is_reported_so_that_importing_again_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(ndjson(event(1, title="One"), event(1, title="Two")))
    assert counts(import_files(store, [file])) == (1, 0, 0, 1)
    assert counts(import_files(store, [file])) == (0, 0, 1, 1)
    assert store.get("e1").version == 1


def test_a_dry_run_says_what_would_happen_and_stores_nothing(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(ndjson(event(1), event(2)))
    import_files(store, [file])
    file.write_bytes(ndjson(event(1), event(2, title="New"), event(3), {"id": "x"}))
    report = import_files(store, [file], dry_run=True)
    assert counts(report) == (1, 1, 1, 1)
    assert "nothing stored" in report.summary()
    assert counts(import_files(store, [file])) == (1, 1, 1, 1)


def test_stopping_at_the_first_error_drops_the_running_batch(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(ndjson(event(1), event(2), event(3), {"id": "bad"}, event(4)))
    report = import_files(store, [file], on_error="stop", batch=2)
    assert report.stopped
    assert counts(report) == (2, 0, 0, 1)
    assert counts(import_files(store, [file])) == (2, 0, 2, 1)  # a second run stores the rest


def test_a_batch_that_fails_leaves_what_was_there(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(ndjson(event(1), event(2), event(3), event(4)))
    log = EventTables.log

    def failing(self: EventTables, kind: str, versions: list[tuple[str, int]], *rest: Any) -> int:
        last = log(self, kind, versions, *rest)
        if versions[-1][0] == "e4":
            raise OSError("the disk is gone")
        return last

    monkeypatch.setattr(EventTables, "log", failing)
    with pytest.raises(OSError, match="disk"):
        import_files(store, [file], batch=2)
    monkeypatch.undo()
    assert list(store.integrity_errors()) == []
    assert store.get("e2").version == 1
    assert counts(import_files(store, [file])) == (2, 0, 2, 0)


def test_packed_files_and_archives_and_several_at_once(store: Store, tmp_path: Path) -> None:
    plain, packed, archive = (tmp_path / name for name in ("a.ndjson", "b.json.gz", "c.zip"))
    plain.write_bytes(ndjson(event(1)))
    packed.write_bytes(gzip.compress(json.dumps([event(2)]).encode()))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("in/d.ndjson", ndjson(event(3)))
        made.writestr("in/e.json", json.dumps([event(4), {}]))
    report = import_files(store, [plain, packed, archive])
    assert counts(report) == (4, 0, 0, 1)
    assert report.entries[0].file == "c.zip/in/e.json"


def test_a_stream_is_unpacked_by_its_first_bytes(store: Store) -> None:
    packed = io.BytesIO(gzip.compress(ndjson(event(1))))
    assert counts(import_stream(store, packed, "body", format="ndjson")) == (1, 0, 0, 0)


def test_a_truncated_gzip_keeps_what_came_before_and_says_where_it_ends(
    store: Store, tmp_path: Path
) -> None:
    rng = random.Random(1)
    events = [event(n, summary=rng.randbytes(400).hex()) for n in range(500)]
    file = tmp_path / "a.ndjson.gz"
    file.write_bytes(gzip.compress(ndjson(*events))[:-20_000])
    report = import_files(store, [file])
    assert report.created > 100
    assert report.rejected == 1
    assert "cannot be read further" in report.entries[-1].error.reason


def test_a_bomb_is_stopped(store: Store, tmp_path: Path) -> None:
    content = (b" " * 999 + b"\n") * 60_000
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(content))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("b.ndjson", content)
    report = import_files(store, [tmp_path / "a.ndjson.gz", tmp_path / "b.zip"])
    told = "the file cannot be read further: it unpacks to over "
    assert [entry.error.reason[: len(told)] for entry in report.entries] == [told] * 2


def test_members_of_an_archive_have_their_bound_together(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(20):
            made.writestr(f"{number}.ndjson", (b" " * 9_999 + b"\n") * 30)
    assert import_files(store, [tmp_path / "b.zip"]).rejected == 0
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(20):
            made.writestr(f"{number}.ndjson", (b" " * 9_999 + b"\n") * 300)
    # Each member alone would be read. All members together have sixty megabytes.
    assert 10 < import_files(store, [tmp_path / "c.zip"]).rejected < 20


def test_a_line_of_ten_megabytes_is_refused_and_the_next_is_read(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(b'{"id":"' + b"x" * 10_000_000 + b'"}\n' + ndjson(event(1)))
    report = import_files(store, [file])
    assert counts(report) == (1, 0, 0, 1)
    assert report.entries[0].line == 1


def test_a_missing_file_and_a_broken_archive_are_reported(store: Store, tmp_path: Path) -> None:
    broken = tmp_path / "b.zip"
    with zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.ndjson", os.urandom(2000))
    content = bytearray(broken.read_bytes())
    content[60:200] = b"\0" * 140
    broken.write_bytes(content)
    report = import_files(store, [tmp_path / "none.json", broken])
    assert report.rejected == len(report.entries) == 2


def test_an_unknown_format_is_refused_by_name(store: Store) -> None:
    with pytest.raises(Invalid, match=r"xls.*ndjson"):
        import_files(store, [], format="xls")


def test_progress_has_rate_and_time_left_on_a_terminal_and_plain_lines_elsewhere() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    opened = files.opened("a.ndjson", io.BytesIO(b"x" * 100), 400)
    opened.stream.read()
    batch = Batch(EventBatch(), [], [], [], [], [], 50, 100)
    assert describe(opened, batch, 10.0) == (
        "a.ndjson [######                  ]  25% 50 rows, 5/s, 0:30 left"
    )
    for out, expected in ((Terminal(), "\r"), (io.StringIO(), "\n")):
        times = iter([0.0, 11.0, 22.0])
        with Progress(out, partial(next, times)) as progress:
            progress.show(opened, batch)
            progress.show(opened, batch)
        assert expected in out.getvalue()
        assert ("\x1b" in out.getvalue()) == out.isatty()
