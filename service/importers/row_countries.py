"""Reads the countries of a row by the mapping."""

from __future__ import annotations

from fnmatch import fnmatchcase

from service.domain import edtf
from service.domain.countries import country as state_of
from service.domain.countries import remarks, resolve
from service.importers.code_columns import CodeColumns
from service.importers.country_lists import parted
from service.importers.listed_cells import listed
from service.importers.mapping import PLACEHOLDER, CountryRule, shown_columns
from service.importers.row_cells import RowCells
from service.importers.schemes import read as read_code


class RowCountries(RowCells):
    """The cells of one row, and the countries in them.

    ``when`` is the date of the row, as EDTF. ``codes`` are what the table's columns of codes say.
    """

    when = ""
    codes: CodeColumns | None = None

    def countries(self) -> list[dict[str, str]]:
        """The countries of the event, each with its role and only once."""
        found: list[dict[str, str]] = []
        for rule in self.mapping.countries:
            for name in self._names(rule):
                code = self.country(rule.code, name, rule.scheme)
                # A source may use two names for one country.
                if code is not None and (entry := {"code": code, "role": rule.role}) not in found:
                    columns = PLACEHOLDER.findall(rule.code)
                    if columns:
                        self.columns[f"/countries/{len(found)}/code"] = columns[0]
                    found.append(entry)
        return found

    def country(self, text: str, name: str, scheme: str | None) -> str | None:
        """The country of a name or code with which ``text`` was filled.

        The mapping's ``formerly`` and ``names`` come first, then its scheme. A value that the
        mapping itself gives is no cell and stays unchanged.
        """
        if former := self._then(name):
            return former
        if name in self.mapping.names or not PLACEHOLDER.search(text):
            return self.mapping.names.get(name, name)
        try:
            meant = read_code(name, scheme or self.mapping.scheme)
        except ValueError as error:
            self.error(text, str(error), name)
            return None
        if self.codes and scheme is None and (reason := self.codes.doubt(text, name)):
            self.error(text, reason, name)
            return None
        column = PLACEHOLDER.findall(text)[0]
        left_out = remarks(name)
        for each in left_out:
            warning = f"{column}: {each[:100]!r} in {name[:100]!r} is left out"
            if warning not in self.warnings and column not in shown_columns(self.mapping):
                self.warnings.append(warning)
        return resolve(meant) if left_out else meant

    def _then(self, name: str) -> str | None:
        """The former state that a name stands for, if the date lies within its existence."""
        former = self.mapping.formerly.get(name)
        if former is None or not self.when:
            return None
        state, when = state_of(resolve(former)), edtf.parse(self.when)
        if when.earliest is None or when.latest is None:
            return None
        inside = (state.since or 0) <= when.earliest and when.latest <= (state.until or 0)
        return state.code if inside else None

    def _names(self, rule: CountryRule) -> list[str]:
        if any(self.cells[name].casefold() != each.casefold() for name, each in rule.when.items()):
            return []
        cell = self.fill(rule.code, lines=True) or ""
        if rule.like and not fnmatchcase(cell, rule.like):
            return []
        if rule.before:
            cell = cell.partition(rule.before)[0]
        signs = [rule.split] if isinstance(rule.split, str) else rule.split or []
        items = listed(cell.strip())
        names = [cell.strip()] if items is None else items
        return [part for each in names for part in parted(each, signs, self.mapping.names)]
