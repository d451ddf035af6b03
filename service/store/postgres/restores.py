"""Notices that a dump was restored over the tables of a running service.

A restore replaces numbers and cursors that this process may have cached. No connection is lost by
it. So the row of the epoch is looked at about once a second, by whichever thread has a statement to
run then. A dump adds the primary keys after all rows: until then, it is still being restored.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

from service.errors import Damaged, Unavailable
from service.store.postgres.engine_errors import telling

LOOK_SECONDS = 1.0
SIGN = (
    "SELECT t.number, e.name, CAST(e.xmin AS text), EXISTS (SELECT FROM pg_index i"
    " WHERE i.indrelid = t.number AND i.indisprimary) FROM (SELECT CAST(to_regclass('epoch') AS"
    " oid) AS number) t LEFT JOIN epoch e ON e.id = 1"
)
REPLACED = "the database was restored from a dump, or repaired; try again"
RESTORING = "the database is being restored from a dump; try again later"


@dataclass(slots=True)
class Tables:
    """The tables at one URL, as this process has last seen them. ``number`` counts the times that
    others had replaced them; ``restoring`` says that they are not complete yet."""

    sign: object = None
    looked: float = -math.inf
    number: int = 0
    restoring: bool = False

    def look(self, connection: Any, *, now: bool) -> None:
        """Look at the tables, if the last look is too old or ``now``. Raises ``Unavailable`` while
        they are being restored."""
        moment = time.monotonic()
        if not now and moment < self.looked + LOOK_SECONDS:
            return
        sign = _sign(connection)
        self.restoring = sign is not None and not sign[-1]
        # Look again at once while they are being replaced.
        self.looked = -math.inf if sign is None or self.restoring else moment
        self.demand_complete()
        if sign != self.sign:
            if self.sign is not None:
                self.number += 1
            self.sign = sign

    def demand_complete(self) -> None:
        """Raises ``Unavailable`` while they are being restored, as far as is known by now."""
        if self.restoring:
            raise Unavailable(RESTORING)


def _sign(connection: Any) -> tuple[Any, ...] | None:
    """A value that differs for other tables, and last whether they are complete; ``None`` if there
    are none."""
    try:
        with telling():
            found: tuple[Any, ...] = connection.execute(SIGN).fetchone()
    except Damaged:
        return None
    return found


_tables: dict[str, Tables] = {}
"""Tables by URL, which the operator sets."""


def tables_at(url: str) -> Tables:
    """The tables at a URL."""
    return _tables.setdefault(url, Tables())
