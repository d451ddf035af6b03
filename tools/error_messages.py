"""Find the error messages that a page may show, in the code that raises them.

The code has each message in English: ``field_error(f"{text!r} is not a month")``. In the catalogues
the key is this text with placeholders for its expressions (``%(text)s is not a month``).
``service.web.problem_messages`` finds the key of a message. So code that raises errors need not
handle languages. If a message changes, the catalogues lack the new one, and a test fails.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from werkzeug.exceptions import (
    BadRequest,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    RequestURITooLarge,
)

from service.web.problem_messages import without_hint

ROOT = Path(__file__).resolve().parent.parent
USUAL = frozenset({
    "Ambiguous", "AmbiguousCountry", "BadRequest", "Caller", "DateError", "FieldError", "Forbidden",
    "ForeignCursor", "Gone", "Invalid", "NoForm", "NotFound", "SeveralCountries", "TooManyRequests",
    "Unauthorized", "Unavailable", "UnclearDate", "UnknownCountry", "UnsupportedMediaType",
    "ValueError", "WordsLeftOut", "field_error",
})  # fmt: skip
"""The functions that make an error. The first argument, or the one called ``error``, is the
message."""
FILES = {
    **dict.fromkeys((
        "api/access.py", "api/event_reads.py", "api/history.py", "api/problems.py", "api/series.py",
        "deadline.py", "domain/countries.py", "domain/cursors.py", "domain/edtf.py",
        "domain/written/__init__.py", "domain/written/clock.py", "domain/written/date_ranges.py",
        "domain/written/eras.py", "domain/written/periods.py", "domain/written/in_numbers.py",
        "domain/written/in_words.py", "domain/written/other_calendars.py",
        "domain/written/part.py", "domain/written/phrase.py", "domain/written/question.py",
        "domain/written/ranges.py", "domain/written/relative.py", "domain/written/short.py",
        "domain/written/single_date.py", "schemas/charts.py", "schemas/comma_lists.py",
        "schemas/country_roles.py", "schemas/parameter_values.py", "schemas/parameters.py",
        "schemas/query.py", "schemas/query_values.py", "store/exact_paging.py",
        "store/histogram.py", "store/histograms.py", "store/history.py", "store/queries.py",
        "store/read.py", "store/relevance.py", "thread_pools.py", "web/assets.py", "web/embed.py",
        "web/event.py", "web/signin.py",
    ), USUAL),
    "api/query_strings.py": frozenset({"BadRequest"}),
    "api/limits.py": frozenset({"TooManyRequests"}),
    "store/keys.py": frozenset({"Unauthorized"}),
    "web/theme.py": frozenset({"NotFound"}),
}  # fmt: skip
"""The files that raise the errors of a page, and the functions that make them there."""
NAMED = frozenset({"FAILED"})
"""Constants that are messages themselves."""
OF_WERKZEUG = (NotFound, MethodNotAllowed, BadRequest, RequestEntityTooLarge, RequestURITooLarge)
"""Errors of the framework, which have a description."""
Part = str | ast.expr
Texts = dict[str, list[ast.expr]]
"""By name, the texts that it may have."""
_NAMED = re.compile(r"(?:[a-z_]+|%\(value\)s): ")
_LETTERS = re.compile(r"[a-z]{2}")


def messages() -> Iterator[tuple[str, str]]:
    """Each message as a key, and the file that contains it."""
    for name, raised in FILES.items():
        path = ROOT / "service" / name
        tree = ast.parse(path.read_text("utf-8"))
        constants = _constants(tree)
        for node, local in _with_texts(tree, {name: [text] for name, text in constants.items()}):
            for argument in _messages_of(node, raised):
                for parts in _wordings(argument, local):
                    if any(isinstance(each, str) and _LETTERS.search(each) for each in parts):
                        yield _key(parts), f"service/{name}"
    for each in OF_WERKZEUG:
        yield str(each.description).replace("%", "%%"), "werkzeug"


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """The texts that are constants of the module."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    }


def _with_texts(tree: ast.AST, known: Texts) -> Iterator[tuple[ast.AST, Texts]]:
    """Each node, with the texts that names have there: constants, and what the function around it
    assigns."""
    if isinstance(tree, ast.FunctionDef):
        known = dict(known)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and _is_text(node.value):
                for name in (each.id for each in node.targets if isinstance(each, ast.Name)):
                    known[name] = [*known.get(name, ()), node.value]
    for node in ast.iter_child_nodes(tree):
        yield node, known
        yield from _with_texts(node, known)


def _is_text(value: ast.expr) -> bool:
    """Whether an expression is a text with words in it, or chooses one."""
    written = [each.value for each in ast.walk(value) if isinstance(each, ast.Constant)]
    words = any(isinstance(each, str) and _LETTERS.search(each) for each in written)
    return words and isinstance(value, ast.Constant | ast.JoinedStr | ast.IfExp)


def _messages_of(node: ast.AST, raised: frozenset[str]) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        if node.targets[0].id in NAMED:
            yield node.value
        return
    if not isinstance(node, ast.Call):
        return
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name not in raised:
        return
    if name != "Caller" and node.args:
        yield node.args[0]
    yield from (each.value for each in node.keywords if each.arg == "error")


def _wordings(node: ast.expr, constants: Texts) -> Iterator[tuple[Part, ...]]:
    """Each text that an expression can give, as fixed pieces and expressions."""
    match node:
        case ast.Constant(value=str() as text):
            yield (text,)
        case ast.JoinedStr(values=values):
            for made in product(*(list(_wordings(each, constants)) for each in values)):
                yield tuple(piece for parts in made for piece in parts)
        case ast.FormattedValue(value=value, conversion=how):
            quoted = how == ord("r") and not isinstance(value, ast.Constant)
            yield from [(node,)] if quoted else _wordings(value, constants)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            for one, other in product(_wordings(left, constants), _wordings(right, constants)):
                yield (*one, *other)
        case ast.IfExp(body=body, orelse=other):
            yield from _wordings(body, constants)
            yield from _wordings(other, constants)
        case ast.Name(id=name) if name in constants:
            for each in constants[name]:
                yield from _wordings(each, constants)
        case _:
            yield (node,)


def _key(parts: tuple[Part, ...]) -> str:
    """The text with a placeholder for each expression, without the name of a parameter before it
    and near spellings behind it."""
    made, seen = [], dict[str, int]()
    for each in parts:
        if isinstance(each, str):
            made.append(each.replace("%", "%%"))
            continue
        name = _called(each)
        seen[name] = seen.get(name, 0) + 1
        number = seen[name] if seen[name] > 1 else ""
        made.append(f"%({name}{number})s")
    key = without_hint("".join(made))
    named = _NAMED.match(key)
    return key[named.end() :] if named else key


def _called(node: ast.expr) -> str:
    """The name of a placeholder: ``text`` for a quoted value, ``any`` for a list of alternatives,
    and otherwise ``value``."""
    text = ast.unparse(node)
    if "' or '.join" in text:
        return "any"
    quoted = isinstance(node, ast.FormattedValue) or text.startswith("repr(")
    return "text" if quoted else "value"
