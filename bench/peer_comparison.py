"""Compare Dateline with programs that are made for one kind of question, as ratios in one run.

All programs get the same data and the same questions. Before the measurement the answers of each
peer are compared with those of Dateline. If an answer differs, the run ends with an error.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from bench.load import measure, requests
from bench.peers import clickhouse, features, groonga
from bench.questions import Asker
from bench.results import Table

ASKED, COMPARED, IN_PROCESS = 2000, 40, 200
"""The numbers of questions over HTTP, of answers that are compared, and of questions in one
process."""


def compare(
    asker: Asker, folder: Path, ours: list[int], rounds: int, seconds: float
) -> tuple[list[Table], list[str]]:
    """Print and return the ratios. Also return a message for each peer that is left out. ``ours``
    are the ports of Dateline."""
    left_out = [*features.missing().values(), groonga.missing(), clickhouse.missing()]
    lacks = [each for each in left_out if each]
    for each in lacks:
        print(each)
    tables = []
    if len(features.missing()) < len(features.PATHS) - 1:
        tables.append(_features(asker, folder, ours, rounds, seconds))
    if groonga.missing() is None:
        tables.append(_groonga(asker, folder, ours, rounds, seconds))
    if clickhouse.missing() is None:
        tables.append(_clickhouse(asker, rounds))
    for table in tables:
        for row, figures in table.rows.items():
            told = (f"{n}: {r:.2f}×" for n, r in zip(table.columns, figures, strict=True))
            print(f"{row:44}{', '.join(told)}", flush=True)
    return tables, lacks


def _features(asker: Asker, folder: Path, ours: list[int], rounds: int, seconds: float) -> Table:
    queries = features.boxes(asker.data, ASKED)
    with features.serving(asker.data, folder) as peers:
        features.same(queries[:COMPARED], {"dateline": ours[0], **peers})
        paths = {
            name: (ports, [f"{features.PATHS[name]}?{each}" for each in queries])
            for name, ports in {"dateline": ours, **{n: [p] for n, p in peers.items()}}.items()
        }
        return Table("OGC API – Features", list(peers), {
            "events within a box": _over_http(paths, rounds, seconds)
        })  # fmt: skip


def _groonga(asker: Asker, folder: Path, ours: list[int], rounds: int, seconds: float) -> Table:
    asked = groonga.questions(asker, ASKED)
    with groonga.serving(asker.data, folder) as port:
        groonga.same(asked[:COMPARED], ours[0], port)
        paths = {
            "dateline": (ours, [path for path, _ in asked]),
            "Groonga": ([port], [path for _, path in asked]),
        }
        return Table("Words with dates", ["Groonga"], {
            "events of a year with a word": _over_http(paths, rounds, seconds)
        })  # fmt: skip


def _over_http(
    targets: dict[str, tuple[list[int], list[str]]], rounds: int, seconds: float
) -> list[float]:
    """The ratio of Dateline's replies a second to those of each peer: the median over the rounds. A
    first round warms the servers up and does not count."""
    streams = {name: requests(paths) for name, (_, paths) in targets.items()}
    rates: dict[str, list[float]] = {name: [] for name in targets}
    for _ in range(rounds + 1):
        for name, (ports, _) in targets.items():
            rates[name].append(measure(ports, streams[name], seconds).replies)
    ours = rates.pop("dateline")[1:]
    return [_ratio(ours, theirs[1:]) for theirs in rates.values()]


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def _clickhouse(asker: Asker, rounds: int) -> Table:
    asked = clickhouse.questions(asker, IN_PROCESS)
    statements = [sql for _, sql in asked]
    took: tuple[list[float], list[float]] = [], []
    with (
        tempfile.TemporaryDirectory() as folder,
        clickhouse.serving(asker.data, Path(folder)) as peer,
    ):
        clickhouse.same(asker.store, asked[:COMPARED], peer)
        for _ in range(rounds + 1):
            took[0].append(clickhouse.ours(asker.store, asked))
            took[1].append(peer.run(statements)[0])
    return Table("Histograms in one process", ["chDB"], {
        "a country's histogram by month, with money": [_ratio(took[1][1:], took[0][1:])]
    })  # fmt: skip
