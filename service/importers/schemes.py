"""Reads the country codes of a table, whose list the mapping has to name.

``710`` is South Africa in ISO 3166-1 and China in the Correlates of War. ``AUS`` is Australia in
one list and Austria in the other. So a number or a code of three letters in a table is read only
with a ``scheme``. Two letters are ISO 3166-1 unless the scheme says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, get_args

from service.domain import countries
from service.importers.cameo import actor_country
from service.importers.fips import fips_country
from service.importers.scheme_tables import COW, GW, IOC

Scheme = Literal["iso", "cow", "gw", "fips", "cameo", "un-m49", "ioc"]
SCHEMES: tuple[str, ...] = get_args(Scheme)
_CODE = re.compile(r"\d+|[A-Za-z]{1,3}", re.ASCII)
_DOUBTFUL = re.compile(r"\d+|[A-Za-z]{3}", re.ASCII)
_M49 = {"230": "ET", "280": "DE", "412": "XK", "532": "ANHH", "736": "SD", "886": "YE",
        "890": "YUCS", "891": "CSXX"}  # fmt: skip
"""Numbers of the UN Statistics Division (Series M, No. 49) that ISO 3166 never had or no longer
has."""


def _table(text: str) -> dict[str, str]:
    """Our codes by the numbers and the letters of the list."""
    found: dict[str, str] = {}
    for record in text.replace("\n", "").split("|"):
        *theirs, code = record.split()
        found |= dict.fromkeys(theirs, code)
    return found


COW_CODES, GW_CODES, IOC_CODES = _table(COW), _table(GW), _table(IOC)


def _number(text: str) -> str:
    """A number without leading zeros, which spreadsheets add or remove; letters in upper case."""
    return str(int(text)) if text.isdecimal() and len(text) <= 4 else text.upper()


def _iso(text: str) -> str | None:
    return countries.by_code(text.zfill(3) if text.isdecimal() else text)


def _un_m49(text: str) -> str | None:
    padded = text.zfill(3)
    return (_M49.get(padded) or countries.by_code(padded)) if text.isdecimal() else None


_FIND: dict[str, Callable[[str], str | None]] = {
    "iso": _iso,
    "cow": lambda text: COW_CODES.get(_number(text)),
    "gw": lambda text: GW_CODES.get(_number(text)),
    "fips": lambda text: fips_country(text.upper()),
    "cameo": lambda text: actor_country(text.upper()),
    "un-m49": _un_m49,
    "ioc": lambda text: IOC_CODES.get(text.upper()) if len(text) == 3 else None,
}


def coded(text: str) -> bool:
    """Whether a text has the form of a code: a number, or up to three letters."""
    return bool(_CODE.fullmatch(text))


def find(scheme: str, text: str) -> str | None:
    """The country of a code of that list; ``None`` if the list does not have it."""
    return _FIND[scheme](text.strip())


def readings(text: str) -> dict[str, str]:
    """The countries of a code, by the lists that have the code."""
    found = {scheme: find(scheme, text) for scheme in SCHEMES}
    return {scheme: code for scheme, code in found.items() if code}


def read(text: str, scheme: str | None) -> str:
    """Our code for a cell with a code; the text itself for a cell with a name.

    Raises ``ValueError`` for a code that the scheme does not have. Without a scheme it is raised
    for a number or three letters that some list has, unless they are a usual short name (``USA``,
    ``UAE``), and for ``NA`` and ``no``, which are codes and words for no value.
    """
    if scheme is None:
        if text.upper() == "NA" or text in ("No", "no"):
            raise ValueError(
                f"{text!r} can be the code of {countries.name(text.upper())} or mean that there is "
                'no country; say "scheme": "iso" in the mapping, or list it in "missing"'
            )
        if not _DOUBTFUL.fullmatch(text) or countries.by_name(text) or not readings(text):
            return text
        raise ValueError(
            f'{text!r} is a code{_meant(text, "it means")}; say "scheme" in the mapping'
        )
    if not coded(text):
        return text
    code = find(scheme, text)
    if code is None:
        raise ValueError(f"{text!r} is not a code of the scheme {scheme}{_meant(text, 'it is')}")
    return code


def _meant(text: str, verb: str) -> str:
    """The countries of a code and their lists, for a message."""
    by_country: dict[str, list[str]] = {}
    for scheme, code in readings(text).items():
        by_country.setdefault(code, []).append(scheme)
    meanings = [f"{countries.name(c)} ({', '.join(lists)})" for c, lists in by_country.items()]
    return f"; {verb} {' or '.join(meanings)}" if meanings else ""
