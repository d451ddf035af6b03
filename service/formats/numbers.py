"""Numbers of events and sums of money in the words of a language."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal

from service.domain.chart import Amount
from service.languages import DEFAULT, Language

FEW = 1000
"""All supported languages write whole numbers below this one alike."""


def number(amount: Amount, exact: bool, words: Language) -> str:
    """A number: exact, or "about" one number and "at least" another."""
    if exact:
        return plain_number(amount.about, words)
    return words.gettext(
        "about %(about)s (at least %(least)s)",
        about=plain_number(rounded(amount.about), words), least=plain_number(amount.least, words),
    )  # fmt: skip


def plain_number(number: Decimal, words: Language) -> str:
    """A number with its thousands separated, and without zeros at the end of a fraction."""
    whole = int(number)
    if number == whole:
        if 0 <= whole < FEW:
            return str(whole)
        return f"{whole:,}" if words.code == DEFAULT else words.number(whole)
    digits = -int(number.normalize().as_tuple().exponent)
    return format_decimal(number, "#,##0." + "0" * digits, words.locale)


def rounded(number: Decimal) -> Decimal:
    """A number rounded to two digits, because an estimate is no more precise."""
    return round(number, 1 - number.adjusted()) if number else number
