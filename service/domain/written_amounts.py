"""Amounts of money as people write them in tables: ``1,000,000``, ``1.5 bn``, ``€25 Mio.``

A number that can mean two sums is refused with both, unless the caller says which sign stands
before the decimals: ``25.000`` is 25 in some languages and 25,000 in others.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

Point = Literal[".", ","]
"""The sign before the decimals."""
_THOUSANDS = "thousand k tsd тыс"
_MILLIONS = (
    "million millions mn mln mio mill m mm миллион миллиона миллионов млн millionen millón millon"
    " millones milhão milhões مليون ملايين"
)
_BILLIONS = (
    "billion billions bn bln b milliard milliards milliarde milliarden mrd mld млрд миллиард"
    " миллиарда миллиардов مليار مليارات"
)
_TRILLIONS = "trillion trillions tn trn трлн"
_MYRIAD_WORDS = "万萬", "亿億"
"""Ten thousand and a hundred million in Chinese and Japanese; no space stands before them."""
FACTORS: dict[str, int] = {
    **dict.fromkeys(_THOUSANDS.split(), 10**3),
    "lakh": 10**5,
    **dict.fromkeys(_MILLIONS.split(), 10**6),
    "crore": 10**7,
    **dict.fromkeys(_BILLIONS.split(), 10**9),
    **dict.fromkeys(_TRILLIONS.split(), 10**12),
    **dict.fromkeys(_MYRIAD_WORDS[0], 10**4),
    **dict.fromkeys(_MYRIAD_WORDS[1], 10**8),
}
"""Words behind a number, in lower case. ``billion`` and ``trillion`` are those of English."""
_LONG = {"billion": 10**12, "billions": 10**12, "trillion": 10**18, "trillions": 10**18}
"""The meaning of these words in French, German and other languages. A decimal comma shows that the
text may be in one of those languages."""
_SIGNS: dict[str, str] = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "us$": "USD", "£": "GBP", "₽": "RUB", "₸": "KZT",
    "₴": "UAH", "₹": "INR", "₩": "KRW", "₺": "TRY", "₪": "ILS", "yen": "JPY", "dm": "DEM",
}  # fmt: skip
"""Signs and words that mean one currency."""
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"})
_SHARED: dict[str, frozenset[str]] = {"$": _DOLLARS, "¥": frozenset({"JPY", "CNY"})}
"""Signs of several currencies."""
CURRENCIES_CALLED: dict[str, tuple[str, ...]] = {
    **{sign: (code,) for sign, code in _SIGNS.items()},
    **{sign: tuple(sorted(codes)[:3]) for sign, codes in _SHARED.items()},
    "$": ("USD", "CAD", "AUD"), "rmb": ("CNY",), "cnh": ("CNY",), "yuan": ("CNY",),
    "kr": ("SEK", "NOK", "DKK"), "kr.": ("DKK", "NOK", "SEK"), "fr": ("CHF", "FRF", "BEF"),
    "fr.": ("CHF", "FRF", "BEF"), "sfr": ("CHF",), "rs": ("INR", "PKR", "LKR"),
    "rs.": ("INR", "PKR", "LKR"), "r": ("ZAR",), "r$": ("BRL",), "zł": ("PLN",), "kč": ("CZK",),
    "sdr": ("XDR",), "ecu": ("XEU",), "nis": ("ILS",), "ukp": ("GBP",), "stg": ("GBP",),
    "dollar": ("USD", "CAD", "AUD"), "dollars": ("USD", "CAD", "AUD"), "us dollars": ("USD",),
    "us dollar": ("USD",), "pound": ("GBP",), "pounds": ("GBP",), "tenge": ("KZT",),
    "тенге": ("KZT",), "元": ("CNY", "TWD", "HKD"), "人民币": ("CNY",), "美元": ("USD",),
    "欧元": ("EUR",), "英镑": ("GBP",), "日元": ("JPY",), "円": ("JPY",), "卢布": ("RUB", "BYN"),
    "坚戈": ("KZT",), "рублей": ("RUB", "BYN", "SUR"), "рубля": ("RUB", "BYN", "SUR"),
    "dólares": ("USD", "CAD", "AUD"), "dólar": ("USD", "CAD", "AUD"), "roubles": ("RUB", "SUR"),
    "دولار": ("USD", "CAD", "AUD"), "ドル": ("USD", "CAD", "AUD"), "يورو": ("EUR",),
    "долларов": ("USD", "CAD", "AUD"), "долл": ("USD", "CAD", "AUD"), "евро": ("EUR",),
    "rubles": ("RUB", "BYN", "SUR"), "ruble": ("RUB", "BYN", "SUR"),
    "руб": ("RUB", "BYN", "SUR"), "руб.": ("RUB", "BYN", "SUR"), "cfa": ("XOF", "XAF"),
}  # fmt: skip
"""Usual names of currencies, in lower case, with the codes that each may mean. Hints use them, and
one that may mean the currency of an amount can stand beside its number."""
_AMOUNT = re.compile(
    r"(?P<before>[^\d.,+-]*)(?P<number>\d(?:[\d.,'’ ]*\d)?)(?P<after>[^\d]*)", re.ASCII
)
LONGEST = 64
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_GROUPS = re.compile(r"\d{1,3}(?:(?P<sign>[.,'’ ])\d{3})(?:(?P=sign)\d{3})*", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[^,]*,(?!\d{3}$)\d+|[^,]*\.[^,]*,\d+", re.ASCII)
"""``1,5`` and ``1.234,567``; English has no such numbers."""
_MYRIADS = re.compile(r"\d{1,4},\d{4}", re.ASCII)
"""``123,4567``, which has groups of four digits in China and Japan."""
_MYRIAD_WORD = re.compile(f"[{''.join(_MYRIAD_WORDS)}]")
_SIGN = re.compile("[€£₽₸₴₹₩₺₪]")
_THOUSAND_MILLIONS = re.compile(r"\bmil (?:millones|milhões)\b", re.IGNORECASE)
"""A billion in Spanish and Portuguese. A single ``mil`` is refused: it can be English slang for a
million."""
_OF = re.compile(r"\b(?:de|of)\b|\bd['’]", re.IGNORECASE)
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}", re.ASCII)


class AmountError(ValueError):
    """The text is no amount, or can be two."""


def read(text: str, currency: str = "", point: Point | None = None) -> str:
    """The decimal string of an amount in ``currency``. Raises ``AmountError``.

    ``point`` is the sign before the decimals, if the source says it.
    """
    plain = _SPACES.sub(" ", text).strip()
    match = _AMOUNT.fullmatch(plain) if len(plain) <= LONGEST else None
    if match is None:
        raise AmountError("is no amount of money, such as 25000000, 12.50 or 25 million")
    around = f"{match['before']} {match['after']}".replace(".", " ")
    around = _THOUSAND_MILLIONS.sub("milliards", _OF.sub(" ", around))
    words = _SIGN.sub(r" \g<0> ", _MYRIAD_WORD.sub(r" \g<0> ", around)).split()
    if point == "," or _DECIMAL_COMMA.fullmatch(match["number"]):
        _refuse_long_scale(words)
    factors = [found for word in words if (found := _meant(word, currency)) > 1]
    if len(factors) > 1:
        raise AmountError("has two words such as million")
    factor = factors[0] if factors else 1
    value = Decimal(_number(match["number"].strip(), point)) * factor
    return format(value.normalize() if factor > 1 else value, "f")


def _refuse_long_scale(words: list[str]) -> None:
    """Raises ``AmountError`` for a word that means more in other languages than in English."""
    for word in words:
        if long := _LONG.get(word.casefold()):
            zeros = len(str(FACTORS[word.casefold()])) - 1, len(str(long)) - 1
            raise AmountError(
                f"has {word!r} behind a number with a decimal comma: it is 10^{zeros[0]} in "
                f"English and 10^{zeros[1]} in many languages; write the number in full"
            )


def _meant(word: str, currency: str) -> int:
    """The factor of a word beside the number; 1 for the name of the currency."""
    low = word.casefold()
    if low in FACTORS:
        return FACTORS[low]
    known = _SIGNS.get(low) or (word.upper() if re.fullmatch(r"[A-Za-z]{3}", word) else None)
    called = CURRENCIES_CALLED.get(low, ())
    if currency and (known == currency or currency in (*_SHARED.get(low, ()), *called)):
        return 1
    if known in _SIGNS.values() or low in _SHARED or called:
        raise AmountError(f"has {word!r}, and the currency is {currency or 'not said'}")
    raise AmountError(f"has {word[:20]!r}, and only a number, million and the like are read")


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
