"""Caches finished replies and serves them without the framework until a change affects them.

The key of a reply is every part of the request that it depends on. The entry also holds the reads
that the reply made (``service.reply_dependencies``). At each hit, the changes since then are
compared with those reads. If none matters, the reply is still valid. Each hit is counted, timed,
logged and admitted as if the framework answered. Each worker has its own cache. One thread of it
looks for replies, and several add them.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import ref

from service.api import cors
from service.api.access import PRIVATE, identified
from service.api.addresses import root_of
from service.api.etags import holds
from service.api.hooks import Front
from service.api.language import preferred_on
from service.api.newness import HEADER as NEWER
from service.api.proxy_headers import KEYS, path_of, prepare, proxies, valid_id
from service.api.reply_caching import KEEP, Keep
from service.api.session import PLAIN as COOKIE
from service.asgi import Environ, Scope, Whole
from service.compression import (
    LEAST,
    Pairs,
    compressed,
    headers_in_coding,
    is_compressible,
    preferred_coding,
)
from service.exchange import Answer
from service.freshness import TURN, Turn
from service.reply_dependencies import Reads
from service.store.recent_changes import Recent

Raw = list[tuple[bytes, bytes]]
Key = tuple[object, ...]
Signature = tuple[Any, ...]
Way = tuple[str, str, int]
"""How an entry is sent: the method of the request, the coding, and the status."""
ASKED = "dateline.asked"
"""Key in the environment: the ``Asked`` of the request, or ``None`` if no reply to it is kept."""
READS = "dateline.reads"
"""Key in the environment: the ``Reads`` of the reply."""
OVERHEAD = 3000
"""Approximate bytes of an entry besides its body."""
WORD_BYTES, SHORT = 200, 200
"""Approximate bytes that a kept filter takes.

