"""Runs small queries that are asked very often, such as for the newest change, on libpq itself.

A cursor of psycopg takes more processor time than all else that a reply from the cache needs.
"""

from __future__ import annotations

from typing import Any

from psycopg import OperationalError, adapt, pq
from psycopg.errors import error_from_result

from service.store.postgres.silence import silence

DONE = pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK


class SmallQueries:
    """The small queries of one connection. The server prepares them, unless a pooler stands
    between."""

    def __init__(self, connection: Any, *, pooled: bool) -> None:
        self.connection, self.pooled = connection, pooled
        self.transformer = adapt.Transformer(connection)
        self.names: dict[tuple[str, tuple[int, ...]], bytes] = {}
        """The names under which queries are prepared, by their SQL and the types of parameters."""

    def row(self, sql: str, params: tuple[Any, ...]) -> Any:
        """The first row as a tuple, or ``None``. Raises the errors of psycopg."""
        server, transformer = self.connection.pgconn, self.transformer
        values = transformer.dump_sequence(params, [adapt.PyFormat.BINARY] * len(params))
        types, formats = transformer.types or (), transformer.formats
        wait = silence.begin(self.connection)
        try:
            if self.pooled:
                found = server.exec_params(sql.encode(), values, types, formats, pq.Format.BINARY)
            else:
                name = self.names.get((sql, types)) or self._prepared(sql, types)
                found = server.exec_prepared(name, values, formats, pq.Format.BINARY)
        finally:
            silence.end(wait)
        transformer.set_pgresult(_checked(found))
        return transformer.load_row(0, tuple) if found.ntuples else None

    def _prepared(self, sql: str, types: tuple[int, ...]) -> bytes:
        name = f"dateline_{len(self.names)}".encode()
        _checked(self.connection.pgconn.prepare(name, sql.encode(), types))
        self.names[sql, types] = name
        return name


def _checked(result: Any) -> Any:
    if result.status in DONE:
        return result
    if not result.error_field(pq.DiagnosticField.SQLSTATE):  # libpq itself has lost the server
        raise OperationalError(result.get_error_message())
    raise error_from_result(result)
