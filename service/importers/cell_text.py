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
    "tbd", "tba", "tbc", "н/д", "不详",
})  # fmt: skip
_LONGEST = max(map(len, _NO_VALUE))
_OPENING = frozenset("[{(")
"""The first signs of lists and objects."""
_HTML = re.compile(
    r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[Xx][0-9A-Fa-f]{1,5});"
    r"|</?(?:a|b|br|div|em|h[1-6]|i|img|li|ol|p|span|strong|table|td|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ROUNDED = re.compile(r"[+-]?\d[.,]\d+E\+\d{2,3}", re.ASCII)
"""A long number as spreadsheets show it."""


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


def says_no_value(cell: str) -> bool:
    """Whether a cell has a word that programs and people write for no value."""
    return len(cell) <= _LONGEST and cell.lower() in _NO_VALUE


def is_formula_error(cell: str) -> bool:
    """Whether a cell has the error of a formula in the place of its value."""
    return bool(_FORMULA_ERROR.fullmatch(cell))


def _signs(encoding: str) -> re.Pattern[str]:
    """Two characters that the first two bytes of one in UTF-8 become in an encoding."""
    first, second = (
        re.escape(bytes(span).decode(encoding, "ignore"))
        for span in (range(0xC2, 0xF5), range(0x80, 0xC0))
    )
    return re.compile(f"[{first}][{second}]")


_MISREAD = {encoding: _signs(encoding) for encoding in ("cp1252", "cp1251")}


def misread(cell: str) -> str | None:
    """The text that a cell had before another program decoded it wrongly; ``None`` if it did not.

    ``RÃ©union`` is ``Réunion``, whose bytes in UTF-8 were read as cp1252. Words of cp1252 are
    hardly ever valid as UTF-8. Where a character was lost (U+FFFD), the text before is not known,
    and the result is empty.
    """
    if "\ufffd" in cell:
        return ""
    for encoding, signs in _MISREAD.items():
        if signs.search(cell):
            try:
                return cell.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    return None


def meaning_of_misread(cell: str) -> str:
    """The words about what a cell had before another program decoded it wrongly; empty if none
    did."""
    before = misread(cell)
    if before is None:
        return ""
    return f"it was perhaps {before[:60]!r}" if before else "a character is lost"


class OddTexts:
    """Finds texts in the cells of one table that were hardly meant as they are, such as ``NULL``,
    and tells each kind once for its column."""

    def __init__(
        self, columns: Iterable[str], lists: Container[str] = (), *, misread: bool = True
    ) -> None:
        """``lists`` are those of ``columns`` in which lists of programs are read. ``misread`` says
        whether texts in a wrong encoding are told of."""
        self.columns = sorted(columns)
        self.lists, self.misread = lists, misread
        self.told: set[tuple[str, str]] = set()

    def warnings(self, cells: Mapping[str, str]) -> list[str]:
        """A warning for each kind of text that the rows before did not have."""
        found = []
        for column in self.columns:
            cell = cells[column]
            short = says_no_value(cell)
            marked = "&" in cell or "<" in cell or "E+" in cell or cell[:1] in _OPENING
            if not marked and not short and cell.isascii():
                continue  # as most cells are
            kind, reason = self._kind(column, cell, short)
            if reason and (column, kind) not in self.told:
                self.told.add((column, kind))
                found.append(f"{column}: {cell[:60]!r} {reason}")
        return found

    def _kind(self, column: str, cell: str, no_value: bool) -> tuple[str, str]:
        """The kind of an odd text and the reason for a warning; empty for all others."""
        if no_value:
            return cell, (
                "is stored as a text, here and in later rows; if it means that there is no value, "
                'list it in "missing"'
            )
        if is_object(cell) or (column not in self.lists and listed(cell) is not None):
            what = "an object" if is_object(cell) else "a list"
            return "list", (
                f"is {what} as programs write it, and is stored as a text, here and in later rows"
            )
        if _ROUNDED.fullmatch(cell):
            return "rounded", (
                "is a number that a spreadsheet rounded, here and perhaps in later rows; its other "
                "digits are lost"
            )
        if _HTML.search(cell):
            return "html", "has HTML in it, which is stored as a text, here and in later rows"
        if self.misread and (meant := meaning_of_misread(cell)):
            return "misread", (
                f"was read in a wrong encoding by another program, here and perhaps in later rows: "
                f"{meant}"
            )
        return "", ""
