"""A person with a browser enters a private instance, reads, and leaves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.clients.test_browser_clients import site
from tests.support.browser import until, visiting
from tests.support.live import Live, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    named = {"public_reads": "false", "workers": "1", "page_size": "5"}
    with serving(tmp_path_factory.mktemp("signin"), **named) as found:
        yield found


def answer(body: str, route: Route) -> None:
    """Answers as a page of another site."""
    route.fulfill(body=body, content_type="text/html")


def test_a_reader_signs_in_reads_and_signs_out(private: Live, chromium: Browser) -> None:
    key = private.command("key", "create", "person").strip()
    with visiting(chromium, private.url, expected=("401",)) as page:
        page.goto(f"{private.url}/?country=C5")
        assert page.url == f"{private.url}/signin?next=/%3Fcountry%3DC5"
        until(page, "document.activeElement.id == 'key'")
        page.fill("#key", "dl_wrong")
        page.press("#key", "Enter")
        page.wait_for_selector("#error")
        assert "unknown, revoked or expired" in page.inner_text("#error")
        page.fill("#key", key)
        page.click("text=Sign in >> nth=-1")
        page.wait_for_url(f"{private.url}/?country=C5")
        # Both the page and the requests of its scripts are now allowed.
        page.wait_for_selector("dateline-timeline li", state="attached")
        assert page.evaluate("document.cookie") == ""
        page.fill("#q", "Blinken")
        page.press("#q", "Enter")
        page.wait_for_url("**q=Blinken**")
        page.click("ol a.title >> nth=0")
        page.wait_for_selector("article")
        page.click("text=Sign out")
        page.wait_for_url(f"{private.url}/signin")
        page.goto(f"{private.url}/")
        assert page.url == f"{private.url}/signin"


def test_signing_in_leads_to_the_same_part_of_the_page(private: Live, chromium: Browser) -> None:
    """The fragment never reaches the server, and an attempt with a wrong key keeps it too."""
    key = private.command("key", "create", "reader-of-maps").strip()
    with visiting(chromium, private.url, expected=("401",)) as page:
        page.goto(f"{private.url}/?country=C5#where")
        for text in ("dl_wrong", key):
            page.fill("#key", text)
            page.press("#key", "Enter")
            page.wait_for_selector("#error" if text != key else "#where[open]")
        assert page.url == f"{private.url}/?country=C5#where"


def test_a_revoked_key_ends_the_visit(private: Live, chromium: Browser) -> None:
    key = private.command("key", "create", "guest").strip()
    with visiting(chromium, private.url, expected=("401",)) as page:
        page.goto(f"{private.url}/signin")
        page.fill("#key", key)
        page.press("#key", "Enter")
        page.wait_for_url(f"{private.url}/")
        private.command("key", "revoke", "guest")
        page.goto(f"{private.url}/")
        assert page.url == f"{private.url}/signin"


def test_a_key_that_ends_while_the_list_is_read_leaves_a_way_to_sign_in(
    private: Live, chromium: Browser
) -> None:
    key = private.command("key", "create", "reader").strip()

    def too_late(route: Route) -> None:
        private.command("key", "revoke", "reader")
        route.continue_()

    with visiting(chromium, private.url, expected=("401",)) as page:
        page.goto(f"{private.url}/signin")
        page.fill("#key", key)
        page.route("**cursor=**", too_late, times=1)
        with page.expect_response("**/signin?next=**"):
            page.press("#key", "Enter")
        page.click(".next")
        page.wait_for_url("**/signin?next=**cursor%3D**")


def test_a_form_on_another_site_signs_nobody_out_or_in(private: Live, chromium: Browser) -> None:
    key = private.command("key", "create", "victim").strip()
    other = "http://other.localhost:1"
    with visiting(chromium, private.url, other, expected=("403",)) as page:
        page.goto(f"{private.url}/signin")
        page.fill("#key", key)
        page.press("#key", "Enter")
        page.wait_for_url(f"{private.url}/")
        for path in ("signout", "signin"):
            form = (
                f'<form id="f" method="post" action="{private.url}/{path}">'
                f'<input name="key" value="{key}"></form>'
            )
            page.route(f"{other}/**", partial(answer, form))
            page.goto(f"{other}/")
            page.evaluate("document.getElementById('f').submit()")
            page.wait_for_url(f"{private.url}/{path}")
            assert "another site" in page.inner_text("main")
            page.unroute(f"{other}/**")
        page.goto(f"{private.url}/")
        assert page.url == f"{private.url}/"


def test_pages_of_another_site_show_the_timeline_by_a_link(
    private: Live, chromium: Browser
) -> None:
    key = private.command("key", "create", "--feed", "frame").strip()
    body = (
        '<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,">'
        f'<iframe src="{private.url}/embed?country=C5&key={key}" width="900"></iframe>'
        f'<script type="module" src="{private.url}/static/dateline-timeline.js"></script>'
        f'<dateline-timeline src="{private.url}" query="country=C5&key={key}"></dateline-timeline>'
    )
    with site(body) as address, visiting(chromium, private.url, address) as page:
        page.goto(address)
        for each in page.frames:
            each.wait_for_selector("dateline-timeline li", state="attached")
