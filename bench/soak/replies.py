"""Cached replies are exact: each one equals the reply that the framework would give now.

The server of one worker runs within this process and gets random requests again and again, while
another process writes. After each cached reply the framework answers the same request itself, from
the same database. If nothing was written between the two, they have to be equal byte by byte. If
something was written, the request is sent again.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.generate import WORDS, events
from bench.soak import allowed
from service.app import create_app
from service.asgi import Scope
from service.opening import open_store
from service.schemas.event import load_event
from service.server import Server
from service.settings import Settings
from service.store import Saved, Store
from tests.support import postgres

ASKED, EVENTS, RATE = 1_000_000, 400, 50.0
LONGEST = 3600.0
"""Seconds after which no more requests are sent."""
COUNTRIES = ("US", "GB", "KZ", "UZ", "FR", "EU", "C5", "G7")
LISTS = ("", ".json", ".ics", ".atom", ".feed.json", ".grafana.json", ".timelinejs.json")
OTHERS = ("/v1/countries", "/v1/categories", "/v1/tags", "/v1/actors", "/v1/blocs", "/ogc", "/",
          "/v1/countries/KZ", "/v1/anniversaries", "/embed", "/v1/openapi.json")  # fmt: skip
TIME = re.compile(rb'"timeStamp":"[^"]*"|<dd>\d{4}-\d\d-\d\dT[^<]*</dd>')
"""The time at which a reply of ``/ogc`` was made; it is no part of its ETag either."""


@dataclass
class Replies:
    """Replies ``asked`` for, those from the cache that were compared (``kept``), those of them that
    outlived a change (``moved``), those that differed from the framework's reply (``stale``), and
    ``writes``."""

    asked: int = 0
    kept: int = 0
    moved: int = 0
    stale: int = 0
    writes: int = 0
    first: str = ""


@dataclass(frozen=True)
class Answer:
    """A reply without the parts that differ from one request to the next."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Asking:
    """The server of a worker, called without a socket; ``times`` are arguments of ``Server``."""

    def __init__(self, settings: Settings, **times: float) -> None:
        self.app = create_app(settings)
        self.server = Server(self.app, **times)
        self.entered = 0
        """How often the framework was called."""
        inner = self.server.app

        def counting(environ: Any, start: Any) -> Any:
            self.entered += 1
            return inner(environ, start)

        self.server.app = counting

    def scope(self, target: str, method: str = "GET", **headers: str) -> Scope:
        """The request in the form that the server library would give it."""
        parts = urlsplit(target)
        sent = {"host": "t.example", "accept": "*/*"} | {
            name.replace("_", "-"): text for name, text in headers.items()
        }
        return {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http",
            "path": parts.path, "query_string": parts.query.encode(),
            "headers": [(name.encode(), text.encode()) for name, text in sent.items()],
            "server": ("127.0.0.1", 80), "client": ("192.0.2.1", 5000),
        }  # fmt: skip

    async def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """The reply to one request."""
        sent: list[Scope] = []

        async def receive() -> Scope:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Scope) -> None:
            sent.append(message)

        await self.server(self.scope(target, method, **headers), receive, send)
        pairs = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in sent[0]["headers"]]
        body = b"".join(each.get("body", b"") for each in sent[1:])
        return Answer(sent[0]["status"], tuple(sorted(pairs)), body)

    def fresh(self, target: str, **headers: str) -> Answer:
        """The reply of the framework, without the cache."""
        environ = self.server.kept.environ(self.scope(target, **headers))
        found: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            found.extend((status, headers))

        body = b"".join(self.app(environ, start))
        return Answer(int(found[0][:3]), tuple(sorted(found[1])), body)

    def close(self) -> None:
        """Release everything."""
        self.server.close()
        self.app.extensions["dateline"].store.close()


def told(answer: Answer) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """The parts that have to be equal."""
    headers = tuple(each for each in answer.headers if each[0].lower() != "x-request-id")
    return answer.status, headers, TIME.sub(b"", answer.body)


def questions(chance: random.Random, links: list[str]) -> Iterator[str]:
    """An endless series of URLs, most of which come again; ``links`` has cursors to follow."""
    pool = [_question(chance) for _ in range(100)]
    while True:
        # Most of the requests are for a few of them.
        place = int(len(pool) * chance.random() ** 3)
        yield chance.choice(links) if links and chance.random() < 0.1 else pool[place]
        if chance.random() < 0.05:
            pool[chance.randrange(len(pool))] = _question(chance)


