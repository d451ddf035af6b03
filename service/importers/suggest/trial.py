"""Tries a suggested mapping on the sample and reports the rows that it refuses."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from service.domain.counted import counted
from service.importers.code_columns import CodeColumns
from service.importers.mapped_row import Row
from service.importers.mapping import NUMBER
from service.importers.mapping_load import load_mapping
from service.importers.row_dates import Dates
from service.importers.suggest.notes import Notes, several
from service.importers.suggest.sample import Sample
from service.importers.swapped_places import swapped
from service.importers.table import guess_delimiter


def describe_file(sample: Sample, notes: Notes) -> dict[str, str]:
    """The keys of the mapping that tell the importer the delimiter and the encoding."""
    found = {}
    by_itself = guess_delimiter(sample.delimiter.join(sample.header))
    if sample.delimiter != "," or by_itself != ",":
        found["delimiter"] = sample.delimiter
        notes.sure.append(f"delimiter: {sample.delimiter!r}")
    encoding = sample.encoding
    if encoding.doubtful:
        notes.decide.append(
            f"encoding: it is not UTF-8, and hardly {encoding.name} ({encoding.why}); perhaps "
            'cp1250, mac-roman or cp850. Say which in "encoding"; until then rows with such signs '
            "are refused"
        )
    elif encoding.why:
        notes.guessed.append(f"encoding: {encoding.name}; {encoding.why}")
        found["encoding"] = encoding.name
    return found


def describe_trial(sample: Sample, mapping: dict[str, Any], name: str, notes: Notes) -> None:
    """Try the mapping on the rows of the sample and report the result."""
    ready = load_mapping(mapping)
    dates = Dates(ready.date)
    made = [
        Row({NUMBER: str(number), **dict(zip(sample.header, cells, strict=True))}, ready, dates)
        for number, cells in enumerate(sample.rows, 1)
    ]
    dates.look(row.fill for row in made)
    columns = CodeColumns(ready)
    columns.look(made)
    _tell_of_sentinels(dates, notes)
    ids: set[str] = set()
    errors: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], tuple[str, str]] = {}
    wrong: str | None = None
    # Unknown names of countries, and dates of unclear order, have been reported before.
    codes = {rule["code"] for rule in mapping.get("countries", ())}
    for row in made:
        row.codes = columns
        record = row.record(0)
        if record.event is None:
            field, value, reason, _ = record.errors[0]
            what = field, _without_values(reason)
            errors[what] += 1
            examples.setdefault(what, (value or "", re.sub(r"^'.*?':? ", "", reason)))
        elif record.event.id in ids:
            what = "id", "is also the id of an earlier row"
            errors[what] += 1
            examples[what] = "", what[1]
        else:
            ids.add(record.event.id)
            wrong = wrong or swapped(record.event)
    if wrong:
        notes.sure[:] = [each for each in notes.sure if not each.endswith(" in degrees")]
        notes.decide.append(wrong)
    which = "all of them" if sample.complete else "the first of more"
    notes.sure.append(
        f"tried on {counted(len(sample.rows), 'row')} of {name}, {which}: "
        f"{len(ids):,} can be stored, {errors.total():,} cannot"
    )
    for (field, reason), count in errors.most_common(7):
        if f"{{{field}}}" not in codes and "day or month first" not in reason:
            example, why = examples[field, reason]
            such = f", such as {example[:60]!r}" if example else ""
            notes.decide.append(f"{field}: {counted(count, 'row')} refused{such}: {why}")
    if sample.uneven:
        notes.decide.append(
            f"{counted(sample.uneven, 'row')} refused, because they have more or fewer cells than "
            "columns"
        )


def _tell_of_sentinels(dates: Dates, notes: Notes) -> None:
    for text, cells in dates.habits.nothing.items():
        if cells:
            notes.sure.append(f"date: {several(cells, 5)} in {text.strip('{}')} count as empty")
    for text, days in dates.habits.none.items():
        if days:
            notes.guessed.append(
                f"date: {several(sorted(days), 5)} in {text.strip('{}')} count as empty, because "
                'they are repeated; put "sentinels": [] into "date" if they are dates'
            )


def _without_values(reason: str) -> str:
    """A reason without its quoted values and numbers, so that it is the same for many rows."""
    plain = re.sub(r"'.*?'|\d+", "…", re.sub(r"^'.*?':? ", "", reason))
    return re.sub(r"…(?:(?:,| or|, or) …)+", "…", plain)
