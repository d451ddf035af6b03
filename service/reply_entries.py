"""The entries of the reply cache: replies in each form in which they are sent, in bounded room."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from service.api.reply_caching import of_unmodified
from service.compression import LEAST, Pairs, headers_in_coding, is_compressible
from service.reply_dependencies import Reads

Raw = list[tuple[bytes, bytes]]
Key = tuple[object, ...]
BodyForm = tuple[str, str, int]
"""The form in which an entry is sent: the method of the request, the coding, and the status."""
OVERHEAD = 3000
"""Approximate bytes of an entry besides its body."""
LEAST_ROOM = 1 << 18
LATE_SECONDS = 60.0
"""How long a reply that took long is not tried at once again."""


class Ready(NamedTuple):
    """The parts of a reply that are the same for every client, and the function that counts it."""

    status: int
    headers: Raw
    body: bytes
    counted: Callable[[float], None]


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
    size: int = OVERHEAD
    """Approximate bytes in memory."""
    gone: bool = False
    """Whether it is no longer in the cache; ``stale`` if it is no longer valid."""
    stale: bool = False
    used: bool = False
    """Whether it was sent since ``Entries`` has last passed it over."""
    ready: dict[BodyForm, Ready] = field(default_factory=dict)
    packs: bool | None = None
    """Whether it may be compressed, once that is known."""

    @property
    def takes_long(self) -> bool:
        """Whether the reply took long, so that it is not tried at once for a while."""
        return self.late and time.monotonic() < self.made + LATE_SECONDS

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
        return [*made] if status == 200 else of_unmodified(made)

    def body(self, way: BodyForm) -> bytes:
        """The body in a form."""
        method, coding, status = way
        return b"" if status == 304 or method == "HEAD" else self.bodies[coding]

    def prepare(self, way: BodyForm, counted: Callable[[float], None]) -> Ready:
        """The parts of the reply in a form, which are kept."""
        _, coding, status = way
        headers = raw([*self.pairs(coding, status), *self.fixed])
        found = self.ready[way] = Ready(status, headers, self.body(way), counted)
        return found


class Entries:
    """Entries in at most ``room`` bytes, for any number of threads."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.size = 0
        self.all: OrderedDict[Key, Entry] = OrderedDict()
        self.lock = threading.Lock()
        """Held while entries or their sizes are changed."""

    def put(self, key: Key, entry: Entry) -> None:
        """Add an entry; it replaces another with that key."""
        with self.lock:
            before = self.all.pop(key, None)
            self.size += entry.size
            if before is not None:
                self.size -= before.size
                before.gone = True
            self.all[key] = entry
            self._make_room()

    def add(self, entry: Entry, coding: str, body: bytes) -> None:
        """Add the body of an entry in another coding."""
        with self.lock:
            if coding in entry.bodies:
                return
            entry.bodies[coding] = body
            entry.size += len(body)
            if not entry.gone:
                self.size += len(body)
                self._make_room()

    def _make_room(self) -> None:
        while self.size > max(self.room, LEAST_ROOM):
            key, oldest = self.all.popitem(last=False)
            if oldest.used:  # it is passed over; to keep the order of the last use costs more
                oldest.used = False
                self.all[key] = oldest
                continue
            self.size -= oldest.size
            oldest.gone = True


def raw(headers: Pairs) -> Raw:
    """Headers encoded as the server sends them."""
    return [(name.encode("latin-1"), text.encode("latin-1")) for name, text in headers]
