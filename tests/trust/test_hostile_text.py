"""Text that looks like markup, formulas or commands, in every text field and every format.

A real parser reads each format. The text is only text there, and it is unchanged if the format can
hold it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import html5lib
import icalendar
import pytest
import rispy
from flask import Flask
from flask.testing import FlaskClient
from pybtex.database import parse_string

from service.api.routes import ROUTES
from service.app import create_app
from service.formats.registry import FORMATS
from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from tests.support import hostile
from tests.support.tables import parquet, sheet

FORMULA = ("=", "+", "-", "@", "\t", "\r")
TEXTS = (
    "=1+1", "+1", "-1+cmd|' /C calc'!A1", "@SUM(A1)", "\t=1+1", "\r=1+1",
    '=HYPERLINK("//e","x")', "]]>", "<![CDATA[x]]>", "<!--", "--><script>x()</script>",
    "</script><script>x()</script>", "<img src=x onerror=x()>", '" onmouseover="x()',
    "' onmouseover='x()", "<a href=javascript:x()>x", "javascript:x()",
    "data:text/html,<script>x()</script>", "</text><script>x()</script>",
    "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///x'>]>&e;",
    "&amp;&lt;&#10;&e;", "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:b", "a\nATTACH:b",
    "a\rLOCATION:b", "\\n\\;\\,\\", "a;b:c", "a\n\nid: 9\nevent: deleted\ndata: {}", 'a","b',
    'a"\r\n"b', "a\r\nb,c", "\\u003cscript>", '"}],"x":[{"', "\u202egnp.exe\u202c \u2066x\u2069",
    "a\u2028b\u2029c\u0085d", "\u0080\u009b31m", "\ufeffa", "e\u0301𝒳\U0010fffd",
    "${7*7}{{7*7}}<%= 7*7 %>", "'; DROP TABLE event; --", "%0d%0aX: y", "  both ends  ",
    "harmless",
)  # fmt: skip


def name(number: int) -> str:
    return f"text-{number:02}"


def event(number: int, text: str) -> dict[str, Any]:
    """An event with ``text`` in every field. Its date is a day or a month: formats show them in
    different ways."""
    made = {**hostile.event(number, text), "id": name(number)}
    return made | {"date": "2020-02-03" if number % 2 else "2020-02", "countries": [
        {"code": "KZ", "role": "host"}], "status": "occurred"}  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("texts")
    settings = Settings(
        database_url=f"sqlite:///{folder}/t.db", stream_seconds=0.05, heartbeat_seconds=0.01
    )
    store = open_store(settings)
    store.migrate()
    store.import_batch(load_event(event(number, text)) for number, text in enumerate(TEXTS))
    store.close()
    made = create_app(settings)
    yield made
    made.extensions["dateline"].store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def lines(text: str) -> str:
    """The text with line ends as XML and HTML parsers return them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Html:
    """A piece of HTML as a browser parses it: its text, its elements and their attributes."""

    def __init__(self, text: str) -> None:
        tree = html5lib.parseFragment(text, namespaceHTMLElements=False)
        self.words = "".join(tree.itertext())
        below = [each for each in tree.iter() if each is not tree]
        self.elements = {str(each.tag) for each in below}
        self.attributes = {key: value for each in below for key, value in each.attrib.items()}

    def only(self, *elements: str) -> bool:
        """Whether it has only these elements, only ``href`` and ``rel``, and only web links."""
        href = self.attributes.get("href", "https://")
        return (
            self.elements <= set(elements)
            and set(self.attributes) <= {"href", "rel"}
            and href.startswith("https://")
        )


