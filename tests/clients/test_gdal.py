"""GDAL's own tools over ``OAPIF:`` against the live server, as QGIS uses them too."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from bench.generate import events
from tests.live import Live, serving

pytestmark = pytest.mark.skipif(
    shutil.which("ogrinfo") is None, reason="needs GDAL's ogrinfo and ogr2ogr (gdal-bin)"
)
MANY = 10_000


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The seed alone: GDAL takes the fields' types from the first events it meets."""
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


def ogr(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True)
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def copied(live: Live, target: Path, *words: str) -> list[dict[str, object]]:
    """The features that ``ogr2ogr`` copies into a GeoJSON file."""
    ogr("ogr2ogr", *words, "-f", "GeoJSON", str(target), f"OAPIF:{live.url}/ogc", "events")
    found: list[dict[str, object]] = json.loads(target.read_text("utf-8"))["features"]
    return found


def test_ogrinfo_lists_the_layer_with_its_fields(seeded: Live) -> None:
    shown = ogr("ogrinfo", "-so", "-al", f"OAPIF:{seeded.url}/ogc")
    assert "Layer name: events" in shown
    for field in ("title: String", "earliest: Date", "countries: StringList", "version: Integer"):
        assert field in shown


def test_a_box_leaves_out_what_lies_elsewhere(seeded: Live, tmp_path: Path) -> None:
    box = ("70", "50", "72", "52")
    # GDAL itself drops what has no place once it filters by a box.
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


def test_ten_thousand_events_are_each_paged_through_once(many: Live, tmp_path: Path) -> None:
    found = copied(many, tmp_path / "all.geojson")
    met = [each["properties"]["id"] for each in found]
    assert len(met) == len(set(met))
    assert len([each for each in met if each.startswith("g0")]) == MANY
