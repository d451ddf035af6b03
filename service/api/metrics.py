"""``/metrics`` for Prometheus, and one line of JSON for each request if the settings ask for it.

Each worker counts its own requests, and a scrape of the port reaches one worker. So ``dateline
serve`` gives the workers a folder in which their counts are added up (the multiprocess mode of the
client library).
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    values,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.api.instance import Instance
from service.api.proxy_headers import BEGAN, path_of, request_id
from service.api.request import Request
from service.api.responses import conditional
from service.asgi import Environ
from service.errors import Lost
from service.store import Store
from service.store.keys import without_keys

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
COUNTS_BYTES = 1 << 20
"""The counts of all routes with all their statuses need less."""
log = logging.getLogger("dateline")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


Labels = tuple[str, str, int]
"""Method, route and status of a request."""
Count = Callable[[float], None]


class Counted:
    """The counts of one method, route and status.

    The library takes a lock and looks up a place in a file for each of the three numbers. Here
    there is one lock, and the places are known. Nothing else may change these numbers.
    """

    __slots__ = ("count", "lock", "numbers", "sum", "times")

    def __init__(self, requests: Counter, seconds: Histogram, lock: Lock) -> None:
        file = seconds._sum._file  # both are in files, one for counters and one for histograms
        self.numbers = memoryview(requests._value._file._m).cast("d"), memoryview(file._m).cast("d")
        self.count = _place(requests._value)
        self.sum = _place(seconds._sum)
        self.times = [_place(each) for each in seconds._buckets]
        self.lock = lock

    def add(self, took: float) -> None:
        """Count one request that took ``took`` seconds."""
        time = self.times[bisect_left(BUCKETS, took)]
        requests, seconds = self.numbers
        with self.lock:
            requests[self.count] += 1
            seconds[self.sum] += took
            seconds[time] += 1


def _place(value: Any) -> int:
    """The place of a value among the numbers of its file, which have eight bytes each."""
    found: int = value._file._positions[value._key]
    return found // 8


def by_library(requests: Counter, seconds: Histogram) -> Count:
    """Returns the function that counts a request by the library."""

    def count(took: float) -> None:
        requests.inc()
        seconds.observe(took)

    return count


def uncounted(took: float) -> None:
    """Counts nothing: the files of the counts cannot be opened."""


def quickest(requests: Counter, seconds: Histogram, lock: Lock) -> Count:
    """Returns the function that counts a request in the files of the library, or by the library if
    another version of it keeps its numbers in another way."""
    try:
        return Counted(requests, seconds, lock).add
    except (AttributeError, KeyError, TypeError, ValueError):
        return by_library(requests, seconds)


class Metrics:
    """Counts and times every request, and logs it if the settings say so."""

    def __init__(self, instance: Instance) -> None:
        # Workers are forks of a process that loaded the library before the folder was set. A worker
        # makes no forks, so that its number need not be asked at each count.
        process = os.getpid()
        kept = os.environ.get(FOLDER) and kept_in_files()
        values.ValueClass = values.MultiProcessValue(lambda: process) if kept else values.MutexValue
        registry = instance.counts
        self.requests = Counter(
            "dateline_requests", "Requests answered.", ["method", "route", "status"],
            registry=registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "dateline_request_seconds", "Time to an answer.", ["route"], registry=registry,
            buckets=BUCKETS,
        )  # fmt: skip
        self.access_log = instance.settings.access_log
        self.lock = Lock()
        self.known: dict[Labels, Count] = {}
        self.told = False

    def counter(self, labels: Labels) -> Count:
        """The function that counts a request, given the seconds that it took."""
        known = self.known.get(labels)
        if known is not None:
            return known
        method, route, status = labels
        # Clients choose the method, and each counted method stays in memory.
        method = method if method in METHODS else "other"
        try:
            requests = self.requests.labels(method, route, status)
            made = quickest(requests, self.seconds.labels(route), self.lock)
        except OSError as error:  # the reply counts more: it may be that of a write
            self._tell(error)
            return uncounted
        return self.known.setdefault((method, route, status), made)

    def _tell(self, error: OSError) -> None:
        """Log once that requests are not counted."""
        if not self.told:
            self.told = True
            log.error("requests are not counted: %s", error.strerror)

    def record(self, environ: Environ, route: str, status: int) -> None:
        """Count the request of ``environ``, and log it if the settings say so."""
        took = time.perf_counter() - environ[BEGAN]
        self.counter((environ["REQUEST_METHOD"], route, status))(took)
        if self.access_log:
            _write(environ, status, took)


def kept_in_files() -> bool:
    """Make the files for this worker's counts, if there is a folder; false if the disk refuses.

    The library maps files whose space is not yet allocated. If the disk is full, a process that
    writes to such a page is killed.
    """
    folder = os.environ.get(FOLDER)
    try:
        for kind in ("counter", "histogram") if folder else ():
            file = Path(folder or "", f"{kind}_{os.getpid()}.db")
            if not file.exists():
                # Another worker may be reading all files just now, and an empty one is no file of
                # counts.
                new = file.with_suffix(".new")
                new.write_bytes(bytes(COUNTS_BYTES))
                new.rename(file)
    except OSError as error:
        log.error("the counts of this worker are its own: %s", error.strerror)
        return False
    return True


def _write(environ: Environ, status: int, took: float) -> None:
    line = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "id": request_id(environ),
        "address": environ.get("REMOTE_ADDR"), "method": environ["REQUEST_METHOD"],
        "path": path_of(environ), "query": environ.get("QUERY_STRING", ""), "status": status,
        "milliseconds": round(took * 1000, 2),
    }  # fmt: skip
    with suppress(OSError):  # requests are still answered when the log has no room left
        sys.stdout.write(without_keys(json.dumps(line)) + "\n")
        sys.stdout.flush()


def metrics(request: Request) -> Response:
    """``GET /metrics``: the counts of all workers, the number of events, and the cursor of the last
    change."""
    registry, folder = request.instance.counts, os.environ.get(FOLDER)
    if folder:
        if not Path(folder).is_dir():
            raise Lost("the folder of the counts is gone; restart the service")
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    now = CollectorRegistry()
    now.register(Now(request.instance.store))
    body = generate_latest(registry) + generate_latest(now)
    return conditional(body, CONTENT_TYPE_LATEST)


class Now(Collector):
    """Gauges that are read from the database at each scrape. The library would keep its own gauges
    in a file."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def collect(self) -> Iterator[Metric]:
        store = self.store
        yield GaugeMetricFamily("dateline_events", "Events in the timeline.", store.size())
        yield GaugeMetricFamily(
            "dateline_last_change", "Cursor of the last change.", store.last_change()
        )
