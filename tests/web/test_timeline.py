"""``<dateline-timeline>``: in the explorer, and on a page of another origin."""

from __future__ import annotations

import gzip
import random
import re
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import orjson
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from bench.generate import events
from service.web.assets import assets
from tests.support.axe import Axe
from tests.support.browser import visiting
from tests.support.live import Live, serving
from tests.support.sizes import size

POLICY = "default-src 'none'; script-src {0}; connect-src {0}; style-src 'none'"


@pytest.fixture
def page(chromium: Browser, live: Live) -> Iterator[Page]:
    with visiting(chromium, live.url, base_url=live.url, viewport=WIDE) as found:
        found.goto("/")
        expect(found.locator("dateline-timeline li").first).to_be_attached()
        yield found


DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Resolves after the browser has drawn the changes."""
PLACES_TO_TAB_TO = """stage => {
    const marks = stage.querySelectorAll("li").length;
    const places = [...stage.querySelectorAll("a[tabindex='0']")].map(each => {
        const box = each.getBoundingClientRect();
        return [box.left, box.right];
    });
    if (marks && places.length !== 1) throw new Error(`${places.length} places for ${marks} marks`);
    return places;
}"""
WIDE = {"width": 1280, "height": 1000}


def test_it_is_small() -> None:
    assert len(gzip.compress(assets()["dateline-timeline.js"].body)) < 15_000


def test_it_draws_a_month_as_its_month_and_an_approximate_date_as_such(page: Page) -> None:
    month = page.locator("dateline-timeline li", has_text="$25 million").first
    day = page.locator("dateline-timeline li", has_text="all-out invasion of Ukraine").first
    assert "wide" in str(month.get_attribute("class"))
    assert "day" in str(day.get_attribute("class"))
    widths = [each.locator(".bar").evaluate("b => b.offsetWidth") for each in (month, day)]
    assert widths[0] > 2 * widths[1]
    vague = page.locator("dateline-timeline li.vague")
    expect(vague.filter(has_text="Kazakhstan takes in Russians")).to_have_count(1)


def test_it_zooms_from_years_to_days(page: Page) -> None:
    ticks = page.locator("dateline-timeline .tick")
    expect(ticks.first).to_have_text("Jan 2022")
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    assert len(str(ticks.first.text_content()).split()) == 3
    page.get_by_role("button", name="Show all").click()
    expect(ticks.first).to_have_text("Jan 2022")
    for _ in range(6):
        page.get_by_role("button", name="Zoom out").click()
    assert str(ticks.first.text_content()).isdecimal()


@pytest.mark.parametrize(
    ("lang", "bc"),
    [("fr", "{} av. J.-C."), ("zh", "公元前{}年"), ("en", "{} BC"), ("kk", "б.з.д. {}")][
        : size(2, 4)
    ],
)
def test_its_axis_names_years_before_1_as_people_count_them(page: Page, lang: str, bc: str) -> None:
    """Without an era a browser writes the year -50, which is 51 BC, as 51."""
    page.goto(f"/?lang={lang}")
    expect(page.locator("dateline-timeline .tick").first).to_be_attached()
    for last, wanted in ((-20, {bc.format(51)}), (20, {bc.format(51), bc.format(1)})):
        page.evaluate(f"document.querySelector('dateline-timeline').show(-50, {last})")
        page.evaluate(DRAWN)
        ticks = page.locator("dateline-timeline .tick").all_text_contents()
        assert wanted <= set(ticks)
        assert not {"-50", "51", "0", "1"} & set(ticks)
    page.evaluate("document.querySelector('dateline-timeline').show(-50, -50)")
    page.evaluate(DRAWN)
    months = page.locator("dateline-timeline .tick").all_text_contents()
    assert months
    assert all(bc.format(51).rstrip("年") in each for each in months)


def test_it_is_walked_by_keyboard_and_tells_what_is_chosen(page: Page) -> None:
    page.evaluate(
        "document.addEventListener('dateline-select', (event) => {"
        " window.chosen = event.detail.id; event.preventDefault(); })"
    )
    link = page.locator("dateline-timeline a[tabindex='0']")
    expect(link).to_have_count(1)
    link.focus()
    first = link.get_attribute("aria-label")
    page.keyboard.press("ArrowRight")
    assert link.get_attribute("aria-label") != first
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    last = page.locator("#results .title").last.get_attribute("href")
    assert page.evaluate("window.chosen") == str(last).removeprefix("/events/")
    assert page.url.endswith("/")


def test_a_screen_reader_hears_each_event_once(page: Page) -> None:
    """The tooltip has the same words as the name, so it is no description beside it."""
    wire = page.context.new_cdp_session(page)
    nodes = wire.send("Accessibility.getFullAXTree")["nodes"]
    links = [each for each in nodes if each.get("role", {}).get("value") == "link"]
    told = {
        each["name"]["value"]: each.get("description", {}).get("value", "")
        for each in links
        if re.search(r"20\d\d, ", each["name"]["value"])
    }
    assert len(told) > 3
    assert set(told.values()) == {""}
    tips = page.locator("dateline-timeline li a .label").evaluate_all(
        "all => all.map(a => a.title)"
    )
    assert tips
    assert all(tips)


def test_the_one_place_to_tab_to_can_always_be_seen(page: Page) -> None:
    stage = page.locator("dateline-timeline .stage").bounding_box()
    assert stage is not None
    assert page.locator("dateline-timeline .stage").evaluate(PLACES_TO_TAB_TO)
    for _ in range(5):
        page.get_by_role("button", name="Zoom in").click()
        page.evaluate(DRAWN)
        # One script reads all places, because a reply may redraw the marks between two scripts.
        for left, right in page.locator("dateline-timeline .stage").evaluate(PLACES_TO_TAB_TO):
            assert right > stage["x"]
            assert left < stage["x"] + stage["width"]


def test_it_follows_the_filters(page: Page) -> None:
    page.get_by_role("checkbox", name="funding").check(force=True)
    expect(page.locator("dateline-timeline li")).to_have_count(2)


def test_dragging_moves_the_time_and_follows_no_link(page: Page) -> None:
    stage = page.locator("dateline-timeline .stage")
    box = stage.bounding_box()
    assert box is not None
    before = page.locator("dateline-timeline .tick").first.evaluate("each => each.style.left")
    page.mouse.move(box["x"] + 300, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 60, steps=4)
    page.mouse.up()
    after = page.locator("dateline-timeline .tick").first.evaluate("each => each.style.left")
    assert before != after
    asked = urlsplit(page.url)
    assert asked.path == "/"
    assert re.fullmatch(r"(window=[^&]*)?", asked.query)  # the days in view, and nothing else


class Elsewhere(BaseHTTPRequestHandler):
    """A plain page of another origin, with a policy that allows nothing inline."""

    service = ""

    def do_GET(self) -> None:
        text = (
            f'<!doctype html><title>Elsewhere</title><script type="module"'
            f' src="{self.service}/static/dateline-timeline.js"></script>'
            f'<dateline-timeline query="country=KZ" height="240" lang="de"></dateline-timeline>'
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY.format(self.service))
        self.end_headers()
        if self.path == "/":
            self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Writes nothing."""


