"""The guides tell the truth: tests run their commands and compare their tables with the code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from service import languages
from service.domain import calendar, edtf
from service.domain.display import display
from service.domain.vocabulary import (
    CATEGORY_CODES,
    PRECISIONS,
    RELATION_TYPES,
    ROLES,
    STAGES,
    STATUSES,
)
from service.schemas.event import EventSchema
from service.schemas.parameters import FIELDS, FILTERS, LANG, PAGING
from tests.conftest import REPOSITORY
from tests.support.guides import follow
from tests.support.live import Live, serving

DOCS = REPOSITORY / "docs"
API = (DOCS / "api.md").read_text("utf-8")
DATES = (DOCS / "dates.md").read_text("utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed. The commands of the guides may change its events."""
    with serving(tmp_path_factory.mktemp("guides"), workers="1") as live:
        yield live


@pytest.mark.parametrize(
    ("name", "least"), [("api.md", 15), ("dates.md", 3), ("faq.md", 2), ("languages.md", 1)]
)
def test_the_commands_print_what_the_guide_says(
    name: str, least: int, server: Live, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = (DOCS / name).read_text("utf-8")
    address = {"http://127.0.0.1:8000": server.url}
    done = follow(page, tmp_path_factory.mktemp("followed"), server.environment, address)
    assert len(done) >= least
    for each in done:
        assert each.printed == each.told, each.command


def cells(after: str, page: str = API) -> list[list[str]]:
    """The rows of the first table after a heading."""
    found = re.search(r"\n\|[^\n]*\|\n\|[-|]+\|\n((?:\|.*\|\n)+)", page.split(after, 1)[1])
    assert found
    return [row[2:-2].split(" | ") for row in found[1].splitlines()]


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def firsts(after: str) -> list[str]:
    return [name for row in cells(after) for name in codes(row[0])]


def test_every_field_filter_and_parameter_of_a_page_is_explained_and_no_other() -> None:
    assert sorted(firsts("\n## An event\n")) == sorted(FIELDS)
    assert firsts("\n## Filters\n") == [each.name for each in FILTERS]
    assert firsts("\n## Pages, order and fields\n") == [each.name for each in (*PAGING, LANG)]


def test_the_words_of_each_field_are_all_there() -> None:
    rows = {codes(row[0])[0]: codes(row[1]) for row in cells("\n## An event\n")}
    for name, words in (
        ("category", CATEGORY_CODES), ("status", STATUSES), ("countries", ROLES),
        ("amounts", STAGES), ("related", RELATION_TYPES),
    ):  # fmt: skip
        assert set(words) <= set(rows[name]), name


def test_the_languages_are_those_that_there_are() -> None:
    section = API.split("\n## Languages\n", 1)[1].split("\n## ", 1)[0]
    assert {each for each in codes(section) if len(each) == 2} == set(languages.NAMES)


def test_what_an_event_must_have_is_what_the_guide_says() -> None:
    required = {name for name, field in EventSchema().fields.items() if field.required}
    (told,) = re.findall(r"only (.*) are required", API)
    assert set(codes(told)) == required


WRITTEN = cells("\n## How a date is written\n", DATES)


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row[0])
def test_a_date_means_what_the_guide_says(row: list[str]) -> None:
    found = edtf.parse(codes(row[0])[0])
    bounds = [
        "–" if each is None else calendar.iso(each) for each in (found.earliest, found.latest)
    ]
    assert row[1:] == [display(found), *bounds, found.precision]


def test_dates_of_every_precision_are_explained() -> None:
    assert {row[-1] for row in WRITTEN} == set(PRECISIONS)
