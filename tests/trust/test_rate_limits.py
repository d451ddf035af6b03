"""``DATELINE_RATE_LIMIT``: requests are counted by valid key, otherwise by a trusted address."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import threading
import time
from bisect import bisect_left
from importlib.util import find_spec

import pytest
from limits import parse
from limits.storage import MemoryStorage

from service import deadline
from service.api.counters import Counters
from service.api.limits import Limit
from service.api.shared_counters import SharedCounters
from service.deadline import NeedsThread, Trial
from service.errors import Invalid, TooManyRequests
from service.settings import Settings
from service.store import Store
from tests.api.conftest import MakeClient, make_client, settings, store
from tests.support.live import free_port

__all__ = ["make_client", "settings", "store"]
PROXY = {"REMOTE_ADDR": "10.0.0.1"}


def basic(name: str, key: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{key}".encode()).decode()


def spellings(key: str) -> list[str]:
    """Values of ``Authorization`` that contain the same key."""
    return [f"Bearer {' ' * n}{key}" for n in range(4)] + [
        f"bearer {key} ", f"BEARER  {key}", basic("a", key), basic("b", key), basic("", key),
    ]  # fmt: skip


FAILED = [
    "Bearer dl_unknown{n}", "Bearer  {n}", "Basic {n}", "Basic bm9ib2R5Om5vdGhpbmc{n}", "{n}", "",
    "Digest username={n}", "Bearer", "Basic", "Token {n}", "Bearer \u00e9{n}", "Basic \u00e9{n}",
]  # fmt: skip


def test_the_reply_beyond_the_rate_limit_is_429_with_retry_after(
    make_client: MakeClient, store: Store
) -> None:
    client = make_client(rate_limit="3/minute")
    for left in (2, 1, 0):
        reply = client.get("/v1/events")
        assert reply.status_code == 200
        assert f"r={left};" in reply.headers["RateLimit"]
        assert reply.headers["RateLimit-Policy"] == '"default";q=3;w=60'
    refused = client.get("/v1/events")
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    # Each key has a separate count, and health checks are not counted.
    key = store.keys.create("r", ("read",))
    assert client.get("/v1/tags", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_without_a_rate_limit_nothing_is_counted(make_client: MakeClient) -> None:
    assert "RateLimit" not in make_client().get("/v1/events").headers


def test_a_rate_limit_that_cannot_be_read_stops_the_start(make_client: MakeClient) -> None:
    for text in ("often", "100/minute;10/second", "100/minute, 10/second", "0/minute", " "):
        with pytest.raises(Invalid, match=f"DATELINE_RATE_LIMIT: '{text}' must be one limit such"):
            make_client(rate_limit=text)
    with pytest.raises(Invalid, match="DATELINE_RATE_LIMIT_STORAGE: 'x:' must look like memory://"):
        make_client(rate_limit="1/minute", rate_limit_storage="x:")
    missing = find_spec("redis") is None
    for storage in ("redis://counter:6379", "rediss://counter:6379") if missing else ():
        with pytest.raises(Invalid, match=r"that is not installed: pip install redis$"):
            make_client(rate_limit="1/minute", rate_limit_storage=storage)


def test_one_key_is_one_asker_however_it_is_shown(make_client: MakeClient, store: Store) -> None:
    key = store.keys.create("desk", ("read",))
    headers = spellings(key)
    client = make_client(rate_limit=f"{len(headers)}/hour")
    for n, each in enumerate(headers):
        reply = client.get("/v1/tags", headers={"Authorization": each},
                           environ_base={"REMOTE_ADDR": f"192.0.2.{n}"})  # fmt: skip
        assert (reply.status_code, f"r={len(headers) - n - 1};" in reply.headers["RateLimit"]) == (
            200, True,
        ), each  # fmt: skip
    again = client.get("/v1/tags", headers={"Authorization": f"Bearer {key}"})
    assert again.status_code == 429
    # A new text of the key does not reset the count.
    new = store.keys.rotate("desk", 1)
    assert client.get("/v1/tags", headers={"Authorization": f"Bearer {new}"}).status_code == 429
    assert client.get("/v1/tags").status_code == 200


def test_what_is_no_key_is_counted_by_address(make_client: MakeClient, store: Store) -> None:
    revoked = store.keys.create("revoked", ("read",))
    store.keys.revoke("revoked")
    client = make_client(rate_limit="20/hour")
    failed = [form.format(n=n) for n, form in enumerate(FAILED)] + spellings(revoked)
    seen = [client.get("/v1/tags", headers={"Authorization": each}) for each in failed[:20]]
    assert {each.status_code for each in seen} == {401}
    for each in failed:
        assert client.get("/v1/tags", headers={"Authorization": each}).status_code == 429
    for address in ("/v1/tags?key=x", "/v1/tags?key=" + revoked, "/nowhere", "/v1/tags"):
        assert client.get(address).status_code == 429
    assert client.get("/v1/tags", headers={"Cookie": "dateline=1.x.y"}).status_code == 429
    elsewhere = client.get("/v1/tags", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 200
    good = {"Authorization": f"Bearer {store.keys.create('good', ('read',))}"}
    assert client.get("/v1/tags", headers=good).status_code == 200


def test_a_request_is_counted_once_however_often_it_is_looked_at(make_client: MakeClient) -> None:
    app = make_client(rate_limit="3/hour").application
    for left in (2, 1, 0):
        with app.test_request_context("/v1/tags") as context:
            environ = context.request.environ
            for _ in range(3):
                assert app.preprocess_request() is None
        told: dict[str, str] = {}
        # The application gets the same request again.
        app(environ, lambda status, headers, told=told: told.update(headers))
        assert f"r={left};" in told["RateLimit"]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "X_Forwarded_For"])
def test_without_trusted_proxies_no_header_changes_the_address(
    make_client: MakeClient, header: str
) -> None:
    client = make_client(rate_limit="2/hour")
    for n, status in enumerate((200, 200, 429)):
        assert client.get("/v1/tags", headers={header: f"192.0.2.{n}"}).status_code == status


@pytest.mark.parametrize(
    ("proxies", "sent", "spoofed"),
    [
        (1, "198.51.100.1", "{n}.9.9.9, 198.51.100.1"),
        (1, "198.51.100.1", "127.0.0.1,{n}.9.9.9 ,198.51.100.1"),
        (2, "198.51.100.1, 10.0.0.2", "{n}.9.9.9, 198.51.100.1, 10.0.0.2"),
        (2, "198.51.100.1, 10.0.0.2", "junk {n}, 198.51.100.1, 10.0.0.{n}"),
        (3, "198.51.100.1, 10.0.0.3, 10.0.0.2", "x{n},198.51.100.1,10.0.0.3,10.0.0.2"),
    ],
)
def test_what_a_client_adds_in_front_of_the_proxies_is_not_believed(
    make_client: MakeClient, proxies: int, sent: str, spoofed: str
) -> None:
    client = make_client(rate_limit="5/hour", trusted_proxies=proxies)

    def ask(chain: str) -> int:
        headers = {"X-Forwarded-For": chain}
        return client.get("/v1/tags", headers=headers, environ_base=PROXY).status_code

    assert [ask(spoofed.format(n=n)) for n in range(5)] == [200] * 5
    assert ask(sent) == 429
    assert ask(sent.replace("198.51.100.1", "198.51.100.2")) == 200
    # A request with fewer addresses than proxies did not come through the proxies.
    assert client.get("/v1/tags", environ_base=PROXY).status_code == 200


def test_a_network_of_ipv6_is_one_address(make_client: MakeClient) -> None:
    client = make_client(rate_limit="2/hour")
    for address, status in (
        ("2001:db8::1", 200), ("2001:db8::ffff:1", 200), ("2001:db8:0:0:1::9%eth0", 429),
        ("2001:db8:0:1::1", 200), ("::ffff:192.0.2.1", 200), ("192.0.2.1", 200),
        ("::ffff:192.0.2.1", 429), ("", 200), ("unknown", 200),
    ):  # fmt: skip
        reply = client.get("/v1/tags", environ_base={"REMOTE_ADDR": address})
        assert reply.status_code == status, address


def test_the_port_that_some_proxies_add_is_no_part_of_the_address(make_client: MakeClient) -> None:
    client = make_client(rate_limit="2/hour", trusted_proxies=1)
    for address, status in (
        ("192.0.2.1:50001", 200), ("192.0.2.1:50002", 200), ("192.0.2.1", 429),
        ("192.0.2.1:50003", 429), ("[2001:db8::1]:50001", 200), ("[2001:db8::2]:7", 200),
        ("[2001:db8::3]", 429), ("2001:db8::4", 429), ("[::ffff:192.0.2.1]:80", 429),
    ):  # fmt: skip
        reply = client.get("/v1/tags", headers={"X-Forwarded-For": address})
        assert reply.status_code == status, address


def test_scheme_host_and_prefix_come_from_the_proxy(make_client: MakeClient, store: Store) -> None:
    writer = {"Authorization": f"Bearer {store.keys.create('w', ('write',))}"}
    event = {"title": "t", "date": "2024", "category": "other"}
    forwarded = {
        "X-Forwarded-Proto": "https", "X-Forwarded-Host": "dateline.example",
        "X-Forwarded-Prefix": "/time/line/",
    }  # fmt: skip
    for proxies, expected in (
        (1, "https://dateline.example/time/line/v1/events/"),
        (0, "http://localhost/v1/events/"),
    ):
        client = make_client(trusted_proxies=proxies)
        reply = client.post("/v1/events", json=event, headers=writer | forwarded)
        assert reply.headers["Location"].startswith(expected)
        page = client.get("/v1/changes?limit=1", headers=forwarded).get_json()
        assert page["next"].startswith(expected.removesuffix("events/") + "changes?")


@pytest.mark.parametrize(
    "forwarded",
    [
        {"X-Forwarded-Proto": "javascript"}, {"X-Forwarded-Host": "a b"},
        {"X-Forwarded-Host": "evil.example/\u00e9"}, {"X-Forwarded-Prefix": "//evil.example"},
        {"X-Forwarded-Prefix": "/../x"}, {"X-Forwarded-Prefix": "/\u00e9"},
        {"X-Forwarded-Prefix": "x"}, {"X-Forwarded-Host": "a:99999"},
    ],
)  # fmt: skip
def test_what_a_proxy_cannot_mean_is_refused(
    make_client: MakeClient, forwarded: dict[str, str]
) -> None:
    reply = make_client(trusted_proxies=1).get("/v1/changes", headers=forwarded)
    assert (reply.status_code, reply.content_type) == (400, "application/problem+json")


# The counters


def test_counters_forget_whoever_came_longest_ago() -> None:
    counters, limit = Counters(most=100), parse("3/hour")
    for n in range(10_000):
        assert counters.hit(limit, f"address {n}")
        assert counters.hit(limit, "often") is (n < 3)
        assert len(counters.kept) <= 100
    assert counters.get_window_stats(limit, "address 9999").remaining == 2
    assert counters.get_window_stats(limit, "address 1").remaining == 3


def test_only_the_window_just_before_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    counters, limit, now = Counters(), parse("2/minute"), [60_000.0]
    monkeypatch.setattr("service.api.counters.time.time", lambda: now[0])
    for passed, remaining in ((60, 0), (120, 2)):
        now[0] = 60_000.0 + passed * 10
        assert [counters.hit(limit, "x") for _ in range(3)] == [True, True, False]
        now[0] += passed
        assert counters.get_window_stats(limit, "x").remaining == remaining


def test_threads_together_get_no_more_than_the_limit() -> None:
    counters, limit = Counters(), parse("1000/day")
    let_in: list[int] = []

    def ask() -> None:
        let_in.append(sum(counters.hit(limit, "one") for _ in range(400)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(let_in) == 1000


@pytest.mark.parametrize("text", ["1/second", "10/minute", "60/hour", "7 per 5 minute"])
def test_no_window_has_more_than_twice_the_limit_and_time_gives_back(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters, limit, now = Counters(), parse(text), [1_000_000.0]
    monkeypatch.setattr("service.api.counters.time.time", lambda: now[0])
    width, hits = limit.get_expiry(), []
    for _ in range(4_000):
        now[0] += width / 97
        if counters.hit(limit, "x"):
            hits.append(now[0])
            left = counters.get_window_stats(limit, "x")
            assert 0 <= left.remaining < limit.amount
        else:
            stats = counters.get_window_stats(limit, "x")
            assert stats.remaining == 0
            assert now[0] < stats.reset_time <= now[0] + width
            # At the announced time, requests are allowed again.
            later, before = stats.reset_time + 1e-3, now[0]
            now[0] = later
            assert counters.get_window_stats(limit, "x").remaining >= 1
            now[0] = before
    for number, first in enumerate(hits):
        assert bisect_left(hits, first + width) - number <= 2 * limit.amount
    assert len(hits) >= 4_000 / 97 * limit.amount * 0.9 - limit.amount or limit.amount > 60


def test_what_another_program_counts_is_counted_on_a_thread(make_client: MakeClient) -> None:
    # The memory storage of the library stands for any storage except the service's own.
    settings = Settings(rate_limit="2/minute", rate_limit_storage="memory:///")
    limit, here = Limit(settings), make_client().application.extensions["dateline"]

    def count(**more: str) -> None:
        limit.count({"PATH_INFO": "/v1/events", "REMOTE_ADDR": "192.0.2.1", **more}, here)

    with deadline.within(Trial(1, 1)), pytest.raises(NeedsThread):
        count()
    count()
    count()
    with pytest.raises(TooManyRequests):
        count()


class Failing(MemoryStorage):
    """Counters of the library that do not answer while ``down``."""

    STORAGE_SCHEME = ["failing"]  # noqa: RUF012  as the library declares it
    down = False

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: int, amount: int = 1
    ) -> bool:
        if self.down:
            raise OSError("refused")
        return super().acquire_sliding_window_entry(key, limit, expiry, amount)


def test_while_a_shared_store_does_not_answer_the_worker_counts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    storage, limit = Failing(), parse("2/minute")
    counters = SharedCounters(storage, "the store", pause=0.05)
    assert counters.hit(limit, "a")
    storage.down = True
    assert [counters.hit(limit, "a") for _ in range(3)] == [True, True, False]
    assert counters.get_window_stats(limit, "a").remaining == 0
    time.sleep(0.06)
    # A store that is full or read-only answers what only reads.
    assert counters.get_window_stats(limit, "a").remaining == 0
    assert not counters.hit(limit, "a")
    storage.down = False
    assert not counters.hit(limit, "a")  # the store is not asked before the pause is over
    time.sleep(0.06)
    assert [counters.hit(limit, "a") for _ in range(2)] == [True, False]
    assert [each.getMessage() for each in caplog.records] == [
        "the store does not answer; each worker counts by itself: refused",
        "the store answers again and counts requests",
    ]


def test_a_lost_or_silent_redis_stops_no_request(make_client: MakeClient) -> None:
    pytest.importorskip("redis")
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs redis-server")
    port = free_port()
    words = ("--port", str(port), "--bind", "127.0.0.1", "--save", "")
    redis = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        settings = {"rate_limit": "2/minute", "rate_limit_storage": f"redis://127.0.0.1:{port}"}
        one, two = make_client(**settings), make_client(**settings)
        asked = [each.get("/v1/tags").status_code for each in (one, two, one, two)]
        assert asked == [200, 200, 429, 429]
        redis.terminate()
        redis.wait(10)
        assert [one.get("/v1/tags").status_code for _ in range(3)] == [200, 200, 429]
        with socket.create_server(("127.0.0.1", port)):  # it accepts, and never answers
            begun = time.monotonic()
            assert two.get("/v1/tags").status_code == 200
            assert time.monotonic() - begun < 2
    finally:
        redis.kill()
        redis.wait(10)
