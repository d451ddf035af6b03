"""Finds the columns for sums of money, their currency and their stage."""

from __future__ import annotations

import re

from service.domain.amount_words import CURRENCIES_CALLED, UNCLEAR
from service.domain.vocabulary import STAGES
from service.domain.written_amounts import AmountError, Point, has_multiplier
from service.domain.written_amounts import read as read_amount
from service.importers.header_units import currencies, unit
from service.importers.suggest.draft import Draft, cell
from service.importers.suggest.headers import Column
from service.importers.suggest.parts import Entries
from service.schemas.money_fields import CURRENCIES

_DOLLAR_OR_YEN = {"$": "USD", "¥": "JPY"}


def find_amounts(draft: Draft) -> Entries:
    """The ``amounts`` of a mapping, if each sum can be read and the currency is known."""
    amount, notes = draft.best("amount"), draft.notes
    if amount is None:
        return []
    column = draft.best("currency", lambda each: each.share(CURRENCIES.__contains__) == 1)
    named = currencies(amount.name)
    shared = next((code for sign, code in _DOLLAR_OR_YEN.items() if sign in amount.name), None)
    currency = cell(column) if column else next(iter(named), None) or _currency_in(amount) or shared
    point, bad = _point(amount, column, currency or "")
    said, unit_word = unit(amount.name) or ("", "")
    if bad:
        reason = bad
    elif said and not unit_word:
        unclear = said.casefold() in UNCLEAR
        meant = "is thousands or millions" if unclear else "multiplies its numbers"
        reason = f"{said!r} in its name {meant}"
    elif column and named and set(column.counts) != set(named):
        reason = f"its name says {named[0]}, and {column.name} has other currencies"
    elif currency is None:
        reason = "the currency is not named"
    else:
        draft.take(amount, column)
        if shared and currency == shared and not named:
            notes.guessed.append(f"amounts: the sign in {amount.name} counts as {shared}")
        one = "" if column else currency
        full = said and not all(has_multiplier(text, one) for text in amount.counts)
        if full:
            notes.guessed.append(
                f"amounts: {said!r} in the name {amount.name} counts as {unit_word}"
            )
        if point:
            notes.guessed.append(f"amounts: {point!r} stands before the decimals in {amount.name}")
        value = f"{cell(amount)} {unit_word}" if full else cell(amount)
        found = {"value": value, "currency": currency, "stage": _stage(amount, draft)}
        return [found | ({"decimal": point} if point else {})]
    notes.decide.append(f"amounts: {amount.name} is not used: {reason}")
    return []


def _stage(amount: Column, draft: Draft) -> str:
    """The stage of the sums: that of the header, of a column of stages, or the first one."""
    if stage := next((stage for stage in STAGES if stage in amount.words), None):
        return stage
    known = [each for each in draft.rest() if each.share(_is_stage) == 1]
    if known:
        draft.take(known[0])
        return cell(known[0])
    others = ", ".join(STAGES)
    draft.notes.decide.append(f"amounts: {amount.name} counts as announced; there are {others}")
    return "announced"


def _is_stage(text: str) -> bool:
    return text.casefold() in STAGES


def _currency_in(amount: Column) -> str | None:
    """The currency whose sign is in every cell, if that sign has only one meaning."""
    named = {_named_currency(text) for text in amount.counts}
    return next(iter(named)) if len(named) == 1 else None


def _named_currency(text: str) -> str | None:
    words = (each.casefold() for each in re.findall(r"[^\W\d_]+|[^\w\s.,'’+-]", text))
    codes = (
        CURRENCIES_CALLED.get(word, (word.upper(),) if word.upper() in CURRENCIES else ())
        for word in words
    )
    return next((found[0] for found in codes if len(found) == 1), None)


def _point(
    amount: Column, currencies: Column | None, currency: str
) -> tuple[Point | None, str | None]:
    """The sign before the decimals if the sums need it, and why a sum cannot be read.

    A sign counts only if a sum can be read in no other way.
    """
    each = currencies.cells if currencies else [currency] * len(amount.cells)
    sums = [pair for pair in zip(amount.cells, each, strict=True) if pair[0]]
    without = _first_error(sums, None)
    if without is None:
        return None, None
    fitting = [point for point in POINTS if _first_error(sums, point) is None]
    return (fitting[0], None) if len(fitting) == 1 else (None, without)


POINTS: tuple[Point, ...] = (".", ",")


def _first_error(sums: list[tuple[str, str]], point: Point | None) -> str | None:
    for text, currency in sums:
        try:
            read_amount(text, currency, point)
        except AmountError as error:
            return f"{text[:30]!r} {error}"
    return None
