"""The queries that the search form makes of a reader's words, without scripts."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.days import yesterday

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
YESTERDAY = "yesterday"


def get(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, headers=BROWSER)


def ids(reply: TestResponse) -> list[str]:
    return re.findall(r'class="title" href="/events/([^"]+)"', reply.text)


def told(reply: TestResponse, name: str) -> tuple[str, list[str]]:
    """The message beside a field, and the URLs that it offers."""
    found = re.search(rf'id="error-{name}">(.*?)</div>', reply.text, re.DOTALL)
    assert found is not None
    links = [unquote(html.unescape(each)) for each in re.findall(r'href="([^"]+)"', found[1])]
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip(), links


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("date=autumn 2022", "date=2022-09/2022-11"),
        ("country=KZ&date=Sep 2022 to Nov 2022&q=", "country=KZ&date=2022-09/2022-11"),
        ("date=1960-1990", "date=1960/1990"),
        ("date=since 2015&match=certain", "date=2015/..&match=certain"),
        ("date=yesterday", f"date={YESTERDAY}"),
        ("date=24 February", "on=02-24"),
        ("on=24 February", "on=02-24"),
        ("from=May 2020&to=late 2021", "from=2020-05&to=2021-09/2021-12"),
        ("date=2022&first_day=2022-09-01&last_day=2022-11-30", "date=2022-09-01/2022-11-30"),
        ("date=&first_day=2022-09-01&last_day=", "date=2022-09-01/.."),
        ("first_day=2022-09-01&last_day=2022-09-01", "date=2022-09-01"),
        ("country=Kazakhstan&country_role=host", "country=KZ:host"),
        ("country=KZ,UZ&country_role=host", "country=KZ:host,UZ:host"),
        ('country="Korea, South"&country_role=host', "country=KR:host"),
        ("country=&country_role=host&country=US&country_role=participant",
         "country=US:participant"),
        ("country=US&country_role=", "country=US"),
        ("country=European Union,soviet union:host", "country=EU,SUHH:host"),
    ],
)  # fmt: skip
def test_the_fields_become_a_query_of_the_api(
    client: FlaskClient, given: str, address: str
) -> None:
    reply = get(client, f"/?{given}")
    address = address.replace(YESTERDAY, yesterday())
    assert reply.status_code == 302
    assert unquote(reply.headers["Location"].replace("+", " ")) == f"/?{address}"
    shown = get(client, reply.headers["Location"])
    assert shown.status_code == 200
    assert ids(shown) == [e["id"] for e in client.get(f"/v1/events?{address}").get_json()["items"]]


def test_the_page_says_what_a_date_was_read_as(client: FlaskClient) -> None:
    text = get(client, "/?date=2022-09/2022-11").text
    assert "Read as: <strong>September to November 2022</strong>" in text
    days = 'data-first="2022-09-01" data-last="2022-11-30">2022-09/2022-11</code>'
    assert days in text
    assert "24 February of any year" in get(client, "/?on=02-24").text


class TestTheRestStays:
    @pytest.mark.parametrize(
        ("query", "rest", "field", "links"),
        [
            ("country=KZ&date=winter 2022", "country=KZ", "date",
             ["/?country=KZ&date=2021-12/2022-02", "/?country=KZ&date=2022-12/2023-02"]),
            ("date=Septmber 2022&country=KZ", "country=KZ", "date",
             ["/?date=2022-09&country=KZ"]),
            ("date=5/6&country=KZ", "country=KZ", "date",
             ["/?on=06-05&country=KZ", "/?on=05-06&country=KZ"]),
            ("date=banana&country=KZ", "country=KZ", "date", []),
            ("country=AU&date=autumn 2022", "country=AU", "date",
             ["/?country=AU&date=2022-03/2022-05", "/?country=AU&date=2022-09/2022-11"]),
            ("country=Kazakstan:host&date=2022", "date=2022", "country",
             ["/?country=Kazakhstan:host&date=2022"]),
            ("country=KZ:hosts&date=2022", "date=2022", "country",
             ["/?country=KZ:host&date=2022"]),
            ("country=Kazakstan&role=host&date=2022", "date=2022", "country", None),
        ],
    )  # fmt: skip
    def test_while_a_field_is_corrected(
        self, client: FlaskClient, query: str, rest: str, field: str, links: list[str] | None
    ) -> None:
        reply = get(client, f"/?{query}")
        assert reply.status_code == 400
        assert ids(reply) == [e["id"] for e in client.get(f"/v1/events?{rest}").get_json()["items"]]
        assert f"<strong>{field}" in reply.text
        detail, found = told(reply, field)
        assert detail
        if links is not None:
            assert found[: len(links)] == links and bool(found) == bool(links)
        assert f'aria-invalid="true" aria-describedby="error-{field}' in reply.text

    def test_a_program_gets_the_error_alone(self, client: FlaskClient) -> None:
        reply = client.get("/?country=KZ&date=winter 2022")
        assert (reply.status_code, reply.mimetype) == (400, "application/problem+json")


class TestRoles:
    def test_each_country_has_its_own(self, client: FlaskClient) -> None:
        query = "country=C5:host&country=US:participant&country=KZ"
        reply = get(client, f"/?{query}")
        found = client.get(f"/v1/events?{query}").get_json()["items"]
        assert ids(reply) == [each["id"] for each in found] != []
        rows = re.findall(
            r'name="country" value="(\w+)"><bdi>([^<]+)</bdi>.*?</select>', reply.text, re.DOTALL
        )
        assert rows == [("C5", "C5"), ("US", "United States"), ("KZ", "Kazakhstan")]
        chosen = re.findall(r'<option value="(\w+)" selected>', reply.text)
        assert chosen[:2] == ["host", "participant"]
        for chip in ("C5 as host", "United States as participant", "Kazakhstan"):
            assert f"Remove {chip}" in reply.text

    def test_what_has_several_is_kept_as_it_is(self, client: FlaskClient) -> None:
        reply = get(client, "/?country=KZ:host,UZ:participant")
        assert 'type="hidden" name="country" value="KZ:host,UZ:participant"' in reply.text
        for part in ("Kazakhstan", "Kazakhstan as host", "Uzbekistan", "Uzbekistan as participant"):
            assert f'aria-label="Remove {part}"' in reply.text

    def test_one_for_every_country_is_a_chip(self, client: FlaskClient) -> None:
        reply = get(client, "/?country=KZ&role=host")
        assert "Remove as host" in reply.text
        assert 'type="hidden" name="role" value="host"' in reply.text


class TestDidYouMean:
    """The page offers only queries that find events, and says how many."""

    def choices(self, client: FlaskClient, query: str) -> tuple[dict[str, str], dict[str, str]]:
        """Other spellings, and queries with one part less: the URL and the count of each."""
        text = get(client, f"/?{query}").text
        empty = text.partition('class="empty"')[2].partition("</ul>")[0]
        parts = empty.partition("<ul>")
        meant, left_out = (
            {
                unquote(html.unescape(address)).replace("+", " "): count
                for address, count in re.findall(
                    r'href="([^"]+)"><bdi>.*?</a> <small>([\d,+]+)</small>', part
                )
            }
            for part in (parts[0], parts[2])
        )
        return meant, left_out

    @pytest.mark.parametrize(
        ("query", "meant"),
        [
            ("actor=Antony Blinkn", "/?actor=Antony Blinken"),
            ("actor=Blinkn&country=KZ", "/?actor=Antony Blinken&country=KZ"),
            ("tag=c5plus2", "/?tag=c5plus1"),
            ("q=anounced", None),
            ("q=Astanna", "/?q=astana"),
            ("q=Astana ministres", None),
            ("country=KZ&date=2015", "/?country=KZ&date=2022"),
            ("country=KZ&date=2024/2025", "/?country=KZ&date=2023"),
        ],
    )
    def test_near_words_and_years_are_offered(
        self, client: FlaskClient, query: str, meant: str | None
    ) -> None:
        found, wider = self.choices(client, query)
        assert found
        if meant is not None:
            assert meant in found
        for address, count in (found | wider).items():
            total = client.get(f"/v1/events?{address.partition('?')[2]}&count=exact").get_json()[
                "total"
            ]
            assert str(total) == count != "0"

    def test_each_part_can_be_left_out_if_that_helps(self, client: FlaskClient) -> None:
        _, wider = self.choices(client, "q=zzzz&country=KZ&category=vote&on=12-31")
        # Without q alone, or without on alone, nothing is found.
        assert wider == {"/?country=KZ&category=vote": "1"}
        _, wider = self.choices(client, "country=KZ:signatory&category=meeting")
        assert "/?country=KZ&category=meeting" in wider
        _, wider = self.choices(client, "q=Astana zzzz&date=2023")
        assert "/?q=Astana&date=2023" in wider

    def test_a_near_spelling_that_finds_nothing_is_left_out(self, client: FlaskClient) -> None:
        detail, links = told(get(client, "/?country=Kazakstan"), "country")
        assert links == ["/?country=Kazakhstan"]
        assert "12 events" in detail

    def test_the_readings_of_words_stay_with_their_counts(self, client: FlaskClient) -> None:
        detail, links = told(get(client, "/?date=winter 2022"), "date")
        assert len(links) == 2
        assert "(2021-12/2022-02) 3 events" in detail

    def test_a_part_of_one_name_is_that_name(self, client: FlaskClient) -> None:
        reply = get(client, "/?actor=blinken")
        assert reply.headers["Location"] == "/?actor=Antony+Blinken"
        assert ids(get(client, "/?actor=Antony+Blinken"))

    def test_an_unknown_name_is_reported_beside_its_field(self, client: FlaskClient) -> None:
        reply = get(client, "/?actor=Zyxw")
        assert reply.status_code == 200
        assert told(reply, "actor") == ("No event has “Zyxw”", [])
        detail, links = told(get(client, "/?actor=Antony Blinkn&date=1990"), "actor")
        assert links == ["/?actor=Antony+Blinken&date=1990"]
        assert "0 events" in detail

    def test_what_is_tried_is_bounded(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = []
        store = client.application.extensions["dateline"].store
        real = store.count

        def count(*each: Any) -> Any:
            asked.append(each)
            return real(*each)

        monkeypatch.setattr(store, "count", count)
        get(client, "/?actor=" + ",".join(f"Blinke{n}" for n in range(60)) + "&q=a1 b2 c3 d4 e5 f6")
        assert 0 < len(asked) <= 2 * 12
