"""Cached replies are exact, and the rules for keys, limits, counts and logs apply to them."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bench.soak import replies
from bench.soak.replies import comparable
from bench.soak.server_in_process import Answer, ServerInProcess
from service.api.routes import ROUTES
from service.app import SEED
from service.compression import LEAST
from service.opening import open_store
from service.reply_keys import UNREAD
from service.schemas.event import load_event
from service.settings import Settings
from service.store import Store
from service.store.recent_changes import MAX_WORK as MOST
from service.store.sqlite.file import LOOK_SECONDS
from service.web.routes import PAGES
from tests.support.loops import away, run
from tests.support.sizes import size

PAGE = "/v1/events?country=KZ&limit=5"
EVENT = "c5plus1-ministerial-astana-2023"
ANY = {"category": "meeting", "date": "2023-02-28"}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the seed, to be copied."""
    path = tmp_path_factory.mktemp("seeded") / "test.db"
    with closing(open_store(Settings(database_url=f"sqlite:///{path}"))) as opened:
        opened.migrate()
        seed = json.loads((SEED / "events.json").read_text("utf-8"))["events"]
        opened.import_batch(load_event(each) for each in seed)
    return path


@pytest.fixture
def store(tmp_path: Path, seeded: Path) -> Iterator[Store]:
    """A store that writes to the database beside the server."""
    shutil.copy(seeded, tmp_path)
    with closing(open_store(Settings(database_url=f"sqlite:///{tmp_path}/test.db"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(seeded: Path) -> Iterator[ServerInProcess]:
    """A server for tests that change nothing."""
    with closing(ServerInProcess(Settings(f"sqlite:///{seeded}"))) as asking:
        yield asking


@pytest.fixture
def make(store: Store) -> Iterator[Callable[..., ServerInProcess]]:
    """A function that makes a server with the given settings."""
    with ExitStack() as made:

        def one(**settings: Any) -> ServerInProcess:
            asking = ServerInProcess(Settings(store.keys.uses.url, **settings))
            made.callback(asking.close)
            return asking

        yield one


def ask(asking: ServerInProcess, *targets: str, **headers: str) -> Answer:
    """Ask for each target, and return the last reply."""

    async def all_of_them() -> Answer:
        return [await asking.ask(each, **headers) for each in targets][-1]

    return run(all_of_them())


def value(answer: Answer, name: str) -> str | None:
    """A header of a reply."""
    return next((text for each, text in answer.headers if each.lower() == name.lower()), None)


def put(store: Store, name: str, country: str = "KZ", **fields: Any) -> None:
    """Store an event."""
    countries = [{"code": country, "role": "host"}]
    event = {"id": name, "title": name, "countries": countries, **ANY, **fields}
    store.import_batch([load_event(event)])


def test_the_second_reply_is_the_first_and_the_framework_is_not_asked(make: Any) -> None:
    asking = make()
    first = ask(asking, PAGE)
    assert comparable(ask(asking, PAGE)) == comparable(first) == comparable(asking.fresh(PAGE))
    assert asking.entered == 1
    assert value(first, "X-Request-Id") != value(ask(asking, PAGE), "X-Request-Id")


@pytest.mark.parametrize("tags", ['"{}"', 'W/"{}"', '"a", "{}"', '"{}-gzip"', "*"])
def test_who_has_the_reply_gets_304(make: Any, tags: str) -> None:
    asking = make()
    tag = str(value(ask(asking, PAGE), "ETag"))
    wanted = tags.format(tag.strip('"'))
    found = ask(asking, PAGE, if_none_match=wanted)
    assert (found.status, found.body, asking.entered) == (304, b"", 1)
    assert comparable(found) == comparable(asking.fresh(PAGE, if_none_match=wanted))
    for other in ('"other"', '""', 'W/""', '"other", ""'):
        assert ask(asking, PAGE, if_none_match=other).status == 200
    assert asking.entered == 1


@pytest.mark.parametrize("target", [PAGE, f"/v1/events/{EVENT}", "/v1/histogram", "/?lang=fr"])
def test_a_reply_that_the_client_has_is_cached_too(make: Any, target: str) -> None:
    """Another worker, or this one before its restart, gave the client its tag."""
    asking = make()
    accept = "text/html" if target.startswith("/?") else "*/*"
    fresh = asking.fresh(target, accept=accept)
    first = ask(asking, target, accept=accept, if_none_match=value(fresh, "ETag") or "")
    assert (first.status, first.body) == (304, b"")
    entered = asking.entered
    again = ask(asking, target, accept=accept, if_none_match=value(fresh, "ETag") or "")
    assert comparable(again) == comparable(first)
    assert comparable(ask(asking, target, accept=accept)) == comparable(fresh)
    packed = ask(asking, target, accept=accept, accept_encoding="gzip")
    assert value(packed, "Content-Encoding") == ("gzip" if len(fresh.body) >= LEAST else None)
    assert asking.entered == entered


def test_head_is_answered_from_what_get_left(make: Any) -> None:
    asking = make()
    first = ask(asking, PAGE)
    found = run(asking.ask(PAGE, "HEAD"))
    assert (found.body, asking.entered) == (b"", 1)
    assert comparable(replace(found, body=first.body)) == comparable(first)


WRITES: dict[str, tuple[Callable[[Store], object], bool]] = {
    "a new event elsewhere": (lambda s: put(s, "n1", "US"), True),
    "a new event inside": (lambda s: put(s, "n1"), False),
    "one that comes in": (lambda s: put(s, "out", "KZ"), False),
    "one that leaves": (lambda s: put(s, "in", "US"), False),
    "one that stays outside": (lambda s: put(s, "out", "FR", title="other"), True),
    "one that is corrected inside": (lambda s: put(s, "in", title="other"), False),
    "one that moves outside": (lambda s: put(s, "out", "US", date="2001"), False),
    "a deletion outside": (lambda s: s.delete("out", lambda _: True), False),
    "a deletion inside": (lambda s: s.delete("in", lambda _: True), False),
    "a key": (lambda s: s.keys.create("k", ("read",)), True),
    "a repair": (lambda s: s.repair(), False),
}
"""Writes, and whether a cached page of Kazakhstan stays valid after each.

Its link to the next page contains the number of the last event that moved or was deleted. So each
such event changes the page, even if it is elsewhere.
"""


@pytest.mark.parametrize("name", WRITES)
def test_a_cached_reply_stays_valid_only_after_writes_that_do_not_change_it(
    make: Any, store: Store, name: str
) -> None:
    put(store, "in")
    put(store, "out", "US")
    asking = make()
    ask(asking, PAGE)
    write, stays_valid = WRITES[name]
    write(store)
    assert comparable(ask(asking, PAGE)) == comparable(asking.fresh(PAGE))
    assert (asking.entered == 1) is stays_valid
    before = asking.entered
    ask(asking, PAGE)
    assert asking.entered == before


@pytest.mark.parametrize(
    "target",
    ["/v1/complete?field=actor&q=zora", "/v1/complete?field=country&q=au", "/v1/events?actor=Zora",
     "/v1/events.csv?actor=Zora", "/?actor=Zora&country=KZ"],
)  # fmt: skip
def test_what_names_words_in_use_follows_every_change(make: Any, store: Store, target: str) -> None:
    asking = make()
    ask(asking, target)
    # The query finds none of these events.
    for number, name in enumerate(("Zora Neale", "Zora Ng")):
        put(store, f"z{number}", "AU", actors=[{"name": name}])
        assert comparable(ask(asking, target)) == comparable(asking.fresh(target))


def test_an_actor_in_use_leaves_a_reply_to_its_filter(make: Any, store: Store) -> None:
    put(store, "in", actors=[{"name": "Zora Neale"}])
    target = "/v1/events?actor=Zora Neale&category=vote".replace(" ", "%20")
    asking = make()
    ask(asking, target)
    put(store, "other")
    assert comparable(ask(asking, target)) == comparable(asking.fresh(target))
    assert asking.entered == 1
    store.delete("in", lambda _: True)
    assert b"hints" in ask(asking, target).body
    assert comparable(ask(asking, target)) == comparable(asking.fresh(target))


def test_what_comes_back_from_its_tombstone_leaves_the_calendar_of_cancellations(
    make: Any, store: Store
) -> None:
    put(store, "in")
    store.delete("in", lambda _: True)
    asking, calendar = make(), "/v1/events.ics?country=KZ&limit=1000"
    assert b"STATUS:CANCELLED" in ask(asking, calendar).body
    put(store, "in", "US")
    assert comparable(ask(asking, calendar)) == comparable(asking.fresh(calendar))


def test_too_many_changes_are_not_judged(make: Any, store: Store) -> None:
    asking = make()
    ask(asking, PAGE)
    event = {"title": "Elsewhere", "date": "2022", "category": "other"}
    store.import_batch(load_event(event, f"n{number}") for number in range(MOST + 1))
    assert comparable(ask(asking, PAGE)) == comparable(asking.fresh(PAGE))
    assert asking.entered == 2


def test_a_restored_database_is_another(make: Any, store: Store) -> None:
    asking = make()
    first = ask(asking, PAGE)
    store.database.execute_sql("UPDATE epoch SET name = replace(name, substr(name, 1, 1), '0')")
    store.database.execute_sql("UPDATE epoch SET name = substr(name, 2) || '1'")
    ask(asking, PAGE)
    assert asking.entered == 2
    assert first.status == 200


def test_a_reply_of_a_day_is_sent_on_that_day_only(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, clock = make(), [1_700_000_000.0]
    monkeypatch.setattr("time.time", lambda: clock[0])
    first = ask(asking, "/v1/anniversaries")
    clock[0] += 60
    assert comparable(ask(asking, "/v1/anniversaries")) == comparable(first)
    assert asking.entered == 1
    clock[0] += 86_400
    later = ask(asking, "/v1/anniversaries")
    assert later.body != first.body
    clock[0] -= 86_400  # the clock was wrong and is set back
    assert comparable(ask(asking, "/v1/anniversaries")) == comparable(first)


@pytest.mark.parametrize(
    "headers",
    [{"accept": "text/csv"}, {"host": "u.example"}, {"accept": "application/geo+json"}],
    ids=str,
)
def test_what_the_reply_depends_on_is_in_its_key(make: Any, headers: dict[str, str]) -> None:
    asking = make()
    ask(asking, PAGE)
    found = ask(asking, PAGE, **headers)
    assert comparable(found) == comparable(asking.fresh(PAGE, **headers))
    assert comparable(found) != comparable(ask(asking, PAGE))


def test_a_proxy_in_front_is_in_the_key(make: Any) -> None:
    asking = make(trusted_proxies=1)
    sent = {"x_forwarded_for": "192.0.2.9", "x_forwarded_proto": "https"}
    assert b"http://" in ask(asking, PAGE).body
    for prefix in ("/a", "/b"):
        body = ask(asking, PAGE, **sent, x_forwarded_prefix=prefix).body
        assert f"https://t.example{prefix}/v1".encode() in body


class CacheRequest(dict[str, Any]):
    """A WSGI environment that records which headers were read."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.seen.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, *default: Any) -> Any:
        self.seen.add(name)
        return super().get(name, *default)


IN_KEY = {"HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE",
          "HTTP_AUTHORIZATION", "HTTP_COOKIE"}  # fmt: skip
HANDLED_BY_CACHE = {"HTTP_IF_NONE_MATCH", "HTTP_X_REQUEST_ID", "HTTP_RANGE", "HTTP_IF_RANGE",
          "HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE", "HTTP_DATELINE_CURSOR"}  # fmt: skip
"""Headers that the cache itself handles. Two of these names do not exist in WSGI."""
CACHED = [each.path for each in (*ROUTES, *PAGES) if each.cacheable and each.method == "GET"]


@pytest.mark.parametrize("path", CACHED)
def test_a_cached_reply_depends_on_no_header_but_those_of_its_key(
    shared: ServerInProcess, path: str
) -> None:
    asking = shared
    target = path.replace("{id}", EVENT).replace("{code}", "KZ").replace("{n}", "1")
    environ = CacheRequest(asking.server.reply_cache.environ(asking.scope(target)))

    def start(*_: object) -> Any:
        return None

    b"".join(asking.app(environ, start))
    looked = {each for each in environ.seen if each.startswith("HTTP_")}
    assert looked <= IN_KEY | HANDLED_BY_CACHE


def test_headers_on_which_no_reply_depends_are_not_in_its_key(make: Any) -> None:
    names = {f"HTTP_{name.decode().upper().replace('-', '_')}" for name in UNREAD}
    assert names & (IN_KEY | HANDLED_BY_CACHE) == {"HTTP_X_REQUEST_ID"}
    asking = make()
    first = ask(asking, PAGE, PAGE)
    known = asking.server.reply_cache.keys.known
    for number in range(3):
        some = {"user_agent": f"browser {number}", "sec_fetch_mode": "cors", "referer": "https://a"}
        found = ask(asking, PAGE, **some, x_request_id=f"r{number}")
        assert comparable(found) == comparable(first)
        assert value(found, "X-Request-Id") == f"r{number}"
    assert (len(known), asking.entered) == (1, 1)
    # The limits of headers apply to them too.
    assert ask(asking, PAGE, user_agent="x" * 9000).status == 431
    assert ask(asking, PAGE, sec_gpc="1" * 1500).status == 200
    assert len(known) == 2


def test_a_key_in_force_is_asked_for_each_time(make: Any, store: Store) -> None:
    asking = make(public_reads=False)
    key = {"authorization": f"Bearer {store.keys.create('desk', ('read',))}"}
    other = {"authorization": f"Bearer {store.keys.create('other', ('read',))}"}
    first = ask(asking, PAGE, **key)
    assert value(first, "Cache-Control") == "private, no-cache"
    assert comparable(ask(asking, PAGE, **key)) == comparable(first)
    assert asking.entered == 1
    assert store.keys.uses is not None
    assert ask(asking, PAGE, **other).status == 200
    assert asking.entered == 2  # a reply to one key is not given to another key
    assert ask(asking, PAGE).status == 401
    assert ask(asking, PAGE, authorization="Bearer dl_wrong").status == 401
    store.keys.revoke("desk")
    assert ask(asking, PAGE, **key).status == 401
    assert ask(asking, PAGE, **other).status == 200


def test_a_reply_to_a_link_has_the_link_of_that_reader(make: Any, store: Store) -> None:
    asking = make(public_reads=False)
    links = [store.keys.create(name, ("feed",)) for name in ("one", "two")]
    for key in (*links, *links):
        found = ask(asking, f"/v1/events.atom?limit=2&key={key}")
        assert key.encode() in found.body
        assert value(found, "Referrer-Policy") == "no-referrer"
    assert asking.entered == 2
    store.keys.revoke("one")
    assert ask(asking, f"/v1/events.atom?limit=2&key={links[0]}").status == 401


def test_a_hit_counts_for_the_limit(make: Any) -> None:
    asking = make(rate_limit="5/hour")
    left = [value(ask(asking, PAGE), "RateLimit") for _ in range(5)]
    assert [str(each).split(";")[1] for each in left] == ["r=4", "r=3", "r=2", "r=1", "r=0"]
    assert asking.entered == 1
    refused = ask(asking, PAGE)
    assert refused.status == 429
    assert value(refused, "Retry-After")


def test_hits_are_counted_and_logged_as_others_are(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    asking = make(access_log=True)
    for _ in range(3):
        ask(asking, PAGE, x_request_id="mine")
    assert asking.entered == 1
    lines = [json.loads(each) for each in capsys.readouterr().out.splitlines()]
    assert len(lines) == 3
    assert {(each["id"], each["path"], each["status"], each["address"]) for each in lines} == {
        ("mine", "/v1/events", 200, "192.0.2.1")
    }
    plainly = make()
    ask(plainly, PAGE, PAGE, PAGE)
    ask(plainly, PAGE, if_none_match=str(value(ask(plainly, PAGE), "ETag")))
    counts = ask(plainly, "/metrics").body.decode()
    one = 'dateline_requests_total{method="GET",route="/v1/events",status='
    assert f'{one}"200"}} 4.0' in counts
    assert f'{one}"304"}} 1.0' in counts
    assert 'dateline_request_seconds_count{route="/v1/events"} 5.0' in counts


def test_an_id_that_came_with_a_hit_goes_back_with_it(make: Any) -> None:
    asking = make()
    for name, kept in (("abc-1", True), ("b a d", False), ("x" * 65, False)):
        found = [value(ask(asking, PAGE, x_request_id=name), "X-Request-Id") for _ in range(2)]
        assert ({name} == set(found)) is kept
        assert (len(set(found)) == 1) is kept


@pytest.mark.parametrize(
    "target", ["/healthz", "/readyz", "/metrics", "/signin", "/v1/changes", "/v1/events.csv",
               "/v1/events/nobody", "/v1/events?country=nowhere"],
)  # fmt: skip
def test_uncacheable_replies_are_not_cached(make: Any, target: str) -> None:
    asking = make()
    ask(asking, target, target, target)
    assert asking.entered == 3


def test_a_part_is_taken_from_the_framework(make: Any) -> None:
    asking = make()
    target = "/v1/events.csv?limit=3"
    whole = ask(asking, target, target)
    assert asking.entered == 1
    part = ask(asking, target, range="bytes=0-9")
    assert (part.status, part.body) == (206, whole.body[:10])
    assert comparable(ask(asking, target)) == comparable(whole)


def test_a_head_that_is_too_long_is_refused_whatever_is_cached(make: Any) -> None:
    asking = make()
    ask(asking, PAGE)
    assert ask(asking, PAGE, x_other="x" * 9000).status == 431
    assert ask(asking, PAGE, host="no host").status == 400


def test_replies_stay_within_their_bytes(make: Any) -> None:
    asking = make(replies_mb=1)
    cache = asking.server.reply_cache
    for number in range(1, 400):
        ask(asking, f"/v1/events?limit={number}&count=none")
    assert cache.entries.size <= 1 << 20
    assert cache.entries.size == sum(each.size for each in cache.entries.all.values())
    assert 0 < len(cache.entries.all) < 399
    # Values with many members, such as blocs, take room too, even if they find few events.
    few = len(cache.entries.all)
    for number in range(1, 30):
        ask(asking, f"/v1/events?country=NATO,EU,G20&q=w{number}")
    assert cache.entries.size <= 1 << 20
    assert len(cache.entries.all) < few + 29
    # A reply that is often asked for stays.
    asked = "/v1/events?limit=7&count=none"
    for number in range(1, 400):
        ask(asking, f"/v1/events?limit={number}&count=none", asked)
    entered = asking.entered
    ask(asking, asked)
    assert asking.entered == entered
    none = make(replies_mb=0)
    ask(none, PAGE, PAGE)
    assert none.entered == 2


def test_a_database_that_is_gone_is_not_answered_from_memory(
    make: Any, store: Store, tmp_path: Path
) -> None:
    asking = make()
    ask(asking, PAGE)
    (tmp_path / "test.db").rename(tmp_path / "aside.db")
    time.sleep(2 * LOOK_SECONDS)  # until the service checks the file again
    assert ask(asking, PAGE).status == 503


def test_a_write_of_another_process_is_seen_by_the_next_reply(make: Any, store: Store) -> None:
    asking = make()
    ask(asking, PAGE)
    url = store.keys.uses.url
    code = (
        "from service.settings import Settings; from service.opening import open_store;"
        f"s = open_store(Settings({url!r})); s.delete({EVENT!r}, lambda _: True)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert comparable(ask(asking, PAGE)) == comparable(asking.fresh(PAGE))
    assert asking.entered == 2


def test_a_request_moved_to_a_thread_leaves_no_open_cursor(tmp_path: Path) -> None:
    settings = replies.prepare(f"sqlite:///{tmp_path}/replies.db")
    gc.disable()  # objects that only the garbage collector frees may stay for long
    try:
        with (
            closing(ServerInProcess(settings, trial_cpu_seconds=0.0)) as asking,
            closing(open_store(settings)) as other,
        ):
            ours = asking.app.extensions["dateline"].store
            for path in (
                "/v1/histogram?country=C5&interval=decade",
                "/v1/events.atom?min_amount=1000&match=certain&sort=-date&limit=3&count=capped",
                "/v1/events.csv?country=KZ",
                "/v1/facets?q=talks",
                "/v1/timeline?q=talks",
            ):
                # Otherwise the trial of the next line ends before it has read a row.
                away(partial(asking.fresh, path))
                ask(asking, path)
                put(other, f"n{len(path)}")
                # ``away`` uses the thread of the event loop, so it has the same connection.
                assert away(ours.last_change) == other.last_change(), path
    finally:
        gc.enable()


def test_replies_given_again_are_what_would_be_answered_now(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/replies.db"
    found = away(lambda: replies.prove(url, asked=size(100, 2000), rate=size(40, 15)))
    assert not found.stale, found.first
    assert found.kept > size(10, 50)
    assert found.moved > size(2, 5)
    assert found.writes > 5
