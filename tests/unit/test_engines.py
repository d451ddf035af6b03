"""SQL of one engine is only in the folder of that engine; the store has standard SQL."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICE = Path(__file__).resolve().parents[2] / "service"
FOLDERS = [SERVICE / "store" / name for name in ("sqlite", "postgres")]
DRIVERS = {"sqlite3", "apsw", "psycopg", "psycopg_pool", "psycopg2"}
WORDS = re.compile(
    r"""PRAGMA|\bFTS5?\b|\bfts5|\bMATCH\s\?|\browid\b|WITHOUT\sROWID|AUTOINCREMENT
    |INSERT\sOR\b|REPLACE\sINTO|json_(each|extract|array|object|group|tree|valid)\b
    |\bgroup_concat\b|\bstrftime\b|\bjulianday\b|\bprintf\(|INDEXED\sBY|\bGLOB\b|LIMIT\s-1
    |CROSS\sJOIN\s\S+(\s\w+)?\sON\b|sqlite_(master|schema|sequence)|\bIS\sNOT\s(?!NULL)
    |\binstr\(|\bATTACH\b|(BEGIN\s)?(IMMEDIATE|EXCLUSIVE)\b|\bVACUUM\b|\bWHERE\s[01]\b
    |\btsquery|\btsvector|\bunnest\(|\bLATERAL\b|\w::\w|\bstring_agg|\bjsonb?_|pg_\w+|ILIKE
    |DISTINCT\sON|\bDEFERRED\b|\b(un)?nest\(""",
    re.VERBOSE,
)
"""SQL that only one engine understands, or that engines understand differently."""


def files() -> list[Path]:
    return [
        path
        for path in sorted(SERVICE.rglob("*.py"))
        if not any(path.is_relative_to(each) for each in FOLDERS)
        and "migrations" not in path.relative_to(SERVICE).parts
    ]


def texts(nodes: list[ast.AST]) -> Iterator[str]:
    """The strings of a file without its docstrings. An f-string is one string."""
    quiet = {
        id(node.value)
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(each.value) if isinstance(each, ast.Constant) else "x" for each in node.values
            )
        elif isinstance(node, ast.Constant) and id(node) not in quiet:
            yield node.value if isinstance(node.value, str) else ""


def drivers(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_no_word_of_an_engine_stands_outside_its_folder() -> None:
    wrong = []
    for path in files():
        nodes = [*ast.walk(ast.parse(path.read_text()))]
        found = [*DRIVERS.intersection(drivers(nodes))]
        found += [word[0] for text in texts(nodes) if (word := WORDS.search(text))]
        wrong += [(str(path.relative_to(SERVICE)), each) for each in found]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    ["SELECT 1 LIMIT -1", "FROM a CROSS JOIN b c ON c.x = a.x", "WHERE a IS NOT b", "PRAGMA x",
     "json_each(?)", "rowid = 1", "x.y::text", "WHERE 0", "FROM unnest(?)"],
)  # fmt: skip
def test_sql_of_one_engine_is_found(text: str) -> None:
    assert WORDS.search(text)


@pytest.mark.parametrize(
    "text", ["FROM a CROSS JOIN b WHERE b.x = a.x", "a IS NOT NULL", "LIMIT ?", "ON CONFLICT"]
)
def test_standard_sql_is_allowed(text: str) -> None:
    assert not WORDS.search(text)
