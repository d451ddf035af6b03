"""Chooses the content coding that a client prefers and compresses replies in it.

zstd (RFC 8878) is by far the fastest. Browsers have had brotli (RFC 7932) for longer. Every client
understands gzip (RFC 1952). A reply is not compressed if it is small, if it is compressed already,
or if it must not be stored. The last rule protects the page that asks for a key: it holds a secret
beside words of the URL, and the compressed length would reveal something of both (BREACH, 2013).
"""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli
import zstandard

from service.domain.result_cache import cached

CODINGS = ("zstd", "br", "gzip")
"""The supported codings, the best first."""
ALIASES = {"x-gzip": "gzip"}
LEAST = 1024
"""Smallest body in bytes that is compressed."""
LEVELS = {"zstd": 3, "br": 4, "gzip": 6}
GZIP = 31
"""The ``wbits`` of zlib for the largest window with a gzip header."""
TYPES = frozenset({
    "application/json", "application/xml", "application/javascript", "image/svg+xml",
    "application/x-ndjson", "application/schema+json", "application/openapi+json",
    "application/x-bibtex", "application/x-research-info-systems",
})  # fmt: skip
UNSENT = frozenset({"content-length", "content-encoding", "accept-ranges"})
ENCODINGS = "Accept-Encoding"
Pairs = list[tuple[str, str]]


class Compressor(Protocol):
    """Compresses a stream piece by piece."""

    def add(self, piece: bytes) -> bytes:
        """Compresses a piece and flushes the buffer, so that a reader need not wait."""

    def end(self) -> bytes:
        """The last bytes of the stream."""


@cached(256, longest=400)
def preferred_coding(header: str) -> str:
    """The coding that ``Accept-Encoding`` prefers (RFC 9110, 12.5.3), empty for none.

    Among codings of equal weight the first of ``CODINGS`` wins. A coding that the header does not
    name is not sent, but ``*`` names all. If the header allows nothing at all, the reply is sent
    uncompressed.
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
    """The weight: 1 if none is given, 0 if it is malformed (RFC 9110, 12.4.2)."""
    for each in parameters:
        name, _, text = each.partition("=")
        if name.strip() == "q":
            whole, _, part = text.strip().partition(".")
            good = whole in ("0", "1") and (not part or (part.isascii() and part.isdigit()))
            return min(1.0, float(text)) if good else 0.0
    return 1.0


def is_compressible(headers: Pairs) -> bool:
    """Whether a reply with these headers may be compressed, whatever its length."""
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


@cached(256)
def _is_text(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip().lower()
    return essence != "text/event-stream" and (
        essence in TYPES or essence.startswith("text/") or essence.endswith(("+json", "+xml"))
    )


def headers_in_coding(headers: Pairs, coding: str, length: int | None) -> Pairs:
    """The headers of the same reply in a coding; ``length`` is its compressed size, if known.

    It has another strong entity tag, because its bytes differ (RFC 9110, 8.8.1). Ranges of it are
    not served.
    """
    made = [each for each in headers if each[0].lower() not in UNSENT]
    made = [(name, tag_in_coding(text, coding)) if name.lower() == "etag" else (name, text)
            for name, text in made]  # fmt: skip
    made.append(("Content-Encoding", coding))
    return made if length is None else [*made, ("Content-Length", str(length))]


def tag_in_coding(tag: str, coding: str) -> str:
    """The quoted entity tag of the same reply in a coding."""
    return f'{tag[:-1]}-{coding}"'


def vary(headers: Pairs) -> None:
    """Add ``Accept-Encoding`` to ``Vary`` if the reply may be compressed."""
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
    """A whole body in a coding; the same body always gives the same bytes."""
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
    """A new compressor of a stream in a coding."""
    kinds: dict[str, type[Compressor]] = {"zstd": _Zstd, "br": _Brotli, "gzip": _Gzip}
    return kinds[coding]()
