"""The documented snippets in Chromium, with the real libraries, against the live server."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import REPOSITORY
from tests.support.browser import until, visiting
from tests.support.hostile import STRINGS, event
from tests.support.live import Live, serving
from tests.support.sizes import size

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PACKAGES = Path(__file__).parent / "node_modules"
GUIDE = (REPOSITORY / "docs" / "integrations.md").read_text("utf-8")
SNIPPETS = {
    part.partition("\n")[0]: found[1]
    for part in GUIDE.split("\n## ")[1:]
    if (found := re.search(r"^```html\n(.*?)^```", part, re.MULTILINE | re.DOTALL))
}
HOSTILE = "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 1'>\"'&"
ATTACKS = STRINGS[:: size(41, 1)]
"""One in nineteen of the hostile strings: all attacks, and all texts before and after them."""
ENDS = {
    "2022-09-14": ("2022-09-14", "2022-09-15"), "2022-09": ("2022-09-01", "2022-10-01"),
    "2022/2023": ("2022-01-01", "2024-01-01"), "../2019-12": ("2019-12-31", "2020-01-01"),
    "2022-09-20/..": ("2022-09-20", "2022-09-21"),
    "2022-09-20T10:00Z": ("2022-09-20", "2022-09-21"),
}  # fmt: skip
"""The first of the days on which these dates are drawn, and the day after the last one."""
EVENT_CALENDAR = """
<link rel="stylesheet" href="/node_modules/@event-calendar/build/dist/event-calendar.min.css">
<div id="calendar"></div>
<script src="/node_modules/@event-calendar/build/dist/event-calendar.min.js"></script>
<script>
  const url = "https://dateline.example/v1/events.fullcalendar.json?country=C5";
  window.calendar = EventCalendar.create(document.getElementById("calendar"),
    { view: "dayGridMonth", date: "2022-09-01", eventSources: [{ url }] });
</script>
"""
pytestmark = pytest.mark.skipif(
    not PACKAGES.is_dir(), reason="needs the npm packages: npm --prefix tests/clients ci"
)


class Site(http.server.SimpleHTTPRequestHandler):
    """Serves the npm packages, and one page with a snippet."""

    page = b""

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.page)))
        self.end_headers()
        self.wfile.write(self.page)

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/node_modules"))

    def log_message(self, format: str, *args: object) -> None:
        """Writes nothing."""


@contextmanager
def site(page: str) -> Iterator[str]:
    """The URL of a server of ``page`` on loopback. Its origin is not that of Dateline."""
    handler = type("Page", (Site,), {"page": page.encode()})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(PACKAGES))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed and with events full of attacks."""
    with serving(tmp_path_factory.mktemp("browser")) as live:
        hostile: dict[str, Any] = {
            "id": "hostile", "title": HOSTILE, "summary": HOSTILE, "date": "2022-09-14",
            "date_as_reported": HOSTILE, "category": "other",
            "countries": [{"code": "KZ", "role": "host"}, {"code": "US", "role": "participant"}],
            "actors": [{"name": HOSTILE}],
            "place": {"name": HOSTILE, "latitude": 51, "longitude": 71},
            "sources": [{"title": HOSTILE, "publisher": HOSTILE, "url": "https://example.org/a"}],
        }  # fmt: skip
        file = tmp_path_factory.mktemp("hostile") / "hostile.json"

        ends = [{"id": f"end-{number}", "title": date, "date": date, "category": "other",
                 "tags": ["ends"]} for number, date in enumerate(ENDS)]  # fmt: skip
        attacks = [event(number, text) for number, text in enumerate(ATTACKS)]
        doubted = {"id": "doubted", "title": "A deal", "date": "2022-09-07", "category": "other",
                   "status": "disputed", "countries": [{"code": "KZ", "role": "signatory"}],
                   "place": {"latitude": 44, "longitude": 66}}  # fmt: skip
        file.write_text(json.dumps([hostile, doubted, *ends, *attacks]))
        live.command("import", str(file))
        yield live


