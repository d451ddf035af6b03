"""The names and codes of countries, as they are looked up.

``country_spellings`` has the names of the big lists, ``country_names`` the other names that people
write. A name is looked up in its folded form.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import pycountry

from service.domain.country_adjectives import ADJECTIVES
from service.domain.country_names import (
    ABBREVIATIONS,
    ALIASES,
    AMBIGUOUS,
    COMMON,
    EXACT,
    ONE_STATE,
    WITHDRAWN,
)
from service.domain.country_qualifiers import (
    BESIDE,
    DIVIDED,
    ELSEWHERE,
    FORMS,
    HOMONYMS,
    MONARCHIES,
    NAMING,
    OLDER,
    QUALIFIERS,
    REPUBLICS,
    SOVIET,
)
from service.domain.country_spellings import SPELLINGS
from service.domain.country_text import LISTED, SIGNS, adds_another, split_brackets, split_list
from service.domain.former_names import OTHER_NAMES
from service.domain.other_country_spellings import OTHER_SPELLINGS
from service.domain.states import State


@dataclass(frozen=True, slots=True)
class Country:
    """A country. ``since`` and ``until`` are the ordinals of its first and last day. They are set,
    if known, for states that no longer exist and for states without an ISO code."""

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
"""Words that the lists abbreviate. Such a word by itself is a code (``ST``, ``IS``)."""
_WORD = re.compile(r"[^\W_]+")
_COMMA = ([","], ["،"], ["，"])
_GLUED = re.compile(r"(?<=[a-z]\.)(?=[A-Z])")
"""Between an abbreviation and the next word: ``St.Lucia``."""


def exactly(text: str) -> str:
    """A text as codes and ``EXACT`` are looked up: without case, and with composed letters."""
    return unicodedata.normalize("NFC", text.strip()).casefold()


def fold(text: str) -> str:
    """A name without the differences between spellings: case, accents, dots, ``the``, ``of``,
    ``&``, and the usual abbreviations (``Rep.``, ``St.``, ``Is.``)."""
    plain = _GLUED.sub(" ", text).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = _WORD.findall(plain.translate(_REMOVED))
    if len(words) > 1:
        words = [_SHORT.get(word, word) for word in words if word not in _LEFT_OUT] or words
    return " ".join(words)


class Names:
    """The names and codes that can be looked up. ``joined`` has the names of two parts without
    their ``and`` (``antigua barbuda``); ``shared`` has the codes that stand for several
    countries."""

    def __init__(self) -> None:
        self.countries: dict[str, Country] = {}
        self.codes: dict[str, str] = {}
        self.shared: dict[str, tuple[str, ...]] = {}
        self.names: dict[str, str] = {}
        self.joined: dict[str, str] = {}
        self.blocs: dict[str, tuple[str, str]] = {}
        self.states: dict[str, State] = {}
        self.close: dict[str, str] = {}

    @classmethod
    def iso(cls) -> Names:
        """The names and codes of ISO 3166 and of the lists."""
        found = cls()
        found.countries = _iso()
        found._find_codes()
        found._find_names()
        return found

    def copy(self) -> Names:
        """A copy, to which states can be added."""
        found = Names()
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
        self.codes |= EXACT
        self.shared = {code: tuple(found) for code, found in withdrawn.items() if len(found) > 1}

    def _find_names(self) -> None:
        for code, others in OTHER_NAMES.items():
            if code in self.countries:
                self.names |= {fold(other): code for other in others}
        for table in (SPELLINGS, OTHER_SPELLINGS):
            self.names |= listed_names(table)
        for code, aliases in (*ALIASES.items(), *ABBREVIATIONS.items()):
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
        """Add states without an ISO code."""
        for state in states:
            self.states[state.code] = state
            official = state.names[0] if state.names else state.name
            self.countries[state.code] = Country(
                state.code, None, None, state.name, official, state.since, state.until,
                state.gleditsch_ward, state.wikidata,
            )  # fmt: skip
            self.codes[state.code] = state.code
            texts = (*OTHER_NAMES.get(state.code, ()), state.name, *state.names)
            self.names |= {fold(text): state.code for text in texts}
        self._settle()

    def without_brackets(self, text: str) -> str | None:
        """The code of a name or code without brackets."""
        return self.codes.get(exactly(text)) or self._named(text)

    def _named(self, text: str) -> str | None:
        folded = fold(text)
        if not LISTED.search(text):
            return self.names.get(folded) or self.joined.get(folded) or self._respelt(text, folded)
        parts = SIGNS.split(text)
        # Codes do not count here: "NA; NA" is more often two empty cells than Namibia.
        same = set(map(self._named, parts)) if len(parts) > 1 else set()
        if len(same) == 1 and None not in same:
            return same.pop()
        listed = self.names.get(folded)
        pieces = [self.names.get(fold(piece)) for piece in LISTED.split(text)]
        if None in pieces:
            return listed or self._inverted(text)
        # "Burma/Myanmar" is one country, "Serbia, Montenegro" are two. After a comma, the second
        # part of "Hong Kong SAR, China" says where the first part lies.
        if len(set(pieces)) == 1 or text.strip().casefold() in ONE_STATE:
            return pieces[0]
        return listed if listed in pieces and LISTED.findall(text) in _COMMA else None

    def several(self, text: str) -> list[str]:
        """The codes of the countries in a text that names two or more; else nothing."""
        for pieces in (SIGNS.split(text), split_list(text)):  # a name may have a comma or "and"
            codes = dict.fromkeys(map(self.without_brackets, pieces))
            if len(codes) > 1 and None not in codes:
                return [code for code in codes if code]
        return []

    def _respelt(self, text: str, folded: str) -> str | None:
        """The code of a name with single letters apart (``U S A``, ``Cote d Ivoire``), or of one
        with its form of government (``Kingdom of Romania``)."""
        if "(" in text or "[" in text:
            return None
        if " " in text and any(len(word) == 1 for word in text.split()):
            return self._spaceless().get(fold(text.replace(" ", "")))
        words = folded.split()
        rest = [word for word in words if word not in FORMS and word not in BESIDE]
        if not rest or not FORMS.intersection(words):
            return None
        left = " ".join(rest)
        code = self.names.get(left) or (_only_adjectives().get(left) if len(rest) == 1 else None)
        if code is None or code in DIVIDED or len(code) > 2 or folded in AMBIGUOUS:
            return None
        if code in OLDER and MONARCHIES.intersection(words):
            return None
        soviet = SOVIET.intersection(words)
        return code if not soviet or code in REPUBLICS else None

    def _spaceless(self) -> dict[str, str]:
        """The names without their spaces."""
        if not self.close:
            self.close = {text.replace(" ", ""): code for text, code in self.names.items()}
        return self.close

    def _inverted(self, text: str) -> str | None:
        """``Congo, Republic of the`` read as ``Republic of the Congo``."""
        head, comma, tail = text.partition(",")
        return self.names.get(fold(f"{tail} {head}")) if comma else None

    def with_brackets(self, text: str) -> str | None:
        """The code of a name with brackets. The part outside decides. The part inside is a word
        of the name (``Congo (Republic of the)``), one reading of an ambiguous name
        (``Congo (Zaire)``), or a remark."""
        if "(" not in text and "[" not in text:
            return None
        outside, inside = split_brackets(text)
        if not outside or not inside or fold(text) in AMBIGUOUS or any(map(adds_another, inside)):
            return None
        if len(inside) == 1 and (found := self._whole(outside, inside[0])):
            return found
        if found := self.without_brackets(outside):
            if any(self._qualifies(each, outside, found) for each in inside):
                return None
            return self._meant(inside, outside, found)
        readings = {self.without_brackets(name) for name in AMBIGUOUS.get(fold(outside), ())}
        meant = {self.without_brackets(each) for each in inside} & (readings - {None})
        return meant.pop() if len(meant) == 1 else None

    def _whole(self, outside: str, inside: str) -> str | None:
        """The country whose name is both parts together: ``Congo (Republic of the)``. If both are
        countries, only the order of the lists is meant: they have ``Serbia (Yugoslavia)``."""
        found = self.names.get(fold(f"{outside} {inside}"))
        if found or (self.without_brackets(inside) and self.without_brackets(outside)):
            return found
        return self.names.get(fold(f"{inside} {outside}"))

    def names_again(self, outside: str, inside: str) -> bool:
        """Whether the text in brackets is a name too, of a country or a bloc, or has only words of
        names and of forms of government."""
        folded = fold(inside)
        if folded in self.blocs or folded in AMBIGUOUS or self._whole(outside, inside):
            return True
        words = set(folded.split()) - set(fold(outside).split())
        known = FORMS | BESIDE | QUALIFIERS | ELSEWHERE | NAMING
        return words <= known or self.without_brackets(inside) is not None

    def _meant(self, inside: list[str], outside: str, code: str) -> str | None:
        """The country of a name whose brackets hold ``inside``: that of the name, or the one whose
        code stands in the brackets, if both share the name (``Germany (GDR)``). ``None`` if the
        brackets say that the name is that of another place."""
        words = set(fold(outside).split())
        for each in inside:
            last = fold(each).split()[-1:]
            if ELSEWHERE.intersection(last) and not re.search(r"\bof( the)?\s*$", each):
                return None
            other = self.without_brackets(each)
            if other is None or other == code:
                continue
            if other in HOMONYMS.get(code, ()):
                return None
            named = set(fold(self.countries[other].name).split())
            if words < named:
                return other if named - words <= QUALIFIERS else None
        return code

    def _qualifies(self, inside: str, outside: str, code: str) -> bool:
        """Whether the words in the brackets make the name that of another place:
        ``Ireland (North)``, ``Mongolia (Inner Mongolia)``, ``Saint Martin (Dutch)``."""
        words = set(fold(inside).split()) - set(fold(outside).split())
        return bool(words) and all(
            word in QUALIFIERS or (word not in self.names and _adjectives().get(word, code) != code)
            for word in words
        )


@cache
def _adjectives() -> dict[str, str]:
    """By adjective of one word, the code of its country; the last code if several share it."""
    return dict(listed_names(ADJECTIVES))


@cache
def _only_adjectives() -> dict[str, str]:
    """The adjectives of one country only."""
    times = Counter(text for text, _ in listed_names(ADJECTIVES))
    return {text: code for text, code in listed_names(ADJECTIVES) if times[text] == 1}


def adjective_codes(folded: str) -> tuple[str, ...]:
    """The codes of the countries that have this adjective (``dutch``), for a hint."""
    return _by_adjective().get(folded, ())


@cache
def _by_adjective() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for text, code in listed_names(ADJECTIVES):  # Dutch: the Netherlands before Aruba
        found[fold(text)] = (code, *found.get(fold(text), ()))
    return found


def listed_names(table: str) -> Iterator[tuple[str, str]]:
    """The texts of ``SPELLINGS``, ``OTHER_SPELLINGS`` or ``ADJECTIVES``, each with its code."""
    records = (each.partition(":") for each in table.replace("\n", "").split("|"))
    return ((text, code) for code, _, texts in records for text in texts.split(";"))
