"""Finds the key of a reply in the cache: every part of the request that the reply depends on.

To parse a request costs more than to send a reply. So the requests of clients without a key are
remembered as they came, and the same request is not parsed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import ref

from service.api.access import identified
from service.api.addresses import root_of
from service.api.hooks import EntryPoint
from service.api.language import preferred_on
from service.api.newness import HEADER as NEWER
from service.api.proxy_headers import KEYS, path_of, prepare, proxies
from service.api.session import PLAIN as COOKIE
from service.asgi import Environ, Scope
from service.compression import preferred_coding
from service.reply_entries import BodyForm, Entry, Key

Signature = tuple[Any, ...]
REMEMBERED, LONGEST = 1000, 2000
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
UNCACHED = frozenset({"HTTP_RANGE", "HTTP_TRANSFER_ENCODING", NEWER})
"""Request headers that change the reply or have to be checked first, so no reply is cached."""


@dataclass(slots=True)
class CacheRequest:
    """A request: the key of its reply, the entity tags of the client and its preferred coding.

    ``moment`` is the position in the change log before the reply was made. ``late`` says whether
    making the reply takes long. ``entry`` is the entry that answered it the last time, and ``way``
    the form.
    """

    key: Key
    tags: str | None
    coding: str
    environ: Environ | None
    moment: tuple[int, int] | None = None
    late: bool = False
    entry: ref[Entry] | None = None
    way: BodyForm = ("", "", 0)

    @property
    def keyed(self) -> bool:
        """Whether the client sent a key of the service."""
        return self.key[-1] is not None


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


class ReplyKeys:
    """The keys of the replies to requests; ``environ`` makes the environment of a request."""

    def __init__(self, front: EntryPoint, environ: Callable[[Scope], Environ]) -> None:
        self.front, self.environ = front, environ
        self.known: dict[Signature, CacheRequest] = {}
        settings = front.instance.settings
        self.believe = proxies(settings.trusted_proxies)
        self.waits = front.limit is not None and front.limit.remote
        """Whether each request would wait for another program to count it.

        If so, no reply is cached, and only the replies that take long are recorded.
        """
        self.hosted = front.hosted
        """Whether a thread has to read the changes and check the keys."""
        self.plainly = not settings.rate_limit and not settings.access_log
        """Whether hits need no work for the single client: no rate limit and no access log."""

    def of(self, scope: Scope) -> CacheRequest | None:
        """A request that is parsed; ``None`` if no reply to it may be cached. Without a key in it,
        the framework answers."""
        environ = self.environ(scope)
        prepare(environ, self.believe)
        if not UNCACHED.isdisjoint(environ) or environ.get("CONTENT_LENGTH", "0") != "0":
            return None
        instance = self.front.instance
        who: tuple[object, ...] | None = None
        try:
            if self.waits:
                return CacheRequest(self._key(environ, None), None, "", environ)
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
                if asker.error is not None:
                    return CacheRequest((), None, "", environ)
                if asker.key is not None:
                    who = asker.how, asker.key.number, asker.key.text
        except Exception:  # the framework answers with the error
            return CacheRequest((), None, "", environ)
        key = self._key(environ, who)
        coding = preferred_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        return CacheRequest(key, environ.get("HTTP_IF_NONE_MATCH"), coding, environ)

    def admits(self, environ: Environ) -> bool:
        """Whether the key of a request is valid, and the request may be answered; for a thread."""
        try:
            asker = identified(environ, self.front.instance)
            self.front.admit(environ)
        except Exception:  # the framework answers with the error
            return False
        return asker.error is None and asker.key is not None

    def remember(self, signature: Signature, asked: CacheRequest) -> None:
        """Remember a request, so that the same request is not parsed again."""
        # Without a host the reply depends on the address at which the request came.
        if asked.environ is None or "HTTP_HOST" not in asked.environ:
            return
        asked.environ = None
        size = sum(len(name) + len(value) for name, value in signature[5:])
        if len(signature[1]) + len(signature[2]) + size > LONGEST:
            return
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        self.known[signature] = asked

    def _key(self, environ: Environ, who: tuple[object, ...] | None) -> Key:
        path = path_of(environ)
        return (
            root_of(environ, self.front.instance.settings), path, environ["QUERY_STRING"],
            environ.get("HTTP_ACCEPT"), preferred_on(path, environ.get("HTTP_ACCEPT_LANGUAGE")),
            who,
        )  # fmt: skip


def _credentials(environ: Environ) -> bytes:
    """A digest of all that may hold a key in a request."""
    sent = (environ.get(name) for name in ("HTTP_AUTHORIZATION", KEYS, "HTTP_COOKIE"))
    return hashlib.sha256(repr(tuple(sent)).encode("utf-8", "replace")).digest()
