"""Accessibility checks of pages with axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).parents[1] / "clients" / "node_modules" / "axe-core"
NEEDED = "needs axe-core: npm --prefix tests/clients ci"
RUN = """([within, rules]) => axe
  .run(within ?? document, { resultTypes: ["violations"], rules }).then((found) =>
  found.violations.map((each) => [each.id, each.help,
    each.nodes.slice(0, 4).map((node) => node.target.join(" "))]))"""


class Files(SimpleHTTPRequestHandler):
    """Serves the folder of axe-core."""

    def end_headers(self) -> None:
        """``/embed`` takes files of other origins only with this header."""
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class Axe:
    """axe-core at ``url``. Pages load it from a URL because the browser then caches the compiled
    script."""

    def __init__(self, url: str) -> None:
        self.url = url

    def violations(
        self, page: Page, *, colours: bool = True, within: str | None = None
    ) -> list[Any]:
        """The rules that a page breaks, and the elements that break them. Without ``colours``, the
        rules on contrast are left out, because they take two thirds of the time. With ``within``,
        only the elements that this CSS selector finds are checked."""
        if not page.evaluate("'axe' in window"):
            page.add_script_tag(url=f"{self.url}/axe.min.js")
        rules = {} if colours else {"color-contrast": {"enabled": False}}
        found: list[Any] = page.evaluate(RUN, [within, rules])
        return found


@pytest.fixture(scope="session")
def axe() -> Iterator[Axe]:
    """axe-core on its own server. Skips the test if it is not installed."""
    if not FOLDER.is_dir():
        pytest.skip(NEEDED)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(FOLDER)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Axe(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