``WORD_BYTES`` are counted for each value of the query, members of blocs included. The same is
counted for each character of the query string beyond ``SHORT``.
"""
SHARE = 8
"""One reply may take at most this fraction (1/8) of the room; a larger one is not kept."""
LEAST_ROOM = 1 << 18
LOOK_SECONDS = 0.05
INLINE = 1 << 16
"""The most bytes that the loop compresses itself, within a millisecond; a thread does more."""
LATE_SECONDS = 60.0
"""How long a reply that took long is not tried on the loop again."""
SIGNATURES, SIGNATURE_BYTES = 1000, 2000
"""The most remembered requests, and the most bytes of one; each is compared byte by byte."""
UNREAD = frozenset({
    b"connection", b"dnt", b"priority", b"referer", b"sec-ch-ua", b"sec-ch-ua-mobile",
    b"sec-ch-ua-platform", b"sec-fetch-dest", b"sec-fetch-mode", b"sec-fetch-site",
    b"sec-fetch-user", b"sec-gpc", b"te", b"traceparent", b"tracestate",
    b"upgrade-insecure-requests", b"user-agent", b"x-real-ip", b"x-request-id",
})  # fmt: skip
"""Request headers on which no cached reply depends: requests that differ only in these are the
same. ``UNREAD_BYTES`` is the most that they may have together, so that none exceeds its limit."""
UNREAD_BYTES = 1000
ID = b"x-request-id"
PLAIN_NOT = frozenset({"HTTP_RANGE", "HTTP_TRANSFER_ENCODING", NEWER})
"""Request headers that change the reply or have to be checked first, so no reply is kept."""
ENTITY = frozenset({
    "accept-ranges", "allow", "content-encoding", "content-language", "content-length",
    "content-md5", "content-range", "content-type", "expires", "last-modified",
})  # fmt: skip
"""Headers that a 304 does not have."""


@dataclass(slots=True)
class Asked:
    """A request: the key of its reply, the entity tags of the client and its preferred coding.

    ``moment`` is the position in the change log before the reply was made. ``late`` says whether
    making the reply takes long. ``entry`` is the entry that answered it the last time, and ``way``
    says how.
    """

    key: Key
    tags: str | None
    coding: str
    environ: Environ | None
    moment: tuple[int, int] | None = None
    late: bool = False
    entry: ref[Entry] | None = None
    way: Way = ("", "", 0)


@dataclass(slots=True, weakref_slot=True)
class Entry:
    """A 200 reply without the headers of a single request, in each coding that was requested.

    An entry without ``bodies`` only records that the reply takes long.
    """

    route: str = ""
    plain: Pairs = field(default_factory=list)
    fixed: Pairs = field(default_factory=list)
    etag: str = ""
    bodies: dict[str, bytes] = field(default_factory=dict)
    reads: Reads = field(default_factory=Reads)
    moment: tuple[int, int] = (0, 0)
    private: bool = False
    late: bool = False
    made: float = field(default_factory=time.monotonic)
    weight: int = OVERHEAD
    gone: bool = False
    """Whether it is no longer in the cache; ``stale`` if a change matters to it."""
    stale: bool = False
    used: bool = False
    """Whether it was sent since ``_make_room`` has last passed it."""
    heads: dict[tuple[str, int], Raw] = field(default_factory=dict)
    packs: bool | None = None
    """Whether it may be compressed, once that is known."""

    @property
    def size(self) -> int:
        """Approximate bytes in memory."""
        return self.weight + sum(map(len, self.bodies.values()))

    def coding(self, wanted: str) -> str:
        """The coding in which it is sent to a client that prefers ``wanted``."""
        if not wanted or len(self.bodies[""]) < LEAST:
            return ""
        if self.packs is None:
            self.packs = is_compressible(self.plain)
        return wanted if self.packs else ""

    def pairs(self, coding: str, status: int) -> Pairs:
        """The headers of the reply, or of the 304 to a client that has it."""
        made = self.plain
        if coding:
            made = headers_in_coding(
                made, coding, len(self.bodies[coding]) if status == 200 else None
            )
        # A 304 leaves out the headers that describe the content (RFC 9110, 15.4.5).
        return [*made] if status == 200 else [e for e in made if e[0].lower() not in ENTITY]

    def head(self, coding: str, status: int) -> Raw:
        """The headers that every client gets, encoded as they are sent."""
        found = self.heads.get((coding, status))
        if found is None:
            found = raw([*self.pairs(coding, status), *self.fixed])
            self.heads[coding, status] = found
        return found


@dataclass(frozen=True, slots=True)
class Unsure:
    """A request to which a reply is cached, before the changes since are known.

    ``ReplyCache.find`` returns it if a thread has to read them. ``keyed`` says that a thread also
    has to check the key of the request (``ReplyCache.admits``). After that, ``ReplyCache.settle``
    returns the reply.
    """

    asked: Asked
    signature: Signature | None
    began: float
    keyed: bool


@dataclass(slots=True)
class Hit:
    """A cached reply, the request for it, and the coding to send.

    ``ReplyCache.find`` returns a hit if a thread has to compress the body first. After that,
    ``ReplyCache.packed`` returns the reply.
    """

    entry: Entry
    coding: str
    asked: Asked
    signature: Signature | None
    began: float

    @property
    def body(self) -> bytes:
        """The body to compress."""
        return self.entry.bodies[""]


class ReplyCache:
    """The cached replies of a worker, in at most ``room`` bytes; ``environ`` makes the environment
    of a request."""

    def __init__(
        self, front: Front, recent: Recent, room: int, environ: Callable[[Scope], Environ]
    ) -> None:
        self.front, self.recent, self.environ = front, recent, environ
        self.room = room
        self.size = 0
        self.moved = 0
        """How often a reply stayed valid after changes."""
        self.looked = 0.0
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        self.lock = threading.Lock()
        """Held while entries or their sizes are changed."""
        self.signatures: dict[Signature, Asked] = {}
        settings = front.instance.settings
        self.believe = proxies(settings.trusted_proxies)
        self.waits = front.limit is not None and front.limit.remote
        """Whether the loop would wait for another program to count each request.

        If so, no reply is kept, and only the replies that take long are recorded.
        """
        self.hosted = front.turns
        """Whether a thread has to read the changes and check the keys."""
        self.plainly = not settings.rate_limit and not settings.access_log
        """Whether hits need no work for the single client: no rate limit and no access log."""

    def find(self, scope: Scope) -> Whole | Hit | Unsure | Asked | None:
        """Look for the reply to a request.

        Returns the start and the body of the reply; a ``Hit`` if its body has to be compressed
        first, or an ``Unsure`` if the latest changes have to be read first. If there is no valid
        reply, returns the ``Asked`` under which to keep a new one. Returns ``None`` if no reply to
        the request can be kept.
        """
        began = time.perf_counter()
        if scope["method"] not in ("GET", "HEAD"):
            return None
        signature: Signature | None = None
        asked: Asked | None = None
        if self.plainly:
            signature, given = signed(scope)
            asked = self.signatures.get(signature)
            if asked is not None and asked.entry is not None:
                entry = asked.entry()
                if (
                    entry is not None and not entry.gone
                    and self._look(True, began) and self._fresh(entry)
                ):  # fmt: skip
                    return self._quickly(entry, asked.way, given, began)
                asked.entry = None
        if asked is None:
            asked = self._asked(scope)
            if asked is None:
                return None
        entry = self.entries.get(asked.key)
        if self.waits:
            asked.late = entry is not None and self._is_late(entry)
            return asked
        if self.hosted and entry is not None and entry.bodies:
            return Unsure(asked, signature, began, asked.key[-1] is not None)
        seen = self._look(entry is not None, began)
        return self._valid(scope, asked, entry, signature, (seen, began))

    def settle(self, scope: Scope, unsure: Unsure, seen: bool) -> Whole | Hit | Asked:
        """The same as ``find``; ``seen`` says whether the latest changes are known."""
        asked, entry = unsure.asked, self.entries.get(unsure.asked.key)
        return self._valid(scope, asked, entry, unsure.signature, (seen, unsure.began))

    def _valid(
        self,
        scope: Scope,
        asked: Asked,
        entry: Entry | None,
        signature: Signature | None,
        when: tuple[bool, float],
    ) -> Whole | Hit | Asked:
        seen, began = when
        if entry is None or not entry.bodies or not (seen and self._fresh(entry)):
            if asked.environ is None:  # it is kept for requests to come
                asked = replace(asked)
            asked.late = entry is not None and self._is_late(entry)
            asked.moment = self.recent.moment if seen else None
            return asked
        known = asked.tags is not None and holds(asked.tags, entry.etag)
        coding = entry.coding(asked.coding)
        found = Hit(entry, coding, asked, signature, began)
        if not known and coding not in entry.bodies:
            if len(found.body) > INLINE:
                return found
            self.add(entry, coding, compressed(found.body, coding))
        return self._reply(scope, found, 304 if known else 200)

    def packed(self, scope: Scope, found: Hit, body: bytes) -> Whole:
        """The start and the body of the reply whose compressed body is ``body``."""
        self.add(found.entry, found.coding, body)
        return self._reply(scope, found, 200)

    def _reply(self, scope: Scope, found: Hit, status: int) -> Whole:
        entry, coding, asked = found.entry, found.coding, found.asked
        if found.signature is not None and asked.key[-1] is None:
            way = scope["method"], coding, status
            self._remember(found.signature, asked)
            if not self.hosted:
                asked.entry, asked.way = ref(entry), way
            return self._quickly(entry, way, signed(scope)[1], found.began)
        headers = self._with_all(entry, asked.environ or {}, coding, status)
        body = b"" if status == 304 or scope["method"] == "HEAD" else entry.bodies[coding]
        return {"type": "http.response.start", "status": status, "headers": headers}, body

    def _look(self, needed: bool, now: float) -> bool:
        """Read the new changes from the log.

        A request whose reply has to be made anyway may skip this. Its reply then counts as older
        than it is, so that some changes are checked needlessly.
        """
        if self.hosted:
            return self.recent.known
        if not needed and now < self.looked + LOOK_SECONDS:
            return True
        self.looked = now
        return self.recent.look()

    def _remember(self, signature: tuple[Any, ...], asked: Asked) -> None:
        """Remember the ``Asked`` of a request, so that the same request is not parsed again."""
        if asked.environ is None:
            return
        size = sum(len(name) + len(value) for name, value in signature[5:])
        if "HTTP_HOST" not in asked.environ:  # the reply depends on the address of the service
            return
        asked.environ = None
        if len(signature[1]) + len(signature[2]) + size > SIGNATURE_BYTES:
            return
        if len(self.signatures) >= SIGNATURES:
            self.signatures.clear()
        self.signatures[signature] = asked

    def _asked(self, scope: Scope) -> Asked | None:
        environ = self.environ(scope)
        prepare(environ, self.believe)
        if not PLAIN_NOT.isdisjoint(environ) or environ.get("CONTENT_LENGTH", "0") != "0":
            return None
        instance = self.front.instance
        who: tuple[object, ...] | None = None
        try:
            if self.waits:
                return Asked(self._key(environ, None), None, "", environ)
            keyed = (
                "HTTP_AUTHORIZATION" in environ
                or KEYS in environ
                or COOKIE in environ.get("HTTP_COOKIE", "")
            )
            if keyed and self.hosted:
                who = ("sent", _credentials(environ))
            else:
                self.front.admit(environ)
            if keyed and not self.hosted:
                asker = identified(environ, instance)
                if asker.fault is not None:
                    return Asked((), None, "", environ)
                if asker.key is not None:
                    who = asker.how, asker.key.number, asker.key.text
        except Exception:  # the framework answers with the error
            return Asked((), None, "", environ)
        key = self._key(environ, who)
        coding = preferred_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        return Asked(key, environ.get("HTTP_IF_NONE_MATCH"), coding, environ)

    def admits(self, environ: Environ) -> bool:
        """Whether the key of a request is valid, and the request may be answered; for a thread."""
        try:
            asker = identified(environ, self.front.instance)
            self.front.admit(environ)
        except Exception:  # the framework answers with the error
            return False
        return asker.fault is None and asker.key is not None

    def _key(self, environ: Environ, who: tuple[object, ...] | None) -> Key:
        path = path_of(environ)
        return (
            root_of(environ, self.front.instance.settings), path, environ["QUERY_STRING"],
            environ.get("HTTP_ACCEPT"), preferred_on(path, environ.get("HTTP_ACCEPT_LANGUAGE")),
            who,
        )  # fmt: skip

    def _fresh(self, entry: Entry) -> bool:
        """Whether the reply would be the same now; if so, its ``moment`` is set to now."""
        reads, recent = entry.reads, self.recent
        if entry.stale or (reads.until is not None and time.time() >= reads.until):
            return False
        if entry.moment == recent.moment:
            return True
        era, cursor = entry.moment
        try:
            entry.stale = era != recent.era or recent.matters(cursor, reads)
        except Exception:  # the changes cannot be judged, so the reply is made again
            entry.stale = True
        if entry.stale:
            return False
        entry.moment = recent.moment
        self.moved += 1
        return True

    def _is_late(self, entry: Entry) -> bool:
        return entry.late and time.monotonic() < entry.made + LATE_SECONDS

    def _quickly(self, entry: Entry, way: Way, given: bytes, began: float) -> Whole:
        """The reply with the shared headers and a request id (``given``, or a new one); also counts
        the request."""
        method, coding, status = way
        entry.used = True
        own = (b"X-Request-Id", valid_id(given.decode("latin-1")).encode("ascii"))
        headers = [*entry.head(coding, status), own]
        body = b"" if status == 304 or method == "HEAD" else entry.bodies[coding]
        self.front.metrics.note((method, entry.route, status), time.perf_counter() - began)
        return {"type": "http.response.start", "status": status, "headers": headers}, body

    def _with_all(self, entry: Entry, environ: Environ, coding: str, status: int) -> Raw:
        """The headers that the framework's reply would have, made by the same code."""
        headers = entry.pairs(coding, status)
        if entry.private:
            environ[PRIVATE] = True
        self.front.leave(environ, status, headers, entry.route)
        return raw(headers)

    def keep(self, environ: Environ, answer: Answer, body: bytes) -> Entry | None:
        """Cache the reply, if that is allowed; returns its entry or ``None``."""
        asked: Asked | None = environ.get(ASKED)
        keep: Keep | None = environ.get(KEEP)
        if asked is None or not asked.key or asked.moment is None:
            return None
        if keep is None or keep.plain is None or answer.head["status"] != 200:
            return None
        if environ["REQUEST_METHOD"] != "GET" or OVERHEAD + len(body) > self.room // SHARE:
            return None
        turn: Turn | None = environ.get(TURN)
        moment = asked.moment
        if turn is not None and turn.seen is not None:  # a replica may be behind
            moment = moment[0], min(moment[1], turn.seen)
        etag = ""
        for name, text in keep.plain:
            if name == "ETag":
                etag = text[1:-1]
            elif name == "Set-Cookie" or (name == "Cache-Control" and "no-store" in text):
                return None
        if not etag:
            return None
        entry = Entry(
            keep.route, keep.plain, cors.fixed(environ), etag, {"": body},
            environ[READS], moment, PRIVATE in environ or KEYS in environ, asked.late,
        )  # fmt: skip
        words = max(0, len(environ["QUERY_STRING"]) - SHORT)
        for each in entry.reads.filters:
            words += sum(map(len, each.groups))
        entry.weight += WORD_BYTES * words
        self._put(asked.key, entry)
        return entry

    def add(self, entry: Entry, coding: str, body: bytes) -> None:
        """Add the body of an entry in another coding."""
        with self.lock:
            if coding in entry.bodies:
                return
            entry.bodies[coding] = body
            if not entry.gone:
                self.size += len(body)
                self._make_room()

    def note_late(self, environ: Environ) -> None:
        """Record that the reply takes long, so that the loop does not try it for a while."""
        asked: Asked | None = environ.get(ASKED)
        if asked is not None and asked.key:
            asked.late = True
            self._put(asked.key, Entry(late=True))

    def _put(self, key: Key, entry: Entry) -> None:
        with self.lock:
            before = self.entries.pop(key, None)
            self.size += entry.size
            if before is not None:
                self.size -= before.size
                before.gone = True
            self.entries[key] = entry
            self._make_room()

    def _make_room(self) -> None:
        while self.size > max(self.room, LEAST_ROOM):
            key, last = self.entries.popitem(last=False)
            if last.used:  # it is passed over once; that is cheaper than an order of the last use
                last.used = False
                self.entries[key] = last
                continue
            self.size -= last.size
            last.gone = True


def _credentials(environ: Environ) -> bytes:
    """A digest of all that may hold a key in a request."""
    sent = (environ.get(name) for name in ("HTTP_AUTHORIZATION", KEYS, "HTTP_COOKIE"))
    return hashlib.sha256(repr(tuple(sent)).encode("utf-8", "replace")).digest()


def raw(headers: Pairs) -> Raw:
    """Headers encoded as the server sends them."""
    return [(name.encode("latin-1"), text.encode("latin-1")) for name, text in headers]


def signed(scope: Scope) -> tuple[Signature, bytes]:
    """Everything in a request on which its reply may depend, and the id that its client gave."""
    parts = [
        scope["method"], scope["path"], scope["query_string"], scope["scheme"],
        scope["http_version"],
    ]  # fmt: skip
    given, unread = b"", 0
    for header in scope["headers"]:
        name, value = header
        if name not in UNREAD:
            parts.append(header)
            continue
        unread += len(value)
        if name == ID:
            given = b"," if given else value  # several are no id
    if unread > UNREAD_BYTES:
        parts += scope["headers"]
    return tuple(parts), given
