"""The change log over HTTP: what a mirror follows."""

from __future__ import annotations

import orjson
from flask import Response

from service.api.context import address, conditional, instance, pairs, query
from service.domain.query import Filter
from service.errors import FieldError, Invalid
from service.schemas.query import FILTERS, LIMIT, EventsQuery, whole_number
from service.store import Change, Stretch

SINCE = whole_number("since", "The cursor that was reached; from the beginning without it.")
CHANGES = (*FILTERS, LIMIT, SINCE)


def changes() -> Response:
    """``GET /v1/changes``: the entries after ``since``, oldest first."""
    asked = query(CHANGES)
    since = int(dict(asked.options).get("since", 0))
    check(since)
    return conditional(page(asked, since), "application/json")


def check(since: int) -> None:
    """Raises ``Invalid`` for a cursor beyond the log: the database was put back to an earlier
    state, and a mirror that only waited would differ from it for ever."""
    last = instance().store.last_change()
    if since > last:
        raise Invalid(
            f"the log ends at {last}: it is not the one that gave this cursor; begin again",
            [FieldError(f"since: must be at most {last}", parameter="since")],
        )


def narrowed(asked: EventsQuery) -> Filter | None:
    """The filter, ``None`` where it lets everything through."""
    given = any(name in {each.name for each in FILTERS} for name, _ in pairs())
    return asked.filter if given else None


def page(asked: EventsQuery, since: int) -> bytes:
    """The reply for what comes after ``since``."""
    found = instance().store.changes_after(since, asked.page.limit, narrowed(asked))
    onward = [(name, text) for name, text in pairs() if name != "since"]
    link = address("/v1/changes", [*onward, ("since", str(found.cursor))])
    return _page(found, link)


def _page(found: Stretch, link: str) -> bytes:
    return b'{"items":[%b],"cursor":"%d","more":%b,"next":%b}' % (
        b",".join(entry(each) for each in found.changes),
        found.cursor,
        b"true" if found.more else b"false",
        orjson.dumps(link),
    )


def entry(change: Change) -> bytes:
    """One entry (DESIGN §5): the event as that change left it."""
    return b'{"cursor":"%d","type":"%b","id":"%b","version":%d,"at":"%b","event":%b}' % (
        change.cursor,
        change.type.encode(),
        change.id.encode(),
        change.version,
        change.at.encode(),
        b"null" if change.body is None else change.body,
    )
