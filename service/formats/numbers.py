"""Numbers of events and sums of money in English words."""

from __future__ import annotations

from decimal import Decimal

from service.domain.chart import Amount


def number(amount: Amount, exact: bool) -> str:
    """A number: exact, or about so much and at least so much."""
    if exact:
        return plain(amount.about)
    return f"about {plain(rounded(amount.about))} (at least {plain(amount.least)})"


def plain(number: Decimal) -> str:
    """A number with commas, and without zeros at the end of a fraction."""
    found = format(number, ",f")
    return found.rstrip("0").rstrip(".") if "." in found else found


def rounded(number: Decimal) -> Decimal:
    """Two digits, for an estimate knows no more."""
    return round(number, 1 - number.adjusted()) if number else number
