"""Store the ratios of ``make bench``, and make ``bench/RESULTS.md`` and its plots from them.

    python -m bench.results

``bench/results.json`` has one run for each number of events. ``python -m bench.run --save``
replaces the earlier run of its size there.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).resolve().parent
STORED, PAGE = FOLDER / "results.json", FOLDER / "RESULTS.md"
INTRODUCTION = """# Results of the bench

`python -m bench.results` makes this page from `bench/results.json`. Every figure is a ratio: the
speed of Dateline divided by the speed of the other program in the same run (the median over the
rounds). A figure above 1 means that Dateline was faster. [docs/measured.md](../docs/measured.md)
describes the comparison. The other programs are optional. `bench/peers/tools` installs them.

Over HTTP there are 8 connections from the same machine. Dateline, the constant route, pygeoapi and
tipg have two processes each. The Go handler and Groonga have a thread for each core. Before the
measurement the bench compares the answers of each program with those of Dateline.
"""
LEFT, WIDTH, LINE, TOP = 330, 880, 22, 46
COLOURS = ("#2a78d6", "#d1581f", "#1a8a5a", "#8a4fbf")
DARK = ("#7db4f5", "#f29a6c", "#5cc79a", "#c59bef")


@dataclass
class Table:
    """A table of ratios: each row has one figure for each column."""

    title: str
    columns: list[str]
    rows: dict[str, list[float]] = field(default_factory=dict)


@dataclass
class Run:
    """One run: its number of events, its command, the cores of the machine, the load of the machine
    before and after the run, a message for each peer that is left out, and the tables."""

    events: int
    command: str
    cores: int
    load: list[float]
    left_out: list[str]
    tables: list[Table]


def keep(run: Run) -> None:
    """Replace the earlier run of the same size, and make the page again."""
    runs = {each["events"]: each for each in _stored()} | {run.events: asdict(run)}
    found = [runs[size] for size in sorted(runs)]
    STORED.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
    write()


def write() -> None:
    """Make the page and its plots from the stored runs."""
    for path, text in pages(runs()).items():
        (FOLDER / path).write_text(text)


def runs() -> list[Run]:
    """The stored runs, the smallest first."""
    return [
        Run(**{**each, "tables": [Table(**table) for table in each["tables"]]})
        for each in _stored()
    ]


def _stored() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(STORED.read_bytes()) if STORED.exists() else []
    return found


def pages(found: list[Run]) -> dict[str, str]:
    """The texts of the files, by name."""
    parts, files = [INTRODUCTION], {}
    for run in found:
        name = f"results-{run.events}.svg"
        files[name] = plot(run)
        parts.append(
            f"## {run.events:,} events\n\n`{run.command}`, on {run.cores} cores. The load of the"
            f" machine was {run.load[0]} before and {run.load[1]} after the run, which itself keeps"
            f" the cores busy.\n\n![The ratios of this run]({name})\n"
        )
        parts += [f"- {each}.\n" for each in run.left_out]
        parts += [_table(each) for each in run.tables]
    return files | {PAGE.name: "\n".join(parts)}


def _table(table: Table) -> str:
    lines = [f"### {table.title}\n", f"| question | {' | '.join(table.columns)} |"]
    lines.append("|---" * (1 + len(table.columns)) + "|")
    for name, figures in table.rows.items():
        lines.append(f"| {name} | {' | '.join(f'{each:.2f}' for each in figures)} |")
    return "\n".join(lines) + "\n"


def plot(run: Run) -> str:
    """The ratios of a run as an SVG: a dot for each figure, on a scale of powers of ten."""
    figures = [each for table in run.tables for row in table.rows.values() for each in row]
    low = math.floor(math.log10(min([*figures, 0.1])))
    high = math.ceil(math.log10(max([*figures, 10])))

    def across(ratio: float) -> float:
        share = (math.log10(ratio) - low) / (high - low)
        return LEFT + share * (WIDTH - LEFT - 30)

    parts: list[str] = []
    down = TOP
    for table in run.tables:
        parts.append(_text(12, down, table.title, "b"))
        place = LEFT
        for number, column in enumerate(table.columns):
            shade = f"c{number % len(COLOURS)}"
            parts.append(_dot(place, down, shade, number, f"{table.title}: {column}"))
            parts.append(_text(place + 9, down, column, ""))
            place += 30 + 7 * len(column)
            if place > WIDTH - 120 and number + 1 < len(table.columns):
                place, down = LEFT, down + LINE
        down += LINE
        for name, row in table.rows.items():
            parts.append(_text(24, down, name, ""))
            parts.append(f'<line class="g" x1="{LEFT}" x2="{WIDTH - 30}" y1="{down}" y2="{down}"/>')
            for number, ratio in enumerate(row):
                told = f"{name}, {table.columns[number]}: {ratio:.2f}"
                parts.append(_dot(across(ratio), down, f"c{number % len(COLOURS)}", number, told))
            down += LINE
        down += LINE // 2
    scale = []
    for power in range(low, high + 1):
        x = across(10.0**power)
        kind = "one" if power == 0 else "g"
        scale.append(
            f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 14}" y2="{down}"/>'
        )
        scale.append(_text(x - 8, TOP - 24, f"{10.0**power:g}×", ""))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {down + 12}" role="img"'
        f' aria-label="Ratios with {run.events:,} events">\n<style>{_style()}</style>\n'
        + "\n".join([*scale, *parts])
        + "\n</svg>\n"
    )


def _style() -> str:
    """The style sheet of a plot, with other colours on a dark page."""
    dark = "".join(f".c{n}{{fill:{each};stroke:{each}}}" for n, each in enumerate(DARK))
    light = "".join(f".c{n}{{fill:{each};stroke:{each}}}" for n, each in enumerate(COLOURS))
    return (
        "text{font:13px system-ui,sans-serif;fill:#1f2328}.b{font-weight:600}.g{stroke:#8886}"
        f".one{{stroke:#1f2328;stroke-width:1.5}}{light}.o{{fill:none;stroke-width:2}}"
        "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.one{stroke:#e6edf3}"
        f"{dark}.o{{fill:none}}}}"
    )


def _text(x: float, y: float, text: str, kind: str) -> str:
    shape = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y + 4:.1f}"{shape}>{escape(text)}</text>'


def _dot(x: float, y: float, shade: str, number: int, told: str) -> str:
    """A dot. The columns after the fourth have rings, so that no two columns look the same."""
    ring = " o" if number >= len(COLOURS) else ""
    return (
        f'<circle class="{shade}{ring}" cx="{x:.1f}" cy="{y:.1f}" r="4.5">'
        f"<title>{escape(told)}</title></circle>"
    )


if __name__ == "__main__":
    write()
