"""The explorer as a person uses it: by mouse, by keyboard alone, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.browser import visiting
from tests.support.live import Live
from tests.support.sizes import size


@pytest.fixture
def blank(chromium: Browser, live: Live) -> Iterator[Page]:
    """An empty page, for a test that begins with a query."""
    with visiting(chromium, live.url, base_url=live.url, expected=("400",)) as found:
        yield found


@pytest.fixture
def page(blank: Page) -> Page:
    blank.goto("/")
    return blank


def titles(page: Page) -> list[str]:
    return page.locator("#results .title").all_text_contents()


def counted(page: Page, number: int) -> None:
    expect(page.locator("#count strong")).to_have_text(str(number))


def at(page: Page, query: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(f"/{query}") + "$"))


def wait_for_request(page: Page, asked: list[Route]) -> None:
    """Waits until a request has been intercepted."""
    while not asked:
        page.wait_for_timeout(20)


def test_words_search_while_they_are_typed(page: Page) -> None:
    page.get_by_role("searchbox").press_sequentially("conscription", delay=10)
    counted(page, 1)
    at(page, "?q=conscription")
    assert page.locator("#q").evaluate("each => each === document.activeElement")
    assert page.locator("#q").input_value() == "conscription"


def test_a_country_is_completed_and_becomes_a_chip(page: Page) -> None:
    country = page.get_by_role("combobox", name="Country or bloc")
    options = page.locator("#list-country").get_by_role("option")
    country.press_sequentially("kaz")
    expect(options.first).to_contain_text("Kazakhstan")
    country.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(country).to_have_attribute("aria-activedescendant", "list-country-0")
    country.press("Enter")
    at(page, "?country=KZ")
    counted(page, 12)
    expect(options).to_have_count(0)
    country.press_sequentially("US")
    expect(options.first).to_contain_text("United States")
    country.press("Escape")
    expect(country).to_have_attribute("aria-expanded", "false")
    country.press("Enter")
    at(page, "?country=KZ&country=US")
    assert country.input_value() == ""
    page.locator("#chips").get_by_role("link", name="Remove Kazakhstan").click()
    at(page, "?country=US")
    country.press_sequentially("c5")
    expect(options.first).to_contain_text("Kazakhstan, Kyrgyzstan, Tajikistan")
    options.first.click()
    at(page, "?country=US&country=C5")


def test_a_later_reply_keeps_the_option_that_is_marked(page: Page) -> None:
    asked: list[Route] = []

    def held(route: Route) -> None:
        asked.append(route)

    page.route("**/v1/complete?*", held)
    country = page.get_by_role("combobox", name="Country or bloc")
    options = page.locator("#list-country").get_by_role("option")
    country.fill("kaz")  # at once: each slow letter would send a request
    wait_for_request(page, asked)
    asked.pop(0).continue_()
    expect(options.first).to_contain_text("Kazakhstan")
    country.press("a")
    wait_for_request(page, asked)
    country.press("ArrowDown")
    expect(country).to_have_attribute("aria-activedescendant", "list-country-0")
    with page.expect_response("**/v1/complete?*"):
        asked.pop(0).continue_()
    expect(page.locator("#list-country").locator("..").get_by_role("status")).not_to_be_empty()
    expect(options.first).to_have_attribute("aria-selected", "true")
    country.press("Enter")
    at(page, "?country=KZ")


def test_a_part_of_a_name_is_enough(page: Page) -> None:
    page.locator(".more > summary").click()
    actor = page.get_by_role("combobox", name="Person or organisation")
    actor.press_sequentially("blinken")
    expect(page.locator("#list-actor").get_by_role("option").first).to_contain_text("Antony")
    actor.press("Enter")
    at(page, "?actor=Antony+Blinken")
    expect(page.locator("#chips")).to_contain_text("Antony Blinken")


def test_each_country_has_its_role(page: Page) -> None:
    page.get_by_label("Country or bloc").fill("C5")
    page.get_by_label("Role of the country").select_option("host")
    at(page, "?country=C5:host")
    page.get_by_label("Country or bloc").fill("United States")
    page.get_by_label("Country or bloc").press("Enter")
    page.get_by_label("Role of United States").focus()
    page.keyboard.press("p")
    at(page, "?country=C5:host&country=US:participant")
    expect(page.get_by_label("Role of United States")).to_be_focused()
    expect(page.locator("#chips").get_by_role("link", name="Remove C5 as host")).to_be_visible()
    page.get_by_label("Role of C5").select_option("")
    at(page, "?country=C5&country=US:participant")


def test_kinds_are_either_or(page: Page) -> None:
    for name in ("funding", "meeting"):
        page.get_by_role("checkbox", name=name).check(force=True)
    at(page, "?category=meeting,funding")
    assert set(page.locator("#results .kind").all_text_contents()) == {"meeting", "funding"}


def test_a_date_is_read_in_words(page: Page) -> None:
    date = page.get_by_label("Date or range")
    date.fill("autumn 2022")
    date.press("Enter")
    at(page, "?date=2022-09/2022-11")
    expect(page.locator("#read")).to_have_text(
        "Read as: September to November 2022 (2022-09/2022-11)"
    )
    page.get_by_label("surely does").check()
    at(page, "?date=2022-09/2022-11&match=certain")


def test_what_a_date_may_mean_is_asked_back_and_the_results_stay(page: Page) -> None:
    date = page.get_by_label("Date or range")
    page.get_by_role("checkbox", name="funding").check(force=True)
    at(page, "?category=funding")
    before = titles(page)
    date.fill("winter 2022")
    date.press("Enter")
    error = page.locator("#error-date")
    expect(error).to_contain_text("can mean several things")
    expect(date).to_have_attribute("aria-invalid", "true")
    assert titles(page) == before and before
    at(page, "?category=funding")
    assert date.input_value() == "winter 2022"
    date.fill("Septmber 2022")
    date.press("Enter")
    page.get_by_role("link", name="September 2022 (2022-09)").click()
    at(page, "?date=2022-09&category=funding")
    expect(error).to_be_empty()
    expect(date).not_to_have_attribute("aria-invalid", "true")


def test_a_calendar_stands_beside_the_date(page: Page) -> None:
    page.locator("#calendar summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("First day").fill("2022-09-01")
    at(page, "?date=2022-09-01/..")
    page.get_by_label("Last day").fill("2022-11-30")
    at(page, "?date=2022-09-01/2022-11-30")
    assert page.get_by_label("Date or range").input_value() == "2022-09-01/2022-11-30"


def test_back_and_forward_lead_through_the_states(page: Page) -> None:
    page.get_by_role("checkbox", name="funding").check(force=True)
    at(page, "?category=funding")
    page.get_by_label("Order").select_option("-date")
    at(page, "?category=funding&sort=-date")
    newest = titles(page)
    page.go_back()
    expect(page.get_by_label("Order")).to_have_value("date")
    expect(page.locator("#results .title").first).to_have_text(newest[-1])
    page.go_back()
    at(page, "")
    expect(page.get_by_role("checkbox", name="funding")).not_to_be_checked()
    page.go_forward()
    expect(page.get_by_role("checkbox", name="funding")).to_be_checked()
    page.reload()
    assert len(titles(page)) == len(newest)


def test_the_bars_are_brushed_with_the_mouse(page: Page) -> None:
    box = page.locator(".plot").bounding_box()
    assert box is not None
    steps = int(page.locator(".chart").get_attribute("data-steps") or 0)
    assert steps == 15  # January 2022 to March 2023
    page.mouse.move(box["x"] + box["width"] * 8.5 / steps, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 13.5 / steps, box["y"] + 20, steps=5)
    expect(page.locator(".brush output")).to_have_text("2022-09/2023-02")
    page.mouse.up()
    at(page, "?date=2022-09/2023-02")
    page.locator("#chips").get_by_role("link").first.click()
    at(page, "")


def test_the_feeds_in_the_head_follow_the_filters(page: Page) -> None:
    page.get_by_role("checkbox", name="funding").check()
    at(page, "?category=funding")
    feeds = page.locator('link[type="application/atom+xml"]')
    expect(feeds).to_have_count(1)
    expect(feeds).to_have_attribute("href", re.compile(r"/v1/events\.atom\?category=funding$"))


def test_weeks_are_brushed_from_monday_to_sunday(blank: Page) -> None:
    blank.goto("/?date=2022-11/2023-03")
    assert blank.locator(".chart").get_attribute("data-interval") == "week"
    blank.get_by_role("slider", name="From").focus()
    blank.keyboard.press("ArrowRight")
    expect(blank.locator(".brush output")).to_have_text("2022-11-07/2023-04-02")
    blank.get_by_role("button", name="Show this range").click()
    at(blank, "?date=2022-11-07/2023-04-02")


def test_the_bars_are_brushed_with_the_keyboard(page: Page) -> None:
    page.get_by_role("slider", name="From").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    slider = page.get_by_role("slider", name="From")
    assert slider.get_attribute("aria-valuetext") == "2022-09"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".brush output")).to_have_text("2022-09/2023-02")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show this range")).to_be_focused()
    page.keyboard.press("Enter")
    at(page, "?date=2022-09/2023-02")


def test_every_step_from_the_first_tab_to_an_event_works_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("Astana")
    page.keyboard.press("Enter")
    at(page, "?q=Astana")
    first = page.locator("#results .title").first
    for _ in range(90):
        page.keyboard.press("Tab")
        if first.evaluate("each => each === document.activeElement"):
            break
    title = first.text_content()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(str(title))
    page.go_back()
    at(page, "?q=Astana")
    assert page.get_by_role("searchbox").input_value() == "Astana"


def test_the_view_is_copied(blank: Page) -> None:
    blank.context.grant_permissions(["clipboard-read", "clipboard-write"])
    blank.goto("/?country=KZ")
    blank.get_by_text("Use this view").click()
    blank.get_by_role("button", name="Copy curl").click()
    expect(blank.get_by_role("button", name="Copied curl")).to_be_visible()
    copied = blank.evaluate("navigator.clipboard.readText()")
    assert copied == blank.get_by_label("curl", exact=True).text_content()
    assert "/v1/events.json?country=KZ" in copied


def test_the_list_goes_on_as_one_scrolls(blank: Page) -> None:
    blank.goto("/?limit=4")
    while blank.locator(".next").count():
        blank.mouse.wheel(0, 2000)
        blank.wait_for_timeout(50)
    expect(blank.locator("#results .title")).to_have_count(16)
    assert len(set(titles(blank))) == 16
    years = blank.locator("#results h2").all_text_contents()
    assert len(years) == len(set(years))
    assert blank.locator(".next").count() == 0


def test_the_focus_stays_where_the_page_changes_under_it(blank: Page) -> None:
    asked: list[Route] = []

    def held(route: Route) -> None:
        asked.append(route)

    blank.route("**/?*cursor=*", held)
    blank.goto("/?limit=4")
    wait_for_request(blank, asked)
    blank.locator(".next").focus()
    asked[0].continue_()
    blank.unroute("**/?*cursor=*")
    expect(blank.locator("#results .title").nth(4)).to_be_focused()
    earlier = blank.get_by_role("link", name="Earlier")
    for _ in range(2):
        before = blank.url
        earlier.press("Enter")
        expect(blank).not_to_have_url(before)
        expect(earlier).to_be_focused()


def test_an_empty_result_is_kind(blank: Page) -> None:
    blank.goto("/?q=zzzz&category=vote")
    expect(blank.get_by_text("Nothing matches all of this.")).to_be_visible()
    blank.get_by_role("link", name="Show all events").click()
    at(blank, "")
    counted(blank, 16)


def test_the_server_going_away_is_reported(chromium: Browser, live: Live) -> None:
    with visiting(chromium, live.url, expected=("ERR_FAILED",)) as page:
        page.goto(live.url)
        page.route("**/?q=*", lambda route: route.abort())
        page.get_by_role("searchbox").fill("x")
        expect(page.locator("#count")).to_contain_text("did not answer")


def test_without_scripts_the_form_and_the_list_work(chromium: Browser, live: Live) -> None:
    options = {"base_url": live.url, "java_script_enabled": False}
    with visiting(chromium, live.url, expected=("400",), **options) as page:
        page.goto("/?limit=6")
        page.get_by_role("link", name="Next page").click()
        assert "cursor=" in page.url
        page.get_by_role("link", name="From the beginning").click()
        page.goto("/")
        page.get_by_label("Country or bloc").fill("Kazakhstan")
        page.get_by_label("Date or range").fill("since 2022")
        page.get_by_role("checkbox", name="funding").check(force=True)
        page.get_by_role("checkbox", name="meeting").check(force=True)
        page.get_by_role("button", name="Search").click()
        at(page, "?country=KZ&date=2022/..&category=meeting,funding")
        counted(page, 4)
        assert page.get_by_label("Date or range").input_value() == "2022/.."
        page.get_by_label("Country or bloc").fill("Kazakstan")
        page.get_by_role("button", name="Search").click()
        expect(page.locator("#error-country")).to_contain_text("Did you mean")
        page.locator("#error-country").get_by_role("link", name="Kazakhstan").click()
        at(page, "?country=KZ&date=2022/..&category=meeting,funding")


@pytest.mark.parametrize(
    "path",
    ["/", "/?q=zzzz", "/?date=x", "/events/c5plus1-ministerial-astana-2023"][:: size(3, 1)],
)
def test_nothing_sticks_out_at_320_pixels(chromium: Browser, live: Live, path: str) -> None:
    narrow = {"width": 320, "height": 640}
    with visiting(chromium, live.url, viewport=narrow, expected=("400",)) as page:
        page.goto(live.url + path)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(
    "path", ["/?country=KZ", "/events/c5plus1-ministerial-astana-2023"][: size(1, 2)]
)
def test_print_leaves_out_what_can_only_be_clicked(blank: Page, path: str) -> None:
    blank.goto(path)
    shown = "button, summary, .facts .out, .chips [aria-hidden]"
    expect(blank.locator(shown).locator("visible=true").first).to_be_visible()
    blank.emulate_media(media="print")
    assert blank.locator(shown).locator("visible=true").all_text_contents() == []
    assert blank.get_by_role("heading").first.is_visible()


def test_print_has_the_marks_of_the_events(blank: Page) -> None:
    """If a browser prints no backgrounds, Firefox leaves a hole in the line instead."""
    blank.goto("/?country=KZ")
    blank.emulate_media(media="print")
    adjusted = blank.locator(".group ol").first.evaluate(
        "each => getComputedStyle(each, '::before').printColorAdjust"
    )
    assert adjusted == "exact"


def test_without_scripts_the_picture_is_as_wide_as_the_chart(chromium: Browser, live: Live) -> None:
    with visiting(chromium, live.url, java_script_enabled=False) as page:
        page.goto(f"{live.url}/?country=KZ")
        picture, chart = (page.locator(each) for each in (".chart noscript img", ".chart > .plot"))
        boxes = picture.bounding_box(), chart.bounding_box()
        assert boxes[0] and boxes[1]
        assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=1)


def test_print_of_a_part_of_the_list_tells_that_there_is_more(blank: Page) -> None:
    blank.route("**/?*cursor=*", lambda _: None)
    blank.goto("/?limit=4")
    blank.emulate_media(media="print")
    expect(blank.locator(".next")).to_be_visible()


def test_marks_and_ticks_are_there_in_forced_colours(chromium: Browser, live: Live) -> None:
    """There the browser takes away every background, and with it the marks of days."""
    with visiting(chromium, live.url, forced_colors="active") as page:
        page.goto(f"{live.url}/?country=KZ&category=vote")
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        paint = """([part, pseudo]) => {
          const of = (each, at) => getComputedStyle(document.querySelector(each), at);
          return [of(part, pseudo).backgroundColor, of("body").backgroundColor];
        }"""
        for part, pseudo in ((".group ol", "::before"), (".ticks input:checked + span", None)):
            mark, paper = page.evaluate(paint, [part, pseudo])
            assert mark != paper, part
        bar = page.locator("dateline-timeline .bar").first
        expect(bar).not_to_have_css("background-color", "rgb(255, 255, 255)")
