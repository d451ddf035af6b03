"""A primary of PostgreSQL and two streaming replicas on loopback, for tests and for
``bench/soak/failover.py``. One replica is synchronous.

Each node is a separate server on its own port. It can be killed, paused and promoted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import postgres
from tests.support.live import Live, free_port, serving
from tests.support.temporary import short

NAME = "dateline"
SETTINGS = postgres.SETTINGS | {
    "listen_addresses": "127.0.0.1", "synchronous_commit": "on", "wal_level": "replica",
    "full_page_writes": "on",  # pg_rewind needs it
    "max_wal_senders": "10", "wal_keep_size": "64MB", "hot_standby": "on",
    "shared_buffers": "32MB", "autovacuum": "on", "max_wal_size": "64MB", "min_wal_size": "4MB",
    "wal_receiver_timeout": "5s", "wal_sender_timeout": "5s",
    "wal_retrieve_retry_interval": "200ms", "max_standby_streaming_delay": "10s",
}  # fmt: skip


class Node:
    """One server. ``name`` is its ``application_name`` when it connects to the primary."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self.cluster, self.name = cluster, name
        self.port = free_port()
        self.data = cluster.folder / name
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{NAME}"

    def run(self, *statements: str, database: str = NAME) -> list[tuple[Any, ...]]:
        """Run statements. Returns the rows of the last one."""
        import psycopg

        url = f"postgresql://postgres@127.0.0.1:{self.port}/{database}"
        rows: list[tuple[Any, ...]] = []
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            for each in statements:
                found = connection.execute(each)
                rows = found.fetchall() if found.description else []
        return rows

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        with (self.cluster.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.cluster.home / "bin/postgres"), "-D", str(self.data), "-p",
                 str(self.port), "-k", str(self.cluster.folder), *options],
                stdout=log, stderr=log, start_new_session=True, **self.cluster.common,
            )  # fmt: skip
        self.ready()

    def ready(self, seconds: float = 30) -> None:
        """Wait until the server answers."""
        import psycopg

        end = time.monotonic() + seconds
        while True:
            try:
                self.run("SELECT 1", database="postgres")
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def signal(self, how: signal.Signals) -> None:
        """Send a signal to all processes of the server."""
        assert self.process is not None
        for pid in [self.process.pid, *_children(self.process.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)

    def kill(self) -> None:
        """``kill -9`` of the whole server."""
        if self.process is not None:
            self.signal(signal.SIGKILL)
            self.process.wait(timeout=20)
            self.process = None
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def copied_from(self, primary: Node) -> None:
        """Remove the data of this node, and copy that of ``primary`` with pg_basebackup. The node
        then starts as a replica."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.cluster.do(
            "pg_basebackup", "-D", self.data, "-h", "127.0.0.1", "-p", primary.port, "-U",
            "postgres", "-c", "fast", "-X", "stream", "--no-sync",
        )  # fmt: skip
        self.follow()

    def rewound_to(self, primary: Node) -> None:
        """Take back with pg_rewind what ``primary`` does not have; the node must be stopped. It
        then starts as a replica."""
        with (self.data / "postgresql.auto.conf").open("a") as file:
            # pg_rewind starts a server that was killed, to end it properly. That must keep the log.
            file.write(f"wal_keep_size = '{SETTINGS['wal_keep_size']}'\n")
        self.cluster.do(
            "pg_rewind", "-D", self.data, "--no-sync", "--source-server",
            f"host=127.0.0.1 port={primary.port} user=postgres dbname=postgres",
        )  # fmt: skip
        self.follow()

    def follow(self) -> None:
        """Let the node start as a replica. It finds the primary among all nodes, also after a
        failover."""
        hosts = ",".join("127.0.0.1" for _ in self.cluster.nodes)
        ports = ",".join(str(each.port) for each in self.cluster.nodes)
        words = (
            f"host={hosts} port={ports} user=postgres application_name={self.name}"
            " target_session_attrs=read-write connect_timeout=2"
        )
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.write(f"primary_conninfo = '{words}'\n")
        (self.data / "standby.signal").touch()

    def promote(self) -> None:
        """Make this replica the primary."""
        self.run("SELECT pg_promote(true, 30)", database="postgres")

    def synchronous(self, names: str) -> None:
        """Set the replicas that a commit waits for (``synchronous_standby_names``)."""
        self.run(
            f"ALTER SYSTEM SET synchronous_standby_names = '{names}'", "SELECT pg_reload_conf()",
            database="postgres",
        )  # fmt: skip
        end = time.monotonic() + 10
        while self.run("SHOW synchronous_standby_names")[0][0] != names:
            assert time.monotonic() < end, "the setting is not in force"
            time.sleep(0.02)

    def follows(self) -> None:
        """Wait until this replica receives changes."""
        end = time.monotonic() + 20
        while not self.run("SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming'"):
            assert time.monotonic() < end, f"{self.name} gets no changes"
            time.sleep(0.05)


class Cluster:
    """Three nodes. The first one starts as the primary."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dateline-pg-", dir=short()))
        who = postgres.user()
        self.common = {"cwd": self.folder, "env": {"LC_ALL": "C", "PATH": os.defpath}, **who}
        self.home = postgres.reachable(postgres.programs(), self.folder, who)
        if who:
            os.chown(self.folder, who["user"], who["group"])
        self.nodes = [Node(self, f"node{number}") for number in range(3)]

    def do(self, program: str, *words: object) -> None:
        """Run a program of PostgreSQL."""
        postgres.do([self.home / "bin" / program, *words], self.common)

    def start(self, synchronous: str = "") -> None:
        """Make and start all nodes. A commit waits for the node ``synchronous``. Without this
        argument, it waits for the node after the primary."""
        first, *others = self.nodes
        self.do("initdb", "-D", first.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                "--locale=C", "--no-sync", "--wal-segsize=1")  # fmt: skip
        first.start()
        first.run(f"CREATE DATABASE {NAME} TEMPLATE template0", database="postgres")
        for each in others:
            each.copied_from(first)
            each.start()
        for each in others:
            each.follows()
        for each, following in zip(self.nodes, (*others, first), strict=True):
            each.synchronous(synchronous or following.name)

    @property
    def url(self) -> str:
        """The URL for writes. It names all nodes, and the service finds the primary among them."""
        return f"postgresql://postgres@{self._hosts(self.nodes)}/{NAME}"

    @property
    def read_url(self) -> str:
        """The URL for reads. The service finds a replica, or the primary if there is none."""
        return self.url

    @staticmethod
    def _hosts(nodes: list[Node]) -> str:
        return ",".join(f"127.0.0.1:{each.port}" for each in nodes)

    def stop(self) -> None:
        """Kill all nodes and remove their files."""
        for each in self.nodes:
            each.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
        return [int(each) for each in text.split()]
    return []


@contextlib.contextmanager
def running(synchronous: str = "") -> Iterator[Cluster]:
    """A cluster that runs until the block ends. Raises ``RuntimeError`` if it cannot start."""
    cluster = Cluster()
    try:
        try:
            cluster.start(synchronous)
        except (OSError, subprocess.SubprocessError, AssertionError) as error:
            raise RuntimeError(f"PostgreSQL does not start: {error}") from error
        yield cluster
    finally:
        cluster.stop()


@contextlib.contextmanager
def or_skipped() -> Iterator[Cluster]:
    """The same for a test, which is skipped, with the reason, if the cluster cannot start."""
    try:
        with running() as cluster:
            yield cluster
    except RuntimeError as error:
        pytest.skip(str(error))


@contextlib.contextmanager
def service_of(cluster: Cluster, folder: Path) -> Iterator[Live]:
    """A service with one worker that reads from the replicas."""
    with serving(
        folder, database_url=cluster.url, read_database_url=cluster.read_url, workers="1",
        query_timeout_seconds="5",
    ) as service:  # fmt: skip
        yield service
