"""Compare the text searches of this version with those of another checkout, in one run.

    python -m bench.versions_in_process OTHER [events] [questions a kind] [rounds]

OTHER is the folder of another checkout. Its own bench must have made its events in ``.bench``. Each
version answers in its own process, without a server. A question is left out if the answers differ.
The command prints the processor time of a question, and the median ratio over the rounds.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.arguments import parser
from bench.data import made_dateline
from bench.generate import COUNTRIES, COUNTRY_WEIGHTS, RARE, WORDS

HERE = Path(__file__).resolve()
ANSWERS = HERE.with_name("version_answers.py")
chance = random.Random(5)


def _word() -> str:
    return f"{chance.choice(WORDS)} "


def _country() -> str:
    return chance.choices(COUNTRIES, COUNTRY_WEIGHTS)[0]


def _year() -> str:
    return str(chance.randint(1985, 2023))


KINDS: dict[str, Callable[[], dict[str, str]]] = {
    "rare word": lambda: {"q": f"{chance.choice(RARE)} "},
    "no such word": lambda: {"q": f"zzqx{chance.randrange(10**6)} "},
    "common word": lambda: {"q": _word()},
    "common word, no count": lambda: {"q": _word(), "count": "none"},
    "common word, exact count": lambda: {"q": _word(), "count": "exact"},
    "common word, last first": lambda: {"q": _word(), "sort": "-date"},
    "common word, a year": lambda: {"q": _word(), "date": _year()},
    "common word, a country": lambda: {"q": _word(), "country": _country()},
    "common word, country, year": lambda: {"q": _word(), "country": _country(), "date": _year()},
    "common word, a category": lambda: {"q": _word(), "category": "meeting"},
    "common word, a bloc": lambda: {"q": _word(), "country": "C5"},
    "common word, a box": lambda: {"q": _word(), "bbox": "46,35,88,56"},
    "common word, by change": lambda: {"q": _word(), "sort": "-updated"},
    "two words": lambda: {"q": _word() + _word()},
    "three words": lambda: {"q": _word() + _word() + _word()},
    "phrase": lambda: {"q": f'"{_word()}{_word().strip()}"'},
    "phrase, a country": lambda: {"q": f'"{_word()}{_word().strip()}"', "country": _country()},
    "beginning of a word": lambda: {"q": f"{chance.choice(RARE)[:-2]}*"},
}


class Version:
    """A checkout that answers in its own process."""

    def __init__(self, root: Path, database: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ANSWERS), str(database)], cwd=root, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip

    def ask(self, addresses: list[str]) -> tuple[float, list[Any]]:
        """Seconds of processor time, and the ids and the count of each answer."""
        if self.process.stdin is None or self.process.stdout is None:
            raise TypeError("the process has no pipes")
        self.process.stdin.write(json.dumps(addresses) + "\n")
        self.process.stdin.flush()
        spent, told = json.loads(self.process.stdout.readline())
        return spent, told


def main() -> None:
    """Compare each kind of question, and print its line."""
    arguments = parser(__doc__)
    arguments.add_argument("other", type=Path, help="folder of another checkout")
    for name, usual in (("events", 20_000), ("questions", 60), ("rounds", 7)):
        arguments.add_argument(name, type=int, nargs="?", default=usual)
    given = arguments.parse_args()
    other, events, each, rounds = given.other.resolve(), given.events, given.questions, given.rounds
    name = made_dateline(events).name
    new = Version(HERE.parents[1], made_dateline(events))
    old = Version(other, other / ".bench" / name)
    for kind, make in KINDS.items():
        asked = [f"/v1/events?{urlencode(make())}" for _ in range(each)]
        answers = zip(asked, new.ask(asked)[1], old.ask(asked)[1], strict=True)
        same = [address for address, one, another in answers if one == another]
        ratios, times = [], []
        for number in range(rounds if same else 0):
            pair = (new, old) if number % 2 else (old, new)
            spent = {version: version.ask(same)[0] for version in pair}
            ratios.append(spent[new] / spent[old])
            times.append(spent[new] / len(same) * 1e6)
        if same:
            print(
                f"{kind:28}{statistics.median(times):8.0f} µs   {statistics.median(ratios):.2f}"
                f" times the other   ({len(same)} of {each} questions with one answer)",
                flush=True,
            )


if __name__ == "__main__":
    main()
