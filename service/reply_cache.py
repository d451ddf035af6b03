"""Caches replies and serves them without the framework until a change affects them.

The key of a reply is every part of the request that it depends on (``service.reply_keys``). The
entry also holds the reads that the reply made (``service.reply_dependencies``). At each hit, the
changes since then are compared with those reads. If none matters, the reply is still valid. Each
hit is counted, timed, logged and admitted as if the framework answered. Each worker has its own
cache. One thread of it looks for replies, and several add them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple
from weakref import ref

from service.answer import Answer
from service.api import cors
from service.api.access import PRIVATE
from service.api.etags import holds
from service.api.hooks import EntryPoint
from service.api.proxy_headers import KEYS, new_id, valid_id
from service.api.reply_caching import ASKED, CACHEABLE, KNOWN, Cacheable
from service.asgi import Environ, Scope, WholeReply
from service.compression import compressed
from service.freshness import READ_TARGET, ReadTarget
from service.reply_dependencies import day_of
from service.reply_entries import OVERHEAD, BodyForm, Entries, Entry, Raw, raw
from service.reply_keys import CacheRequest, ReplyKeys, Signature, signed
from service.store.recent_changes import Recent

REPLY_READS = "dateline.reads"
"""Key in the environment: the ``Reads`` of the reply."""
WORD_BYTES, SHORT = 200, 200
"""Approximate bytes that a cached filter takes.

