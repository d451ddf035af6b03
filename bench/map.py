"""Measure random windows of the map in one process, with every kind of filter.

python -m bench.map 1000000 [questions of each kind]
"""

from __future__ import annotations

import random

from bench.arguments import questions
from bench.request_cost import FILTERS, Cost, client_of


def main() -> None:
    """Print the median, the 99th percentile and the largest reply of each kind of filter, for the
    data and for the picture."""
    count, each, skewed = questions(__doc__, 100)
    client = client_of(count, skewed=skewed)
    for path in ("/v1/map", "/v1/map.svg"):
        chance = random.Random(5)
        print(f"{count:,} events, {each} of {path} a kind, milliseconds of the processor")
        for name, filters in FILTERS.items():
            cost = Cost(client)
            for number in range(each + 3):
                asked = [*filters, ("width", str(chance.choice((390, 960, 1440))))]
                if number % 4:
                    asked.append(("window", ",".join(map(str, _window(chance)))))
                cost.ask(path, asked, number >= 3)
            print(cost.line(name))


def _window(chance: random.Random) -> tuple[float, float, float, float]:
    """A box anywhere on the Earth, of any size."""
    width = 10 ** chance.uniform(-1, 2.5)
    height = min(width / 2, 150.0)
    south = chance.uniform(-90, 90 - height)
    west = chance.uniform(-180, 180)
    return west, south, west + width, south + height


if __name__ == "__main__":
    main()
