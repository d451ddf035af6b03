"""Write events at a steady rate, from a separate process.

    python -m bench.writes some.db 50

Of ten writes, six create an event, three correct a title and one corrects a date. The countries and
years are distributed like those of the other events of the bench.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bench.generate import events
from service.schemas.event import load_event, render
from service.store import Store

KNOWN = 5000
"""The number of events that may be corrected."""


def main(database: str, rate: float) -> None:
    """Write until the process is ended."""
    store, chance = Store(f"sqlite:///{database}", render), random.Random(3)
    made = list(islice(events(KNOWN), KNOWN))
    print("ready", flush=True)
    number, start = 0, time.monotonic()
    while True:
        number += 1
        event = dict(chance.choice(made))
        if number % 10 < 6:
            event["id"] = f"n{time.time_ns()}"
        elif number % 10 < 9:
            event["title"] = f"{event['title']} ({number})"
        else:
            event["date"] = f"{chance.randint(1985, 2023)}-0{chance.randint(1, 9)}-11"
        store.import_batch([load_event(event)])
        time.sleep(max(0.0, start + number / rate - time.monotonic()))


@contextmanager
def writing(database: Path, rate: float) -> Iterator[None]:
    """Write until the block ends. The block begins when the process is ready, because its start
    takes a whole processor for seconds."""
    command = [sys.executable, "-m", "bench.writes", str(database), str(rate)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield
    finally:
        process.terminate()
        process.communicate(timeout=30)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
