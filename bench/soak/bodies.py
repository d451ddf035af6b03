"""Send bodies that are too large, too deep or no text. The service refuses each of them and frees
the memory."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bench.soak.service import Service, running
from bench.soak.time_limits import full_or_short, in_time

LIMIT = 1 << 20
IMPORT_LIMIT = 4 << 20
"""The limit is low, so that a larger body costs little time."""
DEPTH = 100_000
ELEMENTS = 1_000_000
BOMB = 512 << 20
"""Bytes of a decompression bomb after decompression."""
HEAVY = ("a bomb", "a bomb of empty rows", "a million elements", "elements alone")
"""An import reads these bodies for seconds before it refuses them. So they are not in every
round."""
MORE = 64
"""MiB by which the memory of two workers may grow, because each thread opens a connection."""
EVENT = {"title": "A", "date": "2024-05-01", "category": "meeting"}
IMPORTS = ("application/json", "application/x-ndjson", "text/csv", "application/octet-stream")


class Case(NamedTuple):
    """A hostile body. ``packed`` bodies are compressed with gzip. An import must refuse a
    ``refused`` body as a whole."""

    name: str
    body: bytes
    packed: bool = False
    chunked: bool = False
    refused: bool = False


@dataclass
class Bodies:
    """The number of ``sent`` bodies, their ``bytes``, and the number of each status. The memory of
    the whole service before (``idle``) and ``after``, and the ``peak`` of one process, in MiB. The
    errors are in ``wrong``."""

    sent: int = 0
    bytes: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    idle: float = 0.0
    peak: float = 0.0
    after: float = 0.0
    wrong: list[str] = field(default_factory=list)


def cases(limit: int, bomb: int) -> Iterator[Case]:
    """Yields every hostile body for a route that reads at most ``limit`` bytes."""
    over = b'{"title": "' + b"a" * limit + b'"}'
    yield Case("declared beyond the limit", over, refused=True)
    yield Case("chunked beyond the limit", over, chunked=True, refused=True)
    yield Case("chunked far beyond the limit", over * 3, chunked=True, refused=True)
    yield Case("packed", gzip.compress(json.dumps(EVENT | {"date": "never"}).encode()), packed=True)
    for name, begin, piece in (
        ("a bomb", b"", b" "), ("a bomb in a line", b'[{"title": "', b"a"),
        ("a bomb of empty rows", b"", b"\n"),
    ):  # fmt: skip
        yield Case(name, _bomb(begin, piece, bomb), packed=True)
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        deep = opening * DEPTH + "1" + closing * DEPTH
        yield Case("deep", deep.encode())
        yield Case("deep inside", b'[{"id": "deep", "title": ' + deep.encode() + b"}]")
        yield Case("deep and open", (opening * DEPTH).encode())
    for name, text in (
        ("invalid UTF-8", b'"\xff\xfe\xc0\x80"'), ("NUL", b'"a\\u0000b"'), ("raw NUL", b'"a\x00b"'),
        ("lone surrogate", b'"\\ud800"'), ("raw surrogate", b'"\xed\xa0\x80"'),
        ("huge number", b"1e999999"), ("long number", b"1" * 100_000), ("not a number", b"NaN"),
        ("number for a text", b"123"), ("elements", _elements(ELEMENTS // 4)),
    ):  # fmt: skip
        rest = b', "date": "2024", "category": "visit"}'
        yield Case(name, b'{"id": "x1", "title": ' + text + rest)
        yield Case(f"{name} in an array", b'[{"title": "A", "tags": [' + text + b"]" + rest + b"]")
        yield Case(f"{name} alone", text)
    yield Case("nothing but NULs", bytes(100_000))
    yield Case("a million elements", _elements(ELEMENTS), refused=limit < 2 * ELEMENTS)
    twice = b'{"title": "A", "title": "B", "date": "2024", "category": "visit"'
    for inside in (twice + b"}", b'{"date": "never", "place": ' + twice + b"}}"):
        yield Case("twice a name", inside)
    yield Case("nothing", b"")


def _elements(count: int) -> bytes:
    return b"[" + b"1," * (count - 1) + b"1]"


@lru_cache
def _bomb(begin: bytes, piece: bytes, size: int) -> bytes:
    return gzip.compress(begin + piece * size)


def prove(
    folder: Path, rounds: int = 20, heavy: int = 2, bomb: int = BOMB,
    imports: Sequence[str] = IMPORTS,
) -> Bodies:  # fmt: skip
    """Send every hostile body to every route that takes one, in each round. An import gets each
    body once for each media type of ``imports``. It gets the bodies in ``HEAVY`` only in the first
    ``heavy`` rounds."""
    found = Bodies()
    with running(folder, max_body_bytes=str(LIMIT), max_import_bytes=str(IMPORT_LIMIT)) as service:
        client = service.client()
        _, headers, _ = client.put("stays", EVENT, new=True)
        match = {"If-Match": headers["etag"]}
        for path in ("/v1/events", "/", "/v1/changes", "/v1/openapi.json") * 20:
            client.ask("GET", path)
        client.close()
        found.idle = service.memory()
        small, large = (list(cases(limit, bomb)) for limit in (LIMIT, IMPORT_LIMIT))
        for number in in_time(range(rounds)):
            for method, path, more in (
                ("POST", "/v1/events", {}), ("PUT", "/v1/events/new", {}),
                ("PATCH", "/v1/events/stays", match),
            ):  # fmt: skip
                for case in small:
                    _try(service, found, method, path, {"Content-Type": IMPORTS[0], **more}, case)
            for kind in imports:
                for case in large:
                    # If a name is there twice, an import takes the last value.
                    if case.name != "twice a name" and (number < heavy or case.name not in HEAVY):
                        _try(service, found, "POST", "/v1/imports", {"Content-Type": kind}, case)
        time.sleep(1)
        found.after, found.peak = service.memory(), _peak(service)
        stored = service.rows("SELECT id, version FROM event")
        if stored != [("stays", 1)]:
            found.wrong.append(f"stored: {stored}")
    return found


def _peak(service: Service) -> float:
    """The largest peak of one process, in MiB."""
    texts = [Path(f"/proc/{pid}/status").read_text("ascii") for pid in service.processes()]
    return max(int(re.findall(r"VmHWM:\s+(\d+)", text)[0]) for text in texts) / 1024


def _try(
    service: Service, found: Bodies, method: str, path: str, headers: dict[str, str], case: Case
) -> None:
    headers = {"Authorization": f"Bearer {service.key}", **headers}
    if case.packed:
        headers["Content-Encoding"] = "gzip"
    name = f"{method} {path} {headers['Content-Type']}, {case.name}"
    try:
        status, kind, body = _send(service, method, path, headers, case)
    except (OSError, http.client.HTTPException) as error:
        found.wrong.append(f"{name}: {error!r}")
        return
    found.sent += 1
    found.bytes += len(case.body)
    found.statuses[status] = found.statuses.get(status, 0) + 1
    if path == "/v1/imports" and status == 200 and not case.refused:
        # An import with a wrong row is answered with 200; the report has the error.
        report = json.loads(body)
        stored = report["created"] + report["updated"] + report["unchanged"]
        right = not stored and (report["rejected"] > 0 or not case.body)
    else:
        right = 400 <= status < 500 and kind == "application/problem+json"
        right = right and json.loads(body)["status"] == status
    if not right or len(body) > LIMIT:
        found.wrong.append(f"{name}: {status} {kind} {len(body)} {body[:200]!r}")


def _send(
    service: Service, method: str, path: str, headers: dict[str, str], case: Case
) -> tuple[int, str, bytes]:
    """Send the whole body and read the reply, even if the service stops reading before the end."""
    address = urlsplit(service.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    try:
        connection.putrequest(method, path)
        for name, value in headers.items():
            connection.putheader(name, value)
        if case.chunked:
            connection.putheader("Transfer-Encoding", "chunked")
        else:
            connection.putheader("Content-Length", str(len(case.body)))
        connection.endheaders()
        try:
            for start in range(0, len(case.body), 65_536):
                piece = case.body[start : start + 65_536]
                connection.send(b"%x\r\n%s\r\n" % (len(piece), piece) if case.chunked else piece)
            if case.chunked:
                connection.send(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # the service has refused the body already; the reply can be read
        reply = connection.getresponse()
        return reply.status, reply.headers.get("Content-Type", ""), reply.read()
    finally:
        connection.close()


def main(folder: Path) -> str:
    """Run at full length, and return the results."""
    found = prove(folder)
    if found.wrong or found.sent < full_or_short(5000, 600) or found.after > found.idle + MORE:
        raise AssertionError(f"bodies: {len(found.wrong)} {found}")
    statuses = ", ".join(f"{count} x {status}" for status, count in sorted(found.statuses.items()))
    return (
        f"{found.sent} hostile bodies ({found.bytes >> 20} MiB): {statuses}, all with a reason; "
        f"the service had {found.idle:.0f} MiB before, {found.after:.0f} MiB after, one process "
        f"{found.peak:.0f} MiB at the most"
    )
