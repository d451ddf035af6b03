"""The data of pages for sites that show a link to them: heads, cards, oEmbed, crawlers."""

from __future__ import annotations

import html
import json
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.formats import png
from service.formats.card import ROOM, Card, length, render
from service.formats.card import svg as drawing
from service.formats.lettering import fitted
from service.settings import Settings
from service.store import Store
from service.store.sitemap import Sitemap
from tests.support.hostile import STRINGS, event

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
EVENT = "us-funding-central-asia-2022-09"
QUERY = "country=KZ&country=US&date=2022-09/2023-03"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def other(settings: Settings, seeded: None, store: Store) -> Iterator[Flask]:
    """The same service, but private, under a public URL with a prefix."""
    given = replace(settings, public_reads=False, base_url="https://d.example/timeline")
    made = create_app(given)
    yield made
    made.extensions["dateline"].store.close()


def head(client: FlaskClient, path: str) -> dict[str, str]:
    """The title of a page, and each element of its head that describes it, by name."""
    text = client.get(path, headers=BROWSER).text.partition("</head>")[0]
    found = {"title": re.findall(r"<title>(.*?)</title>", text)[0]}
    for tag in re.findall(r"<(?:meta|link) data-page [^>]+>", text):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        name = given.get("property") or given.get("name") or given.get("type") or given["rel"]
        found[name] = given.get("content") or given["href"]
    return {name: html.unescape(each) for name, each in found.items()}


def size(image: bytes) -> tuple[int, int]:
    assert image.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", image[16:24])
    return width, height


def test_a_selection_has_its_words_for_title_and_picture(client: FlaskClient) -> None:
    words = "Kazakhstan and United States, September 2022 to March 2023"
    found = head(client, f"/?{QUERY}")
    assert found["title"] == f"{words} · Dateline"
    assert found["og:title"] == words
    assert found["description"].startswith(f"10 events: {words}.")
    assert found["og:url"] == found["canonical"] == f"http://localhost/?{QUERY}"
    assert found["twitter:card"] == "summary_large_image"
    reply = client.get(found["og:image"].removeprefix("http://localhost"))
    assert (reply.status_code, reply.mimetype) == (200, "image/png")
    assert size(reply.data) == (1200, 630)
    assert client.get(f"/card.png?{QUERY}", headers={"If-None-Match": reply.headers["ETag"]}
                      ).status_code == 304  # fmt: skip


def test_an_event_has_its_own_head(client: FlaskClient) -> None:
    found = head(client, f"/events/{EVENT}")
    assert found["title"] == "United States announces $25 million for Central Asia · Dateline"
    assert found["og:description"].startswith("September 2022. A first sum")
    assert found["og:type"] == "article"
    image = client.get(found["og:image"].removeprefix("http://localhost"))
    assert size(image.data) == (1200, 630)
    assert len(image.data) < 100_000


@pytest.mark.parametrize(
    ("path", "listed"),
    [("/", True), (f"/events/{EVENT}", True), (f"/?{QUERY}", False), ("/?sort=-date", True),
     ("/?q=nothingatall", False), (f"/events/{EVENT}/versions/1", True)],
)  # fmt: skip
def test_search_engines_list_events_and_the_front_page(
    client: FlaskClient, path: str, listed: bool
) -> None:
    assert ("robots" not in head(client, path)) == listed


def test_a_head_is_in_the_language_of_the_page(client: FlaskClient) -> None:
    found = head(client, "/?country=KZ&lang=fr")
    assert found["og:locale"] == "fr"
    assert found["canonical"].endswith("/?country=KZ&lang=fr")
    assert found["og:image"].endswith("/card.png?country=KZ&lang=fr")


def test_the_window_of_the_timeline_is_part_of_the_address(client: FlaskClient) -> None:
    page = client.get("/?country=KZ&window=2022-09/2022-12", headers=BROWSER)
    assert page.status_code == 200
    assert 'window="2022-09-01/2022-12-31"' in page.text
    assert "window=2022-09-01/2022-12-31" in head(client, "/?country=KZ&window=2022-09/2022-12")[
        "canonical"
    ]  # fmt: skip
    assert client.get("/?country=KZ&window=", headers=BROWSER).headers["Location"] == "/?country=KZ"
    wrong = client.get("/?country=KZ&window=soon", headers=BROWSER)
    assert wrong.status_code == 400
    assert "window: &#39;soon&#39; is not an EDTF date" in wrong.text


