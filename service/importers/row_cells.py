"""The cells of one row of a table, and the errors in them."""

from __future__ import annotations

import re
from collections.abc import Mapping as Cells

from service.importers.cell_text import clean, is_formula_error
from service.importers.mapping import PLACEHOLDER, Mapping, Text, columns_of
from service.importers.row_result import RowError, shorten

_SPACES = re.compile(r"[^\S\n\r\t]+")


class RowCells:
    """The cells of one row, with which the texts of a mapping are filled.

    ``columns`` has the column from which each JSON Pointer of the event was filled.
    """

    def __init__(self, cells: Cells[str, str], mapping: Mapping) -> None:
        missing = {"", *mapping.missing}
        self.cells: dict[str, str] = {}
        self.mapping = mapping
        self.errors: list[RowError] = []
        self.warnings: list[str] = []
        broken: dict[str, list[str]] = {}
        for name, given in cells.items():
            cell = given.strip()
            if not cell.isprintable():
                cell, reason = clean(cell)
                if reason:
                    broken.setdefault(reason, []).append(name)
            self.cells[name] = "" if cell in missing else cell
        self.warnings += [f"{why} in {', '.join(names)}" for why, names in broken.items()]
        self.columns: dict[str, str] = {}

    def fill(
        self, text: Text | None, pointer: str | None = None, lines: bool = False
    ) -> str | None:
        """The text with its cells filled in; ``None`` if it has cells and all of them are empty.

        Several spaces become one, and so do line ends and tabs, unless ``lines`` says that they may
        separate the values of a list, or paragraphs.
        """
        for each in [text] if isinstance(text, str) else text or []:
            names = PLACEHOLDER.findall(each)
            if pointer and names:
                self.columns[pointer] = names[0]
            if names and not any(self.cells[name] for name in names):
                continue
            filled = PLACEHOLDER.sub(lambda match: self.cells[match[1]], each)
            if names:
                filled = _SPACES.sub(" ", filled).strip() if lines else " ".join(filled.split())
            return filled
        return None

    def error(self, text: Text, reason: str, value: str | None = None) -> None:
        """Record that the filled ``text``, or a ``value`` out of it, is not valid."""
        first = text if isinstance(text, str) else text[0]
        names = PLACEHOLDER.findall(first)
        field = names[0] if names else first
        found = RowError(field, shorten(value or self.fill(first)), reason)
        if found not in self.errors:  # a cell may fill several fields
            self.errors.append(found)

    def refuse_failed_formulas(self) -> None:
        """Record the errors of formulas in the cells that the mapping uses."""
        failed = [
            name
            for name, cell in self.cells.items()
            if cell.startswith(("#", "Err:")) and is_formula_error(cell)
        ]
        for name in failed:
            if name in columns_of(self.mapping):
                reason = 'is the error of a formula; list it in "missing" if it means no value'
                self.errors.append(RowError(name, self.cells[name], reason))
