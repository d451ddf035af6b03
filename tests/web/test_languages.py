"""The language of a page: how a reader chooses it, and that caches never give another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from babel import Locale
from flask.testing import FlaskClient

from bench.soak.server_in_process import ServerInProcess
from service import languages
from service.languages import NAMES, preferred
from service.settings import Settings
from tests.support.loops import run

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
EVENT = "/events/c5plus1-ministerial-astana-2023"
PATHS = (
    "/", "/?country=KZ", "/?country=Kazakstan", "/?q=zzzz", EVENT, f"{EVENT}/versions", "/docs",
    "/signin", "/embed", "/events/nothing-here", "/nowhere", "/ogc?f=html",
)  # fmt: skip
ENGLISH = "en"
OTHERS = tuple(each for each in NAMES if each != ENGLISH)


def language_of(client: FlaskClient, path: str, header: str | None = None) -> str:
    """The language of a page. Its HTML and its headers must agree."""
    headers = BROWSER | ({"Accept-Language": header} if header else {})
    reply = client.get(path, headers=headers)
    found = re.search(r'<html lang="([\w-]+)" dir="(ltr|rtl)">', reply.text)
    assert found is not None
    assert reply.headers["Content-Language"] == found[1]
    assert found[2] == ("rtl" if found[1] == "ar" else "ltr")
    return found[1]


class TestTheHeader:
    """``Accept-Language``: RFC 9110, section 12.5.4."""

    @pytest.mark.parametrize(("header", "code"), [
        ("", "en"), ("fr", "fr"), ("FR", "fr"), ("fr-CA", "fr"), ("zh-Hans-CN", "zh"),
        ("kk-KZ", "kk"), ("kk-Cyrl-KZ,ru;q=0.9", "kk"), ("ar-EG", "ar"), ("es-419,es;q=0.9", "es"),
        ("de", "en"), ("de,fr;q=0.5", "fr"), ("de-DE,de;q=0.9,ru;q=0.8,en;q=0.7", "ru"),
        ("en;q=0.5, ru;q=0.8", "ru"), ("fr;q=0.1,es;q=0.2,kk;q=0.3", "kk"), ("fr;q=0, es", "es"),
        ("fr;q=0", "en"), ("*", "en"), ("*;q=0.5, fr;q=0.4", "en"), ("fr, *;q=0.5", "fr"),
        ("ru;q=0.8,fr;q=0.8", "ru"), ("ru ; q = 0.8 , fr", "fr"), ("fr;q=nan,ru", "ru"),
        ("fr;q=2,ru", "ru"), ("fr;q=-1,ru;q=0.1", "ru"), ("fr;level=1,ru;q=0.1", "ru"),
        ("fr_CA", "fr"), ("frx", "en"), ("f", "en"), (",,, ,", "en"), (";q=1", "en"),
        ("é", "en"), ("fr-", "en"), ("a" * 5000, "en"), ("de," * 5000 + "fr", "en"),
    ])  # fmt: skip
    def test_the_preferred_supported_language_is_chosen(self, header: str, code: str) -> None:
        assert preferred(header) == code

    def test_a_page_follows_it(self, client: FlaskClient) -> None:
        assert language_of(client, "/", "kk-KZ,ru;q=0.9") == "kk"


class TestTheAddress:
    @pytest.mark.parametrize("path", PATHS)
    def test_it_comes_before_the_header_on_every_page(self, client: FlaskClient, path: str) -> None:
        for code in NAMES:
            address = f"{path}{'&' if '?' in path else '?'}lang={code}"
            assert language_of(client, address, "es") == code

    @pytest.mark.parametrize("tag", ["fr-CA", "FR", "fr_CA", "fr-Latn-CA"])
    def test_parts_for_a_region_are_accepted(self, client: FlaskClient, tag: str) -> None:
        assert language_of(client, f"/?lang={tag}") == "fr"

    @pytest.mark.parametrize(
        "path", ["/", EVENT, f"{EVENT}/versions", "/docs", "/signin", "/embed"]
    )
    @pytest.mark.parametrize("tag", ["xx", "english", "de-", "fr-" + "a" * 100, "%F0%9F%98%80"])
    def test_an_unknown_one_is_refused_in_the_browsers_language(
        self, client: FlaskClient, path: str, tag: str
    ) -> None:
        reply = client.get(f"{path}?lang={tag}", headers=BROWSER | {"Accept-Language": "ru"})
        assert reply.status_code == 400
        assert reply.headers["Content-Language"] == "ru"
        plain = client.get(f"{path}?lang={tag}", headers={"Accept": "application/json"})
        problem = plain.get_json()
        assert "en, ar, es, fr, kk, ru, zh" in str(problem) or path == "/embed"
        assert problem["errors"][0]["parameter"] == "lang"

    def test_links_keep_it(self, client: FlaskClient) -> None:
        for path in ("/?country=KZ", "/?q=zzzz", EVENT, f"{EVENT}/versions", "/nowhere", "/docs"):
            text = client.get(f"{path}{'&' if '?' in path else '?'}lang=ru", headers=BROWSER).text
            kept = re.sub(r'(?s)<nav id="languages".*?</nav>', "", text)
            links = re.findall(r'<a [^>]*href="(/[^"]*)"', kept)
            links = [each for each in links if not each.startswith(("/v1/", "/static/"))]
            assert links
            assert [each for each in links if "lang=ru" not in each] == []

    def test_links_do_not_say_what_the_header_said(self, client: FlaskClient) -> None:
        text = client.get("/?country=KZ", headers=BROWSER | {"Accept-Language": "ru"}).text
        assert not re.search(r'<a data-go [^>]*href="[^"]*lang=', text)

    def test_redirects_keep_it(self, client: FlaskClient) -> None:
        reply = client.get("/?lang=ru&q=&country=Kazakhstan", headers=BROWSER)
        assert reply.status_code == 302
        assert reply.headers["Location"].endswith("/?country=KZ&lang=ru")


class TestCaches:
    @pytest.mark.parametrize("path", PATHS)
    def test_a_page_varies_with_the_header_that_chose(self, client: FlaskClient, path: str) -> None:
        reply = client.get(path, headers=BROWSER | {"Accept-Language": "ru"})
        assert "Accept-Language" in reply.vary
        address = f"{path}{'&' if '?' in path else '?'}lang=fr"
        assert "Accept-Language" not in client.get(address, headers=BROWSER).vary

    def test_each_language_has_a_tag_of_its_own(self, client: FlaskClient) -> None:
        for path in ("/", EVENT, "/ogc?f=html", "/ogc/collections/events/items?f=html"):
            tags = {
                client.get(path, headers=BROWSER | {"Accept-Language": code}).headers["ETag"]
                for code in NAMES
            }
            assert len(tags) == len(NAMES)

    def test_what_is_not_modified_varies_too(self, client: FlaskClient) -> None:
        headers = BROWSER | {"Accept-Language": "ru"}
        tag = client.get("/", headers=headers).headers["ETag"]
        reply = client.get("/", headers=headers | {"If-None-Match": tag})
        assert reply.status_code == 304
        assert "Accept-Language" in reply.vary

    def test_programs_get_the_same_whatever_they_send(self, client: FlaskClient) -> None:
        plain = client.get("/v1/events?limit=5")
        for code in NAMES:
            reply = client.get("/v1/events?limit=5", headers={"Accept-Language": code})
            assert reply.data == plain.data
            assert "Accept-Language" not in reply.vary

    def test_kept_replies_are_of_the_readers_language(self, asking: ServerInProcess) -> None:
        async def pages() -> list[str]:
            found = []
            for header in (*OTHERS, "en", *OTHERS, "fr-CA,fr;q=0.9", "fr"):
                sent = {"Accept": "text/html", "accept_language": header}
                answer = await asking.ask("/?country=KZ", **sent)
                found.append(re.findall(rb'<html lang="(\w+)"', answer.body)[0].decode())
            return found

        wanted = [*OTHERS, "en", *OTHERS, "fr", "fr"]
        assert run(pages()) == wanted


@pytest.fixture
def asking(settings: Settings, client: FlaskClient) -> Iterator[ServerInProcess]:
    """A server with a cache of replies, on the same database."""
    with closing(ServerInProcess(settings)) as made:
        yield made


def test_every_language_is_named_in_itself() -> None:
    for code, name in NAMES.items():
        known = Locale(code).get_display_name() or ""
        assert known.lower().startswith(name.lower()[:4])


def test_every_language_has_a_catalogue() -> None:
    folders = {each.name for each in Path(languages.FOLDER).iterdir() if each.is_dir()}
    assert folders == set(OTHERS)
