"""Texts of the parts of an event in a table: words of fixed lists, texts that are left out because
the part lacks what it needs, and cells that only say that there is no value."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, overload

from service.domain.vocabulary import ACTOR_TYPES, CATEGORY_CODES, STAGES, STATUSES
from service.importers.cell_text import says_no_value
from service.importers.mapping import PLACEHOLDER
from service.importers.row_result import Record

WORDS: dict[str, tuple[str, ...]] = {
    "status": STATUSES, "category": CATEGORY_CODES, "type": ACTOR_TYPES, "stage": STAGES,
}  # fmt: skip
"""The fields whose values are words of a fixed list."""
_NO_TEXTS = frozenset({"type", "stage", "currency", "country", "supports"})
"""Fields of parts that say nothing alone."""


@overload
def as_word(name: str, text: str) -> str: ...
@overload
def as_word(name: str, text: str | None) -> str | None: ...
def as_word(name: str, text: str | None) -> str | None:
    """The word of a fixed list that a text is in other letters (``Planned``), or the text."""
    low = text.casefold() if text else ""
    return low if low in WORDS.get(name, ()) else text


def left_out(rule: Any, part: Mapping[str, Any], shown: Container[str]) -> Iterator[str]:
    """Warnings of the cells that a ``part`` of the event would have, but for its first field, whose
    cells are empty. Cells of the ``shown`` columns stand in the event anyway."""
    leading = rule.__struct_fields__[0]
    first = getattr(rule, leading)
    empty = PLACEHOLDER.findall(first if isinstance(first, str) else " ".join(first))
    for name, text in part.items():
        columns = PLACEHOLDER.findall(getattr(rule, name)) if name not in _NO_TEXTS else []
        if columns and columns[0] not in shown:
            yield f"{columns[0]}: {text[:100]!r} is left out, as {', '.join(empty)} is empty"


def hinted(record: Record, cells: Mapping[str, str]) -> Record:
    """The record, whose errors name ``missing`` for cells such as ``n/a``."""
    if not record.errors:
        return record
    errors = tuple(
        each._replace(reason=f'{each.reason}; list it in "missing" if it means no value')
        if '"missing"' not in each.reason and says_no_value(cells.get(each.field, ""))
        else each
        for each in record.errors
    )
    return record._replace(errors=errors)
