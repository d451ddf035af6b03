"""If the quick check accepts an event, the schema accepts it with the same result.

``python -m bench.soak plain`` compares the two for a quarter of a million documents.
"""

from __future__ import annotations

import random

import orjson

from bench.soak.plain import DOCUMENT, by_schema, compare
from service.schemas.compiled_check import plain, plain_line
from service.schemas.event import load_event
from tests.support.sizes import size


def test_schema_accepts_what_the_quick_check_accepts() -> None:
    found = compare(size(1000, 3000), seed=7)
    assert found.different == []
    assert found.documents > found.good > found.documents / 6  # many valid and many invalid ones


def test_the_quick_check_lets_most_of_what_is_good_through() -> None:
    found = compare(size(500, 1000), seed=8)
    assert found.quick > 0.9 * found.good


def test_the_documents_have_errors_of_every_field() -> None:
    """For each field, some documents have an error only there. Without them, the comparison would
    prove little."""
    made = [DOCUMENT(random.Random(number)) for number in range(size(400, 1000))]
    objects = [each for each in made if isinstance(each, dict)]
    good = [each for each in objects if by_schema(each)]
    for name in (
        "summary",
        "countries",
        "actors",
        "place",
        "amounts",
        "sources",
        "related",
        "tags",
    ):
        assert any(each.get(name) for each in good), name
        without = [{k: v for k, v in each.items() if k != name} for each in objects if name in each]
        mended = sum(by_schema(each) is not None for each in without)
        assert mended > sum(name in each for each in good), name
    assert sum(plain(each) is not None for each in good) > len(made) / 10


def test_a_zero_has_no_sign() -> None:
    given = {"title": "Talks", "date": "2024-05-01", "category": "meeting", "id": "z",
             "place": {"name": "Tema", "latitude": 5.67, "longitude": -0.0}}  # fmt: skip
    quick = plain_line(orjson.dumps(given))
    assert quick is not None
    for event in (load_event(given), quick[0]):
        assert event.place is not None
        assert str(event.place.longitude) == "0.0"
