"""Guesses a mapping from the beginning of a table, and says which parts are sure.

The mapping is tried on the rows of the sample, and the rows that it would refuse are reported with
it. Some questions cannot be answered from the rows, for example whether the day or the month comes
first. They are left open and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from service.errors import Invalid
from service.formats.csv import OF_OURS
from service.importers.files import Opened, open_all
from service.importers.listed_cells import listed
from service.importers.registry import Importer, importer
from service.importers.several_values import BETWEEN, without_entities
from service.importers.suggest.amounts import find_amounts
from service.importers.suggest.categories import find_category
from service.importers.suggest.countries import CountryColumn, find_countries, role_of
from service.importers.suggest.dates import Dates, find_dates, looks_dated
from service.importers.suggest.draft import Draft, cell, tells_apart
from service.importers.suggest.empty_values import without_missing
from service.importers.suggest.headers import KEYWORDS, Column, column
from service.importers.suggest.names import (
    find_id,
    find_title,
    id_template,
    of_wikidata,
    title_texts,
)
from service.importers.suggest.notes import Notes, several
from service.importers.suggest.parts import find_actors, find_place, find_sources
from service.importers.suggest.record_dates import other_kind
from service.importers.suggest.sample import Sample, take
from service.importers.suggest.statuses import find_status
from service.importers.suggest.trial import describe_file, describe_trial
from service.importers.suggest.unknown_countries import describe_few


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mapping in the form of its JSON document, and the notes on it."""

    mapping: dict[str, Any]
    notes: Notes


def suggest_file(path: str | Path, form: str = "auto") -> Suggestion:
    """A mapping for a file (``-`` is standard input) or for the first file in an archive.

    Raises ``Invalid`` if the file cannot be read, needs no mapping, or is no table.
    """
    for found in open_all([path]):
        if isinstance(found, Opened):
            return suggest(found, form)
        raise Invalid(f"{found[0]} cannot be read: {found[1].strerror or found[1]}")
    raise Invalid(f"{path} has no files in it")


def suggest(opened: Opened, form: str = "auto") -> Suggestion:
    """A mapping for a file. Raises ``Invalid`` if it cannot be read, needs none, or is no table."""
    try:
        if not opened.head.strip():
            raise Invalid(f"{opened.name} is empty")
        found = importer(form, opened.name, opened.head)
        if found.name != "csv":
            raise Invalid(_no_table(opened, found))
        return suggest_for(take(opened.stream), opened.name)
    except OSError as error:
        raise Invalid(f"{opened.name} cannot be read: {error}") from None


def _hint(columns: list[Column]) -> str:
    """Why a column of other dates is not that of the events."""
    for each in columns:
        kind = other_kind(each)
        if kind == "source":
            return f"; {each.name} is of the source, and the event was before it"
        if kind == "end of validity" and looks_dated(each):
            return (
                f"; {each.name} says until when something is valid or due; if the events were "
                f'then, rename it to "Date"'
            )
    return ""


def _no_table(opened: Opened, found: Importer) -> str:
    """The reason why a file of another format needs no mapping, or is of another kind of data."""
    opened.pass_mark()
    first = next(found.read(opened.stream, None), None) if found.name.endswith("json") else None
    if first is not None and first.errors:
        field, _, reason, _ = first.errors[0]
        return (
            f"{opened.name} needs no mapping if it has events as Dateline exports them, and line "
            f"{first.line} has none ({f'{field} {reason}'.strip()}); save other data as CSV (UTF-8)"
        )
    return f"{opened.name} needs no mapping; dateline import reads it as it is: {found.description}"


def suggest_for(sample: Sample, name: str) -> Suggestion:
    """A mapping for a table; its ``name`` may say what kind of events it has.

    Raises ``Invalid`` if it has too few columns or no column of dates.
    """
    stem = "table" if name == "standard input" else PurePath(name).stem
    notes = Notes()
    ours = set(sample.header) >= OF_OURS
    if ours:
        notes.decide.append(
            "this is our own CSV, which does not hold an event whole; dateline export "
            "--format ndjson does, and needs no mapping"
        )
    missing, columns = without_missing(_columns(sample), notes)
    if len(columns) < 2:
        raise Invalid(
            f"{name} is not a table: its first line is not a header of several columns"
            + _below([sample.wider, *sample.rows])
        )
    if not sample.rows and not sample.uneven:
        raise Invalid(
            f"{name} has a header, but no rows, and only rows show what is in its columns"
        )
    dates = find_dates(columns, notes)
    if dates is None:
        there = several([each.name for each in columns], 20)
        raise Invalid(
            f"no column of {name} looks like the dates of events; there are {there}{_hint(columns)}"
        )
    mapping = _mapping(Draft(columns, notes), dates, "" if ours else stem, sample.complete)
    twice = [name for name, times in Counter(sample.header).items() if name and times > 1]
    if twice:
        notes.guessed.append(
            f"not used: {several(twice, 20)}, because several columns have that name"
        )
    mapping |= {"missing": missing} if missing else {}
    mapping |= describe_file(sample, notes)
    describe_trial(sample, mapping, name, notes)
    return Suggestion(mapping, notes)


