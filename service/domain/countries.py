"""Countries by any usual name or code.

Codes going out are ISO 3166-1 alpha-2, ISO 3166-3 for the entities that ISO has withdrawn,
and ``x-…`` for states that never had an ISO code (``service.domain.states``). A name is
looked up in its folded form: the names of the big lists are ``country_spellings``, the names
people write besides are ``country_names``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import pycountry

from service.domain import near_spellings
from service.domain.country_adjectives import ADJECTIVES
from service.domain.country_names import ALIASES, AMBIGUOUS, COMMON, WITHDRAWN
from service.domain.country_spellings import SPELLINGS
from service.domain.states import State

MAX_LENGTH = 100


class UnknownCountry(ValueError):
    """No country has that name or code; ``nearest`` holds names that come close."""

    def __init__(self, message: str, nearest: tuple[str, ...]) -> None:
        super().__init__(message)
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Country:
    """A country. ``since`` and ``until`` are the ordinals of its first and last day, set for
    states that are no more and for states without an ISO code, as far as they are known."""

    code: str
    alpha3: str | None
    numeric: str | None
    name: str
    official_name: str
    since: int | None = None
    until: int | None = None
    gleditsch_ward: int | None = None
    wikidata: str | None = None


def _iso() -> dict[str, Country]:
    found = {"XK": Country("XK", "XKX", None, "Kosovo", "Republic of Kosovo")}
    for each in pycountry.countries:
        name = COMMON.get(each.alpha_2, each.name)
        official = getattr(each, "official_name", each.name)
        found[each.alpha_2] = Country(each.alpha_2, each.alpha_3, each.numeric, name, official)
    for each in pycountry.historic_countries:
        name, first, last = WITHDRAWN[each.alpha_4]
        found[each.alpha_4] = Country(
            each.alpha_4,
            each.alpha_3,
            getattr(each, "numeric", None),
            name,
            each.name,
            date.fromisoformat(first).toordinal() if first else None,
            date.fromisoformat(last).toordinal() if last else None,
        )
    return dict(sorted(found.items()))


_REMOVED = str.maketrans(dict.fromkeys(".'’‘ʼʻ`´", "") | {"&": " and ", "ı": "i"})
_LEFT_OUT = frozenset({"the", "of"})
_SHORT = {
    "st": "saint", "rep": "republic", "dem": "democratic", "is": "islands", "isl": "islands",
    "isls": "islands", "i": "island", "sts": "states", "terr": "territory", "n": "north",
    "s": "south", "e": "east", "w": "west", "fed": "federal",
}  # fmt: skip
"""Words that the lists abbreviate. Alone such a word is a code (``ST``, ``IS``)."""
_WORD = re.compile(r"[^\W_]+")
_LISTED = re.compile(r"[,;/|+]")
"""Signs that may stand between two countries."""


def fold(text: str) -> str:
    """A name without what spellings differ in: case, accents, dots, ``the``, ``of``, ``&``,
    and the usual abbreviations (``Rep.``, ``St.``, ``Is.``)."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = _WORD.findall(plain.translate(_REMOVED))
    if len(words) > 1:
        words = [_SHORT.get(word, word) for word in words if word not in _LEFT_OUT] or words
    return " ".join(words)


