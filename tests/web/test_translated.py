"""No page in another language has a word of English, whatever it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from service.domain.intervals import INTERVALS
from service.domain.vocabulary import CATEGORY_CODES, PRECISIONS, ROLES, STATUSES
from service.languages import DEFAULT, NAMES, language
from service.schemas.charts import EVENTS, KINDS, MONEY
from service.schemas.parameters import FILTERS, PAGING
from tests.support.sizes import ALL, size
from tests.web.test_catalogues import messages, plurals

BROWSER = {"Accept": "text/html"}
OTHERS = tuple(each for each in NAMES if each != DEFAULT)
EVENT = "c5plus1-ministerial-astana-2023"
PATHS = (
    "/", "/?sort=-updated", "/?q=sanctions&sort=relevance",
    "/?q=zzzz&country=KZ&match=certain&date=1999",
    "/?country=KZ:host,UZ:host&country=US&role=participant&category=meeting,visit&tag=energy",
    "/?date=2022-09/2023-03&status=occurred,planned&precision=day&from=2022",
    "/?on=02-24&undated=1",
    "/?country=Kazakstan&date=2022-9", "/?date=garbage&on=31-02&category=meting&match=perhaps",
    "/?date=foo", "/?date=Septmeber%202022", "/?date=6%20March", "/?date=877", "/?date=2022-9-1",
    "/?country=71", "/?country=Kazakhstan%20and%20Uzbekistan", "/?country=ROC", "/?country=host",
    "/?role=hots", "/?currency=dollars", "/?min_amount=1.5m", "/?updated_since=foo",
    "/?compare=KZ", "/?compare=KZ,meeting", "/?compare=KZ,KZ", "/?by=bloc&compare=KZ,UZ",
    "/?compare=pledged,KZ", "/?interval=day&date=1900/2022", "/?date=2022&date=2023",
    "/?by=foo&compare=KZ,UZ", "/embed?compare=KZ", "/embed?interval=week2&by=foo",
    "/embed?country=Kazakstan&by=category", "/?colour=red&limt=5",
    "/?date=5/6/2022", "/?date=autumn%202022&country=AU", "/?country=Korea", "/?country=NATO:hots",
    "/?bbox=1,2&min_amount=x&currency=XXX&limit=0&sort=up&status=done&colour=red",
    "/?role=host", "/?q=-only", "/?q=a*", "/?actor=Nobody%20at%20all&tag=nothing-like-it",
    "/?updated_since=now&undated=2&from=2023&to=2022&begins=x", "/?cursor=abc",
    "/?by=country&date=2022/2023", "/?compare=KZ,UZ&interval=quarter", "/?measure=money&by=stage",
    "/?interval=day&date=2022-09/2023-03", "/?interval=x&by=y&compare=Kazakstan&measure=z",
    "/?bbox=46,35,88,56&min_amount=100&currency=usd&updated_since=2020-01-01",
    f"/events/{EVENT}", "/events/us-funding-central-asia-2022-09", f"/events/{EVENT}?color=red",
    "/events/deleted", "/events/nothing-here", "/events/Not.An.Id", "/nowhere", "/logo",
    "/static/nothing.js", "/events/corrected", "/events/corrected/versions",
    "/events/corrected/versions?before=0", "/events/corrected/versions?before=x",
    "/events/deleted/versions", "/signin", "/docs", "/embed?country=KZ", "/embed?height=1",
)  # fmt: skip
SHOWN = ("aria-label", "title", "placeholder", "alt", "data-label")
"""Attributes that a reader sees or hears."""
SKIPPED_ELEMENTS = ("title", "script", "style", "pre", "code", "q", "cite", "abbr", "time", "em")
"""Elements whose text is code, or comes from a source, or has no words."""
NAMED = re.compile(
    r"Dateline|API|JSON(?:-LD| Feed)?|EDTF|UTC|CSV|NDJSON|GeoJSON|Atom|iCalendar|TimelineJS3|"
    r"vis-timeline|FullCalendar|Grafana|Infinity|Parquet|Excel|LibreOffice|Google|Numbers|pandas|"
    r"DuckDB|jq|Polars|Arrow|Leaflet|MapLibre|QGIS|geopandas|Apple|Outlook|Thunderbird|JavaScript|"
    r"Node|curl|Python|RDF|HTTP|Basic|Bearer|Authorization|schema\.org|dateline import|items|USD|"
    r"EUR|BibTeX|Chicago|EndNote|Zotero|Mendeley|LaTeX|JabRef|citeproc|Pandoc|ISO|XXXX|Feed|cookie|Cookie|"
    r"https?:\S+|[a-z_]+=\S*|[A-Z]{2,}[0-9]*|[a-z]+_[a-z_]+|date|from|to|cursor|undated",
)  # fmt: skip


EMPTY = ("input", "img", "meta", "link", "br", "line", "rect", "path", "source")
"""Elements that have no end."""
_CODES = "|".join((
    *CATEGORY_CODES, *STATUSES, *ROLES, *PRECISIONS, *KINDS, *INTERVALS, "auto", "possible",
    "certain", "compare", "limit", EVENTS, MONEY, *(each.name for each in (*FILTERS, *PAGING)),
))  # fmt: skip
CODES = re.compile(rf"(?<![a-z_])(?:{_CODES})(?![a-z_])")
"""Values of parameters, which errors list as a query has them."""


class Words(HTMLParser):
    """The texts and attributes of a page that are in the language of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[bool] = []
        self.errors: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        in_error = known.get("class") == "error" or self.errors[-1:] == [True]
        apart = (
            tag in (*SKIPPED_ELEMENTS, "bdi")
            or (known.get("dir") == "auto" and not in_error)
            or (known.get("lang") is not None and tag != "html")
        )  # fmt: skip
        if tag in EMPTY:
            self._attributes(tag, known, apart=False)
            return
        self._attributes(tag, known, apart)
        self.errors.append(in_error)
        self.inside.append(apart or (bool(self.inside) and self.inside[-1]))

    def _attributes(self, tag: str, known: dict[str, str | None], apart: bool) -> None:
        if not apart and not any(self.inside[-1:]) and tag != "link":
            self.found += [known[name] or "" for name in SHOWN if name in known]

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self.inside.pop()
            self.errors.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self.inside[-1:]):
            self.found.append(" ".join(data.split()))


