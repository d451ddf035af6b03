"""The first view loads few bytes, and a browser does not draw the hidden parts of a long list.

``python -m bench.browser`` measures the same with 100,000 events, and the longest task of the
browser.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest
from playwright.sync_api import Browser

from bench.browser import MOST_BYTES, first_view, scrolled
from bench.generate import events
from tests.support.live import Live, serving
from tests.support.sizes import size


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("many")
    file = folder / "events.ndjson"
    file.write_bytes(b"\n".join(orjson.dumps(each) for each in events(size(800, 2000))))
    with serving(folder, workers="1") as live:
        live.command("import", str(file))
        yield live


def test_the_first_view_is_small_and_asks_for_data_once(chromium: Browser, many: Live) -> None:
    size, asked, _ = first_view(chromium, many.url)
    assert size < MOST_BYTES
    assert asked[0] == "/"
    assert len([each for each in asked if each.startswith("/v1/")]) <= 1


def test_scrolling_brings_more_and_what_is_out_of_sight_is_not_drawn(
    chromium: Browser, many: Live
) -> None:
    wanted = size(150, 600)
    found, _, _ = scrolled(chromium, many.url, wanted)
    assert found >= wanted
