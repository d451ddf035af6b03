"""Links that run a script or lead to no web page are refused by the API and by every importer."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from service.app import create_app
from service.domain.query import Filter
from service.importers.run import import_files
from service.settings import Settings
from service.store import Store
from tests.api.conftest import settings, store

__all__ = ["settings", "store"]
LINKS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
    "\tjavascript:alert(1)", "data:text/html,<script>x()</script>", "vbscript:x",
    "file:///etc/hosts", "//evil.example/", "/relative", "https:evil.example", "https:///x",
    "https://", "http://a b/", 'https://a/"onclick="x', "https://a/<script>", "https://a\\@b/",
    "https://a/\r\nX: y", "ftp://a/", "blob:https://a/1", "view-source:https://a/",
)  # fmt: skip


def stored(store: Store) -> set[str | None]:
    every = store.stream(Filter(undated=True))
    return {source["url"] for each in every for source in json.loads(each)["sources"]}


def test_a_link_that_is_no_web_url_is_refused(settings: Settings, store: Store) -> None:
    app = create_app(settings)
    client = app.test_client()
    headers = {"Authorization": f"Bearer {store.keys.create('w', ('write',))}"}
    for link in LINKS:
        event = {"title": "t", "date": "2020", "category": "other",
                 "sources": [{"title": "s", "url": link}]}  # fmt: skip
        reply = client.post("/v1/events", json=event, headers=headers)
        assert (reply.status_code, reply.get_json()["errors"][0]["pointer"]) == (
            400,
            "/sources/0/url",
        )
    assert store.empty()
    app.extensions["dateline"].store.close()


def test_no_import_brings_such_a_link_in(store: Store, tmp_path: Path) -> None:
    plain = {"title": "t", "date": "2020", "category": "other"}
    events = [{"id": f"e{number}", **plain, "sources": [{"title": "s", "url": link}]}
              for number, link in enumerate(LINKS)]  # fmt: skip
    start = {"start_date": {"year": 2020}}
    slides = [{**start, "text": {"headline": f"t{number}"}, "media": {"url": link, "link": link}}
              for number, link in enumerate(LINKS)]  # fmt: skip
    table = io.StringIO(newline="")
    csv.writer(table).writerows([("what", "when", "url"), *(
        (f"t{number}", "2020", link) for number, link in enumerate(LINKS))])  # fmt: skip
    mapping = {"id": "{what}", "title": "{what}", "date": "{when}", "category": "other",
               "sources": [{"title": "s", "url": "{url}"}]}  # fmt: skip
    calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(
        f"BEGIN:VEVENT\r\nUID:u{number}\r\nDTSTART;VALUE=DATE:20200101\r\nSUMMARY:t\r\n"
        f"URL:{link}\r\nEND:VEVENT\r\n" for number, link in enumerate(LINKS) if "\n" not in link
    ) + "END:VCALENDAR\r\n"  # fmt: skip
    files = {
        "a.json": json.dumps(events),
        "a.ndjson": "\n".join(json.dumps(each) for each in events),
        "t.json": json.dumps({"events": slides}),
        "a.csv": table.getvalue(),
        "a.ics": calendar,
    }
    rows = 0
    for file, text in files.items():
        (tmp_path / file).write_text(text, newline="")
        form = {"t.json": "timelinejs"}.get(file, file.partition(".")[2])
        report = import_files(
            store, [tmp_path / file], format=form, mapping=mapping if form == "csv" else None
        )
        rows += report.rows
    assert rows >= 5 * len(LINKS) - 2
    assert stored(store) <= {None}