def words(text: str) -> list[str]:
    parser = Words()
    parser.feed(text)
    assert not parser.inside, "elements that do not end"
    return parser.found


@pytest.fixture
def pages(client: FlaskClient, write_key: dict[str, str]) -> Iterator[FlaskClient]:
    """The client of a service with a corrected event and a deleted one."""
    headers = write_key
    event = {
        "title": "東京", "date": "2024-05~", "category": "meeting", "tags": ["東"],
        "countries": [{"code": "JP", "role": "host"}, {"code": "JP", "role": "sponsor"},
                      {"code": "SUHH", "role": "voted_against"}],
        "amounts": [{"value": "5", "currency": "EUR", "stage": "pledged"}],
        "actors": [{"name": "東京", "type": "group", "country": "JP"}],
        "related": [{"type": "responds_to", "event": "gone-away"}],
        "place": {"name": "東京", "country": "JP"},
        "sources": [{"title": "東京", "published": "2024-05", "supports": ["date", "amounts"]}],
    }  # fmt: skip
    for name in ("corrected", "deleted"):
        made = client.put(f"/v1/events/{name}", json=event, headers=headers)
        assert made.status_code == 201, made.text
        changed: dict[str, Any] = event | {
            "date": "2024", "status": "cancelled", "countries": [], "amounts": [], "tags": [],
            "actors": [], "related": [], "sources": [], "place": None, "category": "summit",
        }  # fmt: skip
        tag = {"If-Match": made.headers["ETag"]}
        made = client.put(f"/v1/events/{name}", json=changed, headers=headers | tag)
        assert made.status_code == 200, made.text
    tag = {"If-Match": made.headers["ETag"]}
    assert client.delete("/v1/events/deleted", headers=headers | tag).status_code == 204
    yield client


