"""Opens files to import and decompresses them: plain, gzip, zip, or standard input."""

from __future__ import annotations

import codecs
import errno
import gzip
import io
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

LARGEST_RATIO = 200
"""The most times that a file may be larger than its compressed size.

Text compresses to a tenth, rarely to a fiftieth. A file that compresses much better is a bomb.
"""
ALWAYS_ALLOWED = 4 * 1024 * 1024
"""Bytes to which a file or a whole archive may always decompress, whatever its size."""
HEAD = 64 * 1024


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes: ...


class Bomb(OSError):
    """A compressed file that decompresses to far more than text would."""


class Counted(io.RawIOBase):
    """A stream that counts its bytes; raises ``Bomb`` beyond ``limit()``."""

    def __init__(self, stream: Readable, limit: Callable[[], int] | None = None) -> None:
        self.stream = stream
        self.limit = limit
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        try:
            piece = self.stream.read(len(view))
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise OSError(str(error)) from None
        view[: len(piece)] = piece
        self.count += len(piece)
        if self.limit and self.count > self.limit():
            raise Bomb(
                f"it unpacks to over {self.limit():,} bytes, the most for what it is packed in; "
                "unpack it first"
            )
        return len(piece)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be read.

    ``counted`` has the number of bytes read so far, of ``size`` bytes if that is known. ``path``
    is its path, if it is not part of an archive.
    """

    name: str
    stream: io.BufferedReader[Counted]
    counted: Counted
    size: int | None = None
    path: Path | None = None

    @property
    def plain(self) -> bool:
        """Whether it is read directly from its path, without decompression."""
        return self.path is not None and self.counted is self.stream.raw

    @property
    def head(self) -> bytes:
        """The first bytes, without consuming them."""
        return self.stream.peek(HEAD)[:HEAD]

    def pass_mark(self) -> None:
        """Skip the byte order mark of UTF-8, if the file begins with one."""
        if self.head.startswith(codecs.BOM_UTF8):
            self.stream.read(len(codecs.BOM_UTF8))


def _standard_input() -> BinaryIO:
    """Raises ``OSError`` if it is closed: Python has none then."""
    if cast(object, sys.stdin) is None:
        raise OSError(errno.EBADF, "standard input is closed")
    return sys.stdin.buffer


def open_all(paths: Iterable[str | Path]) -> Iterator[Opened | tuple[str, OSError]]:
    """Each file in turn, with the members of a zip archive one by one; ``-`` is standard input.

    A file that cannot be opened is yielded as its name and the error.
    """
    for path in paths:
        name = str(path)
        try:
            if name == "-":
                yield opened("standard input", _standard_input())
            elif zipfile.is_zipfile(name):
                yield from _members(Path(name))
            else:
                with Path(name).open("rb", buffering=0) as raw:
                    yield opened(Path(name).name, raw, Path(name).stat().st_size, Path(name))
        except OSError as error:
            yield name, error
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            yield name, OSError(f"the archive cannot be read: {error}")


def opened(
    name: str,
    raw: Readable,
    size: int | None = None,
    path: Path | None = None,
    most: int | None = None,
) -> Opened:
    """A stream, decompressed if it begins like a gzip file (RFC 1952, 2.3.1).

    It may decompress to at most ``most`` bytes, if given, and never to more than
    ``LARGEST_RATIO`` allows.
    """
    counted = Counted(raw)
    stream = io.BufferedReader(counted, HEAD)
    if stream.peek(2)[:2] == b"\x1f\x8b":

        def limit() -> int:
            allowed = _most(counted.count)
            return allowed if most is None else min(allowed, most)

        unpacked = Counted(cast(Readable, gzip.GzipFile(fileobj=stream)), limit)
        inside = io.BufferedReader(unpacked, HEAD)
        return Opened(name.removesuffix(".gz"), inside, counted, size, path)
    return Opened(name, stream, counted, size, path)


def _most(packed: int) -> int:
    return ALWAYS_ALLOWED + LARGEST_RATIO * packed


def _members(path: Path) -> Iterator[Opened]:
    """The files of an archive.

    Together they may decompress only to what the size of the archive allows, because members can
    overlap in it.
    """
    allowed, before = _most(path.stat().st_size), 0
    with zipfile.ZipFile(path) as archive:
        members = [
            each
            for each in archive.infolist()
            if not each.is_dir() and not each.filename.startswith("__MACOSX/")
        ]
        if not members:
            raise OSError("the archive has no files in it")
        for member in members:
            limit = min(_most(member.compress_size), allowed - before)
            with archive.open(member) as inside:
                counted = Counted(cast(Readable, inside), partial(int, limit))
                stream = io.BufferedReader(counted, HEAD)
                yield Opened(f"{path.name}/{member.filename}", stream, counted, member.file_size)
            before += counted.count