def _question(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.1:
        return chance.choice(OTHERS)
    if kind < 0.25:
        event = f"/v1/events/g{chance.randrange(EVENTS):07}"
        return event + chance.choice(("", ".ics", ".geojson", "/versions", "/versions/1"))
    words = _words(chance)
    if kind < 0.4:
        words["interval"] = chance.choice(("month", "year", "day", "decade"))
        if chance.random() < 0.1:  # these cost a hundred times as much
            words["by"] = chance.choice(("country", "category", "bloc"))
        return f"/v1/histogram{chance.choice(('', '', '.csv'))}?{urlencode(words)}"
    if kind < 0.5:
        words = {name: text for name, text in words.items() if name in ("country", "q")}
        return f"/ogc/collections/events/items?{urlencode({**words, 'limit': 12})}"
    if kind < 0.51:
        return f"/?{urlencode(words)}"
    words["limit"] = str(chance.choice((1, 3, 10, 50)))
    words["sort"] = chance.choice(("date", "-date", "updated", "-updated"))
    words["count"] = chance.choice(("exact", "capped", "none"))
    return f"/v1/events{chance.choice(LISTS)}?{urlencode(words)}"


def _words(chance: random.Random) -> dict[str, str]:
    year = chance.randint(1975, 2024)
    some = {
        "country": chance.choice(COUNTRIES),
        "date": chance.choice((f"{year}", f"{year}-{chance.randint(1, 12):02}", f"{year}/..")),
        "q": chance.choice(WORDS),
        "category": chance.choice(("meeting", "visit", "statement,agreement")),
        "match": "certain",
        "updated_since": "2020-01-01",
        "tag": chance.choice(("soak", "a tag")),
        "min_amount": "1000",
        "undated": "1",
    }
    return {name: some[name] for name in chance.sample(list(some), chance.randint(1, 3))}


class Writer:
    """Random writes through a store of its own."""

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.store, self.chance = store, chance
        self.made = list(islice(events(EVENTS * 3), EVENTS * 3))

    def write(self) -> None:
        """Create, correct, move, delete or bring back one event, seldom some at a time."""
        chance, store = self.chance, self.store
        if chance.random() < 0.02:
            some = chance.sample(self.made, chance.randint(2, 90))
            store.import_batch([load_event(each) for each in some])
            return
        event = dict(chance.choice(self.made[: EVENTS + 100]))
        if chance.random() < 0.5:
            event["title"] = f"{event['title']} {chance.choice(WORDS)}"
        if chance.random() < 0.3:
            event["countries"] = [{"code": chance.choice(("US", "KZ", "FR")), "role": "host"}]
        if chance.random() < 0.2:
            event["date"] = f"{chance.randint(1975, 2024)}-0{chance.randint(1, 9)}-11"
        if chance.random() < 0.2:
            event["tags"] = ["soak"]
        if chance.random() < 0.15:
            self._delete(event["id"])
        else:
            store.import_batch([load_event(event)])

    def _delete(self, name: str) -> None:
        if self.store.database.execute_sql("SELECT 1 FROM event WHERE id=?", (name,)).fetchone():
            self.store.delete(name, _whatever)


def _whatever(_: Saved) -> bool:
    return True


def _writing(settings: Settings, rate: float, stop: Any, written: Any) -> None:
    """The other process."""
    store = open_store(settings)
    writer, step, start = Writer(store, random.Random(2)), 0, time.monotonic()
    while not stop.is_set():
        writer.write()
        step += 1
        written.value = step
        time.sleep(max(0.0, start + step / rate - time.monotonic()))
    store.close()


def prepare(url: str) -> Settings:
    """A database of ``EVENTS`` events."""
    settings = Settings(database_url=url)
    store = open_store(settings)
    store.migrate()
    store.import_batch([load_event(each) for each in events(EVENTS)])
    store.close()
    return settings


def prove(url: str, asked: int = ASKED, rate: float = RATE, longest: float = LONGEST) -> Replies:
    """Send ``asked`` requests, or as many as ``longest`` seconds allow, while another process
    writes ``rate`` times a second."""
    settings = prepare(url)
    spawn = multiprocessing.get_context("spawn")
    stop, written = spawn.Event(), spawn.Value("i", 0)
    other = spawn.Process(target=_writing, args=(settings, rate, stop, written), daemon=True)
    other.start()
    try:
        while not written.value and other.is_alive():
            time.sleep(0.01)
        found = asyncio.run(_compare(settings, asked, time.monotonic() + longest))
    finally:
        stop.set()
        other.join(30)
    return replace(found, writes=written.value)


async def _compare(settings: Settings, asked: int, ends: float) -> Replies:
    found, links, asking = Replies(), list[str](), Asking(settings)
    store, kept = asking.app.extensions["dateline"].store, asking.server.kept
    try:
        for target in questions(random.Random(1), links):
            if found.asked >= asked or time.monotonic() > ends:
                return found
            found.asked += 1
            before, entered = store.last_change(), asking.entered
            answer = await asking.ask(target)
            if asking.entered != entered:
                _follow(answer, links)
                continue
            fresh = asking.fresh(target)
            if store.last_change() != before:
                continue
            found.kept += 1
            found.moved = kept.moved
            if told(answer) != told(fresh):
                found.stale += 1
                found.first = found.first or f"{target}: {answer!r} is not {fresh!r}"
    finally:
        asking.close()
    return found


def _follow(answer: Answer, links: list[str]) -> None:
    link = dict(answer.headers).get("Link", "")
    match = re.match(r"<http://t\.example(/[^>]*)>", link)
    if match:
        links.append(match[1])
        del links[:-40]


def main(folder: Path) -> str:
    """The full figure on SQLite, and half an hour of it on PostgreSQL."""
    first = _told(prove(f"sqlite:///{folder}/replies.db", longest=allowed.seconds(2 / 3, LONGEST)))
    server = postgres.start()
    try:
        server.run("CREATE DATABASE replies TEMPLATE template0")
        other = _told(prove(server.of("replies"), longest=allowed.seconds(1 / 3, LONGEST / 2)))
    finally:
        postgres.stop(server)
    return f"SQLite: {first}; PostgreSQL: {other}"


def _told(found: Replies) -> str:
    assert not found.stale, found.first
    assert found.kept >= found.asked // 5
    assert found.moved
    return (
        f"{found.asked:,} questions, {found.writes:,} writes of another process meanwhile:"
        f" {found.kept:,} replies given again and compared, changes judged {found.moved:,} times,"
        " 0 stale"
    )
