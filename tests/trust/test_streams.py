"""Streams and long polls that wait for changes, and the other requests meanwhile."""

from __future__ import annotations

import http.client
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.soak.http import Client, latencies
from tests.support.live import Live, serving

EVENT = {"title": "A meeting", "date": "2024-05-01", "category": "meeting"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("streams")
    with serving(folder, heartbeat_seconds="0.3", workers="2", max_streams="60") as live:
        yield live


@pytest.fixture(scope="module")
def client(served: Live) -> Iterator[Client]:
    made = Client(served.url, served.command("key", "create", "editor", "--scope", "write"))
    yield made
    made.close()


class Stream:
    """An open stream; reads it line by line."""

    def __init__(self, live: Live, words: str = "", **headers: str) -> None:
        host = live.url.removeprefix("http://")
        self.connection = http.client.HTTPConnection(host, timeout=20)
        self.connection.request("GET", f"/v1/changes/stream?{words}", headers=headers)
        self.reply = self.connection.getresponse()

    def entry(self) -> dict[str, Any]:
        found: dict[str, str] = {}
        while line := self.reply.readline().decode():
            name, _, text = line.rstrip("\n").partition(": ")
            found |= {name: text} if text else {}
            if line == "\n" and "data" in found:
                return {"at id": found["id"], **json.loads(found["data"])}
        raise EOFError

    def close(self) -> None:
        self.reply.close()
        self.connection.close()


def test_a_stream_tells_each_change_and_goes_on_from_the_last_event_id(
    served: Live, client: Client
) -> None:
    stream = Stream(served)
    assert stream.reply.headers["Content-Type"] == "text/event-stream"
    _, headers, _ = client.put("s1", EVENT, new=True)
    client.put("s1", EVENT | {"title": "Corrected"}, seen=headers["etag"])
    first, second = stream.entry(), stream.entry()
    stream.close()
    assert (first["type"], first["id"], first["version"]) == ("created", "s1", 1)
    assert (second["type"], second["event"]["title"]) == ("updated", "Corrected")
    assert second["at id"] == second["cursor"]
    again = Stream(served, **{"Last-Event-ID": first["cursor"]})
    assert again.entry() == second
    again.close()


def test_a_quiet_stream_shows_that_it_lives(served: Live) -> None:
    stream = Stream(served, "country=KZ")
    lines = [stream.reply.readline() for _ in range(6)]
    stream.close()
    assert lines[0] == b"retry: 2000\n"
    assert lines.count(b":\n") >= 2


def test_a_stream_of_a_part_leaves_out_the_rest(served: Live, client: Client) -> None:
    stream = Stream(served, "category=visit")
    client.put("p1", EVENT, new=True)
    _, headers, _ = client.put("p2", EVENT | {"category": "visit"}, new=True)
    client.put("p2", EVENT, seen=headers["etag"])
    found = [stream.entry(), stream.entry()]
    stream.close()
    assert [(each["id"], each["type"]) for each in found] == [("p2", "created"), ("p2", "deleted")]


def test_a_long_poll_answers_when_there_is_something(served: Live, client: Client) -> None:
    cursor = client.json("/v1/changes?limit=1000")["cursor"]
    start = time.monotonic()
    assert client.json(f"/v1/changes?since={cursor}&wait=1")["items"] == []
    assert 0.9 < time.monotonic() - start < 10
    connection = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=20)
    connection.request("GET", f"/v1/changes?since={cursor}&wait=20")
    client.put("l1", EVENT, new=True)
    start = time.monotonic()
    page = json.loads(connection.getresponse().read())
    connection.close()
    assert [each["id"] for each in page["items"]] == ["l1"]
    assert time.monotonic() - start < 10


