"""Amounts of money as people write them in tables: ``1,000,000``, ``1.5 bn``, ``€25 Mio.``

A number that can mean two sums is refused with both, unless the caller says which sign stands
before the decimals: ``25.000`` is 25 in some languages and 25,000 in others.
"""

from __future__ import annotations

import re
from decimal import Decimal
from math import prod
from typing import Literal

from service.domain.amount_words import (
    CURRENCIES_CALLED,
    DOLLARS,
    EAST,
    FACTORS,
    LONG,
    SHARED,
    SIGNS,
    TIMES,
    UNCLEAR,
    is_called,
)

Point = Literal[".", ","]
"""The sign before the decimals."""
_AMOUNT = re.compile(
    r"(?P<before>(?:[^\d.,+-]|(?<=[^\W\d])\.)*)(?P<number>\d(?:[\d.,'’ ]*\d)?)(?P<after>[^\d]*)",
    re.ASCII,
)
_BARE = re.compile(r"\d[\d.,'’ ]*(?<=\d)", re.ASCII)
"""A number without words or signs beside it, as most are."""
_NUMBER = re.compile(r"[\d.,]+", re.ASCII)
LONGEST = 64
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_GROUPS = re.compile(r"\d{1,3}(?:(?P<sign>[.,'’ ])\d{3})(?:(?P=sign)\d{3})*", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[^,]*,(?!\d{3}$)\d+|[^,]*\.[^,]*,\d+", re.ASCII)
"""``1,5`` and ``1.234,567``; English has no such numbers."""
_MYRIADS = re.compile(r"\d{1,4},\d{4}", re.ASCII)
"""``123,4567``, which has groups of four digits in China and Japan."""
_SIGN = re.compile(f"[{''.join(sign for sign in SIGNS if len(sign) == 1)}]")
_LETTERS = re.compile(r"\b([A-Za-z])\.(?:([A-Za-z])\.?)(?![a-z])")
"""``U.S.``, which is one word."""
_DASH = re.compile(r"(?<=\d)[.,]\s?[-–—]+(?!\s?\d)")
"""No cents, as in ``25,-``."""
_NEGATIVE = re.compile(
    r"[^\w\s-]{0,3}\s?(?:[-−]\s?[^\w\s-]?\d[\d.,' ]*\D*|\([^\w\s]?\d[\d.,' ]*\)\D*)"
)
_THOUSAND_MILLIONS = re.compile(
    r"\bmil (?:millones|milhões)\b|\bmiles de millones\b", re.IGNORECASE
)
"""A billion in Spanish and Portuguese. A single ``mil`` is refused: it can be English slang for a
million."""
_ROMANCE = re.compile(r"\bd(?:e|i)\b|\bd['’]", re.IGNORECASE)
_OF = re.compile(rf"{_ROMANCE.pattern}|\bof\b", re.IGNORECASE)
_JOINED = r"(k|t|m|mn|mm|b|bn|mio|mrd)?(?:{})(k|m|mn|mm|b|bn)?"
"""A short multiplier without a space before or behind a currency: ``MEUR``, ``USDm``."""
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}", re.ASCII)


class AmountError(ValueError):
    """The text is no amount, or can be two."""


def read(text: str, currency: str = "", point: Point | None = None) -> str:
    """The decimal string of an amount in ``currency``. Raises ``AmountError``.

    ``point`` is the sign before the decimals, if the source says it.
    """
    plain = _SPACES.sub(" ", text).strip()
    if len(plain) <= LONGEST and _BARE.fullmatch(plain):
        return _number(plain, point)
    plain = _DASH.sub("", plain)
    match = _AMOUNT.fullmatch(plain) if len(plain) <= LONGEST else None
    if len(plain) <= LONGEST and _NEGATIVE.fullmatch(plain):
        raise AmountError("is less than zero, and an amount is not")
    if match is None:
        raise AmountError(_why_none(plain))
    around = f"{match['before']} {match['after']}"
    words = _words(around)
    if point == "," or _DECIMAL_COMMA.fullmatch(match["number"]):
        _refuse_long_scale(words, "behind a number with a decimal comma")
    if _ROMANCE.search(around):
        _refuse_long_scale(words, "in a text that is not English")
    factor = _factor(words, currency)
    value = Decimal(_number(match["number"].strip(), point)) * factor
    return format(value.normalize() if factor > 1 else value, "f")


def has_multiplier(text: str, currency: str) -> bool:
    """Whether a text has a word such as ``million``, or a short one such as ``m`` or ``USDm``."""
    words = _words(_NUMBER.sub(" ", text))
    return any(low in FACTORS or _joined(low, currency) for low in map(str.casefold, words))


def _words(around: str) -> list[str]:
    """The words and signs beside a number."""
    plain = _LETTERS.sub(r"\1\2", around).replace(".", " ")
    plain = _THOUSAND_MILLIONS.sub("milliards", plain)
    plain = _OF.sub(" ", plain)
    plain = _SIGN.sub(r" \g<0> ", EAST.sub(r" \g<0> ", plain))
    return re.sub(r"[$](?=[^\W\d])", "$ ", plain).split()


