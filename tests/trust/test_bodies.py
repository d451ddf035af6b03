"""Request bodies: access is checked before a body is read, each body has a time limit, and all
bodies together have a size limit."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.support.live import Live, serving

EVENT = json.dumps({"title": "A", "date": "2024-05-01", "category": "meeting"}).encode()
HELD = 2 << 20
IMPORT = 1 << 20


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, str, str]]:
    """One worker with little room for bodies and short time limits; a key to write, one to read."""
    folder = tmp_path_factory.mktemp("bodies")
    with serving(
        folder, workers="1", max_held_body_bytes=str(HELD), max_import_bytes=str(IMPORT),
        max_body_bytes="100000", slow_seconds="2", body_seconds="4",
    ) as live:  # fmt: skip
        writer = live.command("key", "create", "w", "--scope", "write").strip()
        reader = live.command("key", "create", "r").strip()
        yield live, writer, reader


def opened(live: Live, head: str, body: bytes = b"") -> socket.socket:
    """A connection that has sent the headers and ``body``, which may be only a part."""
    made = socket.create_connection(("127.0.0.1", int(live.url.rpartition(":")[2])), timeout=20)
    made.sendall(f"{head}\r\nHost: x\r\nContent-Type: application/json\r\n\r\n".encode() + body)
    return made


def answered(made: socket.socket) -> tuple[int, dict[str, str], bytes]:
    reply = http.client.HTTPResponse(made)
    reply.begin()
    return reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read()


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}


def closed(made: socket.socket) -> bool:
    """Whether the service closes the connection."""
    try:
        return made.recv(1) == b""
    except ConnectionResetError:
        return True


LONG = "Content-Length: 50000"
REFUSED = {
    "no route": (f"POST /v1/nothing HTTP/1.1\r\n{LONG}", 404),
    "no method": (f"POST /v1/tags HTTP/1.1\r\n{LONG}", 405),
    "a method of nobody": (f"BREW /v1/events HTTP/1.1\r\n{LONG}", 405),
    "no key": (f"POST /v1/events HTTP/1.1\r\n{LONG}", 401),
    "no key for an import": (f"POST /v1/imports HTTP/1.1\r\n{LONG}", 401),
    "no such key": (f"POST /v1/events HTTP/1.1\r\nAuthorization: Bearer dl_x\r\n{LONG}", 401),
    "no scope": (f"PUT /v1/events/a HTTP/1.1\r\nAuthorization: Bearer READER\r\n{LONG}", 403),
    "no parameter": (f"POST /v1/events?a HTTP/1.1\r\nAuthorization: Bearer WRITER\r\n{LONG}", 400),
    "declared too long": (
        "POST /v1/events HTTP/1.1\r\nAuthorization: Bearer WRITER\r\nContent-Length: 100001", 413
    ),
    "packed": (
        "POST /v1/events HTTP/1.1\r\nAuthorization: Bearer WRITER\r\nContent-Encoding: br\r\n"
        + LONG, 415,
    ),
    "a long header": (f"POST /v1/events HTTP/1.1\r\nAccept: {' ,' * 900}\r\n{LONG}", 431),
    "chunks without a key": ("POST /v1/events HTTP/1.1\r\nTransfer-Encoding: chunked", 401),
}  # fmt: skip


def test_what_is_refused_is_answered_before_its_body(service: tuple[Live, str, str]) -> None:
    """All requests are sent at once, because the service closes a connection only after some
    seconds."""
    live, writer, reader = service
    with ExitStack() as stack:
        made = {
            name: stack.enter_context(
                opened(live, head.replace("WRITER", writer).replace("READER", reader))
            )
            for name, (head, _) in REFUSED.items()
        }
        found = {}
        for name, each in made.items():
            status, headers, body = answered(each)  # a service that waits for the body answers 408
            found[name] = (status, json.loads(body)["status"], headers["connection"])
        assert found == {name: (each, each, "close") for name, (_, each) in REFUSED.items()}
        assert [name for name, each in made.items() if not closed(each)] == []


@pytest.mark.parametrize("head", ["GET /healthz", "GET /v1/events?limit=1", "HEAD /v1/events",
                                  "DELETE /v1/events/a", "OPTIONS /v1/events"])  # fmt: skip
def test_a_body_that_nobody_reads_does_not_hold_the_reply(
    service: tuple[Live, str, str], head: str
) -> None:
    live, writer, _ = service
    key = f"Authorization: Bearer {writer}"
    for length in (LONG, "Transfer-Encoding: chunked"):
        with opened(live, f"{head} HTTP/1.1\r\n{key}\r\n{length}") as made:
            made.settimeout(10)  # a service that waits for the body answers 408
            assert made.recv(12) in (b"HTTP/1.1 200", b"HTTP/1.1 404", b"HTTP/1.1 428")


def test_whoever_sends_what_is_refused_can_read_why(service: tuple[Live, str, str]) -> None:
    live, _, _ = service
    for _ in range(20):
        connection = http.client.HTTPConnection(live.url.removeprefix("http://"), timeout=10)
        connection.request("POST", "/v1/events", b"x" * 100_000)
        assert connection.getresponse().status == 401
        connection.close()


def test_many_large_bodies_on_a_get_cost_no_memory(service: tuple[Live, str, str]) -> None:
    live, _, _ = service
    pid = live.process.pid
    (worker,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def size() -> int:
        text = Path(f"/proc/{worker}/status").read_text()
        return int(text.partition("RssAnon:")[2].split()[0]) // 1024

    before, peak = size(), 0
    with ExitStack() as stack:
        for _ in range(200):
            made = stack.enter_context(
                opened(live, "GET /healthz HTTP/1.1\r\nContent-Length: 1048576")
            )
            made.setblocking(False)
            with suppress(BlockingIOError):
                made.send(b"x" * (1 << 20))
            peak = max(peak, size())
    assert peak - before < 60, f"{peak - before} MiB more"


def test_a_body_in_pieces_is_read_whole(service: tuple[Live, str, str]) -> None:
    live, writer, _ = service
    key = f"Authorization: Bearer {writer}"
    head = f"POST /v1/events HTTP/1.1\r\n{key}\r\nContent-Length: {len(EVENT)}"
    with opened(live, head, EVENT[:10]) as made:
        time.sleep(1)
        made.sendall(EVENT[10:])
        assert answered(made)[0] == 201
        # The connection can be used again.
        made.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answered(made)[0] == 200


def test_a_slow_body_is_given_up(service: tuple[Live, str, str]) -> None:
    live, writer, _ = service
    head = f"POST /v1/imports HTTP/1.1\r\nAuthorization: Bearer {writer}\r\nContent-Length: 900000"
    began = time.monotonic()
    with opened(live, head, b"[") as slow, opened(live, head, b"[") as steady:
        steady.settimeout(0.05)
        told = None
        while told is None and time.monotonic() - began < 10:  # 4 kB a second
            steady.sendall(b" " * 200)
            try:
                told = steady.recv(12)
            except TimeoutError:
                continue
        took = time.monotonic() - began
        status, _, body = answered(slow)
        assert (status, json.loads(body)["title"]) == (408, "Request Timeout")
        assert told == b"HTTP/1.1 408"
        assert 3.5 < took < 8, "the longest time of any body"


def test_a_body_that_breaks_off_is_not_taken_for_whole(service: tuple[Live, str, str]) -> None:
    live, writer, _ = service
    line = json.dumps({"id": "broken-off", **json.loads(EVENT)}).encode() + b"\n"
    for framing in ("Content-Length: 5000", "Transfer-Encoding: chunked"):
        made = socket.create_connection(("127.0.0.1", int(live.url.rpartition(":")[2])), timeout=20)
        sent = b"%x\r\n%b\r\n" % (len(line), line) if framing.startswith("T") else line
        made.sendall(
            f"POST /v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {writer}\r\n"
            f"Content-Type: application/x-ndjson\r\n{framing}\r\n\r\n".encode()
            + sent
        )
        time.sleep(0.3)
        made.close()
    time.sleep(0.5)
    connection = http.client.HTTPConnection(live.url.removeprefix("http://"), timeout=10)
    connection.request("GET", "/v1/events/broken-off")
    assert connection.getresponse().status == 404
    connection.close()


def test_all_bodies_together_are_bounded_and_the_room_comes_back(
    service: tuple[Live, str, str],
) -> None:
    live, writer, _ = service
    head = (
        f"POST /v1/imports HTTP/1.1\r\nAuthorization: Bearer {writer}\r\nContent-Length: {IMPORT}"
    )
    for _ in range(2):
        with ExitStack() as stack:
            senders = [
                stack.enter_context(opened(live, head, b" " * (IMPORT - 1))) for _ in range(6)
            ]
            statuses = []
            for each in senders:
                status, headers, _ = answered(each)
                statuses.append(status)
                assert status == 408 or headers["retry-after"]
            assert statuses.count(503) >= 4
    body = b"[" + b",".join([EVENT] * 3) + b"]"
    connection = http.client.HTTPConnection(live.url.removeprefix("http://"), timeout=10)
    connection.request("POST", "/v1/imports", body, bearer(writer))
    assert connection.getresponse().status == 200
    connection.close()


def test_a_write_counts_once_against_the_rate(tmp_path: Path) -> None:
    with serving(tmp_path, workers="1", rate_limit="4/minute") as live:
        key = live.command("key", "create", "w", "--scope", "write").strip()
        connection = http.client.HTTPConnection(live.url.removeprefix("http://"), timeout=10)
        left = []
        for _ in range(3):
            connection.request("POST", "/v1/events", EVENT,
                               bearer(key))  # fmt: skip
            reply = connection.getresponse()
            reply.read()
            assert reply.status == 201
            left.append(reply.headers["RateLimit"].partition(";t=")[0])
        connection.close()
    assert left == ['"default";r=3', '"default";r=2', '"default";r=1']