class _Known:
    """What can be looked up. ``joined`` has the names of two parts without their ``and``
    (``antigua barbuda``); ``shared`` the codes that stand for several countries."""

    def __init__(self) -> None:
        self.countries: dict[str, Country] = {}
        self.codes: dict[str, str] = {}
        self.shared: dict[str, tuple[str, ...]] = {}
        self.names: dict[str, str] = {}
        self.joined: dict[str, str] = {}
        self.blocs: dict[str, tuple[str, str]] = {}
        self.states: dict[str, State] = {}

    @classmethod
    def iso(cls) -> _Known:
        """What ISO 3166 and the lists know."""
        found = cls()
        found.countries = _iso()
        found._find_codes()
        found._find_names()
        return found

    def copy(self) -> _Known:
        """The same, to add to."""
        found = _Known()
        for name, value in vars(self).items():
            setattr(found, name, dict(value))
        return found

    def _find_codes(self) -> None:
        for each in self.countries.values():
            if len(each.code) == 2:
                codes = (each.code, each.alpha3, each.numeric)
                self.codes |= {code.casefold(): each.code for code in codes if code}
        withdrawn: dict[str, list[str]] = {}
        for each in self.countries.values():
            if len(each.code) == 4:
                for code in (each.code, each.code[:2], each.alpha3, each.numeric):
                    if code and code.casefold() not in self.codes:
                        withdrawn.setdefault(code.casefold(), []).append(each.code)
        self.codes |= {code: found[0] for code, found in withdrawn.items() if len(found) == 1}
        self.shared = {code: tuple(found) for code, found in withdrawn.items() if len(found) > 1}

    def _find_names(self) -> None:
        for record in SPELLINGS.replace("\n", "").split("|"):
            code, _, spellings = record.partition(":")
            self.names |= dict.fromkeys(spellings.split(";"), code)
        for code, aliases in ALIASES.items():
            self.names |= {fold(alias): code for alias in aliases}
        for each in self.countries.values():
            self.names[fold(each.name)] = each.code
            self.names.setdefault(fold(each.official_name), each.code)
        self._settle()

    def _settle(self) -> None:
        for text in AMBIGUOUS:
            self.names.pop(text, None)
        for text, code in self.names.items():
            if " and " in text:
                self.joined[text.replace(" and ", " ")] = code

    def add(self, states: Iterable[State]) -> None:
        """Take in states without an ISO code."""
        for state in states:
            self.states[state.code] = state
            official = state.names[0] if state.names else state.name
            self.countries[state.code] = Country(
                state.code, None, None, state.name, official, state.since, state.until,
                state.gleditsch_ward, state.wikidata,
            )  # fmt: skip
            self.codes[state.code] = state.code
            self.names |= {fold(text): state.code for text in (state.name, *state.names)}
        self._settle()

    def plain(self, text: str) -> str | None:
        """The code of a name or code without brackets."""
        found = self.codes.get(text.strip().casefold())
        if found:
            return found
        folded = fold(text)
        if not _LISTED.search(text):
            return self.names.get(folded) or self.joined.get(folded)
        found = self.names.get(folded) or self._turned(text)
        parts = {self.names.get(fold(part)) for part in _LISTED.split(text)}
        if None in parts:
            return found
        # "Burma/Myanmar" is one country, "Serbia, Montenegro" are two; "Hong Kong SAR, China"
        # says where one lies.
        return parts.pop() if len(parts) == 1 else found if found in parts else None

    def _turned(self, text: str) -> str | None:
        """``Congo, Republic of the`` read as ``Republic of the Congo``."""
        head, comma, tail = text.partition(",")
        return self.names.get(fold(f"{tail} {head}")) if comma else None

    def explained(self, text: str) -> str | None:
        """A name with brackets. The part outside decides: what stands inside is a word of the
        name (``Congo (Republic of the)``), one of the readings of a name that has several
        (``Congo (Zaire)``), or a remark."""
        if "(" not in text and "[" not in text:
            return None
        outside, inside = _parted(text)
        if not outside or not inside:
            return None
        for whole in (f"{inside[0]} {outside}", f"{outside} {inside[0]}"):
            if len(inside) == 1 and (found := self.names.get(fold(whole))):
                return found
        if found := self.plain(outside):
            return None if any(self._qualifies(each, outside, found) for each in inside) else found
        readings = {self.plain(name) for name in AMBIGUOUS.get(fold(outside), ())}
        meant = {self.plain(each) for each in inside} & (readings - {None})
        return meant.pop() if len(meant) == 1 else None

    def _qualifies(self, inside: str, outside: str, code: str) -> bool:
        """Whether the brackets make another place of the one outside: ``Ireland (North)``,
        ``Mongolia (Inner Mongolia)``, ``Saint Martin (Dutch)``."""
        words = set(fold(inside).split()) - set(fold(outside).split())
        return bool(words) and all(
            word in _QUALIFIERS
            or (word not in self.names and _adjectives().get(word, code) != code)
            for word in words
        )


_QUALIFIERS = frozenset((
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "northeast",
    "northwest", "southeast", "southwest", "central", "new", "inner", "outer", "upper", "lower",
    "lesser", "greater", "nationalist", "free",
))  # fmt: skip
"""Words that make of a country's name that of another place or government."""
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def _parted(text: str) -> tuple[str, list[str]]:
    """A text without its brackets, empty where one is left open, and what is inside them."""
    outside = " ".join(_BRACKETS.sub(" ", text).split()).strip(" ,")
    return ("" if re.search(r"[()\[\]]", outside) else outside), _BRACKETS.findall(text)


_ISO = _Known.iso()
_known = _ISO.copy()


def register(states: Iterable[State], blocs: Mapping[str, str] | None = None) -> None:
    """Make ``states`` known beside those that ISO 3166 has, in place of any that were
    registered before. ``blocs`` are names by code, so that a message can say that one of them
    is no country.

    The domain reads no files: whoever does hands over what is in them.
    """
    fresh = dict(vars(_with(tuple(states), tuple((blocs or {}).items()))))
    if fresh["states"] == _known.states:
        fresh["states"] = _known.states  # what was worked out from them holds
    # Whoever has the module has this object, so it is filled anew rather than replaced.
    vars(_known).update(fresh)
    _hints.clear()


@lru_cache(maxsize=4)
def _with(states: tuple[State, ...], blocs: tuple[tuple[str, str], ...]) -> _Known:
    """What is known beside ISO 3166; an application and its store register the same."""
    found = _ISO.copy()
    found.add(states)
    found.blocs = {fold(text): (code, name) for code, name in blocs for text in (code, name)}
    return found


def registered() -> tuple[State, ...]:
    """The states that ``register`` made known."""
    return tuple(_known.states.values())


