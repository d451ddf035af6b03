"""Damaged files. ``python -m bench.soak mutated`` tries many more of them."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from bench.soak import mutated, mutations, sample_files
from service.errors import Invalid
from service.importers import documents, icews, ics, timelinejs
from service.importers.files import opened
from service.importers.mapping_load import load_mapping
from service.importers.report import Entry, Report
from service.importers.row_result import Record
from service.importers.run import import_files
from service.importers.table import read
from service.schemas.event import render
from service.store import Store
from tests.support.imports import import_stream
from tests.support.sizes import size

EVENT = b'{"id": "a", "title": "A", "date": "2020", "category": "visit"}'


def test_mutated_files_crash_nothing_and_every_row_is_reported() -> None:
    files = size(200, 5000)
    found = mutated.prove(files, processes=size(1, 2), chunk=250)
    print(found)
    assert found.wrong == ()
    assert found.files == files
    assert min(found.stored, found.rejected, found.refused, found.counted) > size(10, 50)
    assert found.peak < mutated.MOST_MEMORY
    assert found.slowest < mutated.LONGEST


def test_every_kind_of_harm_is_done_and_done_the_same_each_time() -> None:
    among = sample_files.bases()
    assert {base.form for base in among} >= {"json", "ndjson", "csv", "gdelt", "icews", "ics"}
    every = (*mutations.COMMON, *mutations.RARE, *mutations.LARGE)
    kinds = {kind.__name__ for kind in every} | {"gzipped", "zipped"}
    steps, made = set[str](), list[mutations.Mutated]()
    seed = 18  # its first 393 files have every kind, and only one of them takes long to make
    shortest = [min(among, key=lambda base: len(base.content))]  # the quickest to harm
    while steps != kinds and len(made) < 2000:
        made.append(mutations.mutated(len(made), seed, shortest))
        steps.update(made[-1].steps)
    assert steps == kinds
    assert mutations.mutated(7, seed, among) == mutations.mutated(7, seed, among)


def test_what_follows_the_end_of_a_document_is_not_lost_silently() -> None:
    for text in (b"[%s][%s]", b'{"events": [%s]} {"events": [%s]}', b'{"events": [%s] "x": [%s]}'):
        good, bad = documents.read_json(io.BytesIO(text % (EVENT, EVENT)))
        assert good.event
        assert "nothing after it was read" in bad.errors[0].reason
    (whole,) = documents.read_json(io.BytesIO(b'{"events": [%s], "next": null}\n' % EVENT))
    assert whole.event


def test_a_document_of_many_small_entries_takes_time_by_its_length() -> None:
    def seconds(count: int) -> float:
        start = time.perf_counter()
        found = sum(1 for _ in documents.read_json(io.BytesIO(b"[" + b"1,\n" * count + b"1]")))
        assert found == count + 1
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(40_000) < 12 * seconds(10_000)


def _icews(*rows: bytes) -> list[Record]:
    return list(icews.read(io.BytesIO(b"\n".join(rows))))


def test_icews_columns_are_known_by_their_names() -> None:
    header, row, *_ = sample_files.icews().split(b"\n")
    (right,) = _icews(header, row)
    turned = [b"\t".join(reversed(line.split(b"\t"))) for line in (header, row)]
    (same,) = _icews(*turned)
    assert right.event == same.event is not None
    with pytest.raises(Invalid, match="'City' once; nearest: Citty"):
        _icews(header.replace(b"City", b"Citty"), row)
    with pytest.raises(Invalid, match="cannot be read: the line is not UTF-8"):
        _icews(header.replace(b"City", b"\xff"), row)
    (without,) = _icews(row)
    assert without.event == right.event


def test_a_calendar_that_is_cut_off_says_so_and_one_with_old_line_ends_is_read() -> None:
    whole = sample_files.calendar()
    assert all(record.event for record in ics.read(io.BytesIO(whole)))
    last = list(ics.read(io.BytesIO(whole[:-15])))[-1]
    assert "cut off" in last.errors[0].reason
    (none,) = ics.read(io.BytesIO(b"hello"))
    assert none.event is None
    old = list(ics.read(io.BytesIO(whole.replace(b"\r\n", b"\r"))))
    assert [record.event for record in old] == [r.event for r in ics.read(io.BytesIO(whole))]


def test_a_reason_is_short_and_shows_no_control_characters() -> None:
    calendar = sample_files.calendar().replace(b"GEO:51.1", b"GEO:\x1b[31m" + b"9" * 5000)
    slide = json.dumps({"events": [{"start_date": {"year": "\x1b[" * 3000}}]}).encode()
    report = Report()
    for record in (*ics.read(io.BytesIO(calendar)), *timelinejs.read(io.BytesIO(slide))):
        for error in record.errors:
            report.note(Entry("rejected", "a", record.line, error))
    reasons = [entry.error.reason for entry in report.entries]
    assert len(reasons) > 5
    assert all(len(reason) <= 500 and reason.isprintable() for reason in reasons)


def test_a_table_that_is_utf_16_or_in_another_encoding_is_refused_in_these_words() -> None:
    mapping = load_mapping({"id": "{id}", "title": "{id}", "date": "{id}"})
    for content, words in (
        ("id\n1\n".encode("utf-16"), "the table is UTF-16"),
        ("id,ü\n1,1\n".encode("latin-1"), "0xFC"),
    ):
        with pytest.raises(Invalid, match=words):
            list(read(io.BytesIO(content), mapping))


def test_a_broken_archive_and_a_streamed_one_are_named_as_such(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("a.ndjson", EVENT)
    whole = file.read_bytes()
    file.write_bytes(whole[:-30])
    store = Store(f"sqlite:///{tmp_path}/a.db", render)
    store.migrate()
    broken = import_files(store, [file], format="ndjson")
    streamed = import_stream(store, io.BytesIO(whole), "body")
    for report in (broken, streamed):
        assert (report.rows, report.rejected) == (1, 1)
        assert "is a zip archive that" in report.entries[0].error.reason
    store.close()


def test_a_slide_that_is_not_an_object_costs_only_itself() -> None:
    text = json.dumps({"events": [1, None, {"start_date": {"year": 2000}, "text": "x"}]})
    assert [record.line for record in timelinejs.read(io.BytesIO(text.encode()))] == [1, 1, 1]


def test_a_gzip_of_nothing_is_nothing() -> None:
    assert opened("a", io.BytesIO(gzip.compress(b""))).stream.read() == b""
