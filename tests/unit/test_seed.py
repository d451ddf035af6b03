"""The seed has every event of the Astana report, with dates as exact as there, in our own words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from service.domain import blocs, countries, edtf, vocabulary
from service.domain.event import ID_PATTERN
from tests.support.blocs import members_on

SEED = Path(__file__).resolve().parents[2] / "seed"
ARTICLE = SEED.parent.parent / "shared" / "article" / "astana-2023-02-28.txt"
LONGEST_QUOTATION = 6
"""Our texts must not repeat so many words of the report in a row."""


@pytest.fixture(scope="module")
def seed() -> dict[str, dict[str, Any]]:
    events = json.loads((SEED / "events.json").read_bytes())["events"]
    return {event["id"]: event for event in events}


DATES = {
    "csto-troops-kazakhstan-2022": "2022-01",
    "russia-invades-ukraine-2022": "2022-02-24",
    "russia-ukraine-anniversary-2023": "2023-02-24",
    "us-funding-central-asia-2022-09": "2022-09",
    "us-funding-central-asia-2023-02-28": "2023-02-28",
    "c5plus1-ministerial-astana-2023": "2023-02-28",
    "blinken-tokayev-meeting-2023": "2023-02-28",
    "blinken-tileuberdi-news-conference-2023": "2023-02-28",
    "kremlin-reaction-blinken-visit-2023": "2023-02-28",
    "blinken-tashkent-visit-2023": "2023-02-28/2023-03-01",
    "g20-foreign-ministers-new-delhi-2023": "2023-03-01/2023-03-03",
    "blinken-central-asia-trip-2023": "2023-02-27/2023-03-03",
    "unga-es-11-6-2023": "2023-02-23",
    "ebrd-rerouted-trade-study-2023": "2023-02~",
    "cpc-sanctions-exemption": "[2022-02-24..2023-02-28]",
    "russians-flee-conscription-kazakhstan-2022": "2022-09~/2023-02-28~",
}


def test_every_event_of_the_report_is_there_with_its_date(seed: dict[str, Any]) -> None:
    assert {id_: event["date"] for id_, event in seed.items()} == DATES


def test_every_word_is_a_word_of_the_contract(seed: dict[str, Any]) -> None:
    for id_, event in seed.items():
        assert ID_PATTERN.fullmatch(id_)
        edtf.parse(event["date"])
        assert event["category"] in vocabulary.CATEGORY_CODES
        assert event.get("status", "occurred") in vocabulary.STATUSES
        for country in event["countries"]:
            assert countries.resolve(country["code"]) == country["code"]
            assert country["role"] in vocabulary.ROLES
        for actor in event.get("actors", []):
            assert actor["type"] in vocabulary.ACTOR_TYPES
        for relation in event.get("related", []):
            assert relation["type"] in vocabulary.RELATION_TYPES
            assert relation["event"] in seed
        assert event["sources"]
        for source in event["sources"]:
            assert set(source["supports"]) <= set(vocabulary.SUPPORTABLE_FIELDS)


def test_a_date_has_a_source(seed: dict[str, Any]) -> None:
    for event in seed.values():
        assert any("date" in source["supports"] for source in event["sources"]), event["id"]


def test_the_five_central_asian_states_are_in_the_events_that_concern_them(
    seed: dict[str, Any],
) -> None:
    loaded = blocs.from_json(json.loads((SEED / "blocs.json").read_bytes()))
    for id_ in (
        "unga-es-11-6-2023",
        "c5plus1-ministerial-astana-2023",
        "us-funding-central-asia-2022-09",
        "us-funding-central-asia-2023-02-28",
    ):
        earliest = edtf.parse(seed[id_]["date"]).earliest
        assert earliest is not None
        members = members_on(loaded["C5"], earliest)
        assert members <= {country["code"] for country in seed[id_]["countries"]}, id_


def test_four_abstained_and_turkmenistan_did_not_vote(seed: dict[str, Any]) -> None:
    votes = {(c["code"], c["role"]) for c in seed["unga-es-11-6-2023"]["countries"]}
    assert {(code, "abstained") for code in ("KZ", "KG", "TJ", "UZ")} < votes
    assert ("TM", "did_not_vote") in votes


def test_both_sums_are_announced_dollars(seed: dict[str, Any]) -> None:
    for id_ in ("us-funding-central-asia-2022-09", "us-funding-central-asia-2023-02-28"):
        (amount,) = seed[id_]["amounts"]
        assert (amount["value"], amount["currency"], amount["stage"]) == (
            "25000000",
            "USD",
            "announced",
        )


def test_the_stops_are_parts_of_the_trip_and_the_anniversary_names_its_event(
    seed: dict[str, Any],
) -> None:
    trip = {"type": "part_of", "event": "blinken-central-asia-trip-2023"}
    for id_ in (
        "c5plus1-ministerial-astana-2023",
        "blinken-tokayev-meeting-2023",
        "blinken-tileuberdi-news-conference-2023",
        "blinken-tashkent-visit-2023",
        "g20-foreign-ministers-new-delhi-2023",
    ):
        assert trip in seed[id_]["related"], id_
    assert seed["russia-ukraine-anniversary-2023"]["related"] == [
        {"type": "anniversary_of", "event": "russia-invades-ukraine-2022"}
    ]
    follow_up = seed["us-funding-central-asia-2023-02-28"]["related"]
    assert {"type": "follows", "event": "us-funding-central-asia-2022-09"} in follow_up


def test_no_sentence_of_the_report_is_repeated(seed: dict[str, Any]) -> None:
    if not ARTICLE.is_file():
        pytest.skip("the report is not beside the repository")
    report = _words(ARTICLE.read_text(encoding="utf-8"))
    runs = set(_runs(report))
    for event in seed.values():
        for field in ("title", "summary", "date_as_reported"):
            repeated = runs.intersection(_runs(_words(event.get(field, ""))))
            assert not repeated, f"{event['id']}: {repeated}"
        told = event.get("date_as_reported")
        if told:  # quoted words must be in the report
            assert " ".join(_words(told)) in " ".join(report), event["id"]


def _words(text: str) -> list[str]:
    return re.findall(r"[\w$]+", text.lower())


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    last = len(words) - LONGEST_QUOTATION + 1
    return [tuple(words[i : i + LONGEST_QUOTATION]) for i in range(last)]
