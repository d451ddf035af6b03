"""Divide the processor time of a new question among its steps, in one process without a socket.

    python -m bench.steps [--events 20000] [--seconds 4]

A timer interrupts the process after each 0.7 ms of processor time. The innermost known function on
the stack names the step. The times are in microseconds for each request.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from types import FrameType
from typing import Any

from bench.data import prepare
from bench.questions import KINDS, Asker
from service import server
from service.asgi import Scope

EVERY = 0.0007
STEPS = {
    "connections.py": "connections",
    "reply_cache.py:find": "cache, checks of the request",
    "reply_cache.py:add": "cache, a new entry",
    "flask/ctx.py:__init__": "framework: request, context",
    "flask/ctx.py:push": "framework: request, context",
    "flask/ctx.py:pop": "framework: request, context",
    "flask/app.py:full_dispatch_request": "framework: request, context",
    "flask/app.py:wsgi_app": "framework: request, context",
    "routing/map.py:match": "route",
    "quick_routes.py:find": "route",
    "app.py:create_url_adapter": "route",
    "view.py:view": "view: key, format",
    "view.py:_all": "query, read",
    "find.py:page": "SQL, made",
    "find.py:positions": "SQL, made",
    "sqlite/database.py:execute_sql": "SQL, run",
    "read.py:events": "SQL, rows",
    "read.py:get": "SQL, rows",
    "store/queries.py:events": "store",
    "store/histogram.py:histogram": "histogram, counted",
    "api/histogram.py:histogram": "body",
    "formats/json.py:render": "body",
    "event_reads.py:_page": "body",
    "event_reads.py:event": "body",
    "responses.py:conditional": "reply, headers",
    "responses.py:__call__": "reply, headers",
    "wrappers/response.py:__call__": "reply, headers",
    "app.py:leaving": "reply, headers",
    "server.py:__call__": "server",
}
"""The step for the end of a file name, or for a function of that file (``file:function``)."""


class Sampled:
    """Counts how often the timer interrupts each step."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.known: dict[Any, str | None] = {}

    def meet(self, _: int, frame: FrameType | None) -> None:
        """Count the step of the innermost known function of the stack."""
        found = None
        while frame is not None and found is None:
            code = frame.f_code
            if code not in self.known:
                self.known[code] = _step(code.co_filename, code.co_name)
            found, frame = self.known[code], frame.f_back
        self.counts[found or "others"] += 1


def _step(file: str, function: str) -> str | None:
    for place, step in STEPS.items():
        name, _, inside = place.partition(":")
        if file.endswith(f"/{name}") and inside in ("", function):
            return step
    return None


def scope_of(target: str) -> Scope:
    """A request in the form of the server library (ASGI)."""
    path, _, query = target.partition("?")
    return {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "query_string": query.encode(), "server": ("127.0.0.1", "8000"),
        "client": ("127.0.0.1", "40000"), "headers": [(b"host", b"127.0.0.1"), (b"accept", b"*/*")],
    }  # fmt: skip


class Sent:
    """An awaitable that is done."""

    def __await__(self) -> Iterator[None]:
        return iter(())


async def ask(service: Any, targets: list[str], seconds: float) -> tuple[float, Counter[str]]:
    """The microseconds of a request, and the counts of the steps."""
    sampled, number, endless = Sampled(), 0, cycle(targets)
    for _ in range(300):
        await service(scope_of(next(endless)), None, lambda _: Sent())
    signal.signal(signal.SIGPROF, sampled.meet)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    began = time.process_time()
    while time.process_time() < began + seconds:
        await service(scope_of(next(endless)), None, lambda _: Sent())
        number += 1
    signal.setitimer(signal.ITIMER_PROF, 0)
    return (time.process_time() - began) / number * 1e6, sampled.counts


async def main() -> None:
    """Measure each kind of question, and print the table."""
    parser = argparse.ArgumentParser(description="Show the steps of a request.")
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=4.0)
    chosen = parser.parse_args()
    data = prepare(chosen.events)
    os.environ |= {
        "DATELINE_DATABASE_URL": f"sqlite:///{data.dateline}", "DATELINE_REPLIES_MB": "1",
    }  # fmt: skip
    asker, found = Asker(data, data.store()), {}
    service = server.from_variables()
    for kind, make in KINDS.items():
        targets = [make(asker).dateline for _ in range(5000)]
        found[kind] = await ask(service, list(dict.fromkeys(targets)), chosen.seconds)
    print(f"{'microseconds':30}" + "".join(f"{kind:>19}" for kind in found))
    for step in dict.fromkeys((*STEPS.values(), "others")):
        shares = (
            counts[step] / counts.total() * whole for whole, counts in found.values()
        )  # fmt: skip
        print(f"{step:30}" + "".join(f"{each:19.0f}" for each in shares))
    print(f"{'together':30}" + "".join(f"{whole:19.0f}" for whole, _ in found.values()))
    service.app.pools.stop()


if __name__ == "__main__":
    asyncio.run(main())
