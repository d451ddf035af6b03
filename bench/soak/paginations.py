"""Read page by page while others write. Each event that was there at the beginning comes once."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench.soak.service import Service, running

WRITERS = 4
ALONE_SECONDS = 3.0
SHARE = 0.7
"""The writers must keep this part of their rate during the paginations. An absolute rate would say
more about the machine than about the service."""
DAY = "2024-05-01"
EVENT = {"date": DAY, "category": "meeting", "countries": [{"code": "KZ", "role": "host"}]}


@dataclass
class Paginations:
    """The number of events that were ``met``, ``missed``, and met ``twice`` in all ``paginations``.
    The number of ``writes`` meanwhile, and their ``seconds``. ``alone`` has the writes per second
    without paginations."""

    paginations: int = 0
    met: int = 0
    missed: int = 0
    twice: int = 0
    writes: int = 0
    seconds: float = 0.0
    alone: float = 0.0


def prove(
    folder: Path, events: int = 10_000, paginations: int = 100, rate: float = 210,
    page_size: int = 100, alone: float = ALONE_SECONDS,
) -> Paginations:  # fmt: skip
    """Read ``events`` events of one day page by page, at least ``paginations`` times, with at least
    one write for each pagination. Before that there are only writes, for ``alone`` seconds. The
    writes correct words and dates, delete and restore events, and add new ones."""
    with running(folder) as service:
        lines = [json.dumps({"id": f"e{n}", "title": "Event", **EVENT}) for n in range(events)]
        file = folder / "events.ndjson"
        file.write_text("\n".join(lines))
        service.command("import", str(file))
        found, stop = Paginations(), threading.Event()
        # Half of the events are never deleted. Each pagination must meet them.
        writers = [
            threading.Thread(target=_write, args=(service, events, rate, number, stop, found))
            for number in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        time.sleep(alone)
        before = found.writes
        found.alone = before / alone
        start = time.monotonic()
        reader = service.client()
        while found.paginations < paginations or found.writes - before < paginations:
            words = ("", "country=KZ", "q=event", "sort=-date")[found.paginations % 4]
            met: Counter[str] = Counter()
            link = f"/v1/events?{words}&limit={page_size}&count=none&fields=id".replace("?&", "?")
            while link:
                page = reader.json(link.removeprefix(service.url))
                met.update(each["id"] for each in page["items"])
                link = page["next"]
            found.paginations += 1
            found.met += met.total()
            found.twice += sum(count > 1 for count in met.values())
            found.missed += sum(met[f"e{n}"] == 0 for n in range(0, events, 2))
        stop.set()
        for writer in writers:
            writer.join()
        reader.close()
        found.writes -= before
        found.seconds = time.monotonic() - start
    return found


def _write(
    service: Service, events: int, rate: float, mine: int, stop: threading.Event, found: Paginations
) -> None:
    client, chance, start, step = service.client(), random.Random(mine), time.monotonic(), 0
    while not stop.is_set():
        time.sleep(max(0.0, start + step * WRITERS / rate - time.monotonic()))
        step += 1
        number = chance.randrange(events // WRITERS) * WRITERS + mine
        path = f"/v1/events/e{number}"
        status, headers, _ = client.ask("GET", path)
        seen = {"If-Match": headers.get("etag", "")}
        kind = chance.random()
        if status == 410:
            reply = client.put(f"e{number}", EVENT | {"title": f"Event back {step}"}, new=True)
        elif kind < 0.6:
            reply = client.ask("PATCH", path, {"title": f"Event {step}"}, **seen)
        elif kind < 0.8:
            date = f"2024-05-{chance.randint(1, 28):02}"
            reply = client.ask("PATCH", path, {"date": date}, **seen)
        elif kind < 0.9 and number % 2:
            reply = client.ask("DELETE", path, **seen)
        else:
            reply = client.ask("POST", "/v1/events", EVENT | {"title": f"Event new {step}"})
        if reply[0] >= 400:
            raise RuntimeError(f"{reply}")
        found.writes += 1
    client.close()


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    rate = found.writes / found.seconds
    if found.missed or found.twice or rate < SHARE * found.alone:
        raise AssertionError(f"paginations: {found}")
    return (
        f"{found.paginations} paginations of 10000 events of one day, {found.met} met, under "
        f"{rate:.0f} writes/s (corrected, moved, deleted, restored), {found.alone:.0f} without the "
        "paginations: 0 missed, 0 met twice"
    )
