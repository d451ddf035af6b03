"""Send generated requests to every route: documented ones by Schemathesis, hostile ones by
Hypothesis.

``promises`` checks each reply. Reads change nothing: the database is compared before and after the
reads.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import sqlite3
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests as library
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from bench.soak import hostile, promises
from bench.soak.service import Service, running
from bench.soak.time_limits import full_or_short
from bench.soak.wire import Answer, Request, Wire
from service.api.routes import ROUTES
from service.web.routes import PAGES

REPOSITORY = Path(__file__).resolve().parents[2]
NOWHERE = ("/v1", "/v1/event", "/events/", "/static", "/.env", "/docs/{name}")
SCOPES = ("read", "write")
SLOW = 5.0
"""Seconds that one reply may take."""
FEW, TOGETHER = 5, 20
"""If a route and method get at most ``FEW`` requests, one run of Hypothesis draws for ``TOGETHER``
of them at once, because a run costs as much as twenty requests. With a larger number the requests
repeat each other."""
Wanted = tuple[str, str]
"""A route and a method."""


@dataclass(frozen=True)
class Load:
    """The numbers of requests. Each route gets ``reads`` with GET without a key and the same number
    with a key, ``others`` with each other method, and ``writes`` with each method that writes
    there. Each documented operation gets ``described`` requests in each mode. ``no_http`` is the
    number of requests that are not HTTP."""

    reads: int
    others: int
    writes: int
    described: int
    no_http: int


FULL = Load(reads=320, others=75, writes=4_500, described=50, no_http=4_000)
SIXTH = Load(reads=50, others=12, writes=700, described=8, no_http=600)
SHORT = Load(reads=3, others=1, writes=30, described=0, no_http=30)
"""There are no ``described`` requests here, because ``tests/api/test_openapi_is_true.py`` has
them."""


@dataclass
class Found:
    """The number of ``cases`` of each kind, the hashes of the ``distinct`` ones, and the number of
    each ``class`` of status. ``sent`` counts the requests of each route and method, and
    ``answered`` counts those that the service says it answered. The ``slowest`` reply is in
    seconds. ``no_reply`` counts requests that were not HTTP and got no reply. The errors are in
    ``wrong``."""

    cases: Counter[str] = field(default_factory=Counter)
    distinct: set[int] = field(default_factory=set)
    classes: Counter[str] = field(default_factory=Counter)
    sent: Counter[Wanted] = field(default_factory=Counter)
    answered: Counter[Wanted] = field(default_factory=Counter)
    slowest: float = 0.0
    no_reply: int = 0
    wrong: list[str] = field(default_factory=list)


class Round:
    """One service, one connection to it, and the results."""

    def __init__(self, service: Service, folder: Path, number: int) -> None:
        self.service = service
        self.wire = Wire(service.url, patience=0.1)
        self.number = number
        self.found = Found()
        self.paths = tuple(str(each).encode() for each in (folder, REPOSITORY))

    def ask(self, kind: str, request: Request) -> None:
        """Send one case and check the promises of its reply."""
        found = self.found
        found.cases[kind] += 1
        found.distinct.add(hash(request.wire()))
        found.sent[request.route, request.method] += 1
        began = time.monotonic()
        try:
            answer = self.wire.ask(request)
        except (OSError, http.client.HTTPException) as error:
            if request.whole is not None:
                found.no_reply += 1
            else:
                self.blame(request, [f"no reply: {error!r}"])
            return
        took = time.monotonic() - began
        found.slowest = max(found.slowest, took)
        found.classes[f"{answer.status // 100}xx"] += 1
        errors = list(promises.broken(request, answer, self.paths))
        if took > SLOW:
            errors.append(f"took {took:.1f} s")
        if errors:
            self.blame(request, errors, answer)

    def blame(self, request: Request, errors: list[str], answer: Answer | None = None) -> None:
        """Record an error, with the request that shows it."""
        got = "" if answer is None else f" -> {answer.status} {answer.body[:200]!r}"
        self.found.wrong.append(f"{'; '.join(errors)}: {request.wire()[:600]!r}{got}")

    def hostile(self, kind: str, counts: Mapping[Wanted, int], keys: tuple[bytes, ...]) -> None:
        """Send the requests of each route and method."""
        together: dict[int, list[st.SearchStrategy[Request]]] = {}
        for (route, method), count in counts.items():
            together.setdefault(count, []).append(hostile.requests(route, method, keys))
        for count, made in together.items():
            size = TOGETHER if count <= FEW else 1
            for at in range(0, len(made), size):
                some = st.tuples(*made[at : at + size])
                self.each(count, some, lambda each: self.all(kind, each))

    def all(self, kind: str, requests: tuple[Request, ...]) -> None:
        """Send some cases."""
        for each in requests:
            self.ask(kind, each)

    def each(self, count: int, made: st.SearchStrategy[Any], do: Callable[[Any], None]) -> None:
        """Draw ``count`` values, which are the same in every run, and call ``do`` with each."""
        self.number += 1

        @seed(self.number)
        @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(made)
        def run(value: Any) -> None:
            do(value)

        run()

    def described(self, count: int, key: bytes) -> None:
        """Send requests that the OpenAPI document calls valid, and ones that it calls invalid."""
        # Schemathesis takes half a second to import, and the tests send no such requests.
        import schemathesis  # noqa: PLC0415
        from schemathesis.core.result import Ok  # noqa: PLC0415

        with urllib.request.urlopen(f"{self.service.url}/v1/openapi.json") as reply:
            schema = schemathesis.openapi.from_dict(json.load(reply))
        for each in schema.get_all_operations():
            assert isinstance(each, Ok), each  # else the document has an error
            operation = each.ok()
            for mode in schemathesis.GenerationMode:
                try:
                    made = operation.as_strategy(generation_mode=mode)
                    self.each(count, made, lambda case: self.ask("described", _sent(case, key)))
                except Unsatisfiable:
                    continue  # no request of this operation can be invalid


def _sent(case: Any, key: bytes) -> Request:
    """A case of Schemathesis as bytes."""
    parts = case.as_transport_kwargs(base_url="http://127.0.0.1")
    given = parts.pop("headers")
    headers = []
    for name, value in given.items():
        if name.lower() in KEPT:
            lines = str(value).encode("latin-1", "replace").splitlines()
            headers.append((name.encode(), b"".join(lines).strip()))
    if not any(name.lower() == b"authorization" for name, _ in headers):
        headers.append((b"Authorization", key))
    made = library.Request(**parts).prepare()
    body = made.body or b""
    return Request(case.operation.path, case.method, made.path_url.encode(), tuple(headers),
                   body if isinstance(body, bytes) else str(body).encode())  # fmt: skip


KEPT = frozenset({"accept", "authorization", "content-type", "idempotency-key", "if-match",
                  "if-none-match", "last-event-id"})  # fmt: skip


def prove(folder: Path, load: Load = SHORT, first: int = 20230228) -> Found:
    """Send all requests of ``load`` to one service. ``first`` is the seed."""
    with running(folder, stream_seconds="0") as service:
        service.command("seed")
        made = (service.command("key", "create", scope, "--scope", scope) for scope in SCOPES)
        keys = tuple(f"Bearer {each.strip()}".encode() for each in (*made, service.key))
        round_ = Round(service, folder, first)
        routes = (*dict.fromkeys(each.path for each in (*ROUTES, *PAGES)),
                  *NOWHERE)  # fmt: skip
        for kind, among in (("read without a key", ()), ("read with a key", keys)):
            with unchanged(service, strictly=not among) as changes:
                safe = ((route, method) for route in routes for method in hostile.SAFE)
                counts = {each: load.reads if each[1] == "GET" else load.others for each in safe}
                round_.hostile(kind, counts, among)
            round_.found.wrong += changes
        takes = {(route.path, route.method) for route in ROUTES if route.method != "GET"}
        unsafe = ((route, method) for route in routes for method in hostile.UNSAFE)
        counts = {each: load.writes if each in takes else load.others for each in unsafe}
        round_.hostile("write", counts, keys)
        if load.described:
            round_.described(load.described, keys[-1])
        round_.each(load.no_http, hostile.no_http(), lambda each: round_.ask("no HTTP", each))
        round_.wire.close()
        found = round_.found
        found.answered = _answered(service.url)
        log = service.log.read_text("utf-8", "replace")
        found.wrong += re.findall(r"Traceback[^\0]{0,2000}", log)[:3]
    said = service.command("verify")  # raises if the database is not sound
    if "sound" not in said:
        found.wrong.append(said)
    return found


@contextmanager
def unchanged(service: Service, strictly: bool) -> Iterator[list[str]]:
    """Yields a list. After the block it has a message for each table that the block changed. The
    service may record the last use of a key, except if ``strictly`` is true."""
    changes: list[str] = []
    connection = sqlite3.connect(service.database)
    try:
        before = _tables(connection), connection.execute("PRAGMA data_version").fetchone()
        yield changes
        version = connection.execute("PRAGMA data_version").fetchone()
        after = _tables(connection)
    finally:
        connection.close()
    changes += [f"reading changed the table {name}" for name, digest in after.items()
                if digest != before[0][name]]  # fmt: skip
    if strictly and version != before[1]:
        changes.append("reading wrote to the database")


def _tables(connection: sqlite3.Connection) -> Mapping[str, str]:
    """A digest of every row of every table."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    found = {}
    for (name,) in names:
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
        wanted = ", ".join(f'"{each}"' for each in columns if each != "last_used_at")
        digest = hashlib.sha256()
        for row in connection.execute(f'SELECT {wanted} FROM "{name}"'):
            digest.update(repr(row).encode())
        found[name] = digest.hexdigest()
    return found


