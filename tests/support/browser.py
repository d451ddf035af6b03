"""A real browser for tests of pages: Chromium, driven by Playwright.

Every test can use the fixture ``chromium``. A page in ``visiting()`` may send requests only to
its own server. Errors and warnings in its console make the test fail.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Page,
        Request,
        WebError,
    )

CHROMIUM = next(
    (each for each in map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))
     if each.exists()),
    Path("/usr/bin/chromium"),
)  # fmt: skip
"""The headless shell, if it is installed: it uses a third less processor time."""
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--in-process-gpu",  # a tenth of the work for a page would be messages to a GPU process
    "--renderer-process-limit=1",  # a new page of a reused context starts in the same process
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run. Skips the test if there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="needs Playwright for Python")
    if not CHROMIUM.exists():
        pytest.skip(f"needs Chromium at {CHROMIUM}")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Contexts:
    """The contexts that were used last. A test that needs the same options uses one of them again.

    A new context and its process take as long as a page. The first page of a context stays empty
    and open, so that the process continues. After each use, cookies, storage and cache are cleared.
    """

    MOST = 3

    def __init__(self) -> None:
        self._free: dict[str, BrowserContext] = {}

    @contextmanager
    def using(
        self, browser: Browser, origins: tuple[str, ...], options: dict[str, Any]
    ) -> Iterator[BrowserContext]:
        """A context without cookies, storage or cached files. It is closed if the block fails."""
        kind = repr(sorted(options.items()))
        context = self._free.pop(kind, None)
        if context is None or context.browser is not browser:
            context = browser.new_context(**options)
            context.new_page()
        try:
            yield context
            self._cleared(context, origins)
        except BaseException:
            context.close()
            raise
        self._free[kind] = context
        if len(self._free) > self.MOST:
            self._free.pop(next(iter(self._free))).close()

    def _cleared(self, context: BrowserContext, origins: tuple[str, ...]) -> None:
        first, *others = context.pages
        for each in others:
            each.wait_for_load_state()  # Chromium may never close a page that is still loading
            each.close()
        context.clear_cookies()
        context.clear_permissions()
        context.unroute_all()
        wire = context.new_cdp_session(first)
        for origin in origins:
            wire.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        wire.send("Network.clearBrowserCache")
        wire.detach()


CONTEXTS = Contexts()


@contextmanager
def visiting(
    browser: Browser, *origins: str, expected: tuple[str, ...] = (), **options: Any
) -> Iterator[Page]:
    """A new page. ``options`` are Playwright's options for its context.

    ``origins`` are the servers that the page may send requests to. ``expected`` are parts of the
    console errors and warnings that are allowed.
    """
    errors: list[str] = []
    allowed = {urlsplit(each).netloc for each in origins}

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in allowed:
            errors.append(f"asked {request.url}")

    def threw(error: WebError) -> None:
        errors.append(f"threw {error.error}")

    def logged(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(
            part in message.text for part in expected
        ):
            errors.append(f"logged {message.text}")

    with CONTEXTS.using(browser, origins, options) as context:
        context.on("request", asked)
        context.on("weberror", threw)
        context.on("console", logged)
        yield context.new_page()
        context.remove_listener("request", asked)
        context.remove_listener("weberror", threw)
        context.remove_listener("console", logged)
    assert not errors, errors


def until(page: Page, script: str, argument: object = None, seconds: float = 30) -> None:
    """Waits until ``script`` returns a true value on the page.

    Playwright's ``wait_for_function`` is no help on our pages: only its first look is exempt from
    the page's Content-Security-Policy, so it fails whenever it has to look twice.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(script, argument):
        assert time.monotonic() < end, f"not within {seconds} s: {script}"
        page.wait_for_timeout(50)
