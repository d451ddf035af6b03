"""ARCHITECTURE.md tells the truth: its map is complete, and the code keeps its invariants."""

from __future__ import annotations

import ast
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from functools import cache
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.api.routes import ROUTES
from service.formats.format import Format
from service.formats.registry import FORMATS
from service.importers.registry import IMPORTERS
from service.settings import HELP, Settings
from service.web.routes import PAGES
from tests.conftest import REPOSITORY
from tests.trust.test_every_route import NO_TAG, READS

TABLE = (*ROUTES, *PAGES)
PAGE = (REPOSITORY / "ARCHITECTURE.md").read_text("utf-8")
CONTRIBUTING = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
MODULES = sorted(
    each.relative_to(REPOSITORY)
    for each in (REPOSITORY / "service").rglob("*.py")
    if not each.is_relative_to(REPOSITORY / "service" / "migrations")
)
CONTRACTS = {
    each["name"]: each
    for each in tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}


def section(name: str, page: str = PAGE) -> str:
    return page.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> Iterator[list[str]]:
    """The cells of each row of a table, without the header row."""
    for line in re.findall(r"^\| (.*) \|$", text, re.M)[1:]:
        yield line.split(" | ")


MAP = {each.strip("`") for row in rows(section("The map")) for each in row[0].split(", ")}


def test_the_page_is_short() -> None:
    assert len(PAGE.splitlines()) <= 150


def test_every_module_stands_in_the_map_or_under_a_folder_that_does() -> None:
    known = [each for each in MODULES if each.name != "__init__.py"]
    assert len(known) > 200
    for each in known:
        assert {str(each), *map(str, each.parents)} & MAP, f"{each} is not in ARCHITECTURE.md"


def test_what_the_page_names_exists() -> None:
    names = set(re.findall(r"`((?:service|migrations|seed|tests|bench|docs)\b[^`]*)`", PAGE))
    assert len(names) > 150
    assert sorted(each for each in names if not (REPOSITORY / each).exists()) == []


def test_every_module_begins_with_a_sentence() -> None:
    for each in MODULES:
        if parsed(each).body:
            assert ast.get_docstring(parsed(each)), each


QUESTIONS = list(rows(section("Where is it?", CONTRIBUTING)))


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row[0][:40])
def test_a_question_leads_to_its_place_by_way_of_the_map(row: list[str]) -> None:
    _, first, then = row
    (step,) = re.findall(r"`([^`]+)`", first)
    path, *names = re.findall(r"`([^`]+)`", then)
    assert step in MAP
    assert path == step or str(Path(path).parent) == step
    assert names
    for name in names:
        assert defines(Path(path), name), f"{path} has no {name}"


def test_there_are_twenty_questions() -> None:
    assert len(QUESTIONS) >= 20


