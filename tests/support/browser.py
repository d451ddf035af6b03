"""A real browser for tests of pages: Chromium, driven by Playwright.

The fixture ``chromium`` is known to every test. Whatever a page does in ``visiting()``, it
must ask nothing of anybody but its own server and say nothing in the console that a
developer would have to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    (each for each in map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))
     if each.exists()),
    Path("/usr/bin/chromium"),
)  # fmt: skip
"""The headless shell, if it is installed: it needs a third less of the processor."""
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run; skips where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="needs Playwright for Python")
    if not CHROMIUM.exists():
        pytest.skip(f"needs Chromium at {CHROMIUM}")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visiting(
    browser: Browser, *origins: str, expected: tuple[str, ...] = (), **options: Any
) -> Iterator[Page]:
    """A page in a context of its own; ``options`` are Playwright's for the context.

    ``origins`` are the servers it may ask; ``expected`` are parts of console errors that
    the test is about.
    """
    context = browser.new_context(**options)
    page = context.new_page()
    faults: list[str] = []
    allowed = {urlsplit(each).netloc for each in origins}

    def asked(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in allowed:
            faults.append(f"asked {address}")

    context.on("request", lambda request: asked(request.url))
    context.on("weberror", lambda error: faults.append(f"threw {error.error}"))
    context.on(
        "console",
        lambda message: (
            faults.append(f"logged {message.text}")
            if message.type in ("error", "warning")
            and not any(part in message.text for part in expected)
            else None
        ),
    )
    try:
        yield page
    finally:
        context.close()
    assert not faults, faults
