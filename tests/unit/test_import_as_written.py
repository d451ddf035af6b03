"""Files as programs write them: byte order marks, repeated names, lines before the header of a
table, decompression bombs. Reports say each thing once."""

from __future__ import annotations

import gzip
import io
import json
import time
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.soak import sample_files
from service.cli import main
from service.domain.currencies import HISTORIC, period_error
from service.errors import Invalid
from service.importers import run
from service.importers.documents import read_ndjson
from service.importers.files import opened
from service.importers.json_stream import BadJson, entries
from service.importers.mapping_load import load_mapping
from service.importers.report import Entry, Report
from service.importers.row_result import RowError
from service.importers.run import import_files
from service.importers.suggest import suggest
from service.schemas.compiled_check import plain_line
from service.schemas.duplicate_members import Repeated, certainly_whole, require_once
from service.schemas.event import load_event, render
from service.schemas.money_fields import CURRENT, near_currencies
from service.store import Store
from tests.support.imports import import_stream
from tests.support.sizes import ALL, size

MARK = b"\xef\xbb\xbf"
EVENT = {"id": "e1", "title": "T", "date": "2023", "category": "other"}
MAPPING: dict[str, Any] = {"id": "row-{id}", "title": "{title}", "date": "{date}"}


def table(text: str, store: Store, **more: Any) -> Report:
    stream = io.BytesIO(text.encode())
    return import_stream(store, stream, "t.csv", format="csv", mapping=MAPPING | more)


def reasons(report: Report) -> list[str]:
    return [entry.error.reason for entry in report.entries]


@pytest.mark.parametrize("base", sample_files.bases(), ids=lambda base: base.name)
def test_a_byte_order_mark_changes_nothing_in_any_format(
    base: Any, store: Store, tmp_path: Path
) -> None:
    mapping = base.mapping if base.form == "csv" else None
    (tmp_path / base.name).write_bytes(base.content)
    without = import_files(store, [tmp_path / base.name], mapping=mapping, dry_run=True)
    (tmp_path / base.name).write_bytes(MARK + base.content)
    marked = import_files(store, [tmp_path / base.name], mapping=mapping, dry_run=True)
    assert marked.as_dict() == without.as_dict()
    assert marked.created > 0


def test_a_byte_order_mark_in_a_large_file_and_in_a_mapping(store: Store, tmp_path: Path) -> None:
    lines = "".join(json.dumps(EVENT | {"id": f"e{n}"}) + "\n" for n in range(5))
    (tmp_path / "a.ndjson").write_bytes(MARK + lines.encode())
    assert import_files(store, [tmp_path / "a.ndjson"], large=0).created == 5
    assert load_mapping(MARK + json.dumps(MAPPING).encode()).id == "row-{id}"


def test_a_mark_of_utf_8_and_a_mapping_that_says_another_encoding_contradict(store: Store) -> None:
    with pytest.raises(Invalid, match=r"mark of UTF-8, and the mapping says .*'cp1252'"):
        table("\ufeffid,title,date\n1,é,2023\n", store, encoding="cp1252")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ['[{"id": "a"}]', '{"id": "a"}\n', "id,title,date\n1,a,2023\n"])
def test_wide_text_is_refused_in_words_in_every_format(
    encoding: str, text: str, store: Store
) -> None:
    with pytest.raises(Invalid, match=r"written in UTF-(16|32); save it as UTF-8"):
        import_stream(store, io.BytesIO(text.encode(encoding)), "body", mapping=MAPPING)


TWICE = {
    "at the top": '{"id":"e1","title":"A","title":"B","date":"2023","category":"other"}',
    "spaced": '{"id": "e1", "title" : "A", "title": "B", "date": "2023", "category": "other"}',
    "in a part": '{"id":"e1","title":"A","date":"2023","category":"other",'
    '"countries":[{"code":"KZ","code":"US","role":"host"}]}',
    "in what is worked out": '{"id":"e1","title":"A","date":"2023","category":"other",'
    '"earliest":{"a":1,"a":2}}',
    "with a text like a name": '{"id":"e1","title":"a\\":b","title":"B","date":"2023",'
    '"category":"other"}',
    "tab before the colon": '{"id":"e1","title"\t:"A","title":"B","date":"2023","category":"x"}',
}


@pytest.mark.parametrize("where", TWICE)
@pytest.mark.parametrize("form", ["ndjson", "json", "timelinejs"])
def test_a_name_that_stands_twice_costs_the_event_and_no_other(
    where: str, form: str, store: Store
) -> None:
    good = json.dumps(EVENT | {"id": "good", "start_date": {"year": 2000}, "text": {"text": "x"}})
    if form != "timelinejs":
        good = json.dumps(EVENT | {"id": "good"})
    text = f"{TWICE[where]}\n{good}\n"
    if form != "ndjson":
        text = f'{{"events": [{TWICE[where]}, {good}]}}'
    report = import_stream(store, io.BytesIO(text.encode()), "body", format=form)
    assert (report.created, report.rejected) == (1, 1)
    assert "more than once in one object" in reasons(report)[0]