def defines(path: Path, name: str) -> bool:
    """Whether a module defines a class, a function or a constant of that name, at any level."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return True
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name:
            return True
    return False


# The invariants


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse((REPOSITORY / path).read_text("utf-8"))


@cache
def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def under(*folders: str) -> list[Path]:
    return [each for each in MODULES if str(each).startswith(folders)]


def none_imports(modules: list[Path], *names: str) -> None:
    assert modules
    for each in modules:
        for found in imports(each):
            assert not f"{found}.".startswith(tuple(f"{name}." for name in names)), (each, found)


def forbidden(contract: str) -> set[str]:
    return set(CONTRACTS[contract]["forbidden_modules"])


def the_domain_stands_alone() -> None:
    for each in under("service/domain/"):
        ours = {name for name in imports(each) if name.split(".")[0] == "service"}
        assert all(f"{name}.".startswith("service.domain.") for name in ours), (each, ours)
    assert CONTRACTS["Layers"]["layers"][-1] == "service.domain"


def the_domain_reads_nothing() -> None:
    libraries = ("flask", "peewee", "marshmallow")
    assert set(libraries) <= forbidden("The domain stands alone")
    sources = ("os", "io", "pathlib", "socket", "sqlite3", "subprocess", "urllib.request", "http")
    none_imports(under("service/domain/"), *libraries, *sources)
    for each in under("service/domain/"):
        for node in ast.walk(parsed(each)):
            assert not (isinstance(node, ast.Name) and node.id == "open"), each


def the_store_knows_nothing_above_it() -> None:
    above = ("schemas", "formats", "importers", "api", "web", "app", "server")
    names = {f"service.{each}" for each in above}
    assert names <= forbidden("The store knows the domain and nothing above it")
    none_imports(under("service/store/"), *names, "flask", "werkzeug")


def formats_and_schemas_do_not_store() -> None:
    contract = CONTRACTS["Formats and schemas do no storing"]
    assert contract["forbidden_modules"] == ["service.store"]
    assert set(contract["source_modules"]) == {"service.formats", "service.schemas"}
    none_imports(under("service/formats/", "service/schemas/"), "service.store", "peewee")


def nothing_below_imports_the_api() -> None:
    layers = CONTRACTS["Layers"]["layers"]
    api = layers.index("service.api")
    for each in ("importers", "formats", "schemas"):
        assert layers.index(f"service.{each}") > api
        none_imports(under(f"service/{each}/"), "service.api", "service.web", "flask")


def flask_has_its_places() -> None:
    allowed = {Path("service/app.py"), *under("service/api/", "service/web/")}
    none_imports([each for each in MODULES if each not in allowed], "flask")


STATEMENT = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s.+\sSET|DELETE\s+FROM|"
    r"CREATE\s+(TABLE|INDEX|VIEW)|ALTER\s+TABLE)\s", re.S)  # fmt: skip


def sql_has_its_place() -> None:
    found = {
        each
        for each in MODULES
        for node in ast.walk(parsed(each))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if STATEMENT.match(node.value)
    }
    assert found
    assert found <= set(under("service/store/"))


def every_route_is_in_a_table(client: FlaskClient) -> None:
    rows = {(each.path, each.method) for each in TABLE}
    assert len(rows) == len(TABLE) > 100
    app, served = client.application, set()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        served |= {(path, each) for each in rule.methods or () if each not in ("HEAD", "OPTIONS")}
        assert app.view_functions[rule.endpoint].__module__ == "service.api.view", rule.rule
    assert served == rows


def only_the_view_reads_a_request() -> None:
    view, strings = Path("service/api/view.py"), Path("service/api/query_strings.py")
    reading = {"service.api.access.authorize", "service.api.query_strings.pairs"}
    assert reading <= imports(view)
    assert {".args", ".query_string"} <= {f".{each}" for each in attributes(strings)}
    for each in (each for each in under("service/api/", "service/web/") if each != view):
        assert not imports(each) & reading, each
        assert not attributes(each) & {"authorize"}, each
        if each != strings:
            none_imports([each], "urllib.parse.parse_qsl", "urllib.parse.parse_qs")
            assert not attributes(each) & {"args", "query_string"}, each
            assert "query_strings.pairs" not in (REPOSITORY / each).read_text("utf-8"), each
    resources_take_what_it_has_read()


def attributes(path: Path) -> set[str]:
    """The names of all attributes that a module uses."""
    return {each.attr for each in ast.walk(parsed(path)) if isinstance(each, ast.Attribute)}


def resources_take_what_it_has_read() -> None:
    for route in TABLE:
        *_, last = signature(route.resource).parameters.values()
        assert (last.name, last.annotation) == ("request", "Request"), route.path
        assert len(signature(route.resource).parameters) == 1, route.path


def registries_are_complete() -> None:
    modules = [import_module(f"service.formats.{each.stem}") for each in under("service/formats/")]
    made = {
        each for module in modules for each in vars(module).values() if isinstance(each, Format)
    }
    assert made == set(FORMATS)
    read = {each for each in under("service/importers/") if reads_a_stream(each)}
    registered = imports(Path("service/importers/registry.py"))
    assert {f"service.importers.{each.stem}" for each in read} <= registered
    assert 5 < len(read) <= len(IMPORTERS)


def reads_a_stream(path: Path) -> bool:
    """Whether a module has a function that the registry of importers can call."""
    functions = [each for each in parsed(path).body if isinstance(each, ast.FunctionDef)]
    return any(
        each.name.startswith("read") and each.returns and "Record" in ast.unparse(each.returns)
        for each in functions
        if [given.arg for given in each.args.args[:1]] == ["stream"]
    )


def settings_are_explained_and_read_in_one_place() -> None:
    assert {each.name for each in fields(Settings)} == set(HELP)
    readers = {
        str(each) for each in MODULES if "service.settings.from_environment" in imports(each)
    }
    assert readers == {"service/app.py", "service/cli/__init__.py"}


def migrations_go_both_ways() -> None:
    files = sorted((REPOSITORY / "migrations").glob("*.py"))
    assert len(files) >= 9
    for each in files:
        assert defines(each, "up"), each
        assert defines(each, "down"), each


def templates_escape() -> None:
    templates = sorted((REPOSITORY / "service" / "web" / "templates").glob("*.html"))
    found = [
        (each.name, line)
        for each in templates
        for line in re.findall(r"{{[^}]*\|\s*safe[^}]*}}|{%\s*autoescape[^%]*%}",
                               each.read_text("utf-8"))
    ]  # fmt: skip
    assert len(templates) > 5
    assert found == [("event.html", "{{ data|safe }}")]


def reads_change_nothing(client: FlaskClient) -> None:
    database = client.application.extensions["dateline"].settings.database_url
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as watching:
        before = watching.execute("PRAGMA data_version").fetchone()
        for path in (*READS, *NO_TAG):
            client.get(path)
        assert watching.execute("PRAGMA data_version").fetchone() == before


INVARIANTS = {
    "The domain imports nothing of ours but itself.": the_domain_stands_alone,
    "The domain imports neither Flask nor Peewee nor marshmallow, and nothing that reads files or "
    "sockets.": the_domain_reads_nothing,
    "The store imports no schema, no format, no importer and nothing of HTTP.":
        the_store_knows_nothing_above_it,
    "Formats and schemas do not import the store.": formats_and_schemas_do_not_store,
    "Importers do not import the HTTP API, and neither do formats and schemas.":
        nothing_below_imports_the_api,
    "Only `service/api`, `service/web` and `service/app.py` import Flask.": flask_has_its_places,
    "SQL stands only in `service/store` and in `migrations`.": sql_has_its_place,
    "Every route of the application is a row of one of two tables, and one view serves all.":
        every_route_is_in_a_table,
    "Only the view checks keys and reads query strings; a resource takes what it has read, and "
    "nothing else.": only_the_view_reads_a_request,
    "Every format and every importer is in its registry.": registries_are_complete,
    "Every setting has a help text, and only `service/app.py` and `service/cli` read settings "
    "from the environment.": settings_are_explained_and_read_in_one_place,
    "Every migration has a way forward and a way back.": migrations_go_both_ways,
    "A template escapes everything; the one exception is JSON that was escaped before.":
        templates_escape,
    "A `GET` changes nothing in the database.": reads_change_nothing,
}  # fmt: skip


def test_the_page_lists_the_invariants_that_are_checked() -> None:
    assert set(re.findall(r"^- (.*)$", section("Invariants"), re.M)) == set(INVARIANTS)


@pytest.mark.sqlite  # the database is compared as a file
@pytest.mark.parametrize("sentence", INVARIANTS)
def test_an_invariant_holds(sentence: str, client: FlaskClient) -> None:
    check: Any = INVARIANTS[sentence]
    if check.__code__.co_argcount:
        check(client)
    else:
        check()
