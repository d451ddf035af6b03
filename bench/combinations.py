"""Measure pages of random combinations of filters with a capped count, without a server.

    python -m bench.combinations 1000000 [questions] [seed] [slowest]

Each question is asked a few times, and each time without a known count. Only the shortest processor
time is used, because other work on the machine makes the others longer. The command prints the
percentiles with and without the count, and the slowest questions (ten by default).
"""

from __future__ import annotations

import random
from dataclasses import replace
from urllib.parse import urlencode

from bench.arguments import parser
from bench.data import Data, made_dateline
from bench.generate import COUNTRIES, COUNTRY_WEIGHTS, RARE, WORDS
from bench.in_process import dated_positions, shortest
from bench.questions import Asker

BLOCS = ("EU", "NATO", "G20", "G7", "C5", "CIS", "ASEAN", "BRICS", "UNSC-P5")
Pairs = list[tuple[str, str]]


def question(chance: random.Random) -> Pairs:
    """A random question: most have a filter for countries, and all have up to three others."""
    words = chance.sample(WORDS, 2)
    some = chance.choices(COUNTRIES, COUNTRY_WEIGHTS, k=3)
    bloc, other = chance.sample(BLOCS, 2)
    kinds: list[Pairs] = [
        [("country", bloc)], [("country", bloc)], [("country", f"{bloc},{other}")],
        [("country", bloc), ("country", some[0])], [("country", bloc), ("country", other)],
        [("country", bloc), ("role", "host")], [("country", some[0])],
        [("country", ",".join(some))], [("country", some[0]), ("country", some[1])], [],
    ]  # fmt: skip
    found = list(chance.choice(kinds))
    month = f"{chance.randint(1980, 2023)}-{chance.randint(1, 12):02}"
    year = chance.randint(1976, 2020)
    rest: list[Pairs] = [
        [("category", chance.choice(("visit", "meeting", "vote", "conflict")))],
        [("category", "visit,meeting,summit")], [("status", "occurred")],
        [("precision", chance.choice(("day", "month", "year", "interval")))],
        [("tag", f"topic-{chance.randrange(300)}")],
        [("actor", f"Official {chance.randrange(2000)}")],
        [("q", chance.choice(WORDS))], [("q", chance.choice(RARE))],
        [("q", " ".join(words))], [("q", " -".join(words))], [("q", f'"{" ".join(words)}"')],
        [("q", f"{words[0]} -of")],
        [("date", month)], [("date", str(year))], [("from", str(year))], [("to", str(year))],
        [("date", f"{year}/{year + chance.randint(1, 20)}")],
        [("on", f"{chance.randint(1, 12):02}-{chance.randint(1, 28):02}")],
        [("match", "certain")], [("undated", "1")], [("min_amount", "5000000")],
        [("min_amount", "49900000")], [("currency", "USD")], [("bbox", "-10,35,40,60")],
    ]  # fmt: skip
    for each in chance.sample(rest, chance.choice((1, 1, 2, 2, 3))):
        names = {name for name, _ in found}
        dated = {"date", "from", "to"}
        if each[0][0] not in names and not (each[0][0] in dated and names & dated):
            found += each
    return found


def main() -> None:
    """Ask random questions, and print their times."""
    arguments = parser(__doc__)
    arguments.add_argument("events", type=int)
    for name, usual in (("questions", 500), ("seed", 17), ("slowest", 10)):
        arguments.add_argument(name, type=int, nargs="?", default=usual)
    given = arguments.parse_args()
    count, number, chance = given.events, given.questions, random.Random(given.seed)
    file = made_dateline(count)
    data = Data(file, file, count)
    store = data.store()
    asker = Asker(data, store)
    lowest, highest = dated_positions(store)
    took: list[tuple[float, str]] = []
    alone: list[float] = []
    for _ in range(number):
        pairs = question(chance)
        sort = chance.choice(("date", "-date", "-updated"))
        first = sort == "-updated" or chance.random() < 0.3
        after = None if first else (chance.randrange(lowest, highest),)
        text = urlencode([*pairs, ("sort", sort)], safe=",/")
        filter_, page = asker.parsed(f"?{text}")
        asked = replace(page, limit=50, after=after, count="capped")
        found, best = shortest(store, filter_, asked)
        alone.append(shortest(store, filter_, replace(asked, count="none"))[1])
        answer = f"{len(found.rows)} of {found.total} ({found.total_is})"
        took.append((best, f"{text} {'' if after is None else 'deep '}{answer}"))
    took.sort()
    alone.sort()
    for share in (50, 90, 95, 99):
        place = (number * share - 1) // 100
        print(f"{share} %: {took[place][0]:.2f} ms, the page alone {alone[place]:.2f} ms")
    for best, text in reversed(took[-given.slowest :]):
        print(f"{best:8.2f}  {text}")


if __name__ == "__main__":
    main()