# oEmbed.


def embed(client: FlaskClient, url: str, more: str = "") -> dict[str, object]:
    reply = client.get(f"/oembed?url={quote(url, safe='')}{more}")
    assert reply.status_code == 200, reply.text
    found: dict[str, object] = reply.get_json()
    return found


@pytest.mark.parametrize("path", ["/", f"/?{QUERY}", f"/events/{EVENT}", "/?country=C5:host",
                                  f"/?{QUERY}&window=2022-09/2022-12", "/?q=nuclear+test",
                                  ])  # fmt: skip
def test_a_page_leads_to_what_embeds_it(client: FlaskClient, path: str) -> None:
    reply = client.get(path, headers=BROWSER)
    found = head(client, path)
    address = found["application/json+oembed"]
    assert f'<{address}>; rel="alternate"; type="application/json+oembed"' in reply.headers["Link"]
    made = client.get(address.removeprefix("http://localhost"))
    assert made.status_code == 200
    assert (made.get_json()["type"], made.get_json()["version"]) == ("rich", "1.0")
    assert made.get_json()["title"] == found["title"]
    source = html.unescape(re.findall(r'src="([^"]+)"', made.get_json()["html"])[0])
    frame = client.get(source.removeprefix("http://localhost"))
    assert frame.status_code == 200
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    other = client.get(found["text/xml+oembed"].removeprefix("http://localhost"))
    assert other.mimetype == "text/xml"
    told = {each.tag: each.text for each in ET.fromstring(other.data)}
    assert told == {name: str(value) for name, value in made.get_json().items()}


@pytest.mark.parametrize("path", [
    "/embed", f"/embed?{QUERY}&theme=dark&height=300&lang=fr",
    "/embed?country=KZ&by=category&lang=de", f"/embed/events/{EVENT}?theme=dark",
])  # fmt: skip
def test_a_frame_leads_to_what_embeds_it(client: FlaskClient, path: str) -> None:
    reply = client.get(path, headers=BROWSER)
    (found,) = re.findall(r'<link [^>]*"application/json\+oembed"[^>]*href="([^"]+)"', reply.text)
    address = html.unescape(found)
    assert f'<{address}>; rel="alternate"; type="application/json+oembed"' in reply.headers["Link"]
    made = client.get(address.removeprefix("http://localhost")).get_json()
    source = html.unescape(re.findall(r'src="([^"]+)"', made["html"])[0])
    asked, kept = (dict(parse_qsl(urlsplit(each).query)) for each in (path, source))
    assert asked.items() <= kept.items()
    assert made["height"] == (380 if "height" in asked else 260 if "events" in path else 440)


def test_other_programs_than_wordpress_hide_the_quotation(client: FlaskClient) -> None:
    """WordPress drops the attribute and shows the link until the frame answers."""
    for path in (f"/?{QUERY}&lang=fr", f"/events/{EVENT}?lang=fr", f"/embed/events/{EVENT}"):
        made = str(embed(client, f"http://localhost{path}")["html"])
        (link,) = re.findall(r'^<blockquote hidden><a href="([^"]+)">[^<]+</a></blockquote><', made)
        page = html.unescape(link).removeprefix("http://localhost")
        assert page == path.removeprefix("/embed")
        assert client.get(page, headers=BROWSER).status_code == 200


def test_a_title_says_the_status(client: FlaskClient, write_key: dict[str, str]) -> None:
    event = {"title": "Talks", "date": "2022-09", "category": "meeting", "status": "disputed"}
    client.put("/v1/events/doubted", json=event, headers=write_key)
    for lang, words in (("en", "disputed: Talks"), ("fr", "contesté\u00a0: Talks")):
        path = f"/events/doubted?lang={lang}"
        found = head(client, path)
        assert found["title"] == f"{words} · Dateline"
        assert found["og:title"] == words
        assert embed(client, f"http://localhost{path}")["title"] == f"{words} · Dateline"


def test_what_is_to_be_placed_has_a_text_for_who_cannot_see_it(client: FlaskClient) -> None:
    page = html.unescape(client.get(f"/?{QUERY}&by=category", headers=BROWSER).text)
    kinds = {"alt": ("Timeline", "Map", "Chart"), "title": ("Timeline", "Chart")}
    for name, found in kinds.items():
        for kind in found:
            assert f'{name}="Kazakhstan and United States' in page
            assert f' · {kind}"' in page
    mail = re.search(r'<img src="http://localhost(/card\.png[^"]*)" [^>]+ width="600">', page)
    assert mail is not None
    assert html.unescape(mail[1]) == f"/card.png?{QUERY}"
    assert size(client.get(html.unescape(mail[1])).data) == (1200, 630)