``WORD_BYTES`` are counted for each value of the query, members of blocs included. The same is
counted for each character of the query string beyond ``SHORT``.
"""
SHARE = 8
"""One reply may take at most this fraction (1/8) of the room; a larger one is not cached."""
LOOK_SECONDS = 0.05
INLINE = 1 << 16
"""The most bytes that are compressed where the request is answered, within a millisecond; another
thread compresses more."""


class Arrival(NamedTuple):
    """When a request came, its signature and the id that its client gave. Without a signature the
    request is not remembered."""

    began: float
    signature: Signature | None
    given: bytes


@dataclass(frozen=True, slots=True)
class UncheckedReply:
    """A request to which a reply is cached, before the changes since are known.

    ``ReplyCache.find`` returns it if a thread has to read them. ``keyed`` says that a thread also
    has to check the key of the request (``ReplyKeys.admits``). After that, ``ReplyCache.settle``
    returns the reply.
    """

    asked: CacheRequest
    arrival: Arrival
    keyed: bool


@dataclass(slots=True)
class Hit:
    """A cached reply, the request for it, and the coding to send.

    ``ReplyCache.find`` returns a hit if a thread has to compress the body first. After that,
    ``ReplyCache.packed`` returns the reply.
    """

    entry: Entry
    coding: str
    asked: CacheRequest
    arrival: Arrival

    @property
    def body(self) -> bytes:
        """The body to compress."""
        return self.entry.bodies[""]


class ReplyCache:
    """The cached replies of a worker, in at most ``room`` bytes; ``environ`` makes the environment
    of a request."""

    def __init__(
        self, front: EntryPoint, recent: Recent, room: int, environ: Callable[[Scope], Environ]
    ) -> None:
        self.front, self.recent, self.environ = front, recent, environ
        self.keys = ReplyKeys(front, environ)
        self.entries = Entries(room)
        self.moved = 0
        """How often a reply stayed valid after changes."""
        self.looked = 0.0

    def find(self, scope: Scope) -> WholeReply | Hit | UncheckedReply | CacheRequest | None:
        """Look for the reply to a request.

        Returns the start and the body of the reply; a ``Hit`` if its body has to be compressed
        first, or an ``UncheckedReply`` if the latest changes have to be read first. If there is no
        valid reply, returns the ``CacheRequest`` under which to cache a new one. Returns ``None``
        if no reply to the request can be cached.
        """
        began = time.perf_counter()
        if scope["method"] not in ("GET", "HEAD"):
            return None
        signature: Signature | None = None
        given = b""
        asked: CacheRequest | None = None
        if self.keys.plainly:
            signature, given = signed(scope)
            asked = self.keys.known.get(signature)
            if asked is not None and asked.entry is not None:
                entry = asked.entry()
                if (
                    entry is not None and not entry.gone
                    and self._look(True, began) and self._fresh(entry)
                ):  # fmt: skip
                    entry.used = True
                    return self._quickly(entry, asked.way, given, began)
                asked.entry = None
        if asked is None:
            asked = self.keys.of(scope)
            if asked is None:
                return None
        entry = self.entries.all.get(asked.key)
        if self.keys.waits:
            asked.late = entry is not None and entry.takes_long
            return asked
        if self.keys.hosted and entry is not None and entry.bodies:
            return UncheckedReply(asked, Arrival(began, signature, given), asked.keyed)
        seen = self._look(entry is not None, began)
        return self._valid(scope, asked, entry, Arrival(began, signature, given), seen)

    def settle(
        self, scope: Scope, unsure: UncheckedReply, seen: bool
    ) -> WholeReply | Hit | CacheRequest:
        """The same as ``find``; ``seen`` says whether the latest changes are known."""
        asked, entry = unsure.asked, self.entries.all.get(unsure.asked.key)
        return self._valid(scope, asked, entry, unsure.arrival, seen)

    def _valid(
        self,
        scope: Scope,
        asked: CacheRequest,
        entry: Entry | None,
        arrival: Arrival,
        seen: bool,
    ) -> WholeReply | Hit | CacheRequest:
        if entry is None or not entry.bodies or not (seen and self._fresh(entry)):
            if asked.environ is None:  # it is kept for requests to come
                asked = replace(asked)
            asked.late = entry is not None and entry.takes_long
            asked.moment = self.recent.moment if seen else None
            return asked
        known = asked.tags is not None and holds(asked.tags, entry.etag)
        coding = entry.coding(asked.coding)
        found = Hit(entry, coding, asked, arrival)
        if not known and coding not in entry.bodies:
            if len(found.body) > INLINE:
                return found
            self.entries.add(entry, coding, compressed(found.body, coding))
        return self._reply(scope, found, 304 if known else 200)

    def packed(self, scope: Scope, found: Hit, body: bytes) -> WholeReply:
        """The start and the body of the reply whose compressed body is ``body``."""
        self.entries.add(found.entry, found.coding, body)
        return self._reply(scope, found, 200)

    def _reply(self, scope: Scope, found: Hit, status: int) -> WholeReply:
        entry, coding, asked = found.entry, found.coding, found.asked
        entry.used = True
        way = scope["method"], coding, status
        began, signature, given = found.arrival
        if signature is not None and not asked.keyed:
            self.keys.remember(signature, asked)
            if not self.keys.hosted:
                asked.entry, asked.way = ref(entry), way
            return self._quickly(entry, way, given, began)
        headers = self._with_all(entry, asked.environ or {}, coding, status)
        start = {"type": "http.response.start", "status": status, "headers": headers}
        return start, entry.body(way)

    def _look(self, needed: bool, now: float) -> bool:
        """Read the new changes from the log.

        A request whose reply has to be made anyway may skip this. Its reply then counts as older
        than it is, so that some changes are checked needlessly.
        """
        if self.keys.hosted:
            return self.recent.known
        if not needed and now < self.looked + LOOK_SECONDS:
            return True
        self.looked = now
        return self.recent.look()

    def _fresh(self, entry: Entry) -> bool:
        """Whether the reply would be the same now; if so, its ``moment`` is set to now."""
        reads, recent = entry.reads, self.recent
        if entry.stale or (reads.day is not None and reads.day != day_of(time.time())):
            return False  # the clock may also have been set back
        if entry.moment == recent.moment:
            return True
        era, cursor = entry.moment
        try:
            entry.stale = era != recent.era or recent.matters(cursor, reads)
        except Exception:  # the changes cannot be judged, so the reply is rebuilt
            entry.stale = True
        if entry.stale:
            return False
        entry.moment = recent.moment
        self.moved += 1
        return True

    def _quickly(self, entry: Entry, way: BodyForm, given: bytes, began: float) -> WholeReply:
        """The reply with the shared headers and a request id (``given``, or a new one); also counts
        the request."""
        ready = entry.ready.get(way)
        if ready is None:
            method, _, status = way
            ready = entry.prepare(way, self.front.metrics.counter((method, entry.route, status)))
        number = valid_id(given.decode("latin-1")).encode("ascii") if given else new_id()
        start = {
            "type": "http.response.start", "status": ready.status,
            "headers": [*ready.headers, (b"X-Request-Id", number)],
        }  # fmt: skip
        ready.counted(time.perf_counter() - began)
        return start, ready.body

    def _with_all(self, entry: Entry, environ: Environ, coding: str, status: int) -> Raw:
        """The headers that the framework's reply would have, made by the same code."""
        headers = entry.pairs(coding, status)
        if entry.private:
            environ[PRIVATE] = True
        self.front.leave(environ, status, headers, entry.route)
        return raw(headers)

    def add(self, environ: Environ, answer: Answer, body: bytes) -> Entry | None:
        """Cache the reply, if that is allowed; returns its entry or ``None``. If a 304 is sent, the
        reply that the client has is cached."""
        asked: CacheRequest | None = environ.get(ASKED)
        sent: Cacheable | None = environ.get(CACHEABLE)
        if asked is None or not asked.key or asked.moment is None:
            return None
        status = answer.head["status"]
        known: bytes | None = environ.get(KNOWN) if status == 304 else None
        if sent is None or sent.plain is None or not (known or status == 200):
            return None
        body = known or body
        if environ["REQUEST_METHOD"] != "GET" or OVERHEAD + len(body) > self.entries.room // SHARE:
            return None
        target: ReadTarget | None = environ.get(READ_TARGET)
        moment = asked.moment
        if target is not None and target.seen is not None:  # a replica may be behind
            moment = moment[0], min(moment[1], target.seen)
        etag = ""
        for name, text in sent.plain:
            if name == "ETag":
                etag = text[1:-1]
            elif name == "Set-Cookie" or (name == "Cache-Control" and "no-store" in text):
                return None
        if not etag:
            return None
        entry = Entry(
            sent.route, sent.plain, cors.fixed(environ), etag, {"": body},
            environ[REPLY_READS], moment, PRIVATE in environ or KEYS in environ, asked.late,
        )  # fmt: skip
        words = max(0, len(environ["QUERY_STRING"]) - SHORT)
        for each in entry.reads.filters:
            words += sum(map(len, each.groups))
        entry.size += len(body) + WORD_BYTES * words
        self.entries.put(asked.key, entry)
        return entry

    def note_late(self, environ: Environ) -> None:
        """Record that the reply takes long, so that it is not tried at once for a while."""
        asked: CacheRequest | None = environ.get(ASKED)
        if asked is not None and asked.key:
            asked.late = True
            self.entries.put(asked.key, Entry(late=True))
