"""Finds the columns for the title and the id of an event."""

from __future__ import annotations

import re

from service.domain.counted import counted
from service.importers.suggest.draft import Draft, cell, tells_apart
from service.importers.suggest.headers import OTHER_THINGS, Column, plain, says
from service.importers.suggest.notes import several

_TITLES = {" ".join(plain(each)) for each in (
    "title", "headline", "heading", "event", "event title", "event name", "what", "titel",
    "überschrift", "ereignis", "titre", "événement", "título", "evento", "название", "заголовок",
    "событие", "атауы", "intitulé", "наименование", "标题", "事件", "العنوان", "الحدث",
)}  # fmt: skip
"""Headers that can only mean a title; a name or a label may be that of a person."""


def find_id(draft: Draft) -> Column | None:
    """The best column with a header of an id that is filled and different in every row."""
    headed = [
        each
        for each in draft.rest()
        if len(each.counts) == len(each.cells)
        and each.mean_length <= 60
        and not _OTHERS & set(each.words)
        and (each.rank("id") or each.name == "#" or "".join(each.words[-1:]).endswith("id"))
    ]
    found = max(headed, key=lambda each: each.rank("id") == 3, default=None)
    return found or next(filter(of_wikidata, draft.rest()), None)


def of_wikidata(column: Column) -> bool:
    """Whether each row has another entity of Wikidata, as results of SPARQL do."""
    distinct = len(column.counts) == len(column.cells)
    return distinct and column.share(lambda text: bool(_ENTITY.fullmatch(text))) == 1


_ENTITY = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/[QL]\d+", re.ASCII)


_OTHERS = frozenset(plain(
    "account actor assignee author board channel city country list location outlet owner parent "
    "person place publisher region reporter team user"
))  # fmt: skip
"""Words for what has several events, so that its id is not that of an event."""


def id_template(found: Column | None, parts: list[Column], stem: str, draft: Draft) -> str:
    """The ``id`` of a mapping: the table's own id, or ``parts`` with other columns.

    It uses as many of the other columns as it needs to make the rows distinct.
    """
    prefix = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-") or "row"
    notes = draft.notes
    if found:
        doubtful = next(filter(_changed, found.counts), None)
        told = notes.guessed if doubtful or _counts(found) else notes.sure
        if doubtful:
            notes.decide.append(
                f"id: {found.name} has {doubtful!r}, which a spreadsheet perhaps changed"
            )
        told.append(
            f"id: {found.name}, which differs in every row, with the prefix {prefix}-; "
            "keep this prefix for later files of the same source"
        )
        return f"{prefix}-{cell(found)}"
    chosen = parts + [each for each in draft.columns if each not in parts and each.filled]
    sizes = range(len(parts), len(chosen) + 1)
    twins, size = min((_twins(chosen[:size]), size) for size in sizes)
    chosen = chosen[:size]
    notes.decide.append(
        f"id: no column differs in every row, so it is made of "
        f"{several([each.name for each in chosen], 9)}; a row that is corrected there becomes "
        "a new event beside the old one"
    )
    if twins:
        notes.decide.append(
            f"id: {counted(twins, 'row')} refused, because another row is like it; if each is an "
            'event of its own, put {#} into "id", which is the number of the row, and keep the '
            "order of the rows"
        )
    return f"{prefix}-" + "-".join(map(cell, chosen))


_CHANGED = re.compile(
    r"\d([.,]\d+)?E\+\d{2,3}|\d{1,2}-(?:[A-Z][a-zéû]{2}|\d{2}-\d{4})|[A-Z][a-zéû]{2}-\d{2}"
)
"""A spreadsheet shows this for ``1E5`` or a long number, and for ``3-5``."""


def _changed(text: str) -> bool:
    return bool(_CHANGED.fullmatch(text))


def _counts(column: Column) -> bool:
    """Whether the header may say how many there are of something: ``No. ordered``."""
    first, *rest = column.words or ("",)
    return first in ("no", "nr", "number", "nummer", "numero") and bool(rest)


def _twins(columns: list[Column]) -> int:
    rows = list(zip(*(each.cells for each in columns), strict=True))
    return len(rows) - len(set(rows))


def find_title(draft: Draft) -> tuple[Column | None, Column | None]:
    """The columns of the title and of the summary, each if there is one.

    A column of subjects has titles in calendars, and topics elsewhere.
    """
    title = draft.best("title", _names_each)
    if title is None or title.rank("title") < 3:
        matter = draft.best("matter", lambda each: each.rank("matter") == 3 and _differs(each))
        title = matter or title
    draft.take(title)
    summary = draft.best("summary", lambda each: each.speaks)
    draft.take(summary)
    return title, summary


def _names_each(column: Column) -> bool:
    """Whether a column may name the events: it has words, and often other ones."""
    other = column.words[-1:] == ("name",) and OTHER_THINGS & set(column.words)
    varied = len(column.counts) > 1 or column.filled == 1 or column.rank("title") == 3
    share = 0.5 if column.rank("title") == 3 else 0.9  # rows of totals and notes have no title
    return tells_apart(column) and varied and not other and column.share(says) > share


def _differs(column: Column) -> bool:
    """The same, and nearly every row has another text."""
    return _names_each(column) and len(column.counts) * 10 >= column.filled * 9


def title_texts(
    title: Column | None, summary: Column | None, named: list[Column], draft: Draft, whole: bool
) -> list[str]:
    """The ``title`` of a mapping; without a column of titles it is made of the ``named`` columns.

    The summary fills in for empty titles. It is added if a title is missing, or if not the
    ``whole`` table was read.
    """
    notes = draft.notes
    if title and summary and not (whole and title.filled == len(title.cells)):
        notes.guessed.append(f"title: {title.name}, or {summary.name} where it is empty")
        return [cell(title), cell(summary)]
    if title:
        degree = notes.sure if " ".join(title.words) in _TITLES else notes.guessed
        degree.append(f"title: {title.name}")
        return [cell(title)]
    made = ", ".join(map(cell, named[:3]))
    if named and (not summary or len(named) > 1):
        notes.decide.append(f"title: no column is one; it is made of {made}. Write words around it")
        return [made]
    notes.guessed.append(f"title: {summary.name if summary else made}, as no column is a title")
    return [cell(summary) if summary else made]
