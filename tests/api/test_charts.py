"""Charts over HTTP: intervals, groups, comparisons and money, in JSON, CSV and pictures."""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from service.domain.intervals import INTERVALS
from service.domain.timeline import length
from service.formats.lettering import EMBEDDED, END
from service.languages import language
from service.schemas.charts import KINDS
from tests.support.rows import each_row

SVG = "{http://www.w3.org/2000/svg}"
PATHS = ("/v1/histogram", "/v1/histogram.csv", "/v1/histogram.svg")
MONEY = ("usd-announced", "usd-disbursed", "eur-announced", "usd-decade", "no-amount")


@pytest.fixture
def paid(client: FlaskClient, write_key: dict[str, str]) -> FlaskClient:
    """A service with amounts in two currencies and at two stages. One event has an imprecise date,
    and one has no amount."""
    for number, name in enumerate(MONEY):
        currency, _, stage = name.partition("-")
        amounts = [{"value": str(100 + number), "currency": currency.upper(),
                    "stage": "announced" if stage == "decade" else stage}]  # fmt: skip
        event = {
            "id": name, "title": "T", "category": "funding", "tags": ["paid"],
            "date": "202X" if stage == "decade" else f"201{number}-05-03",
            "amounts": [] if name == "no-amount" else amounts,
            "countries": [{"code": "UZ" if number % 2 else "KZ", "role": "target"}],
        }  # fmt: skip
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    return client


def drawn(client: FlaskClient, query: str) -> ElementTree.Element:
    reply = client.get(f"/v1/histogram.svg?{query}")
    assert reply.status_code == 200, reply.text
    return ElementTree.fromstring(reply.data)


def words(picture: ElementTree.Element) -> list[str]:
    return [(each.text or "").strip(EMBEDDED + END) for each in picture.iter(f"{SVG}text")]


def rows(client: FlaskClient, query: str) -> list[dict[str, str]]:
    text = client.get(f"/v1/histogram.csv?{query}").text
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


SIZES = {"vote": 170, "policy": 160, "report": 150, "visit": 140, "summit": 130, "other": 120,
         "funding": 110, "meeting": 100}  # fmt: skip


