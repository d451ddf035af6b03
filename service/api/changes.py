"""The change log over HTTP: what a mirror follows."""

from __future__ import annotations

import time
from collections.abc import Generator

import orjson
from flask import Response

from service.api.access import carry
from service.api.addresses import address
from service.api.long_polling import Later, Script, Wait
from service.api.request import Request
from service.api.responses import conditional
from service.domain.cursors import Foreign
from service.errors import FieldError, Invalid, Unavailable
from service.schemas.parameters import FILTERS, LIMIT, Parameter, whole_number
from service.schemas.query import foreign
from service.store import Change, Store, Stretch

SINCE = Parameter("since", "The cursor that was reached; from the beginning without it, or 0.",
                  {"type": "string", "format": "cursor"})  # fmt: skip
WAIT_SECONDS = 60
WAIT = whole_number("wait", "Seconds to wait for an entry where there is none.", WAIT_SECONDS)
CHANGES = (*FILTERS, LIMIT, SINCE, WAIT)
STREAM = (*FILTERS, SINCE)
KEY_SECONDS = 1.0
"""How long a reply that waits goes on after its key was revoked or has expired, at the most."""
RETRY = b"retry: 2000\n\n"
PAUSE = Wait(2**62, 1.0)
"""A moment without news."""
BEGIN_AGAIN = "forget what was read and begin again without it"


def changes(request: Request) -> Response:
    """``GET /v1/changes``: the entries after ``since``, oldest first.

    With ``wait`` and nothing to tell, the reply comes when there is something, or is empty
    when the time is over.
    """
    options, store = request.options, request.instance.store
    since, wait = reached(store, "since", options.get("since", "0")), int(options.get("wait", 0))
    reading = Reading(request)
    found = reading.after(since)
    if found.changes or found.more or not wait:
        return conditional(reading.page(found), "application/json")
    return later(request, _poll(reading, found, wait), "application/json")


def stream(request: Request) -> Response:
    """``GET /v1/changes/stream``: server-sent events (HTML standard, 9.2), each an entry of
    ``/v1/changes`` with its cursor as id, from ``Last-Event-ID`` or ``since`` on, else from
    now on."""
    store = request.instance.store
    header, given = request.sent.headers.get("Last-Event-ID"), request.options.get("since")
    if header:
        since = reached(store, "Last-Event-ID", header)
    elif given is not None:
        since = reached(store, "since", given)
    else:
        since = store.logged_change()
    return later(request, _tell(Reading(request), since), "text/event-stream")


def later(request: Request, script: Script, media_type: str) -> Response:
    """A reply that ``script`` writes. Raises ``Unavailable`` where too many wait already."""
    here = request.instance
    if request.sent.method == "HEAD":
        script.close()
        return Response(content_type=media_type)
    here.streams.one_more(here.settings.max_streams)
    reply = Later(script, here.store.changes.last, here.streams.one_less)
    response = Response(reply, content_type=media_type, direct_passthrough=True)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy is to pass each entry on at once
    return response


def _poll(reading: Reading, found: Stretch, seconds: float) -> Script:
    end = time.monotonic() + min(seconds, reading.settings.stream_seconds)
    while not (found.changes or found.more):
        news = yield from _wait(reading, found.cursor, max(end - time.monotonic(), 0))
        if not reading.allowed():
            break  # nothing to tell; whoever asks again learns why
        found = reading.looked(found.cursor) or found
        if not news or time.monotonic() > end:
            break
    yield reading.page(found)


def _wait(
    reading: Reading, cursor: int, seconds: float
) -> Generator[Wait, bool | None, bool | None]:
    """Wait for news, and no longer than the key is good that the reader has shown."""
    end = time.monotonic() + seconds
    while True:
        left = max(end - time.monotonic(), 0)
        news = yield Wait(cursor, left if reading.key is None else min(left, KEY_SECONDS))
        if news is not False or time.monotonic() >= end or not reading.allowed():
            return news


def _tell(reading: Reading, cursor: int) -> Script:
    end = time.monotonic() + reading.settings.stream_seconds
    yield RETRY
    while time.monotonic() < end and reading.allowed():
        found = reading.looked(cursor)
        if found is None:  # the stream outlives the loss of a server
            yield b":\n\n"
            if (yield PAUSE) is None:
                return
            continue
        lines = [
            b"id: %b\ndata: %b\n\n" % (reading.cursor(each.cursor), reading.entry(each))
            for each in found.changes
        ]
        told = found.changes[-1].cursor if found.changes else cursor
        if found.cursor > told:
            lines.append(
                b"id: %b\n\n" % reading.cursor(found.cursor)
            )  # no event, but the place to go on from
        # Empty where none of these matched: others have their turn then, too.
        yield b"".join(lines)
        cursor = found.cursor
        if not found.more:
            news = yield from _wait(reading, cursor, reading.settings.heartbeat_seconds)
            if news is None:
                return
            if not news:
                yield b":\n\n"


def reached(store: Store, name: str, text: str) -> int:
    """The number in the cursor that ``name`` holds.

    Raises ``Invalid`` for what is no cursor, and ``Gone`` for one of another database or beyond
    the end of the log: a mirror that went on from it would differ for ever.
    """
    try:
        number = store.seal().change_number(text)
    except Foreign:
        raise foreign(name, BEGIN_AGAIN) from None
    except ValueError as error:
        raise Invalid(f"{name} {error}", [FieldError(f"{name}: {error}", parameter=name)]) from None
    if number > store.changes.last():
        raise foreign(name, BEGIN_AGAIN)
    return number


class Reading:
    """How this request reads the log. A reply that waits outlives its request, so what it
    needs of that is kept here."""

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
        self.address = carry(address("/v1/changes", onward))

    def allowed(self) -> bool:
        """Whether the key that the reader has shown, if any, is in force still."""
        if self.key is None:
            return True
        try:
            return self.store.keys.of_text(self.key.text) is not None
        except Unavailable:
            return True  # nothing is told meanwhile either

    def looked(self, cursor: int) -> Stretch | None:
        """The same as ``after``; ``None`` where the database does not tell just now."""
        try:
            return self.after(cursor)
        except Unavailable:
            return None

    def after(self, cursor: int) -> Stretch:
        """What comes after ``cursor``."""
        return self.store.changes_after(cursor, self.limit, self.filter)

    def cursor(self, number: int) -> bytes:
        """The cursor as clients have it."""
        return self.seal.change(number).encode()

    def page(self, found: Stretch) -> bytes:
        """The reply of ``GET /v1/changes``."""
        cursor = self.seal.change(found.cursor)
        link = f"{self.address}{'&' if '?' in self.address else '?'}since={cursor}"
        return b'{"items":[%b],"cursor":"%b","more":%b,"next":%b}' % (
            b",".join(self.entry(each) for each in found.changes),
            cursor.encode(),
            b"true" if found.more else b"false",
            orjson.dumps(link),
        )

    def entry(self, change: Change) -> bytes:
        """One entry (docs/mirror.md): the event as that change left it."""
        return b'{"cursor":"%b","type":"%b","id":"%b","version":%d,"at":"%b","event":%b}' % (
            self.cursor(change.cursor),
            change.type.encode(),
            change.id.encode(),
            change.version,
            change.at.encode(),
            b"null" if change.body is None else change.body,
        )
