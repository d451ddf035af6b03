"""Citations of an event and of a query over HTTP: the day of access, versions and ETags."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import icalendar
import pytest
import rispy
from flask.testing import FlaskClient
from pybtex.database import parse_string

from service import reply_dependencies
from service.formats.citation_styles import STYLES
from tests.support.days import today

EVENT = "us-funding-central-asia-2022-09"
QUERY = "country=KZ&country=US&date=2022-09/2023-03&category=funding"
ACCEPT = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "apa.txt": "text/plain",
}


def csl(client: FlaskClient, path: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(client.get(path).data)
    return found


def test_the_september_announcement_is_cited_without_a_day(client: FlaskClient) -> None:
    fields = parse_string(client.get(f"/v1/events/{EVENT}.bib").text, "bibtex").entries[
        f"dateline-{EVENT}-v1"
    ].fields  # fmt: skip
    assert fields["eventdate"] == "2022-09"
    assert fields["url"] == f"http://localhost/events/{EVENT}/versions/1"
    (item,) = csl(client, f"/v1/events/{EVENT}.csl.json")
    assert item["event-date"] == {"date-parts": [[2022, 9]]}
    assert item["accessed"] == {"date-parts": [[today().year, today().month, today().day]]}
    assert "September 2022]" in client.get(f"/v1/events/{EVENT}.apa.txt").text


@pytest.mark.parametrize(("suffix", "media"), ACCEPT.items())
def test_a_citation_is_had_by_its_media_type(client: FlaskClient, suffix: str, media: str) -> None:
    reply = client.get(f"/v1/events/{EVENT}", headers={"Accept": media})
    assert (reply.status_code, reply.mimetype) == (200, media)
    assert reply.data == client.get(f"/v1/events/{EVENT}.{suffix}").data


@pytest.mark.parametrize("suffix", STYLES)
def test_a_bibliography_has_every_event_of_the_query(client: FlaskClient, suffix: str) -> None:
    found = client.get(f"/v1/events.json?{QUERY}&fields=title").get_json()["items"]
    text = client.get(f"/v1/events.{suffix}?{QUERY}").text
    assert len(found) == 2
    for each in found:
        assert each["title"].replace("$", r"\$" if suffix == "bib" else "$") in text


@pytest.mark.parametrize("suffix", STYLES)
@pytest.mark.parametrize("path", [f"/v1/events/{EVENT}.%s", f"/v1/events.%s?{QUERY}",
                                  f"/v1/events.%s?{QUERY}&limit=1",
                                  f"/v1/cite.%s?{QUERY}"])  # fmt: skip
def test_the_day_of_access_changes_the_tag_and_nothing_else_does(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, suffix: str, path: str
) -> None:
    path %= suffix

    def on(day: int) -> None:
        moment = datetime(2026, 11, day, 23, tzinfo=UTC).timestamp()
        monkeypatch.setattr("time.time", lambda: moment)

    on(26)
    first = client.get(path)
    assert "26" in first.text
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get("/v1/events.csv").headers["ETag"]
    on(27)
    later = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert later.headers["ETag"] != first.headers["ETag"]
    assert "no-cache" in later.headers["Cache-Control"]
    assert client.get("/v1/events.csv").headers["ETag"] == other


def test_a_kept_citation_is_of_one_day(client: FlaskClient) -> None:
    before = time.time()
    with reply_dependencies.noting() as noted:
        client.get(f"/v1/cite.apa.txt?{QUERY}")
    assert noted.day in [reply_dependencies.day_of(each) for each in (before, time.time())]


def test_a_query_is_cited_with_its_words_number_and_version(client: FlaskClient) -> None:
    newest = max(
        each["updated_at"] for each in client.get(f"/v1/events.json?{QUERY}").get_json()["items"]
    )
    text = client.get(f"/v1/cite.apa.txt?{QUERY}&sort=-date").status_code
    assert text == 400  # a citation does not depend on the order
    (item,) = csl(client, f"/v1/cite.csl.json?{QUERY}")
    assert item["type"] == "dataset"
    assert item["title"] == (
        "Events: Kazakhstan and United States, funding, September 2022 to March 2023"
    )
    assert item["version"] == f"{newest[:19]}Z"
    assert item["genre"] == "Data set; 2 events"
    assert item["URL"] == f"http://localhost/?{QUERY}"
    (record,) = rispy.loads(client.get(f"/v1/cite.ris?{QUERY}").text)
    assert record["title"] == item["title"]
    assert client.get(f"/?{QUERY}").status_code == 200


def test_a_change_elsewhere_leaves_the_citation_of_a_query(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    before = client.get(f"/v1/cite.bib?{QUERY}")
    event = {"title": "Elsewhere", "date": "2001", "category": "other"}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    assert client.get(f"/v1/cite.bib?{QUERY}").data == before.data
    tag = client.get(f"/v1/events/{EVENT}").headers["ETag"]
    changed = client.patch(f"/v1/events/{EVENT}", json={"summary": "Other words."},
                           headers=write_key | {"If-Match": tag})  # fmt: skip
    assert changed.status_code == 200
    assert client.get(f"/v1/cite.bib?{QUERY}").data != before.data


def test_nothing_found_is_cited_as_nothing(client: FlaskClient) -> None:
    (item,) = csl(client, "/v1/cite.csl.json?country=KZ&date=1200")
    assert item["genre"] == "Data set; 0 events"
    assert "version" not in item
    assert client.get("/v1/cite.apa.txt?contry=KZ").status_code == 400


def test_everything_is_cited_as_all_events(client: FlaskClient) -> None:
    (item,) = csl(client, "/v1/cite.csl.json")
    assert (item["title"], item["URL"]) == ("All events", "http://localhost/")


def test_the_address_of_a_citation_shows_the_version_for_ever(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    (item,) = csl(client, f"/v1/events/{EVENT}.csl.json")
    cited = str(item["URL"]).removeprefix("http://localhost")
    tag = client.get(f"/v1/events/{EVENT}").headers["ETag"]
    client.patch(f"/v1/events/{EVENT}", json={"title": "Quite another title"},
                 headers=write_key | {"If-Match": tag})  # fmt: skip
    page = client.get(cited).text
    assert "announces $25 million" in page
    assert "This is version 1" in page
    assert f'href="/events/{EVENT}"' in page
    assert f"/events/{EVENT}/versions/1" in page
    assert "noindex" in page
    tag = client.get(f"/v1/events/{EVENT}").headers["ETag"]
    assert client.delete(f"/v1/events/{EVENT}", headers=write_key | {"If-Match": tag}).status_code
    gone = client.get(cited)
    assert gone.status_code == 200
    assert "The event was deleted since." in gone.text
    assert client.get(f"/events/{EVENT}/versions/3").status_code == 410
    for number in ("0", "9", "x", "1.0"):
        assert client.get(f"/events/{EVENT}/versions/{number}").status_code == 404


def test_a_calendar_and_feeds_are_named_after_their_filters(client: FlaskClient) -> None:
    calendar = client.get(f"/v1/events.ics?{QUERY}").text.replace("\r\n ", "")
    name = "Dateline: Kazakhstan and United States\\, funding\\, September 2022 to March 2023"
    assert f"\r\nNAME:{name}\r\n" in calendar
    assert f"\r\nX-WR-CALNAME:{name}\r\n" in calendar
    plain = name.replace("\\", "")
    assert f"<title>{plain}</title>" in client.get(f"/v1/events.atom?{QUERY}").text
    assert client.get(f"/v1/events.feed.json?{QUERY}").get_json()["title"] == plain
    assert client.get("/v1/events.feed.json").get_json()["title"] == "Dateline"
    assert "\r\nNAME:Dateline: anniversaries\\, Kazakhstan\r\n" in client.get(
        "/v1/anniversaries.ics?country=KZ"
    ).text  # fmt: skip
    one = client.get(f"/v1/events/{EVENT}.feed.json").get_json()["title"]
    assert one == "Dateline: United States announces $25 million for Central Asia"


def test_a_title_of_several_lines_names_a_calendar(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"id": "lines", "title": "One\nBEGIN:VEVENT, two; three", "date": "2001",
             "category": "other"}  # fmt: skip
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    calendar = icalendar.Calendar.from_ical(client.get("/v1/events/lines.ics").data)
    assert len(calendar.walk("VEVENT")) == 1
    assert str(calendar["NAME"]) == "Dateline: One\\nBEGIN:VEVENT\\, two\\; three"


def test_the_name_of_a_feed_does_not_change_its_ids(client: FlaskClient) -> None:
    def ids(query: str) -> list[str]:
        text = client.get(f"/v1/events.atom?{query}").text
        return [part.partition("</id>")[0] for part in text.split("<id>")[1:]]

    here = ids("country=KZ")
    assert here == ids("country=KZ")
    assert here[0] != ids("country=UZ")[0]
    assert len(set(here)) == len(here)


def test_the_day_of_today_is_that_of_utc() -> None:
    assert reply_dependencies.today() == today()
