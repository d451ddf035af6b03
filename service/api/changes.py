"""The change log over HTTP, which mirrors follow."""

from __future__ import annotations

import time
from collections.abc import Generator

import orjson
from flask import Response

from service.api.access import with_key
from service.api.addresses import address
from service.api.long_polling import Script, Wait, WaitingReply
from service.api.request import Request
from service.api.responses import conditional
from service.domain.cursors import ForeignCursor, LogPlace
from service.errors import FieldError, Invalid, Unavailable
from service.schemas.parameters import FILTERS, LIMIT, Parameter, whole_number
from service.schemas.query import foreign
from service.store import Change, LogPage, Store

SINCE = Parameter("since", "Entries after this cursor; without it, or with 0, from the beginning.",
                  {"type": "string", "format": "cursor"})  # fmt: skip
WAIT_SECONDS = 60
WAIT = whole_number(
    "wait", "Seconds to wait for the next entry if there is none yet.", WAIT_SECONDS
)
CHANGES = (*FILTERS, LIMIT, SINCE, WAIT)
STREAM = (*FILTERS, SINCE)
KEY_SECONDS = 1.0
"""The maximum time for which a reply still waits after its key was revoked or has expired."""
RETRY = b"retry: 2000\n\n"
PAUSE = Wait(2**62, 1.0)
"""A wait of one second that no news can end."""
BEGIN_AGAIN = "forget what was read and begin again without it"


def changes(request: Request) -> Response:
    """``GET /v1/changes``: the entries after ``since``, oldest first.

    If there are none, a request with ``wait`` gets its reply when there is one, or an empty reply
    after that time.
    """
    options, store = request.options, request.instance.store
    since, wait = (
        read_cursor(store, "since", options.get("since", "0")),
        int(options.get("wait", 0)),
    )
    reading = LogReader(request)
    try:
        found = reading.after(since)
    except ForeignCursor:
        raise foreign("since", BEGIN_AGAIN) from None
    if found.changes or found.more or not wait:
        return conditional(reading.page(found), "application/json")
    return waiting_reply(request, _poll(reading, found, wait), "application/json")


def stream(request: Request) -> Response:
    """``GET /v1/changes/stream``: server-sent events (HTML standard, 9.2). Each is an entry of
    ``/v1/changes`` with its cursor as id. They begin after ``Last-Event-ID`` or ``since``; without
    both, after the newest entry."""
    store = request.instance.store
    header, given = request.sent.headers.get("Last-Event-ID"), request.options.get("since")
    if header:
        since = known_cursor(store, "Last-Event-ID", header)
    elif given is not None:
        since = known_cursor(store, "since", given)
    else:
        since = store.logged_change()
    return waiting_reply(request, _tell(LogReader(request), since), "text/event-stream")


def waiting_reply(request: Request, script: Script, media_type: str) -> Response:
    """A reply that ``script`` writes. Raises ``Unavailable`` if too many replies wait already."""
    here = request.instance
    if request.sent.method == "HEAD":
        script.close()
        return Response(content_type=media_type)
    here.streams.one_more(here.settings.max_streams)
    reply = WaitingReply(script, here.store.changes.last, here.streams.one_less)
    response = Response(reply, content_type=media_type, direct_passthrough=True)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy must send each entry on at once
    return response


def _poll(reading: LogReader, found: LogPage, seconds: float) -> Script:
    end = time.monotonic() + min(seconds, reading.settings.stream_seconds)
    while not (found.changes or found.more):
        news = yield from _wait(reading, found.cursor, max(end - time.monotonic(), 0))
        # If the key or the place is no good any more, the reply is empty, and the client's next
        # request is refused with the reason.
        if not reading.allowed():
            break
        try:
            found = reading.try_after(found.place) or found
        except ForeignCursor:
            break
        if not news or time.monotonic() > end:
            break
    yield reading.page(found)


def _wait(
    reading: LogReader, cursor: int, seconds: float
) -> Generator[Wait, bool | None, bool | None]:
    """Wait for news, but only while the key of the reader is valid."""
    end = time.monotonic() + seconds
    while True:
        left = max(end - time.monotonic(), 0)
        news = yield Wait(cursor, left if reading.key is None else min(left, KEY_SECONDS))
        if news is not False or time.monotonic() >= end or not reading.allowed():
            return news