@pytest.fixture
def elsewhere(live: Live) -> Iterator[str]:
    handler = type("Page", (Elsewhere,), {"service": live.url})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_it_works_on_another_origin_as_copied(
    chromium: Browser, live: Live, elsewhere: str
) -> None:
    with visiting(chromium, live.url, elsewhere) as page:
        page.goto(elsewhere)
        expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ von 12 beschriftet$"))
        expect(page.get_by_role("button", name="Alles zeigen")).to_be_visible()
        link = page.locator("dateline-timeline a").first
        assert str(link.get_attribute("href")).startswith(f"{live.url}/events/")


def test_it_tells_what_is_wrong(chromium: Browser, live: Live, elsewhere: str) -> None:
    with visiting(chromium, live.url, elsewhere, expected=("400", "FAILED", "502")) as page:
        page.goto(elsewhere)
        tag = page.locator("dateline-timeline")
        tag.evaluate("each => each.setAttribute('query', 'country=Kazakstan')")
        expect(page.get_by_role("status")).to_contain_text("nearest: Kazakhstan")
        page.route("**/v1/timeline?*tag=gone*", lambda route: route.abort())
        tag.evaluate("each => each.setAttribute('query', 'tag=gone')")
        expect(page.get_by_role("status")).to_have_text("Keine Antwort")
        tag.evaluate("each => each.setAttribute('query', 'q=zzzz')")
        expect(page.get_by_role("status")).to_have_text("Keine Ereignisse")
        page.route(
            "**/v1/timeline?*tag=proxy*", lambda route: route.fulfill(status=502, body="<p>")
        )
        tag.evaluate("each => each.setAttribute('query', 'tag=proxy')")
        expect(page.get_by_role("status")).to_have_text("Keine Antwort")
        tag.evaluate("each => each.setAttribute('query', 'q=zzzz')")
        expect(page.get_by_role("status")).to_have_text("Keine Ereignisse")
        page.route("**/v1/timeline?*tag=json*", lambda route: route.fulfill(status=502, json={}))
        tag.evaluate("each => each.setAttribute('query', 'tag=json')")
        expect(page.get_by_role("status")).to_have_text("Keine Antwort")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the seed and 600 more events."""
    folder = tmp_path_factory.mktemp("timeline")
    file = folder / "events.ndjson"
    file.write_bytes(b"\n".join(orjson.dumps(each) for each in events(600)))
    with serving(folder, workers="1") as live:
        live.command("import", str(file))
        yield live


def test_dates_beyond_those_of_a_browser_hide_no_others(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, workers="1") as live:
        far: dict[str, object] = {
            "title": "Far",
            "date": "Y170000002",
            "category": "other",
            "status": "planned",
        }
        long: dict[str, object] = {
            "title": "L" * 300,
            "date": "2023",
            "category": "other",
            "status": "disputed",
            "place": {"name": "P" * 200, "latitude": 51, "longitude": 71},
        }
        later = [far | {"date": date} for date in ("9990", "Y10020")]
        some = (far, long, long | {"status": "occurred"}, *later)
        file = tmp_path / "far.ndjson"
        file.write_bytes(
            b"\n".join(orjson.dumps(each | {"id": str(n)}) for n, each in enumerate(some))
        )
        live.command("import", str(file))
        with visiting(chromium, live.url, base_url=live.url, viewport=WIDE) as page:
            page.goto("/")
            timeline = page.locator("dateline-timeline")
            expect(timeline.locator("li").first).to_be_attached()
            expect(timeline.locator(".tick").nth(1)).to_be_attached()
            expect(timeline).to_contain_text(re.compile(r"of 20 .*21 in all"))
            page.goto("/?status=disputed")  # it is not heard as what occurred
            expect(timeline.locator("li a")).to_have_accessible_name(
                re.compile("^2023, disputed, day not known, LLL")
            )
            page.locator("#where > summary").click()
            expect(page.locator("dateline-map .spots a")).to_have_accessible_name(
                re.compile("^2023, disputed, LLL")
            )
            page.goto("/?date=9950/Y10050")
            page.get_by_role("slider", name="From").press("ArrowRight")
            page.get_by_role("slider", name="From").press("Enter")
            page.wait_for_url(re.compile(r"\?date=9951/Y10050$"))  # a brushed range
            expect(page.locator("#count")).to_contain_text("2 events")
            page.set_viewport_size({"width": 320, "height": 700})
            for path in ("/events/1", "/?precision=year"):
                page.goto(path)
                assert page.evaluate("document.documentElement.scrollWidth") == 320
            page.locator("#picture > summary").click()
            timeline.evaluate("each => each.setAttribute('limit', 1)")
            timeline.locator(".pile a").first.click()
            expect(timeline.locator(".panel").get_by_text("LLL").first).to_be_visible()
            assert timeline.locator(".scroll").evaluate("e => e.scrollWidth - e.clientWidth") == 0


OFFSETS_SCRIPT = """(tag, [from, to]) => {
  const stage = tag.shadowRoot.querySelector(".stage").getBoundingClientRect();
  const at = (day) => Date.parse(`${day}T00:00:00Z`);
  const x = (moment) => (stage.width * (moment - from)) / (to - from);
  const clipped = (value) => Math.min(Math.max(value, -20), stage.width + 20);
  const known = new Map(tag.events.map((each) => [each.id, each]));
  const found = [];
  for (const item of tag.shadowRoot.querySelectorAll(".stage li:not(.pile):not([hidden])")) {
    const event = known.get(decodeURIComponent(item.querySelector("a").pathname.split("/").at(-1)));
    const bar = item.querySelector(".bar").getBoundingClientRect();
    const left = clipped(event.earliest ? x(at(event.earliest)) : -Infinity);
    const right = clipped(event.latest ? x(at(event.latest) + 86400000) : Infinity);
    found.push([event.id, bar.left - stage.left - left,
      bar.width - Math.max(10, right - left)]);
  }
  for (const tick of tag.shadowRoot.querySelectorAll(".tick")) {
    const year = /^[12]\\d{3}$/.exec(tick.textContent);
    if (year) found.push([tick.textContent, tick.getBoundingClientRect().left - stage.left
      - x(at(`${year[0]}-01-01`)), 0]);
  }
  return found;
}"""
"""The differences, in pixels, of each mark's left end and width from those of its days."""
RIGHT_TO_LEFT = ("ar", "he", "fa")


