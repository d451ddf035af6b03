"""Hints cost little, whatever a client sends: no list of unknown words slows the service down."""

from __future__ import annotations

import random
import string
import time
from collections.abc import Callable
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from service.domain import countries, near_spellings
from service.errors import Invalid
from service.schemas.event import load_event
from service.schemas.parameters import FILTERS
from tests.support.rows import each_row
from tests.support.sizes import ALL

BYTES = 8_000
"""The length of a query string that the service still reads."""
CPU_SECONDS = 0.1


def words(seed: int, size: int = BYTES) -> list[str]:
    """Unknown words, as many as fit into ``size`` bytes."""
    chance = random.Random(seed)
    return ["".join(chance.choices(string.ascii_lowercase, k=6)) for _ in range(size // 7)]


def spread(name: str, found: list[str], each: int) -> str:
    """A query string that repeats the parameter ``name``, with ``each`` words at a time."""
    groups = [found[at : at + each] for at in range(0, len(found), each)]
    return urlencode([(name, ",".join(group)) for group in groups], safe=",")


def cpu(ask: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest processor time of three calls, and the result. Other work adds to the time."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        answer = ask()
        times.append(time.process_time() - begun)
    return min(times), answer


@each_row(("path", "name", "each"), product(
    ["/v1/events", "/"],
    ["country", "category", "status", "role", "fields", "precision"],
    [100, 99, 250, 10_000] if ALL else [100, 10_000],
))  # fmt: skip
def test_a_query_full_of_unknown_words(
    client: FlaskClient, path: str, name: str, each: int
) -> None:
    countries.nearest("warm")
    asked = f"{path}?{spread(name, words(1), each)}"
    seconds, answer = cpu(lambda: client.get(asked))
    assert answer.status_code in (
        (400,) if path == "/v1/events" else (302, 400)
    )  # 302: the page redirects to a tidier URL
    assert seconds < CPU_SECONDS


@pytest.mark.parametrize("path", ["/v1/events", "/", "/v1/histogram"])
def test_60_kilobytes_are_no_query(client: FlaskClient, path: str) -> None:
    asked = f"{path}?{spread('country', words(1, 60_000), 100)}"
    seconds, answer = cpu(lambda: client.get(asked))
    assert answer.status_code == 414
    assert seconds < CPU_SECONDS


def test_60_kilobytes_of_words_are_parsed_quickly_too(client: FlaskClient) -> None:
    parser = client.application.extensions["dateline"].parser
    asked = [("country", ",".join(words(1, 60_000)))]

    def parse() -> None:
        with pytest.raises(Invalid):
            parser.parse(asked, FILTERS)

    assert cpu(parse)[0] < CPU_SECONDS


def test_a_query_full_of_unknown_parameters(client: FlaskClient) -> None:
    asked = "/v1/events?" + "&".join(f"{word}=1" for word in words(2, 6_000))
    seconds, answer = cpu(lambda: client.get(asked))
    assert answer.status_code == 400
    assert seconds < CPU_SECONDS


def test_the_first_unknown_words_have_hints_and_the_errors_an_end(client: FlaskClient) -> None:
    names = ",".join(["Kazakstan"] * 60)
    body = client.get(f"/v1/events?country={names}&country={names}").json
    assert body is not None
    assert "the first 20" in body["detail"]
    assert len(body["errors"]) == 20
    hinted = [each for each in body["errors"] if "nearest" in each]
    assert len(hinted) == near_spellings.LOOKUPS_PER_REQUEST
    assert hinted[0]["nearest"][0] == "Kazakhstan"


def test_an_event_of_nothing_but_unknown_words_costs_little() -> None:
    unknown = words(3, 7 * 3000)
    event = {
        "title": "x",
        "date": "2020",
        "category": "meting",
        "countries": [{"code": word, "role": word, word: 1} for word in unknown[:250]],
        "actors": [{"name": "x", "type": word, "country": word} for word in unknown[250:500]],
        **dict.fromkeys(unknown[500:], 1),
    }

    def load() -> int:
        try:
            load_event(event)
        except Invalid as error:
            return sum(bool(each.nearest) for each in error.errors)
        return -1

    seconds, hinted = cpu(load)
    assert 0 < hinted <= near_spellings.LOOKUPS_PER_REQUEST
    assert seconds < CPU_SECONDS * 2


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "a b " * 25, "republic of the united " * 4, "é" * 100, "((((" * 20]
)
def test_one_look_up_is_cheap(text: str) -> None:
    countries.nearest("warm")
    seconds, _ = cpu(lambda: [countries.nearest(text) for _ in range(20)])
    assert seconds / 20 < 0.005


def test_a_limit_is_for_its_block_and_the_outer_one_counts() -> None:
    with near_spellings.LookupLimit(1):
        with near_spellings.LookupLimit(5):
            assert near_spellings.nearest("hots", ["host"]) == ("host",)
        assert near_spellings.nearest("hots", ["host"]) == ()
    assert near_spellings.nearest("hots", ["host"]) == ("host",)
