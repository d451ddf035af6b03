"""Sends replies without the event loop, from the thread where a request arrives or from another.

The receiving thread (``service.receiving_thread``) must not wait, so it only answers what is ready
in a moment. Some threads may wait: those that ask a database on a server, and those that do the
longer reads. Such a thread sends its reply itself, because handing it to the loop and back can take
longer than the reply. If a request takes long, or needs more than one whole reply, it is *handed
over* to the event loop, which continues and notices if the client leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from service import app as application
from service import deadline
from service.answer import Answer
from service.api.access import READS
from service.api.problems import last_resort
from service.api.reply_caching import ASKED
from service.asgi import Environ, Finish, LaterReply, Scope, WholeReply
from service.deadline import Deadline, NeedsThread, Trial
from service.errors import Unavailable
from service.freshness import READ_TARGET
from service.handovers import Handover, Handovers
from service.receiving_thread import BEGUN
from service.reply_bodies import Packing, ReplyBodies
from service.reply_cache import REPLY_READS, Hit, UncheckedReply
from service.reply_dependencies import noting
from service.reply_keys import CacheRequest
from service.request_bodies import Bodies, Body, BodyNeeded
from service.store.latest_changes import Latest
from service.thread_pools import StartedWork, ThreadPool

TRIAL_CPU_SECONDS, TRIAL_SECONDS = 0.01, 1.0
"""How long a read may work, or wait for a disk, before another thread has to do it."""
ALONE_SECONDS = 0.05
"""How long a thread does a read while nobody watches whether its client leaves."""
MOST_PLACES = 100
"""The most beginnings of paths that are remembered, such as ``/v1/events``."""


@dataclass(slots=True)
class PendingRequest:
    """A request that is not answered yet.

    ``wanted`` says that the application reads the body of the request. ``answer`` is given if the
    start of the reply is known, and ``packing`` if its body only has to be compressed. ``started``
    is the work of a thread that makes the answer.
    """

    environ: Environ
    body: Body
    answer: Answer | None = None
    wanted: bool = False
    packing: Packing | None = None
    started: StartedWork[Answer] | None = None


class DirectReplies:
    """The replies of a worker that do not need its event loop.

    ``reads`` has the threads for longer reads, of at most ``seconds`` each. ``latest`` reads the
    latest changes if the database has a server.
    """

    def __init__(
        self,
        app: application.Application,
        bodies: Bodies,
        reply_bodies: ReplyBodies,
        *,
        reads: ThreadPool,
        latest: Latest | None,
        handovers: Handovers,
        seconds: float,
        trial_cpu_seconds: float = TRIAL_CPU_SECONDS,
    ) -> None:
        self.app, self.bodies, self.reply_bodies = app, bodies, reply_bodies
        self.cache = reply_bodies.cache
        self.reads, self.latest, self.handovers = reads, latest, handovers
        self.seconds, self.trial_cpu_seconds = seconds, trial_cpu_seconds
        self.alone_seconds = ALONE_SECONDS
        self.untried: set[str] = set()
        """The beginnings of the paths whose replies ask the server of the database, so that they
        are not tried on the receiving thread."""

    def at_once(self, scope: Scope) -> WholeReply | LaterReply | None:
        """The reply to a request, if it is ready in a moment, or a function that lets another
        thread send it. If neither, ``scope`` keeps what has been done (``BEGUN``).

        Only one thread may call this. It does not wait.
        """
        found = self.cache.find(scope)
        if isinstance(found, tuple):
            return found
        if isinstance(found, Hit | UncheckedReply):
            if isinstance(found, UncheckedReply) and not found.keyed and self.latest is not None:
                return partial(self._check, self.latest, scope, found)
            scope[BEGUN] = found
            return None
        begun = self.begin(scope, found)
        try:
            begun.answer = self._tried(begun.environ)
        except BodyNeeded as wanted:
            # Its traceback holds frames that hold the exception itself and the connection.
            wanted.__traceback__ = None
            begun.wanted = True
        reply = self._whole(begun)
        if reply is not None:
            return reply
        if begun.answer is None and not begun.wanted and begun.environ["REQUEST_METHOD"] in READS:
            return partial(self._start, scope, begun)
        scope[BEGUN] = begun
        return None

    def begin(self, scope: Scope, asked: CacheRequest | None) -> PendingRequest:
        """A request with its environment, which the reply cache may have made already."""
        environ = None
        if asked is not None:
            environ, asked.environ = asked.environ, None
            if self.latest is not None and asked.moment is None:
                self.latest.prepare()
        environ = environ or self.cache.environ(scope)
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

    def _check(self, latest: Latest, scope: Scope, unsure: UncheckedReply, finish: Finish) -> None:
        """Finish a request to which a reply is cached, once the latest changes are known."""
        latest.after_read(partial(self._settle, scope, unsure, finish))

    def _settle(self, scope: Scope, unsure: UncheckedReply, finish: Finish, known: bool) -> None:
        """Finish a request to which a reply is cached; ``known`` says whether the latest changes
        are known."""
        try:
            found = self.cache.settle(scope, unsure, known)
            if isinstance(found, tuple):
                finish(found)
            elif isinstance(found, CacheRequest):
                self._start(scope, self.begin(scope, found), finish)
            else:
                scope[BEGUN] = found
                finish(None)
        except Exception as error:  # the loop raises it, and the library reports it
            scope[BEGUN] = error
            finish(None)

    def _start(self, scope: Scope, begun: PendingRequest, finish: Finish) -> None:
        """Let a thread make the reply and send it."""

        def hand_over() -> None:
            scope[BEGUN] = begun
            finish(None)

        alone = Handover(self.alone_seconds, hand_over)
        work = partial(self._make, scope, begun, alone, finish)
        try:
            begun.started = self.reads.start(work, Deadline(self.seconds))
        except Unavailable:  # the loop tries it once more and reports it
            hand_over()
            return
        self.handovers.add(alone)

    def _make(self, scope: Scope, begun: PendingRequest, alone: Handover, finish: Finish) -> Answer:
        """Make the answer, and send it unless the loop waits for it by now."""
        try:
            answer = self.answer(begun.environ)
        except BaseException:  # the loop gets it from the work that is started
            if self.handovers.claim(alone):
                alone.late()
            raise
        if self.handovers.claim(alone):
            begun.answer = answer
            try:
                reply = self._whole(begun)
                if reply is None:
                    scope[BEGUN] = begun
            except Exception as error:  # the loop raises it, and the library reports it
                scope[BEGUN], reply = error, None
            finish(reply)
        return answer

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
            return self.answer(environ)
        except NeedsThread as moved:
            deadline.forget(moved)
            if self.latest is None:
                self.cache.note_late(environ)
            elif len(self.untried) < MOST_PLACES:
                self.untried.add(place)
            return None
        finally:
            deadline.begin(before)

    def answer(self, environ: Environ) -> Answer:
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