def _tell(reading: LogReader, place: LogPlace) -> Script:
    end = time.monotonic() + reading.settings.stream_seconds
    yield RETRY
    while time.monotonic() < end and reading.allowed():
        try:
            found = reading.try_after(place)
        except ForeignCursor:
            return  # the client comes back with its last id, and is told so
        if found is None:  # the stream stays open while the database is lost
            yield b":\n\n"
            if (yield PAUSE) is None:
                return
            continue
        lines = [
            b"id: %b\ndata: %b\n\n" % (reading.cursor(each.place), reading.entry(each))
            for each in found.changes
        ]
        newest = found.changes[-1].place if found.changes else place
        if found.place != newest:
            lines.append(
                b"id: %b\n\n" % reading.cursor(found.place)
            )  # an id without data: the client continues from there
        # Even if no entry matched, an empty piece lets other requests have their turn.
        yield b"".join(lines)
        place = found.place
        if not found.more:
            news = yield from _wait(reading, place.number, reading.settings.heartbeat_seconds)
            if news is None:
                return
            if not news:
                yield b":\n\n"


def read_cursor(store: Store, name: str, text: str) -> LogPlace:
    """The place in the cursor ``text``, which the parameter or header ``name`` holds. Raises
    ``Invalid`` if it is no cursor, and ``Gone`` if it is of another database."""
    try:
        return store.seal().change_place(text)
    except ForeignCursor:
        raise foreign(name, BEGIN_AGAIN) from None
    except ValueError as error:
        raise Invalid(f"{name} {error}", [FieldError(f"{name}: {error}", parameter=name)]) from None


def known_cursor(store: Store, name: str, text: str) -> LogPlace:
    """The same. Also raises ``Gone`` if the log does not have the entry there: a mirror that went
    on from it would differ forever."""
    place = read_cursor(store, name, text)
    try:
        store.changes.demand(place)
    except ForeignCursor:
        raise foreign(name, BEGIN_AGAIN) from None
    return place


class LogReader:
    """Reads the log for one request. A reply that waits lives longer than its request, so this
    object keeps all that the reply needs of the request."""

    def __init__(self, request: Request) -> None:
        asked, given = request.query, request.pairs
        names = {each.name for each in FILTERS}
        narrow = any(name in names for name, _ in given)
        self.filter = asked.filter if narrow else None
        self.limit = asked.page.limit
        self.store = request.instance.store
        self.seal = self.store.seal()
        self.settings = request.instance.settings
        self.key = request.who.key
        onward = [(name, text) for name, text in given if name != "since"]
        self.address = with_key(address("/v1/changes", onward))

    def allowed(self) -> bool:
        """Whether the key of the reader is still valid; true if the reader sent none."""
        if self.key is None:
            return True
        try:
            return self.store.keys.of_text(self.key.text) is not None
        except Unavailable:
            return True  # the database cannot be read, so no entry is sent meanwhile

    def try_after(self, place: LogPlace) -> LogPage | None:
        """The same as ``after``; ``None`` if the database cannot answer now."""
        try:
            return self.after(place)
        except Unavailable:
            return None

    def after(self, place: LogPlace) -> LogPage:
        """The entries after ``place``. Raises ``ForeignCursor`` if the log does not have the entry
        there, or if the database has been replaced since the request came."""
        found = self.store.changes_after(place, self.limit, self.filter)
        if self.store.seal() != self.seal:
            raise ForeignCursor("is a cursor of another database")
        return found

    def cursor(self, place: LogPlace) -> bytes:
        """The cursor as clients see it."""
        return self.seal.change(place).encode()

    def page(self, found: LogPage) -> bytes:
        """The reply of ``GET /v1/changes``."""
        cursor = self.seal.change(found.place)
        link = f"{self.address}{'&' if '?' in self.address else '?'}since={cursor}"
        return b'{"items":[%b],"cursor":"%b","more":%b,"next":%b}' % (
            b",".join(self.entry(each) for each in found.changes),
            cursor.encode(),
            b"true" if found.more else b"false",
            orjson.dumps(link),
        )

    def entry(self, change: Change) -> bytes:
        """One entry (docs/mirror.md), with the event as that change left it."""
        return b'{"cursor":"%b","type":"%b","id":"%b","version":%d,"at":"%b","event":%b}' % (
            self.cursor(change.place),
            change.type.encode(),
            change.id.encode(),
            change.version,
            change.at.encode(),
            b"null" if change.body is None else change.body,
        )
