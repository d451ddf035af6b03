"""The cells of a table before a mapping reads them: signs that nobody sees, errors of formulas, and
words that programs write for no value."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

from service.importers.listed_cells import is_object, listed
from service.schemas.fields import INVISIBLE

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""Characters of the C0 and C1 sets that are no white space: errors of a conversion, never text."""
_UNSEEN = INVISIBLE.replace(r"\u202a-\u202e", r"\u202a-\u202c")
"""Invisible characters that can go. An override of the direction turns letters and digits round, so
it stays, and no date or name is read from the text."""
_ENDS = re.compile(
    rf"^[\s{_UNSEEN}]*[{_UNSEEN}][\s{_UNSEEN}]*|[\s{_UNSEEN}]*[{_UNSEEN}][\s{_UNSEEN}]*$"
)
_FORMULA_ERROR = re.compile(
    r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|ERROR!|UNKNOWN!"
    r"|N/A|N/D|NV|GETTING_DATA|#{2,}"
    r"|BEZUG!|WERT!|ZAHL!|VALEUR!|NOM\?|NOMBRE!|¡VALOR!|¡REF!|¿NOMBRE\?|¡DIV/0!|¡NUM!|¡NULO!"
    r"|ССЫЛКА!|ЗНАЧ!|ИМЯ\?|ДЕЛ/0!|ЧИСЛО!|ПУСТО!|Н/Д)|Err:5\d\d"
)
"""The texts that Excel and LibreOffice write for a formula that failed, and for a column that is
too narrow, in the languages of their users."""
_NO_VALUE = frozenset({
    "null", "(null)", "[null]", "<null>", "nan", "nat", "<na>", "none", "nil", "undefined", "\\n",
    "n/a", "n.a.", "na", "not available", "not applicable", "[object object]", "-", "--", "–", "—",
    "?", "??", "unknown", "nichts", "k.a.", "нет данных",
})  # fmt: skip
_LONGEST = max(map(len, _NO_VALUE))


def clean(cell: str) -> tuple[str, str]:
    """A cell without the control characters in it and the invisible ones at its ends, and the
    reason for a report, blank if nothing was left out."""
    cell = cell.strip()
    if cell.isprintable():
        return cell, ""
    reason = ""
    if CONTROL.search(cell):
        cell, reason = CONTROL.sub(" ", cell).strip(), "control characters became spaces"
    if (shown := _ENDS.sub("", cell)) and shown != cell:
        cell, reason = shown, reason or "invisible characters were left out"
    return cell, reason


def is_formula_error(cell: str) -> bool:
    """Whether a cell has the error of a formula in the place of its value."""
    return bool(_FORMULA_ERROR.fullmatch(cell))


class NoValues:
    """Finds texts like ``NULL`` in the cells of one table, and tells each once for its column."""

    def __init__(self, columns: Iterable[str], lists: Container[str] = ()) -> None:
        """``lists`` are those of ``columns`` in which lists of programs are read."""
        self.columns = sorted(columns)
        self.lists = lists
        self.told: set[tuple[str, str]] = set()

    def warnings(self, cells: Mapping[str, str]) -> list[str]:
        """A warning for each text that the rows before did not have."""
        found = []
        for column in self.columns:
            cell = cells[column]
            if is_object(cell) or (column not in self.lists and listed(cell) is not None):
                if (column, "[]") not in self.told:
                    self.told.add((column, "[]"))
                    found.append(
                        f"{column}: {cell[:60]!r} is {'an object' if is_object(cell) else 'a list'}"
                        " as programs write it, and is stored as a text, here and in later rows"
                    )
                continue
            if len(cell) > _LONGEST or cell.lower() not in _NO_VALUE:
                continue
            if (column, cell) not in self.told:
                self.told.add((column, cell))
                found.append(
                    f"{column}: {cell!r} is stored as a text, here and in later rows; if it means "
                    'that there is no value, list it in "missing"'
                )
        return found
