"""The header ``Dateline-Cursor``: the reply to a write says how far the change log has come, and a
read that sends it back sees at least as much, whichever server answers. ``Dateline-Lag`` says by
how many seconds what was read is behind."""

from __future__ import annotations

from contextlib import suppress

from service.api.limits import FREE
from service.api.proxy_headers import path_of
from service.asgi import Environ
from service.domain.cursors import Foreign
from service.errors import DatelineError, FieldError, Invalid
from service.freshness import TURN, Turn
from service.store import Store

CURSOR, LAG = "Dateline-Cursor", "Dateline-Lag"
HEADER = "HTTP_DATELINE_CURSOR"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LEAST_LAG = 1.0
"""Seconds; less is that of looking."""


def demand(environ: Environ, store: Store) -> None:
    """Note what a read has to see. A cursor of another database, which a restore may have put
    aside, asks for nothing here. Raises ``Invalid`` for what is no cursor."""
    if path_of(environ) in FREE:
        return  # they answer at once, whatever the database does
    text = str(environ[HEADER])
    try:
        number = store.seal().change_number(text)
    except Foreign:
        return
    except ValueError as error:
        fault = FieldError(f"{CURSOR}: {error}", parameter=CURSOR)
        raise Invalid(f"{CURSOR} {error}; send it as a reply to a write had it", [fault]) from None
    turn: Turn | None = environ.get(TURN)
    if turn is not None:
        turn.demand(number)


def told(environ: Environ, status: int, store: Store) -> list[tuple[str, str]]:
    """The headers that say how new something is."""
    if environ["REQUEST_METHOD"] in WRITES:
        if 200 <= status < 300 and environ["PATH_INFO"].startswith("/v1/"):
            with suppress(DatelineError):  # it is stored, whether this can be said or not
                return [(CURSOR, store.seal().change(store.changes.last()))]
        return []
    return lag(environ.get(TURN))


def lag(turn: Turn | None) -> list[tuple[str, str]]:
    """The header of a read from a replica that is behind."""
    return [(LAG, str(int(turn.lag)))] if turn is not None and turn.lag >= LEAST_LAG else []