@contextmanager
def shown(
    browser: Browser, live: Live, name: str, query: str | None = None, snippet: str | None = None
) -> Iterator[Page]:
    """Opens the snippet of a section of the guide, or ``snippet``. ``query`` replaces its query."""
    head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    page = f"{head}<title>{name}</title>{snippet or SNIPPETS[name]}"
    if query is not None:
        page = page.replace("country=C5", query)
    with (
        site(page.replace("https://dateline.example", live.url)) as address,
        visiting(browser, address, live.url, locale="en-GB", timezone_id="America/New_York") as tab,
    ):
        tab.goto(address)
        yield tab
        assert tab.evaluate("window.ran === undefined")


def test_timelinejs_shows_a_month_as_a_month(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "TimelineJS3") as page:
        until(page, "window.timeline && timeline.config && timeline.config.events.length")
        page.wait_for_selector(".tl-timemarker", state="attached")
        slide = "us-funding-central-asia-2022-09"
        page.evaluate(f"timeline.goToId('{slide}')")
        date = page.locator(f"#{slide} .tl-headline-date")
        assert date.inner_text().strip().startswith("September 2022")
        dates = page.evaluate(
            "timeline.config.events.map(e => [e.unique_id, Object.keys(e.start_date.data)])"
        )
        assert "day" not in dict(dates)[slide]
        page.evaluate("timeline.goToId('hostile')")
        assert "<img src=x" in page.locator("#hostile .tl-headline").inner_text()
        strip = page.locator("#doubted-marker .tl-headline").text_content() or ""
        assert strip.strip().startswith("disputed: A deal")


