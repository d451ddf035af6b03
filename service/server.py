"""Runs the WSGI application on an event loop (ASGI), one loop in each worker process.

A read is first tried for a few milliseconds where it arrives (``service.receiving_thread``), which
costs no change of threads. Most reads are answered in that time. A read that is not, or that cannot
be interrupted, is given up and started again on another thread. Writes, imports and long replies
have threads of their own, so that none of them waits for another kind. The event loop waits for all
of them. A slow sender, a slow reader and a stream of changes take no thread while they wait.

Granian has two asynchronous interfaces. ASGI waits for a slow reader. RSGI (2.8) keeps all unread
bytes in memory without a bound, so it is not used.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from dataclasses import dataclass
from functools import partial
from typing import Any

from service import app as application
from service import deadline
from service.answer import Answer
from service.api.access import READS
from service.api.instance import NAME, Instance
from service.api.long_polling import Watch
from service.api.problems import last_resort
from service.asgi import BODY, Environ, Receive, Scope, Send, WholeReply
from service.connections import CLOSE, Connections
from service.deadline import Deadline, NeedsThread, Trial
from service.errors import Unavailable
from service.exchange import Exchange, RequestPools
from service.freshness import READ_TARGET
from service.receiving_thread import BEGUN, answer_there
from service.reply_bodies import Packing, ReplyBodies
from service.reply_cache import ASKED, REPLY_READS, Hit, ReplyCache, UncheckedReply
from service.reply_dependencies import noting
from service.reply_keys import CacheRequest
from service.request_bodies import Bodies, Body, BodyNeeded
from service.store.database import Use, use_on_this_thread
from service.store.latest_changes import Latest
from service.store.recent_changes import Recent
from service.thread_pools import ThreadPools
from service.transfer_rates import MinimumRate
from service.waiting_replies import WaitingReplies
from service.worker_limits import STOP, limits
from service.wsgi_environ import Environs

TRIAL_CPU_SECONDS, TRIAL_SECONDS = 0.01, 1.0
"""How long a read may work, or wait for a disk, before another thread has to do it."""
STEP_SECONDS = 60.0
"""The most that one batch of an import may take; its size is bounded too."""
MOST_PLACES = 100
"""The most beginnings of paths that are remembered, such as ``/v1/events``."""
SWITCH_SECONDS = 0.001
"""How long another thread may hold the interpreter before the loop gets it."""
IMPORTS = "/v1/imports"
USES_SECONDS = 60.0
"""How often the last uses of keys are written; a killed worker loses at most so much."""


def from_variables() -> Connections:
    """The service that the ``DATELINE_*`` variables describe."""
    use_on_this_thread(Use.ON_LOOP)
    sys.setswitchinterval(SWITCH_SECONDS)
    app = application.from_variables()
    server = Server(app)
    found = Connections(server, limits(server.settings), server.bodies.uploading)

    def begin() -> None:
        use_on_this_thread(Use.ON_LOOP)
        app.enter()

    answer_there(found.at_once, begin)
    return found


@dataclass(slots=True)
class PendingRequest:
    """A request that could not be answered at once.

    ``wanted`` says that the application reads the body of the request. ``answer`` is given if the
    start of the reply is known, and ``packing`` if its body only has to be compressed.
    """

    environ: Environ
    body: Body
    answer: Answer | None = None
    wanted: bool = False
    packing: Packing | None = None


class Server:
    """An ASGI application (version 3) around a WSGI one."""

    def __init__(
        self,
        app: application.Application,
        *,
        trial_cpu_seconds: float = TRIAL_CPU_SECONDS,
        uses_seconds: float = USES_SECONDS,
    ) -> None:
        self.app = app
        self.trial_cpu_seconds, self.uses_seconds = trial_cpu_seconds, uses_seconds
        instance: Instance = app.extensions[NAME]
        store, settings = instance.store, instance.settings
        self.settings = settings
        pace = MinimumRate(settings.least_rate, settings.slow_seconds, settings.body_seconds)
        self.bodies = Bodies(
            int(app.config["MAX_CONTENT_LENGTH"]), app.config["LARGER_BODIES"],
            settings.max_held_body_bytes, pace,
        )  # fmt: skip
        self.untried: set[str] = set()
        """The beginnings of the paths whose replies ask the server of the database, so that the
        loop does not try them."""
        self.seconds = settings.query_timeout_seconds
        slow = store.await_change if store.database.hosted else None
        self.uses = store.keys.uses
        self.pools = ThreadPools(settings)
        watch = Watch(store.changes.last, slow)
        self.waiting = WaitingReplies(watch, self.pools.streams, self.seconds)
        self.environs = Environs()
        recent = Recent(settings.database_url)
        self.reply_cache = ReplyCache(app.front, recent, settings.replies_mb << 20, self.environs)
        self.reply_bodies = ReplyBodies(self.reply_cache, self.pools.streams)
        self.latest = Latest(recent) if store.database.hosted else None

    def stop(self) -> None:
        """End the replies that wait for changes."""
        self.waiting.stop()

    def at_once(self, scope: Scope) -> WholeReply | None:
        """The reply to a request, if it is ready in a moment. If not, ``scope`` keeps what has been
        done (``BEGUN``), and ``__call__`` goes on from there.

        Only one thread may call this. It does not wait.
        """
        found = self.reply_cache.find(scope)
        if isinstance(found, tuple):
            return found
        if isinstance(found, Hit | UncheckedReply):
            scope[BEGUN] = found
            return None
        begun = self._begin(scope, found)
        try:
            begun.answer = self._tried(begun.environ)
        except BodyNeeded as wanted:
            # Its traceback holds frames that hold the exception itself and the connection.
            wanted.__traceback__ = None
            begun.wanted = True
        reply = self._whole(begun)
        if reply is None:
            scope[BEGUN] = begun
        return reply

    def _begin(self, scope: Scope, asked: CacheRequest | None) -> PendingRequest:
        """A request with its environment, which the reply cache may have made already."""
        environ = None
        if asked is not None:
            environ, asked.environ = asked.environ, None
        environ = environ or self.environs(scope)
        environ[ASKED] = asked
        body = environ["wsgi.input"] = Body(self.bodies, environ, scope)
        return PendingRequest(environ, body)

    def _whole(self, begun: PendingRequest) -> WholeReply | None:
        """The whole reply, unless it has to be waited for."""
        answer = begun.answer
        if answer is None or not answer.whole:
            return None
        made = self.reply_bodies.at_once(begun.environ, answer)
        if made.coding or begun.body.unwanted:
            begun.packing = made
            return None
        begun.body.close()
        return answer.head, made.content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        if scope["type"] != "http":
            return
        begun = scope.pop(BEGUN, None)
        reply = self.at_once(scope) if begun is None else None
        if reply is None:
            begun = begun or scope.pop(BEGUN)
            if isinstance(begun, Exception):
                raise begun
            if isinstance(begun, UncheckedReply):
                begun = await self._settled(scope, begun)
            if isinstance(begun, tuple):
                await send(begun[0])
                await send({"type": BODY, "body": begun[1]})
                return
            if not isinstance(begun, Hit):
                asked: CacheRequest | None = begun.environ[ASKED]
                if self.latest is not None and asked is not None and asked.moment is None:
                    self.latest.prepare()
                await self._go_on(begun, receive, send)
                return
            packed = await self.reply_bodies.packed(begun.body, begun.coding)
            reply = self.reply_cache.packed(scope, begun, packed)
        await send(reply[0])
        await send({"type": BODY, "body": reply[1]})

    async def _settled(
        self, scope: Scope, unsure: UncheckedReply
    ) -> WholeReply | Hit | PendingRequest:
        """The reply from the cache, if it is valid still; otherwise a thread makes it."""
        found = self.reply_cache.settle(scope, unsure, await self._sure(unsure))
        if not isinstance(found, CacheRequest):
            return found
        return self._begin(scope, found)

    async def _sure(self, unsure: UncheckedReply) -> bool:
        """Whether the latest changes are known, and the key of the request is valid."""
        if self.latest is None or not await self.latest.read():
            return False
        if not unsure.keyed or unsure.asked.environ is None:
            return not unsure.keyed
        work = partial(self.reply_cache.keys.admits, unsure.asked.environ)
        try:
            return await self.pools.reads.run(work, Deadline(self.seconds), lambda _: None)
        except Unavailable:
            return False

    async def _go_on(self, begun: PendingRequest, receive: Receive, send: Send) -> None:
        try:
            await self._respond(begun, receive, send)
            if begun.body.unwanted:
                await begun.body.discard(receive)
        finally:
            begun.body.close()

    async def _respond(self, begun: PendingRequest, receive: Receive, send: Send) -> None:
        """Answer in steps on threads, unless only the compression is left to do."""
        environ, body, answer = begun.environ, begun.body, begun.answer
        if answer is not None and begun.packing is not None:
            content = await self.reply_bodies.finish(answer, begun.packing)
            if body.unwanted:
                answer.head["headers"].append(CLOSE)
            await send(answer.head)
            await send({"type": BODY, "body": content})
            return
        if begun.wanted:
            await body.fill(receive)
        # While a body may be awaited, nobody else may call ``receive`` to see the client leave.
        leaving = asyncio.Future[None]() if body.unwanted else asyncio.ensure_future(_left(receive))
        try:
            await self._exchange(environ, body, receive, leaving, send).run(answer)
        finally:
            leaving.cancel()

    def _exchange(
        self,
        environ: Environ,
        body: Body,
        receive: Receive,
        leaving: asyncio.Future[None],
        send: Send,
    ) -> Exchange:
        """The exchange for a request that takes longer.

        Reads, writes and imports have different pools, so that they do not wait for each other.
        """
        pools = self.pools
        if environ["REQUEST_METHOD"] in READS:
            chosen = RequestPools(pools.reads, pools.streams, self.seconds)
        elif environ["PATH_INFO"] == IMPORTS:
            chosen = RequestPools(pools.imports, pools.imports, STEP_SECONDS)
        else:
            chosen = RequestPools(pools.writes, pools.streams, self.seconds)
        return Exchange(
            self._answer, environ, pools=chosen, leaving=leaving, send=send,
            waits=self.waiting.send, body=body, receive=receive, finish=self.reply_bodies.whole,
        )  # fmt: skip

    def _tried(self, environ: Environ) -> Answer | None:
        """The answer, if it is ready in a moment; else ``None``."""
        asked: CacheRequest | None = environ[ASKED]
        if asked is not None and asked.late:
            return None
        place = "/".join(environ["PATH_INFO"].split("/", 3)[:3])
        if place in self.untried:
            return None
        before = deadline.begin(Trial(self.trial_cpu_seconds, TRIAL_SECONDS))
        try:
            return self._answer(environ)
        except NeedsThread as moved:
            deadline.forget(moved)
            if self.latest is None:
                self.reply_cache.note_late(environ)
            elif len(self.untried) < MOST_PLACES:
                self.untried.add(place)
            return None
        finally:
            deadline.begin(before)

    def _answer(self, environ: Environ) -> Answer:
        """The application's answer."""
        head: Scope = {"type": "http.response.start"}

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            head["status"] = int(status[:3])
            head["headers"] = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]

        try:
            with noting() as reads:
                environ[REPLY_READS] = reads
                body = self.app(environ, start)
                return Answer(head, body, environ.get(READ_TARGET))
        except Exception as error:  # in the framework itself; none of our handlers sees it
            return Answer(head, last_resort(environ, start, error))

    async def _live(self, receive: Receive, send: Send) -> None:
        """Handle the lifespan of the worker: its start and its end."""
        await receive()
        if threading.current_thread() is threading.main_thread():  # no other thread gets signals
            asyncio.get_running_loop().add_signal_handler(STOP, self.stop)
        await send({"type": "lifespan.startup.complete"})
        writing_uses = asyncio.create_task(self._keep_writing_uses())
        await receive()
        writing_uses.cancel()
        self.close()
        await self._write_uses()
        await send({"type": "lifespan.shutdown.complete"})

    def close(self) -> None:
        """End the threads, and close the connection of the cache."""
        self.pools.stop()
        if self.latest is None:
            self.reply_cache.recent.close()
        else:
            self.latest.stop()

    async def _keep_writing_uses(self) -> None:
        """Write the last uses of keys at intervals, so that no request waits for it."""
        while True:
            await asyncio.sleep(self.uses_seconds)
            await self._write_uses()

    async def _write_uses(self) -> None:
        taken = self.uses.take()
        # On a thread, because the disk or another writer may be slow.
        if taken and not await asyncio.to_thread(self.uses.write, taken):
            self.uses.put_back(taken)


async def _left(receive: Receive) -> None:
    """Returns when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
