"""The tutorial works: a test runs its commands in an empty folder, and another opens its page.

Two things differ from the tutorial. The package is already installed, so ``make install`` is only a
dry run (``tests/trust/test_package.py`` installs a package). Servers run in the background on free
ports instead of in a second terminal.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import REPOSITORY
from tests.support.browser import visiting
from tests.support.guides import Done, follow
from tests.support.live import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TUTORIAL = (REPOSITORY / "docs" / "tutorial.md").read_text("utf-8")
WAIT = """
echo $! >> pids
for _ in $(seq 100); do curl -s -o waited.txt {address} && break; sleep 0.1; done"""


@dataclass(frozen=True)
class Followed:
    done: list[Done]
    service: str
    site: str


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    folder = tmp_path_factory.mktemp("tutorial") / "dateline"
    folder.mkdir()
    service, site = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    replaced = {
        "\nmake install\n": f"\nmake --dry-run -C {REPOSITORY} install > make.log\n",
        "\ndateline serve\n": "\ndateline serve --workers 1 --port "
        f"{service.rpartition(':')[2]} > serve.log 2>&1 &{WAIT.format(address=service)}\n",
        "\npython3 -m http.server 8080 --bind 127.0.0.1\n": "\npython3 -m http.server "
        f"{site.rpartition(':')[2]} --bind 127.0.0.1 > site.log 2>&1 &"
        f"{WAIT.format(address=site)}\n",
        "http://127.0.0.1:8000": service,
    }
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DATELINE_")}
    try:
        yield Followed(follow(TUTORIAL, folder, kept, replaced), service, site)
    finally:
        stop(folder.parent / "my-timeline" / "pids")


def stop(pids: Path) -> None:
    for number in pids.read_text().split() if pids.exists() else ():
        with suppress(ProcessLookupError):
            os.kill(int(number), signal.SIGTERM)


def test_every_command_prints_what_the_tutorial_says(followed: Followed) -> None:
    assert len(followed.done) >= 15
    for each in followed.done:
        assert each.printed == each.told, each.command


def test_the_page_shows_the_spreadsheet(followed: Followed, chromium: Browser) -> None:
    # The server of the page has no favicon.
    with visiting(chromium, followed.service, followed.site, expected=("404",)) as page:
        page.goto(f"{followed.site}/page.html")
        marks = page.locator("dateline-timeline a")
        expect(marks).to_have_count(4)
        marks.filter(has_text="Talks on railways begin").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Talks on railways begin")
        assert page.url.startswith(f"{followed.service}/events/trips-2")
