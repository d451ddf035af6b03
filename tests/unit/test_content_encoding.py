"""The content encoding of a reply: its choice by ``Accept-Encoding``, and the compressed body."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from service.compression import (
    CODINGS,
    compressed,
    compressor,
    headers_in_coding,
    is_compressible,
    preferred_coding,
    vary,
)
from tests.support.rows import each_row

UNPACK = {
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
ACCEPT_ENCODING = [
    ("", ""), ("identity", ""), ("gzip", "gzip"), ("x-gzip", "gzip"), ("GZIP", "gzip"),
    ("br", "br"), ("gzip, deflate", "gzip"), ("deflate", ""), ("gzip, deflate, br", "br"),
    ("gzip, deflate, br, zstd", "zstd"), ("zstd;q=0.5, br;q=0.9", "br"), ("*", "zstd"),
    ("gzip;q=1.0, *;q=0.5", "gzip"), ("gzip;q=0", ""), ("gzip;q=0.000", ""), ("*;q=0", ""),
    ("identity;q=0", ""), ("br;q=0, *", "zstd"), ("zstd;q=0, *", "br"), ("gzip;q=0.001", "gzip"),
    ("identity, gzip;q=0.5", ""), ("identity;q=0.5, gzip", "gzip"), ("gzip;q=x", ""),
    ("gzip;q=-1", ""), ("gzip;q=nan", ""), ("gzip ; q = 0.5", "gzip"), (" , ,gzip,", "gzip"),
    ("gzip;q=1.5", "gzip"), ("identity;q=0, gzip;q=0", ""),
]  # fmt: skip
"""Values of ``Accept-Encoding`` and the encoding of the reply (RFC 9110, section 12.5.3). A weight
above 1 counts as 1, an invalid weight as 0."""


@each_row(("header", "coding"), ACCEPT_ENCODING)
def test_a_client_gets_what_it_likes_best(header: str, coding: str) -> None:
    assert preferred_coding(header) == coding


@given(st.text(max_size=60))
def test_any_header_is_read(header: str) -> None:
    assert preferred_coding(header) in ("", *CODINGS)


@pytest.mark.parametrize("coding", CODINGS)
@given(pieces=st.lists(st.binary(max_size=300), max_size=6))
def test_what_is_packed_is_what_comes_out(coding: str, pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    assert UNPACK[coding](compressed(whole, coding)) == whole
    assert compressed(whole, coding) == compressed(whole, coding)
    packer = compressor(coding)
    made = b"".join([*map(packer.add, pieces), packer.end()])
    assert UNPACK[coding](made) == whole


@pytest.mark.parametrize(
    ("coding", "reader"),
    [
        ("zstd", lambda: zstandard.ZstdDecompressor().decompressobj().decompress),
        ("br", lambda: brotli.Decompressor().process),
        ("gzip", lambda: __import__("zlib").decompressobj(31).decompress),
    ],
)
def test_a_reader_of_a_stream_waits_for_no_later_piece(
    coding: str, reader: Callable[[], Callable[[bytes], bytes]]
) -> None:
    packer, read = compressor(coding), reader()
    for number in range(5):
        piece = f"line {number}\n".encode()
        assert read(packer.add(piece)) == piece


@pytest.mark.parametrize(
    ("media_type", "packed"),
    [
        ("application/json", True), ("text/html; charset=utf-8", True), ("text/csv", True),
        ("application/geo+json", True), ("application/atom+xml", True), ("image/svg+xml", True),
        ("application/vnd.oai.openapi+json;version=3.0", True), ("image/png", False),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
        ("application/vnd.apache.parquet", False), ("text/event-stream", False), ("", False),
    ],
)  # fmt: skip
def test_what_is_packed_already_stays_as_it_is(media_type: str, packed: bool) -> None:
    headers = [("Content-Type", media_type)]
    assert is_compressible(headers) is packed
    vary(headers)
    assert (("Vary", "Accept-Encoding") in headers) is packed


@pytest.mark.parametrize(
    "header",
    [("Cache-Control", "no-store"), ("Cache-Control", "no-transform"), ("Content-Encoding", "br"),
     ("Content-Range", "bytes 0-1/2")],
)  # fmt: skip
def test_a_reply_that_forbids_compression_is_not_compressed(header: tuple[str, str]) -> None:
    assert not is_compressible([("Content-Type", "text/html"), header])


def test_a_reply_in_a_coding_has_a_tag_of_its_own() -> None:
    plain = [("ETag", '"x"'), ("Content-Length", "9"), ("Accept-Ranges", "bytes"), ("Link", "<y>")]
    assert headers_in_coding(plain, "br", 5) == [
        ("ETag", '"x-br"'), ("Link", "<y>"), ("Content-Encoding", "br"), ("Content-Length", "5"),
    ]  # fmt: skip
    assert "Content-Length" not in dict(headers_in_coding(plain, "br", None))


def test_vary_keeps_what_was_there() -> None:
    headers = [("Vary", "Accept")]
    for _ in range(2):
        vary(headers)
        assert headers == [("Vary", "Accept, Accept-Encoding")]
