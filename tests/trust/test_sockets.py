"""Clients that are silent, send slowly or do not read: others are served, and the connections of
such clients are closed in time."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from service.worker_limits import allow_files
from tests.support.live import Live, free_port, serving
from tests.support.sizes import size

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="TCP_INFO is Linux'")
COUNT = size(250, 1000)
MAX_CONNECTIONS = 100
HEADER_SECONDS, SLOW_SECONDS = 2, 3
WORKERS = 2
MARGIN = 8
"""More seconds for a busy machine, and for the time to accept so many sockets."""
LISTENING = "0A"
POST = b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


class Kind(NamedTuple):
    """A client that keeps its connection open. It sends ``begin`` once and ``drip`` repeatedly.
    ``reads`` says whether it reads the reply."""

    begin: bytes
    drip: bytes = b""
    reads: bool = True


KINDS = {
    "silent": Kind(b""),
    "HTTP/2 preface": Kind(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "a part of it": Kind(b"PRI * HTT"),
    "half a header": Kind(b"GET /v1/events HTTP/1.1\r\nHost: x\r\nX-Slow: "),
    "a dripping header": Kind(b"GET /v1/events HTTP/1.1\r\nHost: x\r\nX-Slow: ", drip=b"a"),
    "TLS": Kind(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    "idle after a reply": Kind(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
    "no body": Kind(POST + b"Authorization: Bearer KEY\r\nContent-Length: 1000\r\n\r\n"),
    "a dripping body": Kind(
        POST + b"Authorization: Bearer KEY\r\nContent-Length: 1000\r\n\r\n", drip=b" "
    ),
    "no chunk": Kind(POST + b"Authorization: Bearer KEY\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "a body without a key": Kind(POST + b"Content-Length: 1000000\r\n\r\n", drip=b" "),
    "a GET with a body": Kind(b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"),
    "reads no page": Kind(b"GET /v1/events?limit=200 HTTP/1.1\r\nHost: x\r\n\r\n", reads=False),
    "reads no stream": Kind(b"GET /v1/events.ndjson HTTP/1.1\r\nHost: x\r\n\r\n", reads=False),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, str]]:
    """A service with about 10 MB of events, few connections and short time limits; and a key."""
    folder = tmp_path_factory.mktemp("sockets")
    store = open_store(Settings(database_url=f"sqlite:///{folder}/live.db"))
    store.migrate()
    store.import_batch(
        load_event({"id": f"e{n}", "title": "t", "summary": "long " * 999, "date": "2024-05-01",
                    "category": "other"})
        for n in range(2000)
    )  # fmt: skip
    key = store.keys.create("writer", ("write",))
    store.close()
    allow_files(COUNT + 300)
    settings = {
        "workers": str(WORKERS), "max_connections": str(MAX_CONNECTIONS),
        "header_timeout_seconds": str(HEADER_SECONDS), "slow_seconds": str(SLOW_SECONDS),
        "heartbeat_seconds": "0.5",
    }  # fmt: skip
    with serving(folder, **settings) as live:
        yield live, key


def opened(live: Live) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.settimeout(20)
    made.connect(("127.0.0.1", int(live.url.rpartition(":")[2])))
    return made


class Crowd:
    """Many sockets of one kind."""

    def __init__(self, live: Live, kind: Kind, count: int) -> None:
        self.kind, self.open, self.replies = kind, {}, 0
        self.poll = select.poll()
        for _ in range(count):
            made = opened(live)
            self._send(made, kind.begin)
            made.setblocking(False)
            self.open[made.fileno()] = made
            what = select.POLLRDHUP | (select.POLLIN if kind.reads else 0)
            self.poll.register(made, what)

    def _send(self, made: socket.socket, data: bytes) -> None:
        try:
            made.sendall(data)
        except OSError:
            return  # the service has closed it; ``poll`` reports that

    def look(self, seconds: float) -> None:
        """Read, and send ``drip``, for so many seconds."""
        end = time.monotonic() + seconds
        dripped = 0.0
        while self.open and (left := end - time.monotonic()) > 0:
            for file, event in self.poll.poll(min(left, 0.1) * 1000):
                self._take(file, event)
            if self.kind.drip and time.monotonic() - dripped > 0.5:
                dripped = time.monotonic()
                for each in self.open.values():
                    self._send(each, self.kind.drip)

    def _take(self, file: int, event: int) -> None:
        made = self.open[file]
        if event & select.POLLIN:
            try:
                if found := made.recv(65536):
                    self.replies += found.startswith(b"HTTP/1.1 ")
                    return
            except OSError:
                pass
        self.poll.unregister(file)
        made.close()
        del self.open[file]

    def close(self) -> None:
        for each in self.open.values():
            each.close()


def held(live: Live) -> int:
    """The number of connections that the workers of the service have open."""
    port = f":{int(live.url.rpartition(':')[2]):04X}"
    ours = set()
    for worker in workers(live):
        for file in Path(f"/proc/{worker}/fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                ours.add(str(file.readlink()))
    rows = [row.split() for row in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    return sum(row[1].endswith(port) and f"socket:[{row[9]}]" in ours and row[3] != LISTENING
               for row in rows)  # fmt: skip


def workers(live: Live) -> list[int]:
    """The ids of the service's worker processes."""
    pid = live.process.pid
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def ask(live: Live, path: str) -> float:
    """Seconds until the reply to a request on a new connection.

    On a busy machine a request may be so late that its connection counts as silent and is closed.
    The client then sends the request again, as it may do with a GET (RFC 9110, 9.2.2).
    """
    began = time.monotonic()
    try:
        reply = urllib.request.urlopen(live.url + path, timeout=20)
    except urllib.error.HTTPError:
        raise
    except (ConnectionError, urllib.error.URLError):
        reply = urllib.request.urlopen(live.url + path, timeout=20)
    with reply:
        assert reply.status == 200
        reply.read()
    return time.monotonic() - began