def test_a_picture_has_the_six_most_frequent_values_in_their_order(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    kinds = [kind for kind, size in SIZES.items() for _ in range(size)]
    random.Random(5).shuffle(kinds)
    lines = [
        json.dumps({"id": f"f{n}", "title": "T", "date": str(1000 + n), "category": kind,
                    "tags": ["frequent"]})
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    kind = {"Content-Type": "application/x-ndjson", **write_key}
    reply = client.post("/v1/imports", data="\n".join(lines), headers=kind)
    assert json.loads(reply.text)["created"] == len(lines)
    told = drawn(client, "tag=frequent&by=category&interval=century").findtext(f"{SVG}desc")
    expected = "; ".join(f"{each} {size}" for each, size in [*SIZES.items()][:6])
    assert told is not None
    assert expected in told


ERRORS: list[tuple[str, str, str]] = [
    ("compare=KZ", "compare", "2 to 6 values, and here 1"),
    ("compare=KZ,UZ,KG,TJ,TM,RU,US", "compare", "2 to 6 values, and here 7"),
    ("compare=KZ,visit", "compare", "'KZ' is a country and 'visit' a category"),
    ("compare=KZ,Kazakhstan", "compare", "names 'KZ' twice"),
    ("compare=KZ,,UZ", "compare", "has a value that is empty"),
    ("compare=Kazakstan,UZ", "compare", "Kazakhstan"),
    ("compare=visits,meeting", "compare", "did you mean visit?"),
    ("compare=KZ:hots,UZ", "compare", "did you mean KZ:host?"),
    ("compare=Korea,KZ", "compare", "South Korea or North Korea"),
    ('compare="KZ,UZ', "compare", "one value or several"),
    ("compare=announced,disbursed", "compare", "measure=money, or by=status"),
    ("compare=pledged,disbursed", "compare", "give measure=money"),
    ("measure=money&compare=announced,KZ", "compare", "'announced' is a stage"),
    ("by=category&compare=KZ,UZ", "by", "category contradicts compare"),
    ("by=country&compare=visit,meeting", "by", "leave by out"),
    ("by=bloc&compare=KZ,UZ", "by", "bloc contradicts compare"),
    ("by=status&compare=KZ,UZ", "by", "status contradicts compare"),
    ("by=currency&compare=USD,XYZ", "compare", "'XYZ' is not an ISO 4217 currency"),
    ("by=precision&compare=day,mouth", "compare", "did you mean month?"),
    ("by=planet", "by", "is not one of country"),
    ("measure=gold", "measure", "is not one of events, money"),
    ("interval=fortnight", "interval", "is not one of day, week"),
]


class TestFaults:
    @each_row(
        ("path", "query", "name", "told"), [(path, *each) for path in PATHS for each in ERRORS]
    )
    def test_each_names_its_field(
        self, client: FlaskClient, path: str, query: str, name: str, told: str
    ) -> None:
        reply = client.get(f"{path}?{query}")
        assert reply.status_code == 400
        (error,) = reply.get_json()["errors"]
        assert error["parameter"] == name
        assert told in error["detail"]

    def test_too_many_bars_are_refused_with_a_wider_interval(self, client: FlaskClient) -> None:
        reply = client.get("/v1/histogram.svg?interval=day&date=1000/2020&country=KZ")
        (error,) = reply.get_json()["errors"]
        assert (error["parameter"], error["nearest"]) == ("interval", ["decade"])
        assert "372,913 bars, more than 3,000" in error["detail"]

    @pytest.mark.parametrize("by", ["actor", "tag"])
    def test_a_kind_of_very_many_values_needs_some_of_them(
        self, client: FlaskClient, by: str
    ) -> None:
        for path in PATHS[:2]:
            (error,) = client.get(f"{path}?by={by}").get_json()["errors"]
            assert error["parameter"] == "by"
        assert drawn(client, f"by={by}") is not None  # the picture shows the most frequent values


class TestFigures:
    """The same query has the same numbers in every format."""

    @pytest.mark.parametrize("query", [
        "", "compare=KZ,UZ", "compare=US:participant,KZ:host,C5", "compare=visit,meeting,vote",
        "by=status", "by=precision", "by=tag&compare=c5plus1,trade", "by=bloc&compare=C5,EU",
        "by=actor&compare=Antony Blinken,Kassym-Jomart Tokayev", "by=country&compare=KZ,RU",
    ])  # fmt: skip
    def test_the_csv_has_those_of_the_json(self, client: FlaskClient, query: str) -> None:
        for interval in INTERVALS:
            self.compare(client, f"interval={interval}&{query}".rstrip("&"))

    @staticmethod
    def compare(client: FlaskClient, asked: str) -> None:
        found = client.get(f"/v1/histogram?{asked}").get_json()
        told = [
            (series.get("value", ""), each.get("start") or each["date"], str(each["count"]))
            for series in found.get("series", [found])
            for each in (*series["buckets"], *series["imprecise"])
        ]
        assert [(each["value"], each["start"] or each["date"], each["count"])
                for each in rows(client, f"raw=1&{asked}")] == told  # fmt: skip

    def test_a_comparison_has_just_what_was_asked_in_its_order(self, client: FlaskClient) -> None:
        found = client.get("/v1/histogram?interval=year&compare=UZ,KZ,BT").get_json()
        assert (found["by"], [each["value"] for each in found["series"]]) == (
            "country", ["UZ", "KZ", "BT"],
        )  # fmt: skip
        assert found["series"][2]["buckets"] == []

    def test_a_series_is_the_histogram_of_its_value(self, client: FlaskClient) -> None:
        found = client.get("/v1/histogram?interval=year&compare=US:participant,C5").get_json()
        for each, value in zip(found["series"], ("US:participant", "C5"), strict=True):
            alone = client.get(f"/v1/histogram?interval=year&country={value}").get_json()
            assert {name: each[name] for name in alone} == alone

    @pytest.mark.parametrize("by", KINDS)
    def test_every_group_can_be_drawn(self, client: FlaskClient, by: str) -> None:
        assert any(
            "Events by year" in each for each in words(drawn(client, f"by={by}&interval=year"))
        )

    def test_the_automatic_interval_is_that_of_the_range(self, client: FlaskClient) -> None:
        for date, interval in (("2023-02/2023-03", "day"), ("2022-10/2023-02", "week"),
                               ("2020/2023", "month"), ("1990/2023", "quarter"),
                               ("1900/2023", "year"), ("1500/2023", "decade")):  # fmt: skip
            found = client.get(f"/v1/histogram?interval=auto&date={date}").get_json()
            assert found["interval"] == interval

    def test_a_century_is_a_bucket(self, client: FlaskClient) -> None:
        (bucket, *_) = client.get("/v1/histogram?interval=century").get_json()["buckets"]
        assert (bucket["start"], bucket["end"]) == ("2000-01-01", "2099-12-31")


class TestMoney:
    def test_sums_are_apart_for_each_currency_and_stage(self, paid: FlaskClient) -> None:
        sums = Counter[tuple[str, str]]()
        for each in rows(paid, "measure=money&interval=decade&tag=paid"):
            sums[each["currency"], each["stage"]] += int(each["sum"])
        assert sums == {("USD", "announced"): 203, ("USD", "disbursed"): 101,
                        ("EUR", "announced"): 102}  # fmt: skip

    def test_stages_of_one_currency_are_compared(self, paid: FlaskClient) -> None:
        query = "measure=money&currency=USD&compare=announced,disbursed&interval=year&tag=paid"
        found = rows(paid, query)
        assert {each["currency"] for each in found} == {"USD"}
        assert {each["stage"] for each in found} == {"announced", "disbursed"}
        reply = paid.get(f"/v1/histogram?{query}").get_json()
        told = [amount for each in (*reply["buckets"], *reply["imprecise"])
                for amount in each["amounts"]]  # fmt: skip
        assert sum(Decimal(each["value"]) for each in told) == sum(
            Decimal(each["sum"]) for each in found
        )

    def test_what_has_no_bar_and_what_has_no_amount_is_reported(self, paid: FlaskClient) -> None:
        told = " ".join(words(drawn(paid, "measure=money&interval=year&tag=paid")))
        assert "because the date is wider than a year: USD announced 103." in told
        assert "4 of 5 events have an amount; the others add nothing." in told

    def test_of_a_currency_that_is_asked_for_every_event_has_an_amount(
        self, paid: FlaskClient
    ) -> None:
        told = " ".join(words(drawn(paid, "measure=money&currency=USD&interval=year&tag=paid")))
        assert "Money by year: USD" in told
        assert "have an amount" not in told

    def test_countries_are_compared_by_money(self, paid: FlaskClient) -> None:
        query = "measure=money&compare=KZ,UZ&interval=year&tag=paid"
        told = words(drawn(paid, query))
        assert "USD, announced" in told
        assert not any("disbursed" in each for each in told if each.startswith("EUR,"))
        found = {(each["value"], each["currency"], each["stage"], each["sum"])
                 for each in rows(paid, query)}  # fmt: skip
        assert ("KZ", "USD", "announced", "100") in found
        assert ("UZ", "USD", "disbursed", "101") in found


class TestPictures:
    def test_only_what_was_asked_is_named(self, client: FlaskClient) -> None:
        told = words(drawn(client, "compare=KZ,UZ&interval=month"))
        assert {"Kazakhstan", "Uzbekistan"} <= set(told)
        assert not any("Russia" in each or "hatched" in each for each in told)
        plain = words(drawn(client, "interval=month"))
        assert not any("Kazakhstan" in each for each in plain)

    def test_lines_differ_in_colour_and_in_dashes(self, client: FlaskClient) -> None:
        picture = drawn(client, "compare=KZ,UZ,US&interval=month")
        lines = [
            each for each in picture.iter(f"{SVG}path") if each.find(f"{SVG}title") is not None
        ]
        assert len(lines) == 3
        assert len({each.get("stroke") for each in lines}) == 3
        assert len({each.get("stroke-dasharray") for each in lines}) == 3

    def test_six_are_small_multiples(self, client: FlaskClient) -> None:
        picture = drawn(client, "compare=KZ,UZ,KG,TJ,TM,US&interval=month")
        assert not [each for each in picture.iter(f"{SVG}path") if each.findtext(f"{SVG}title")]
        names = {"Kazakhstan", "Uzbekistan", "Kyrgyzstan", "Tajikistan", "Turkmenistan",
                 "United States"}  # fmt: skip
        assert names <= set(words(picture))

    def test_panels_with_axes_of_their_own_say_so(
        self, client: FlaskClient, write_key: dict[str, str]
    ) -> None:
        shown = []
        for code in ("IT", *["DE"] * 11):
            event = {"title": "Talks", "date": "1950", "category": "meeting",
                     "countries": [{"code": code, "role": "host"}]}  # fmt: skip
            assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
            told = words(drawn(client, "compare=DE,IT&interval=year&date=1950"))
            shown.append("Each panel has an axis of values of its own." in told)
        assert shown[1:] == [*[False] * 10, True]

    def test_a_bar_says_its_date_and_number(self, client: FlaskClient) -> None:
        picture = drawn(client, "interval=year")
        vague = client.get("/v1/events?precision=month").get_json()["total"]
        assert f"{vague} in the bars are hatched: their day is not known." in words(picture)
        titles = [each.text for each in picture.iter(f"{SVG}title")]
        found = client.get("/v1/histogram?interval=year").get_json()
        assert titles[1:] == [
            *(f"{each['start'][:4]}: {each['count']}" for each in found["buckets"]),
            *(
                f"{language('en').date(each['date'])}: {each['count']}"
                for each in found["imprecise"]
            ),
        ]

    @pytest.mark.parametrize(("query", "told"), [
        ("measure=money&category=visit", "No events with an amount match."),
        ("measure=money&compare=announced,pledged&category=visit",
         "No events with an amount match."),
        ("category=visit&compare=BT,MV", "No event that matches is in the chart."),
        ("tag=undated&undated=1", "No event that matches is in the chart."),
        ("tag=nowhere", "No events match."),
        ("tag=nowhere&compare=KZ,UZ", "No events match."),
    ])  # fmt: skip
    def test_an_empty_chart_does_not_deny_its_events(
        self, client: FlaskClient, write_key: dict[str, str], query: str, told: str
    ) -> None:
        event = {"title": "T", "date": "XXXX", "category": "other", "tags": ["undated"]}
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
        assert told in words(drawn(client, query))
        frame = client.get(f"/embed?{query}&interval=year").text
        assert f'alt="{told}"' in frame
        page = client.get(f"/?{query}", headers={"Accept": "text/html"}).text
        assert (f'<p class="undrawn">{told}</p>' in page) == (told != "No events match.")

    @pytest.mark.parametrize(
        ("lang", "value"),
        [("ar", "25000000"), ("en", "0.000001"), ("kk", "123456789"), ("ru", "0.000001")],
    )
    def test_the_names_of_values_have_room(
        self, client: FlaskClient, write_key: dict[str, str], lang: str, value: str
    ) -> None:
        amount = {"value": value, "currency": "USD", "stage": "announced"}
        event = {"title": "T", "date": "2023-02-01", "category": "funding", "tags": ["sum"],
                 "amounts": [amount]}  # fmt: skip
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
        picture = drawn(client, f"tag=sum&measure=money&interval=day&lang={lang}&width=240")
        values = [each for each in picture.iter(f"{SVG}text") if each.get("text-anchor") == "end"]
        assert len({each.text for each in values}) == len(values) > 2
        for each in values:
            name = (each.text or "").strip(EMBEDDED + END)
            assert float(each.get("x", 0)) - length(name) >= 0

    def test_the_values_are_round(self, client: FlaskClient) -> None:
        told = words(drawn(client, "interval=year"))  # the highest bar has eleven events
        assert told[:4] == ["0", "5", "10", "15"]

    @pytest.mark.parametrize(("lang", "name"), [("ru", "Казахстан"), ("ar", "كازاخستان")])
    def test_it_speaks_other_languages(self, client: FlaskClient, lang: str, name: str) -> None:
        assert name in words(drawn(client, f"compare=KZ,UZ&interval=month&lang={lang}"))

    def test_a_usual_interval_gives_way_where_it_has_too_many_bars(
        self, client: FlaskClient, write_key: dict[str, str]
    ) -> None:
        event: dict[str, Any] = {"id": "far", "title": "T", "date": "-3000", "category": "other"}
        assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
        assert any("Events by century" in each for each in words(drawn(client, "")))
        assert client.get("/v1/histogram.svg?interval=month").status_code == 400
