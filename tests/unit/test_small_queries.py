"""Small queries on libpq itself answer and fail as a cursor does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from service.deadline import Deadline, within
from service.errors import Lost, Unavailable
from service.opening import open_store
from service.settings import Settings
from service.store.database import Use, open_database
from service.store.engine import Engine
from tests.support.engines import POSTGRES, Templates, fresh

psycopg = pytest.importorskip("psycopg")
QUERY = "SELECT CAST(? AS bigint) + 1, CAST(? AS text), 'what?', NULL, 0.5::float8 WHERE ? < 10"


@pytest.fixture(scope="module")
def url(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with closing(fresh(templates, POSTGRES, tmp_path_factory.mktemp("small"))) as made:
        yield next(made)(False)


@pytest.fixture(params=("session", "pooler"))
def database(url: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A connection to the server; behind a pooler, nothing is prepared."""
    pooled = f"{url}{'&' if '?' in url else '?'}pooling=transaction"
    opened = open_database(pooled if request.param == "pooler" else url, Use.SMALL)
    yield opened
    opened.close()


@pytest.mark.parametrize("params", [(1, "a", 1), (2**40, "Жер", 2), (-5, "", -(2**50))])
def test_a_row_equals_that_of_a_cursor(database: Engine, params: tuple[int, str, int]) -> None:
    for _ in range(3):  # the first one is prepared
        found = database.one_row(QUERY, params)
        assert found == database.execute_sql(QUERY, params).fetchone()
        assert type(found) is tuple


def test_no_row_is_none(database: Engine) -> None:
    assert database.one_row(QUERY, (1, "a", 10)) is None


def test_other_types_of_parameters_are_prepared_again(database: Engine) -> None:
    assert database.one_row("SELECT ?", ("x",)) == ("x",)
    assert database.one_row("SELECT ?", (7,)) == (7,)
    assert database.one_row("SELECT ?", ("y",)) == ("y",)


def test_an_error_of_the_statement_is_that_of_the_driver(database: Engine) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        database.one_row("SELECT 1 / ?", (0,))
    assert database.one_row("SELECT 1 / ?", (1,)) == (1,)


def test_it_ends_at_the_deadline(database: Engine) -> None:
    with within(Deadline(0.2)), pytest.raises(Unavailable):
        database.one_row("SELECT pg_sleep(?)", (20,))
    assert database.one_row("SELECT ?", (7,)) == (7,)


def test_a_lost_connection_is_replaced(database: Engine, url: str) -> None:
    assert database.one_row("SELECT ?", (7,)) == (7,)
    with closing(open_store(Settings(url))) as other:
        other.database.execute_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(Lost):
        database.one_row("SELECT ?", (7,))
    assert database.one_row("SELECT ?", (7,)) == (7,)
