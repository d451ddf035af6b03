"""The pages as the server sends them, before scripts change them."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import create_app
from service.errors import Invalid
from service.formats.registry import FORMATS
from service.languages import language
from service.schemas.event import load_event
from service.settings import Settings
from service.store import Store
from service.web.routes import PAGES
from service.web.theme import NIGHT, PAPER, contrast, parse, readable
from tests.conftest import REPOSITORY

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def get(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, headers=BROWSER)


def count(response: TestResponse) -> int:
    found = re.search(r"<strong>([\d,]+)\+?</strong>", response.text)
    assert found is not None, response.text[:3000]
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("path", sorted({each.path for each in PAGES}))
def test_every_page_is_documented(path: str) -> None:
    assert f"`{path}`" in (REPOSITORY / "docs" / "api.md").read_text("utf-8")


def test_the_explorer_lists_what_the_api_lists(client: FlaskClient) -> None:
    for query in ("", "?country=KZ&country=US", "?category=funding", "?date=2022-09", "?q=troops"):
        page, data = get(client, f"/{query}"), client.get(f"/v1/events.json{query}").get_json()
        assert page.status_code == 200
        assert count(page) == data["total"]
        ids = re.findall(r'class="title" href="/events/([^"]+)"', page.text)
        assert ids == [each["id"] for each in data["items"]]


def test_another_application_has_the_templates_of_the_first(app: Flask) -> None:
    """It takes a third of a second to compile the templates of the explorer."""
    other = create_app(app.extensions["dateline"].settings)
    one, two = (
        each.jinja_env.get_template("explorer.html").root_render_func.__code__
        for each in (app, other)
    )
    assert one is two
    other.extensions["dateline"].store.close()


def test_next_leads_through_every_event_once(client: FlaskClient) -> None:
    seen: list[str] = []
    path: str | None = "/?limit=5"
    while path:
        text = get(client, path).text
        seen += re.findall(r'class="title" href="/events/([^"]+)"', text)
        found = re.search(r'class="next" rel="next" href="([^"]+)"', text)
        path = found[1].replace("&amp;", "&") if found else None
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == client.get("/v1/events?count=exact").get_json()["total"]


def test_what_asks_nothing_leaves_the_address(client: FlaskClient) -> None:
    given = "/?q=&country=KZ&date=&match=possible&category=visit&category=meeting&sort=date"
    reply = get(client, given)
    assert reply.status_code == 302
    assert reply.headers["Location"] == "/?country=KZ&category=visit,meeting"
    assert get(client, "/?q=").headers["Location"] == "/"


def test_an_error_is_reported_at_its_field_with_the_nearest_word_as_a_link(
    client: FlaskClient,
) -> None:
    reply = get(client, "/?country=Kazakstan&date=2023-13&category=meeting")
    assert reply.status_code == 400
    fields = dict(re.findall(r'id="error-(\w+)">(.*?)</div>', reply.text, re.DOTALL))
    assert "is not a country we know" in fields["country"]
    assert 'href="/?country=Kazakhstan&amp;date=2023-13&amp;category=meeting"' in fields["country"]
    assert "13 is not a month" in fields["date"]
    assert not fields["category"].strip()
    assert 'value="2023-13"' in reply.text


def test_an_unknown_parameter_is_reported_too(client: FlaskClient) -> None:
    reply = get(client, "/?contry=KZ")
    assert reply.status_code == 400
    assert "contry" in reply.text
    assert "country" in reply.text


def test_no_result_offers_the_way_back(client: FlaskClient) -> None:
    reply = get(client, "/?q=zzzz&country=KZ")
    assert reply.status_code == 200
    assert "Nothing matches all of this." in reply.text
    assert 'href="/?q=zzzz"' in reply.text


def test_a_month_is_listed_as_a_month(client: FlaskClient) -> None:
    text = get(client, "/?date=2022-09&category=funding").text
    assert '<div class="group wide" data-date="2022-09">' in text
    assert "day not known" in text
    assert '<q dir="auto">in September</q>' in text


def test_an_event_without_a_known_beginning_is_not_listed_under_its_last_year(
    client: FlaskClient, app: Flask
) -> None:
    """The oldest come first, and nobody knows how old it is."""
    for number, date in enumerate(("[..2048-02]", "../1990-05-03", "1990-05-03")):
        document = {"id": f"e{number}", "title": "T", "date": date, "category": "other"}
        app.extensions["dateline"].store.create(load_event(document))
    page = get(client, "/?category=other").text
    assert re.findall(r"<h2>([^<]*\d{4})</h2>", page)[:3] == ["until 2048", "until 1990", "1990"]
    assert re.findall(r"<h2>([^<]*2048)</h2>", get(client, "/?category=other&lang=fr").text) == [
        "jusqu’en 2048"
    ]


def test_the_chart_draws_what_has_no_known_day_apart(client: FlaskClient) -> None:
    text = get(client, "/").text
    assert "4</span> without" in text or ">4 without a known day" in text
    assert text.count('<rect class="unknown"') == 3
    assert text.count('<rect class="stretch"') == 1


@pytest.mark.parametrize(("date", "interval", "bar"), [
    ("2022-12/2023-02", "day", "2023-02-28"),
    ("2022-11/2023-03", "week", "2023-02-27/2023-03-05"),
    ("2022-01/2023-03", "month", "2023-02"),
])  # fmt: skip
def test_the_chart_has_bars_as_wide_as_it_can(
    client: FlaskClient, date: str, interval: str, bar: str
) -> None:
    text = get(client, f"/?date={date}").text
    assert f'data-interval="{interval}"' in text
    assert f"<title>{language('en').date(bar)}: " in text
    assert f"&amp;date={bar}" in text or f"?date={bar}" in text


def test_the_view_can_be_used_in_every_format(client: FlaskClient) -> None:
    text = html.unescape(get(client, "/?country=KZ,UZ&date=2022-09/2023-03").text)
    for each in FORMATS:
        found = re.search(rf"/v1/events\.{re.escape(each.suffix)}\?[^<\"']+", text)
        assert found is not None
        assert client.get(found[0]).status_code == 200
    assert 'href="webcal://localhost/v1/events.ics?country=KZ,UZ&date=2022-09/2023-03"' in text


def test_an_event_page_has_facts_sources_and_relations(client: FlaskClient) -> None:
    text = get(client, "/events/us-funding-central-asia-2022-09").text
    assert "United States announces $25 million for Central Asia" in text
    assert '<q dir="auto">in September</q>' in text
    assert "USD 25,000,000" in text
    assert 'href="/events/us-funding-central-asia-2023-02-28"' in text
    assert re.search(r"Supports .*<span>date</span>", text)


def test_linked_data_makes_up_no_day(client: FlaskClient) -> None:
    def data(event_id: str) -> dict[str, object]:
        text = get(client, f"/events/{event_id}").text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert found is not None
        return dict(json.loads(found[1]))

    month = data("us-funding-central-asia-2022-09")
    assert (month["@type"], month["temporalCoverage"]) == ("CreativeWork", "2022-09")
    assert "startDate" not in month
    day = data("us-funding-central-asia-2023-02-28")
    assert (day["@type"], day["startDate"]) == ("Event", "2023-02-28")


def test_a_person_gets_a_page_and_a_program_a_problem(client: FlaskClient) -> None:
    for path in ("/events/nowhere", "/events/No.Such", "/nowhere"):
        page = get(client, path)
        assert (page.status_code, page.mimetype) == (404, "text/html")
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert client.get(path).mimetype == "application/problem+json"
    assert get(client, "/v1/events/nowhere").mimetype == "application/problem+json"


def test_a_page_that_is_not_there_links_to_the_nearest(client: FlaskClient) -> None:
    page = get(client, "/sigin")
    assert page.status_code == 404
    assert '<a href="/signin">/signin</a>' in page.text
    assert "Did you mean" not in get(client, "/zzzzzzzzz").text


def test_a_deleted_event_says_so(client: FlaskClient, app: Flask) -> None:
    store = app.extensions["dateline"].store
    store.database.execute_sql(
        "INSERT INTO tombstone (id, version, deleted_at) VALUES ('gone', 2, '2026-01-01T00:00:00Z')"
    )
    page = get(client, "/events/gone")
    assert page.status_code == 410
    assert "This event was deleted" in page.text


def test_pages_are_conditional_and_strict(client: FlaskClient) -> None:
    for path in ("/", "/events/us-funding-central-asia-2022-09", "/theme.css"):
        plain = client.get(path)
        again = client.get(path, headers={"If-None-Match": plain.headers["ETag"]})
        assert again.status_code == 304
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy


def test_a_page_holds_no_inline_script_or_style(client: FlaskClient) -> None:
    for path in ("/", "/?q=zzzz", "/?date=x", "/events/us-funding-central-asia-2022-09"):
        text = get(client, path).text
        assert not re.search(r"<[^>]+\s(style|on\w+)=", text)
        assert all("src=" in tag or "ld+json" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_files_last_for_ever_under_their_digest(client: FlaskClient) -> None:
    for address in re.findall(r'"(/static/[^"]+)"', client.get("/").text):
        reply = client.get(address)
        assert reply.status_code == 200
        assert "immutable" in reply.headers["Cache-Control"]
        assert "immutable" not in client.get(address.partition("?")[0]).headers["Cache-Control"]
    assert client.get("/static/none.css").status_code == 404
    assert client.get("/static/..%2fhtml.py").status_code == 404


def test_an_operator_makes_it_theirs(settings: Settings, app: Flask, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    own = create_app(
        replace(
            settings,
            title="Steppe <Desk>",
            color="#ffee00",
            logo=str(tmp_path / "logo.svg"),
            default_query="country=C5&sort=-date",
        )
    ).test_client()
    assert own.get("/").headers["Location"] == "/?country=C5&sort=-date"
    assert own.get("/?q=").headers["Location"] == "/?sort=date"
    text = own.get("/?country=C5&sort=-date").text
    assert "Steppe &lt;Desk&gt;" in text
    assert '<img src="/logo"' in text
    assert own.get("/logo").mimetype == "image/svg+xml"
    assert "--brand:#ffee00" in own.get("/theme.css").text
    own.application.extensions["dateline"].store.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"color": "red"},
        {"color": "#12345"},
        {"logo": "/nowhere/logo.png"},
        {"logo": "/etc/hostname"},
        {"default_query": "country=Atlantis"},
        {"default_query": "nonsense"},
    ],
)
def test_a_wrong_setting_stops_the_start(settings: Settings, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match=f"DATELINE_{next(iter(wrong)).upper()}"):
        create_app(replace(settings, **wrong))


@pytest.mark.parametrize(
    "color", ["#9b1c31", "#ffee00", "#000000", "#ffffff", "#777777", "#0000ff"]
)
def test_text_in_any_colour_can_be_read(color: str) -> None:
    for ground in (PAPER, NIGHT):
        assert contrast(readable(parse(color), ground), ground) >= 4.5


def test_what_was_cancelled_says_so_wherever_it_stands(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    cancelled = {"id": "cancelled", "title": "A summit", "date": "2001-03-01",
                 "category": "summit", "status": "cancelled"}  # fmt: skip
    after = cancelled | {
        "id": "after",
        "status": "occurred",
        "related": [{"type": "follows", "event": "cancelled"}],
    }
    for each in (cancelled, after):
        assert client.post("/v1/events", json=each, headers=write_key).status_code == 201
    for path in ("/events/cancelled", "/events/after", "/embed/events/cancelled", "/?date=2001"):
        assert ">cancelled</" in get(client, path).text, path
    assert "cancelled</" not in get(client, "/embed/events/after").text


def test_an_empty_database_offers_no_way_out_of_filters(settings: Settings, store: Store) -> None:
    made = create_app(settings)
    pages = [get(made.test_client(), path).text for path in ("/", "/?q=zzzz")]
    made.extensions["dateline"].store.close()
    assert all("No events found." in each for each in pages)
    assert ["Nothing matches all of this." in each for each in pages] == [False, True]
