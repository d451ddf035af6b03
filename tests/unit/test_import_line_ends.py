"""A table means the same with each kind of line end."""

from __future__ import annotations

import io
from itertools import product

import pytest

from service.importers.files import opened
from service.importers.lines import BLOCK, LONGEST_LINE, lines_of_table
from service.importers.mapping_load import load_mapping
from service.importers.suggest import suggest
from service.importers.table import read

ROWS = ["Day,What,Where", '3 May 1999,"Talks, first round",Wien', '4 May 1999,"Über ""Öl""",Köln']
MAPPING = load_mapping({"id": "e-{#}", "title": "{What}", "date": "{Day}",
                        "place": {"name": "{Where}"}})  # fmt: skip


def found(content: bytes) -> list[tuple[int, str, str]]:
    records = list(read(io.BytesIO(content), MAPPING))
    assert not [error for record in records for error in record.errors]
    return [(each.line, each.event.date.text, each.event.title)
            for each in records if each.event]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_table_is_read_with_each_line_end(end: str, last: str, mark: bytes) -> None:
    content = mark + (end.join(ROWS) + (end if last == "end" else last)).encode()
    assert found(content) == [
        (2, "1999-05-03", "Talks, first round"),
        (3, "1999-05-04", 'Über "Öl"'),
    ]
    made = suggest(opened("t.csv", io.BytesIO(content)))
    assert made.mapping["title"] == "{What}"
    assert "tried on 2 rows of t.csv, all of them: 2 can be stored" in "\n".join(made.notes.sure)


def test_a_line_feed_in_a_cell_stays_in_its_row() -> None:
    content = b'Day,What,Where\r1999-05-03,"Talks\non oil",Wien\r1999-05-04,"Talks\ron gas",Wien\r'
    assert found(content) == [
        (2, "1999-05-03", "Talks on oil"),
        (4, "1999-05-04", "Talks on gas"),
    ]


@pytest.mark.parametrize("ends", [*product(("\n", "\r", "\r\n"), repeat=3)])
def test_a_table_whose_header_ends_with_a_return_may_have_each_other_end(
    ends: tuple[str, ...],
) -> None:
    content = "".join(map("".join, zip((*ROWS, ROWS[1]), ("\r", *ends), strict=True))).encode()
    assert [title for _, _, title in found(content)] == [
        "Talks, first round", 'Über "Öl"', "Talks, first round"
    ]  # fmt: skip


def test_a_return_and_its_line_feed_in_two_blocks_are_one_end() -> None:
    header, row = b"a,b", b"x" * 97
    table = header + b"\r" + (row + b"\r\n") * (3 * BLOCK // 99 + 3)
    lines = [line for _, line, _ in lines_of_table(io.BytesIO(table))]
    assert set(lines[1:]) == {row + b"\n"}


def test_a_return_in_a_quoted_column_name_ends_no_line() -> None:
    content = b'Day,What,"Where\rexactly"\n1999-05-03,Talks,Wien\n'
    mapping = load_mapping({"id": "e-{#}", "title": "{What}", "date": "{Day}"})
    (record,) = read(io.BytesIO(content), mapping)
    assert record.event and record.event.date.text == "1999-05-03"


def test_many_lines_and_too_long_ones_are_told_apart_in_the_same_way() -> None:
    table = [b"a,b", *(b"%d,x" % number for number in range(BLOCK // 4))]
    table += [b"y" * (LONGEST_LINE + BLOCK), b"1,2", b"z" * (LONGEST_LINE + 5)]

    def seen(end: bytes) -> list[tuple[int, bytes, bool]]:
        read = lines_of_table(io.BytesIO(end.join(table) + end))
        return [(number, line[:20].strip(), whole) for number, line, whole in read]

    assert seen(b"\r") == seen(b"\n")
    assert len(seen(b"\r")) == len(table)
