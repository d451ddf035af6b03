"""What a chart costs in process: every kind of filter, every kind of question, as a picture.

python -m bench.charts 1000000 [questions a kind and filter]

Exits with 1 where, of a kind, 99 of 100 questions take more than ``MOST`` milliseconds of the
processor.
"""

from __future__ import annotations

import random
import sys
import time
from urllib.parse import urlencode

from bench.data import made_dateline
from bench.generate import COUNTRIES
from bench.timeline import KINDS
from service.app import create_app
from service.domain.vocabulary import CATEGORY_CODES
from service.settings import Settings

MOST = 100.0
KINDS_OF_VALUES = ("country", "category", "bloc", "tag", "actor")
Pairs = list[tuple[str, str]]


def questions(chance: random.Random) -> dict[str, Pairs]:
    """A question of each kind, beside the filter."""
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
    """Print median, 99th percentile and the largest reply of each kind of question, each asked
    with every kind of filter."""
    count = int(sys.argv[1])
    each = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    app = create_app(Settings(database_url=f"sqlite:///{made_dateline(count)}"))
    client, chance = app.test_client(), random.Random(11)
    print(f"{count:,} events, {each} charts of each kind and filter, milliseconds of the processor")
    times: dict[str, list[float]] = {}
    largest: dict[str, int] = {}
    for number in range(each + 1):
        for filters in KINDS.values():
            for kind, own in questions(chance).items():
                asked = [*filters, *own, ("width", str(800 + number))]
                if number % 3 == 0 and not any(pair[0] == "date" for pair in filters):
                    first = chance.randint(1976, 2015)
                    asked.append(("date", f"{first}/{first + chance.randint(1, 40)}"))
                start = time.process_time()
                reply = client.get(f"/v1/histogram.svg?{urlencode(asked)}")
                spent = (time.process_time() - start) * 1000
                if reply.status_code != 200:
                    raise SystemExit(f"{asked}: {reply.text}")
                if number:  # the first ones fill the page cache
                    times.setdefault(kind, []).append(spent)
                    largest[kind] = max(largest.get(kind, 0), len(reply.data))
    slow = False
    for kind, spent_each in times.items():
        spent_each.sort()
        last = spent_each[int(len(spent_each) * 0.99) - 1]
        slow |= last > MOST
        print(
            f"{kind:22}median {spent_each[len(spent_each) // 2]:7.1f}   p99 {last:7.1f}"
            f"   {largest[kind] / 1000:6.1f} kB"
        )
    raise SystemExit(slow)


if __name__ == "__main__":
    main()
