"""Cut off the replies to posts, and send the posts again. Each post takes effect once."""

from __future__ import annotations

import http.client
import json
import random
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.soak.service import Service, running
from bench.soak.threads import at_once

CLIENTS = 8
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}


@dataclass(frozen=True)
class Retries:
    """The number of ``posts``, of requests that were cut off (``cuts``), and of ``rows`` at the
    end. ``different`` counts posts with two different replies. ``crowd`` is the number of rows of
    the posts that came at the same moment."""

    posts: int
    cuts: int
    rows: int
    different: int
    crowd: int


def prove(folder: Path, retries: int = 10_000, crowd: int = 100) -> Retries:
    """Send posts without waiting for the whole reply, and send them again."""
    with running(folder) as service:
        each = max(1, retries // CLIENTS // 2)
        found = at_once(CLIENTS, lambda number: _retry(service, number, each))
        client = service.client()
        body = EVENT | {"title": "crowd"}
        replies = at_once(crowd, lambda _: _post(service, body, "crowd"))
        posts = CLIENTS * each
        rows = service.rows("SELECT count(*) FROM event WHERE title <> 'crowd'")[0][0]
        crowded = service.rows("SELECT count(*) FROM event WHERE title = 'crowd'")[0][0]
        client.close()
        different = sum(count for _, count in found) + len(set(replies)) - 1
    return Retries(posts, sum(cuts for cuts, _ in found), rows, different, crowded)


def _post(service: Service, body: dict[str, str], token: str) -> bytes:
    client = service.client()
    status, _, text = client.ask("POST", "/v1/events", body, **{"Idempotency-Key": token})
    client.close()
    if status != 201:
        raise RuntimeError(f"{status} {text!r}")
    return text


def _retry(service: Service, number: int, posts: int) -> tuple[int, int]:
    chance, cuts, different = random.Random(number), 0, 0
    for step in range(posts):
        token, body = f"{number}-{step}", EVENT | {"title": f"{number} {step}"}
        for _ in range(2):
            _cut(service, body, token, chance)
            cuts += 1
        different += _post(service, body, token) != _post(service, body, token)
    return cuts, different


def _cut(service: Service, body: dict[str, str], token: str, chance: random.Random) -> None:
    """Send the post, and close the connection at once or after some bytes of the reply."""
    host, port = urlsplit(service.url).hostname, urlsplit(service.url).port
    data = json.dumps(body).encode()
    head = (
        f"POST /v1/events HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {service.key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        f"Idempotency-Key: {token}\r\n\r\n"
    )
    try:
        with socket.create_connection((host, port), timeout=10) as connection:
            connection.sendall(head.encode() + data)
            if chance.random() < 0.7:
                connection.recv(chance.randint(1, 200))
    except (OSError, http.client.HTTPException):
        return


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    if found.rows != found.posts or found.crowd != 1 or found.different or found.cuts < 10_000:
        raise AssertionError(f"retries: {found}")
    return (
        f"{found.cuts} retries cut off of {found.posts} posts: one row each, one reply each; "
        "100 posts at once under one key: one row"
    )