def _answered(url: str) -> Counter[Wanted]:
    """The number of answers of each route and method, as ``/metrics`` counts them."""
    with urllib.request.urlopen(f"{url}/metrics") as reply:
        text = reply.read().decode()
    found: Counter[Wanted] = Counter()
    line = r'^dateline_requests_total\{method="(.+)",route="(.+)",status="\d+"\} (.+)$'
    for method, rule, count in re.findall(line, text, re.MULTILINE):
        found[re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule), method] += int(float(count))
    return found


def least(found: Found) -> tuple[int, int]:
    """Two minima over all routes: the requests with one method that a route got, and the requests
    with its own method that a route answered."""
    paths = {route.path for route in ROUTES} | {page.path for page in PAGES}
    sent = min(found.sent[path, method] for path in paths for method in hostile.METHODS)
    own = {(route.path, route.method) for route in ROUTES} | {
        (page.path, page.method) for page in PAGES if page.method == "GET"
    }
    return sent, min(found.answered[each] for each in own)


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    load = full_or_short(FULL, SIXTH)
    found = prove(folder, load)
    total, (sent, answered) = found.cases.total(), least(found)
    few = len(found.distinct) < full_or_short(100_000, 16_000)
    few = few or sent < load.others or answered < load.reads
    if found.wrong or few:
        shown = "\n".join(found.wrong[:20])
        asked = (
            f"{total} asked, {len(found.distinct)} distinct, at least {sent}, {answered} answered"
        )
        raise AssertionError(f"cases: {len(found.wrong)} wrong, {asked}\n{shown}")
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.cases.items())
    classes = ", ".join(f"{count} {each}" for each, count in sorted(found.classes.items()))
    return (
        f"{total} requests, {len(found.distinct)} of them distinct ({kinds}): {classes}, "
        f"{found.no_reply} without a reply because they were not HTTP; every route got at least "
        f"{sent} of each method and answered at least {answered} of its own; 0 wrong, "
        f"slowest {found.slowest:.2f} s"
    )
