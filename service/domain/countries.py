"""Countries by any usual name or code.

Output codes are ISO 3166-1 alpha-2, ISO 3166-3 for the entities that ISO has withdrawn, and
``x-…`` for states that never had an ISO code (``service.domain.states``). A name is looked up in
its folded form (``service.domain.country_lookup``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from service.domain import near_spellings, result_cache
from service.domain.country_adjectives import ADJECTIVES
from service.domain.country_lookup import (
    Country,
    Names,
    adjective_codes,
    exactly,
    fold,
    listed_names,
)
from service.domain.country_names import ALIASES, AMBIGUOUS, PARTS
from service.domain.country_spellings import SPELLINGS
from service.domain.country_text import split_brackets, split_flags
from service.domain.states import State

__all__ = [
    "MAX_LENGTH",
    "Country",
    "UnknownCountry",
    "all_countries",
    "bloc_by_name",
    "by_code",
    "by_name",
    "country",
    "fold",
    "generation",
    "name",
    "nearest",
    "register",
    "registered",
    "remarks",
    "resolve",
    "resolve_or_none",
    "search_texts",
]  # fmt: skip

MAX_LENGTH = 100
_ABOUT = "[~～∼%％≈≃≅±]"
_DOUBTED = re.compile(rf"[?？؟]|^\s*{_ABOUT}|{_ABOUT}\s*$")
"""The signs of doubt of EDTF and of mathematics, also those of Arabic, Chinese and Japanese
keyboards."""


class UnknownCountry(ValueError):
    """No country has that name or code; ``nearest`` holds similar names."""

    def __init__(self, message: str, nearest: tuple[str, ...]) -> None:
        super().__init__(message)
        self.nearest = nearest


class SeveralCountries(UnknownCountry):
    """The text names several countries, which ``nearest`` holds: ``KZ|US``."""


class AmbiguousCountry(UnknownCountry):
    """The name can be that of several countries, which ``nearest`` holds: ``Congo``."""


class WordsLeftOut(UnknownCountry):
    """The name has ``words`` in brackets that do not belong to it: ``Kazakhstan (host)``."""

    def __init__(self, message: str, code: str, words: str) -> None:
        super().__init__(message, (name(code),))
        self.code, self.words = code, words


_ISO = Names.iso()
_known = _ISO.copy()


def register(states: Iterable[State], blocs: Mapping[str, tuple[str, ...]] | None = None) -> None:
    """Add ``states`` to the countries of ISO 3166, in place of any states that were registered
    before. ``blocs`` are names by code, the usual one first, so that a message can say that one of
    them is no country.

    The domain reads no files: the caller passes the content of the files.
    """
    fresh = dict(vars(_with(tuple(states), tuple((blocs or {}).items()))))
    if blocs is None:
        fresh["blocs"] = _known.blocs
    if fresh["states"] == _known.states:
        fresh["states"] = _known.states  # values computed from them stay valid
    changed = fresh["states"] != _known.states or fresh["blocs"] != _known.blocs
    # Other modules hold this object, so its content is replaced and not the object.
    vars(_known).update(fresh)
    if changed:
        _hints.clear()
        result_cache.clear_all()  # some hold the codes or names of countries


@lru_cache(maxsize=4)
def _with(states: tuple[State, ...], blocs: tuple[tuple[str, tuple[str, ...]], ...]) -> Names:
    """The names of ISO 3166 with these states and blocs. It is cached, because an application and
    its store register the same ones."""
    found = _ISO.copy()
    found.add(states)
    found.blocs = {fold(text): (code, names[0]) for code, names in blocs for text in (code, *names)}
    return found


def registered() -> tuple[State, ...]:
    """The states that ``register`` made known."""
    return tuple(_known.states.values())


def resolve(text: str, hints: bool = True) -> str:
    """The code of the country that ``text`` names. Raises ``UnknownCountry``.

    ``Korea, South`` is read as ``South Korea``, and ``Russia (Soviet Union)`` by the part outside
    the brackets. Without ``hints`` the function spends no time on near spellings.
    """
    code = resolve_or_none(text)
    if code is not None:
        return code
    raise _unknown(text, hints)


def resolve_or_none(text: str) -> str | None:
    """The code that ``resolve`` gives, or ``None``. It spends no time on near spellings."""
    if text in _known.countries:
        return text
    if len(text) > MAX_LENGTH:
        return None
    if _DOUBTED.search(text) or (text.lstrip()[:1] in ("(", "[") and not split_brackets(text)[0]):
        return None  # a doubt must not be dropped, and brackets may hold the whole text
    if not text.isascii():
        text, flags = split_flags(text)
        if flags:
            meant = {resolve_or_none(each) for each in (*flags, text) if each}
            return meant.pop() if len(meant) == 1 else None
    return _known.without_brackets(text) or _known.with_brackets(text)


def remarks(text: str) -> list[str]:
    """The texts in brackets that ``resolve`` leaves out of account, but not other names
    (``Eswatini (Swaziland)``) and words of the name (``Libya (State of)``, ``Cocos (Keeling)
    Islands``)."""
    if ("(" not in text and "[" not in text) or resolve_or_none(text) is None:
        return []
    outside, inside = split_brackets(text)
    return [
        each for each in inside
        if not (_known.names_again(outside, each) or _goes_on(text.partition(each)[2]))
    ]  # fmt: skip


def resolve_whole(text: str, hints: bool = True) -> str:
    """The code that ``resolve`` gives. Raises ``WordsLeftOut`` if the text has ``remarks``."""
    code = resolve(text, hints)
    for each in remarks(text):
        raise WordsLeftOut(f"{each[:64]!r} in {text[:64]!r} would be left out", code, each)
    return code


def _goes_on(text: str) -> bool:
    """Whether the name continues after a bracket; ``text`` ends inside it."""
    return any(map(str.isalpha, split_brackets(text[1:])[0]))


def by_code(text: str) -> str | None:
    """The code of the country that has this code in ISO 3166-1 or 3166-3, or as a private code."""
    return _known.codes.get(exactly(text))


def by_name(text: str) -> str | None:
    """The code of the country of that name. A code is not read as a name."""
    return _known.names.get(fold(text))


def search_texts(code: str) -> Iterator[str]:
    """The words by which a text may name the country of a code: its English names, short and
    official, other names in use, its names in other scripts, and its adjectives."""
    found = _known.countries[code]
    yield found.name
    yield found.official_name
    yield from ALIASES.get(code, ())
    yield from _names_of_search().get(code, ())
    state = _known.states.get(code)
    if state is not None:
        yield from state.names
        yield from state.adjectives


@cache
def _names_of_search() -> dict[str, tuple[str, ...]]:
    """By code, the adjectives, and the names that the lists spell in scripts other than Latin."""
    found: dict[str, tuple[str, ...]] = {}
    others = ((text, code) for text, code in listed_names(SPELLINGS) if text[0] > "ʯ")
    for text, code in (*listed_names(ADJECTIVES), *others):
        found[code] = (*found.get(code, ()), text)
    return found


def generation() -> object:
    """An object that stays the same until ``register`` adds other states."""
    return _known.states


def bloc_by_name(text: str) -> str | None:
    """The code of the bloc with that code or name."""
    found = _known.blocs.get(fold(text)) if len(text) <= MAX_LENGTH else None
    return found[0] if found else None


def _unknown(text: str, hints: bool) -> UnknownCountry:
    if len(text) > MAX_LENGTH:
        return UnknownCountry(f"a country's name has at most {MAX_LENGTH} characters", ())
    outside = split_brackets(text)[0] or text
    bloc = _known.blocs.get(fold(outside))
    if bloc:
        called = "" if bloc[1] == outside else f", {bloc[1]}," if bloc[0] != bloc[1] else ""
        return UnknownCountry(f"{outside!r} is a bloc{called} and not a country", ())
    shared = _known.shared.get(outside.strip().casefold(), ())
    readings = AMBIGUOUS.get(fold(text)) or AMBIGUOUS.get(fold(outside))
    readings = readings or tuple(name(code) for code in shared)
    if readings:
        return AmbiguousCountry(f"{text!r} can mean {' or '.join(readings)}", readings)
    padded = text.strip().zfill(3)
    if text.strip().isdecimal() and padded in _known.codes:
        meant = f"write {padded} for {name(_known.codes[padded])}"
        return UnknownCountry(
            f"{text!r} does not have the three digits of a code; {meant}", (padded,)
        )
    if several := [name(code) for code in _known.several(text)]:
        named = ", ".join(several)
        return SeveralCountries(
            f"{text!r} names several countries, and one is needed; nearest: {named}",
            tuple(several),
        )
    close = nearest(outside) if hints else ()
    hint = f"; nearest: {', '.join(close)}" if close else ""
    return UnknownCountry(f"{text!r} is not a country we know{hint}", close)


_hints: list[near_spellings.Index] = []


def nearest(text: str) -> tuple[str, ...]:
    """Up to three names with a spelling near to ``text``, the best first.

    The name of an opposite state is left out: it has another ``north`` or ``south`` in it.
    """
    if of_adjective := adjective_codes(fold(text[:MAX_LENGTH])):
        return tuple(map(name, of_adjective))[:3]
    if whole := PARTS.get(fold(text[:MAX_LENGTH])):
        return (whole,)
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
    """The country of a code that ``resolve`` gives. Raises ``KeyError``."""
    return _known.countries[code]


def name(code: str) -> str:
    """The common English name of a code, or the code itself if no country has it. That happens if
    an operator takes a state out of the file while events still have it."""
    found = _known.countries.get(code)
    return found.name if found else code


def all_countries() -> tuple[Country, ...]:
    """Every country, by code."""
    return tuple(_known.countries.values())
