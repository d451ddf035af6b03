"""The receiving thread answers quick requests; the others reach the event loop."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import threading
import time
import urllib.request
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.asgi import Scope
from service.connection_states import YOUNG_SECONDS, Limits
from service.connections import PASSED, Connections
from service.receiving_thread import BEGUN, FUNCTION, MODULE, answering
from service.settings import Settings
from service.transfer_rates import MinimumRate
from tests.support.live import Live, serving

HITS = 300
START: Scope = {"type": "http.response.start", "status": 200, "headers": []}


class Watcher:
    """A request as the library passes it on."""

    def __init__(self, path: str) -> None:
        self.scope: Scope = {"type": "http", "path": path, "client": ("192.0.2.1", "5")}
        self.proto = self
        self.sent: list[Scope] = []

    def send(self, message: Scope) -> None:
        self.sent.append(message)


def test_what_is_answered_does_not_reach_the_loop() -> None:
    passed: list[Any] = []

    def at_once(scope: Scope, send: Any, pass_on: Any) -> None:
        if scope["path"] == "/broken":
            raise RuntimeError("it broke")
        if scope["path"] == "/quick":
            send(START)
        else:
            pass_on()

    made = answering(lambda *_: passed.append, at_once)
    schedule = made(None, None, None)
    requests = [Watcher(path) for path in ("/quick", "/slow", "/broken")]
    for each in requests:
        schedule(each)
    assert passed == requests[1:]
    assert [len(each.sent) for each in requests] == [1, 0, 0]
    assert isinstance(requests[2].scope[BEGUN], RuntimeError)


def test_the_library_has_the_function_that_is_replaced() -> None:
    library = import_module(MODULE)
    ran: list[Any] = []

    async def callback(watcher: Watcher) -> None:
        ran.append(watcher)

    async def pass_on() -> None:
        loop = asyncio.get_running_loop()
        request = Watcher("/slow")
        request.taskref = lambda task: None  # type: ignore[attr-defined]
        context = import_module("contextvars").copy_context()
        getattr(library, FUNCTION)(loop, context, callback)(request)
        await asyncio.sleep(0.01)

    # Another thread: a browser of other tests may run a loop in this one.
    work = threading.Thread(target=asyncio.run, args=(pass_on(),))
    work.start()
    work.join(10)
    assert [each.scope["path"] for each in ran] == ["/slow"]


def waits_of_the_loop(live: Live) -> int:
    """How often the thread of the event loop has waited."""
    (worker,) = (
        Path(f"/proc/{live.process.pid}/task/{live.process.pid}/children").read_text().split()
    )
    status = Path(f"/proc/{worker}/task/{worker}/status").read_text()
    return int(re.findall(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.M)[0])


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux'")
def test_the_loop_sleeps_while_quick_requests_are_answered(tmp_path: Path) -> None:
    with serving(tmp_path, workers="1") as live:
        for path in ("/v1/events?limit=3", "/v1/events/c5plus1-ministerial-astana-2023"):
            urllib.request.urlopen(live.url + path).close()
            before = waits_of_the_loop(live)
            for _ in range(HITS):
                urllib.request.urlopen(live.url + path).close()
            assert waits_of_the_loop(live) - before < HITS / 2


def test_a_client_that_is_being_answered_there_keeps_its_place() -> None:
    begun, end = threading.Event(), threading.Event()

    class App:
        def at_once(self, scope: Scope) -> None:
            begun.set()
            end.wait(10)

    limits = Limits(most=0, each=9, local=False, reading=MinimumRate(9, 9.0, 9.0), idle=99.0)
    watched = Connections(App(), limits, ())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        with socket.create_connection(address) as busy, socket.create_connection(address) as silent:
            accepted = [listener.accept()[0], listener.accept()[0]]
            busy.sendall(b"GET / HTTP/1.1\r\n\r\n")
            scope: Scope = {"type": "http", "client": busy.getsockname()}
            work = threading.Thread(target=watched.at_once, args=(scope, print, int))
            work.start()
            begun.wait(10)
            now = time.monotonic()
            for late in (0, 2, 4):
                watched.look(now + late * YOUNG_SECONDS)
            assert silent.recv(1) == b"", "it has to make room"
            end.set()
            work.join()
            # The request was passed on, and the loop answers it from now on.
            assert scope[PASSED]
            watched.look(now + 5 * YOUNG_SECONDS)
            busy.settimeout(0.05)
            with pytest.raises(TimeoutError):
                busy.recv(1)
            for each in accepted:
                each.close()


def test_nothing_belongs_to_the_context_of_the_application() -> None:
    """The receiving thread keeps one context for all its requests (``Application.enter``)."""
    service = Path(__file__).resolve().parents[2] / "service"
    found = [
        f"{file.name}: {line.strip()}"
        for file in service.rglob("*.py")
        for line in file.read_text("utf-8").splitlines()
        if re.search(r"from flask import\b.*\bg\b|\bflask\.g\b(?!`)|\.teardown_\w+\(", line)
    ]
    assert found == []
    assert create_app(Settings()).teardown_appcontext_funcs == []
