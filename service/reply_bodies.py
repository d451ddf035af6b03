"""Compresses the bodies of whole replies and puts them into the reply cache."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from service.answer import Answer, coding_for
from service.asgi import Environ
from service.compression import LEAST, compressed
from service.deadline import Deadline
from service.reply_cache import INLINE, ReplyCache
from service.reply_entries import Entry
from service.thread_pools import ThreadPool

PACKING_SECONDS = 60.0


@dataclass(slots=True)
class Packing:
    """A body, the coding in which it has still to be compressed, and its entry in the cache."""

    content: bytes
    coding: str = ""
    entry: Entry | None = None

    @property
    def large(self) -> bool:
        """Whether a thread has to compress it."""
        return len(self.content) > INLINE


class ReplyBodies:
    """Makes the bodies of whole replies; ``pool`` has the threads that compress large ones."""

    def __init__(self, cache: ReplyCache, pool: ThreadPool) -> None:
        self.cache, self.pool = cache, pool

    def begin(self, environ: Environ, answer: Answer) -> Packing:
        """The body of a whole reply, which may still have to be compressed; also caches it."""
        content = b"".join(answer.body)
        entry = self.cache.add(environ, answer, content)
        coding = coding_for(environ)
        if not coding:
            return Packing(content)
        if answer.head["status"] == 304:
            answer.same(coding, environ.get("HTTP_IF_NONE_MATCH", ""))
        elif environ["REQUEST_METHOD"] == "HEAD":
            answer.code(coding)
        elif len(content) >= LEAST and answer.suits():
            return Packing(content, coding, entry)
        return Packing(content)

    def at_once(self, environ: Environ, answer: Answer) -> Packing:
        """The same; a small body is compressed here."""
        made = self.begin(environ, answer)
        if made.coding and not made.large:
            return Packing(self._coded(answer, made, compressed(made.content, made.coding)))
        return made

    async def finish(self, answer: Answer, made: Packing) -> bytes:
        """The body in the coding that the client prefers."""
        if not made.coding:
            return made.content
        return self._coded(answer, made, await self.packed(made.content, made.coding))

    async def whole(self, environ: Environ, answer: Answer) -> bytes:
        """Begin and finish a body."""
        return await self.finish(answer, self.begin(environ, answer))

    async def packed(self, content: bytes, coding: str) -> bytes:
        """A body in a coding; a thread compresses a large one, so that nobody is held up."""
        if len(content) <= INLINE:
            return compressed(content, coding)
        work, limit = partial(compressed, content, coding), Deadline(PACKING_SECONDS)
        return await self.pool.run(work, limit, lambda _: None)

    def _coded(self, answer: Answer, made: Packing, content: bytes) -> bytes:
        """``content``, which is the compressed body; also sets the headers and caches it."""
        answer.code(made.coding, len(content))
        if made.entry is not None:
            self.cache.entries.add(made.entry, made.coding, content)
        return content
