"""Compare the processor time of imports with that of another checkout of this project.

Each pair imports the same file with both checkouts, one after the other. The order changes from
pair to pair. The time includes the whole command with all its processes. Processor time is used,
because other work on the machine changes it little. A ratio below 1 means that this checkout takes
less.

    python -m bench.import_cost ../old 60000 5
    python -m bench.import_cost ../old 60000 5 csv again
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.arguments import parser
from bench.data import FOLDER
from bench.generate import events

HERE = Path(__file__).resolve().parent.parent
COMMAND = "from service.cli import main; main()"
COLUMNS = (
    "id", "title", "summary", "date", "category", "host", "participants", "actor", "source",
    "publisher", "url", "tag", "latitude", "longitude", "sum", "currency", "stage",
)  # fmt: skip
MAPPING: dict[str, Any] = {
    "id": "{id}",
    "title": "{title}",
    "summary": "{summary}",
    "date": "{date}",
    "category": "{category}",
    "countries": [
        {"code": "{host}", "role": "host"},
        {"code": "{participants}", "role": "participant", "split": ";"},
    ],
    "actors": [{"name": "{actor}"}],
    "place": {"latitude": "{latitude}", "longitude": "{longitude}"},
    "amounts": [{"value": "{sum}", "currency": "{currency}", "stage": "{stage}"}],
    "sources": [{"title": "{source}", "publisher": "{publisher}", "url": "{url}"}],
    "tags": ["{tag}"],
}
KINDS = ("ndjson", "new", "csv", "export", "again")
"""The kinds of import: NDJSON into an empty database; NDJSON without a database; the same events as
CSV; the export of a database; NDJSON into a database that already has its events."""


def command(
    checkout: Path, database: Path, *words: object, output: str | Path = os.devnull
) -> float:
    """Seconds of processor time of ``dateline`` in a checkout, with all its processes."""
    environment = os.environ | {
        "DATELINE_DATABASE_URL": f"sqlite:///{database}",
        "PYTHONPATH": str(checkout),
    }
    arguments = [sys.executable, "-P", "-c", COMMAND, *map(str, words)]
    with Path(output).open("wb") as out:
        # The checkout is the working folder, because child processes search for modules there.
        process = subprocess.Popen(
            arguments, env=environment, cwd=checkout, stdout=out, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = status
    if status:
        raise RuntimeError(f"{words} failed in {checkout}: {status}")
    return used.ru_utime + used.ru_stime


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    """The generated events as rows of a table."""
    for each in events(count):
        # As a code alone, NA can also mean that there is no country.
        hosts, others = (
            [link["code"].replace("NA", "Namibia") for link in each["countries"]
             if (link["role"] == "host") is host]
            for host in (True, False)
        )  # fmt: skip
        (source,), (actor,) = each["sources"], each["actors"]
        place: dict[str, Any] = each.get("place", {})
        amount: dict[str, Any] = next(iter(each.get("amounts", ())), {})
        yield (
            each["id"], each["title"], each["summary"], each["date"], each["category"], *hosts,
            ";".join(others), actor["name"], source["title"], source["publisher"], source["url"],
            *each["tags"], place.get("latitude"), place.get("longitude"), amount.get("value"),
            amount.get("currency"), amount.get("stage"),
        )  # fmt: skip


class Files:
    """The files that are imported, made once."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.ndjson, self.csv, self.mapping = (
            folder / name for name in ("events.ndjson", "events.csv", "mapping.json")
        )
        with self.ndjson.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(each) + "\n" for each in events(count))
        with self.csv.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(COLUMNS)
            table.writerows(rows(count))
        self.mapping.write_text(json.dumps(MAPPING), "utf-8")

    def empty(self, checkout: Path) -> Path:
        """A new database without events."""
        target = self.folder / "target.db"
        for each in self.folder.glob("target.db*"):
            each.unlink()
        command(checkout, target, "migrate")
        return target

    def once(self, checkout: Path, kind: str) -> float:
        """Seconds of processor time of one import."""
        target = self.empty(checkout)
        if kind == "new":
            target.unlink()
            return command(checkout, target, "import", self.ndjson)
        if kind == "csv":
            return command(checkout, target, "import", self.csv, "--mapping", self.mapping)
        first = command(checkout, target, "import", self.ndjson)
        if kind == "ndjson":
            return first
        if kind == "again":
            return command(checkout, target, "import", self.ndjson)
        exported = self.folder / "exported.ndjson"
        command(checkout, target, "export", output=exported)
        return command(checkout, self.empty(checkout), "import", exported)


def pairs(count: int, ours: Callable[[], float], theirs: Callable[[], float]) -> list[float]:
    """The ratios of ``count`` pairs."""
    found = []
    for number in range(count):
        if number % 2:
            other, own = theirs(), ours()
        else:
            own, other = ours(), theirs()
        print(f"  {own:.2f} s here, {other:.2f} s there: {own / other:.3f}", flush=True)
        found.append(own / other)
    return found


def main() -> None:
    """Measure all kinds of import, or those that the command line names."""
    arguments = parser(__doc__)
    arguments.add_argument("other", type=Path, help="folder of another checkout")
    arguments.add_argument("events", type=int)
    arguments.add_argument("pairs", type=int)
    arguments.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    given = arguments.parse_args()
    other, count = given.other.resolve(), given.events
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        files = Files(Path(name), count)
        for kind in given.kinds or KINDS:
            print(f"{kind}, {count:,} events")
            ratios = pairs(
                given.pairs,
                partial(files.once, HERE, kind),
                partial(files.once, other, kind),
            )
            print(f"{kind}: {statistics.median(ratios):.3f} (median of {len(ratios)})")


if __name__ == "__main__":
    main()
