"""Tests and benches use only public names of the code, and replace no constant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conftest import REPOSITORY

FILES = ("tests/*.py", "tests/*/*.py", "bench/*.py", "bench/*/*.py")
PUBLIC = {"_replace", "_asdict", "_fields", "_exit", "_meta"}
"""Names that begin with an underscore but are documented as public: of named tuples, of ``os`` and
of Peewee's models."""
SETTERS = {"setattr", "delattr", "object", "patch", "setitem"}
ALLOWED: dict[str, str] = {}
"""The exceptions: the reason for each, by its file and name (``tests/a.py: _name``)."""
CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+")


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC


def hidden(name: str) -> bool:
    """Whether other modules must not set the name."""
    return private(name) or bool(CONSTANT.fullmatch(name))


def found(source: str) -> Iterator[str]:
    """The places in a file that use a private name of another module, or replace its constant."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.stmt | ast.expr):
            continue
        names: list[str] = []
        match node:
            case ast.ImportFrom(module=module):
                whole = [*(module or "").split("."), *(each.name for each in node.names)]
                names = [each for each in whole if private(each)]
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                continue
            case ast.Attribute(attr=attr, ctx=ast.Load()):
                names = [attr] if private(attr) else []
            case ast.Attribute(attr=attr):
                names = [attr] if hidden(attr) else []
            case ast.Call(func=ast.Attribute(attr=attr) | ast.Name(id=attr)) if attr in SETTERS:
                texts = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
                names = [each for text in texts[:1] for each in text.split(".") if hidden(each)]
        yield from (f"{node.lineno}: {name}" for name in names)


@pytest.mark.parametrize(
    "source",
    [
        "from service.a import _b", "from service._a import b", "a._b", "a.b._c = 1", "a.LEAST = 1",
        "a.MOST += 1", "monkeypatch.setattr(a, 'MOST', 1)", "monkeypatch.setattr('a.b.MOST', 1)",
        "monkeypatch.setattr(a, '_b', 1)", "mock.patch.object(a, 'MOST', 1)",
        "setattr(a, 'MOST', 1)", "mock.patch('a._b.c', 1)", "del a.MOST",
    ],
)  # fmt: skip
def test_the_check_knows_what_is_not_for_others(source: str) -> None:
    assert len([*found(source)]) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations", "self._a = b._replace(c=1)", "a.__dict__",
        "monkeypatch.setattr(a, 'count', 1)", "monkeypatch.setattr('time.time', b)", "a.MOST",
        "monkeypatch.setenv('MOST', 'b')",
    ],
)  # fmt: skip
def test_the_check_leaves_the_rest_alone(source: str) -> None:
    assert [*found(source)] == []


def test_no_file_needs_what_is_private() -> None:
    errors = {
        f"{file.relative_to(REPOSITORY)}: {each.partition(': ')[2]}": each
        for pattern in FILES
        for file in sorted(REPOSITORY.glob(pattern))
        for each in found(file.read_text("utf-8"))
    }
    assert {name: line for name, line in errors.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) <= set(errors), "these places are no more"
