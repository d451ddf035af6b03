"""Finished replies, given again in front of the framework for as long as nothing has changed them.

A reply is kept under all of the request that it depends on, with what it has read of the
timeline (``service.reads``). At each hit the changes since it was made are held against that,
and where none matters it is as new. Everybody who asks is counted, timed, logged and let in as
if the framework answered. All of this belongs to the event loop of one worker; nothing is shared.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.api import cors
from service.api.access import PRIVATE, identified
from service.api.context import root_of
from service.api.front import Front
from service.api.incoming import KEYS, arrive, good_id, path_of, proxies
from service.api.kept import KEEP, Keep
from service.api.session import PLAIN as COOKIE
from service.api.tags import holds
from service.asgi import Environ, Scope
from service.exchange import Answer
from service.reads import Reads
from service.store.recent import Recent

Pairs = list[tuple[str, str]]
Raw = list[tuple[bytes, bytes]]
Key = tuple[object, ...]
ASKED = "dateline.asked"
"""In the environment: what the request asks for, as far as replies to it may be kept."""
READS = "dateline.reads"
"""In the environment: what the reply has read."""
OVERHEAD = 2000
"""Bytes of an entry besides its body, about."""
SHARE = 8
"""One reply may take so much of the room; a larger one is not kept."""
LEAST_ROOM = 1 << 18
LATE_SECONDS = 60.0
"""Replies that took long are not tried on the loop again for a while."""
SIGNATURES, SIGNATURE_BYTES = 1000, 2000
ENTITY = frozenset({
    "accept-ranges", "allow", "content-encoding", "content-language", "content-length",
    "content-md5", "content-range", "content-type", "expires", "last-modified",
})  # fmt: skip
"""Headers that a 304 does not have."""


@dataclass(slots=True)
class Asked:
    """A request: the key of its reply, and the tags that the client has. ``moment`` is how far
    the log had come before the reply was made, ``late`` whether making it takes long."""

    key: Key
    tags: str | None
    environ: Environ | None
    moment: tuple[int, int] | None = None
    late: bool = False


@dataclass(slots=True)
class Entry:
    """A reply of 200, as it was before all that is of one request was added to it; without
    ``body`` only that it takes long."""

    route: str
    etag: str
    plain: Pairs
    body: bytes | None
    reads: Reads
    moment: tuple[int, int]
    private: bool
    late: bool
    made: float
    whole: Raw
    same: Raw

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return OVERHEAD + len(self.body or b"")


class Kept:
    """The finished replies of a worker, in ``room`` bytes; ``environ`` makes the environment of
    a request."""

    def __init__(
        self, front: Front, recent: Recent, room: int, environ: Callable[[Scope], Environ]
    ) -> None:
        self.front, self.recent, self.environ = front, recent, environ
        self.room = room
        self.size = 0
        self.moved = 0
        """How often a reply outlived changes."""
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        self.signatures: dict[tuple[Any, ...], Asked] = {}
        settings = front.instance.settings
        self.believe = proxies(settings.trusted_proxies)
        self.plainly = not settings.rate_limit and not settings.access_log
        """Whether nothing but a hit's headers differs from one client to the next."""

    def find(self, scope: Scope) -> tuple[Scope, bytes] | Asked | None:
        """The start and the body of the reply; else what is asked; ``None`` where no reply to
        the request can be kept."""
        began = time.perf_counter()
        method = scope["method"]
        if method not in ("GET", "HEAD"):
            return None
        signature: tuple[Any, ...] | None = None
        asked: Asked | None = None
        if self.plainly:
            signature = (
                method, scope["path"], scope["query_string"], scope["scheme"],
                scope["http_version"], *scope["headers"],
            )  # fmt: skip
            asked = self.signatures.get(signature)
        if asked is None:
            asked = self._asked(scope)
            if asked is None:
                return None
        entry = self.entries.get(asked.key)
        seen = self.recent.look()
        if entry is None or entry.body is None or not (seen and self._fresh(entry)):
            late = entry is not None and self._is_late(entry)
            moment = (self.recent.era, self.recent.now) if seen else None
            return Asked(asked.key, asked.tags, asked.environ, moment, late)
        self.entries.move_to_end(asked.key)
        known = asked.tags is not None and holds(asked.tags, entry.etag)
        status = 304 if known else 200
        if signature is not None and asked.key[-1] is None:
            headers = self._quickly(entry, scope, status, began)
            self._remember(signature, asked)
        else:
            headers = self._with_all(entry, asked.environ or {}, status)
        body = b"" if known or method == "HEAD" else entry.body
        return {"type": "http.response.start", "status": status, "headers": headers}, body

    def _remember(self, signature: tuple[Any, ...], asked: Asked) -> None:
        """The same request again is looked at no more: what it asks for follows from it."""
        if asked.environ is None:
            return
        asked.environ = None
        if len(signature[1]) + len(signature[2]) > SIGNATURE_BYTES:
            return
        if sum(len(name) + len(value) for name, value in signature[5:]) > SIGNATURE_BYTES:
            return
        if len(self.signatures) >= SIGNATURES:
            self.signatures.clear()
        self.signatures[signature] = asked

    def _asked(self, scope: Scope) -> Asked | None:
        environ = self.environ(scope)
        arrive(environ, self.believe)
        if "HTTP_RANGE" in environ or "HTTP_TRANSFER_ENCODING" in environ:
            return None
        if environ.get("CONTENT_LENGTH", "0") != "0":
            return None
        instance = self.front.instance
        who: tuple[object, ...] | None = None
        try:
            self.front.admit(environ)
            if (
                "HTTP_AUTHORIZATION" in environ
                or KEYS in environ
                or COOKIE in environ.get("HTTP_COOKIE", "")
            ):
                asker = identified(environ, instance)
                if asker.fault is not None:
                    return Asked((), None, environ)
                if asker.key is not None:
                    who = asker.how, asker.key.number, asker.key.text
        except Exception:  # the framework answers it
            return Asked((), None, environ)
        key = (
            root_of(environ, instance.settings), path_of(environ), environ["QUERY_STRING"],
            environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_ENCODING"), who,
        )  # fmt: skip
        return Asked(key, environ.get("HTTP_IF_NONE_MATCH"), environ)

    def _fresh(self, entry: Entry) -> bool:
        """Whether the reply would be the same now; then it is as if it was made now."""
        reads, recent = entry.reads, self.recent
        if reads.until is not None and time.time() >= reads.until:
            return False
        era, cursor = entry.moment
        if era != recent.era:
            return False
        if cursor != recent.now:
            changes = recent.since(cursor)
            if changes is None or any(each.matters(reads) for each in changes):
                return False
            entry.moment = era, recent.now
            self.moved += 1
        return True

    def _is_late(self, entry: Entry) -> bool:
        return entry.late and time.monotonic() < entry.made + LATE_SECONDS

    def _quickly(self, entry: Entry, scope: Scope, status: int, began: float) -> Raw:
        """The headers for anybody, and the count."""
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        name = good_id(given.decode("latin-1"))
        took = time.perf_counter() - began
        self.front.metrics.note(scope["method"], entry.route, status, took)
        headers = entry.whole if status == 200 else entry.same
        return [*headers, (b"X-Request-Id", name.encode("ascii"))]

    def _with_all(self, entry: Entry, environ: Environ, status: int) -> Raw:
        """The headers that the framework's reply would have had, made as for that."""
        headers = [*entry.plain] if status == 200 else _same(entry.plain)
        if entry.private:
            environ[PRIVATE] = True
        self.front.leave(environ, status, headers, entry.route)
        return _raw(headers)

    def keep(self, environ: Environ, answer: Answer, body: bytes) -> None:
        """Keep the reply, if it may be."""
        asked: Asked | None = environ.get(ASKED)
        if asked is None or not asked.key:
            return
        keep: Keep | None = environ.get(KEEP)
        if keep is None or keep.plain is None or asked.moment is None:
            return
        if answer.head["status"] != 200 or environ["REQUEST_METHOD"] != "GET":
            return
        sent = {name.lower(): text for name, text in keep.plain}
        shared = "set-cookie" not in sent and "no-store" not in sent.get("cache-control", "")
        if "etag" in sent and shared and OVERHEAD + len(body) <= self.room // SHARE:
            fixed = cors.fixed(environ)
            self._put(asked.key, Entry(
                keep.route, sent["etag"][1:-1], keep.plain, body, environ[READS], asked.moment,
                PRIVATE in environ or KEYS in environ, asked.late, time.monotonic(),
                _raw([*keep.plain, *fixed]), _raw([*_same(keep.plain), *fixed]),
            ))  # fmt: skip

    def note_late(self, environ: Environ) -> None:
        """The reply takes long, so for a while it is not tried on the loop."""
        asked: Asked | None = environ.get(ASKED)
        if asked is not None and asked.key:
            asked.late = True
            late = Entry("", "", [], None, Reads(), (0, 0), False, True, time.monotonic(), [], [])
            self._put(asked.key, late)

    def _put(self, key: Key, entry: Entry) -> None:
        before = self.entries.pop(key, None)
        self.size += entry.size - (0 if before is None else before.size)
        self.entries[key] = entry
        while self.size > max(self.room, LEAST_ROOM):
            _, gone = self.entries.popitem(last=False)
            self.size -= gone.size


def _same(headers: Pairs) -> Pairs:
    """Those that a 304 has (RFC 9110, 15.4.5)."""
    return [each for each in headers if each[0].lower() not in ENTITY]


def _raw(headers: Pairs) -> Raw:
    return [(name.encode("latin-1"), text.encode("latin-1")) for name, text in headers]