def test_two_lists_of_events_in_one_document_are_refused() -> None:
    text = b'{"events": [1], "events": [2]}'
    with pytest.raises(BadJson, match="'events' more than once"):
        list(entries(io.BytesIO(text), ("events",)))
    text = b'{"a": 1, "a": [2], "events": []}'
    with pytest.raises(BadJson, match="'a' more than once"):
        list(entries(io.BytesIO(text), ("events",)))


@pytest.mark.parametrize("names", [("events", "items"), ("items", "events")])
def test_a_second_list_of_another_name_is_no_silent_loss(names: tuple[str, str]) -> None:
    one, other = names
    found = entries(io.BytesIO(f'{{"{one}": [1], "a": [2], "{other}": [3]}}'.encode()), names)
    assert next(found) == (1, 1)
    with pytest.raises(BadJson, match=f"the list '{other}' was not read"):
        list(found)
    text = f'{{"{one}": [1], "a": [2], "{other}": null}}'.encode()
    assert list(entries(io.BytesIO(text), names)) == [(1, 1)]


def test_a_mapping_with_a_name_twice_is_refused() -> None:
    with pytest.raises(Invalid, match="'title' more than once"):
        load_mapping(b'{"id": "{a}", "title": "{b}", "title": "{c}", "date": "{d}"}')


def spelt(name: str, value: str, colon: str) -> str:
    return f"{json.dumps(name)}{colon}{value}"


MEMBERS = st.lists(
    st.builds(
        spelt,
        st.sampled_from(["id", "title", "date", "category", "summary", "status", "place", "tags"]),
        st.sampled_from(['"a"', '"a\\":"', '"\\u0022\\u0022:"', '"2023"', '"other"', "null", "[]",
                         '{"name":"x","name":"y"}', '{"name":"\\u0022\\u0022"}', '["a"]']),
        st.sampled_from([":", ": ", " :", "\t:"]),
    ),
    max_size=3,
)  # fmt: skip


@settings(max_examples=size(50, 1000))
@given(more=MEMBERS, first=st.booleans())
def test_the_fast_parser_refuses_repeated_names(more: list[str], first: bool) -> None:
    """The quick way parses with a decoder that drops the first of two values."""
    whole = [json.dumps(EVENT)[1:-1], *more]
    line = "{" + ",".join(whole if first else whole[::-1]) + "}"
    try:
        require_once(line)
    except Repeated:
        assert plain_line(line.encode()) is None


def test_the_quick_way_takes_what_the_service_exports() -> None:
    for base in sample_files.bases():
        if base.form == "ndjson":
            for line in base.content.splitlines():
                assert plain_line(render(load_event(json.loads(line)), 1, "", "")) is not None


