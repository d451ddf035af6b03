"""Make the picture at the top of the README: the explorer with the events of the seed.

python -m bench.screenshot
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.arguments import parser
from tests.support.browser import ARGUMENTS, CHROMIUM
from tests.support.live import serving

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "explorer.png"
QUERY = "country=C5"
SIZE = (1200, 900)


def main() -> None:
    """Serve the seed, open it, and save the picture."""
    parser(__doc__).parse_args()
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with serving(Path(folder)) as live:
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            page.goto(f"{live.url}/?{QUERY}", wait_until="networkidle")
            page.wait_for_timeout(500)
            page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.name}: {PICTURE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
