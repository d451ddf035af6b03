"""The headers ``Dateline-Cursor`` and ``Dateline-Lag``, which say how new the data of a reply is.

The reply to a write has the end of the change log in ``Dateline-Cursor``. A read that sends it back
sees at least those changes, whichever server answers. ``Dateline-Lag`` says by how many seconds
the data that was read is behind the primary.
"""

from __future__ import annotations

from contextlib import suppress

from service.api.limits import FREE
from service.api.proxy_headers import path_of
from service.asgi import Environ
from service.domain.cursors import ForeignCursor
from service.errors import DatelineError, FieldError, Invalid
from service.freshness import READ_TARGET, ReadTarget
from service.store import Store

CURSOR, LAG = "Dateline-Cursor", "Dateline-Lag"
HEADER = "HTTP_DATELINE_CURSOR"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LEAST_LAG = 1.0
"""Seconds. A shorter lag may come from the interval of the measurement alone."""


def demand(environ: Environ, store: Store) -> None:
    """Set the change that a read must see. A cursor of another database, for example of one before
    a restore, is ignored. Raises ``Invalid`` if the header is no cursor."""
    if path_of(environ) in FREE:
        return  # these paths answer at once, in any state of the database
    text = str(environ[HEADER])
    try:
        number = store.seal().change_place(text).number
    except ForeignCursor:
        return
    except ValueError as error:
        found = FieldError(f"{CURSOR}: {error}", parameter=CURSOR)
        raise Invalid(
            f"{CURSOR} {error}; send it as it was in the reply to a write", [found]
        ) from None
    target: ReadTarget | None = environ.get(READ_TARGET)
    if target is not None:
        target.demand(number)


def age_headers(environ: Environ, status: int, store: Store) -> list[tuple[str, str]]:
    """The headers of a reply that say how new its data is."""
    if environ["REQUEST_METHOD"] in WRITES:
        if 200 <= status < 300 and environ["PATH_INFO"].startswith("/v1/"):
            with suppress(DatelineError):  # the write is stored even if the cursor is unknown
                return [(CURSOR, store.seal().change(store.changes.last_place()))]
        return []
    return lag(environ.get(READ_TARGET))


def lag(target: ReadTarget | None) -> list[tuple[str, str]]:
    """The header ``Dateline-Lag``, for a read from a replica that is behind."""
    return [(LAG, str(int(target.lag)))] if target is not None and target.lag >= LEAST_LAG else []
