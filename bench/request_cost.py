"""The processor time of requests in one process, for each kind of request."""

from __future__ import annotations

import time
from collections.abc import Iterable
from urllib.parse import urlencode

from flask.testing import FlaskClient

from bench.data import made_dateline
from service.app import create_app, make_ready
from service.settings import Settings

FILTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "all events": (),
    "one country": (("country", "AF"),),
    "a category": (("category", "meeting"),),
    "a bloc of 5": (("country", "C5"),),
    "a bloc of 27": (("country", "EU"),),
    "a tag": (("tag", "topic-7"),),
    "a word": (("q", "talks"),),
    "word and country": (("q", "talks"), ("country", "AF")),
    "country and category": (("country", "AF"), ("category", "meeting")),
    "both of two": (("country", "AF"), ("country", "AL")),
    "a box": (("bbox", "46,35,88,56"),),
    "certain, a range": (("match", "certain"), ("date", "1990/2010")),
}
"""A filter of every kind."""


def client_of(events: int, *, skewed: bool = False) -> FlaskClient:
    """A client of a service in this process with ``events`` events, or with the ``skewed`` ones of
    ``bench.generate``."""
    url = f"sqlite:///{made_dateline(events, skewed=skewed)}"
    app = create_app(Settings(database_url=url, query_timeout_seconds=60))
    make_ready()
    return app.test_client()


class Cost:
    """Milliseconds of the processor for requests of one kind, and the largest reply."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.times: list[float] = []
        self.largest = 0

    def ask(self, path: str, asked: Iterable[tuple[str, str]], counts: bool = True) -> None:
        """Send one request. If ``counts`` is false, the request only fills the page cache."""
        address = f"{path}?{urlencode(list(asked))}"
        start = time.process_time()
        reply = self.client.get(address)
        spent = (time.process_time() - start) * 1000
        if reply.status_code != 200:
            raise SystemExit(f"{address}: {reply.text}")
        self.largest = max(self.largest, len(reply.data))
        if counts:
            self.times.append(spent)

    @property
    def last(self) -> float:
        """The 99th percentile."""
        return sorted(self.times)[int(len(self.times) * 0.99) - 1]

    def line(self, name: str) -> str:
        """Median, 99th percentile and the largest reply."""
        median = sorted(self.times)[len(self.times) // 2]
        return (
            f"{name:22}median {median:7.1f}   p99 {self.last:7.1f}   {self.largest / 1000:6.1f} kB"
        )
