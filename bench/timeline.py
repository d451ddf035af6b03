"""What a window of the timeline costs in process: every kind of filter, windows at random.

python -m bench.timeline 1000000 [questions a kind]
"""

from __future__ import annotations

import random
import sys
import time
from urllib.parse import urlencode

from bench.data import made_dateline
from service.app import create_app, make_ready
from service.domain import calendar
from service.settings import Settings

KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "all events": (),
    "one country": (("country", "AF"),),
    "a category": (("category", "meeting"),),
    "a bloc of 5": (("country", "C5"),),
    "a bloc of 27": (("country", "EU"),),
    "a tag": (("tag", "topic-7"),),
    "a word": (("q", "talks"),),
    "word and country": (("q", "talks"), ("country", "AF")),
    "country and category": (("country", "AF"), ("category", "meeting")),
    "both of two": (("country", "AF"), ("country", "AL")),
    "a box": (("bbox", "46,35,88,56"),),
    "certain, a range": (("match", "certain"), ("date", "1990/2010")),
}


def main() -> None:
    """Print median, 99th percentile and the largest reply of each kind."""
    count = int(sys.argv[1])
    each = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    app = create_app(Settings(database_url=f"sqlite:///{made_dateline(count)}"))
    make_ready()
    client, chance = app.test_client(), random.Random(5)
    print(f"{count:,} events, {each} windows of each kind, milliseconds of the processor")
    for name, filters in KINDS.items():
        times, largest = [], 0
        for number in range(each + 3):
            asked = [*filters, ("width", str(chance.choice((390, 960, 1440))))]
            if number % 4:
                first = chance.randrange(calendar.ordinal(1975, 1, 1), calendar.ordinal(2024, 1, 1))
                last = first + round(10 ** chance.uniform(0, 4.2))
                asked.append(("window", f"{calendar.iso(first)}/{calendar.iso(last)}"))
            start = time.process_time()
            reply = client.get(f"/v1/timeline?{urlencode(asked)}")
            spent = (time.process_time() - start) * 1000
            if reply.status_code != 200:
                raise SystemExit(f"{asked}: {reply.text}")
            largest = max(largest, len(reply.data))
            if number >= 3:  # the first ones fill the page cache
                times.append(spent)
        times.sort()
        print(
            f"{name:22}median {times[len(times) // 2]:7.1f}"
            f"   p99 {times[int(len(times) * 0.99) - 1]:7.1f}   {largest / 1000:6.1f} kB"
        )


if __name__ == "__main__":
    main()
