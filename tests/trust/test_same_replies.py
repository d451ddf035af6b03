"""Both engines give the same replies over HTTP: the change log from any cursor, formats, HEAD,
ranges and conditional requests. One database is a copy of the other, so even cursors and tags are
equal."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from bench.generate import events
from bench.soak.random_queries import random_event, random_filter
from service.app import create_app
from service.cli.copying import copy_database
from service.errors import DatelineError
from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from tests.support.engines import POSTGRES, SQLITE, Templates, fresh
from tests.support.sizes import size

pytest.importorskip("psycopg")
OWN = ("Date", "X-Request-Id")
ON_CURSORS = ("ETag", "Content-Length", "Content-Range", "Link")
CURSOR = re.compile(rb"cursor=[A-Za-z0-9_-]{48,140}")
"""A cursor of a list, which holds more on PostgreSQL."""
FORMATS = (
    "",
    ".csv",
    ".csv",
    ".ndjson",
    ".geojson",
    ".ics",
    ".atom",
    ".xlsx",
    ".jsonld",
    ".parquet",
)
RANGES = ("bytes=0-99", "bytes=10-", "bytes=-5", "bytes=0-0,5-9", "bytes=99999999-", "items=0-1")
Sent = tuple[str, dict[str, str]]


@pytest.fixture(scope="module")
def clients(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[FlaskClient]]:
    one = fresh(templates, SQLITE, tmp_path_factory.mktemp("one"))
    other = fresh(templates, POSTGRES, tmp_path_factory.mktemp("other"))
    with closing(one), closing(other):
        urls = [next(each)() for each in (one, other)]
        chance, basis = random.Random(3), list(events(60))
        with closing(open_store(Settings(database_url=urls[0]))) as store:
            for number in range(size(150, 600)):
                event = load_event(random_event(chance, number % 50, chance.choice(basis)))
                try:
                    if chance.random() < 0.75:
                        store.put(event, lambda _: True)
                    else:
                        store.delete(event.id, lambda _: True)
                except DatelineError:
                    store.put(event, None, only_new=True)
        copy_database(Settings(), urls[0], urls[1], lambda *_: None)
        apps = [create_app(Settings(database_url=url, stream_seconds=0)) for url in urls]
        yield [each.test_client() for each in apps]
        for each in apps:
            each.extensions["dateline"].store.close()


def log_request(chance: random.Random, cursors: list[str]) -> Sent:
    """A request for the change log, from a cursor that may be wrong."""
    cursor = chance.choice(cursors)
    place = chance.randrange(len(cursor))
    epoch, number, mark = cursor.split("-")
    since = chance.choice([
        *[cursor] * 6, cursor[:place] + chance.choice("0a9-x") + cursor[place + 1 :], "0", "1", "",
        f"{epoch}-{number}", f"{epoch}-{int(number) + 1}-{mark}", f"{epoch}-{10**15}", f"{epoch}-0",
    ])  # fmt: skip
    pairs = random_filter(chance) if chance.random() < 0.5 else []
    if chance.random() < 0.2:
        return f"/v1/changes/stream?{urlencode(pairs)}", {"Last-Event-ID": since}
    limit = (
        [("limit", chance.choice(("1", "7", "1000", "0", "x")))] if chance.random() < 0.5 else []
    )
    wrong = [(chance.choice(("fields", "sort", "wait")), "0")] if chance.random() < 0.1 else []
    return f"/v1/changes?{urlencode([*pairs, *limit, *wrong, ('since', since)])}", {}


def list_request(chance: random.Random) -> Sent:
    pairs = random_filter(chance) if chance.random() < 0.7 else []
    pairs += [("limit", chance.choice(("1", "5", "50")))] if chance.random() < 0.7 else []
    pairs += [("sort", chance.choice(("-date", "updated")))] if chance.random() < 0.3 else []
    return f"/v1/events{chance.choice(FORMATS)}?{urlencode(pairs)}", {}


def same_reply(
    clients: list[FlaskClient], method: str, path: str, headers: dict[str, str]
) -> tuple[int, str]:
    """The common status and the tag of the replies. The replies must not differ."""
    found = []
    for client in clients:
        reply = client.open(path, method=method, headers=headers)
        body, kept = reply.data, [each for each in reply.headers if each[0] not in OWN]
        if CURSOR.search(body) or CURSOR.search(str(kept).encode()):
            body, kept = CURSOR.sub(b"", body), [each for each in kept if each[0] not in ON_CURSORS]
        found.append((reply.status_code, kept, body))
        tag = reply.headers.get("ETag", '"none"')
    assert found[0] == found[1], (method, path, headers)
    return found[0][0], tag


def test_random_requests_have_the_same_replies(clients: list[FlaskClient]) -> None:
    log = clients[0].get("/v1/changes?limit=1000").get_json()["items"]
    cursors = [each["cursor"] for each in log]
    chance, statuses = random.Random(5), Counter[int]()
    for _ in range(size(120, 2500)):
        path, headers = (
            log_request(chance, cursors) if chance.random() < 0.5 else list_request(chance)
        )
        status, tag = same_reply(clients, chance.choice(("GET", "HEAD")), path, headers)
        statuses[status] += 1
        if status != 200 or "stream" in path:
            continue
        again = {"If-None-Match": chance.choice((tag, f"W/{tag}"))}
        if chance.random() < 0.6:
            again = {"Range": chance.choice(RANGES)}
            again |= {"If-Range": chance.choice((tag, '"other"'))} if chance.random() < 0.3 else {}
        statuses[same_reply(clients, chance.choice(("GET", "GET", "HEAD")), path, again)[0]] += 1
    assert {200, 206, 304, 400, 410} <= statuses.keys(), statuses
