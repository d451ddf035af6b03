"""Field types for amounts of money: currencies and decimal numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pycountry

from service.domain import written_amounts
from service.domain.amount_words import CURRENCIES_CALLED
from service.domain.currencies import HISTORIC
from service.domain.decimals import DECIMAL, DECIMAL_PATTERN
from service.domain.near_spellings import nearest
from service.schemas.fields import String, described, field_error

CURRENT = frozenset(each.alpha_3 for each in pycountry.currencies)
CURRENCIES = CURRENT | HISTORIC.keys()
"""ISO 4217: the current currencies, and the former ones that its list three keeps."""
_CURRENCY = re.compile(r"^(?:[A-Z]{2,3} ?)?[$€£¥₽₸]? ?(?=\d)|(?<=[\dm]) ?(?:[€₽₸]|[A-Z]{3})$")
"""The currency beside an amount, which has a parameter of its own."""


class Currency(String):
    """An ISO 4217 code of a current or a former currency."""

    def __init__(self, about: str = "", **options: Any) -> None:
        schema = {"format": "iso-4217", "pattern": "^[A-Z]{3}$"}
        super().__init__(metadata=described(about, **schema), **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> str:
        code = str(super()._deserialize(value, attr, data, **options))
        if code not in CURRENCIES:
            raise field_error(f"{code[:20]!r} is not an ISO 4217 currency", near_currencies(code))
        return code


def near_currencies(code: str) -> tuple[str, ...]:
    """The currencies that a misspelt code may mean: the same code in capitals, else the current
    ones that are near, else the former ones that are near."""
    code = code.strip().upper()
    if code in CURRENCIES:
        return (code,)
    if called := CURRENCIES_CALLED.get(code.casefold()):
        return called
    if len(code) != 3:
        return ()
    for known in (CURRENT, HISTORIC):
        if near := nearest(code, sorted(each.lower() for each in known)):
            return tuple(each.upper() for each in near)
    return ()


class Money(String):
    """A decimal string; loads to ``Decimal``. Never a JSON number: those lose digits."""

    def __init__(self, about: str = "", **options: Any) -> None:
        schema = {"format": "decimal", "pattern": DECIMAL_PATTERN}
        super().__init__(metadata=described(about, **schema), **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if not DECIMAL.fullmatch(text):
            raise field_error(
                'must be a decimal string such as "25000000" or "12.50"', near_amounts(text)
            )
        return Decimal(text)


def near_amounts(text: str) -> tuple[str, ...]:
    """The decimal number that ``text`` writes in another way, ``1.5 million`` or ``$5m``, if it is
    one."""
    try:
        found = written_amounts.read(_CURRENCY.sub("", text))
    except written_amounts.AmountError:
        return ()
    return (found,) if DECIMAL.fullmatch(found) else ()
