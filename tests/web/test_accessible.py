"""axe-core finds nothing to object to, on any page, light or dark, wide or narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import visiting
from tests.conftest import REPOSITORY
from tests.live import Live

AXE = REPOSITORY / "tests/clients/node_modules/axe-core/axe.min.js"
PATHS = (
    "/", "/?country=C5&category=funding,meeting&date=2022-09/2023-03", "/?q=zzzz",
    "/?country=Kazakstan&date=2022-9", "/events/us-funding-central-asia-2022-09",
    "/events/nothing-here",
)  # fmt: skip


@pytest.fixture(scope="session")
def axe() -> Path:
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci in tests/clients")
    return AXE


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_no_violation(
    chromium: Browser, live: Live, axe: Path, scheme: str, width: int
) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with visiting(chromium, live.url, expected=("400", "404"), bypass_csp=True, **options) as page:
        for path in PATHS:
            page.goto(live.url + path)
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = 1")
            page.evaluate(axe.read_text("utf-8"))
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            told = [
                (each["id"], each["help"], [node["target"] for node in each["nodes"]][:4])
                for each in found["violations"]
            ]
            assert not told, (path, told)