def some_paths(code: str) -> tuple[str, ...]:
    """Every page in Russian, and one in four in each other language. ``make test-all`` has all.
    ``test_catalogues.py`` checks that each text has a translation."""
    return PATHS if ALL or code == "ru" else PATHS[OTHERS.index(code) % 4 :: 4]


@pytest.mark.parametrize("code", OTHERS)
def test_no_page_has_english_left_over(pages: FlaskClient, code: str) -> None:
    english = {
        text: each
        for each in messages(code)
        for text in ([each.id] if isinstance(each.id, str) else each.id)
        if each.context != "country" and each.string != each.id
    }
    own = {
        text
        for each in messages(code)
        for text in ([each.string] if isinstance(each.id, str) else plurals(each))
    }
    errors = {}
    for path in some_paths(code):
        url = f"{path}{'&' if '?' in path else '?'}lang={code}"
        reply = pages.get(url, headers=BROWSER, follow_redirects=True)
        assert reply.status_code < 500
        for text in words(reply.text):
            if text in english and text not in own:
                errors[text] = path
            if code not in ("es", "fr"):
                rest = NAMED.sub("", CODES.sub("", re.sub(r"[“«'‘].*?[”»'’]", "", text)))
                typed = unquote(path)
                left = [each for each in re.findall(r"[A-Za-z]{3,}", rest) if each not in typed]
                if left:
                    errors[text] = path
    assert errors == {}


def test_the_same_pages_have_english_in_english(pages: FlaskClient) -> None:
    """This shows that the test before would find English words."""
    for path in PATHS[:: size(3, 1)]:
        found = words(pages.get(path, headers=BROWSER, follow_redirects=True).text)
        assert any(re.search(r"[A-Za-z]{4}", NAMED.sub("", each)) for each in found), path


@pytest.mark.parametrize("code", NAMES)
def test_what_a_field_shows_as_an_example_is_read(client: FlaskClient, code: str) -> None:
    """The examples are in the hint of the date and in the fields, in the reader's language."""
    text = client.get(f"/?lang={code}", headers=BROWSER).text
    (hint,) = re.findall(r'id="hint-date">(.*?)</p>', text, re.DOTALL)
    dates = re.findall(r"<(?:em|code)>(.*?)</(?:em|code)>", hint)
    dates += re.findall(r'name="date" value="" placeholder="(.*?)"', text)
    assert len(dates) >= 5
    for each in dates:
        reply = client.get("/", query_string={"date": each, "lang": code}, headers=BROWSER,
                           follow_redirects=True)  # fmt: skip
        assert reply.status_code == 200, each
    (day,) = re.findall(r'name="on" value="" placeholder="(.*?)"', text)
    reply = client.get("/", query_string={"on": day, "lang": code}, headers=BROWSER,
                       follow_redirects=True)  # fmt: skip
    assert reply.status_code == 200, day
    assert reply.request.args["on"] == "02-24"
    (country,) = re.findall(r'id="country" name="country" [^>]*placeholder="(.*?)"', text)
    reply = client.get("/", query_string={"country": country}, headers=BROWSER)
    assert reply.headers["Location"].endswith("country=KZ")


@pytest.mark.parametrize("code", NAMES)
def test_scripts_get_their_words(client: FlaskClient, code: str) -> None:
    import json

    text = client.get(f"/?lang={code}", headers=BROWSER).text
    found = re.findall(r'<script type="application/json" id="words">(.*?)</script>', text)
    if code == DEFAULT:
        assert found == []
        return
    known = json.loads(found[0])
    spoken = language(code)
    assert known["words"]["Copied"] == [spoken.gettext("Copied")]
    forms = known["words"]["%(num)s suggestion"]
    for n in (0, 1, 2, 3, 5, 11, 21, 100):
        place = known["forms"][spoken.locale.plural_form(n)]
        assert forms[place] == spoken.catalogue.ngettext(
            "%(num)s suggestion", "%(num)s suggestions", n
        )  # fmt: skip