def resolve(text: str, hints: bool = True) -> str:
    """The code of the country that ``text`` names. Raises ``UnknownCountry``.

    Beside a plain name, ``Korea, South`` is understood as ``South Korea``, and of
    ``Russia (Soviet Union)`` the part outside the brackets. Without ``hints`` no time goes
    into near spellings.
    """
    code = find(text)
    if code is not None:
        return code
    raise _unknown(text, hints)


def find(text: str) -> str | None:
    """The code that ``resolve`` gives, or ``None``; no time goes into near spellings."""
    if text in _known.countries:
        return text
    if len(text) > MAX_LENGTH:
        return None
    if "?" in text or (text.lstrip()[:1] in ("(", "[") and not _parted(text)[0]):
        return None  # a doubt is not dropped; and all of it may be a remark
    return _known.plain(text) or _known.explained(text)


def by_code(text: str) -> str | None:
    """The code of the country that has this code in ISO 3166-1 or 3166-3, or of ours."""
    return _known.codes.get(text.strip().casefold())


def named(text: str) -> str | None:
    """The code of the country of that name; no code is a name."""
    return _known.names.get(fold(text))


def texts(code: str) -> Iterator[str]:
    """What a text may call the country of a code: its English names, short and official, the
    names people write besides, its names in other scripts, and its adjectives."""
    found = _known.countries[code]
    yield found.name
    yield found.official_name
    yield from ALIASES.get(code, ())
    yield from _called().get(code, ())
    state = _known.states.get(code)
    if state is not None:
        yield from state.names
        yield from state.adjectives


@cache
def _called() -> dict[str, tuple[str, ...]]:
    """By code, the adjectives and the names that the lists spell in other scripts than ours."""
    found: dict[str, tuple[str, ...]] = {}
    for table in (ADJECTIVES, SPELLINGS):
        for record in table.replace("\n", "").split("|"):
            code, _, texts = record.partition(":")
            kept = [each for each in texts.split(";") if table is ADJECTIVES or each[0] > "ʯ"]
            found[code] = (*found.get(code, ()), *kept)
    return found


@cache
def _adjectives() -> dict[str, str]:
    """By adjective of one word, the code of the country; the last one where several share it."""
    records = (each.partition(":") for each in ADJECTIVES.replace("\n", "").split("|"))
    return {text: code for code, _, texts in records for text in texts.split(";")}


def generation() -> object:
    """The same object until ``register`` makes other states known."""
    return _known.states


def bloc_called(text: str) -> str | None:
    """The code of the bloc with that code or name."""
    found = _known.blocs.get(fold(text)) if len(text) <= MAX_LENGTH else None
    return found[0] if found else None


def _unknown(text: str, hints: bool) -> UnknownCountry:
    if len(text) > MAX_LENGTH:
        return UnknownCountry(f"a country's name has at most {MAX_LENGTH} characters", ())
    outside = _parted(text)[0] or text
    bloc = _known.blocs.get(fold(outside))
    if bloc:
        called = "" if bloc[1] == outside else f", {bloc[1]}," if bloc[0] != bloc[1] else ""
        return UnknownCountry(f"{outside!r} is a bloc{called} and not a country", ())
    shared = _known.shared.get(outside.strip().casefold(), ())
    readings = AMBIGUOUS.get(fold(outside)) or tuple(name(code) for code in shared)
    if readings:
        return UnknownCountry(f"{text!r} can mean {' or '.join(readings)}", readings)
    padded = text.strip().zfill(3)
    if text.strip().isdecimal() and padded in _known.codes:
        meant = f"write {padded} for {name(_known.codes[padded])}"
        return UnknownCountry(f"{text!r} has not the three digits of a code; {meant}", (padded,))
    close = nearest(outside) if hints else ()
    hint = f"; nearest: {', '.join(close)}" if close else ""
    return UnknownCountry(f"{text!r} is not a country we know{hint}", close)


_hints: list[near_spellings.Index] = []


def nearest(text: str) -> tuple[str, ...]:
    """Up to three names that are spelt like ``text``, the best first.

    A name of the opposite state is none: nothing with another ``north`` or ``south`` in it.
    """
    if not _hints:
        _hints.append(near_spellings.Index(_displayed(), _code_texts(), fold))
    return _hints[0].nearest(text[:MAX_LENGTH])


def _displayed() -> Iterator[str]:
    """The names that a hint may show."""
    for country in _known.countries.values():
        yield country.name
    for aliases in ALIASES.values():
        yield from aliases
    for country in _known.countries.values():
        yield country.official_name


def _code_texts() -> Iterator[str]:
    for country in _known.countries.values():
        if country.alpha3:
            yield country.alpha3


def country(code: str) -> Country:
    """The country of a code as ``resolve`` gives it. Raises ``KeyError``."""
    return _known.countries[code]


def name(code: str) -> str:
    """The common English name of a code; the code itself where it is of no country we know, as
    an operator may have taken a state out of the file while events have it."""
    found = _known.countries.get(code)
    return found.name if found else code


def all_countries() -> tuple[Country, ...]:
    """Every country, by code."""
    return tuple(_known.countries.values())