EACH_WAY = [("tag", "ar"), ("frame", "en"), *(
    (where, lang) for where in ("tag", "frame") for lang in (*RIGHT_TO_LEFT, "en")
    if (where, lang) not in (("tag", "ar"), ("frame", "en"))
)]  # fmt: skip


@pytest.mark.parametrize(("where", "lang"), EACH_WAY[: size(2, len(EACH_WAY))])
def test_every_mark_stands_on_its_days_in_both_directions_of_writing(
    chromium: Browser, many: Live, where: str, lang: str
) -> None:
    chance = random.Random(lang)
    with visiting(chromium, many.url, viewport=WIDE) as page:
        page.goto(f"{many.url}/embed?lang={lang}" if where == "frame" else many.url)
        if where == "tag":
            direction = "rtl" if lang in RIGHT_TO_LEFT else "ltr"
            page.evaluate(f"Object.assign(document.documentElement, {{lang: '{lang}',"
                          f" dir: '{direction}'}})")  # fmt: skip
        else:
            assert page.evaluate("document.documentElement.dir || 'ltr'") == (
                "rtl" if lang in RIGHT_TO_LEFT else "ltr"
            )
        tag = page.locator("dateline-timeline")
        seen = 0
        for _ in range(size(2, 4)):
            begin = chance.randrange(date(1976, 1, 1).toordinal(), date(2022, 1, 1).toordinal())
            days = round(10 ** chance.uniform(0.7, 4))
            span = [(day - date(1970, 1, 1).toordinal()) * 86_400_000
                    for day in (begin, begin + days)]  # fmt: skip
            with page.expect_response("**/v1/timeline?*window=*"):
                tag.evaluate("(tag, span) => tag.show(...span)", span)
            expect(page.locator("dateline-timeline ul:not([aria-busy])")).to_be_attached()
            page.evaluate(DRAWN)
            standing = tag.evaluate(OFFSETS_SCRIPT, span)
            assert [each for each in standing if abs(each[1]) > 1 or abs(each[2]) > 1] == []
            seen += len(standing)
        assert seen > 5 * size(2, 4)


