"""Finds the columns for the title and the id of an event."""

from __future__ import annotations

import re
from functools import partial

from service.domain.counted import counted
from service.importers.ids import LONGEST
from service.importers.suggest.draft import Draft, cell, tells_apart
from service.importers.suggest.headers import OTHER_THINGS, Column, plain, says
from service.importers.suggest.notes import several
from service.importers.suggest.parts import names_groups

_TITLES = {" ".join(plain(each)) for each in (
    "title", "headline", "heading", "event", "event title", "event name", "what", "titel",
    "überschrift", "ereignis", "titre", "événement", "título", "evento", "название", "заголовок",
    "событие", "атауы", "intitulé", "наименование", "标题", "事件", "العنوان", "الحدث",
)}  # fmt: skip
"""Headers that can only mean a title; a name or a label may be that of a person."""


def find_id(draft: Draft) -> Column | None:
    """The best column with a header of an id that is filled and different in every row."""
    headed = [each for each in _with_ids(draft.rest()) if not _OTHERS & set(each.words)]
    found = max(headed, key=lambda each: each.rank("id") == 3, default=None)
    return found or next(filter(of_wikidata, draft.rest()), None)


def _with_ids(columns: list[Column]) -> list[Column]:
    """The columns that may be the ids of rows, by their headers and cells."""
    return [
        each
        for each in columns
        if len(each.counts) == len(each.cells)
        and each.mean_length <= (LONGEST if each.rank("id") == 3 else 60)
        and (each.rank("id") or each.name == "#" or "".join(each.words[-1:]).endswith("id"))
        and (each.rank("id") == 3 or not each.share(_measured))
    ]


def _measured(text: str) -> bool:
    """Whether a cell is a number with decimals, as measured values and shares are."""
    return bool(re.fullmatch(r"[+-]?\d*[.,]\d+%?", text, re.ASCII))


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

    It uses as many of the other columns as it needs to make the rows distinct. Without a ``stem``
    the id is that of our own events.
    """
    if found and not stem:
        draft.notes.sure.append(f"id: {found.name}, so that each row is the event of that id")
        return cell(found)
    prefix = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-") or "row"
    notes = draft.notes
    if found:
        doubtful = next(filter(_changed, found.counts), None)
        # One of several ids is that of something else, such as the person of each row.
        others = [each.name for each in _with_ids(draft.columns) if each is not found]
        rivals = others if found.rank("id") < 3 else []
        told = notes.guessed if doubtful or rivals or _counts(found) else notes.sure
        if doubtful:
            notes.decide.append(
                f"id: {found.name} has {doubtful!r}, which a spreadsheet perhaps changed"
            )
        told.append(
            f"id: {found.name}, which differs in every row"
            + (f" as {several(rivals)} does too" if rivals else "")
            + f", with the prefix {prefix}-; keep this prefix for later files of the same source"
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
    summary = next(
        filter(None, (draft.best("summary", partial(_speaks, share)) for share in _SHARES)), None
    )
    draft.take(summary)
    return title, summary


def _names_each(column: Column) -> bool:
    """Whether a column may name the events: it has words, and often other ones."""
    other = column.words[-1:] == ("name",) and OTHER_THINGS & set(column.words)
    varied = len(column.counts) > 1 or column.filled == 1 or column.rank("title") == 3
    share = 0.5 if column.rank("title") == 3 else 0.9  # rows of totals and notes have no title
    there = column.rank("title") == 3 or _says_title(column) or _filled(0.5, column)
    return tells_apart(column) and varied and not other and there and column.share(says) > share


_SHARES = (0.9, 0.5, 0)
"""Shares of the rows that have a summary; a column with gaps is taken if no other has fewer."""


def _filled(share: float, column: Column) -> bool:
    """Whether at least that share of the rows has something in the column."""
    return column.filled >= share * len(column.cells)


def _speaks(share: float, column: Column) -> bool:
    return column.speaks and _filled(share, column)


def _says_title(column: Column) -> bool:
    return " ".join(column.words) in _TITLES


def _differs(column: Column) -> bool:
    """The same, and nearly every row has another text."""
    return _names_each(column) and len(column.counts) * 10 >= column.filled * 9


def title_texts(
    title: Column | None,
    summary: Column | None,
    named: list[Column],
    dates: list[Column],
    draft: Draft,
    *,
    whole: bool,
) -> list[str]:
    """The ``title`` of a mapping.

    Without a column of titles it is made of the ``named`` columns, or of a column that has a text
    in nearly every row, or of the ``dates``. The summary fills in for empty titles. It is added if
    a title is missing, or if not the ``whole`` table was read.
    """
    notes = draft.notes
    if title and summary and not (whole and title.filled == len(title.cells)):
        notes.guessed.append(f"title: {title.name}, or {summary.name} where it is empty")
        return [cell(title), cell(summary)]
    if title:
        degree = notes.sure if _says_title(title) else notes.guessed
        degree.append(f"title: {title.name}")
        return [cell(title)]
    named = [each for each in named if _filled(0.5, each)]
    if summary and not _filled(0.5, summary):
        summary = None
    other = None if named or summary else _any_text(draft)
    if other:
        draft.take(other)
        notes.guessed.append(f"title: {other.name}, as no column is a title")
        return [cell(other)]
    made = ", ".join(map(cell, (named or dates)[:3]))
    if not summary or len(named) > 1:
        notes.decide.append(f"title: no column is one; it is made of {made}. Write words around it")
        return [made]
    if whole and summary.filled == len(summary.cells):
        notes.guessed.append(f"title: {summary.name}, as no column is a title")
        return [cell(summary)]
    notes.guessed.append(
        f"title: {summary.name}, as no column is a title, or {made} where it is empty"
    )
    return [cell(summary), made]


def _any_text(draft: Draft) -> Column | None:
    """An unused column that says in words what each row has, if there is one.

    It is one with a header of titles, or the first one that often has another text.
    """
    texts = [
        each
        for each in draft.rest()
        if _speaks(0.9, each)
        and len(each.counts) > 1
        and (tells_apart(each) or each.rank("title"))
        and each.mean_length <= 200
        and each.share(_of_people) > 0.5
        and not each.rank("date", "start", "end", "published", "actor", "country")
        and not names_groups(each)
    ]
    if headed := next(filter(_says_title, texts), None):
        return headed
    most = max((len(each.counts) for each in texts), default=0)
    return next((each for each in texts if len(each.counts) * 2 >= most), None)


def _of_people(text: str) -> bool:
    """Whether a text is written for people, and is no code or name of a file."""
    return not re.fullmatch(r"[a-z0-9_./:-]*|\S+\.\w{2,4}", text)
