"""The tools of GDAL with its driver ``OAPIF:`` against the live server. QGIS can use it too."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bench.generate import events
from tests.clients.plain_days import stored
from tests.support.live import Live, serving
from tests.support.sizes import size

pytestmark = pytest.mark.skipif(
    shutil.which("ogrinfo") is None, reason="needs GDAL's ogrinfo and ogr2ogr (gdal-bin)"
)
MANY = size(1_200, 10_000)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with only the seed, because GDAL takes the types of fields from the first events."""
    with serving(tmp_path_factory.mktemp("seeded")) as live:
        yield live


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("gdal")
    file = folder / "events.ndjson"
    with file.open("w") as out:
        out.writelines(json.dumps(each) + "\n" for each in islice(events(MANY), MANY))
    with serving(folder) as live:
        live.command("import", str(file))
        yield live


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, Any]]:
    folder = tmp_path_factory.mktemp("plain")
    file, made = stored(folder)
    with serving(folder) as live:
        live.command("import", str(file))
        yield live, made


def ogr(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True)
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def copied(
    live: Live, target: Path, *words: str, layer: str = "events", query: str = ""
) -> list[dict[str, Any]]:
    """The features that ``ogr2ogr`` copies into a GeoJSON file."""
    ogr("ogr2ogr", *words, "-f", "GeoJSON", str(target), f"OAPIF:{live.url}/ogc{query}", layer)
    found: list[dict[str, Any]] = json.loads(target.read_text("utf-8"))["features"]
    return found


def test_ogrinfo_lists_the_layer_with_its_fields(seeded: Live) -> None:
    shown = ogr("ogrinfo", "-so", "-al", f"OAPIF:{seeded.url}/ogc")
    assert "Layer name: events" in shown
    for field in ("title: String", "date: String", "earliest: Date", "countries: String",
                  "tags: String", "version: Integer"):  # fmt: skip
        assert f"{field} (" in shown or f"{field}\n" in shown


class TestPlainDays:
    """The first thirty events of the server are plain days."""

    @pytest.mark.parametrize("layer", ["events", "places"])
    def test_every_date_and_text_survives(
        self, plain: tuple[Live, Any], tmp_path: Path, layer: str
    ) -> None:
        live, made = plain
        # GDAL guesses the types for each page, and writes days with slashes if a page has only
        # days. If one page has all events, every date stays as it is.
        found, paged = (
            [each["properties"] for each in copied(live, tmp_path / name, *words, layer=layer)]
            for name, words in (
                ("all.geojson", ("-oo", "PAGE_SIZE=1000")),
                ("paged.geojson", ()),
            )
        )
        assert [each["id"] for each in paged] == [each["id"] for each in found]
        assert all(each["date"] for each in paged)
        wanted = {each for each, event in made.items() if layer == "events" or "place" in event}
        met = [each["id"] for each in found if each["id"] in made]
        assert len(met) == len(set(met))
        assert set(met) == wanted
        for each in found:
            event = made.get(each["id"])
            if event is not None:
                for name in ("title", "date", "date_as_reported"):
                    # GDAL writes a text in brackets to GeoJSON as a list.
                    text = json.dumps(each[name], separators=(",", ":"))
                    assert text.strip('"') == json.dumps(event[name]).strip('"'), each["id"]

    def test_every_layer_has_text_for_dates_and_points_for_places(
        self, plain: tuple[Live, Any]
    ) -> None:
        for layer in ("events", "places"):
            shown = ogr("ogrinfo", "-so", f"OAPIF:{plain[0].url}/ogc", layer)
            assert "date: String" in shown
            assert "date_as_reported: String" in shown
        assert "Geometry: Point" in shown

    @pytest.mark.parametrize(
        ("where", "matched"),
        [
            ("category = 'funding'", lambda event: event["category"] == "funding"),
            ("title LIKE '%no%'", lambda event: "no" in event["title"]),
            ("date = '1990-02'", lambda event: event["date"] == "1990-02"),
            ("countries LIKE '%US%'", lambda event: bool(event["countries"])),
        ],
    )
    def test_a_filter_moves_the_matches_and_nothing_else(
        self, plain: tuple[Live, Any], tmp_path: Path, where: str, matched: Any
    ) -> None:
        live, made = plain
        found = copied(live, tmp_path / "some.geojson", "-where", where)
        ids = {each["properties"]["id"] for each in found}
        assert ids & made.keys() == {name for name, event in made.items() if matched(event)}

    @pytest.mark.parametrize("query", ["?country=KZ", "?filter=country%3D'KZ'", "/?country=KZ"])
    def test_the_address_filters_too(
        self, plain: tuple[Live, Any], tmp_path: Path, query: str
    ) -> None:
        live, made = plain
        found = copied(live, tmp_path / "some.geojson", query=query)
        ids = {each["properties"]["id"] for each in found}
        assert ids & made.keys() == {name for name, event in made.items() if event["countries"]}


def test_a_box_leaves_out_what_lies_elsewhere(seeded: Live, tmp_path: Path) -> None:
    box = ("70", "50", "72", "52")
    # With a box, GDAL itself drops features without a place.
    found = copied(seeded, tmp_path / "box.geojson", "-spat", *box)
    assert found
    for each in found:
        longitude, latitude = each["geometry"]["coordinates"]
        assert 70 <= longitude <= 72
        assert 50 <= latitude <= 52


def test_a_date_in_the_address_filters_on_the_server(seeded: Live, tmp_path: Path) -> None:
    address = f"{seeded.url}/ogc/collections/events/items?datetime=2022-09-10/2022-09-20"
    target = tmp_path / "september.geojson"
    ogr("ogr2ogr", "-f", "GeoJSON", str(target), address)
    found = {each.get("id") for each in json.loads(target.read_text())["features"]}
    assert "us-funding-central-asia-2022-09" in found
    assert "c5plus1-ministerial-astana-2023" not in found


def test_a_property_filters_too(seeded: Live, tmp_path: Path) -> None:
    found = copied(seeded, tmp_path / "funding.geojson", "-where", "category = 'funding'")
    assert {each["properties"]["category"] for each in found} == {"funding"}
    assert len(found) == 2


def test_many_events_are_each_paged_through_once(many: Live, tmp_path: Path) -> None:
    found = copied(many, tmp_path / "all.geojson")
    met = [each["properties"]["id"] for each in found]
    assert len(met) == len(set(met))
    assert len([each for each in met if each.startswith("g0")]) == MANY
