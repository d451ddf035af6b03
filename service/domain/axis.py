"""The axis of values: round numbers that a reader can remember."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

ROUND = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def marks(highest: Decimal | int | float, most: int = 4, whole: bool = True) -> list[Decimal]:
    """Round values from 0 to the first one that is not below ``highest``, at most ``most`` above 0.

    Each value is a multiple of one step, which is 1, 2 or 5 times a power of ten. With ``whole``
    no value has a fraction, because counts have none.
    """
    top = max(Decimal(str(highest)), Decimal(0))
    if not top:
        return [Decimal(0), Decimal(1)]
    power = Decimal(10) ** (top / most).adjusted()
    step = next(each * power for each in ROUND if each * power * most >= top)
    if whole and step < 1:
        step = Decimal(1)
    last = int((top / step).to_integral_value(ROUND_CEILING))
    return [step * number for number in range(last + 1)]


SHORT = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "M"),
         (Decimal(10) ** 3, "k"))  # fmt: skip


def shortly(value: Decimal) -> str:
    """A round value as an axis writes it: 5,000, 20k, 1.5M."""
    if value < 10_000:
        return _plain(value)
    size, sign = next(each for each in SHORT if value >= each[0])
    return f"{_plain(value / size)}{sign}"


def _plain(value: Decimal) -> str:
    return format(value.normalize(), ",f")