def test_an_embed_fits_where_it_is_put(client: FlaskClient) -> None:
    found = embed(client, f"http://localhost/?{QUERY}", "&maxwidth=320&maxheight=300&dnt=1&x=y")
    assert (found["width"], found["height"]) == (320, 300)
    assert 'width="320" height="300"' in str(found["html"])
    assert "height=220" in str(found["html"])
    small = embed(client, "http://localhost/", "&maxheight=50")
    assert small["height"] == 50


@pytest.mark.parametrize("url", [
    "http://evil.example/", "http://localhost.evil.example/", "http://localhost@evil.example/",
    "http://evil.example@localhost/", "http://localhost:81/", "//localhost/", "/",
    "javascript:alert(1)",
    "http://localhost/v1/events", "http://localhost/docs", "http://localhost/signin",
    "http://localhost/events/nope", "http://localhost/events/..%2f", "http://[::1",
    "http://localhost/?contry=KZ", "http://localhost/?country=Atlantis", "ftp://localhost/",
    "http://localhost\\@evil.example/", "http://localhost/?" + "a=1&" * 150,
    "http://localhost/\r\nX: y",
    "http://localhost/?country=%FF",
])  # fmt: skip
def test_another_address_is_not_found(client: FlaskClient, url: str) -> None:
    reply = client.get(f"/oembed?url={quote(url, safe='')}", headers=BROWSER)
    assert (reply.status_code, reply.mimetype) == (404, "application/problem+json")
    assert "X" not in reply.headers


@pytest.mark.parametrize("url", ["https://localhost/", "HTTP://LOCALHOST:80/", "http://localhost",
                                 "http://localhost/#top", "http://localhost/embed?theme=dark",
                                 "http://localhost/?country=KZ&sort=-updated&limit=5&key=secret",
                                 ])  # fmt: skip
def test_an_address_of_ours_is_known_however_it_is_written(client: FlaskClient, url: str) -> None:
    found = embed(client, url)
    assert "secret" not in json.dumps(found)
    assert "updated" not in json.dumps(found)


@pytest.mark.parametrize(("url", "source", "height"), [
    ("/?country=KZ&utm_source=mail&fbclid=x", "/embed?country=KZ&height=360", 440),
    ("/?country=KZ&lang=fr", "/embed?country=KZ&lang=fr&height=360", 440),
    ("/embed?theme=dark&height=600&lang=de", "/embed?theme=dark&lang=de&height=600", 680),
    (f"/embed/events/{EVENT}?theme=dark&gclid=1", f"/embed/events/{EVENT}?theme=dark", 260),
])  # fmt: skip
def test_a_frame_is_as_its_address_says(
    client: FlaskClient, url: str, source: str, height: int
) -> None:
    found = embed(client, f"http://localhost{url}")
    assert f'src="http://localhost{html.escape(source)}"' in str(found["html"])
    assert found["height"] == height
    assert client.get(source).status_code == 200


def test_a_title_is_in_the_language_of_the_address(client: FlaskClient) -> None:
    path = "/?country=KZ&date=2022-09&lang=fr"
    address = head(client, path)["application/json+oembed"]
    made = client.get(address.removeprefix("http://localhost")).get_json()
    assert made["title"] == head(client, path)["title"]
    assert "septembre" in made["title"]
    assert "lang=fr" in made["thumbnail_url"]


@pytest.mark.parametrize("name", ["utm_source", "fbclid", "gclid", "mc_eid", "_hsenc", "UTM_Medium",
                                  "igsh", "msclkid", "_gl"])  # fmt: skip
def test_what_other_sites_add_to_a_link_changes_no_page(client: FlaskClient, name: str) -> None:
    for path in (f"/events/{EVENT}", f"/embed/events/{EVENT}", "/?country=KZ", "/embed?country=KZ",
                 f"/events/{EVENT}/versions", "/card.png", "/docs"):  # fmt: skip
        more = f"{path}{'&' if '?' in path else '?'}{name}=a%20b"
        reply = client.get(more, headers=BROWSER)
        assert reply.status_code == 200
        assert reply.data == client.get(path, headers=BROWSER).data
    assert client.get(f"/v1/events?{name}=1").status_code == 400  # no page
    assert client.get("/?country=KZ&utm=1", headers=BROWSER).status_code == 400


