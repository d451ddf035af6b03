"""Answers quick requests on the thread on which the server library passes them on.

Granian reads requests in threads without Python. One more thread, here called the receiving thread,
makes a scope (ASGI) of each request and passes it on to the event loop. Handing a request to the
loop and back takes longer than many replies. So the receiving thread first tries to answer. It must
not wait, because all requests of a worker pass through it.

The library has no public name for this step, so a function of it is replaced. If a version of the
library does not have that function, every request goes to the event loop and is tried there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from threading import get_ident
from typing import Any

from service.asgi import Scope

BEGUN = "dateline.begun"
"""Key in the scope of a request that could not be answered at once: what has been done, or the
error that occurred."""
MODULE, FUNCTION = "granian._futures", "_cbsched_aioschedule"
"""The function of the library that makes the function that passes a request on."""
TryToAnswer = Callable[[Scope, Callable[[Scope], object], Callable[[], None]], None]
"""A function that sends the reply to a request, unless that takes too long. It gets the request, a
function that sends a message of the reply, and one that passes the request on to the event loop.
Neither takes time, and any thread may call them. It does not wait, and it may leave the request to
another thread."""


def answer_there(at_once: TryToAnswer, begin: Callable[[], None]) -> None:
    """Let the receiving thread of this worker answer with ``at_once``, before the library starts
    it. It calls ``begin`` before its first request."""
    library = import_module(MODULE)
    known = getattr(library, FUNCTION, None)
    if known is not None:
        setattr(library, FUNCTION, answering(known, at_once, begin))


def answering(
    known: Callable[..., Any], at_once: TryToAnswer, begin: Callable[[], None] = lambda: None
) -> Callable[..., Any]:
    """The library's function, which passes on only what ``at_once`` wants passed on."""

    def made(loop: Any, context: Any, callback: Any) -> Callable[[Any], None]:
        pass_on = known(loop, context, callback)
        prepared: set[int] = set()

        def schedule(watcher: Any) -> None:
            if get_ident() not in prepared:
                begin()
                prepared.add(get_ident())
            try:
                at_once(watcher.scope, watcher.proto.send, partial(pass_on, watcher))
            except Exception as error:  # the loop raises it, and the library reports it
                watcher.scope[BEGUN] = error
                pass_on(watcher)

        return schedule

    return made
