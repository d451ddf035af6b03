"""A private instance: people and programs need a key or a cookie to read it."""

from __future__ import annotations

import json
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import icalendar
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from service.api import session
from service.app import SEED
from service.schemas.event import load_event
from service.store import Store
from service.web.signin import OURS
from tests.api.conftest import MakeClient, make_client, settings, store
from tests.support.live import Live, serving
from tests.support.sizes import size

__all__ = ["make_client", "settings", "store"]
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
HOST = "dateline.example"
OGC = "http://localhost/ogc"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def make(make_client: MakeClient, store: Store) -> MakeClient:
    seed = json.loads((SEED / "events.json").read_text("utf-8"))["events"]
    store.import_batch(load_event(each) for each in seed)
    return partial(make_client, public_reads=False)


@pytest.fixture
def client(make: MakeClient) -> FlaskClient:
    return make()


@pytest.fixture
def feed(store: Store) -> str:
    return store.keys.create("link", ("feed",))


def local(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


# Links with a key


@pytest.mark.parametrize(
    "path",
    [
        "/v1/events?limit=3", "/v1/events.csv?limit=3", "/v1/events.geojson?limit=4&sort=-date",
        "/v1/events.ics?limit=5", "/v1/events.atom?limit=3", "/v1/events.feed.json?limit=3",
        "/v1/events?limit=3&country=KZ&q=central", "/ogc/collections/events/items?limit=3",
    ],
)  # fmt: skip
def test_following_next_by_a_link_comes_to_the_end(
    client: FlaskClient, store: Store, feed: str, path: str
) -> None:
    """The key may be anywhere in the query string, and each link contains it once."""
    reader = {"Authorization": f"Bearer {store.keys.create('r', ('read',))}"}
    lengths = []
    for address, headers in (
        (path, reader), (f"{path}&key={feed}", {}), (path.replace("?", f"?key={feed}&"), {}),
        (path.replace("?", f"?k%65y={feed}&"), {}),
    ):  # fmt: skip
        pages, link = 0, address
        while link:
            reply = client.get(link, headers=headers)
            assert reply.status_code == 200
            pages += 1
            found = reply.headers.get("Link") or next(
                (f"<{each['href']}>" for each in (reply.json or {}).get("links", ())
                 if each["rel"] == "next"), None,
            ) if "ogc" in path else reply.headers.get("Link")  # fmt: skip
            link = local(found[1:].partition(">")[0]) if found else ""
            assert not link or link.count(feed) == (0 if headers else 1)
        lengths.append(pages)
    assert len(set(lengths)) == 1
    assert lengths[0] > 1


def test_feeds_and_calendars_name_the_address_to_come_back_to(
    client: FlaskClient, feed: str
) -> None:
    atom = client.get(f"/v1/events.atom?country=KZ&limit=2&key={feed}").text
    here, onward = (unescape(re.findall(rf'rel="{rel}"[^>]*href="([^"]+)"', atom)[0])
                    for rel in ("self", "next"))  # fmt: skip
    for each in (here, onward):
        assert client.get(local(each)).status_code == 200
    made = client.get(f"/v1/events.feed.json?limit=2&key={feed}").get_json()
    for each in (made["feed_url"], made["next_url"]):
        assert client.get(local(each)).status_code == 200
    calendar = icalendar.Calendar.from_ical(client.get(f"/v1/events.ics?key={feed}").text)
    assert client.get(local(str(calendar["SOURCE"]))).status_code == 200
    changes = client.get(f"/v1/changes?limit=3&key={feed}").get_json()
    assert len(client.get(local(changes["next"])).get_json()["items"]) == 3
    assert client.get("/v1/countries").status_code == 401


def test_a_link_stands_in_no_other_address(client: FlaskClient, feed: str) -> None:
    """URLs that others see, copy or click lead to the same place without the key."""
    for path in ("/v1/events?limit=100", "/v1/events.fullcalendar.json?", "/v1/events.jsonld?",
                 "/v1/events.csv?", "/v1/events.geojson?", "/v1/events.timelinejs.json?",
                 "/v1/events.grafana.json?", "/v1/events.vis.json?", "/v1/timeline.svg?",
                 "/events/eu-central-asia-summit-2023?", "/v1/tags?",
                 "/v1/histogram?"):  # fmt: skip
        reply = client.get(f"{path}&key={feed}")
        assert reply.status_code in (200, 404)
        # A feed reader that finds feeds in a page needs the key in their URLs.
        text = re.sub(r'<link rel="alternate"[^>]*>', "", reply.text)
        assert feed not in text, path
        assert feed not in str(reply.headers), path
        assert reply.headers["Referrer-Policy"] == "no-referrer"
    for text in (client.get(f"/v1/events?contry=KZ&key={feed}").text,
                 client.get(f"/v1/nothing?key={feed}").text,
                 client.get(f"/nothing?key={feed}", headers=HTML).text):  # fmt: skip
        assert feed not in re.sub(r'<link rel="alternate"[^>]*>', "", text)


def test_the_name_of_a_feed_outlives_its_key(client: FlaskClient, store: Store, feed: str) -> None:
    def name(key: str) -> str:
        text = client.get(f"/v1/events.atom?country=KZ&key={key}").text
        return str(re.findall("<id>(urn:uuid:[^<]+)</id>", text)[0])

    assert name(feed) == name(store.keys.rotate("link", 1))


def test_ogc_is_walked_from_its_landing_page(client: FlaskClient, feed: str) -> None:
    seen, ahead = set[str](), [f"/ogc?key={feed}"]
    while ahead:
        address = ahead.pop()
        if address in seen or len(seen) > 60:
            continue
        seen.add(address)
        reply = client.get(address)
        assert reply.status_code == 200, address
        found = re.findall(r'(?:"href":|href=)"([^"]+)"', reply.text)
        ahead += [local(unescape(each)) for each in found if each.startswith(OGC)]
    assert len(seen) >= 12
    assert all(feed in each for each in seen)


def test_the_frame_and_the_explorer_work_by_a_link(client: FlaskClient, feed: str) -> None:
    frame = client.get(f"/embed?country=C5&key={feed}", headers=HTML)
    query = unescape(re.findall('<dateline-timeline query="([^"]+)"', frame.text)[0])
    assert client.get(f"/v1/events?{query}").status_code == 200
    assert 'href="/?country=C5"' in frame.text
    page = client.get(f"/?country=KZ&date=2023&key={feed}", headers=HTML)
    assert page.status_code == 200
    for each in re.findall(r'data-go href="([^"]+)"', page.text):
        assert client.get(unescape(each), headers=HTML).status_code in (200, 302)
    moved = client.get(f"/?country=&key={feed}", headers=HTML)
    assert (moved.status_code, moved.headers["Location"]) == (302, f"/?key={feed}")
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_pages_of_other_origins_read_by_a_link_and_not_by_a_cookie(
    client: FlaskClient, feed: str
) -> None:
    other = {"Origin": "https://blog.example"}
    for path in ("/v1/events", "/v1/changes", "/ogc/collections"):
        reply = client.get(f"{path}?key={feed}", headers=other)
        assert (reply.status_code, reply.headers["Access-Control-Allow-Origin"]) == (200, "*")
        assert "Access-Control-Allow-Credentials" not in reply.headers
        asked = client.options(path, headers=other | {"Access-Control-Request-Method": "GET"})
        assert asked.status_code == 200
        assert "Access-Control-Allow-Credentials" not in asked.headers


# Requests for credentials


@pytest.mark.parametrize(
    ("headers", "basic"),
    [
        ({}, True), ({"Sec-Fetch-Site": "none"}, True), ({"User-Agent": "Mozilla/5.0"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False), ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://blog.example"}, False), ({"Referer": "http://x/"}, False),
        ({"X-Requested-With": "XMLHttpRequest"}, False), ({"Cookie": "dateline=1.2.3"}, False),
    ],
)  # fmt: skip
def test_basic_is_offered_to_programs_and_not_to_pages(
    client: FlaskClient, headers: dict[str, str], basic: bool
) -> None:
    bare = client.application.test_client(use_cookies=False)
    reply = bare.get("/v1/events", headers=headers)
    assert reply.status_code == 401
    offered = [each.partition(" ")[0] for each in reply.headers.getlist("WWW-Authenticate")]
    assert offered == (["Basic", "Bearer"] if basic else ["Bearer"])


def test_a_browser_is_led_to_the_page_that_asks_and_back(client: FlaskClient, store: Store) -> None:
    key = store.keys.create("reader", ("read",))
    for path in ("/", "/?country=C5&q=a%20b%26c", "/events/x-1", "/?q=%E6%97%A5"):
        reply = client.get(path, headers=HTML)
        assert reply.status_code == 303
        assert reply.headers["Cache-Control"] == "no-store"
        page = client.get(reply.headers["Location"], headers=HTML)
        assert page.status_code == 200
        going = unescape(re.findall('name="next" value="([^"]*)"', page.text)[0])
        assert going == path
        done = client.post("/signin", data={"key": f" {key} ", "next": going})
        assert (done.status_code, done.headers["Location"]) == (303, path)
        assert client.get(path, headers=HTML).status_code in (200, 404)
        client.post("/signout", content_type=FORM)
    # A program gets 401, and so does a browser that sent an invalid key.
    assert client.get("/").status_code == 401
    wrong = {"Authorization": "Bearer no"}
    assert client.get("/", headers=HTML | wrong).status_code == 401
    assert client.get("/?key=no", headers=HTML).status_code == 401


# The cookie


def cookie_of(reply: TestResponse) -> str:
    (found,) = reply.headers.getlist("Set-Cookie")
    return found


@pytest.mark.parametrize(
    ("base", "name", "path", "secure"),
    [
        ("", "dateline", "/", False), ("https://dateline.example", "__Host-dateline", "/", True),
        ("http://dateline.example", "dateline", "/", False),
        ("https://dateline.example/time/line", "dateline", "/time/line", True),
    ],
)  # fmt: skip
def test_the_cookie_is_for_this_service_alone(
    make: MakeClient, store: Store, base: str, name: str, path: str, secure: bool
) -> None:
    key = store.keys.create("reader", ("read",))
    reply = make(base_url=base).post("/signin", data={"key": key})
    parts = [each.strip() for each in cookie_of(reply).split(";")]
    assert parts[0].startswith(f"{name}=")
    assert {"HttpOnly", "SameSite=Lax", f"Path={path}"} <= set(parts)
    assert ("Secure" in parts) == secure
    assert not any(each.startswith("Domain") for each in parts)
    assert key not in cookie_of(reply)
    assert urlsplit(reply.headers["Location"]).path == ("" if path == "/" else path) + "/"


def test_the_cookie_only_reads_and_ends_with_the_key(client: FlaskClient, store: Store) -> None:
    client.post("/signin", data={"key": store.keys.create("boss", ("admin",))})
    event = {"title": "t", "date": "2024", "category": "other"}
    assert client.get("/v1/events").status_code == 200
    assert client.post("/v1/events", json=event).status_code == 401
    assert "Sign out" in client.get("/", headers=HTML).text
    store.keys.rotate("boss", 1)
    assert client.get("/v1/events").status_code == 200
    store.keys.rotate("boss", 0)
    assert client.get("/v1/events").status_code == 401


def test_signing_out_takes_the_cookie_back(client: FlaskClient, store: Store) -> None:
    client.post("/signin", data={"key": store.keys.create("reader", ("read",))})
    assert client.get("/signout").status_code == 405
    done = client.post("/signout", content_type=FORM)
    assert (done.status_code, done.headers["Location"]) == (303, "/signin")
    assert "Max-Age=0" in cookie_of(done)
    assert client.get("/v1/events").status_code == 401


def test_no_cookie_is_made_without_a_good_key(client: FlaskClient, store: Store) -> None:
    store.keys.create("gone", ("read",))
    store.keys.revoke("gone")
    for data in ({}, {"key": ""}, {"key": "no"}, {"key": "x" * 100_000}, {"key": "\ud800".encode(
            "utf-8", "surrogatepass")}, {"next": "/"}):  # fmt: skip
        reply = client.post("/signin", data=data, headers=HTML, content_type=FORM)
        assert reply.status_code == 401
        assert "Set-Cookie" not in reply.headers
        assert reply.headers.getlist("WWW-Authenticate") == ['Bearer realm="dateline"']
        assert 'role="alert"' in reply.text


def test_a_forged_or_old_cookie_is_none(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = client.post("/signin", data={"key": store.keys.create("one", ("read",))})
    good = cookie_of(reply).partition(";")[0].partition("=")[2]
    store.keys.create("two", ("admin",))
    number, at, signature = good.split(".")
    app = client.application
    bare = app.test_client(use_cookies=False)

    def status(cookie: str) -> int:
        return bare.get("/v1/events", headers={"Cookie": f"dateline={cookie}"}).status_code

    assert status(good) == 200
    for forged in (
        f"{int(number) + 1}.{at}.{signature}", f"{number}.{at}A.{signature}", f"{number}.{at}.",
        f"{number}.{at}.{signature[:-1]}", f"{number}.{at}.{signature}A", f"0{good}", f"+{good}",
        f"{'9' * 400}.{at}.{signature}", f"{number}..{signature}", number, "", ".", "..", "a.b.c",
        f"\u0661.{at}.{signature}", f"{number}.{signature}.{at}", f'"{good}', f"{good};{good}x"[1:],
        f"{number}.{at}.{signature.swapcase()}", "%00", f"-{good}", f"{number}e0.{at}.{signature}",
    ):  # fmt: skip
        assert status(forged) == 401, forged
    now, most = time.time(), session.SECONDS
    # Another host may have signed it, whose clock is some minutes ahead of this one.
    for passed, expected in ((most + 1, 401), (-300, 200), (most - 60, 200), (-most - 60, 401)):
        monkeypatch.setattr("time.time", lambda passed=passed: now + passed)
        assert status(good) == expected, passed


# Forged forms and redirects to other sites


SENT: tuple[tuple[dict[str, str], bool], ...] = (
    ({}, True), ({"Sec-Fetch-Site": "same-origin"}, True), ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "cross-site"}, False), ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "x"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"}, False),
    ({"Origin": f"http://{HOST}"}, True), ({"Origin": f"https://{HOST}"}, True),
    ({"Origin": "null"}, False), ({"Origin": ""}, False), ({"Origin": "http://evil"}, False),
    ({"Origin": f"http://{HOST}.evil.example"}, False), ({"Origin": f"http://x.{HOST}"}, False),
    ({"Origin": f"http://{HOST}:81"}, False), ({"Origin": f"http://{HOST}@evil"}, False),
    ({"Origin": "http://[evil"}, False),
    ({"Content-Type": "text/plain"}, False), ({"Content-Type": "application/json"}, False),
    ({"Content-Type": "multipart/form-data; boundary=x"}, False),
)  # fmt: skip


@pytest.mark.parametrize("path", ["/signin", "/signout"])
def test_a_form_of_another_site_changes_nothing(
    client: FlaskClient, store: Store, path: str
) -> None:
    key = store.keys.create("reader", ("read",))
    for headers, let_in in SENT:
        sent = {"Host": HOST, "Content-Type": FORM} | headers
        reply = client.post(path, data=f"key={key}", headers=sent)
        assert reply.status_code == 303 if let_in else reply.status_code in (403, 415), headers
        assert ("Set-Cookie" in reply.headers) == let_in, headers


ELSEWHERE = (
    "//evil.example", "///evil.example", "https://evil.example", "http:evil.example", "\\\\evil",
    "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example", "javascript:x()",
    "/a\\b", "evil.example", "", " /", "/ x", "/\u2028/evil", "/%0d%0aX: y\r\nX: y", "?x", "#x",
    "/" + "a" * 5000, "//", "/\x00", "data:text/html,x", "/\u00e9", "@evil.example",
)  # fmt: skip


def test_signing_in_leads_to_no_other_place(client: FlaskClient, store: Store) -> None:
    key = store.keys.create("reader", ("read",))
    for going in ELSEWHERE:
        page = client.get(f"/signin?next={quote(going)}", headers=HTML)
        assert page.status_code in (200, 400)
        if page.status_code == 200:
            assert 'name="next" value="/"' in page.text
        done = client.post("/signin", data={"key": key, "next": going})
        assert (done.status_code, done.headers["Location"]) == (303, "/")


@given(st.text(max_size=30) | st.from_regex(r"^[/\\.:@?#a-z%\t\n]{0,12}$"))
@examples(max_examples=size(100, 500), deadline=None)
def test_what_is_taken_for_a_path_of_ours_stays_here(text: str) -> None:
    """Browsers read ``\\`` as ``/`` and drop tabs and line ends (URL standard)."""
    if OURS.fullmatch(text):
        read = re.sub("[\t\r\n]", "", text).replace("\\", "/")
        assert read == text
        assert read.startswith("/")
        assert not read.startswith("//")
        parts = urlsplit(read)
        assert (parts.scheme, parts.netloc) == ("", "")


def test_every_write_needs_more_than_a_form_can_send(client: FlaskClient, store: Store) -> None:
    """A browser that remembers Basic credentials also sends them with forms of other sites."""
    key = store.keys.create("w", ("write",))
    event = '{"title":"t","date":"2024","category":"other"}'
    before = store.last_change()
    for path in ("/v1/events", "/v1/imports"):
        for kind in (
            "text/plain",
            FORM,
            "multipart/form-data",
            None,
        ):
            reply = client.post(path, data=event, auth=("x", key), content_type=kind)
            assert reply.status_code == 415
    assert store.last_change() == before


# Real clients


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(
        tmp_path_factory.mktemp("private"), public_reads="false", workers="1", access_log="true"
    ) as found:
        yield found


def test_curl_and_urllib_sign_in_with_basic(live: Live) -> None:
    key = live.command("key", "create", "basic").strip()
    for words in (("-u", f"me:{key}"), ("--anyauth", "-u", f"me:{key}")):
        done = subprocess.run(
            ["curl", "-sS", *words, f"{live.url}/v1/events?limit=1"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert json.loads(done.stdout)["total"] == 16
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, live.url, "me", key)
    opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
    with opener.open(f"{live.url}/v1/events.ics") as reply:
        assert len(icalendar.Calendar.from_ical(reply.read()).events) >= 16


def test_a_calendar_reader_subscribes_by_a_link_until_it_is_revoked(live: Live) -> None:
    key = live.command("key", "create", "--feed", "calendar").strip()
    address = f"{live.url}/v1/events.ics?country=C5&key={key}"
    with urllib.request.urlopen(address) as reply:
        assert reply.headers["Cache-Control"] == "private, no-cache"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        tag = reply.headers["ETag"]
        assert icalendar.Calendar.from_ical(reply.read()).events
    again = urllib.request.Request(address, headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError) as same:
        urllib.request.urlopen(again)
    same.value.close()
    assert same.value.code == 304
    live.command("key", "revoke", "calendar")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address)
    refused.value.close()
    assert refused.value.code == 401
    database = Path(live.environment["DATELINE_DATABASE_URL"].removeprefix("sqlite:///"))
    lines = database.with_name("serve.log").read_text()
    assert '"query": "country=C5"' in lines
    assert key not in lines


FOR_ALL = ("/healthz", "/readyz", "/v1/openapi.json", "/ogc/api", "/v1/shapes.json")


def test_the_description_says_how_to_come_in(make_client: MakeClient) -> None:
    for public in (True, False):
        client = make_client(public_reads=public)
        for path in ("/v1/openapi.json", "/ogc/api"):
            found = client.get(path).get_json()
            assert set(found["components"]["securitySchemes"]) == {
                "key", "basic", "feedKey", "signIn",
            }  # fmt: skip
            for where, operations in found["paths"].items():
                for method, operation in operations.items():
                    ways = {next(iter(each), "none") for each in operation["security"]}
                    if where in FOR_ALL:
                        assert ways == set()
                    elif method == "get":
                        assert ways == {"key", "basic", "feedKey", "signIn"} | (
                            {"none"} if public else set()
                        )
                    else:
                        assert ways == {"key", "basic"}