def test_other_formats_and_a_missing_address_are_reported(client: FlaskClient) -> None:
    assert client.get("/oembed?url=http://localhost/&format=yaml").status_code == 501
    assert client.get("/oembed?url=http://localhost/&format=XML").mimetype == "text/xml"
    assert client.get("/oembed").status_code == 400
    assert client.get("/oembed?url=http://localhost/&maxwidth=-1").status_code == 400


def test_a_prefix_and_the_public_address_are_kept(other: Flask, store: Store) -> None:
    client = other.test_client()
    key = {"Authorization": f"Bearer {store.keys.create('reader', ('read',))}"}
    url = quote(f"https://d.example/timeline/?{QUERY}", safe="")
    found = client.get(f"/oembed?url={url}", headers=key).get_json()
    assert 'src="https://d.example/timeline/embed?country=KZ&amp;country=US' in found["html"]
    for wrong in ("https://d.example/", "https://d.example/timelines/", "http://localhost/"):
        reply = client.get(f"/oembed?url={quote(wrong, safe='')}", headers=key)
        assert reply.status_code == 404


QUOTATION = r'<blockquote hidden><a href="[^"<>]*">[^<>]*</a></blockquote>'


def test_every_word_of_an_embed_is_escaped(
    app: Flask, client: FlaskClient, write_key: dict[str, str]
) -> None:
    for number, text in enumerate(STRINGS[::40]):
        made = client.post("/v1/events", json=event(number, text), headers=write_key)
        assert made.status_code == 201
        url = f"http://localhost/events/{made.get_json()['id']}"
        found = embed(client, url)
        frame = r'<iframe src="[^"<>]*" title="[^"<>]*" width="\d+" height="\d+" frameborder="0">'
        assert re.fullmatch(f"{QUOTATION}{frame}</iframe>", str(found["html"]))
        xml = client.get(f"/oembed?url={quote(url, safe='')}&format=xml").data
        assert ET.fromstring(xml).findtext("title") == f"{text} · Dateline"
        page = client.get(f"/embed/events/{made.get_json()['id']}").text
        assert html.escape(text) in page or text in html.unescape(page)
        assert "<script>window" not in page
        assert size(client.get(f"/events/{made.get_json()['id']}/card.png").data) == (1200, 630)
    query = f"q={quote(STRINGS[0])}&tag={quote(STRINGS[3])}"
    assert re.fullmatch(QUOTATION + r'<iframe src="[^"<>]*" title="[^"<>]*" [^<>]*></iframe>',
                        str(embed(client, f"http://localhost/?{query}")["html"]))  # fmt: skip


# Private instances.


@pytest.mark.parametrize("path", [
    "/card.png", f"/events/{EVENT}/card.png", "/events/nope/card.png", "/sitemap.xml",
    "/sitemap-1.xml", "/oembed?url=https%3A%2F%2Fd.example%2Ftimeline%2F",
    f"/oembed?url=https%3A%2F%2Fd.example%2Ftimeline%2Fevents%2F{EVENT}",
    "/oembed?url=https%3A%2F%2Fd.example%2Ftimeline%2Fevents%2Fnope", f"/embed/events/{EVENT}",
    f"/events/{EVENT}/versions/1", "/v1/cite.apa.txt", f"/v1/events/{EVENT}.bib",
])  # fmt: skip
def test_a_private_instance_tells_nothing(other: Flask, path: str) -> None:
    reply = other.test_client().get(path)
    assert reply.status_code == 401
    assert "Central Asia" not in reply.text


def test_a_private_instance_forbids_crawlers(other: Flask, settings: Settings) -> None:
    client = other.test_client()
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert client.get("/favicon.ico").status_code == 200


# Crawlers.