def test_whoever_waits_after_a_lost_entry_is_told(served: Live, client: Client) -> None:
    """As after a failover to a server that lacks the last writes."""
    client.put("k1", EVENT, new=True)
    client.put("k2", EVENT, new=True)
    file = served.environment["DATELINE_DATABASE_URL"].removeprefix("sqlite:///")
    cursor = client.json("/v1/changes?limit=1000")["cursor"]
    stream = Stream(served, f"since={cursor}")
    poll = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=20)
    poll.request("GET", f"/v1/changes?since={cursor}&wait=20")
    assert stream.reply.readline() == b"retry: 2000\n"
    with closing(sqlite3.connect(file, timeout=10)) as other, other:
        other.execute("UPDATE change SET at = at || ' ' WHERE cursor = (SELECT max(cursor)"
                      " FROM change)")  # fmt: skip
    client.put("k3", EVENT, new=True)
    assert not stream.reply.read().count(b"data:")
    stream.close()
    page = json.loads(poll.getresponse().read())
    poll.close()
    # On a busy machine it may begin to wait too late.
    assert page.get("status") == 410 or (page["items"], page["cursor"]) == ([], cursor)
    again = Stream(served, **{"Last-Event-ID": cursor})
    assert again.reply.status == 410
    again.close()


def test_fifty_open_streams_take_no_turn_from_readers(served: Live, client: Client) -> None:
    paths = ["/v1/events?country=KZ", "/v1/events?date=2023-02", "/v1/events?q=astana"]
    quiet = latencies(served.url, paths, 300)
    streams = [Stream(served) for _ in range(50)]
    beside = latencies(served.url, paths, 300)
    client.put("f1", EVENT, new=True)
    heard = [stream.entry()["id"] for stream in streams]
    for stream in streams:
        stream.close()
    p99 = [sorted(each)[int(len(each) * 0.99)] * 1000 for each in (quiet, beside)]
    print(f"p99 quiet {p99[0]:.1f} ms, beside 50 streams {p99[1]:.1f} ms")
    assert heard == ["f1"] * 50
    # A stream that held a worker would make readers wait for seconds.
    assert p99[1] < max(3 * p99[0], 100)


def test_too_many_streams_get_retry_after(served: Live) -> None:
    streams = [Stream(served) for _ in range(150)]
    statuses = {stream.reply.status for stream in streams}
    refused = [stream for stream in streams if stream.reply.status == 503]
    for stream in streams:
        stream.close()
    assert statuses == {200, 503}
    assert refused[0].reply.headers["Retry-After"]
    time.sleep(1)  # a heartbeat notices that the client is gone
    again = Stream(served)
    again.close()
    assert again.reply.status == 200


def test_a_stop_ends_what_waits_and_finishes_what_is_asked(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        stream = Stream(live)
        waiting = http.client.HTTPConnection(live.url.removeprefix("http://"), timeout=20)
        reader = Client(live.url, "")
        cursor = reader.json("/v1/changes?limit=1000")["cursor"]
        reader.close()
        waiting.request("GET", f"/v1/changes?since={cursor}&wait=50")
        time.sleep(0.5)
        start = time.monotonic()
        live.process.terminate()
        assert json.loads(waiting.getresponse().read())["items"] == []
        with pytest.raises(EOFError):
            stream.entry()
        stream.close()
        waiting.close()
        live.process.wait(timeout=20)
        assert time.monotonic() - start < 10


def test_a_stop_waits_only_so_long_for_a_slow_sender(tmp_path: Path) -> None:
    with serving(tmp_path, stop_seconds="2") as live:
        slow = http.client.HTTPConnection(live.url.removeprefix("http://"), timeout=20)
        slow.putrequest("POST", "/v1/events")
        key = live.command("key", "create", "slow", "--scope", "write").strip()
        slow.putheader("Authorization", f"Bearer {key}")
        slow.putheader("Content-Type", "application/json")
        slow.putheader("Content-Length", "1000")
        slow.endheaders(b"{")
        time.sleep(0.5)
        start = time.monotonic()
        live.process.terminate()
        assert live.process.wait(timeout=20) == 0
        assert 1.5 < time.monotonic() - start < 10
        slow.close()


def test_a_chunked_body_beyond_the_limit_is_refused(served: Live, client: Client) -> None:
    connection = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=20)
    pieces = (b" " * 65_536 for _ in range(17))
    connection.request("POST", "/v1/events", pieces, client.headers, encode_chunked=True)
    reply = connection.getresponse()
    reply.close()
    connection.close()
    assert reply.status == 413
    assert reply.headers["Content-Type"] == "application/problem+json"