def shape(value: Any) -> Any:
    """The names and types in a JSON value, without its texts and numbers."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else type(value).__name__


def same_shapes(entries: dict[str, Any]) -> None:
    """Each entry has the members of a harmless entry whose date has the same precision."""
    for number in range(len(TEXTS)):
        other = name(len(TEXTS) - 1 - (number + len(TEXTS) - 1) % 2)
        assert shape(entries[name(number)]) == shape(entries[other]), TEXTS[number]


Read = dict[str, str]
"""The title of each event as a parser of the format returns it, by id."""


def read_json(body: bytes) -> Read:
    return documents(json.loads(body)["items"])


def read_ndjson(body: bytes) -> Read:
    # ``splitlines`` of Python would also break a line at U+2028.
    return documents([json.loads(each) for each in body.split(b"\n") if each])


def documents(found: list[dict[str, Any]]) -> Read:
    for each in found:
        text = TEXTS[int(each["id"][-2:])]
        (actor,), (source,), (amount,) = each["actors"], each["sources"], each["amounts"]
        held = [each["summary"], each["date_as_reported"], each["place"]["name"]]
        held += [actor["name"], actor["title"], source["title"], source["publisher"]]
        held += [amount["purpose"]]
        assert held == [text] * 8
        assert each["tags"] == [hostile.tag_of(text)]
    same_shapes({each["id"]: each for each in found})
    return {each["id"]: each["title"] for each in found}


def read_csv(body: bytes) -> Read:
    rows = list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True))
    found = {}
    for row in rows:
        assert None not in row
        for column, cell in row.items():
            assert isinstance(cell, str), (row["id"], column)
            assert not cell.startswith(FORMULA), (row["id"], column)
        text = TEXTS[int(row["id"][-2:])]
        quote = "'" if text.startswith(FORMULA) else ""
        for column in ("title", "summary", "date_as_reported", "place", "actors", "sources"):
            assert row[column] == quote + text
        found[row["id"]] = row["title"].removeprefix(quote)
    return found


def read_geojson(body: bytes) -> Read:
    features = {each["id"]: each for each in json.loads(body)["features"]}
    same_shapes(features)
    return {key: each["properties"]["title"] for key, each in features.items()}


def read_ics(body: bytes) -> Read:
    found, names = {}, set()
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        assert not set(line.decode()) & set("\r\n\x85\u2028\u2029")
    entries = icalendar.Calendar.from_ical(body).walk("VEVENT")
    for each in entries:
        key = str(each["UID"]).removesuffix("@dateline")
        names.add(frozenset(each))
        found[key] = str(each["SUMMARY"]).removesuffix(" (February 2020)")
        categories: Any = each["CATEGORIES"]
        assert [str(word) for word in categories.cats][:1] == ["other"]
    assert len(entries) == len(TEXTS)
    assert len(names) == 1
    return found


ATOM = "{http://www.w3.org/2005/Atom}"


def read_atom(body: bytes) -> Read:
    found, shapes = {}, set()
    for entry in ElementTree.fromstring(body).iter(f"{ATOM}entry"):
        shapes.add(tuple((each.tag, *sorted(each.attrib)) for each in entry.iter()))
        page = next(each for each in entry.iter(f"{ATOM}link") if each.get("rel") == "alternate")
        via = next(each for each in entry.iter(f"{ATOM}link") if each.get("rel") == "via")
        key = str(page.get("href")).rpartition("/")[2]
        found[key] = entry.findtext(f"{ATOM}title") or ""
        assert via.get("title") == TEXTS[int(key[-2:])]
        terms = [each.get("term") for each in entry.iter(f"{ATOM}category")]
        assert terms == ["other", hostile.tag_of(TEXTS[int(key[-2:])])]
        content = Html(entry.findtext(f"{ATOM}content") or "")
        assert content.only("p", "br", "ul", "li", "a"), key
        assert lines(TEXTS[int(key[-2:])]) in content.words
    assert len(shapes) == 1
    return found


def read_feed(body: bytes) -> Read:
    items = {each["id"]: each for each in json.loads(body)["items"]}
    same_shapes(items)
    for each in items.values():
        assert Html(each["content_html"]).only("p", "br", "ul", "li", "a")
        assert each["external_url"].startswith("https://")
    return {key: each["title"] for key, each in items.items()}


def read_jsonld(body: bytes) -> Read:
    nodes = {each["identifier"]: each for each in json.loads(body)["@graph"]}
    same_shapes(nodes)
    return {key: each["name"] for key, each in nodes.items()}


def html_words(entries: dict[str, dict[str, Any]], title: str, *others: str) -> Read:
    """The titles, which a client shows as HTML. ``others`` may also have ``b`` and ``br``."""
    same_shapes(entries)
    for each in entries.values():
        assert Html(each[title]).only(), each
        for other in others:
            assert Html(each[other]).only("b", "br"), each
    return {key: Html(each[title]).words for key, each in entries.items()}


def read_timelinejs(body: bytes) -> Read:
    slides = {each["unique_id"]: each for each in json.loads(body)["events"]}
    same_shapes(slides)
    for each in slides.values():
        assert Html(each["text"]["text"]).only("p", "br", "ul", "li", "a")
    return html_words({key: each["text"] | {"id": key} for key, each in slides.items()}, "headline")


def read_vis(body: bytes) -> Read:
    return html_words({each["id"]: each for each in json.loads(body)}, "content", "title")


def read_fullcalendar(body: bytes) -> Read:
    entries = {each["id"]: each for each in json.loads(body)}
    same_shapes(entries)
    assert all(each["url"].startswith("http://localhost/events/") for each in entries.values())
    return {key: each["title"].removesuffix(" (February 2020)") for key, each in entries.items()}


def read_grafana(body: bytes) -> Read:
    return html_words({each["id"]: each for each in json.loads(body)}, "title", "text")


def whole(text: str) -> str:
    return text


def in_calendar(text: str) -> str:
    """A calendar has one kind of line end, and some parsers take more characters as line ends."""
    return re.sub("[\x85\u2028\u2029]", "\n", lines(text))


def read_xlsx(body: bytes) -> Read:
    return {each["id"]: each["title"] for each in sheet(body)}


def read_parquet(body: bytes) -> Read:
    return {each["id"]: each["title"] for each in parquet(body)}


def one_line(text: str) -> str:
    return " ".join(text.split())


LATEX = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|",
}  # fmt: skip
EVENT_OF = r"/events/(text-\d\d)/versions/1"


def event_of(text: str) -> str:
    found = re.search(EVENT_OF, text)
    assert found is not None, text
    return found[1]


def read_bibtex(body: bytes) -> Read:
    found = {}
    for entry in parse_string(body.decode(), "bibtex").entries.values():
        title = entry.fields["title"].removeprefix("{").removesuffix("}")
        plain = re.sub(r"\\(text[a-z]+)\{\}|\\([$&#_%])",
                       lambda match: match[2] or LATEX[match[1]], title)  # fmt: skip
        found[event_of(entry.fields["url"])] = plain
        # Each character with a meaning in LaTeX has a backslash before it.
        assert not re.search(r"(?<!\\)[$&#_%^~]", title.replace("{}", ""))
    return found


def read_ris(body: bytes) -> Read:
    records = rispy.loads(body.decode())
    assert {frozenset(each) for each in records} == {frozenset(records[0])}
    return {event_of(each["urls"][0]): each["title"] for each in records}


def read_csl(body: bytes) -> Read:
    items = {event_of(each["URL"]): each for each in json.loads(body)}
    assert {frozenset(each) for each in items.values()} == {frozenset(items[name(0)])}
    return {key: each["title"] for key, each in items.items()}


def read_references(pattern: str) -> Callable[[bytes], Read]:
    def read(body: bytes) -> Read:
        found = {}
        for text in filter(None, body.decode().split("\n")):
            title = re.fullmatch(pattern, text)
            assert title is not None, text
            found[event_of(text)] = title[1].replace("‘", '"').replace("’", '"')
        return found

    return read


read_apa = read_references(
    r"Dateline\. \(\d{4}, \w+ \d+\)\. (.*) \(Version 1\)"
    r" \[Event record; [^\]]*\]\. Retrieved .*"
)
read_chicago = read_references(r"Dateline\. “(.*?)\.?” Event record; .* Accessed .*")

READERS: dict[str, tuple[Callable[[bytes], Read], Callable[[str], str]]] = {
    "json": (read_json, whole),
    "csv": (read_csv, whole),
    "ndjson": (read_ndjson, whole),
    "geojson": (read_geojson, whole),
    "ics": (read_ics, in_calendar),
    "atom": (read_atom, whole),
    "feed.json": (read_feed, whole),
    "jsonld": (read_jsonld, whole),
    "timelinejs.json": (read_timelinejs, lines),
    "vis.json": (read_vis, lines),
    "fullcalendar.json": (read_fullcalendar, whole),
    "grafana.json": (read_grafana, lines),
    "xlsx": (read_xlsx, lines),
    "parquet": (read_parquet, whole),
    "bib": (read_bibtex, one_line),
    "ris": (read_ris, one_line),
    "csl.json": (read_csl, one_line),
    "apa.txt": (read_apa, one_line),
    "chicago.txt": (read_chicago, one_line),
}
"""The parser of each format, and a function that returns what the format keeps of a text."""


@pytest.mark.parametrize("suffix", [each.suffix for each in FORMATS])
def test_every_text_is_that_text_in_every_format(client: FlaskClient, suffix: str) -> None:
    read, kept = READERS[suffix]
    reply = client.get(f"/v1/events.{suffix}?limit=1000")
    found = read(reply.data)
    assert found == {name(number): kept(text) for number, text in enumerate(TEXTS)}


def test_a_single_event_and_its_history_hold_the_same(client: FlaskClient) -> None:
    for number, text in enumerate(TEXTS):
        path = f"/v1/events/{name(number)}"
        assert client.get(path).get_json()["title"] == text
        assert client.get(f"{path}/versions/1").get_json()["title"] == text
        assert client.get(f"/ogc/collections/events/items/{name(number)}").get_json()["properties"][
            "title"] == text  # fmt: skip


def test_the_table_as_it_is_comes_only_when_asked_for(client: FlaskClient) -> None:
    body = client.get("/v1/events.csv?raw=1").text
    rows = list(csv.DictReader(io.StringIO(body, newline=""), strict=True))
    assert {row["id"]: row["title"] for row in rows} == {
        name(number): text for number, text in enumerate(TEXTS)
    }


def test_the_vocabulary_finds_each_text_again(client: FlaskClient) -> None:
    tags = {each["name"] for each in client.get("/v1/tags").get_json()["items"]}
    assert {hostile.tag_of(text) for text in TEXTS} <= tags
    found = client.get("/v1/events", query_string={"tag": "</text><script>x()</script>"})
    assert found.get_json()["total"] == 1


def test_a_stream_has_an_entry_for_each_and_no_other(client: FlaskClient) -> None:
    with client.get("/v1/changes/stream?since=0") as reply:
        text = reply.data.decode()
    # HTML standard, 9.2.5: only CR, LF and CRLF end a line.
    entries = [each.split("\n") for each in lines(text).split("\n\n") if "data:" in each]
    assert len(entries) == len(TEXTS)
    for number, (entry, expected) in enumerate(zip(entries, TEXTS, strict=True)):
        assert [each.partition(":")[0] for each in entry] == ["id", "data"]
        assert json.loads(entry[1].removeprefix("data: "))["event"]["title"] == expected
        cursor = json.loads(entry[1].removeprefix("data: "))["cursor"]
        assert entry[0] == f"id: {cursor}"
        assert cursor.split("-")[1] == f"{number + 1:012}"


LD = "application/ld+json"
SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_draws_words_and_runs_nothing(client: FlaskClient) -> None:
    known = {"svg", "title", "desc", "defs", "linearGradient", "stop", "pattern", "rect", "path",
             "text"}  # fmt: skip
    for text in TEXTS:
        asked = {"tag": hostile.tag_of(text), "width": "2000"}
        reply = client.get("/v1/timeline.svg", query_string=asked)
        picture = ElementTree.fromstring(reply.data)
        assert {str(each.tag).removeprefix(SVG) for each in picture.iter()} <= known
        names = {key for each in picture.iter() for key in each.attrib}
        assert not [each for each in names if each.startswith("on") or "href" in each]
        drawn = {each.text for each in picture.iter(f"{SVG}text")}
        assert lines(text if "tag" in asked else "harmless") in drawn or len(text) > 30


def test_the_data_in_a_page_is_one_script_and_the_text(client: FlaskClient) -> None:
    for number, text in enumerate(TEXTS):
        body = client.get(f"/events/{name(number)}", headers={"Accept": "text/html"}).data
        tree = html5lib.parse(body, namespaceHTMLElements=False, transport_encoding="utf-8")
        (data,) = [each for each in tree.iter("script") if each.get("type") == LD]
        assert json.loads(data.text or "")["name"] == text
        headline = next(tree.iter("h1"))
        assert (len(headline), headline.text) == (0, lines(text))


def test_every_format_and_every_picture_has_its_reader() -> None:
    assert set(READERS) == {each.suffix for each in FORMATS}
    pictures = {route.path for route in ROUTES if route.media == "image/svg+xml"}
    # The map has the names of countries, but no text of an event.
    assert pictures == {"/v1/timeline.svg", "/v1/histogram.svg", "/v1/map.svg"}
