"""Send expensive requests from many clients. The requests of other clients stay quick."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.generate import events as generated
from bench.soak.service import Service, running
from bench.soak.threads import at_once
from bench.soak.time_limits import full_or_short
from service.domain.vocabulary import CATEGORY_CODES

CLIENTS = 8
QUICK = ("/healthz", "/v1/events?country=KZ&limit=20")
PAUSE = 0.01
"""Seconds between two quick questions of one client."""
WORDS = ",".join(f"zq{number}x" for number in range(9000))
BLOCS = "&".join(["country=EU,NATO,G20"] * 31)
ROLES = "host,participant,target,mentioned,sponsor,signatory"
ACTORS = ",".join(f"Official+{number}" for number in range(100))
OTHERS = ",".join(f"Official+{number}" for number in range(2, 102))
TOPICS = ",".join(f"topic-{number}" for number in range(100))
CATEGORIES = ",".join(CATEGORY_CODES)
ROUND = ",".join(f"{number / 10} {number * 7 % 80}" for number in range(400))


@dataclass(frozen=True)
class Attack:
    """One expensive request."""

    name: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "ask"


ATTACKS = (
    Attack("unknown countries, 60 KB", f"/v1/events?country={WORDS}"[:60_000]),
    Attack("unknown countries, 1 KB", f"/v1/events?country={WORDS}"[:1000]),
    Attack("stream of the whole log", "/v1/changes/stream?since=0&q=zzzz"),
    Attack("whole log by pages", "/v1/changes?since=0&q=zzzz&limit=1000"),
    Attack("page of beginnings", "/?q=se*+tr*+co*+pa*"),
    Attack("beginnings of one letter", "/?q=a*+o*+s*+t*"),
    Attack("table of beginnings", "/v1/events.csv?q=se*+tr*+co*+pa*"),
    Attack("table of 14 beginnings", "/v1/events.csv?q=" + "+".join(["se*", "tr*"] * 7)),
    Attack("calendar of beginnings", "/v1/events.ics?q=se*+tr*+co*"),
    Attack("whole calendar", "/v1/events.ics"),
    Attack("whole table", "/v1/events.csv"),
    Attack("days by country", "/v1/histogram?interval=day&by=country"),
    Attack("days by bloc", "/v1/histogram?interval=day&by=bloc"),
    Attack(
        "blocs and actors by country",
        "/v1/histogram?interval=day&by=country"
        f"&country=EU,NATO,G20,CIS&actor={ACTORS}&actor=Official+7,Official+8",
    ),
    Attack(
        "phrases of topics by bloc",
        "/v1/histogram?by=bloc&category=visit,meeting,summit"
        "&q=%22talks+border%22+%22border+talks%22+se*",
    ),
    Attack("phrase by country", "/v1/histogram?interval=year&by=country&q=%22talks+border%22"),
    Attack("drawn days of a word", "/v1/histogram.svg?interval=day&q=talks"),
    Attack("spaces in Accept", "/v1/events", {"Accept": " " * 60_000}),
    Attack("exact count of a box", "/v1/events?bbox=0,0,0.1,0.1&count=exact"),
    Attack("exact count of money", "/v1/events?min_amount=99999999999&count=exact"),
    Attack("three blocs with roles", f"/v1/events?country=EU,NATO,G20&role={ROLES}&sort=updated"),
    Attack("blocs said 31 times", f"/v1/events?{BLOCS}&count=exact"),
    Attack("a hundred actors", f"/v1/events?actor={ACTORS}&sort=-updated&count=exact"),
    Attack("last changed of a word", "/v1/events?sort=updated&q=zzz"),
    Attack("anniversaries of a year", "/v1/anniversaries?from=2024-01-01&to=2024-12-31"),
    Attack("facets of a common word", "/v1/facets?q=talks"),
    Attack("facets of beginnings", "/v1/facets?q=se*+tr*+co*+pa*&status=occurred"),
    Attack("timeline of a word", "/v1/timeline?q=talks&width=4000&lanes=24"),
    Attack("drawn timeline of blocs", "/v1/timeline.svg?country=EU,NATO,G20"),
    Attack("best matches", "/v1/events?q=talks+border&sort=relevance"),
    Attack("words of most countries' names", "/v1/events?q=republic+of+the&count=exact"),
    Attack("completion", "/v1/complete?q=o"),
    Attack("page with facets", "/?q=talks&status=occurred&country=EU,NATO,G20"),
    Attack(
        "last changed of two lists",
        f"/v1/events.chicago.txt?actor={ACTORS}&actor={OTHERS}&category={CATEGORIES}&sort=-updated",
    ),
    Attack("last changed of a phrase", "/v1/events?q=%22talks+border%22&sort=-updated&limit=1000"),
    Attack(
        "last changed of blocs",
        f"/v1/events.csv?country=EU,NATO&actor={ACTORS}&min_amount=1&sort=updated",
    ),
    Attack(
        "certain statuses by category",
        "/v1/histogram.csv?status=occurred,planned&match=certain&by=category",
    ),
    Attack(
        "few events by country",
        "/v1/histogram?tag=topic-121&date=1990/1999&currency=USD&by=country&match=certain",
    ),
    Attack("card of many names", f"/card.png?actor={ACTORS}&actor={OTHERS}&tag={TOPICS}"),
    Attack("map of a wide box", f"/v1/map?bbox=-180,-90,180,90&category={CATEGORIES}"),
    Attack(
        "polygon of 400 corners",
        "/ogc/collections/events/items?filter="
        + quote(f"S_INTERSECTS(geometry,POLYGON(({ROUND},0 0)))"),
    ),
    Attack(
        "nested expression",
        "/ogc/collections/events/items?filter=" + quote("NOT (" * 50 + "title='a'" + ")" * 50),
    ),
    Attack(
        "pattern that nothing matches",
        "/ogc/collections/events/items?sortby=-updated_at&filter="
        + quote("title LIKE '%zqx%' AND NOT (precision='month')"),
    ),
    Attack(
        "tags of an etag",
        "/v1/events?limit=1",
        {"If-None-Match": ", ".join(f'"{number}"' for number in range(600))},
    ),
    Attack(
        "ranges of an export",
        "/v1/events.csv",
        {"Range": "bytes=" + ",".join(f"{number}-{number}" for number in range(150))},
    ),
    Attack("asked and left", "/v1/histogram?interval=day&by=country", kind="leave"),
)


@dataclass
class Suffered:
    """The results of one attack. ``p99`` has the 99th percentile of each quick request of other
    clients, and ``longest`` their longest wait, in seconds. ``statuses`` counts the statuses that
    attackers got. ``memory`` is that of the largest worker in MiB. ``drained`` is the time in
    seconds from the end of the attack to the answer of a request that needs a thread."""

    name: str
    p99: dict[str, float]
    longest: float
    statuses: dict[str, int]
    memory: float
    drained: float
    failed: int


def prove(
    folder: Path, events: int = 200_000, seconds: float = 20.0, timeout: float = 5.0,
    attacks: tuple[Attack, ...] = ATTACKS,
) -> list[Suffered]:  # fmt: skip
    """Let ``CLIENTS`` make each attack for ``seconds``."""
    with running(folder, query_timeout_seconds=str(timeout)) as service:
        file = folder / "events.ndjson"
        file.write_text("\n".join(json.dumps(each) for each in generated(events)))
        service.command("import", str(file))
        return [suffer(service, (each,), seconds) for each in attacks]


def suffer(service: Service, attacks: Sequence[Attack], seconds: float) -> Suffered:
    """Divide ``attacks`` among ``CLIENTS``, and measure the requests of others meanwhile."""
    command = [sys.executable, "-m", "bench.soak.attack", service.url, str(CLIENTS), str(seconds)]
    requests = json.dumps([asdict(each) for each in attacks])
    memory: list[float] = []

    def meanwhile(number: int) -> tuple[list[float], int]:
        if number == len(QUICK):
            return _watch(service, memory, seconds)
        return quick_ones(service, QUICK[number], seconds)

    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).resolve().parents[2],
    ) as attackers:  # fmt: skip
        assert attackers.stdin is not None and attackers.stdout is not None
        attackers.stdin.write(requests)
        attackers.stdin.close()
        attackers.stdout.readline()  # the attack has begun
        quick = at_once(len(QUICK) + 1, meanwhile)
        statuses = json.loads(attackers.stdout.read())
    times = {path: sorted(found) for path, (found, _) in zip(QUICK, quick, strict=False)}
    return Suffered(
        ", ".join(each.name for each in attacks),
        {path: found[len(found) * 99 // 100] for path, found in times.items()},
        max(found[-1] for found in times.values()),
        statuses,
        max(memory),
        _drained(service),
        sum(failed for _, failed in quick),
    )


def quick_ones(service: Service, path: str, seconds: float) -> tuple[list[float], int]:
    """The time of each quick request, each on its own connection, and how many failed."""
    found, failed, ends = [], 0, time.monotonic() + seconds
    while time.monotonic() < ends:
        start = time.monotonic()
        failed += _status(service, path) != 200
        found.append(time.monotonic() - start)
        time.sleep(PAUSE)
    return found, failed


def _status(service: Service, path: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=60)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        reply.read()
        return reply.status
    finally:
        connection.close()


def _watch(service: Service, memory: list[float], seconds: float) -> tuple[list[float], int]:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        memory += [_own(pid) for pid in service.processes()[1:]]
        time.sleep(0.2)
    return [], 0


def _own(pid: int) -> float:
    """The memory of one process in MiB, without the shared pages of the database file."""
    try:
        text = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0  # a worker that has ended
    return sum(map(int, re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+)", text, re.MULTILINE))) / 1024


def _drained(service: Service) -> float:
    """Seconds until a request that needs a thread is answered."""
    start = time.monotonic()
    while _status(service, "/v1/events?q=%22no+such+phrase%22") != 200:
        time.sleep(0.05)
        assert time.monotonic() < start + 60, "the queue is not empty after a minute"
    return time.monotonic() - start


def main(folder: Path) -> str:
    """Run all attacks on 200,000 events, and return the results. At full length each attack takes
    20 seconds."""
    found = prove(folder, seconds=full_or_short(20.0, 10.0))
    for each in found:
        print(f"  {each}", flush=True)
    slowest = max(found, key=lambda each: max(each.p99.values()))
    p99 = max(slowest.p99.values())
    memory = max(each.memory for each in found)
    wrong = {name for each in found for name in each.statuses if name[:1] == "5" and name != "503"}
    assert p99 < 0.25, slowest
    assert memory < 300, f"{memory:.0f} MiB in a worker"
    assert not wrong, wrong
    assert all(each.failed == 0 for each in found)
    return (
        f"{len(found)} attacks: p99 of quick questions at most {p99 * 1000:.0f} ms"
        f" ({slowest.name}), {memory:.0f} MiB a worker, threads free after"
        f" {max(each.drained for each in found):.1f} s"
    )
