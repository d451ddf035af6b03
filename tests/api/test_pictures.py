"""Pictures: they are well-formed, run no script, and show where no day is known."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service import languages
from service.domain.timeline import length
from service.domain.vocabulary import STATUSES
from service.schemas.event import load_event

SVG = "{http://www.w3.org/2000/svg}"
PATHS = ("/v1/timeline.svg", "/v1/histogram.svg")


def drawn(client: FlaskClient, address: str) -> ElementTree.Element:
    reply = client.get(address)
    assert reply.status_code == 200, reply.text
    assert reply.content_type == "image/svg+xml"
    return ElementTree.fromstring(reply.data)


def words(picture: ElementTree.Element) -> str:
    return " ".join(each.text or "" for each in picture.iter(f"{SVG}text"))


def test_a_month_is_a_hatched_bar_and_a_day_a_point(client: FlaskClient) -> None:
    picture = drawn(client, "/v1/timeline.svg?category=funding")
    marks = [each for each in picture.iter(f"{SVG}rect") if each.get("rx") == "4.5"]
    assert [each.get("fill") for each in marks] == ["url(#vague)", "#9b1b30"]
    assert float(marks[0].get("width", 0)) > float(marks[1].get("width", 0)) == 9
    assert "United States announces $25" in words(picture)


def test_the_histogram_separates_events_without_a_known_day(client: FlaskClient) -> None:
    picture = drawn(client, "/v1/histogram.svg?category=funding")
    fills = [each.get("fill") for each in picture.iter(f"{SVG}rect")][3:]
    assert fills == ["url(#vague)", "#9b1b30"]
    wider = drawn(client, "/v1/histogram.svg?category=funding&interval=day")
    told = "Events by day: 1. In no bar, because the date is wider than a day: 1."
    assert told in words(wider)
    assert told in "".join(each.text or "" for each in wider.iter(f"{SVG}desc"))


@pytest.mark.parametrize(
    ("lang", "years", "month"),
    [
        ("en", ["51 BC", "41 BC", "31 BC", "21 BC", "11 BC", "1 BC", "10"], "January 51 BC"),
        ("fr", ["51 av. J.-C.", "1 av. J.-C.", "10"], "janvier 51 av. J.-C."),
        ("zh", ["公元前51年", "公元前1年", "10"], "公元前51年1月"),
    ],
)
def test_an_axis_names_years_before_1_as_people_count_them(
    client: FlaskClient, app: Flask, lang: str, years: list[str], month: str
) -> None:
    """The year -50 of EDTF is 51 BC, and 0 is 1 BC."""
    document = {"id": "old", "title": "T", "date": "-0050-03-15", "category": "other"}
    app.extensions["dateline"].store.create(load_event(document))
    picture = drawn(client, f"/v1/timeline.svg?date=-0050/0020&lang={lang}&width=1200")
    axis = [each.text for each in picture.iter(f"{SVG}text")]
    assert [each for each in axis if each in years] == years
    assert not [each for each in axis if re.match(r"-|0", each or "")]
    for path in PATHS:
        assert month in words(drawn(client, f"{path}?date=-0050&lang={lang}"))


@pytest.mark.parametrize("path", PATHS)
def test_what_matches_nothing_says_so(client: FlaskClient, path: str) -> None:
    assert "No events match." in words(drawn(client, f"{path}?country=BT"))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("error", ["width=239", "width=2001", "width=wide", "theme=blue"])
def test_a_wrong_option_is_named(client: FlaskClient, path: str, error: str) -> None:
    reply = client.get(f"{path}?{error}")
    assert reply.status_code == 400
    assert reply.get_json()["errors"][0]["parameter"] == error.split("=", maxsplit=1)[0]


@pytest.mark.parametrize("path", PATHS)
def test_the_same_picture_is_not_sent_twice(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{path}?theme=dark").headers["ETag"] != tag


def test_hostile_words_are_words(client: FlaskClient, write_key: dict[str, str]) -> None:
    event = {"id": "hostile", "title": "<script>alert(1)</script>\"'&", "date": "1999",
             "category": "other", "tags": ["hostile"]}  # fmt: skip
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    picture = drawn(client, "/v1/timeline.svg?tag=hostile&width=2000")
    assert "<script>alert(1)</script>\"'&" in words(picture)
    assert not list(picture.iter(f"{SVG}script"))


def test_what_was_cancelled_is_not_drawn_as_what_occurred(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    for latitude, status in ((-40, "occurred"), (0, "cancelled"), (40, "planned")):
        event = {"title": f"T {status}", "date": "2001-03-01", "category": "other",
                 "status": status, "tags": ["status"],
                 "place": {"name": "P", "latitude": latitude, "longitude": 20}}  # fmt: skip
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    picture = drawn(client, "/v1/timeline.svg?tag=status")
    struck = [each.text for each in picture.iter(f"{SVG}text") if each.get("text-decoration")]
    assert struck == ["cancelled: T cancelled"]
    assert all(each in words(picture) for each in ("T occurred", "planned: T planned"))
    titles = {each.text for each in drawn(client, "/v1/map.svg?tag=status").iter(f"{SVG}title")}
    assert {f"1 March 2001{each}" for each in (": T occurred", ", cancelled: T cancelled",
                                               ", planned: T planned")} <= titles  # fmt: skip
    for path in ("/v1/timeline", "/v1/map"):
        named = client.get(f"{path}?tag=status&lang=fr").get_json()["statuses"]
        assert named["cancelled"] == "annulé"
        assert set(named) == set(STATUSES) - {"occurred"}
    marks = client.get("/v1/timeline?tag=status&lang=fr").get_json()["marks"]
    labels = ["T occurred", "annulé\u00a0: T cancelled", "prévu\u00a0: T planned"]
    assert {each["label"] for each in marks} == set(labels)


def test_what_has_no_end_fades_out_at_the_edge(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    for number, date in enumerate(("2001-01-01/..", "../2001-06", "2001-03-01")):
        event = {"id": f"open-{number}", "title": "T", "date": date, "category": "other",
                 "tags": ["open"]}  # fmt: skip
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    marks = {
        str(each.get("fill")): each
        for each in drawn(client, "/v1/timeline.svg?tag=open").iter(f"{SVG}rect")
    }
    late, early = marks["url(#late)"], marks["url(#early)"]
    assert float(late.get("x", 0)) + float(late.get("width", 0)) == 800
    assert float(early.get("x", 1)) == 0
    assert float(marks["#9b1b30"].get("width", 0)) == 9


def test_years_far_outside_the_calendar_are_drawn(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    for number, date in enumerate(("-0044-03-15", "Y17000002", "0001")):
        event = {"id": f"far-{number}", "title": "T", "date": date, "category": "other",
                 "tags": ["far"]}  # fmt: skip
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    for path in PATHS:
        assert words(drawn(client, f"{path}?tag=far"))


def test_the_picture_in_the_frame_is_one_that_is_drawn(client: FlaskClient) -> None:
    frame = client.get("/embed?country=C5&limit=20&sort=-updated&count=none&theme=dark").text
    address = re.search(r'<noscript>.*?src="([^"]+)"', frame)
    assert address is not None
    assert "labelled" in words(drawn(client, unescape(address[1])))


def test_the_pictures_of_the_explorer_are_ones_that_are_drawn(client: FlaskClient) -> None:
    page = client.get("/?country=C5&sort=-updated", headers={"Accept": "text/html"}).text
    addresses = re.findall(r'<noscript><img src="([^"]+)"', page)
    told = [words(drawn(client, unescape(each))) for each in addresses]
    assert ["labelled" in each for each in told] == [False, True]
    assert ["in clusters" in each for each in told] == [True, False]


@pytest.mark.parametrize("path", ["/v1/timeline.svg", "/v1/histogram.svg", "/v1/map.svg"])
def test_the_title_says_what_was_asked(client: FlaskClient, path: str) -> None:
    def title(query: str) -> str | None:
        return drawn(client, f"{path}?{query}").findtext(f"{SVG}title[@id='t']")

    assert title("country=KZ&date=2022-09&lang=fr") == "Kazakhstan, septembre 2022 · Dateline"
    assert title("theme=dark") == "Dateline"


@pytest.mark.parametrize("path", ["/v1/timeline.svg", "/v1/histogram.svg?interval=year",
                                  "/v1/map.svg"])  # fmt: skip
def test_arabic_is_in_its_own_order(client: FlaskClient, path: str) -> None:
    """A text of a picture runs from left to right. Without the control characters a number at the
    beginning of an Arabic sentence would stand at its end."""
    picture = drawn(client, f"{path}{'&' if '?' in path else '?'}country=C5&lang=ar")
    texts = [each.text or "" for each in picture.iter(f"{SVG}text")]
    arabic = [each for each in texts if re.search(r"[\u0600-\u06ff]", each)]
    assert arabic
    assert all(each[0] == "\u202b" and each[-1] == "\u202c" for each in arabic)
    assert not any("\u202b" in each for each in texts if each not in arabic)


@pytest.mark.parametrize("title", ["外" * 60, "외교 " * 30, "CAPITALS " * 9, "Plain words " * 6])
def test_a_title_is_cut_to_its_room_in_every_script(
    client: FlaskClient, app: Flask, title: str
) -> None:
    event = {
        "id": "long",
        "title": title.strip(),
        "date": "2023",
        "category": "other",
        "tags": ["w"],
    }
    app.extensions["dateline"].store.create(load_event(event))
    label = next(
        each.text or "" for each in drawn(client, "/v1/timeline.svg?tag=w").iter(f"{SVG}text")
        if (each.text or "")[:3] == title[:3]
    )  # fmt: skip
    assert label.endswith("…")
    assert 200 < length(label) <= 240


@pytest.mark.parametrize("lang", languages.NAMES)
@pytest.mark.parametrize("path", ["/v1/timeline.svg", "/v1/histogram.svg"])
def test_the_names_of_an_axis_have_room(client: FlaskClient, path: str, lang: str) -> None:
    for width in (240, 420, 800):
        picture = drawn(client, f"{path}?date=2021/2022&lang={lang}&width={width}")
        texts = [each for each in picture.iter(f"{SVG}text") if not each.get("text-anchor")]
        axis = [(float(each.get("x", 0)), (each.text or "").strip("\u202b\u202c"))
                for each in texts if re.search(r"\b202\d\b|202\d年", each.text or "")
                and float(each.get("y", 0)) > 150]  # fmt: skip
        ends = [x + length(name) for x, name in axis]
        assert all(end <= width for end in ends), axis
        assert all(end < x for end, (x, _) in zip(ends, axis[1:], strict=False)), axis


def test_a_long_note_is_broken_in_a_script_without_spaces(client: FlaskClient) -> None:
    picture = drawn(client, "/v1/histogram.svg?interval=month&lang=zh&width=240")
    notes = [each for each in picture.iter(f"{SVG}text") if each.get("x") == "10.0"]
    assert len(notes) > 1
    assert all(length(each.text or "") <= 230 for each in notes)
