"""QGIS of Debian, without a screen, against the live server. It reads every feature, every date and
the type of every column, and a filter transfers only the matches."""

from __future__ import annotations

import json
import os
import re
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.clients.plain_days import DAYS, stored
from tests.support.live import Live, serving
from tests.support.sizes import size

PYTHON = "/usr/bin/python3"  # only the system's Python has QGIS
SCRIPT = Path(__file__).with_name("qgis_read.py")


def _installed() -> bool:
    """Looks for the module without its start time of a second."""
    try:
        code = "import sys, importlib.util as found; sys.exit(not found.find_spec('qgis'))"
        words = [PYTHON, "-c", code]
        return subprocess.run(words, capture_output=True, timeout=60, check=False).returncode == 0
    except OSError:
        return False


class Read:
    """Reads one server with QGIS. ``made`` has the events that were stored there."""

    def __init__(self, live: Live, folder: Path, made: Mapping[str, dict[str, Any]]) -> None:
        self.live, self.folder, self.made = live, folder, made
        self.asked = 0

    def layers(self, *asked: tuple[str, str, str]) -> list[dict[str, Any]]:
        """Reads layers in one process of QGIS. An argument has the name, the query string and the
        filter of a layer; the last two may be empty."""
        todo = [
            {"url": f"{self.live.url}/ogc{query}", "typename": name}
            | ({"filter": condition} if condition else {})
            for name, query, condition in asked
        ]
        done = subprocess.run(
            [PYTHON, str(SCRIPT), json.dumps(todo)],
            env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(self.folder),
                 "XDG_RUNTIME_DIR": str(self.folder), "PATH": os.environ["PATH"]},
            capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        found: list[dict[str, Any]] = json.loads(done.stdout.strip().splitlines()[-1])["layers"]
        assert all(each["valid"] for each in found), found
        return found

    def requests(self) -> int:
        """The number of requests for features of a collection so far."""
        with urllib.request.urlopen(f"{self.live.url}/metrics") as reply:
            text = reply.read().decode()
        found = re.findall(r'^dateline_requests_total\{[^}]*/items"[^}]*\} (\S+)', text, re.M)
        return int(sum(map(float, found)))


@pytest.fixture(scope="module")
def qgis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    if not _installed():
        pytest.skip("needs QGIS (python3-qgis)")
    folder = tmp_path_factory.mktemp("qgis")
    file, made = stored(folder)
    with serving(folder) as live:
        live.command("import", str(file))
        yield Read(live, folder, made)


FILTERED = "\"category\" = 'funding'"
ADDRESSES = tuple(
    f"{slash}{query}" for slash in ("", "/")
    for query in ("?country=KZ", "?filter=country%3D%27KZ%27")
)[:: size(3, 1)]  # fmt: skip


@pytest.fixture(scope="module")
def layers(qgis: Read) -> dict[str, dict[str, Any]]:
    """Two whole layers, one layer with a filter, and one layer for each URL with a filter."""
    asked = {"events": ("events", "", ""), "places": ("places", "", ""),
             "filtered": ("events", "", FILTERED),
             **{each: ("places", each, "") for each in ADDRESSES}}  # fmt: skip
    before = qgis.requests()
    found = dict(zip(asked, qgis.layers(*asked.values()), strict=True))
    # A start of QGIS takes seconds, so all layers are counted together.
    qgis.asked = qgis.requests() - before
    return found


def test_the_first_events_are_what_misleads(qgis: Read) -> None:
    with urllib.request.urlopen(f"{qgis.live.url}/v1/events?limit=30&fields=date,place") as reply:
        first = json.load(reply)["items"]
    assert len(first) == DAYS
    assert all(len(each["date"]) == 10 and each["place"] is None for each in first)


def test_every_feature_is_read_once(qgis: Read, layers: dict[str, Any]) -> None:
    for name, wanted in (
        ("events", qgis.made.keys()),
        ("places", {each for each, event in qgis.made.items() if "place" in event}),
    ):
        met = [row["id"] for row in layers[name]["rows"] if row["id"] in qgis.made]
        assert len(met) == len(set(met))
        assert set(met) == wanted
        assert layers[name]["count"] == len(layers[name]["rows"])


def test_every_date_and_every_text_survives(qgis: Read, layers: dict[str, Any]) -> None:
    for name in ("events", "places"):
        assert layers[name]["fields"]["date"] == "String"
        for row in layers[name]["rows"]:
            event = qgis.made.get(row["id"])
            if event is not None:
                for field in ("date", "title", "date_as_reported", "category"):
                    assert row[field] == event[field], (name, row["id"])
                assert row["tags"] == "; ".join(event["tags"])
                assert row["countries"] == "; ".join(e["code"] for e in event["countries"])


def test_columns_have_their_types(layers: dict[str, Any]) -> None:
    for name in ("events", "places"):
        fields = layers[name]["fields"]
        texts = ("id", "title", "summary", "date", "date_as_reported", "countries", "tags")
        assert {fields[each] for each in texts} == {"String"}
        assert fields["version"] == "Integer"
        assert fields["approximate"] == "Boolean"
        assert fields["updated_at"] == "DateTime"


def test_places_are_points_and_all_of_them_have_one(qgis: Read, layers: dict[str, Any]) -> None:
    assert layers["places"]["geometry"] == "Point"
    assert layers["events"]["geometry"] == "Point"
    for row in layers["places"]["rows"]:
        assert row[""].startswith("Point (")
        if row["id"] in qgis.made:
            place = qgis.made[row["id"]]["place"]
            x, y = map(float, row[""][7:-1].split())
            assert (x, y) == (place["longitude"], place["latitude"])


def test_a_filter_moves_the_matches_and_nothing_else(qgis: Read, layers: dict[str, Any]) -> None:
    found = layers["filtered"]["rows"]
    wanted = {each for each, event in qgis.made.items() if event["category"] == "funding"}
    assert {row["id"] for row in found} & qgis.made.keys() == wanted
    assert {row["category"] for row in found} == {"funding"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_filter_in_the_address_is_applied_on_the_server(
    qgis: Read, layers: dict[str, Any], address: str
) -> None:
    found = layers[address]
    wanted = {each for each, event in qgis.made.items()
              if event["countries"] and "place" in event}  # fmt: skip
    assert {row["id"] for row in found["rows"]} & qgis.made.keys() == wanted
    assert found["geometry"] == "Point"
    assert all("KZ" in row["countries"] for row in found["rows"])


def test_it_pages_by_as_many_as_a_page_may_hold(qgis: Read, layers: dict[str, Any]) -> None:
    assert layers["events"]["count"] > len(qgis.made)
    assert 0 < qgis.asked <= 4 * len(layers)


@pytest.mark.long
def test_one_layer_is_paged_by_as_many_as_a_page_may_hold(qgis: Read) -> None:
    before = qgis.requests()
    (layer,) = qgis.layers(("events", "", ""))
    assert layer["count"] > len(qgis.made)
    assert 0 < qgis.requests() - before <= 4
