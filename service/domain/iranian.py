"""The days of the Iranian calendar (Solar Hijri), in the years in which a cycle of 33 years gives
the same leap years as the observed equinox (Borkowski, The Persian calendar for 3000 years, 1996).
"""

from __future__ import annotations

from service.domain import calendar, edtf

_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""The remainders of the leap years, divided by 33."""
_KNOWN_YEAR, _KNOWN_DAY = 1403, calendar.ordinal(2024, 3, 20)
"""1 Farvardin 1403 was 20 March 2024."""
_FIRST, _LAST = 1178, 1633


def month_end(year: int, month: int) -> int:
    """The number of the last day of a month."""
    if month < 12:
        return 31 if month < 7 else 30
    return 30 if year % 33 in _LEAP else 29


def ordinal(year: int, month: int, day: int) -> int:
    """The ordinal (``calendar``) of a day, which must exist. Raises ``edtf.DateError`` for years
    whose leap years are not known."""
    if not _FIRST <= year <= _LAST:
        raise edtf.DateError(
            f"the year {year} of the Iranian calendar is not between {_FIRST} and {_LAST}"
        )
    days = 365 * (year - _KNOWN_YEAR) + _leap_years(year) - _leap_years(_KNOWN_YEAR)
    return _KNOWN_DAY + days + sum(month_end(year, each) for each in range(1, month)) + day - 1


def _leap_years(year: int) -> int:
    """The number of leap years before ``year``."""
    return 8 * (year // 33) + sum(each < year % 33 for each in _LEAP)
