"""Compare the processor time of several versions over HTTP, and that of a constant route.

    python -m bench.versions_http before=/path/of/a/clone now=. [--rounds 4]
        [--again | --known | --writes]

The versions take turns. On a busy machine the replies per second say little. The processor time of
all threads of a server (``/proc/PID/stat``, proc(5)) says more. All versions answer the same
questions from the same database, so none of them may need a migration.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack, nullcontext
from pathlib import Path

from bench import servers
from bench.data import prepare
from bench.load import measure, requests
from bench.questions import KINDS, Asker
from bench.run import FEW, RATE, keep_bodies, tag
from bench.writes import writing

TICKS = os.sysconf("SC_CLK_TCK")
RUN = (
    "import sys; sys.path.insert(0, {!r}); sys.argv[0] = 'dateline';"
    " from service.cli import main; main()"
)


def spent(port: int) -> float:
    """Seconds of processor time of all processes that have ``port`` on their command line."""
    found = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = (stat.parent / "cmdline").read_bytes().split(b"\0")
            if str(port).encode() in words:
                fields = stat.read_text().rpartition(")")[2].split()
                found += (int(fields[11]) + int(fields[12])) / TICKS
        except OSError:
            continue  # the process has ended
    return found


def main() -> None:
    """Start all versions, ask them in turn, and print the table."""
    parser = argparse.ArgumentParser(description="Compare versions by their processor time.")
    parser.add_argument("versions", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--again", action="store_true", help="repeat a few questions")
    parser.add_argument("--known", action="store_true", help="repeat them with their ETags")
    parser.add_argument("--writes", action="store_true", help="repeat them while another writes")
    chosen = parser.parse_args()
    few = chosen.again or chosen.known or chosen.writes
    versions = dict(each.split("=", 1) for each in chosen.versions)
    data = prepare(chosen.events)
    asker = Asker(data, data.store())
    questions = {name: [ask(asker) for _ in range(5000)] for name, ask in KINDS.items()}
    room = "64" if few else "1"
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ports, database = {}, data.dateline
        if chosen.writes:
            database = Path(folder, "copy.db")
            shutil.copyfile(data.dateline, database)
        for name, clone in versions.items():
            program = RUN.format(str(Path(clone).resolve()))
            words = ["serve", "--workers", str(servers.WORKERS), "--port", "{port}"]
            ports[name] = stack.enter_context(
                servers.running(
                    [sys.executable, "-c", program, *words], [servers.free_port()],
                    DATELINE_DATABASE_URL=f"sqlite:///{database}", DATELINE_REPLIES_MB=room,
                )
            )  # fmt: skip
        keep_bodies(questions, next(iter(ports.values()))[0], Path(folder))
        ports["constant"] = stack.enter_context(servers.constant(Path(folder)))
        print(f"{'microseconds':20}" + "".join(f"{name:>12}" for name in ports))
        for number, (kind, asked) in enumerate(questions.items()):
            paths = [each.dateline for each in (asked[:FEW] if few else asked)]
            tags = [tag(next(iter(ports.values()))[0], path) for path in paths if chosen.known]
            streams = {name: requests(paths, tags) for name in versions}
            streams["constant"] = requests([f"/{number}"])
            costs = defaultdict(list)
            for _ in range(chosen.rounds + 1):
                for name, stream in streams.items():
                    before = spent(ports[name][0])
                    written = chosen.writes and name in versions
                    with writing(database, RATE) if written else nullcontext():
                        rate = measure(ports[name], stream, chosen.seconds).replies
                    took = spent(ports[name][0]) - before
                    costs[name].append(took / (rate * chosen.seconds) * 1e6)
            # The first round warms the servers up.
            medians = (statistics.median(costs[name][1:]) for name in streams)
            print(f"{kind:20}" + "".join(f"{each:12.0f}" for each in medians), flush=True)


if __name__ == "__main__":
    main()