def test_robots_may_read_pages_and_find_the_site_map(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /v1/" in text
    assert "Disallow: /\n" not in text
    assert text.endswith("Sitemap: http://localhost/sitemap.xml\n")
    index = ET.fromstring(client.get("/sitemap.xml").data)
    (part,) = [urlsplit(each.text or "").path for each in index.iter(f"{SITEMAP}loc")]
    reply = client.get(part)
    found = [each.text for each in ET.fromstring(reply.data).iter(f"{SITEMAP}loc")]
    ids = {each["id"] for each in client.get("/v1/events.json?limit=100").get_json()["items"]}
    assert {str(each).rpartition("/")[2] for each in found} == ids
    assert client.get(part, headers={"If-None-Match": reply.headers["ETag"]}).status_code == 304
    for wrong in ("/sitemap-2.xml", "/sitemap-0.xml", "/sitemap-x.xml", "/sitemap-1.5.xml"):
        assert client.get(wrong).status_code == 404


def test_an_operator_keeps_crawlers_away(settings: Settings, seeded: None, store: Store) -> None:
    client = create_app(replace(settings, crawlers=False)).test_client()
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert client.get("/sitemap.xml").status_code == 404
    assert "noindex" in client.get("/", headers=BROWSER).text


@pytest.mark.parametrize("most", [1, 3, 7, 16, 100])
def test_the_parts_of_a_site_map_have_every_event_once(app: Flask, store: Store, most: int) -> None:
    shown = Sitemap(store.database, store.database, most)
    parts = shown.parts()
    pages = [list(shown.part(number)) for number in range(1, len(parts) + 1)]
    assert [max(changed for _, changed in page) for page in pages] == parts
    assert all(1 <= len(page) <= most for page in pages)
    every = [each for page in pages for each, _ in page]
    assert sorted(every) == sorted(set(every))
    assert len(every) == store.size()
    assert shown.has(len(parts))
    assert not shown.has(len(parts) + 1)


def test_an_empty_instance_has_an_empty_site_map(settings: Settings, store: Store) -> None:
    client = create_app(settings).test_client()
    assert list(ET.fromstring(client.get("/sitemap.xml").data)) == []
    assert client.get("/sitemap-1.xml").status_code == 404
    assert size(client.get("/card.png").data) == (1200, 630)


def test_the_icons_are_pictures(client: FlaskClient) -> None:
    icon = client.get("/favicon.ico")
    assert icon.data[:6] == b"\x00\x00\x01\x00\x01\x00"
    assert size(icon.data[22:]) == (32, 32)
    assert size(client.get("/apple-touch-icon.png").data) == (180, 180)


# Cards.


@pytest.mark.parametrize(("text", "known"), [
    ("Astana “C5+1” – €25 million…", True), ("Қазақстан, Өзбекстан, Ұлытау", True),
    ("اجتماع وزراء الخارجية پچگ", True), ("שלום", True), ("Հայաստան საქართველო", True),
    ("外交部长会议", False), ("हिन्दी", False), ("ไทย", False),
])  # fmt: skip
def test_it_is_known_which_letters_can_be_drawn(text: str, known: bool) -> None:
    assert png.drawable(text) == known


def test_a_text_that_cannot_be_drawn_is_left_out() -> None:
    card = Card("Dateline", "外交部长会议", ("28 February 2023",))
    assert "外" not in drawing(card, "#9b1c31", False)
    assert "28 February 2023" in drawing(card, "#9b1c31", False)
    assert "外" in drawing(card, "#9b1c31", True)


def test_every_line_of_a_card_has_room() -> None:
    for title in ("word " * 60, "x" * 500, "会议" * 100, "اجتماع " * 50, *STRINGS[::50]):
        svg = drawing(Card("Site " * 40, title, ("line " * 60,) * 3), "#9b1c31", True)
        ys = [int(each) for each in re.findall(r'y="(\d+)"', svg)]
        assert max(ys) <= 620, title
        assert ys == sorted(ys)
        assert size(png.png(svg)) == (1200, 630)
        assert " ".join(fitted(title, ROOM / 42, length)).replace(" ", "") == "".join(title.split())


def test_a_folder_of_fonts_is_checked(settings: Settings, tmp_path: object) -> None:
    for wrong in ("/nowhere", str(tmp_path)):
        with pytest.raises(Exception, match="DATELINE_FONTS"):
            create_app(replace(settings, fonts=wrong))
    assert render(Card("D", "外交"), "#9b1c31", str(png.FOLDER)).startswith(b"\x89PNG")


def test_a_card_asks_with_the_words_of_the_grammar(client: FlaskClient) -> None:
    assert client.get("/card.png?contry=KZ").status_code == 400
    assert client.get("/events/nope/card.png").status_code == 404
    query = dict(parse_qsl(urlsplit(head(client, "/?country=KZ")["og:image"]).query))
    assert query == {"country": "KZ"}
