"""The servers that a URL of PostgreSQL names. These tests need no server."""

from __future__ import annotations

from typing import Any

import pytest

psycopg = pytest.importorskip("psycopg")
servers = pytest.importorskip("service.store.postgres.servers")
HERE = "127.0.0.1"
ROWS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "one": ({"host": HERE}, [(HERE, "5432")]),
    "ports": ({"host": f"{HERE},127.0.0.2", "port": "1,2"}, [(HERE, "1"), ("127.0.0.2", "2")]),
    "one port": ({"host": f"{HERE},127.0.0.2", "port": "7"}, [(HERE, "7"), ("127.0.0.2", "7")]),
    "no port": ({"host": f"{HERE},{HERE}", "port": ",8"}, [(HERE, "5432"), (HERE, "8")]),
    "address": ({"host": "db.invalid", "hostaddr": HERE, "port": "1"}, [(HERE, "1")]),
    "addresses": ({"hostaddr": f"{HERE},127.0.0.2"}, [(HERE, "5432"), ("127.0.0.2", "5432")]),
    "socket": ({"host": "/run/pg", "port": "1"}, [("/run/pg", "1")]),
    "lost name": ({"host": f"db.invalid,{HERE}"}, [(HERE, "5432")]),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_url_names_servers(name: str) -> None:
    given, wanted = ROWS[name]
    assert [address for address, _ in servers.server_attempts(given)] == wanted


def test_an_attempt_is_for_one_server() -> None:
    found = servers.server_attempts({"host": f"/run/pg,{HERE}", "dbname": "x", "port": "1,2"})
    assert [each for _, each in found] == [
        {"host": "/run/pg", "port": "1", "dbname": "x"},
        {"host": HERE, "hostaddr": HERE, "port": "2", "dbname": "x"},
    ]


def test_without_a_host_libpq_finds_the_server() -> None:
    assert servers.server_attempts({"dbname": "x"}) == [(None, {"dbname": "x"})]


@pytest.mark.parametrize("given", [{"host": "db.invalid"}, {"host": "a,b", "port": "1,2,3"}])
def test_hosts_that_cannot_be_used_are_an_error(given: dict[str, str]) -> None:
    with pytest.raises(psycopg.OperationalError):
        servers.server_attempts(given)
