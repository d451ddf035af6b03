"""The data of CLDR for a language: names of months, numbers, lists.

Babel (2.18) has these data, but all languages share a part of them, and Babel writes into it what
an alias means in the language that is asked first. After Chinese, the months of Spanish would be
Chinese if they stand alone. Of our languages only Russian needs such months, and it has its own. So
this is not seen yet, but a further language would show it: each gets a copy of its own.

Babel keeps all that it has read: 2 to 4 MB for a language, mostly the names of units and of time
zones. A copy leaves these out, and Babel is made to forget what it has read.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from copy import deepcopy
from functools import cache
from typing import Any, cast

from babel import Locale, localedata
from babel.localedata import LocaleDataDict, load

UNUSED = frozenset({
    "compound_unit_patterns", "date_fields", "interval_formats", "languages", "meta_zones",
    "scripts", "time_zones", "unit_display_names", "unit_patterns", "variants",
})  # fmt: skip
"""The parts of a language that nothing here uses: four fifths of it."""


class OwnLocale(Locale):
    """A locale that shares no data with others."""

    _own: LocaleDataDict | None = None

    @property
    def _data(self) -> LocaleDataDict:
        if self._own is None:
            parts = {name: each for name, each in load(str(self)).items() if name not in UNUSED}
            data = cast(MutableMapping[str | int | None, Any], deepcopy(parts))
            self._own = LocaleDataDict(data)
            localedata._cache.clear()  # there is no public name for it
        return self._own


@cache
def locale(language: str, territory: str | None = None) -> Locale:
    """The locale of a language (``es``), perhaps as it is written in a territory (``GB``)."""
    return OwnLocale(language, territory)