TABLES = {
    "sep=": "sep=;\nid;title;date\n1;a, b;2023\n",
    '"sep="': '"sep=;"\r\nid;title;date\r\n1;a, b;2023\r\n',
    "spaces": 'id, title, date\n1, "a, b", 2023\n',
    "comments": "# made by a program, 2024\n#\nid,title,date\n1,\"a, b\",2023\n# the end\n",
    "blank lines": "\n\nid,title,date\n1,\"a, b\",2023\n",
    "empty rows of a spreadsheet": "id,title,date\n,,\n1,\"a, b\",2023\n, ,\n,\n",
    "both": "sep=|\n# note\nid|title|date\n1|a, b|2023\n",
    "a header with the sign": "#,id,title,date\n9,1,\"a, b\",2023\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_what_stands_before_the_header_and_around_the_cells(kind: str, store: Store) -> None:
    report = table(TABLES[kind], store)
    assert (report.created, report.rejected, reasons(report)) == (1, 0, [])
    stored = json.loads(store.get("row-1").body)
    assert (stored["title"], stored["date"]) == ("a, b", "2023")
    assert suggest(opened("t.csv", io.BytesIO(TABLES[kind].encode()))).mapping["title"] == "{title}"


def test_an_empty_row_counts_for_the_numbers_of_rows(store: Store) -> None:
    report = table("id,title,date\n1,a,2023\n,,\n2,b,2024\n", store, id="row-{#}")
    assert (report.created, report.rejected) == (2, 0)
    assert json.loads(store.get("row-3").body)["title"] == "b"


def test_lines_above_the_header_are_named_and_the_user_is_told_to_delete_them(store: Store) -> None:
    sheet = "Chronicle of 2023,,\n,,\nid,title,date\n1,a,2023\n"
    with pytest.raises(Invalid, match=r"only 'Chronicle of 2023'.*delete the lines above the head"):
        table(sheet, store)
    with pytest.raises(Invalid, match=r"columns are id, title, date, delete the lines above that"):
        suggest(opened("t.csv", io.BytesIO(sheet.encode())))


def test_empty_cells_beyond_the_header_are_no_cells(store: Store) -> None:
    rows = "id,title,date\n1,a,2023,\n2,b,2024, , \n3,c,2025,x\n4,d\n"
    report = table(rows, store)
    assert (report.created, report.rejected) == (2, 2)
    assert reasons(report) == [
        "the row has 4 cells, the header 3", "the row has 2 cells, the header 3",
    ]  # fmt: skip
    found = suggest(opened("t.csv", io.BytesIO(rows.encode())))
    assert "2 rows refused, because they have more or fewer cells" in "\n".join(found.notes.decide)


def test_what_may_be_a_comment_or_a_row_is_refused_with_both_readings(store: Store) -> None:
    report = table("# note\nid,title,date\n1,a,2023\n#2,b,2024\n", store)
    assert (report.created, report.rejected) == (1, 1)
    assert "delete it if it is a comment, or the comments if it is a row" in reasons(report)[0]
    report = table("id,title,date\n3,other,1999\n# the end\n", store)
    assert reasons(report) == ["the row has 1 cells, the header 3; if it is a comment, delete it"]
    with pytest.raises(Invalid, match="no header of columns"):
        table("# a\n# b\n", store)
    with pytest.raises(Invalid, match=r"says sep=;, the mapping delimiter ','"):
        table("sep=;\nid;title;date\n", store, delimiter=",")


@pytest.mark.parametrize(
    ("value", "reason", "shown"),
    [
        ("Kazakstan", "'Kazakstan' is not a country we know", False),
        ("5", "'5' is not a month", False),
        ("5", "row 15 is not one", True),
        ("x" * 90, f"'{'x' * 64}' is not one of these", False),
        ("it's", '"it\'s" is no date', False),
        ("a\tb", "'a\\tb' is no date", False),
        ("2023", "has no day", True),
    ],
)
def test_a_line_of_the_report_never_says_its_value_twice(
    value: str, reason: str, shown: bool
) -> None:
    line = str(Entry("rejected", "f", 1, RowError("column", value, reason)))
    assert line == f"f, line 1: column {f'{value!r} ' if shown else ''}{reason}"


def test_a_report_is_written_anew_and_empty_where_nothing_is_wrong(tmp_path: Path) -> None:
    report, file, mapping = tmp_path / "r.ndjson", tmp_path / "t.csv", tmp_path / "m.json"
    mapping.write_text(json.dumps(MAPPING), "utf-8")

    def load(text: str) -> list[dict[str, Any]]:
        report.write_text('{"kind": "rejected", "file": "of an earlier run"}\n', "utf-8")
        file.write_text(text, "utf-8")
        words = ["import", str(file), "--mapping", str(mapping), "--report", str(report)]
        environment = {
            "DATELINE_DATABASE_URL": f"sqlite:///{tmp_path}/store.db",
            "DATELINE_TESTS": None,  # not a setting; `make test-all` has it
        }
        CliRunner().invoke(main, words, env=environment)
        return [json.loads(line) for line in report.read_text("utf-8").splitlines()]

    assert load("id,title,date\n1,a,2023\n") == []
    assert [each["line"] for each in load("id,title,date\n1,a,soon\n")] == [2]
    refused = load("id,titel,date\n1,a,2023\n")
    assert [each["line"] for each in refused] == [0, 0]
    assert "no column 'title'; did you mean titel" in refused[1]["reason"]


BOMBS: dict[str, Callable[[], bytes]] = {
    "spaces": lambda: b"[" + b" " * 30_000_000 + b"1]",
    "spaces after a value": lambda: b"[1" + b" " * 30_000_000 + b",1]",
    "line ends": lambda: b"\n" * size(700_000, 2_000_000),
    "a long text": lambda: b'["' + b"x" * 30_000_000 + b'"]',
}


@cache
def bomb(kind: str) -> bytes:
    return gzip.compress(BOMBS[kind]())


@pytest.mark.parametrize(("form", "kind"), [
    each for turn, each in enumerate(product(("json", "ndjson", "csv"), BOMBS))
    if ALL or turn % 2 == turn // len(BOMBS) % 2
])  # fmt: skip
def test_a_decompression_bomb_does_not_block_the_server(kind: str, form: str, store: Store) -> None:
    head = b"id,title,date\n" if form == "csv" else b""
    packed = gzip.compress(head) + bomb(kind)
    assert len(packed) < 100_000
    mapping = load_mapping(MAPPING) if form == "csv" else None
    loading = run.Run(store, form, mapping, dry_run=False, on_error="skip", batch=200)
    last, longest = time.process_time(), 0.0
    for _ in loading.steps(opened("body", io.BytesIO(packed))):
        now = time.process_time()
        last, longest = now, max(longest, now - last)
    assert loading.report.created == 0
    assert max(longest, time.process_time() - last) < 0.8  # seconds of processor time


def test_spaces_are_passed_over_at_the_speed_of_the_machine() -> None:
    text = b"[" + b" " * 20_000_000 + b"1]"
    start = time.process_time()
    assert list(entries(io.BytesIO(text), ())) == [(1, 1)]
    assert time.process_time() - start < 1


def test_what_a_body_may_unpack_to_is_bounded_whatever_its_ratio(store: Store) -> None:
    line = json.dumps(EVENT | {"summary": "x" * 4000}).encode() + b"\n"
    packed = gzip.compress(line * 400, compresslevel=1)
    stream = opened("body", io.BytesIO(packed), most=100_000)
    loading = run.Run(store, "ndjson", None, dry_run=False, on_error="skip")
    loading.file(stream)
    assert "unpacks to over 100,000 bytes" in reasons(loading.report)[-1]


AMOUNT = {"value": "5", "stage": "announced"}


def test_currencies_of_old_are_stored_with_a_warning_outside_their_years(store: Store) -> None:
    def load(number: int, code: str, date: str) -> list[str]:
        event = EVENT | {
            "id": f"m{number}",
            "title": f"Loan {number}",
            "date": date,
            "amounts": [AMOUNT | {"currency": code}],
        }
        line = io.BytesIO(json.dumps(event).encode())
        report = import_stream(store, line, "body", format="ndjson")
        assert (report.created, report.rejected) == (1, 0)
        return reasons(report)

    assert load(1, "DEM", "1990") == load(2, "SUR", "1985-05") == load(3, "HRK", "2010") == []
    assert load(4, "DEM", "2005-01-01") == [
        "amounts: DEM was in use from 1948 to 2002, which is not at 2005-01-01"
    ]
    assert load(5, "HRK", "1990") == [
        "amounts: HRK was in use from 1994 to 2023, which is not at 1990"
    ]
    assert load(6, "DEM", "1947/1950") == load(7, "USD", "1700") == load(8, "DEM", "XXXX") == []


def test_the_table_of_currencies_is_sound() -> None:
    assert len(HISTORIC) == 129
    assert not HISTORIC.keys() & CURRENT
    for code, (first, last) in HISTORIC.items():
        assert code.isalpha() and code.isupper() and len(code) == 3
        assert first is None or 1800 <= first < last
        assert 1979 <= last <= 2026
        assert period_error(code, last, last) is None
        assert period_error(code, last + 1, None)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("usd", "USD"), ("dem", "DEM"), (" EUR", "EUR"), ("UDS", "USD"), ("DMEM", None)],
)
def test_a_misspelt_currency_is_shown_the_nearest(typed: str, near: str | None) -> None:
    assert (near in near_currencies(typed)) if near else not near_currencies(typed)