LIKE_OTHERS = {"a part of it", "TLS", "no chunk"}
"""Kinds for ``make test-all`` only, which differ little from another kind."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=pytest.mark.long if each in LIKE_OTHERS else ()) for each in KINDS],
)
def test_a_crowd_of_a_kind_shuts_nobody_out_and_is_closed(
    service: tuple[Live, str], name: str
) -> None:
    live, key = service
    kind = KINDS[name]._replace(begin=KINDS[name].begin.replace(b"KEY", key.encode()))
    began = time.monotonic()
    with ExitStack() as stack:
        crowd = Crowd(live, kind, COUNT)
        stack.callback(crowd.close)
        waited = [ask(live, "/healthz"), ask(live, "/v1/events?limit=20")]
        crowd.look(0.5)
        waited += [ask(live, path) for path in ("/healthz", "/v1/events?limit=20") * 3]
        ends = time.monotonic() + HEADER_SECONDS + SLOW_SECONDS + MARGIN * (1 if kind.reads else 4)
        while time.monotonic() < ends and (crowd.open if kind.reads else held(live)):
            crowd.look(1)
        if not kind.reads:
            # A client sees the end of its connection only after it has read all data before it.
            # So the test counts the connections that the service still has open.
            assert held(live) == 0
            return
        took = time.monotonic() - began
        print(f"{name}: others waited {max(waited):.2f} s at the most, all closed in {took:.1f} s, "
              f"{crowd.replies} replies")  # fmt: skip
        assert not crowd.open, f"{len(crowd.open)} are open after {took:.0f} s"
        # So many replies of a megabyte or more take time, and later requests wait for some of
        # them.
        assert max(waited) < (5 if kind.reads else 20)


def test_silent_connections_shut_nobody_out(live: Live) -> None:
    count = 1100
    allow_files(count + 200)
    address = urlsplit(live.url)
    with ExitStack() as stack:
        for _ in range(count):
            silent = socket.create_connection((address.hostname, address.port), timeout=10)
            stack.enter_context(silent)
        for _ in range(4):
            with urllib.request.urlopen(f"{live.url}/healthz", timeout=5) as reply:
                assert reply.status == 200


def test_whoever_is_being_answered_keeps_its_place(service: tuple[Live, str]) -> None:
    live, _ = service
    with ExitStack() as stack:
        streams = [
            stack.enter_context(
                urllib.request.urlopen(f"{live.url}/v1/changes/stream?since=0", timeout=20)
            )
            for _ in range(10)
        ]
        crowd = Crowd(live, KINDS["silent"], COUNT)
        stack.callback(crowd.close)
        room, ends = WORKERS * MAX_CONNECTIONS - len(streams), time.monotonic() + MARGIN
        while len(crowd.open) > room and time.monotonic() < ends:
            crowd.look(0.5)
        assert len(crowd.open) <= room
        ask(live, "/healthz")
        for each in streams:
            for _ in range(20):  # lines that came meanwhile, and new lines
                assert each.readline()


def test_one_address_has_its_share(tmp_path: Path) -> None:
    settings = {"workers": "1", "max_connections_per_address": "20", "stop_seconds": "2"}
    with serving(tmp_path, **settings) as live, ExitStack() as stack:
        port = int(live.url.rpartition(":")[2])
        many = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), 5, (source, 0)))
            for source in ["127.0.0.2"] * 50 + ["127.0.0.3"] * 10
        ]
        time.sleep(3)
        for each in many:
            each.setblocking(False)
        still = [_is_open(each) for each in many]
        assert sum(still[:50]) == 20
        assert all(still[30:50]), "the oldest go first"
        assert all(still[50:])


def test_a_proxy_on_this_machine_has_no_share(tmp_path: Path) -> None:
    settings = {"workers": "1", "max_connections": "40", "stop_seconds": "2"}
    with serving(tmp_path, **settings) as live, ExitStack() as stack:
        many = [stack.enter_context(opened(live)) for _ in range(38)]
        time.sleep(2.5)
        for each in many:
            each.setblocking(False)
        assert all(map(_is_open, many))


def _is_open(made: socket.socket) -> bool:
    try:
        return bool(made.recv(1))
    except BlockingIOError:
        return True
    except OSError:
        return False


NO_FILES = """
import os, resource, socket
from service.sockets import open_files, same_socket

resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
one, other = socket.socketpair()
held = []
try:
    while True:
        held.append(os.open(os.devnull, os.O_RDONLY))
except OSError:
    pass
files = open_files()
assert {one.fileno(), other.fileno(), *held} <= set(files), files
with same_socket(one.fileno()) as same:
    same.shutdown(socket.SHUT_RDWR)
assert other.recv(1) == b""
assert os.fstat(one.fileno())
print("good")
"""


def test_sockets_are_seen_and_closed_by_a_process_that_can_open_no_file() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_FILES], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "good\n", done.stderr


def test_a_reply_to_a_write_needs_no_further_file() -> None:
    code = "import service.api.responses, sys; print('encodings.idna' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


@pytest.mark.parametrize(
    ("allowed", "kept", "accepted"),
    [(4608, 4096, 4352), (4607, 4095, 4351), (1024, 512, 768), (200, 50, 100), (40, 4, 20)],
)
def test_a_worker_keeps_no_more_connections_than_it_may_open_files(
    allowed: int, kept: int, accepted: int
) -> None:
    code = (
        "import resource; from service.settings import Settings; from service import worker_limits;"
        f" resource.setrlimit(resource.RLIMIT_NOFILE, ({allowed}, {allowed}));"
        " given = Settings(); found = worker_limits.limits(given);"
        " print(found.most, worker_limits.places(given))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{kept} {accepted}\n"


def test_connections_that_need_more_files_than_there_may_be_are_told(tmp_path: Path) -> None:
    command = f"ulimit -n 200; exec dateline serve --migrate --port {free_port()}"
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    service = subprocess.Popen(
        ["bash", "-c", command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={"PATH": path, "DATELINE_DATABASE_URL": f"sqlite:///{tmp_path}/a.db"},
    )  # fmt: skip
    with service:
        assert service.stderr is not None
        told = next((line for line in service.stderr if "MAX_CONNECTIONS" in line), "")
        service.terminate()
    assert told.endswith("and the system allows 200; see ulimit -n\n")
