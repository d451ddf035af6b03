"""OWSLib, the OGC client of Python, against the live server. OWSLib adds the slash to the URL."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from tests.support.live import Live

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its import gives warnings
    from owslib.ogcapi.features import Features


@pytest.fixture(params=["/ogc", "/ogc/"])
def features(live: Live, request: pytest.FixtureRequest) -> Any:
    return Features(live.url + request.param)


def test_it_finds_the_collections_and_what_they_say_of_themselves(features: Any) -> None:
    assert features.feature_collections() == ["events", "places"]
    assert any("cql2-text" in each for each in features.conformance()["conformsTo"])
    assert features.api()["openapi"].startswith("3.0")
    for name in ("events", "places"):
        assert features.collection(name)["id"] == name
        assert features.collection_queryables(name)["properties"]["category"]["type"] == "string"


def test_it_reads_and_filters_features(features: Any) -> None:
    everything = features.collection_items("events", limit=100)
    assert everything["numberMatched"] == everything["numberReturned"] > 10
    found = features.collection_items("events", filter="category = 'funding'", limit=100)
    wanted = [each["id"] for each in everything["features"]
              if each["properties"]["category"] == "funding"]  # fmt: skip
    assert [each["id"] for each in found["features"]] == wanted
    one = features.collection_item("events", wanted[0])
    assert one["properties"]["category"] == "funding"
    box = features.collection_items("places", bbox=[70, 50, 73, 52])
    assert all(70 <= each["geometry"]["coordinates"][0] <= 73 for each in box["features"])
