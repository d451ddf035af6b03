"""What a window of the map costs in process: every kind of filter, windows at random.

python -m bench.map 1000000 [questions a kind]
"""

from __future__ import annotations

import gc
import random
import sys
import time
from urllib.parse import urlencode

from bench.data import made_dateline
from bench.timeline import KINDS
from service.app import create_app
from service.settings import Settings


def main() -> None:
    """Print median, 99th percentile and the largest reply of each kind; of the picture too."""
    count = int(sys.argv[1])
    each = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    url = f"sqlite:///{made_dateline(count)}"
    app = create_app(Settings(database_url=url, query_timeout_seconds=60))
    gc.collect()
    gc.freeze()  # as the server does
    client = app.test_client()
    for path in ("/v1/map", "/v1/map.svg"):
        chance = random.Random(5)
        print(f"{count:,} events, {each} of {path} a kind, milliseconds of the processor")
        for name, filters in KINDS.items():
            times, largest = [], 0
            for number in range(each + 3):
                asked = [*filters, ("width", str(chance.choice((390, 960, 1440))))]
                if number % 4:
                    asked.append(("window", ",".join(map(str, _window(chance)))))
                start = time.process_time()
                reply = client.get(f"{path}?{urlencode(asked)}")
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


def _window(chance: random.Random) -> tuple[float, float, float, float]:
    """A box anywhere on the Earth, of any size."""
    width = 10 ** chance.uniform(-1, 2.5)
    height = min(width / 2, 150.0)
    south = chance.uniform(-90, 90 - height)
    west = chance.uniform(-180, 180)
    return west, south, west + width, south + height


if __name__ == "__main__":
    main()
