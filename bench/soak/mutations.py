"""Small valid files of every format that can be imported, and the damage that files suffer."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from service.importers.icews import COLUMNS

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared" / "data"
MAPPINGS = REPOSITORY / "seed" / "mappings"
MAPPING = {
    "id": "row-{id}",
    "title": "{what}",
    "date": {"start": "{from}", "end": "{to}"},
    "countries": [{"code": "{who}", "role": "participant", "split": ";"}],
    "category": {"column": "what", "rules": [{"contains": "visit", "category": "visit"}]},
    "place": {"name": "{where}", "latitude": "{lat}", "longitude": "{lon}"},
    "sources": [{"title": "{source}", "url": "{url}"}],
}
ROWS = 5


@dataclass(frozen=True)
class Base:
    """A valid file: its importer, and the mapping if it is a table."""

    name: str
    form: str
    content: bytes
    mapping: dict[str, Any] | Path | None = None


def bases() -> list[Base]:
    """One generated file for each importer, and the first rows of the real ones at hand."""
    events = [_event(number) for number in range(ROWS)]
    made = [
        Base("a.ndjson", "ndjson", b"".join(json.dumps(each).encode() + b"\n" for each in events)),
        Base("a.json", "json", json.dumps(events, ensure_ascii=False, indent=1).encode()),
        Base("b.json", "json", json.dumps({"about": {"n": 1}, "events": events}).encode()),
        Base("a.csv", "csv", _table(), MAPPING),
        Base("a.export.CSV", "gdelt", b"".join(map(_gdelt, range(ROWS)))),
        Base("a.tab", "icews", icews()),
        Base("t.json", "timelinejs", json.dumps({"events": _slides(), "eras": []}).encode()),
        Base("a.ics", "ics", calendar()),
        Base("b.ics", "ics", _series()),
    ]
    real = [
        ("visits/visits_to_2000.csv", "csv", MAPPINGS / "visits.json"),
        ("treaties/agreements_IEADB.csv", "csv", MAPPINGS / "treaties.json"),
        ("gdelt/20180101000000.export.CSV", "gdelt", None),
        ("icews/events.2018.sample.tab", "icews", None),
    ]
    for path, form, mapping in real:
        if (SHARED / path).is_file():
            with (SHARED / path).open("rb") as stream:
                head = b"".join(stream.readline() for _ in range(ROWS + 1))
            made.append(Base(Path(path).name, form, head, mapping))
    slides = SHARED / "timelinejs" / "cosmo-mixed.json"
    if slides.is_file():
        made.append(Base(slides.name, "timelinejs", slides.read_bytes()))
    return made


def _event(number: int) -> dict[str, Any]:
    return {
        "id": f"event-{number}",
        "title": f"Überraschung “{number}”, Астана",
        "date": ("2023-02-28", "2022-09", "1964~", "2020-01-01/2020-02", "2023-05-01T10:00:00Z")[
            number % 5
        ],
        "category": "meeting",
        "countries": [{"code": "KZ", "role": "host"}, {"code": "US", "role": "participant"}],
        "place": {"name": "Astana", "country": "KZ", "latitude": 51.17, "longitude": 71.45},
        "amounts": [{"value": "20000000", "currency": "USD", "stage": "announced"}],
        "sources": [{"title": "Report", "url": "https://example.org/a"}],
        "tags": ["one", "two"],
    }


def _table() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "what", "from", "to", "who", "where", "lat", "lon", "source", "url"])
    for n in range(ROWS):
        what = f'A visit, "the {n}th",\nin two lines'
        where = ["Almaty", "43.2", "76.9", "Häfen", "https://example.org"]
        writer.writerow([n, what, f"{n + 1} May 1990", "", "Kazakhstan; USA", *where])
    return out.getvalue().encode()


def _gdelt(number: int) -> bytes:
    cells = [""] * 61
    cells[0], cells[1], cells[26] = str(410000000 + number), "20180101", "042"
    cells[5:8] = ["USAGOV", "WASHINGTON", "USA"]
    cells[15:18] = ["KAZ", "KAZAKHSTAN", "KAZ"]
    cells[51:54], cells[56:58] = ["4", "Astana, Aqmola, Kazakhstan", "KZ"], ["51.1", "71.4"]
    cells[59:61] = ["20180101000000", f"https://example.org/{number}"]
    return "\t".join(cells).encode() + b"\n"


def icews() -> bytes:
    lines = ["\t".join(COLUMNS)]
    for n in range(ROWS):
        names = ("Japan", "Viet Nam") if n % 2 else ("Viet Nam", "Japan")
        lines.append(
            f"{30000 + n}\t2018-06-01\t{names[0]}\tNA\t{names[0]}\tConsult\t040\t1\t{names[1]}\tNA"
            f"\t{names[1]}\t{n // 2}\t2\tAgency\tHà Nội\tNA\tNA\tViet Nam\t21.02\t105.84"
        )
    return "\n".join(lines).encode() + b"\n"


def _slides() -> list[dict[str, Any]]:
    dates: list[dict[str, Any]] = [{"year": "2022", "month": 9}, {"year": 1876}]
    dates += [{"year": 2001, "month": 2, "day": 3, "hour": 4}, {"year": -500}]
    text = {"headline": "<b>Ein</b> Gipfel", "text": "&amp; mehr"}
    media = {"url": "https://example.org/p.png", "caption": "Bild"}
    return [{"start_date": date, "text": text, "media": media} for date in dates]


def calendar() -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN"]
    for n in range(ROWS):
        lines += ["BEGIN:VEVENT", f"UID:{n}@example.org", f"SUMMARY:Gespräch {n}\\, lang"]
        lines += [f"DTSTART;VALUE=DATE:2023020{n + 1}", "CATEGORIES:a,b", "GEO:51.1;71.4"]
        lines += ["DESCRIPTION:first line", " and its continuation", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _series() -> bytes:
    """A calendar with a zone of its own, a series, a change of it, two versions of an event."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:PUBLISH", "BEGIN:VTIMEZONE", "TZID:Here"]
    for part, before, after, month in (("STANDARD", 2, 1, 10), ("DAYLIGHT", 1, 2, 3)):
        lines += [f"BEGIN:{part}", "DTSTART:19700101T020000", f"TZOFFSETFROM:+0{before}00"]
        lines += [f"TZOFFSETTO:+0{after}00", f"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH={month}"]
        lines += [f"END:{part}"]
    lines += ["END:VTIMEZONE", "BEGIN:VEVENT", "UID:series@example.org", "SUMMARY:Gespräch"]
    lines += ["DTSTART;TZID=Here:20230109T200000", "DURATION:PT4H", "RRULE:FREQ=WEEKLY;COUNT=4"]
    lines += ["EXDATE;TZID=Here:20230116T200000", "RDATE;TZID=Here:20230118T200000"]
    lines += ["BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM", "END:VEVENT", "BEGIN:VEVENT"]
    lines += ["UID:series@example.org", "RECURRENCE-ID:20230123T190000Z", "SUMMARY:Später"]
    lines += ["DTSTART;TZID=Here:20230124T200000", "END:VEVENT"]
    for number in range(2):
        lines += ["BEGIN:VEVENT", "UID:two@example.org", f"SEQUENCE:{number}", "SUMMARY:Zwei"]
        lines += ["DTSTART:20230228T090000Z", "DTEND:20230301T000000Z", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def truncated(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def quotes(chance: random.Random, content: bytes) -> bytes:
    """One quote removed, or doubled, or all of them."""
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
    """Characters with a meaning in one of the formats, and others without one."""
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
    """Ten megabytes without a line end."""
    at = chance.randrange(len(content) + 1)
    return (
        content[:at] + chance.choice([b"x", b"\0", b'"', b"1,", b"\t"]) * 10_000_000 + content[at:]
    )


def columns(chance: random.Random, content: bytes) -> bytes:
    """A column of a table missing, added or swapped, in every row or in one."""
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
    """A line several times, or the whole file once more."""
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
    """A piece removed, doubled or moved."""
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
    """A quarter of a megabyte that decompresses to two hundred."""
    row = chance.choice([b"\0" * 1_000_000, b"x" * 999_999 + b"\n", b"[" * 1_000_000])
    return _bomb(chance.random() < 0.5, row)


Mutation = Callable[[random.Random, bytes], bytes]
COMMON: tuple[Mutation, ...] = (
    truncated, quotes, flipped, encoded, inserted, columns, repeated, line_ends, marked, moved,
)  # fmt: skip
RARE: tuple[Mutation, ...] = (deep, empty, noise)
"""One in twenty."""
LARGE: tuple[Mutation, ...] = (long_line, bomb)
"""One in five hundred, because each takes a large part of a second."""


@dataclass(frozen=True)
class Mutated:
    """A file to import, the names of the mutations, and the content before compression, if the
    compressed file is still whole."""

    base: Base
    steps: tuple[str, ...]
    content: bytes
    plain: bytes | None


def mutated(number: int, seed: int, among: list[Base]) -> Mutated:
    """File ``number`` of a seeded series, the same each time."""
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
