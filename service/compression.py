"""Compressed replies: the coding that a client likes best, and the bytes in it.

zstd (RFC 8878) is the quickest by far, brotli (RFC 7932) what browsers have longest besides
gzip (RFC 1952), which everything understands. What is compressed already stays as it is, and
so does what is small, or what is not to be stored: a page that asks for a key has a secret to
come beside words of the address, and the length of what is compressed tells of both (BREACH,
2013).
"""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli
import zstandard

from service.domain.result_cache import remembered

CODINGS = ("zstd", "br", "gzip")
"""Those that there are, the best first."""
ALIASES = {"x-gzip": "gzip"}
LEAST = 1024
"""Bytes from which the work is worth it."""
LEVELS = {"zstd": 3, "br": 4, "gzip": 6}
GZIP = 31
"""The largest window of zlib, with the head of gzip."""
TYPES = frozenset({
    "application/json", "application/xml", "application/javascript", "image/svg+xml",
    "application/x-ndjson", "application/schema+json", "application/openapi+json",
    "application/x-bibtex", "application/x-research-info-systems",
})  # fmt: skip
UNSENT = frozenset({"content-length", "content-encoding", "accept-ranges"})
ENCODINGS = "Accept-Encoding"
Pairs = list[tuple[str, str]]


class Compressor(Protocol):
    """What compresses a stream."""

    def add(self, piece: bytes) -> bytes:
        """Some more bytes, and all that came before, so that a reader need not wait."""

    def end(self) -> bytes:
        """The end of the stream."""


@remembered(256, longest=400)
def wanted(header: str) -> str:
    """The coding that ``Accept-Encoding`` likes best (RFC 9110, 12.5.3), empty for none.

    Among equals it is the first of ours. One that is not named is not sent, though ``*`` names
    all. A header that allows nothing at all gets the bytes as they are.
    """
    liking: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (each.strip(" \t") for each in part.split(";"))
        if name:
            liking[ALIASES.get(name, name)] = _quality(parameters)
    rest = liking.get("*", 0.0)
    plain = liking.get("identity", 0.0)
    best = max(CODINGS, key=lambda each: liking.get(each, rest))
    found = liking.get(best, rest)
    return best if found > 0 and found >= plain else ""


def _quality(parameters: list[str]) -> float:
    """The weight, 1 where none is given, 0 for what is none (RFC 9110, 12.4.2)."""
    for each in parameters:
        name, _, text = each.partition("=")
        if name.strip() == "q":
            whole, _, part = text.strip().partition(".")
            good = whole in ("0", "1") and (not part or (part.isascii() and part.isdigit()))
            return min(1.0, float(text)) if good else 0.0
    return 1.0


def suits(headers: Pairs) -> bool:
    """Whether a reply with these headers may be sent in a coding; how long it is apart."""
    kind = ""
    for name, text in headers:
        lower = name.lower()
        if lower == "content-type":
            kind = text
        elif lower in ("content-encoding", "content-range") or (
            lower == "cache-control" and ("no-store" in text or "no-transform" in text)
        ):
            return False
    return _is_text(kind)


@remembered(256)
def _is_text(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip().lower()
    return essence != "text/event-stream" and (
        essence in TYPES or essence.startswith("text/") or essence.endswith(("+json", "+xml"))
    )


def coded(headers: Pairs, coding: str, length: int | None) -> Pairs:
    """The headers of the same reply in a coding, ``length`` bytes of it if that is known.

    Its strong tag is another, for the bytes are (RFC 9110, 8.8.1); parts of it are not served.
    """
    made = [each for each in headers if each[0].lower() not in UNSENT]
    made = [(name, tagged(text, coding)) if name.lower() == "etag" else (name, text)
            for name, text in made]  # fmt: skip
    made.append(("Content-Encoding", coding))
    return made if length is None else [*made, ("Content-Length", str(length))]


def tagged(tag: str, coding: str) -> str:
    """A tag in its quotes, of the same reply in a coding."""
    return f'{tag[:-1]}-{coding}"'


def vary(headers: Pairs) -> None:
    """Say that the reply depends on the codings that the client has, if it may be in one."""
    at = None
    for place, (name, text) in enumerate(headers):
        lower = name.lower()
        if lower == "vary":
            at = place
        elif lower == "content-type" and not _is_text(text):
            return
    if at is None:
        headers.append(("Vary", ENCODINGS))
    elif ENCODINGS not in headers[at][1]:
        headers[at] = ("Vary", f"{headers[at][1]}, {ENCODINGS}")


def compressed(body: bytes, coding: str) -> bytes:
    """All of a body in a coding; the same bytes give the same."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=LEVELS[coding]).compress(body)
    if coding == "br":
        made: bytes = brotli.compress(body, quality=LEVELS[coding])
        return made
    packer = zlib.compressobj(LEVELS[coding], zlib.DEFLATED, GZIP)
    return packer.compress(body) + packer.flush()


class _Zstd:
    def __init__(self) -> None:
        self.inner = zstandard.ZstdCompressor(level=LEVELS["zstd"]).compressobj()

    def add(self, piece: bytes) -> bytes:
        return self.inner.compress(piece) + self.inner.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)

    def end(self) -> bytes:
        return self.inner.flush()


class _Brotli:
    def __init__(self) -> None:
        self.inner = brotli.Compressor(quality=LEVELS["br"])

    def add(self, piece: bytes) -> bytes:
        made: bytes = self.inner.process(piece) + self.inner.flush()
        return made

    def end(self) -> bytes:
        made: bytes = self.inner.finish()
        return made


class _Gzip:
    def __init__(self) -> None:
        self.inner = zlib.compressobj(LEVELS["gzip"], zlib.DEFLATED, GZIP)

    def add(self, piece: bytes) -> bytes:
        return self.inner.compress(piece) + self.inner.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self.inner.flush()


def compressor(coding: str) -> Compressor:
    """What compresses a stream in a coding."""
    kinds: dict[str, type[Compressor]] = {"zstd": _Zstd, "br": _Brotli, "gzip": _Gzip}
    return kinds[coding]()