def test_clusters_stand_on_their_days_and_open_into_their_list(
    chromium: Browser, many: Live
) -> None:
    with visiting(chromium, many.url, viewport={"width": 700, "height": 900}) as page:
        page.goto(f"{many.url}/embed?date=1990/2009&height=200")
        with page.expect_response("**/v1/timeline?*most=10") as told:
            page.locator("dateline-timeline").evaluate("tag => tag.setAttribute('limit', '10')")
        reply = told.value.json()
        pile = [each for each in reply["clusters"] if each["first"]][1]
        name = f"{pile['count']} events"
        link = page.locator("dateline-timeline li.pile a").get_by_text(str(pile["count"])).first
        expect(page.get_by_role("status")).to_have_text(
            re.compile(
                rf"^{reply['labelled']} of {reply['labelled'] + reply['clustered']} labelled"
            )
        )
        page.get_by_role("link", name=name).first.focus()
        page.keyboard.press("Enter")
        panel = page.get_by_role("dialog")
        expect(panel).to_be_visible()
        expected = listed(page, pile["list"])
        assert expected == pile["count"] + pile["labelled"]
        expect(panel.locator("h2")).to_have_text(re.compile(rf"^{expected} events · Jan 1, "))
        expect(panel.locator("li").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        assert (
            page.evaluate(
                "document.querySelector('dateline-timeline').shadowRoot.activeElement.parentNode"
                ".className"
            )
            == "pile"
        )
        assert link.is_visible()


def listed(page: Page, address: str) -> int:
    return int(page.request.get(f"{address}&count=exact").json()["total"])


def test_the_keyboard_reaches_every_event(chromium: Browser, many: Live) -> None:
    with visiting(chromium, many.url, viewport={"width": 420, "height": 800}) as page:
        page.goto(f"{many.url}/embed?date=1995/1996&height=180&limit=5")
        rows = page.request.get(f"{many.url}/v1/events?date=1995/1996&limit=100").json()["items"]
        expect(page.locator("dateline-timeline li").first).to_be_attached()
        page.locator("dateline-timeline a[tabindex='0']").focus()
        met: set[str] = set()
        before, active = (
            None,
            "document.querySelector('dateline-timeline').shadowRoot.activeElement",
        )
        while (now := page.evaluate(f"{active}.href")) != before:
            if page.evaluate(f"{active}.parentNode.classList.contains('pile')"):
                page.keyboard.press("Enter")
                expect(page.locator("dateline-timeline .panel li").first).to_be_visible()
                last = None
                for _ in range(100):
                    page.keyboard.press("ArrowDown")
                    path = str(page.evaluate(f"{active}.pathname ?? ''"))
                    if path == last:  # the end of the list
                        break
                    met.add(path.rpartition("/")[2])
                    last = path
                page.keyboard.press("Escape")
            else:
                met.add(urlsplit(now).path.rpartition("/")[2])
            before = now
            page.keyboard.press("ArrowRight")
        assert {each["id"] for each in rows} <= met


def test_the_focus_stays_in_the_timeline_while_the_keys_zoom(chromium: Browser, many: Live) -> None:
    with visiting(chromium, many.url, viewport=WIDE) as page:
        page.goto(f"{many.url}/embed")
        page.locator("dateline-timeline a[tabindex='0']").focus()
        inside = "document.querySelector('dateline-timeline').shadowRoot.activeElement !== null"
        for key in "++++----0"[:: size(2, 1)]:
            with page.expect_response("**/v1/timeline?*"):
                page.keyboard.press(key)
            expect(page.locator("dateline-timeline ul:not([aria-busy])")).to_be_attached()
            page.evaluate(DRAWN)
            assert page.evaluate(inside)


def test_quick_movements_ask_once(chromium: Browser, many: Live) -> None:
    with visiting(chromium, many.url, viewport=WIDE) as page:
        asked: list[str] = []

        def note(each: Request) -> None:
            if "/v1/timeline?" in each.url:
                asked.append(each.url)

        page.on("request", note)
        page.goto(f"{many.url}/embed")
        expect(page.locator("dateline-timeline li").first).to_be_attached()
        with page.expect_response("**/v1/timeline?*window=*"):
            page.locator("dateline-timeline").evaluate(
                "each => { for (let n = 0; n < 5; n += 1)"
                " each.shadowRoot.querySelector('.tools button').click(); }"
            )
        assert len(asked) == 2


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("date=2015", "2015-01-01", "2015-12-31"),
        ("from=2001-02&to=2003", "2001-02-01", "2003-12-31"),
    ],
)
def test_a_date_opens_on_its_days(
    chromium: Browser, many: Live, words: str, first: str, last: str
) -> None:
    with visiting(chromium, many.url, viewport=WIDE) as page:
        with page.expect_response("**/v1/timeline?*") as told:
            page.goto(f"{many.url}/embed?{words}")
        assert told.value.json()["window"] == {"first": first, "last": last}


