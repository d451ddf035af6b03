"""Measure the quality of suggested mappings, for real and for made-up tables. Each column is used
correctly, used wrongly, or not used. A part that a suggestion calls sure may be wrong.

    python -m bench.mappings

The command takes some ten seconds. For the made-up tables it also prints the number of rows that
the import reports as similar to another event. Each such report is wrong.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from bench.arguments import parser
from bench.tables import TABLES
from service.errors import Invalid
from service.importers.files import opened
from service.importers.suggest import Suggestion, suggest
from service.schemas.event import render
from service.store import Store
from tests.support.imports import import_stream

ROWS = 60
ROWS_ALIKE = 400
BYTES = 4_000_000
"""The number of bytes that are read of a real table, at most."""
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

REAL: dict[str, dict[str, str]] = {
    "visits/visits_to_2000.csv": {
        "id": "id", "start_date": "date", "end_date": "end", "visitor": "actor:person",
        "from_id": "-", "from_name": "country", "description": "summary", "file": "-",
    },
    "travels/president_travels.csv": {
        "id": "id", "role": "-", "who": "-", "name": "actor:person", "start_date": "date",
        "end_date": "end", "country_id": "-", "country": "country", "locale": "place",
        "remarks": "summary", "file": "-",
    },
    "treaties/agreements_IEADB.csv": {
        "treatyID": "id", "Title": "title", "Begin": "date", "End": "-|end", "Signature": "-",
        "Force": "-", "Location": "-|place", "TextURL": "-|url", "Comments": "summary",
        "Version": "-", "mitchID": "-", "TypeAgree": "-|category", "TypeSubject": "-|tag",
    },
    "unga/un_roll_calls.csv": {
        "rcid": "id", "session": "-", "importantvote": "-", "date": "date", "unres": "-",
        "amend": "-", "para": "-", "short": "title", "descr": "summary",
    },
}  # fmt: skip
"""The tables in the folder of real data, with the use of each column."""


class Score(NamedTuple):
    """The columns of one table that a mapping uses correctly (``right``), uses wrongly (``wrong``),
    or should use and does not (``missed``). ``sure`` has the parts that are called sure and are
    wrong. ``refused`` has the reason if the table is refused."""

    name: str
    right: list[str]
    wrong: list[str]
    missed: list[str]
    sure: list[str]
    refused: str | None = None


def uses_of(mapping: dict[str, Any]) -> dict[str, set[str]]:
    """The use that a mapping makes of each column."""
    found: dict[str, set[str]] = {}

    def note(text: Any, use: str) -> None:
        for each in [text] if isinstance(text, str) else text or []:
            for name in re.findall(r"\{([^{}]+)\}", each):
                found.setdefault(name, set()).add(use)

    date = mapping["date"]
    for key, text in ({"start": date} if isinstance(date, str) else date).items():
        if key not in ("order", "format", "years"):
            note(text, "end" if key.startswith("end") else "date")
    note(mapping.get("date_as_reported"), "reported")
    for name in ("summary", "status"):
        note(mapping.get(name), name)
    category = mapping.get("category", "")
    note(category if isinstance(category, str) else f"{{{category['column']}}}", "category")
    for rule in mapping.get("countries", ()):
        note(rule["code"], "country")
    for rule in mapping.get("actors", ()):
        note(rule["name"], f"actor:{rule['type']}")
    place = mapping.get("place", {})
    for key, use in (("name", "place"), ("latitude", "lat"), ("longitude", "lon")):
        note(place.get(key), use)
    note(place.get("country"), "country")
    for rule in mapping.get("amounts", ()):
        note(rule["value"], "amount")
        note(rule["currency"], "currency")
    for rule in mapping.get("sources", ()):
        for key in ("url", "publisher", "published"):
            note(rule.get(key), key)
        for text in [rule["title"]] if isinstance(rule["title"], str) else rule["title"]:
            if not any(name in found for name in re.findall(r"\{([^{}]+)\}", text)):
                note(text, "source")
    note(
        [each if isinstance(each, str) else each["tag"] for each in mapping.get("tags", ())], "tag"
    )
    # If a title or an id is made of columns with another use, only the other use counts.
    title = mapping["title"]
    for text in [title] if isinstance(title, str) else title:
        if text.count("{") == 1 and text.strip("{}") not in found:
            note(text, "title")
    if mapping["id"].count("{") == 1 and mapping["id"].split("{")[1].rstrip("}") not in found:
        note(mapping["id"], "id")
    return found


def score(name: str, content: bytes, uses: dict[str, set[str]]) -> Score:
    """Suggest a mapping for a table, and compare it with the meaning of its columns."""
    try:
        found = suggest(opened(name, io.BytesIO(content)))
    except Invalid as error:
        return Score(name, [], [], [each for each, may in uses.items() if may], [], error.detail)
    return compared(name, found, uses)


def compared(name: str, found: Suggestion, uses: dict[str, set[str]]) -> Score:
    """The score of a suggestion."""
    used = uses_of(found.mapping)
    right, wrong, missed = [], [], []
    for column, may in uses.items():
        does = used.get(column, set())
        if does and does <= may:
            right.append(column)
        elif does:
            wrong.append(f"{column} as {', '.join(sorted(does))}")
        elif may and "-" not in may:
            missed.append(column)
    bad = {each.split(" as ")[0] for each in wrong}
    sure = [note for note in found.notes.sure if any(_names(note, each) for each in bad)]
    return Score(name, right, wrong, missed, sure)


def _names(note: str, column: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(column)}(?!\w)", note))


def scores(rows: int = ROWS) -> Iterator[Score]:
    """The scores of all tables. Real tables that are not on this machine are left out."""
    for path, told in REAL.items():
        if (SHARED / path).is_file():
            content = (SHARED / path).read_bytes()[:BYTES]
            may = {name: set(use.split("|")) for name, use in told.items()}
            yield score(path, content, {name: _optional(use) for name, use in may.items()})
    for table in TABLES:
        may = {each.header: set(each.use.split("|")) for each in table.columns}
        uses = {name: _optional(use) for name, use in may.items()}
        yield score(table.name, table.content(rows), uses)


def _optional(use: set[str]) -> set[str]:
    """The allowed uses. ``-`` alone means that the column has no use. Among other uses ``-`` means
    that the mapping may leave the column out."""
    return set() if use == {"-"} else use


def alike(rows: int = ROWS_ALIKE) -> Iterator[tuple[str, int, int]]:
    """Yields the name of each made-up table, the number of its rows that became events, and the
    number of rows that the import reports as similar to another event. No two rows are the same
    event."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store(f"sqlite:///{folder}/store.db", render)) as store,
    ):
        store.migrate()
        for table in TABLES:
            content = table.content(rows)
            try:
                mapping = suggest(opened(table.name, io.BytesIO(content))).mapping
            except Invalid:
                continue
            stream = io.BytesIO(content)
            report = import_stream(store, stream, table.name, mapping=mapping, dry_run=True)
            yield table.name, report.created, report.duplicates


def main() -> None:
    """Print the scores of all tables."""
    parser(__doc__).parse_args()
    total: Counter[str] = Counter()
    writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    writer.writerow(["table", "right", "wrong", "missed", "sure but wrong"])
    for each in scores():
        counts = {name: len(getattr(each, name)) for name in ("right", "wrong", "missed", "sure")}
        total.update(counts)
        writer.writerow([each.name, *counts.values()])
        for name in ("wrong", "missed", "sure"):
            for text in getattr(each, name):
                print(f"    {name}: {text}")
        if each.refused:
            print(f"    refused: {each.refused}")
    writer.writerow(["all", *(total[name] for name in ("right", "wrong", "missed", "sure"))])
    created = duplicates = 0
    for name, rows, told in alike():
        created, duplicates = created + rows, duplicates + told
        if told:
            print(f"    {name}: {told} of {rows} rows said to look like another")
    print(f"look like another: {duplicates} of {created} rows, none of which does")


if __name__ == "__main__":
    main()
