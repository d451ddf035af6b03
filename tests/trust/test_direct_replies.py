"""A thread sends its reply itself; what takes long is handed over to the event loop."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.soak.server_in_process import Answer, ServerInProcess
from service import deadline
from service.asgi import Finish, LaterReply, Scope, WholeReply
from service.connection_states import Limits
from service.connections import PASSED, Connections
from service.direct_replies import ALONE_SECONDS
from service.opening import open_store
from service.receiving_thread import BEGUN
from service.settings import Settings
from service.transfer_rates import MinimumRate
from tests.support.loops import away

PAGE = "/v1/events?country=Kazakhstan&limit=3"
LONG = 4 * ALONE_SECONDS


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[ServerInProcess]:
    """A server that does each read on a thread."""
    settings = Settings(f"sqlite:///{tmp_path}/test.db", threads=1, max_queue=1)
    with closing(open_store(settings)) as store:
        store.migrate()
    with closing(ServerInProcess(settings, trial_cpu_seconds=0.0)) as made:
        yield made


@pytest.fixture
def unhurried(asking: ServerInProcess) -> None:
    """No read is handed over because a busy machine delays it."""
    asking.server.direct.alone_seconds = 60.0


class Slow:
    """Makes the application of a server wait before each answer."""

    def __init__(self, asking: ServerInProcess, wait: Callable[[], object]) -> None:
        self.inner, self.wait = asking.server.direct.app, wait
        self.threads: list[str] = []
        asking.server.direct.untried.add("/v1/events")
        asking.server.direct.app = self  # type: ignore[assignment]

    def __call__(self, environ: Any, start: Any) -> Any:
        self.threads.append(threading.current_thread().name)
        self.wait()
        return self.inner(environ, start)


def loops_of(asking: ServerInProcess, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the requests with which the event loop goes on."""
    found: list[str] = []
    server, inner = asking.server, asking.server.go_on

    async def noting(begun: Any, *rest: Any) -> None:
        found.append(begun.environ["PATH_INFO"])
        await inner(begun, *rest)

    monkeypatch.setattr(server, "go_on", noting)
    return found


def ask(asking: ServerInProcess, *targets: str) -> list[Answer]:
    """The replies to requests that come together."""

    async def work() -> list[Answer]:
        return list(await asyncio.gather(*map(asking.ask, targets)))

    return away(lambda: asyncio.run(work()))


@pytest.mark.usefixtures("unhurried")
def test_a_quick_read_does_not_need_the_loop(
    asking: ServerInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    looped, slow = loops_of(asking, monkeypatch), Slow(asking, lambda: None)
    (answer,) = ask(asking, PAGE)
    assert (answer.status, looped) == (200, [])
    assert slow.threads[0].startswith("dateline-reads")
    assert len(slow.threads) == 1


def test_a_long_read_is_handed_over_and_made_once(
    asking: ServerInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    looped, slow = loops_of(asking, monkeypatch), Slow(asking, lambda: time.sleep(LONG))
    (answer,) = ask(asking, PAGE)
    assert (answer.status, looped, len(slow.threads)) == (200, ["/v1/events"], 1)


def test_a_reply_that_is_made_in_parts_is_handed_over(
    asking: ServerInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    looped, slow = loops_of(asking, monkeypatch), Slow(asking, lambda: None)
    asking.server.direct.untried.add("/v1/events.csv")
    (answer,) = ask(asking, "/v1/events.csv")
    assert (answer.status, looped, len(slow.threads)) == (200, ["/v1/events.csv"], 1)
    assert answer.body.startswith(b"\xef\xbb\xbfid,") or answer.body.startswith(b"id,")


def test_a_request_that_finds_no_place_is_refused(asking: ServerInProcess) -> None:
    refused = threading.Event()

    def wait() -> None:
        if threading.current_thread().name.startswith("dateline-reads"):  # others only refuse
            refused.wait(20)

    Slow(asking, wait)

    async def work() -> list[Answer]:
        paths = [f"/v1/events?limit={number}" for number in range(1, 5)]
        found = []
        for each in asyncio.as_completed([asking.ask(path) for path in paths]):
            found.append(await each)
            if len(found) == 2:
                refused.set()
        return found

    statuses = [each.status for each in away(lambda: asyncio.run(work()))]
    assert statuses == [503, 503, 200, 200]


def test_work_whose_client_left_ends(asking: ServerInProcess) -> None:
    ended = threading.Event()

    def wait() -> None:
        try:
            while True:
                deadline.check()
                time.sleep(0.005)
        finally:
            ended.set()

    Slow(asking, wait)

    async def work() -> None:
        async def receive() -> Scope:
            return {"type": "http.disconnect"}

        async def send(message: Scope) -> None:
            raise AssertionError(message)

        await asking.server(asking.scope(PAGE), receive, send)

    away(lambda: asyncio.run(work()))
    assert ended.wait(10)


@pytest.mark.usefixtures("unhurried")
def test_an_error_of_the_reply_reaches_the_loop(
    asking: ServerInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("it broke")

    Slow(asking, lambda: None)
    monkeypatch.setattr(asking.server.reply_bodies, "at_once", broken)
    with pytest.raises(RuntimeError, match="it broke"):
        ask(asking, PAGE)


class TestTheCountOfRequests:
    """A connection whose request is being answered is not silent."""

    class App:
        """Answers later, when the test calls ``finish``."""

        finish: Finish

        def at_once(self, scope: Scope) -> WholeReply | LaterReply | None:
            def later(finish: Finish) -> None:
                self.finish = finish

            return later

    REPLY = {"type": "http.response.start", "status": 200, "headers": []}, b"ok"

    @pytest.fixture
    def app(self) -> App:
        return self.App()

    @pytest.fixture
    def watched(self, app: App) -> Connections:
        pace = MinimumRate(9, 9.0, 9.0)
        return Connections(app, Limits(most=0, each=9, local=False, reading=pace, idle=99.0), ())

    @pytest.fixture
    def scope(self) -> Scope:
        return {"type": "http", "client": ("192.0.2.1", "5")}

    def test_it_ends_with_the_reply(self, app: App, watched: Connections, scope: Scope) -> None:
        sent: list[Scope] = []
        watched.at_once(scope, sent.append, pytest.fail)
        assert watched.answering == {("192.0.2.1", 5): 1}
        app.finish(self.REPLY)
        assert (len(sent), watched.answering) == (2, {})

    def test_it_goes_on_if_the_loop_answers(
        self, app: App, watched: Connections, scope: Scope
    ) -> None:
        passed: list[bool] = []
        watched.at_once(scope, print, lambda: passed.append(True))
        app.finish(None)
        assert (passed, scope[PASSED], watched.answering) == ([True], True, {("192.0.2.1", 5): 1})

    def test_a_reply_that_cannot_be_sent_is_reported_by_the_loop(
        self, app: App, watched: Connections, scope: Scope
    ) -> None:
        passed: list[bool] = []

        def send(_: Scope) -> None:
            raise RuntimeError("the connection is gone")

        watched.at_once(scope, send, lambda: passed.append(True))
        app.finish(self.REPLY)
        assert isinstance(scope[BEGUN], RuntimeError)
        assert (passed, watched.answering) == ([True], {("192.0.2.1", 5): 1})
