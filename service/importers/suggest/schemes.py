"""Finds the list of the country codes in a column, and reports the evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain import countries
from service.importers.schemes import SCHEMES, coded, find
from service.importers.suggest.headers import ROLE_MEANINGS, Column
from service.importers.suggest.notes import Notes

HEADERS = {
    "cow": ("cow", "ccode", "stateabb", "stabb"),
    "gw": ("gw",),
    "iso": ("iso", "alpha2", "alpha3"),
    "fips": ("fips", "gec"),
    "ioc": ("ioc", "noc"),
    "un-m49": ("m49", "unm49", "unsd"),
    "cameo": ("cameo",),
}
"""The beginnings of headers, or the words in them, that name a list."""
SIGNS = (";", "|", "/", ",")
MOST = 0.95
"""The share of rows that must be codes of a list that the header does not name."""
NAMED = 0.9
CERTAIN = 0.99
DISTINCT = 5
"""The least number of different codes for a guess; a few numbers are codes of every list."""


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of codes; ``scheme`` is ``None`` if several lists fit and differ."""

    scheme: str | None
    signs: list[str]
    share: float


def find_codes(column: Column, notes: Notes) -> Codes | None:
    """The codes of a column with their list; ``notes`` gets the evidence.

    Returns ``None`` for a column of something else, such as names.
    """
    signs = [sign for sign in SIGNS if any(sign in text for text in column.counts)]
    values: Counter[str] = Counter()
    for text, rows in column.counts.items():
        for part in re.split(f"[{re.escape(''.join(signs))}]", text) if signs else [text]:
            values[part.strip()] += rows
    if not values or not all(map(coded, values)):
        return None
    named = _named(column)
    shares = {scheme: _share(scheme, values) for scheme in SCHEMES}
    if named and shares[named] >= NAMED:
        rivals = [s for s in SCHEMES if shares[s] >= CERTAIN and _differ((named, s), values)]
        degree = notes.sure if shares[named] >= CERTAIN and not rivals else notes.guessed
        degree.append(f"scheme: {column.name} has codes of {named}: the header says so, and "
                    f"{_evidence(named, values)}")  # fmt: skip
        return Codes(named, signs, shares[named])
    if not _may_be_codes(column, values):
        return None
    best = max(shares.values())
    fitting = [s for s in SCHEMES if shares[s] >= max(MOST, best - 0.005)]
    if len(values) < DISTINCT or not fitting:
        return None
    if all(len(text) == 2 for text in values) and "iso" in fitting:
        return None  # two letters are read as ISO without a scheme
    return Codes(_chosen(column, fitting, values, notes), signs, best)


def _chosen(column: Column, fitting: list[str], values: Counter[str], notes: Notes) -> str | None:
    """The only list that fits, or the first of several that agree on every code."""
    differ = _differ(fitting, values)
    if differ:
        text = differ[0]
        readings = ", ".join(f"{s}: {_name(s, text)}" for s in fitting)
        notes.decide.append(
            f"scheme: {column.name} may have codes of {' or '.join(fitting)}, which differ for "
            f"{len(differ)} of {len(values)} codes ({text!r} is {readings}); say which in "
            '"scheme". Until then these rows are refused'
        )
        return None
    chosen = fitting[0]
    others = [s for s in SCHEMES if s not in fitting]
    rest = ", ".join(f"{_share(s, values):.0%} of {s}" for s in others if _share(s, values) > 0.3)
    also = f"; {' and '.join(fitting[1:])} agree on all of them" if fitting[1:] else ""
    than = f"; only {rest}" if rest else ""
    notes.guessed.append(
        f"scheme: {column.name} has codes of {chosen}: {_evidence(chosen, values)}{also}{than}"
    )
    return chosen


def _differ(lists: Sequence[str], values: Counter[str]) -> list[str]:
    """The codes that do not have the same meaning in all of these lists."""
    return [text for text in values if len({find(scheme, text) for scheme in lists}) > 1]


def _evidence(scheme: str, values: Counter[str]) -> str:
    known = [text for text in values if find(scheme, text)]
    examples = ", ".join(f"{text} {_name(scheme, text)}" for text in known[:3])
    return f"{len(known)} of its {len(values)} codes are ({examples})"


def _name(scheme: str, text: str) -> str:
    code = find(scheme, text)
    return countries.name(code) if code else "none"


def _share(scheme: str, values: Counter[str]) -> float:
    return sum(rows for text, rows in values.items() if find(scheme, text)) / values.total()


def _named(column: Column) -> str | None:
    """The list that the header names."""
    words = [re.sub(r"\d+$", "", word) for word in column.words]
    joined = "".join(re.findall(r"[a-z0-9]", column.name.lower()))
    for scheme, heads in HEADERS.items():
        if any(joined.startswith(head) or head in words for head in heads):
            return scheme
    return None


def _may_be_codes(column: Column, values: Counter[str]) -> bool:
    """Whether the header allows codes of countries.

    Numbers may count something else, so their header has to say country or code. Letters in upper
    case need such a header, or one of a role, unless there are many different codes.
    """
    says = column.rank("country") > 0 or "code" in column.words
    if any(text.isdecimal() for text in values):
        return says
    letters = all(text.isupper() for text in values)
    return letters and (says or column.rank(*ROLE_MEANINGS) > 0 or len(values) >= 2 * DISTINCT)
