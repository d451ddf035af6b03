"""The chart of the explorer: it shares the axis of the timeline, the URL has the comparison, and a
table has the numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import until, visiting
from tests.support.live import Live
from tests.support.sizes import size

BROWSER = {"Accept": "text/html"}
DESKTOP = {"width": 1440, "height": 900}
STEPS = """() => {
  const chart = document.querySelector(".chart");
  const line = document.querySelector("dateline-timeline");
  const plot = chart.querySelector(".plot").getBoundingClientRect();
  const stage = line.shadowRoot.querySelector(".stage").getBoundingClientRect();
  const bars = [...chart.querySelectorAll(".moving g")].map((group) => {
    const box = group.querySelector("rect").getBoundingClientRect();
    return [group.querySelector("title").textContent, (box.left - plot.left) / plot.width];
  });
  const ticks = [...line.shadowRoot.querySelectorAll(".tick")].map((tick) =>
    [tick.textContent, (tick.getBoundingClientRect().left - stage.left) / stage.width]);
  const marks = [...chart.querySelectorAll(".times line")].map((mark, at) =>
    [chart.querySelectorAll(".times text")[at].textContent,
     (mark.getBoundingClientRect().left - plot.left) / plot.width]);
  return { bars, ticks, marks };
}"""
"""Finds the starts of the bars and the marks of both axes. A position is a part of the width."""


@pytest.fixture
def page(chromium: Browser, live: Live) -> Iterator[Page]:
    with visiting(
        chromium, live.url, base_url=live.url, viewport=DESKTOP, expected=("400",)
    ) as found:
        yield found


def opened(page: Page, query: str = "") -> None:
    page.goto(f"/{query}")
    expect(page.locator("dateline-timeline li").first).to_be_attached()


def at(page: Page, query: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(f"/{query}") + "$"))


def same_axis(page: Page) -> dict[str, float]:
    """Checks that the marks of both axes are at the same places. Returns the start of each bar."""
    for _ in range(40):
        page.wait_for_timeout(60)  # until both are drawn
        found = page.evaluate(STEPS)
        shown = {text: place for text, place in found["ticks"] if 0 <= place <= 0.96}
        drawn = dict(map(tuple, found["marks"]))
        if drawn.keys() == shown.keys() and max(
            (abs(place - shown[text]) for text, place in drawn.items()), default=1
        ) < 0.002:  # fmt: skip
            return {text.partition(":")[0]: place for text, place in found["bars"]}
    assert drawn == pytest.approx(shown, abs=0.002)
    raise AssertionError("no marks")


class TestOneAxis:
    def test_its_last_words_stand_inside_of_the_chart(self, page: Page) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto("/?date=-0050/2100")
        page.locator("summary", has_text="Timeline").click()
        expect(page.locator(".chart .times text", has_text="2000")).to_be_attached()
        inside = """() => {
          const plot = document.querySelector(".chart .plot").getBoundingClientRect();
          return [...document.querySelectorAll(".chart .times text")]
            .every((each) => each.getBoundingClientRect().right <= plot.right);
        }"""
        until(page, inside)

    @pytest.mark.parametrize("query", ["?lang=ar", "?date=2022/2023", ""][: size(1, 3)])
    def test_the_bars_stand_on_the_days_of_the_timeline(self, page: Page, query: str) -> None:
        opened(page, query)
        same_axis(page)
        for name in (0, 0, 1, 0):
            page.locator("dateline-timeline").locator(".tools button").nth(name).click()
            same_axis(page)
        page.locator("dateline-timeline").locator(".stage").press("ArrowRight")
        same_axis(page)

    def test_a_bar_begins_where_its_month_does(self, page: Page) -> None:
        opened(page, "?date=2022-01/2023-12&interval=month")
        days = 365 * 2
        for _ in range(2):
            bars = same_axis(page)
            found = page.evaluate(
                "() => new Promise((done) => { document.addEventListener('dateline-axis',"
                " ({ detail: { from, to } }) => done([from, to]), { once: true });"
                " dispatchEvent(new Event('resize'));"
                " document.querySelector('dateline-timeline').show("
                " Date.UTC(2022, 6, 1), Date.UTC(2023, 6, 1)); })"
            )
            first, last = (each / 86_400_000 for each in found)
            days = last - first
        bars = same_axis(page)
        assert days == 365
        # 1 February 2023 is 215 days after 1 July 2022.
        assert abs(bars["February 2023"] - 215 / 365) < 0.003


class TestComparison:
    def test_two_countries_are_compared_and_the_address_says_so(self, page: Page) -> None:
        opened(page)
        field = page.get_by_role("combobox", name="Compare")
        field.fill("Kazakhstan, Uzbekistan")
        field.press("Escape")
        field.press("Enter")
        at(page, "?compare=KZ,UZ")
        names = page.locator(".chart .part .one bdi")
        expect(names).to_have_text(["Kazakhstan", "Uzbekistan"])
        assert field.input_value() == "KZ,UZ"
        page.get_by_label("Steps").select_option("month")
        at(page, "?interval=month&compare=KZ,UZ")
        page.reload()
        expect(names).to_have_text(["Kazakhstan", "Uzbekistan"])
        page.go_back()
        at(page, "?compare=KZ,UZ")
        expect(page.get_by_label("Steps")).to_have_value("")
        page.go_back()
        expect(page.locator(".chart .part")).to_have_count(0)

    def test_a_filter_keeps_it(self, page: Page) -> None:
        opened(page, "?compare=KZ,UZ&interval=month")
        page.get_by_role("checkbox", name="meeting").check()
        at(page, "?category=meeting&interval=month&compare=KZ,UZ")
        expect(page.locator(".chart .part bdi")).to_have_text(["Kazakhstan", "Uzbekistan"])

    def test_an_error_is_reported_beside_the_field_and_the_chart_stays(self, page: Page) -> None:
        opened(page, "?compare=KZ,UZ&interval=month")
        field = page.get_by_role("combobox", name="Compare")
        field.fill("KZ")
        field.press("Escape")
        field.press("Enter")
        expect(page.locator("#error-compare")).to_contain_text("2 to 6 values, and here 1")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator(".chart .part .one bdi")).to_have_text(["Kazakhstan", "Uzbekistan"])

    def test_it_works_without_scripts(self, chromium: Browser, live: Live) -> None:
        with visiting(chromium, live.url, java_script_enabled=False) as page:
            page.goto(live.url)
            page.get_by_label("Steps").select_option("year")
            page.get_by_label("Compare").fill("KZ, Uzbekistan")
            page.get_by_label("Compare").press("Enter")
            assert page.url.endswith("/?interval=year&compare=KZ,UZ")
            expect(page.locator(".chart .part strong bdi")).to_have_text(
                ["Kazakhstan", "Uzbekistan"]
            )


def shown(client: FlaskClient, query: str) -> str:
    reply = client.get(f"/?{query}", headers=BROWSER)
    assert reply.status_code == 200
    return reply.text


class TestFigures:
    @pytest.mark.parametrize("query", [
        "interval=month", "interval=year&compare=KZ,UZ,RU", "interval=month&by=category",
        "interval=year&compare=US:participant,C5", "by=bloc&interval=month",
        "by=actor&interval=year", "interval=day&country=US",
    ])  # fmt: skip
    def test_the_table_and_the_csv_have_the_same(self, client: FlaskClient, query: str) -> None:
        text = shown(client, query)
        (table,) = re.findall(r"<table>.*?</table>", text, re.DOTALL)
        cells = [[re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<td>(.*?)</td>", row)]
                 for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]  # fmt: skip
        numbers = sorted(int(each) for row in cells for each in row if each != "0")
        (address,) = re.findall(r'<a href="([^"]+)" download', text)
        rows = csv.DictReader(io.StringIO(client.get(unescape(address)).text))
        assert sorted(int(each["count"]) for each in rows) == numbers

    def test_the_table_and_the_csv_have_the_same_money(self, client: FlaskClient) -> None:
        text = shown(client, "measure=money&interval=year&currency=USD")
        (address,) = re.findall(r'<a href="([^"]+)" download', text)
        rows = list(csv.DictReader(io.StringIO(client.get(unescape(address)).text)))
        assert {(each["start"], each["currency"], each["stage"], each["sum"]) for each in rows} == {
            ("2022-01-01", "USD", "announced", "25000000"),
            ("2023-01-01", "USD", "announced", "25000000"),
        }  # fmt: skip
        assert text.count("<td>25,000,000</td>") == 2

    def test_only_what_was_asked_is_in_the_legend(self, client: FlaskClient) -> None:
        known = shown(client, "date=2023-02-28&match=certain&interval=day")
        assert 'class="key unknown"' not in known
        assert 'class="key stretch"' not in known
        compared = shown(client, "compare=KZ,UZ&interval=month")
        assert 'class="key' not in compared
        assert re.findall(r"<bdi>(\w+)</bdi>", re.findall(
            r'<p class="part">.*?</p>', compared)[0]) == ["Kazakhstan", "Uzbekistan"]  # fmt: skip

    def test_what_an_address_asks_of_the_chart_narrows_nothing(self, client: FlaskClient) -> None:
        plain, compared = shown(client, ""), shown(client, "compare=KZ,UZ&interval=year")
        titles = re.compile(r'<a class="title"[^>]*>([^<]+)')
        assert titles.findall(plain) == titles.findall(compared)
        assert 'query=""' in compared

    def test_the_picture_is_one_that_is_drawn(self, client: FlaskClient) -> None:
        text = shown(client, "compare=KZ,UZ&interval=year&lang=ru")
        (address,) = re.findall(r'<p class="files">.*?<a href="([^"]*svg[^"]*)"', text)
        assert "Казахстан" in client.get(unescape(address)).text


class TestElsewhere:
    def test_a_frame_shows_the_comparison(self, page: Page) -> None:
        page.goto("/embed?compare=KZ,UZ&interval=month&theme=dark")
        picture = page.get_by_role("img")
        assert picture.evaluate("each => each.complete && each.naturalWidth") == 800
        expect(picture).to_have_attribute("alt", re.compile("^Events by month: Kazakhstan 11; Uz"))
        expect(page.get_by_role("link")).to_have_attribute(
            "href", re.compile(r"\?compare=KZ,UZ&interval=month$")
        )

    def test_a_frame_says_what_is_wrong(self, client: FlaskClient) -> None:
        text = client.get("/embed?compare=KZ", headers=BROWSER).text
        assert "compares 2 to 6 values, and here 1" in text

    def test_a_pasted_address_embeds_the_comparison(self, client: FlaskClient) -> None:
        address = "http%3A%2F%2Flocalhost%2F%3Fcompare%3DKZ%2CUZ%26interval%3Dyear"
        made = client.get(f"/oembed?url={address}").get_json()
        assert "/embed?compare=KZ,UZ&amp;interval=year" in made["html"]
        assert client.get(f"/oembed?url={address.replace('%2CUZ', '')}").status_code == 404

    def test_the_ways_to_use_a_view_have_its_chart(self, client: FlaskClient) -> None:
        text = unescape(unescape(shown(client, "compare=KZ,UZ&interval=year")))
        assert "/embed?compare=KZ,UZ&interval=year" in text
        assert "/v1/histogram.svg?compare=KZ,UZ&interval=year" in text
        assert "histogram.svg?compare" not in unescape(shown(client, ""))
