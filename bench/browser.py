"""Measure the explorer in a browser, with 100,000 events.

    python -m bench.browser

For the first view the command prints the transferred bytes, the requests, and the time of the first
contentful paint. Then it scrolls through 10,000 results, and prints the longest task of the page's
thread.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.arguments import parser
from bench.data import prepare
from tests.support.browser import ARGUMENTS, CHROMIUM
from tests.support.live import serving

EVENTS = 100_000
SCROLLED = 10_000
LONGEST_TASK = 100.0
"""Milliseconds."""
MOST_BYTES = 100_000
WATCH = """
window.longest = 0; window.tasks = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    window.tasks += 1; window.longest = Math.max(window.longest, each.duration);
  }
}).observe({ type: "longtask" });
"""


def first_view(browser: Browser, url: str) -> tuple[int, list[str], float]:
    """The received bytes, the requested URLs, and the first contentful paint in milliseconds."""
    page = browser.new_page()
    wire = page.context.new_cdp_session(page)
    received: list[float] = []
    asked: list[str] = []
    wire.on("Network.loadingFinished", lambda each: received.append(each["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url.removeprefix(url)))
    wire.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.close()
    return int(sum(received)), asked, float(paint)


def scrolled(browser: Browser, url: str, wanted: int) -> tuple[int, float, int]:
    """The number of results, the longest task in milliseconds, and the number of tasks above 50
    ms."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url, wait_until="networkidle")
    page.evaluate(WATCH)
    page.mouse.move(640, 600)
    found = _scroll(page, wanted)
    longest, tasks = page.evaluate("[window.longest, window.tasks]")
    page.close()
    return found, float(longest), int(tasks)


def _scroll(page: Page, wanted: int) -> int:
    found = 0
    for _ in range(20 * wanted):
        page.mouse.wheel(0, 3000)
        found = int(page.evaluate("document.querySelectorAll('#results li').length"))
        if found >= wanted:
            break
        page.wait_for_timeout(15)
    return found


def main() -> None:
    """Measure, print, and exit with 1 if a limit is exceeded."""
    parser(__doc__).parse_args()
    data = prepare(EVENTS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        Path(folder, "live.db").write_bytes(data.dateline.read_bytes())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with serving(Path(folder), workers="1") as live:
            size, asked, paint = first_view(browser, live.url)
            data_requests = [each for each in asked if each.startswith("/v1/")]
            found, longest, tasks = scrolled(browser, live.url, SCROLLED)
        browser.close()
    print(f"first view      {size:,} bytes in {len(asked)} requests, {paint:.0f} ms to first paint")
    print(f"  for data      {len(data_requests)} besides the page itself: {data_requests}")
    print(f"scrolled        {found:,} results, longest task {longest:.0f} ms, {tasks} over 50 ms")
    good = size < MOST_BYTES and len(data_requests) <= 1 and longest <= LONGEST_TASK
    sys.exit(0 if good and found >= SCROLLED else 1)


if __name__ == "__main__":
    main()
