"""Runs the WSGI application on an event loop (ASGI), one loop in each worker process.

A read is first tried for a few milliseconds where it arrives (``service.receiving_thread``), which
costs no change of threads. Most reads are answered in that time. A read that is not, or that cannot
be interrupted, is given up and started again on another thread, which sends its reply if it is soon
ready (``service.direct_replies``). Writes, imports and long replies have threads of their own, so
that none of them waits for another kind. The event loop waits for those and for all that takes
long. A slow sender, a slow reader and a stream of changes take no thread while they wait.

Granian has two asynchronous interfaces. ASGI waits for a slow reader. RSGI (2.8) keeps all unread
bytes in memory without a bound, so it is not used.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from functools import partial

from service import app as application
from service import freed_memory
from service.api.access import READS
from service.api.instance import NAME, Instance
from service.api.long_polling import Watch
from service.asgi import BODY, Environ, Receive, Scope, Send, WholeReply
from service.connections import CLOSE, Connections
from service.deadline import Deadline
from service.direct_replies import TRIAL_CPU_SECONDS, DirectReplies, PendingRequest
from service.errors import Unavailable
from service.exchange import Exchange, RequestPools
from service.handovers import Handovers
from service.receiving_thread import BEGUN, answer_there
from service.reply_bodies import ReplyBodies
from service.reply_cache import Hit, ReplyCache, UncheckedReply
from service.reply_keys import CacheRequest
from service.request_bodies import Bodies, Body
from service.store.database import Use, use_on_this_thread
from service.store.latest_changes import Latest
from service.store.recent_changes import Recent
from service.thread_pools import ThreadPools
from service.transfer_rates import MinimumRate
from service.waiting_replies import WaitingReplies
from service.worker_limits import STOP, end_with_parent, limits
from service.wsgi_environ import Environs

STEP_SECONDS = 60.0
"""The most that one batch of an import may take; its size is bounded too."""
SWITCH_SECONDS = 0.001
"""How long another thread may hold the interpreter before the loop gets it."""
IMPORTS = "/v1/imports"
USES_SECONDS = 60.0
"""How often the last uses of keys are written; a killed worker loses the uses of this time at
most."""


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


class Server:
    """An ASGI application (version 3) around a WSGI one."""

    def __init__(
        self,
        app: application.Application,
        *,
        trial_cpu_seconds: float = TRIAL_CPU_SECONDS,
        uses_seconds: float = USES_SECONDS,
    ) -> None:
        self.uses_seconds = uses_seconds
        instance: Instance = app.extensions[NAME]
        store, settings = instance.store, instance.settings
        self.settings = settings
        pace = MinimumRate(settings.least_rate, settings.slow_seconds, settings.body_seconds)
        self.bodies = Bodies(
            int(app.config["MAX_CONTENT_LENGTH"]), app.config["LARGER_BODIES"],
            settings.max_held_body_bytes, pace,
        )  # fmt: skip
        self.seconds = settings.query_timeout_seconds
        slow = store.await_change if store.database.hosted else None
        self.uses = store.keys.uses
        self.pools = ThreadPools(settings)
        watch = Watch(store.changes.last, slow)
        self.waiting = WaitingReplies(watch, self.pools.streams, self.seconds)
        recent = Recent(settings.database_url)
        self.reply_cache = ReplyCache(app.front, recent, settings.replies_mb << 20, Environs())
        self.reply_bodies = ReplyBodies(self.reply_cache, self.pools.streams)
        self.handovers = Handovers()
        self.latest = Latest(recent, self.handovers) if store.database.hosted else None
        self.direct = DirectReplies(
            app, self.bodies, self.reply_bodies, reads=self.pools.reads, latest=self.latest,
            handovers=self.handovers, seconds=self.seconds, trial_cpu_seconds=trial_cpu_seconds,
        )  # fmt: skip
        self.at_once = self.direct.at_once

    def stop(self) -> None:
        """End the replies that wait for changes."""
        self.waiting.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        if scope["type"] != "http":
            return
        if BEGUN not in scope:
            reply = await self._at_once(scope)
            if reply is not None:
                await _send_whole(send, reply)
                return
        begun = scope.pop(BEGUN)
        if isinstance(begun, Exception):
            raise begun
        if isinstance(begun, UncheckedReply):
            begun = await self._settled(scope, begun)
        if isinstance(begun, PendingRequest):
            await self.go_on(begun, receive, send)
            return
        if isinstance(begun, Hit):
            packed = await self.reply_bodies.packed(begun.body, begun.coding)
            begun = self.reply_cache.packed(scope, begun, packed)
        await _send_whole(send, begun)

    async def _at_once(self, scope: Scope) -> WholeReply | None:
        """The reply to a request that has not passed the receiving thread, if the event loop is
        not needed for it."""
        reply = self.at_once(scope)
        if reply is None or isinstance(reply, tuple):
            return reply
        loop = asyncio.get_running_loop()
        finished: asyncio.Future[WholeReply | None] = loop.create_future()

        def finish(made: WholeReply | None) -> None:
            loop.call_soon_threadsafe(finished.set_result, made)

        reply(finish)
        return await finished

    async def _settled(
        self, scope: Scope, unsure: UncheckedReply
    ) -> WholeReply | Hit | PendingRequest:
        """The reply to a request with a key, if it is in the cache and still valid; otherwise a
        thread makes it."""
        found = self.reply_cache.settle(scope, unsure, await self._sure(unsure))
        return self.direct.begin(scope, found) if isinstance(found, CacheRequest) else found

    async def _sure(self, unsure: UncheckedReply) -> bool:
        """Whether the latest changes are known, and the key of the request is valid."""
        environ = unsure.asked.environ
        if self.latest is None or environ is None or not await self.latest.read():
            return False
        work = partial(self.reply_cache.keys.admits, environ)
        try:
            return await self.pools.reads.run(work, Deadline(self.seconds), lambda _: None)
        except Unavailable:
            return False

    async def go_on(self, begun: PendingRequest, receive: Receive, send: Send) -> None:
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
            exchange = self._exchange(environ, body, receive, leaving, send)
            # The error of the work holds frames that hold the request.
            started, begun.started = begun.started, None
            await exchange.run(answer, started)
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
            self.direct.answer, environ, pools=chosen, leaving=leaving, send=send,
            waits=self.waiting.send, body=body, receive=receive, finish=self.reply_bodies.whole,
        )  # fmt: skip

    async def _live(self, receive: Receive, send: Send) -> None:
        """Handle the lifespan of the worker: its start and its end."""
        await receive()
        if threading.current_thread() is threading.main_thread():  # no other thread gets signals
            asyncio.get_running_loop().add_signal_handler(STOP, self.stop)
        await send({"type": "lifespan.startup.complete"})
        stop_seconds = max(self.settings.stop_seconds, 1)
        tasks = [
            asyncio.create_task(self._keep_writing_uses()),
            asyncio.create_task(end_with_parent(stop_seconds)),
            asyncio.create_task(_keep_returning_memory()),
        ]
        await receive()
        for each in tasks:
            each.cancel()
        self.close()
        await self._write_uses()
        await send({"type": "lifespan.shutdown.complete"})

    def close(self) -> None:
        """End the threads, and close the connection of the cache."""
        self.handovers.stop()
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


async def _keep_returning_memory() -> None:
    while True:
        await asyncio.sleep(freed_memory.EVERY_SECONDS)
        await asyncio.to_thread(freed_memory.return_freed_memory)


async def _send_whole(send: Send, reply: WholeReply) -> None:
    await send(reply[0])
    await send({"type": BODY, "body": reply[1]})


async def _left(receive: Receive) -> None:
    """Returns when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
