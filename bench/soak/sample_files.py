"""Small valid files of every format that an import reads."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """A valid file, the name of its format (``form``), and its mapping if the file is a table."""

    name: str
    form: str
    content: bytes
    mapping: dict[str, Any] | Path | None = None


def bases() -> list[Base]:
    """One generated file for each importer, and the first rows of the real files on this
    machine."""
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
    """A calendar with its own time zone, a series with a changed time, and two versions of an
    event."""
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
