"""Serves ``/events/{id}/versions``, the history of an event field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response

from service.api.access import BY_KEY, shows_names, with_key
from service.api.addresses import prefix
from service.api.event_reads import known_shape
from service.api.feeds import feed_links
from service.api.language import gettext, language, with_language
from service.api.request import Request
from service.errors import Gone
from service.languages import mark
from service.schemas.event import INPUT_FIELDS
from service.schemas.parameters import LANG, whole_number
from service.store import Version
from service.store.history import History
from service.web import listing
from service.web.html import page

PARAMETERS = (whole_number("before", "Only versions before this one."), LANG)
SHOWN = 20
"""The most versions on a page, newest first."""
KINDS = {"created": mark("Created"), "updated": mark("Changed"), "deleted": mark("Deleted")}
LABELS = {
    "title": mark("Title"), "summary": mark("Summary"), "date": mark("Date"),
    "date_as_reported": mark("Date in the source's words"), "category": mark("Kind"),
    "status": mark("Status"), "countries": mark("Countries"),
    "actors": mark("People and organisations"), "place": mark("Place"), "amounts": mark("Money"),
    "sources": mark("Sources"), "related": mark("Related events"), "tags": mark("Tags"),
}  # fmt: skip
"""The labels of an event's fields; another field is labelled with its own name."""
CHANGEABLE = tuple(name for name in INPUT_FIELDS if name != "id")
"""The fields that define an event; all other fields of its document follow from them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs between two versions: its old and new values in words.

    For a list, only the parts that differ are given.
    """

    label: str
    old: list[str]
    new: list[str]


@dataclass(frozen=True, slots=True)
class Step:
    """A version and its differences from the one before.

    They are ``None`` if there is nothing to compare: for the first version, for a deletion, and
    after one.
    """

    version: Version
    kind: str
    differences: list[Difference] | None


def versions(request: Request) -> Response:
    """``GET /events/{id}/versions``: 404 if there never was such an event."""
    before, event_id = request.options.get("before"), request.id
    history = request.instance.store.history
    newest = history.newest(known_shape(event_id))
    last = newest if before is None else min(newest, int(before) - 1)
    # One more version, to compare with the oldest on the page.
    found = history.versions(event_id, max(0, last - SHOWN - 1), SHOWN + 1)
    found = [each for each in found if each.version <= last]
    states = {each.version: _state(history, event_id, each.version) for each in found}
    some = found[-SHOWN:][::-1]
    state = _state(history, event_id, newest) or _state(history, event_id, newest - 1) or {}
    title = state.get("title", event_id)
    path = f"{prefix()}/events/{event_id}/versions"
    older = some and some[-1].version > 1
    response = page(
        "versions.html",
        feeds=feed_links(event_id=event_id, title=title),
        event_id=event_id,
        title=title,
        deleted=_state(history, event_id, newest) is None,
        steps=[_step(each, states) for each in some],
        names=shows_names(request.who, request.instance.settings),
        newest=with_language(with_key(path)) if before is not None else None,
        older=with_language(with_key(f"{path}?before={some[-1].version}")) if older else None,
    )
    response.vary.update(BY_KEY.split(", "))
    return response


def _state(history: History, event_id: str, version: int) -> dict[str, Any] | None:
    """The event in that version; ``None`` if the version is a deletion."""
    try:
        body = history.document_at(event_id, version)
    except Gone:
        return None
    state: dict[str, Any] = orjson.loads(body)
    return state


def _step(version: Version, states: dict[int, dict[str, Any] | None]) -> Step:
    new, old = states[version.version], states.get(version.version - 1)
    differences = None if new is None or old is None else list(_differences(old, new))
    return Step(version, gettext(KINDS[version.type]), differences)


def _differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    for name in CHANGEABLE:
        before, after = _words(name, old), _words(name, new)
        if before != after:
            removed = [each for each in before if each not in after]
            came = [each for each in after if each not in before]
            # If only the order differs, both lists are shown whole.
            label = gettext(LABELS[name]) if name in LABELS else name.replace("_", " ").capitalize()
            yield Difference(label, *((removed, came) if removed or came else (before, after)))


def _words(name: str, state: dict[str, Any]) -> list[str]:
    """The value of a field as lines for people."""
    value = state[name]
    if value is None:
        return []
    if name == "countries":
        return [gettext("%(name)s: %(what)s", name=language().country(each["code"]),
                        what=language().all_of(each["roles"]))
                for each in listing.by_country(state)]  # fmt: skip
    if isinstance(value, list):
        return [_line(each, name) for each in value]
    return [_line(value, name)]


TERMS = {
    ("actors", "type"): "actor",
    ("amounts", "stage"): "stage",
    ("related", "type"): "relation",
}
"""The members whose value is a fixed word, and the kind of that word."""


def _line(value: Any, field: str) -> str:
    """A simple value of a field, or all members of an object, as text."""
    if not isinstance(value, dict):
        return language().term(field, value) if field in ("category", "status") else str(value)
    known = {name: each for name, each in value.items() if each not in (None, "", [])}
    first = [name for name in ("name", "currency", "title", "value") if name in known]
    words = [_member(field, name, known.pop(name)) for name in first]
    words += [_member(field, name, each) for name, each in known.items()]
    return gettext(", ").join(words)


def _member(field: str, name: str, value: Any) -> str:
    if isinstance(value, list):
        fields = " ".join(language().term("field", str(each)) for each in value)
        return gettext("supports %(fields)s", fields=fields)
    if name == "country":
        return language().country(value)
    kind = TERMS.get((field, name))
    return language().term(kind, value) if kind else str(value).replace("_", " ")