def test_timelinejs_runs_none_of_many_attacks(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "TimelineJS3", "date=2020") as page:
        until(page, "window.timeline?.config?.events.length === " + str(len(ATTACKS)))
        page.wait_for_selector(".tl-timemarker", state="attached")
        for number in range(0, len(ATTACKS), len(ATTACKS) // 10):
            page.evaluate(f"timeline.goToId('hostile-{number:03}')")
        assert page.evaluate("window.ran === undefined")


def test_vis_timeline_draws_a_month_from_first_to_last(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "vis-timeline") as page:
        page.wait_for_selector(".vis-item")
        drawn = page.evaluate(
            """() => { const item = timeline.itemSet.items["us-funding-central-asia-2022-09"];
            const day = (at) => new Date(at).toDateString();
            return [day(item.data.start), day(item.data.end), item.constructor.name] }"""
        )
        assert drawn[:2] == ["Thu Sep 01 2022", "Sat Oct 01 2022"]
        dashed = page.evaluate(
            """() => ["us-funding-central-asia-2022-09", "blinken-central-asia-trip-2023"].map(
            (id) => getComputedStyle(timeline.itemSet.items[id].dom.box).borderTopStyle)"""
        )
        assert dashed == ["dashed", "solid"]
        trip = page.evaluate(
            "[items.get('c5plus1-ministerial-astana-2023').type,"
            " items.get('c5plus1-ministerial-astana-2023').end ?? null]"
        )
        assert trip == ["box", None]
        assert "<img src=x" in page.locator(".vis-item", has_text="window.ran").first.inner_text()
        assert page.locator(".vis-item", has_text="disputed: A deal").count() == 1


def test_fullcalendar_fills_the_month(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "FullCalendar") as page:
        page.wait_for_selector(".fc-event")
        event = page.evaluate(
            """() => { const e = calendar.getEventById("us-funding-central-asia-2022-09");
            return [e.startStr, e.endStr, e.allDay] }"""
        )
        assert event == ["2022-09-01", "2022-10-01", True]
        assert page.locator(".fc-event.dateline-vague").count() >= 5  # a piece for each week
        assert "<img src=x" in page.locator(".fc-event", has_text="window.ran").first.inner_text()
        assert page.locator(".fc-event", has_text="disputed: A deal").count() == 1


def test_fullcalendar_draws_a_day_and_a_time_on_one_day(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "FullCalendar", "tag=ends") as page:
        page.wait_for_selector(".fc-event")
        for title in ("2022-09-14", "2022-09-20T10:00Z"):
            day = page.locator(".fc-daygrid-day").filter(
                has=page.get_by_text(title, exact=True), visible=True
            )
            assert [each.get_attribute("data-date") for each in day.all()] == [title[:10]]


def test_the_icalendar_plugin_ends_on_the_right_day(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "FullCalendar's iCalendar plugin") as page:
        page.wait_for_selector(".fc-event")
        days = page.evaluate(
            "calendar.getEvents().map(each => [each.startStr, each.endStr, each.allDay])"
        )
        assert ["2023-02-27", "2023-03-04", True] in days  # the end is exclusive


def test_leaflet_puts_events_in_their_place(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "Leaflet") as page:
        page.wait_for_selector("path.leaflet-interactive")
        astana = page.evaluate(
            """() => layer.getLayers().filter(
              l => l.feature.id === "c5plus1-ministerial-astana-2023")
            .map(l => [l.getLatLng().lat, l.getLatLng().lng])"""
        )
        assert len(astana) == 1
        assert astana[0] == pytest.approx([51.17, 71.45], abs=0.1)
        page.evaluate("layer.getLayers().find(l => l.feature.id === 'hostile').openPopup()")
        assert "<img src=x" in page.locator(".leaflet-popup-content").inner_text()
        page.evaluate("layer.getLayers().find(l => l.feature.id === 'doubted').openPopup()")
        page.get_by_text("A deal, 7 September 2022, disputed", exact=True).wait_for()


def test_eventcalendar_ends_each_event_on_its_day(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "EventCalendar", "tag=ends", EVENT_CALENDAR) as page:
        page.wait_for_selector(".ec-event")
        drawn = page.evaluate(
            """() => { const day = (at) => at.toLocaleDateString("sv");
            return calendar.getEvents().map(
              (e) => [e.extendedProps.date, [day(e.start), day(e.end)]]) }"""
        )
        assert page.locator(".ec-event", has_text="2022-09 (September 2022)").count()
    days = dict(drawn)
    assert days.pop("2022-09-20T10:00Z") == ["2022-09-20", "2022-09-20"]
    inside = [each for each in days if not each.startswith("..")]  # the view is of September 2022
    assert {each: tuple(days[each]) for each in days} == {each: ENDS[each] for each in inside}
    assert len(inside) == len(ENDS) - 2


def test_vega_lite_draws_every_date_in_its_days(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "Vega-Lite", "tag=ends") as page:
        page.wait_for_selector("#vega canvas")
        drawn = page.evaluate(
            """async () => { await view.runAsync();
            const marks = view.scenegraph().root.items[0].items.find((m) => m.name === "marks");
            const day = (at) => new Date(view.scale("x").invert(at)).toISOString().slice(0, 10);
            return marks.items.map((i) => [i.datum.date, i.tooltip,
              new Date(i.datum.from).toISOString().slice(0, 10),
              new Date(i.datum.after).toISOString().slice(0, 10), day(i.x + 0.01)]) }"""
        )
    assert {each[0]: (each[2], each[3]) for each in drawn} == ENDS
    shown_dates = {each[0]: each[1] for each in drawn}
    assert shown_dates["2022-09"] == "September 2022"
    assert shown_dates["../2019-12"] == "until December 2019"
    assert all(each[4] == each[2] for each in drawn)


def test_vega_lite_says_the_status(chromium: Browser, seeded: Live) -> None:
    with shown(chromium, seeded, "Vega-Lite", "country=KZ&date=2022-09") as page:
        page.wait_for_selector("#vega canvas")
        rows = page.evaluate(
            "async () => { await view.runAsync(); return view.scale('y').domain() }"
        )
    assert "disputed: A deal" in rows
    assert "United States announces $25 million for Central Asia" in rows


def test_every_snippet_is_run() -> None:
    assert len(SNIPPETS) == 6
