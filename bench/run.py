"""``make bench``: compare the speed of reads with other programs in one run, as ratios.

    python -m bench.run [--events 1000000] [--rounds 5] [--seconds 1] [--quick] [--save]

The bench asks five targets over HTTP with 8 keep-alive connections. In each round it asks them in
turn, and every question is a new one. The targets are: Dateline; Datasette's table API (counts and
facets off); Datasette's SQL API with our own statement on our own indexes; a Flask route that
returns the same bytes from memory on the same server; and a handler in Go that sends our SQL to our
file and returns the same documents (``bench/peers``). Then the bench compares, in one process,
Dateline's store with bare ``sqlite3`` and the same SQL, and measures a page at any depth.

The bench also measures the requests of a dashboard against the same constant route. It repeats a
few questions: plain; compressed; while another process writes 50 events a second; and from clients
that already have the reply (304).

Other programs answer the questions for which they are made (``bench.peer_comparison``): pygeoapi
and tipg beside ``/ogc``, Groonga for words with dates, chDB for histograms. If a program is not
installed, the bench says so and leaves the program out. ``bench/peers/tools`` installs them all.

``--save`` stores the ratios in ``bench/results.json`` and makes ``bench/RESULTS.md`` from this file
(``bench.results``).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import urllib.request
from collections import defaultdict
from contextlib import ExitStack, closing, nullcontext
from http.client import HTTPConnection
from pathlib import Path

from bench import in_process, peer_comparison, results, servers
from bench.data import Data, prepare
from bench.load import Rate, measure, requests
from bench.peers import go
from bench.peers.go import Peer
from bench.questions import KINDS, Asker, Question
from bench.results import Run, Table
from bench.writes import writing

QUESTIONS = 5000
TARGETS = {"table": "table API", "sql": "best SQL", "constant": "constant", "go": "Go"}
"""The targets that Dateline is compared with, and the headers of their columns."""
AGAIN = ("plain", "compressed", "50 writes/s", "304")
FEW, RATE = 20, 50.0
"""The number of questions that are repeated, and the writes per second meanwhile."""


def _chosen() -> argparse.Namespace:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(description="Compare reading, as ratios.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--quick", action="store_true", help="20,000 events, one short round")
    parser.add_argument("--save", action="store_true", help="keep the ratios in RESULTS.md")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.events, chosen.rounds, chosen.seconds = 20_000, 1, 0.3
    return chosen


def main() -> None:
    """Run and print."""
    chosen, before = _chosen(), os.getloadavg()[0]
    data = prepare(chosen.events)
    store = data.store()
    asker = Asker(data, store)
    questions = {name: [ask(asker) for _ in range(QUESTIONS)] for name, ask in KINDS.items()}
    peer = Peer()
    paths = {name: [peer.path(each) for each in asked] for name, asked in questions.items()}
    print(f"{chosen.events:,} events; {chosen.rounds} rounds of {chosen.seconds} s a target\n")
    tables: list[Table] = []
    left_out: list[str] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours = stack.enter_context(servers.dateline(data))
        keep_bodies(questions, ours[0], Path(folder))
        datasette = stack.enter_context(servers.datasette(data))
        constant = stack.enter_context(servers.constant(Path(folder)))
        ports = {"dateline": ours, "table": datasette, "sql": datasette, "constant": constant}
        if lacking := go.missing():
            print(f"{lacking}\n")
            left_out.append(lacking)
        else:
            ports["go"] = stack.enter_context(peer.serving(data))
            for asked in questions.values():
                go.same(asked[:20], peer, ours[0], ports["go"][0])
        rounds = chosen.rounds, chosen.seconds
        tables.append(over_http(questions, paths, ports, *rounds))
        print()
        tables.append(again(questions, paths, data, Path(folder), ports, rounds))
        print()
        found, lacks = peer_comparison.compare(asker, Path(folder), ours, *rounds)
        tables += found
        left_out += lacks
    print()
    tables.append(in_process.compare(store, asker, questions, chosen.rounds))
    in_process.depth(store, asker, 500 if chosen.quick else 5000)
    if chosen.save:
        size = f"--events {chosen.events} --rounds {chosen.rounds} --seconds {chosen.seconds}"
        load = [round(each, 1) for each in (before, os.getloadavg()[0])]
        command = f"python -m bench.run {size} --save"
        results.keep(
            Run(chosen.events, command, os.cpu_count() or 1, load, left_out, tables),
        )


def keep_bodies(questions: dict[str, list[Question]], port: int, folder: Path) -> None:
    """Write a typical reply of each kind to ``folder``, for the constant route. The typical one is
    the median by size of 51 replies."""
    for number, asked in enumerate(questions.values()):
        replies = []
        for question in asked[:51]:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{question.dateline}") as reply:
                replies.append(reply.read())
        (folder / str(number)).write_bytes(sorted(replies, key=len)[25])


def over_http(
    questions: dict[str, list[Question]],
    paths: dict[str, list[str]],
    ports: dict[str, list[int]],
    rounds: int,
    seconds: float,
) -> Table:
    """Print and return the median ratios of each kind. ``paths`` are the paths of the peer in Go,
    by kind."""
    others = [name for name in TARGETS if name in ports]
    heads = (*(TARGETS[name] for name in others), "requests/s")
    print(f"{'Dateline against':20}" + "".join(f"{head:>13}" for head in heads))
    table = Table("New questions over HTTP", [TARGETS[name] for name in others])
    for number, (name, asked) in enumerate(questions.items()):
        streams = {
            "dateline": requests(each.dateline for each in asked),
            "table": requests(each.table for each in asked),
            "sql": requests(each.sql_api for each in asked),
            "constant": requests([f"/{number}"]),
            "go": requests(paths[name]),
        }
        rates: dict[str, list[Rate]] = defaultdict(list)
        for _ in range(rounds + 1):
            for target in ("dateline", *others):
                rates[target].append(measure(ports[target], streams[target], seconds))
        # The first round warms the servers up.
        ratios = [
            statistics.median(
                one.replies / other.replies
                for one, other in zip(rates["dateline"][1:], rates[target][1:], strict=True)
            )
            for target in others
        ]
        table.rows[name] = ratios
        rate = statistics.median(each.replies for each in rates["dateline"][1:])
        print(f"{name:20}{''.join(f'{each:>12.2f}×' for each in ratios)}{rate:>13,.0f}", flush=True)
    return table


def again(
    questions: dict[str, list[Question]],
    paths: dict[str, list[str]],
    data: Data,
    folder: Path,
    ports: dict[str, list[int]],
    rounds: tuple[int, float],
) -> Table:
    """Repeat a few questions. Print and return the median ratios to the constant route and to the
    peer in Go. The service reads a copy of the database, because another process writes to it."""
    copy = folder / "copy.db"
    shutil.copyfile(data.dateline, copy)
    others = [name for name in ("constant", "go") if name in ports]
    heads = [f"{kind}/{other}" for kind in AGAIN for other in others]
    print(f"{'Asked again':20}" + "".join(f"{head:>22}" for head in heads))
    table = Table("A few questions asked again", heads)
    with servers.dateline_at(copy) as ours:
        for number, (name, asked) in enumerate(questions.items()):
            some = [each.dateline for each in asked[:FEW]]
            tags = [tag(ours[0], path) for path in some]
            streams = {
                "plain": requests(some),
                "compressed": requests(some, **{"Accept-Encoding": "gzip, deflate, br, zstd"}),
                "50 writes/s": requests(some),
                "304": requests(some, tags),
                "constant": requests([f"/{number}"]),
                "go": requests(paths[name][:FEW]),
            }
            ratios: dict[tuple[str, str], list[float]] = defaultdict(list)
            for _ in range(rounds[0] + 1):
                for kind in AGAIN:
                    with writing(copy, RATE) if kind == "50 writes/s" else nullcontext():
                        rate = measure(ours, streams[kind], rounds[1]).replies
                    for other in others:
                        same = measure(ports[other], streams[other], rounds[1]).replies
                        ratios[kind, other].append(rate / same)
            shown = [
                statistics.median(ratios[kind, other][1:]) for kind in AGAIN for other in others
            ]
            table.rows[name] = shown
            print(f"{name:20}" + "".join(f"{each:>21.2f}×" for each in shown), flush=True)
    return table


def tag(port: int, path: str) -> str:
    """The ETag of the reply that the clients get. Raises ``RuntimeError`` if a client that sends it
    does not get a 304."""
    sent = {"Host": "127.0.0.1", "Accept": "*/*"}  # links in the reply have the host
    with closing(HTTPConnection("127.0.0.1", port)) as client:
        client.request("GET", path, headers=sent)
        reply = client.getresponse()
        reply.read()
        found = str(reply.getheader("ETag"))
        client.request("GET", path, headers=sent | {"If-None-Match": found})
        if client.getresponse().status != 304:
            raise RuntimeError(f"{path} is not answered with 304")
    return found


if __name__ == "__main__":
    main()
