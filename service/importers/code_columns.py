"""Columns of two letters that are perhaps no codes of ISO 3166.

``PA`` is Panama in ISO 3166, Pennsylvania among the states of the US, and Paraguay in FIPS 10-4.
Only the other cells of the column tell: ``NY`` and ``OH`` are no countries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.domain import countries
from service.importers.mapping import PLACEHOLDER, Mapping
from service.importers.row_cells import RowCells

_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{2}(?![A-Za-z])")
_FEWEST, _SHARE = 2, 0.15
"""The fewest codes that are no countries, and their share of the different codes of a column, that
make the others doubtful."""
_NO_COUNTRIES = frozenset({"UN", "XX", "ZZ", "XA", "XZ", "NA"})
"""Codes that lists of ISO 3166 use for what is no country."""


def strangers(cells: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    """The codes of two letters in the cells of a column that are no countries, if they make its
    other codes doubtful. ``others`` are codes whose meaning is known."""
    codes = {code for cell in cells if cell.isupper() for code in _CODE.findall(cell)}
    found = sorted(each for each in codes - _NO_COUNTRIES - set(others) if _is_no_country(each))
    return found if len(found) >= _FEWEST and len(found) >= _SHARE * len(codes) else []


def _is_no_country(code: str) -> bool:
    return countries.resolve_or_none(code) is None and countries.bloc_by_name(code) is None


class CodeColumns:
    """The columns of countries of one table. ``unknown`` has codes that are no countries, by the
    texts of the mapping whose other codes are doubtful for that reason."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.unknown: dict[str, list[str]] = {}

    def look(self, rows: Iterable[RowCells]) -> None:
        """Learn the codes of each column from the first rows."""
        cells: dict[str, set[str]] = {text: set() for text in self._texts()}
        columns = [(PLACEHOLDER.fullmatch(text), text, found) for text, found in cells.items()]
        for row in rows if cells else ():
            for column, text, found in columns:
                found.add(row.cells[column[1]] if column else row.fill(text) or "")
        known = (*self.mapping.names, *self.mapping.missing)
        self.unknown = {text: each for text, found in cells.items()
                        if (each := strangers(found, known))}  # fmt: skip

    def doubt(self, text: str, cell: str) -> str | None:
        """Why the country of a ``cell`` of two letters is not certain; ``None`` if it is."""
        unknown = self.unknown.get(text)
        if unknown is None or not _CODE.fullmatch(cell) or countries.by_name(cell):
            return None
        code = countries.by_code(cell)
        if code is None:
            return None
        others = " and ".join(map(repr, unknown[:2]))
        return (
            f"{cell!r} is {countries.name(code)} in ISO 3166, but {others} in the column are no "
            'countries, so perhaps it has codes of another list; say "scheme" in the mapping '
            '("iso" if they are ISO codes), or what each means in "names"'
        )

    def _texts(self) -> Iterator[str]:
        """The texts of the mapping with countries whose list the mapping does not say."""
        mapping = self.mapping
        if mapping.scheme:
            return
        for rule in mapping.countries:
            if not rule.scheme and PLACEHOLDER.search(rule.code):
                yield rule.code
        place = mapping.place
        if place and place.country and not place.scheme and PLACEHOLDER.search(place.country):
            yield place.country
