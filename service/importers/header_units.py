"""Reads from the header of a column of sums that its numbers are millions, and their currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from service.domain import written_amounts
from service.domain.amount_words import (
    ALSO_OTHER_WORDS,
    CURRENCIES_CALLED,
    EAST,
    FACTORS,
    SIGNS,
    UNCLEAR,
)
from service.domain.result_cache import cached
from service.domain.written_amounts import AmountError
from service.importers.mapping import PLACEHOLDER, AmountRule
from service.schemas.money_fields import CURRENCIES

_WORDS = {10**3: "thousand", 10**4: "万", 10**5: "lakh", 10**6: "million", 10**7: "crore",
          10**8: "億", 10**9: "bn", 10**12: "tn"}  # fmt: skip
"""A word for each multiplier that has one meaning, also behind a decimal comma."""
_ZEROS = re.compile(r"(?<![\d.,])(?:'?0{3}'?s?|10?[., ]?0{3})((?:[., ']?0{3})*)(?![\d%])", re.ASCII)
"""Thousands or millions in digits: ``'000``, ``in 1,000 USD``, ``10,000 yuan``."""
_TIMES = re.compile(r"(?<![\w.,])(\d{1,3}|ten|hundreds?(?: of)?)\s?([^\W\d_]+)", re.IGNORECASE)
"""A multiplier with a number before it: ``100 million yen``, ``hundred thousand USD``."""
_SHORT = {"k": 10**3, "t": 10**3, "m": 10**6, "mn": 10**6, "mm": 10**6, "b": 10**9, "bn": 10**9}
"""Short words that count only beside a currency or at the end. ``t`` has to be joined to one."""
_MONEY = r"[^\W\d_]{0,2}\$|[€£¥]|kr|[a-z]{3}"
_JOINED = re.compile(rf"(k|t|mm|mn|m|bn|b)?({_MONEY})(k|mm|mn|m|bn|b)?")
_LETTER = r"(?:[^\W\d_]|[\u093a-\u094f\u09bc-\u09cd\u0e31-\u0e4e])"
"""A letter, or a mark of one in Hindi, Bengali or Thai."""
_TOKEN = re.compile(rf"{_LETTER}*[$€£¥]{_LETTER}*|{_LETTER}+")
_CASE = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?=[A-Z])")
_EAST = re.compile(f"{EAST.pattern}|[千천]")
_WORDS_TOO = frozenset(
    {"ALL", "TOP", "TRY", "CUP", "PEN", "GEL", "MOP", "BAD", "MAD", "COP", "SOS", "SIT"}
)
"""Codes of currencies that are words as well."""


@cached(256)
def unit(header: str) -> tuple[str, str] | None:
    """The word in a header for the multiplier of its numbers, as it stands there, and one that can
    stand behind a number: ``("USDm", "million")``. ``None`` if the header has none, and an empty
    second word if languages differ about its meaning, or no word means it."""
    plain = unicodedata.normalize("NFKC", header)
    if match := _ZEROS.search(plain):
        word = _WORDS.get(10 ** match[0].count("0"))
        return (match[0].strip(), word) if word else None
    for match in _TIMES.finditer(plain):
        number = {"t": 10, "h": 100}.get(match[1][0].lower()) or int(match[1])
        if factor := number * FACTORS.get(match[2].casefold(), 0):
            return match[0], _WORDS.get(factor, "")
    if match := _EAST.search(plain):
        return match[0], "thousand" if match[0] in "千천" else match[0]
    return _in_words(_tokens(plain))


def _in_words(tokens: list[tuple[str, str]]) -> tuple[str, str] | None:
    for at, (token, low) in enumerate(tokens):
        near = [each for _, each in tokens[max(0, at - 1) : at] + tokens[at + 1 : at + 2]]
        beside = at > 0 and (at + 1 == len(tokens) or any(map(_is_money, near)))
        alone = low in ("mn", "mm", "bn") or (len(low) > 2 and low not in ALSO_OTHER_WORDS)
        if low in FACTORS and (alone or beside):
            return token, _WORDS[FACTORS[low]]
        if (match := _joined(low)) and (short := match[1] or match[3]):
            return token, _WORDS[_SHORT[short]]
        if low == "mil" and (at or len(tokens) == 1):
            return token, ""
    return None


def _tokens(plain: str) -> list[tuple[str, str]]:
    """The words of a header, and the same in lower case; ``kEUR`` and ``USDm`` are one each."""
    found = []
    for word in _TOKEN.findall(plain):
        parts = [word] if _joined(word.casefold()) else _CASE.split(word)
        found += [(part, part.casefold()) for part in parts]
    return found


def _is_money(low: str) -> bool:
    return low in CURRENCIES_CALLED or low[-1] == "$" or low.upper() in CURRENCIES


def _joined(low: str) -> re.Match[str] | None:
    """The parts of a word that is a currency, perhaps with a short multiplier."""
    match = _JOINED.fullmatch(low)
    known = match and _is_money(match[2]) and match[2].upper() not in _WORDS_TOO
    return match if known else None


@cached(256)
def currencies(header: str) -> tuple[str, ...]:
    """The currencies that a header names by their codes or by signs that have one meaning."""
    found = []
    for token, low in _tokens(unicodedata.normalize("NFKC", header)):
        match = _joined(low)
        name = match[2] if match else low
        code = SIGNS.get(name) or name.upper()
        word = code in _WORDS_TOO and (header.isupper() or not token.isupper())
        if code in CURRENCIES and not word and code not in found:
            found.append(code)
    return tuple(found)


def contradicting(header: str, currency: str) -> str | None:
    """The currency that a header names, if it is another one than that of the mapping."""
    named = currencies(header)
    return named[0] if len(named) == 1 and currency not in named else None


def read_amount(rule: AmountRule, filled: str, currency: str) -> str:
    """The decimal string of a cell with which the value of ``rule`` was filled.

    Raises ``AmountError`` if the header of the column says more than the rule: that the numbers are
    millions, or that they are in another currency.
    """
    value = written_amounts.read(filled, currency, rule.decimal)
    for column in PLACEHOLDER.findall(rule.value):
        if other := contradicting(column, currency):
            raise AmountError(
                f"is in {other} by the name of its column, and the currency is "
                f"{currency or 'not said'}"
            )
        found = unit(column)
        if not found or not Decimal(value) or written_amounts.has_multiplier(filled, currency):
            continue
        word, meant = found
        if not meant and word.casefold() not in UNCLEAR:
            raise AmountError(f"is in {word!r} by the name of its column; write whole numbers")
        if not meant:
            raise AmountError(
                f"is in {word!r} by the name of its column, which is thousands or millions; say "
                f'"value": "{{{column}}} thousand" or "{{{column}}} million"'
            )
        full = written_amounts.read(f"{value} {meant}", currency, ".")
        raise AmountError(
            f"can be {full} or {value}, as its column says {word!r}; say "
            f'"value": "{{{column}}} {meant}" for the first; for the second rename the column'
        )
    return value
