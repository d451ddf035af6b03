"""Limits on the input of clients before it is parsed, and on the bytes of it that are cached."""

from __future__ import annotations

import ast
import gc
import re
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from service.api.header_limits import LONGEST, OTHERS, PATH, QUERY
from service.app import create_app
from service.domain.result_cache import cached
from service.settings import Settings
from tests.api.conftest import settings, store
from tests.support.sizes import ALL, size

__all__ = ["settings", "store"]
SERVICE = Path(__file__).resolve().parents[2] / "service"
UNITS = (" ", "\t", ",", ";", "=", '"', "\\", "*", "/", "%", "a", "1", "-", ".", "a,", "a;", ";q=",
         'W/"', '",', "a/b;", "*/*,", "a b", "xn--", "q=0.1,", "é", "%C3")  # fmt: skip
"""Texts whose repetition was the slowest input of some parser."""
QUICK = 0.25
"""The most seconds for a request with any headers; usually it takes some milliseconds."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    url = f"sqlite:///{tmp_path_factory.mktemp('bounds')}/x.db"
    app = create_app(Settings(database_url=url, public_reads=True))
    app.extensions["dateline"].store.migrate()
    made = app.test_client(use_cookies=False)
    for path in ("/v1/events", "/"):
        made.get(path)  # The first request loads what the others only use.
    yield made
    app.extensions["dateline"].store.close()


ASKED = (("GET", "/v1/events"), ("GET", "/"), ("POST", "/v1/events"))


def asked(
    client: FlaskClient, header: str, value: str, routes: Sequence[tuple[str, str]] = ASKED
) -> tuple[int, float]:
    """The status of the last of several requests, and the longest time of one."""
    name = header.upper().replace("-", "_")
    name = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
    longest, statuses = 0.0, list[int]()

    def start(status: str, headers: object, error: object = None) -> Any:
        statuses.append(int(status[:3]))

    for method, path in routes:
        environ = create_environ(path, method=method) | {name: value.encode().decode("latin-1")}
        gc.disable()  # not measured: a garbage collection of objects of other tests
        try:
            began = time.process_time()
            reply = client.application(environ, start)
            b"".join(reply)
            longest = max(longest, time.process_time() - began)
        finally:
            gc.enable()
    return statuses[-1], longest


@pytest.mark.parametrize("header", [*LONGEST][:: size(2, 1)])
def test_no_header_within_its_bound_takes_long(client: FlaskClient, header: str) -> None:
    """Each text goes to one route in turn, and to all routes in ``make test-all``."""
    first = list(LONGEST).index(header)
    for number, unit in enumerate(UNITS, first):
        value = (unit * LONGEST[header])[: LONGEST[header] // max(len(unit.encode()), 1)]
        routes = ASKED if ALL else (ASKED[number % len(ASKED)],)
        status, took = asked(client, header, value, routes)
        assert status < 500, unit
        assert took < QUICK, f"{unit!r} {took:.2f} s"


@pytest.mark.parametrize("header", [*LONGEST, "Cookie", "User-Agent", "X-Anything"])
def test_a_header_beyond_its_bound_is_refused_at_once(client: FlaskClient, header: str) -> None:
    status, took = asked(client, header, " " * (LONGEST.get(header, OTHERS) + 1))
    assert status == 431
    assert took < QUICK


def test_an_address_beyond_its_bound_is_refused(client: FlaskClient) -> None:
    for longest in ("/v1/events?" + "q=".ljust(QUERY, "a"), "/".ljust(PATH, "a")):
        assert client.get(longest).status_code in (400, 404)
        reply = client.get(longest + "a")
        assert (reply.status_code, reply.content_type) == (414, "application/problem+json")


def test_long_texts_are_worked_out_each_time_and_not_kept() -> None:
    worked: list[object] = []

    @cached(10, longest=5)
    def one(text: str) -> str:
        worked.append(text)
        return text

    @cached(10, longest=5)
    def two(first: int, text: bytes) -> bytes:
        worked.append(text)
        return text

    for _ in range(3):
        one("short")
        one("too long")
        two(1, b"short")
        two(1, b"too long")
    assert sorted(map(str, worked)) == [
        "b'short'",
        *["b'too long'"] * 3,
        "short",
        *["too long"] * 3,
    ]


BOUNDED = {
    "service/store/condition.py:columns": "engines, of which a process has a few",
    "service/store/condition.py:missing": "engines, of which a process has a few",
    "service/store/sqlite/dialect.py:_search": "six classes of length, in three orders",
    "service/domain/cldr.py:locale": "the languages, which are ours",
    "service/languages.py:language": "the languages, which are ours",
    "service/languages.py:_catalogue": "the languages, which are ours",
    "service/formats/map_svg.py:_outlines": "sixteen drawings of the shapes, each of one size",
    "service/formats/map_svg.py:_rings": "the shapes, which are the operator's",
    "service/formats/map_svg.py:_projected": "the shapes, which are the operator's",
    "service/country_shapes.py:document": "the shapes, which are the operator's",
    "service/country_shapes.py:world": "the shapes, which are the operator's",
    "service/web/problem_messages.py:_patterns": "the languages, which are ours",
    "service/web/sentences.py:_names": "the languages, which are ours",
    "service/web/translations.py:_of_scripts": "words of our scripts",
    "service/web/translations.py:_script_words": "the languages, which are ours",
    "service/domain/date_words/__init__.py:months": "a part of one language",
    "service/domain/date_words/__init__.py:months_alone": "a part of one language",
    "service/domain/display.py:shown": "dates, whose texts have at most 64 characters",
    "service/domain/display.py:_pattern": "patterns of dates, which are those of the languages",
    "service/domain/countries.py:_with": "states and blocs, which are the operator's",
    "service/domain/country_lookup.py:_adjectives": "the adjectives of countries, which are ours",
    "service/domain/country_lookup.py:_only_adjectives": "adjectives of countries, which are ours",
    "service/domain/country_lookup.py:_by_adjective": "adjectives of countries, which are ours",
    "service/bundled_data.py:_states": "states, which are the operator's",
    "service/app.py:_served": "nothing",
    "service/api/view.py:_reader": "tables of parameters, which are ours",
    "service/app.py:_described_ogc": "settings, which are the operator's",
    "service/formats/png.py:_characters": "the fonts, which are ours",
    "service/formats/png.py:_fonts": "the fonts, which are ours",
    "service/app.py:_described": "settings, which are the operator's",
    "service/store/facet_counter.py:_stretch": "two numbers",
    "service/schemas/event.py:_tail": "our own clock",
    "service/schemas/event.py:computed": "dates, whose texts have at most 64 characters",
    "service/store/bounded_queries.py:tally": "the months of one term",
    "service/store/chart_series.py:_most": "a part of one series",
    "service/store/chart_series.py:_term": "a part of one series",
    "service/store/chart_series.py:few": "a part of one series",
    "service/store/chart_series.py:rows": "a part of one series",
    "service/store/buckets.py:reach": "names of ours, and numbers",
    "service/importers/date_sort.py:_day": "texts that are dates have at most 64 characters",
    "service/store/migrating.py:last_migration": "no argument",
    "service/web/assets.py:assets": "no argument",
    "service/domain/countries.py:_names_of_search": "no argument",
    "service/domain/written/christian_eras.py:_words": "no argument",
    "service/domain/written/translations/__init__.py:_rules": "no argument",
    "service/domain/geometry.py:places": "a part of one shape",
    "service/domain/geometry.py:longitudes": "a part of one shape",
    "service/importers/calendar/component.py:when": "a part of one component of a file",
    "service/importers/calendar/component.py:recurrence": "a part of one component of a file",
    "service/importers/calendar/zones.py:_by_lower_case": "no argument",
    "service/importers/existence.py:_years": "codes of countries",
    "service/importers/swapped_places.py:_boxes": "no argument",
    "service/schemas/cql2_text.py:_parser": "no argument",
    "service/schemas/query_values.py:table": "tables of parameters, which are ours",
    "service/store/postgres/functions.py:statements": "no argument",
    "service/store/functions.py:_shape": "shapes of a filter have at most 1,000 corners",
    "service/formats/format.py:_found": "names of libraries",
    "service/public_urls.py:is_host": "names of hosts have at most 253 characters",
    "service/api/limits.py:_network": "addresses of the kernel, or of a proxy",
}
"""Caches whose arguments are limited anyway, and the reason."""


def caches() -> dict[str, str]:
    """The decorator or call that caches each function, by file and name."""
    found = {}
    for file in sorted(SERVICE.rglob("*.py")):
        where = str(file.relative_to(SERVICE.parent))
        text = file.read_text("utf-8")
        if not re.search("cache|remembered", text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                for each in node.decorator_list:
                    text = ast.unparse(each)
                    if re.match(
                        r"(functools\.)?(lru_cache|cache|cached_property|remembered)\b", text
                    ):
                        found[f"{where}:{node.name}"] = text
            elif isinstance(node, ast.Assign) and re.search(
                r"(lru_cache|remembered|\bcache)\(", ast.unparse(node.value)
            ):
                found[f"{where}:{ast.unparse(node.targets[0])}"] = ast.unparse(node.value)
    return found


def test_every_cache_is_bounded_in_bytes() -> None:
    found = caches()
    assert len(found) > 12
    unbounded = {name for name, text in found.items() if not text.startswith("remembered(")}
    assert unbounded == set(BOUNDED)


def test_many_long_queries_leave_little_behind(client: FlaskClient) -> None:
    count = size(10, 200)

    def ask(numbers: range, length: int) -> None:
        for n in numbers:
            text = f"country=NATO&q=w{n}&" + "&".join(f"tag=x{n}z{i}" for i in range(90))
            assert client.get(f"/v1/events?{text[:length].rpartition('&')[0]}").status_code == 200

    for length in (395, 800):
        ask(range(5), length)
        gc.collect()
        tracemalloc.start()
        ask(range(1000, 1000 + count), length)
        gc.collect()
        kept = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        # At most 1,024 of the short ones are kept.
        print(f"{length}: {kept:,} bytes")
        assert kept < (count * 30_000 if length < 400 else 1_000_000)


def patterns(file: str) -> dict[str, re.Pattern[str]]:
    """Every regular expression that a file has as a literal, by file and line."""
    found = {}
    for node in ast.walk(ast.parse((SERVICE.parent / file).read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).startswith("re.")
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str | bytes)
        ):
            text = node.args[0].value
            text = text.decode("latin-1") if isinstance(text, bytes) else text
            flags = re.VERBOSE if "VERBOSE" in ast.unparse(node) else 0
            flags |= re.IGNORECASE if "IGNORECASE" in ast.unparse(node) else 0
            found[f"{file}:{node.lineno}"] = re.compile(text, flags)
    return found


@pytest.mark.parametrize(
    "file",
    [
        str(each.relative_to(SERVICE.parent))
        for each in sorted(SERVICE.rglob("*.py"))
        if re.search(r"\bre\.", each.read_text("utf-8"))
    ],
)
def test_no_regular_expression_has_a_bad_worst_case(file: str) -> None:
    for place, pattern in patterns(file).items():
        _is_quick(place, pattern)


def _is_quick(place: str, pattern: re.Pattern[str]) -> None:
    letters = sorted({*re.sub(r"\\[A-Za-z]", "", pattern.pattern), *" a1-_./:,é\n"})[:24]
    # Longer dates are refused before these patterns are used.
    length = 64 if place.startswith("service/domain/written/") else 600
    units = [*letters, *("".join(pair) for pair in product(letters[:5], repeat=2))]
    for unit in units:
        text = (unit * length)[:length] + "\x01"
        began = time.process_time()
        pattern.search(text)
        pattern.fullmatch(text)
        took = time.process_time() - began
        assert took < 0.25, f"{place} {unit!r}: {took:.2f} s for {len(text)} characters"
