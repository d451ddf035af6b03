"""Check that cached replies are exact: each equals the present reply of the framework.

The server of one worker runs in this process and gets random requests, while another process
writes. After each cached reply the framework answers the same request from the same database. If
nothing was written between the two replies, they must be equal byte by byte. Otherwise the pair is
not compared.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.generate import events
from bench.soak import time_limits
from bench.soak.random_requests import EVENTS, Writer, questions
from bench.soak.server_in_process import Answer, ServerInProcess
from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from tests.support import postgres

ASKED, RATE = 1_000_000, 50.0
LONGEST = 3600.0
"""Seconds after which no more requests are sent."""
TIME = re.compile(rb'"timeStamp":"[^"]*"|<dd>\d{4}-\d\d-\d\dT[^<]*</dd>')
"""The time at which a reply of ``/ogc`` was made; it is no part of its ETag either."""


@dataclass
class Replies:
    """The number of requests (``asked``), of compared replies from the cache (``kept``), of replies
    that differed from the framework's reply (``stale``), and of ``writes``. ``moved`` counts how
    often a cached reply stayed valid after a change. ``first`` describes the first difference."""

    asked: int = 0
    kept: int = 0
    moved: int = 0
    stale: int = 0
    writes: int = 0
    first: str = ""


def comparable(answer: Answer) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """The parts of a reply that must be equal. Its id and time may differ."""
    headers = tuple(each for each in answer.headers if each[0].lower() != "x-request-id")
    return answer.status, headers, TIME.sub(b"", answer.body)


def _writing(settings: Settings, rate: float, stop: Any, written: Any, asked: Any) -> None:
    """Write until ``stop`` is set, but no more often than is ``asked``: on a busy machine no reply
    would stay valid. This function runs in the other process."""
    store = open_store(settings)
    writer, step, start = Writer(store, random.Random(2)), 0, time.monotonic()
    while not stop.is_set():
        if step > asked.value:
            time.sleep(0.001)
            continue
        writer.write()
        step += 1
        written.value = step
        time.sleep(max(0.0, start + step / rate - time.monotonic()))
    store.close()


def prepare(url: str) -> Settings:
    """Make a database of ``EVENTS`` events; returns the settings for it."""
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
    stop, written, progress = spawn.Event(), spawn.Value("i", 0), spawn.Value("i", 0)
    work = settings, rate, stop, written, progress
    other = spawn.Process(target=_writing, args=work, daemon=True)
    other.start()
    try:
        while not written.value and other.is_alive():
            time.sleep(0.01)
        found = asyncio.run(_compare(settings, asked, time.monotonic() + longest, progress))
    finally:
        stop.set()
        other.join(30)
    return replace(found, writes=written.value)


async def _compare(settings: Settings, asked: int, ends: float, progress: Any) -> Replies:
    found, links, asking = Replies(), list[str](), ServerInProcess(settings)
    store, kept = asking.app.extensions["dateline"].store, asking.server.reply_cache
    try:
        for target in questions(random.Random(1), links):
            if found.asked >= asked or time.monotonic() > ends:
                return found
            found.asked = progress.value = found.asked + 1
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
            if comparable(answer) != comparable(fresh):
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
    """Run on SQLite, and half as long on PostgreSQL; returns the results."""
    first = _summary(
        prove(f"sqlite:///{folder}/replies.db", longest=time_limits.seconds(2 / 3, LONGEST))
    )
    server = postgres.start()
    try:
        server.run("CREATE DATABASE replies TEMPLATE template0")
        other = _summary(
            prove(server.of("replies"), longest=time_limits.seconds(1 / 3, LONGEST / 2))
        )
    finally:
        postgres.stop(server)
    return f"SQLite: {first}; PostgreSQL: {other}"


def _summary(found: Replies) -> str:
    assert not found.stale, found.first
    assert found.kept >= found.asked // 5
    assert found.moved
    return (
        f"{found.asked:,} questions, {found.writes:,} writes of another process meanwhile:"
        f" {found.kept:,} cached replies compared, {found.moved:,} times a reply stayed valid"
        " after a change, 0 stale"
    )
