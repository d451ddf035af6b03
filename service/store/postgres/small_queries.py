"""Runs small queries that are asked very often, such as for the newest change, on libpq itself.

A cursor of psycopg costs about as much processor time as the rest of a reply from the cache.
"""

from __future__ import annotations

from typing import Any

from psycopg import OperationalError, adapt, pq
from psycopg.errors import error_from_result

DONE = pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK


class SmallQuery:
    """A query on one connection, which the server prepares under ``name``; without a name it is
    not prepared."""

    def __init__(self, connection: Any, sql: str, name: str) -> None:
        self.connection, self.sql, self.name = connection, sql.encode(), name.encode()
        self.transformer = adapt.Transformer(connection)
        self.types: tuple[int, ...] | None = None
        """The types of the parameters for which it is prepared."""

    def row(self, params: tuple[Any, ...]) -> Any:
        """The first row as a tuple, or ``None``. Raises the errors of psycopg."""
        server, transformer = self.connection.pgconn, self.transformer
        values = transformer.dump_sequence(params, [adapt.PyFormat.BINARY] * len(params))
        types, formats = transformer.types, transformer.formats
        if not self.name:
            found = server.exec_params(self.sql, values, types, formats, pq.Format.BINARY)
        else:
            if types != self.types:
                _checked(server.prepare(self.name, self.sql, types))
                self.types = types
            found = server.exec_prepared(self.name, values, formats, pq.Format.BINARY)
        transformer.set_pgresult(_checked(found))
        return transformer.load_row(0, tuple)


def _checked(result: Any) -> Any:
    if result.status in DONE:
        return result
    if not result.error_field(pq.DiagnosticField.SQLSTATE):  # libpq itself has lost the server
        raise OperationalError(result.get_error_message())
    raise error_from_result(result)
