"""Measure the cost of a chart in one process, for each kind of filter and of question.

python -m bench.charts 1000000 [questions of each kind and filter]

The exit code is 1 if the 99th percentile of a kind is above ``MOST`` milliseconds of processor
time.
"""

from __future__ import annotations

import random

from bench import arguments
from bench.generate import COUNTRIES
from bench.request_cost import FILTERS, Cost, client_of
from service.domain.vocabulary import CATEGORY_CODES

MOST = 100.0
KINDS_OF_VALUES = ("country", "category", "bloc", "tag", "actor")
Pairs = list[tuple[str, str]]


def questions(chance: random.Random) -> dict[str, Pairs]:
    """The parameters of one question of each kind, without the filter."""
    countries = chance.sample(COUNTRIES[:60], chance.randint(2, 6))
    categories = chance.sample(CATEGORY_CODES, chance.randint(2, 6))
    return {
        "one series": [("interval", chance.choice(("auto", "month", "year", "decade")))],
        "countries compared": [("interval", "auto"), ("compare", ",".join(countries))],
        "categories compared": [("interval", "auto"), ("compare", ",".join(categories))],
        "the most frequent": [("interval", "auto"), ("by", chance.choice(KINDS_OF_VALUES))],
        "money": [("interval", "year"), ("measure", "money"), ("currency", "USD")],
    }


def main() -> None:
    """Ask each kind of question with each kind of filter. Print the median, the 99th percentile and
    the largest reply of each kind."""
    count, each, skewed = arguments.questions(__doc__, 20)
    client, chance = client_of(count, skewed=skewed), random.Random(11)
    print(f"{count:,} events, {each} charts of each kind and filter, milliseconds of the processor")
    costs: dict[str, Cost] = {}
    for number in range(each + 1):
        for filters in FILTERS.values():
            for kind, own in questions(chance).items():
                asked = [*filters, *own, ("width", str(800 + number))]
                if number % 3 == 0 and not any(pair[0] == "date" for pair in filters):
                    first = chance.randint(1976, 2015)
                    asked.append(("date", f"{first}/{first + chance.randint(1, 40)}"))
                cost = costs.setdefault(kind, Cost(client))
                cost.ask("/v1/histogram.svg", asked, number > 0)
    for kind, cost in costs.items():
        print(cost.line(kind))
    slow = any(cost.last > MOST for cost in costs.values())
    raise SystemExit(slow)


if __name__ == "__main__":
    main()