NAMES = st.sampled_from(["a", "b", '"', 'a"', "\\u0022", "é"])
VALUES = st.recursive(
    NAMES | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, bool]:
    """JSON of one object, and whether it repeats a name. A quote may be escaped as a number."""
    members = draw(st.lists(st.tuples(NAMES, VALUES), max_size=4))
    texts = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in members]
    text = "{" + ", ".join(texts) + "}"
    if draw(st.booleans()):
        text = text.replace('\\"', "\\u0022")
    return text, len(dict(members)) < len(members)


@given(documents())
def test_a_document_that_is_certainly_whole_has_no_name_twice(made: tuple[str, bool]) -> None:
    text, twice = made
    whole = certainly_whole(text.encode(), orjson.dumps(orjson.loads(text)))
    assert not (whole and twice)
    # It is parsed again only if a name is repeated or a quote is escaped as a number.
    assert whole or twice or "\\u0022" in text


@pytest.mark.parametrize(
    ("line", "hint"),
    [(b'[{"title": "Talks"}]', "a file that is one list has the format json"),
     (b'{"title": "Gespr\xe4ch"}', "byte 0xE4 is not UTF-8; save the file as UTF-8")],
)  # fmt: skip
def test_a_line_that_is_no_event_says_what_to_do(line: bytes, hint: str) -> None:
    (record,) = read_ndjson(io.BytesIO(line))
    assert hint in record.errors[0].reason
