"""What a chart costs in process: every kind of filter, every kind of question, as a picture.

python -m bench.charts 1000000 [questions a kind]

Exits with 1 where 99 of 100 questions take more than ``MOST`` milliseconds of the processor.
"""

from __future__ import annotations

import random
import sys
import time
from urllib.parse import urlencode

from bench.data import made_dateline
from bench.generate import COUNTRIES, WORDS
from bench.timeline import KINDS
from service.app import create_app
from service.domain.vocabulary import CATEGORY_CODES
from service.settings import Settings

MOST = 100.0
Pairs = list[tuple[str, str]]


def question(chance: random.Random) -> Pairs:
    """What is asked of the chart, beside the filter."""
    countries = chance.sample(COUNTRIES[:60], chance.randint(2, 6))
    categories = chance.sample(CATEGORY_CODES, chance.randint(2, 6))
    asked: list[Pairs] = [
        [], [], [("interval", chance.choice(("month", "year", "decade")))],
        [("compare", ",".join(countries))], [("compare", ",".join(categories))],
        [("by", chance.choice(("country", "category", "bloc", "tag", "actor")))],
        [("measure", "money"), ("currency", "USD")],
        [("measure", "money"), ("compare", ",".join(countries[:2]))],
    ]  # fmt: skip
    found = chance.choice(asked)
    return found if any(name == "interval" for name, _ in found) else [*found, ("interval", "auto")]


def main() -> None:
    """Print median, 99th percentile and the largest reply of each kind of filter."""
    count = int(sys.argv[1])
    each = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    app = create_app(Settings(database_url=f"sqlite:///{made_dateline(count)}"))
    client, chance = app.test_client(), random.Random(11)
    print(f"{count:,} events, {each} charts of each kind, milliseconds of the processor")
    every: list[float] = []
    for name, filters in KINDS.items():
        times, largest = [], 0
        for number in range(each + 3):
            asked = [*filters, *question(chance), ("width", str(800 + number))]
            if number % 3 == 0 and not any(pair[0] in ("date", "q") for pair in filters):
                first = chance.randint(1976, 2015)
                asked.append(("date", f"{first}/{first + chance.randint(1, 40)}"))
            elif number % 7 == 0 and not any(pair[0] == "q" for pair in filters):
                asked.append(("q", chance.choice(WORDS)))
            start = time.process_time()
            reply = client.get(f"/v1/histogram.svg?{urlencode(asked)}")
            spent = (time.process_time() - start) * 1000
            if reply.status_code != 200:
                raise SystemExit(f"{asked}: {reply.text}")
            largest = max(largest, len(reply.data))
            if number >= 3:  # the first ones fill the page cache
                times.append(spent)
        times.sort()
        every += times
        print(
            f"{name:22}median {times[len(times) // 2]:7.1f}"
            f"   p99 {times[int(len(times) * 0.99) - 1]:7.1f}   {largest / 1000:6.1f} kB"
        )
    every.sort()
    last = every[int(len(every) * 0.99) - 1]
    print(f"all                   median {every[len(every) // 2]:7.1f}   p99 {last:7.1f}")
    raise SystemExit(last > MOST)


if __name__ == "__main__":
    main()
