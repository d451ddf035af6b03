"""Damage to files: each mutation changes the content of a valid file."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import IO

from bench.soak.sample_files import Base


def truncated(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def quotes(chance: random.Random, content: bytes) -> bytes:
    """Remove or double some quotes or commas, or all of them."""
    mark = chance.choice([b'"', b"'", b","])
    count = chance.choice([1, 2, -1])
    return content.replace(mark, chance.choice([b"", mark * 2]), count)


def flipped(chance: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 6) if made else 0):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def encoded(chance: random.Random, content: bytes) -> bytes:
    form = chance.choice(["utf-16", "utf-16-be", "utf-32", "latin-1", "cp1251", "utf-8-sig"])
    return content.decode("utf-8", "replace").encode(form, "replace")


def inserted(chance: random.Random, content: bytes) -> bytes:
    """Insert characters, most of which have a meaning in one of the formats."""
    at = chance.randrange(len(content) + 1)
    signs = [b"\0", b"\0" * 3000, b'"', b"\\", b"{", b"]", b",", b"\t", b"\n", b"\r", b"\x1a"]
    signs += [b"\xff", b"\xed\xa0\x80", b"9" * 400, b"1e999", b"-0", b"NaN", b"\xe2\x80\xa8"]
    signs += [b"\\ud800", b"\xef\xbb\xbf", b"\x85", b"\x1b[31m", b"9" * 5000]
    return content[:at] + chance.choice(signs) + content[at:]


def deep(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    depth = chance.choice([500, 5_000, 200_000])
    opening = chance.choice([b"[", b'{"a":', b"[[", b'[{"a":'])
    closing = chance.choice([b"", b"]" * depth])
    return content[:at] + opening * depth + closing + content[at:]


def long_line(chance: random.Random, content: bytes) -> bytes:
    """Insert ten megabytes or more without a line end."""
    at = chance.randrange(len(content) + 1)
    return (
        content[:at] + chance.choice([b"x", b"\0", b'"', b"1,", b"\t"]) * 10_000_000 + content[at:]
    )


def columns(chance: random.Random, content: bytes) -> bytes:
    """Remove, add or swap a column of a table, in every row or in one row."""
    mark = b"\t" if content[:200].count(b"\t") > 5 else b","
    rows = [line.split(mark) for line in content.split(b"\n")]
    one, two = (chance.randrange(max(1, len(rows[0]))) for _ in range(2))
    kind = chance.randrange(3)
    for row in rows if chance.random() < 0.5 else [chance.choice(rows)]:
        if kind == 0:
            del row[one : one + 1]
        elif kind == 1:
            row.insert(one, b"added")
        elif max(one, two) < len(row):
            row[one], row[two] = row[two], row[one]
    return b"\n".join(mark.join(row) for row in rows)


def repeated(chance: random.Random, content: bytes) -> bytes:
    """Repeat one line several times, or the whole file once."""
    if chance.random() < 0.2:
        return content * 2
    rows = content.split(b"\n")
    at = chance.randrange(len(rows))
    return b"\n".join(rows[:at] + [rows[at]] * chance.randint(2, 5) + rows[at + 1 :])


def line_ends(chance: random.Random, content: bytes) -> bytes:
    plain = content.replace(b"\r\n", b"\n").split(b"\n")
    kind = chance.choice([b"\r\n", b"\r", b"\n\r", b"\n\n", None])
    if kind is not None:
        return kind.join(plain)
    return b"".join(row + chance.choice([b"\n", b"\r", b"\r\n"]) for row in plain)


def marked(_: random.Random, content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


def empty(chance: random.Random, _: bytes) -> bytes:
    return chance.choice([b"", b"\n", b" ", b"\xef\xbb\xbf", b"\r\n\r\n", b"\0"])


def noise(chance: random.Random, _: bytes) -> bytes:
    return chance.randbytes(chance.choice([1, 2, 60, 3000]))


def moved(chance: random.Random, content: bytes) -> bytes:
    """Remove, double or move a piece of the file."""
    at, size = chance.randrange(len(content) + 1), chance.randint(1, 80)
    piece, rest = content[at : at + size], content[:at] + content[at + size :]
    to = chance.randrange(len(rest) + 1)
    return chance.choice(
        [rest, content[:at] + piece * 2 + content[at:], rest[:to] + piece + rest[to:]]
    )


def gzipped(_: random.Random, content: bytes) -> bytes:
    return gzip.compress(content, 1)


def zipped(_: random.Random, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", content)
    return out.getvalue()


@cache
def _bomb(zip_: bool, content: bytes) -> bytes:
    out, times = io.BytesIO(), 200_000_000 // len(content)
    with ExitStack() as open_:
        if zip_:
            archive = open_.enter_context(zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED))
            file: IO[bytes] | gzip.GzipFile = open_.enter_context(archive.open("inside.txt", "w"))
        else:
            file = open_.enter_context(gzip.open(out, "wb", 6))
        for _ in range(times):
            file.write(content)
    return out.getvalue()


def bomb(chance: random.Random, _: bytes) -> bytes:
    """A compressed file of a quarter of a megabyte that decompresses to 200 megabytes."""
    row = chance.choice([b"\0" * 1_000_000, b"x" * 999_999 + b"\n", b"[" * 1_000_000])
    return _bomb(chance.random() < 0.5, row)


Mutation = Callable[[random.Random, bytes], bytes]
COMMON: tuple[Mutation, ...] = (
    truncated, quotes, flipped, encoded, inserted, columns, repeated, line_ends, marked, moved,
)  # fmt: skip
RARE: tuple[Mutation, ...] = (deep, empty, noise)
"""About one file in twenty has one of these."""
LARGE: tuple[Mutation, ...] = (long_line, bomb)
"""One file in five hundred has one of these, because each takes a large part of a second."""


@dataclass(frozen=True)
class Mutated:
    """A file to import, and the names of its mutations. ``plain`` is the content before
    compression. It is ``None`` if the compressed file is damaged."""

    base: Base
    steps: tuple[str, ...]
    content: bytes
    plain: bytes | None


def mutated(number: int, seed: int, among: list[Base]) -> Mutated:
    """File ``number`` of a series. The same ``seed`` gives the same file."""
    chance = random.Random(f"{seed}-{number}")
    base = among[number % len(among)]
    content, steps = base.content, []
    kinds = [chance.choice(COMMON) for _ in range(chance.randint(1, 3))]
    rare = chance.random()
    if rare < 0.002 or 0.002 <= rare < 0.05:
        kinds.append(chance.choice(LARGE if rare < 0.002 else RARE))
    for kind in kinds:
        content = kind(chance, content)
        steps.append(kind.__name__)
    if bomb in kinds:
        return Mutated(base, tuple(steps), content, None)
    plain: bytes | None = content
    if chance.random() < 0.1:
        pack = chance.choice((gzipped, zipped))
        content = pack(chance, content)
        steps.append(pack.__name__)
        if chance.random() < 0.8:
            harm = chance.choice((truncated, flipped))
            content, plain = harm(chance, content), None
            steps.append(harm.__name__)
    elif content[:2] in (b"\x1f\x8b", b"PK"):
        plain = None
    return Mutated(base, tuple(steps), content, plain)
