"""States that have no code in ISO 3166: states that ended before it existed, and states that few
others recognise.

Their codes begin with ``x-``, like private codes in BCP 47. ISO 3166 codes have only letters and
digits, so the two can never be the same, and no register has to assign these codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.domain import edtf

CODE = re.compile(r"x-[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
LONGEST_CODE = 40
_KEYS = frozenset(
    {"code", "name", "names", "adjectives", "since", "until", "gleditsch_ward", "wikidata"}
)


@dataclass(frozen=True, slots=True)
class State:
    """A state. ``since`` and ``until`` are the ordinals of its first and last day; ``None`` means
    that the day is not known or that the state still exists. ``names`` has its other names, the
    official one first. ``adjectives`` has the words for its people and things."""

    code: str
    name: str
    names: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    gleditsch_ward: int | None = None
    wikidata: str | None = None
    adjectives: tuple[str, ...] = ()


def from_json(data: Mapping[str, Any]) -> dict[str, State]:
    """States by code, from ``{"states": [{"code", "name", "names": [...], "adjectives": [...],
    "since", "until", "gleditsch_ward", "wikidata"}, …]}``. Only ``code`` and ``name`` are
    required, and days are EDTF.

    Raises ``ValueError``, which names the state and the error in it.
    """
    found: dict[str, State] = {}
    for entry in data["states"]:
        try:
            state = _state(**{key: entry.get(key) for key in _KEYS | entry.keys()})
            if state.code in found:
                raise ValueError("is there twice")
            found[state.code] = state
        except (AttributeError, TypeError, ValueError) as error:
            code = entry.get("code") if isinstance(entry, Mapping) else entry
            raise ValueError(f"state {code!r}: {error}") from None
    _distinct(found.values())
    return found


def _state(  # the keys of an entry
    *,
    code: str,
    name: str,
    names: list[str] | None,
    adjectives: list[str] | None,
    since: str | None,
    until: str | None,
    gleditsch_ward: int | None,
    wikidata: str | None,
) -> State:
    if not isinstance(code, str) or not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise ValueError(
            f"a code is x- and words of small letters and digits with - between them, "
            f"{LONGEST_CODE} characters at most"
        )
    texts = (name, *(names or ()), *(adjectives or ()))
    if not all(isinstance(each, str) and each.strip() and len(each) <= 100 for each in texts):
        raise ValueError("a name or adjective is a text of 1 to 100 characters")
    if gleditsch_ward is not None and type(gleditsch_ward) is not int:
        raise ValueError("gleditsch_ward is a number")
    if wikidata is not None and not re.fullmatch(r"Q[1-9]\d*", str(wikidata), re.ASCII):
        raise ValueError("wikidata is an id such as Q27306")
    first = edtf.parse(since).earliest if since else None
    last = edtf.parse(until).latest if until else None
    if first is not None and last is not None and first > last:
        raise ValueError("it ends before it begins")
    return State(
        code, name, tuple(names or ()), first, last, gleditsch_ward, wikidata,
        tuple(adjectives or ()),
    )  # fmt: skip


def _distinct(states: Iterable[State]) -> None:
    """Raises ``ValueError`` if two states have the same name."""
    owners: dict[str, str] = {}
    for state in states:
        for text in dict.fromkeys((state.name, *state.names)):
            other = owners.setdefault(text.casefold(), state.code)
            if other != state.code:
                raise ValueError(f"state {state.code!r}: {text!r} is a name of {other} too")