def test_years_can_be_shown_and_newest_first_labels_the_newest(
    chromium: Browser, many: Live
) -> None:
    with visiting(chromium, many.url, viewport=WIDE) as page:
        with page.expect_response("**/v1/timeline?*") as told:
            page.goto(f"{many.url}/embed?sort=-date")
        labelled = {each["id"] for each in told.value.json()["marks"]}
        items = page.request.get(f"{many.url}/v1/events?sort=-date&limit=3").json()["items"]
        assert labelled >= {each["id"] for each in items}
        with page.expect_response("**/v1/timeline?*window=*") as told:
            page.locator("dateline-timeline").evaluate("tag => tag.show(2020, 2021)")
        assert told.value.json()["window"] == {"first": "2020-01-01", "last": "2021-12-31"}
        ticks = page.locator("dateline-timeline .tick")
        expect(ticks.first).to_have_text(re.compile("2020"))
        expect(ticks.last).to_have_text(re.compile("2021"))


@pytest.mark.parametrize("width", [390, 1280][: size(1, 2)])
def test_the_seed_shows_its_own_meeting_in_astana(
    chromium: Browser, live: Live, width: int
) -> None:
    with visiting(chromium, live.url, viewport={"width": width, "height": 900}) as page:
        page.goto(live.url)
        if width < 600:  # folded on a phone
            page.locator("#picture > summary").click()
        mark = page.locator("dateline-timeline li:not(.pile)", has_text="C5+1 foreign ministers")
        expect(mark.locator(".label")).to_be_visible()


@pytest.mark.parametrize(("lang", "scheme"), [("ar", "dark"), ("en", "light")][: size(1, 2)])
def test_axe_finds_nothing_in_clusters_and_their_list(
    chromium: Browser, many: Live, axe: Axe, lang: str, scheme: str
) -> None:
    with visiting(chromium, many.url, axe.url, bypass_csp=True, color_scheme=scheme) as page:
        page.goto(f"{many.url}/embed?lang={lang}")
        page.locator("dateline-timeline li.pile").first.wait_for()
        for opened in (False, True)[size(1, 0) :]:
            if opened:
                page.locator("dateline-timeline li.pile a").nth(1).press("Enter")
                page.locator("dateline-timeline .panel li").first.wait_for()
            assert axe.violations(page) == []
