"""Countries by any usual name or code.

Codes going out are ISO 3166-1 alpha-2, or ISO 3166-3 for states that are no more.
Base data is pycountry's; the names people write are ``service.domain.country_names``.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import pycountry

from service.domain.country_names import ALIASES, AMBIGUOUS, COMMON, DISSOLVED

MAX_LENGTH = 100


class UnknownCountry(ValueError):
    """No country has that name or code; ``nearest`` holds names that come close."""

    def __init__(self, message: str, nearest: tuple[str, ...]) -> None:
        super().__init__(message)
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Country:
    """A country; ``since`` and ``until`` are ordinals, set for dissolved states only."""

    code: str
    alpha3: str
    numeric: str | None
    name: str
    official_name: str
    since: int | None = None
    until: int | None = None


def _countries() -> dict[str, Country]:
    found = {"XK": Country("XK", "XKX", None, "Kosovo", "Republic of Kosovo")}
    for each in pycountry.countries:
        name = COMMON.get(each.alpha_2, each.name)
        official = getattr(each, "official_name", each.name)
        found[each.alpha_2] = Country(each.alpha_2, each.alpha_3, each.numeric, name, official)
    for each in pycountry.historic_countries:
        if each.alpha_4 in DISSOLVED:
            since, until = (date.fromisoformat(day).toordinal() for day in DISSOLVED[each.alpha_4])
            found[each.alpha_4] = Country(
                each.alpha_4,
                each.alpha_3,
                getattr(each, "numeric", None),
                COMMON[each.alpha_4],
                each.name,
                since,
                until,
            )
    return dict(sorted(found.items()))


COUNTRIES: dict[str, Country] = _countries()


def fold(text: str) -> str:
    """A name without what spellings differ in: case, accents, dots, ``the``, ``&``."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.replace("&", " and ").replace(".", "").replace("'", "").replace("’", "")
    words = re.sub(r"[\W_]+", " ", plain).replace("ı", "i").split()
    words = ["saint" if word == "st" else word for word in words]
    return " ".join(word for word in words if word != "the")


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    living = [each for each in COUNTRIES.values() if each.until is None]
    for country in [*living, *(each for each in COUNTRIES.values() if each.until is not None)]:
        iso = pycountry.countries.get(alpha_2=country.code)
        keys = [country.code, country.name, country.official_name, *ALIASES.get(country.code, ())]
        keys += [iso.name] if iso else []
        keys += [country.alpha3] if country.until is None else []
        keys += [country.numeric, country.numeric.lstrip("0")] if country.numeric else []
        for key in keys:
            found.setdefault(fold(key), country.code)
    for name in AMBIGUOUS:
        found.pop(name, None)
    return found


_BY_NAME = _names()
_DISPLAY = {fold(each.name): each.name for each in COUNTRIES.values()} | {
    fold(alias): alias for aliases in ALIASES.values() for alias in aliases
}


def resolve(text: str) -> str:
    """The code of the country that ``text`` names. Raises ``UnknownCountry``.

    Beside a plain name, ``Siam (Thailand)`` is understood if both parts mean the same
    country or only one is known, and ``Korea, South`` as ``South Korea``.
    """
    code = find(text)
    if code is not None:
        return code
    if len(text) > MAX_LENGTH:
        raise UnknownCountry(f"a country's name has at most {MAX_LENGTH} characters", ())
    folded = fold(text)
    close = AMBIGUOUS.get(folded) or tuple(
        _DISPLAY[each] for each in difflib.get_close_matches(folded, _DISPLAY, n=3, cutoff=0.6)
    )
    if folded in AMBIGUOUS:
        raise UnknownCountry(f"{text!r} can mean {' or '.join(close)}", close)
    hint = f"; nearest: {', '.join(close)}" if close else ""
    raise UnknownCountry(f"{text!r} is not a country we know{hint}", close)


def find(text: str) -> str | None:
    """The code that ``resolve`` gives, or ``None``; no time goes into near spellings."""
    if text in COUNTRIES:
        return text
    if len(text) > MAX_LENGTH:
        return None
    return _BY_NAME.get(fold(text)) or _turned(text) or _explained(text)


def _turned(text: str) -> str | None:
    """``Congo, Republic of the`` read as ``Republic of the Congo``."""
    head, comma, tail = text.partition(",")
    return _BY_NAME.get(fold(f"{tail} {head}")) if comma else None


def _explained(text: str) -> str | None:
    """A name with another one, or a remark, in brackets."""
    # Blanks around the names are for ``fold``: two parts that both match them take minutes.
    match = re.fullmatch(r"([^()]+)\(([^()]+)\)\s*", text)
    if match is None:
        return None
    found = {_BY_NAME.get(fold(part)) for part in match.groups()} - {None}
    return found.pop() if len(found) == 1 else None


def country(code: str) -> Country:
    """The country of a code as ``resolve`` gives it. Raises ``KeyError``."""
    return COUNTRIES[code]


def name(code: str) -> str:
    """The common English name of a code."""
    return COUNTRIES[code].name


def all_countries() -> tuple[Country, ...]:
    """Every country, by code."""
    return tuple(COUNTRIES.values())