def _why_none(plain: str) -> str:
    """Why a text is no amount."""
    numbers = re.findall(r"\d[\d.,٫٬]*", plain)
    if re.search(r"\d[eE][+-]?\d", plain):
        return "is a number that a spreadsheet may have rounded; write all of its digits"
    if len(numbers) > 1:
        return f"has {len(numbers)} numbers, and an amount is one number"
    if numbers and not plain.isascii() and not re.search(r"\d", plain, re.ASCII):
        plain = plain.replace("٫", ".").replace("٬", ",")
        meant = "".join(str(int(each)) if each.isdecimal() else each for each in plain)
        return f"has other digits than 0 to 9; write {meant[:40]!r}"
    return "is no amount of money, such as 25000000, 12.50 or 25 million"


def _refuse_long_scale(words: list[str], where: str) -> None:
    """Raises ``AmountError`` for a word that means more in other languages than in English."""
    for word in words:
        if long := LONG.get(word.casefold()):
            zeros = len(str(FACTORS[word.casefold()])) - 1, len(str(long)) - 1
            raise AmountError(
                f"has {word!r} {where}: it is 10^{zeros[0]} in English and 10^{zeros[1]} in many "
                "languages; write the number in full"
            )


def _factor(words: list[str], currency: str) -> int:
    """The product of the multipliers among the words beside a number. Raises ``AmountError`` for
    words that are neither multipliers nor the name of the currency."""
    found: list[str] = []
    others: list[str] = []
    for word in words:
        low = word.casefold()
        joined = None if low in FACTORS else _joined(low, currency)
        if joined is not None:
            found.append(joined)
        elif low in FACTORS:
            found.append(low)
        else:
            others.append(word)
    foreign = [word for word in others if not is_called(word.casefold(), currency)]
    if foreign and not is_called(" ".join(others).casefold(), currency):
        _refuse_words(foreign, currency)
    if len(found) > 1 and tuple(found) not in TIMES:
        raise AmountError("has two words such as million")
    return prod(FACTORS["thousand" if word == "t" else word] for word in found)


def _joined(word: str, currency: str) -> str | None:
    """The multiplier in ``meur`` or ``usdm`` if the other part is the currency."""
    names = [currency.casefold(), *(["kr"] if currency in ("SEK", "NOK", "DKK") else [])]
    names += [r"\$"] if currency in DOLLARS else []
    match = re.fullmatch(_JOINED.format("|".join(names)), word) if currency else None
    if match is None or bool(match[1]) == bool(match[2]):
        return None
    # ``M$`` is also a sign of the Mexican peso.
    sign = word.endswith("$") and currency.startswith(word.removesuffix("$").upper())
    return None if sign else match[1] or match[2]


def _refuse_words(foreign: list[str], currency: str) -> None:
    """Raises ``AmountError`` for words beside a number that are not the name of ``currency``."""
    for word in (" ".join(foreign), *foreign):
        low = word.casefold()
        code = word.upper() if re.fullmatch(r"[A-Za-z]{3}", word) else None
        if low in UNCLEAR:
            raise AmountError(f"has {word!r}, which is {UNCLEAR[low]}")
        if low in CURRENCIES_CALLED or low in SHARED or code in SIGNS.values():
            raise AmountError(f"has {word!r}, and the currency is {currency or 'not said'}")
    raise AmountError(f"has {foreign[0][:20]!r}, and only a number, million and the like are read")


def _number(text: str, point: Point | None) -> str:
    """The decimal string of digits with their separators."""
    if text.isdecimal():
        return text
    if _INDIAN.fullmatch(text) and text.count(",") > 1:
        return text.replace(",", "")
    signs = [sign for sign in text if not sign.isdecimal()]
    whole, decimals = text, ""
    last = signs[-1]
    if last in ".," and signs.count(last) == 1:
        head, _, tail = text.rpartition(last)
        if re.fullmatch("0+[0-9]", head):
            raise AmountError("begins with a zero that no number has, as if digits were cut")
        grouped = bool(_GROUPS.fullmatch(text) or _MYRIADS.fullmatch(text))
        grouped = grouped and not head.startswith("0")
        if grouped and point is None:
            joined = head + tail
            raise AmountError(
                f'can be {joined} or {head}.{tail}; say "decimal": "." or "," in the amount'
            )
        if not grouped or point == last:
            whole, decimals = head, tail
    if point is not None and decimals and text[len(whole)] != point:
        raise AmountError(f"has its decimals behind {text[len(whole)]!r}, and not {point!r}")
    if not whole.isdecimal() and not _GROUPS.fullmatch(whole) and not _MYRIADS.fullmatch(whole):
        raise AmountError("has its digits not in groups of three")
    digits = re.sub(r"\D", "", whole)
    return f"{digits}.{decimals}" if decimals else digits