def _below(rows: list[list[str]]) -> str:
    """Advice if a line below the first looks like the header, as below the title of a sheet."""
    for row in rows[:20]:
        names = [cell.strip()[:40] for cell in row if cell.strip()]
        if len(names) > 1:
            return f"; if the columns are {several(names, 5)}, delete the lines above that line"
    return ""


def _columns(sample: Sample) -> list[Column]:
    """The columns that a mapping can name: those with a unique name without braces."""
    cells = zip(*sample.rows, strict=True) if sample.rows else [()] * len(sample.header)
    times = Counter(sample.header)
    pairs = zip(sample.header, cells, strict=True)
    return [
        column(name, [*map(_as_people_write, each)])
        for name, each in pairs
        if name and times[name] == 1 and not re.search(r"[{}]", name)
    ]


def _as_people_write(cell: str) -> str:
    """A cell in which a list of a program is written with semicolons."""
    items = listed(cell.strip())
    return cell if items is None else "; ".join(items)


def _mapping(draft: Draft, dates: Dates, stem: str, whole: bool) -> dict[str, Any]:
    """The mapping; the most certain meanings take their columns first."""
    notes = draft.notes
    draft.take(*dates.columns, *dates.beside)
    found = find_countries(draft.rest(), notes)
    draft.take(*(each.column for each in found))
    states = [each for each in found if not each.column.rank("place")]
    own_id = find_id(draft)
    if own_id and not of_wikidata(own_id):  # such an id is a source too
        draft.take(own_id)
    place = find_place(draft)
    describe_few(draft)
    for each in found:
        if each not in states:
            place |= each.of_place()
            notes.guessed.append(f"place: {each.column.name} as its country")
    countries = _countries(states, place, notes)
    category = find_category(draft, stem)
    sources = find_sources(draft)
    title, summary = find_title(draft)
    actors, people = find_actors(draft)
    amounts = find_amounts(draft)
    status = find_status(draft)
    tags = [each for each in draft.rest() if each.rank("tags") and _has_tags(each)][:3]
    draft.take(*tags)
    shown = [*people[:1], *(each.column for each in states)]
    texts = title_texts(title, summary, shown, dates.columns, draft, whole=whole)
    named = [title or summary] if title or summary else shown[:1]
    made = {
        "id": id_template(own_id, [*dates.columns, *(each for each in named if each)], stem, draft),
        "title": texts[0] if len(texts) == 1 else texts,
        "summary": summary and cell(summary),
        "date": dates.rule,
        "date_as_reported": dates.reported and cell(dates.reported),
        "category": category,
        "status": status,
        "countries": countries,
        "actors": actors,
        "place": place,
        "amounts": amounts,
        "sources": sources,
        "tags": [_tag(each, notes) for each in tags],
    }
    if left := [each.name for each in draft.rest()]:
        notes.guessed.append(f"not used: {several(left, 20)}")
    return {key: value for key, value in made.items() if value}


def _has_tags(each: Column) -> bool:
    """Whether the cells may be tags, and not what the event of a row is about."""
    return not tells_apart(each) or (each.words in KEYWORDS and each.speaks)


def _tag(column: Column, notes: Notes) -> str | dict[str, Any]:
    """The rule for a column of tags, split where its cells look like several."""
    cells = [*map(without_entities, column.counts)]
    signs = [sign for sign in BETWEEN if any(sign in text for text in cells)]
    if sum("," in text for text in cells) * 5 > len(cells):
        signs.append(",")
    if not signs:
        return cell(column)
    notes.guessed.append(f"tags: {column.name} has several in a cell, split at {several(signs)}")
    return {"tag": cell(column), "split": signs[0] if len(signs) == 1 else signs}


def _countries(
    states: list[CountryColumn], place: dict[str, Any], notes: Notes
) -> list[dict[str, Any]]:
    alone = len(states) == 1 and not states[0].signs
    found = [each.rule(role_of(each, alone and "name" in place, notes)) for each in states]
    if not found:
        notes.decide.append("countries: no column of countries was found")
    elif alone:
        host = found[0]["role"] == "host"
        if host and place and "country" not in place:
            place |= states[0].of_place()
        notes.decide.append(
            "countries: a row has one; if another takes part in all of them, add it, such as "
            f'{{"code": "US", "role": "{"participant" if host else "host"}"}}'
        )
    return found
