"""The cells of a table before a mapping reads them: signs that nobody sees, errors of formulas, and
words that programs write for no value."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

from service.importers.listed_cells import is_object, listed, perhaps_several
from service.schemas.fields import HIDDEN, INVISIBLE

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
_LONGEST_TOTAL = 30
_OPENING = frozenset("[{(=")
"""The first signs of lists, objects and formulas."""
_HTML = re.compile(
    r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[Xx][0-9A-Fa-f]{1,5});"
    r"|</?(?:a|abbr|b|blockquote|br|cite|code|div|em|font|h[1-6]|hr|i|iframe|img|li|ol|p|pre|s"
    r"|script|small|span|strong|style|sub|sup|table|td|th|tr|u|ul)(?:\s[^<>]*)?/?>|<!\[CDATA\[",
    re.IGNORECASE,
)


_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')


def text_of_formula(cell: str) -> str:
    """The text of a formula that is only a text: programs write ``="001"`` so that a spreadsheet
    keeps the zeros."""
    match = _TEXT_FORMULA.fullmatch(cell) if cell.startswith('="') else None
    return match[1].replace('""', '"') if match else cell


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
    hardly ever valid as UTF-8. If a character was lost (U+FFFD), the text before is not known, and
    the result is empty.
    """
    if "\ufffd" in cell:
        return ""
    for encoding, signs in _MISREAD.items():
        if signs.search(cell):
            try:
                return cell.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    mended = _PIECES.sub(_mended, cell)
    return mended if mended != cell else None


_PIECES = re.compile("|".join(
    f"[{lead}][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{{{more}}}"
    for lead, more in (("ÂÃÄÅÎÏÐÑØÙ", 1), ("â", 2))
))  # fmt: skip
"""A character of UTF-8 as cp1252 reads its bytes, among others that were read rightly."""


def _mended(match: re.Match[str]) -> str:
    try:
        return match[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return match[0]


def meaning_of_misread(cell: str) -> str:
    """The words about what a cell had before another program decoded it wrongly; empty if none
    did."""
    before = misread(cell)
    if before is None:
        return ""
    return f"it was perhaps {before[:60]!r}" if before else "a character is lost"


_TOTALS = (
    "total", "totals", "subtotal", "subtotals", "sub-total", "grand total", "sum", "overall",
    "summe", "gesamt", "gesamtsumme", "insgesamt", "zwischensumme", "somme", "sous-total",
    "suma", "totale", "totales", "subtotales", "razem", "ogółem", "celkem", "celkom", "ukupno",
    "skupaj", "összesen", "total general", "итого", "всего", "итог", "разом", "усього",
    "всього", "общо", "укупно", "барлығы", "жиыны", "toplam", "genel toplam", "ara toplam",
    "jami", "cəmi", "yhteensä", "summa", "totalt", "i alt", "kokku", "kopā", "iš viso",
    "σύνολο", "סהכ", "סה״כ", 'סה"כ', "المجموع", "الإجمالي", "مجموع", "جمع", "جمع کل", "कुल",
    "योग", "মোট", "รวม", "jumlah", "tổng", "tổng cộng", "合計", "小計", "総計", "合计", "小计",
    "总计", "합계", "총계", "소계",
)  # fmt: skip
"""The beginnings of a row of totals, in lower case."""
_TOTAL = re.compile(
    rf"^(?:{'|'.join(_TOTALS)})[\s:]*(?:(?:of|for|in|the|above|r\.?|г\.?|\d{{4}})[\s:.]*)*$",
    re.IGNORECASE,
)


class OddTexts:
    """Finds texts in the cells of one table that probably have another meaning, such as ``NULL``,
    and reports each kind once for its column."""

    def __init__(
        self,
        columns: Iterable[str],
        lists: Container[str] = (),
        names: Container[str] = (),
        texts: Container[str] = (),
        *,
        misread: bool = True,
    ) -> None:
        """``lists`` are those of ``columns`` in which lists of programs are read, ``names`` those
        that name one person each, ``texts`` those of the title and the summary. ``misread`` says
        whether texts in a wrong encoding are reported."""
        self.columns = sorted(columns)
        self.lists, self.names, self.texts, self.misread = lists, names, texts, misread
        self.told: set[tuple[str, str]] = set()

    def warnings(self, cells: Mapping[str, str]) -> list[str]:
        """A warning for each kind of text that the rows before did not have."""
        found = []
        for column in self.columns:
            cell = cells[column]
            short = says_no_value(cell)
            marked = cell[:1] in _OPENING or "&" in cell or "<" in cell or "E+" in cell
            marked = marked or "???" in cell or "_x00" in cell or "]" in cell
            marked = marked or (column in self.names and perhaps_several(cell))
            marked = marked or (
                column in self.texts and len(cell) <= _LONGEST_TOTAL and bool(_TOTAL.match(cell))
            )
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
        of_texts = _OF_TEXTS if column in self.texts else ()
        for kind, pattern, reason in (*of_texts, *_PATTERNS):
            if match := pattern.search(cell):
                return kind, reason.format(sign=f"U+{ord(match[0][0]):04X}")
        if column in self.names and listed(cell) is None and perhaps_several(cell):
            return "several", (
                "is stored as one actor, here and in later rows; say "
                '"split" in the actor: " and " if it is several, [] if it is one'
            )
        if self.misread and (meant := meaning_of_misread(cell)):
            return "misread", (
                f"was read in a wrong encoding by another program, here and perhaps in later rows: "
                f"{meant}"
            )
        return "", ""


_OF_TEXTS = (
    ("total", _TOTAL, "is perhaps the beginning of a row of totals, and is stored as an event, here"
     " and perhaps in later rows"),
)  # fmt: skip
_PATTERNS = (
    ("formula", re.compile(r"^=[A-Z][A-Z0-9.]*\(.*\)$", re.DOTALL),
     "is a formula without its value, and is stored as a text, here and in later rows"),
    ("rounded", re.compile(r"^[+-]?\d(?:[.,]\d+)?E\+\d{2,3}$", re.ASCII),
     "is a number that a spreadsheet rounded, here and perhaps in later rows; its other digits are "
     "lost"),
    ("html", _HTML, "has HTML in it, which is stored as a text, here and in later rows"),
    ("footnote", re.compile(
        r"(?:(?<=[A-Za-z]{3})|(?<=\d{4})|(?<=[.,;:!?)\"'’”\]]))"
        r"\[(?:\d{1,3}|[a-c]|(?:note|nb|n|fn)\.?\s\d{1,3}|citation needed)\](?=\s|\[|$)",
        re.ASCII | re.IGNORECASE),
     "has the mark of a footnote, which is stored as a text, here and in later rows"),
    ("lost", re.compile(r"(?<![^\W_])\?{3,}(?![^\W_])"),
     "has question marks, perhaps for letters that another program lost, here and in later rows"),
    # A control character as Office Open XML writes it (ECMA-376, part 1, 22.4.2.4).
    ("escaped", re.compile(r"_x00[01][0-9A-F]_"),
     "has the code of a control character, which is stored as a text, here and in later rows"),
    ("unseen", re.compile(
        HIDDEN + "|(?<=[A-Za-z0-9])[\u200c\u200d](?=[A-Za-z0-9])"
    ), "has invisible characters in it ({sign}), which are stored, here and in later rows"),
)  # fmt: skip
"""Kinds of odd texts, each with its signs and the reason for a warning."""
