"""Values with a sign for *not* are refused, and parameters of other programs get a hint."""

from __future__ import annotations

from urllib.parse import quote as escaped

import pytest
from flask import Flask

from service.schemas.comma_lists import excluded, quote, split_list
from tests.support.rows import each_row

REFUSED = (
    ("country", "-Kazakhstan", "Kazakhstan"), ("country", "!KZ", "KZ"), ("country", "KZ,-US", "US"),
    ("country", "<>Russia", "Russia"), ("country", "~Russia", "Russia"), ("country", "-EU", "EU"),
    ("country", "\u2212Russia", "Russia"), ("country", "≠Russia", "Russia"),
    ("country", "!Russia:host", "Russia:host"), ("country", "– European Union", "European Union"),
    ("country", '"Korea, Republic of",-Japan', "Japan"),
    ("actor", "-Antony Blinken", "Antony Blinken"),
    ("actor", '"Smith, John", !Joe Biden', "Joe Biden"),
)  # fmt: skip
NAMES = (
    ("search", "q"), ("query", "q"), ("since", "from"), ("until", "to"), ("end_date", "to"),
    ("year", "date"), ("offset", "cursor"), ("page", "cursor"), ("per_page", "limit"),
    ("order", "sort"), ("people", "actor"), ("type", "category"), ("columns", "fields"),
    ("language", "lang"), ("Sort-By", "sort"), ("county", "country"),
)  # fmt: skip


@each_row(("name", "text", "near"), REFUSED)
def test_an_excluded_value_is_refused(shared_app: Flask, name: str, text: str, near: str) -> None:
    for path in ("/v1/events", "/v1/events.csv", "/v1/histogram", "/ogc/collections/events/items"):
        reply = shared_app.test_client().get(path, query_string={name: text})
        assert reply.status_code == 400
        (error,) = reply.get_json()["errors"]
        assert "which does not exclude a value" in error["detail"]
        assert (error["parameter"], error["nearest"]) == (name, [near])


@each_row(("path", "query"), (
    ("/v1/histogram", "compare=-Kazakhstan,Uzbekistan"),
    ("/v1/histogram.svg", "compare=UZ,!KZ"),
    ("/ogc/collections/events/items", "filter=country='-Kazakhstan'"),
    ("/ogc/collections/events/items", "filter=A_CONTAINS(actor,('!Antony Blinken'))"),
))  # fmt: skip
def test_comparisons_and_expressions_refuse_one_too(
    shared_app: Flask, path: str, query: str
) -> None:
    reply = shared_app.test_client().get(f"{path}?{query}")
    assert reply.status_code == 400
    assert "which does not exclude a value" in reply.get_json()["errors"][0]["detail"]


def test_the_explorer_refuses_an_excluded_value_too(shared_app: Flask) -> None:
    for query in ("country=-Kazakhstan", "actor=-Blinken", "actor=-Antony+Blinken"):
        page = shared_app.test_client().get(f"/?{query}", headers={"Accept": "text/html"})
        assert page.status_code == 400
        assert "which does not exclude a value" in page.text


@pytest.mark.parametrize("name", ["-M-", "!Xun", "Smith, John", '"A"', "Guinea-Bissau", "a!b"])
def test_a_name_in_quotes_may_begin_with_any_sign(shared_app: Flask, name: str) -> None:
    assert excluded(quote(name)) is None
    assert split_list(quote(name)) == [name]
    reply = shared_app.test_client().get(f"/v1/events?actor={escaped(quote(name))}")
    assert reply.status_code == 200


@each_row(("name", "near"), NAMES)
def test_a_parameter_of_another_program_gets_a_hint(
    shared_app: Flask, name: str, near: str
) -> None:
    reply = shared_app.test_client().get("/v1/events", query_string={name: "x"})
    (error,) = reply.get_json()["errors"]
    assert error["detail"] == f"{name!r} is not a parameter; did you mean {near}?"


def test_format_is_in_the_path(shared_app: Flask) -> None:
    (error,) = shared_app.test_client().get("/v1/events?format=csv").get_json()["errors"]
    assert "the end of the path chooses the format: /v1/events.csv" in error["detail"]
    assert shared_app.test_client().get("/ogc/collections/events/items?f=json").status_code == 200
