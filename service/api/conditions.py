"""Conditions of a write on the state of its event (RFC 9110, 13.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Request

from service.api.etags import without_coding
from service.api.event_reads import tag
from service.errors import Invalid, PreconditionFailed
from service.store import ExpectedState, Saved, Store

_TAG = re.compile(r'[ \t,]*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?=,|$)')
WEAK = (
    "If-Match has the ETag of the current state as a weak one (W/), which never matches (RFC 9110,"
    " 13.1.1); a proxy on the way has weakened it: send it without W/"
)
NO_STATE = (
    'If-Match has no ETag of an event, such as "v3-json-1f0c2b7a9d8e4f60"; send what a read of the'
    " event gave; a proxy on the way may have changed it"
)
_STATE = re.compile(r"(v\d{1,9})-[a-z.]{1,40}-([0-9a-f]{16})(-[0-9a-f]{16})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tags:
    """The entity tags of a header: ``*``, or the strong and the weak tags that it lists
    (RFC 9110, 8.8.3)."""

    any: bool
    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()


def read_tags(text: str) -> Tags | None:
    """The tags of ``If-Match`` or ``If-None-Match``; ``None`` if ``text`` is no list of tags."""
    if text.strip(" \t") == "*":
        return Tags(any=True)
    strong, weak, at = set[str](), set[str](), 0
    end = len(text.rstrip(" \t,"))
    while at < end:
        match = _TAG.match(text, at)
        if match is None:
            return None
        (weak if match[1] else strong).add(match[2])
        at = match.end()
    return Tags(False, frozenset(strong), frozenset(weak)) if strong or weak else None


def state_condition(store: Store, sent: Request) -> ExpectedState | None:
    """A function that judges the current state within the transaction; ``None`` without
    ``If-Match``. ``If-Match`` names the state that the client has seen, ``If-None-Match`` states
    that the client does not want to change.

    A weak tag never matches in ``If-Match`` (13.1.1), but it does in ``If-None-Match`` (13.1.2).
    A coding that a proxy added to a tag changes nothing. The version and the digest of the state in
    the tag are compared, so no change by another client is lost.
    Raises ``PreconditionFailed`` or ``Invalid`` if a header is no list of tags.
    """
    unwanted = _none_match(sent)
    header = sent.headers.get("If-Match")
    if header is None:
        return None
    tags = read_tags(header)
    if tags is None:
        raise PreconditionFailed(
            "If-Match must be the ETag that a read of the event gave, with its quotes, a list of"
            " these, or *"
        )
    wanted, weakened = _states(tags.strong), _states(tags.weak)
    refused = _states(unwanted.strong | unwanted.weak) if unwanted else frozenset()

    def judge(current: Saved) -> bool:
        (state,) = _states(frozenset([tag(store, current)]))
        if unwanted is not None and (unwanted.any or state in refused):
            return False
        if tags.any or state in wanted:
            return True
        if state in weakened:
            raise PreconditionFailed(WEAK)
        if not wanted and not weakened:
            raise PreconditionFailed(NO_STATE)
        return False

    return judge


def only_new(sent: Request) -> bool:
    """Whether ``If-None-Match: *`` requires that there is no event yet."""
    tags = _none_match(sent)
    return tags is not None and tags.any


def _none_match(sent: Request) -> Tags | None:
    header = sent.headers.get("If-None-Match")
    if header is None:
        return None
    tags = read_tags(header)
    if tags is None:
        raise Invalid("If-None-Match must be * or a list of ETags")
    return tags


def _states(tags: frozenset[str]) -> frozenset[str]:
    """The states of an event that ``tags`` name. The format of the read does not matter: the tags
    of all formats have the version and the digest of the stored document."""
    found = (_STATE.fullmatch(without_coding(each)) for each in tags)
    return frozenset(f"{match[1]}-{match[2]}" for match in found if match)
