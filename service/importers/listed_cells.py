"""Reads the lists that programs write into one cell of a table.

JSON and Python write ``["A", "B"]`` and ``['A', 'B']``, GDAL ``(2:A,B)``, and PostgreSQL
``{A,"B, C"}``.
"""

from __future__ import annotations

import csv
import json
import re

_ITEM = r"'(?:[^'\\]++|\\.)*+'|\"(?:[^\"\\]++|\\.)*+\"|None|null"
_LIST = re.compile(rf"\[\s*+(?:{_ITEM})(?:\s*+,?+\s*+(?:{_ITEM}))*+\s*+,?+\s*+\]", re.DOTALL)
"""Nothing is tried twice, so that a long cell takes no longer than its length."""
_ITEMS = re.compile(_ITEM, re.DOTALL)
_EMPTY = re.compile(r"\[\s*\]|\{\s*\}|\(0:\)")
_COUNTED = re.compile(r"\((\d{1,4}):(.*)\)", re.DOTALL)
_ARRAY = re.compile(r"\{(.+)\}", re.DOTALL)
_MEMBER = re.compile(r":\s")
"""The colon of an object of JSON or Python, which is no list."""
_OBJECT = re.compile(rf"[\[{{(\s]*\{{\s*(?:{_ITEM})\s*:.*[\]}})]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


_BETWEEN_NAMES = re.compile(
    r"\s(?:and|und|et|y|e|и|және|та|i|ve|&|/|with|mit|avec|con|с)\s|<[Bb][Rr]\s?/?>|•"
)
"""Words and signs between names. Small letters, as ``E`` may be the letter of a name."""


def listed(cell: str) -> list[str] | None:
    """The texts of a list, without those that stand for no value; ``None`` if it is no list."""
    if cell[:1] not in ("[", "{", "("):
        return None
    if _EMPTY.fullmatch(cell):
        return []
    if _LIST.fullmatch(cell):
        found = [_text(each) for each in _ITEMS.findall(cell) if each not in ("None", "null")]
    elif match := _COUNTED.fullmatch(cell):
        found = match[2].split(",")
        if len(found) != int(match[1]):
            return None
    elif (match := _ARRAY.fullmatch(cell)) and not _MEMBER.search(match[1]):
        try:
            (found,) = csv.reader([match[1]], strict=True, escapechar="\\")
        except (csv.Error, ValueError):
            return None
        found = [each for each in found if each != "NULL"]
    else:
        return None
    return [text for each in found if (text := each.strip())]


def is_object(cell: str) -> bool:
    """Whether a cell has an object of JSON or Python, or a list of such objects."""
    return cell[:1] in ("[", "{") and bool(_OBJECT.fullmatch(cell))


def perhaps_several(cell: str) -> bool:
    """Whether a cell may have the names of several people, with words or commas between them:
    ``Xi Jinping and Emmanuel Macron``, ``Xi Jinping, Emmanuel Macron``, but not ``Xi, Jinping``."""
    if _BETWEEN_NAMES.search(cell):
        return True
    names = [each.split() for each in cell.split(",")]
    return len(names) > 2 or (len(names) == 2 and all(len(words) > 1 for words in names))


def _text(item: str) -> str:
    """The text of one item in its quotes."""
    if item[0] == '"':
        try:
            return str(json.loads(item))
        except ValueError:
            pass
    return _ESCAPED.sub(r"\1", item[1:-1])
