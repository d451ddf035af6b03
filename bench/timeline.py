"""Measure random windows of the timeline in one process, with every kind of filter.

python -m bench.timeline 1000000 [questions of each kind]
"""

from __future__ import annotations

import random

from bench.arguments import questions
from bench.request_cost import FILTERS, Cost, client_of
from service.domain import calendar


def main() -> None:
    """Print the median, the 99th percentile and the largest reply of each kind of filter."""
    count, each, skewed = questions(__doc__, 100)
    client, chance = client_of(count, skewed=skewed), random.Random(5)
    print(f"{count:,} events, {each} windows of each kind, milliseconds of the processor")
    for name, filters in FILTERS.items():
        cost = Cost(client)
        for number in range(each + 3):
            asked = [*filters, ("width", str(chance.choice((390, 960, 1440))))]
            if number % 4:
                first = chance.randrange(calendar.ordinal(1975, 1, 1), calendar.ordinal(2024, 1, 1))
                last = first + round(10 ** chance.uniform(0, 4.2))
                asked.append(("window", f"{calendar.iso(first)}/{calendar.iso(last)}"))
            cost.ask("/v1/timeline", asked, number >= 3)
        print(cost.line(name))


if __name__ == "__main__":
    main()
