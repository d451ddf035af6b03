"""The data of CLDR for a language: names of months, numbers, lists.

Babel (2.18) has these data, but all languages share a part of them, and Babel writes into it what
an alias means in the language that is asked first. After Chinese, the months of Spanish would be
Chinese if they stand alone. Of our languages only Russian needs such months, and it has its own. So
this is not seen yet, but a further language would show it: each gets a copy of its own.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from copy import deepcopy
from functools import cache
from typing import Any, cast

from babel import Locale
from babel.localedata import LocaleDataDict, load


class OwnLocale(Locale):
    """A locale that shares no data with others."""

    _own: LocaleDataDict | None = None

    @property
    def _data(self) -> LocaleDataDict:
        if self._own is None:
            data = cast(MutableMapping[str | int | None, Any], deepcopy(load(str(self))))
            self._own = LocaleDataDict(data)
        return self._own


@cache
def locale(language: str, territory: str | None = None) -> Locale:
    """The locale of a language (``es``), perhaps as it is written in a territory (``GB``)."""
    return OwnLocale(language, territory)
