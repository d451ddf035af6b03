"""The map over HTTP: its replies, its errors, and the hosts that its pages may load from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.errors import Invalid
from service.settings import Settings
from service.store import Store

SVG = "{http://www.w3.org/2000/svg}"
TILES = "https://tiles.example/{z}/{x}/{y}.png"


def drawn(client: FlaskClient, address: str) -> ElementTree.Element:
    reply = client.get(address)
    assert reply.status_code == 200, reply.text
    assert reply.content_type == "image/svg+xml"
    return ElementTree.fromstring(reply.data)


def words(picture: ElementTree.Element) -> str:
    return " ".join(each.text or "" for each in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize("path", ["/v1/map", "/v1/map.svg", "/v1/shapes.json"])
def test_the_same_is_not_sent_twice(client: FlaskClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 200
    again = client.get(path, headers={"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("window=1,2,3", "window"),
        ("window=0,10,20,5", "window"),
        ("window=10,0,10,20", "window"),
        ("window=0,0,20,0", "window"),
        ("window=a,b,c,d", "window"),
        ("window=nan,0,10,10", "window"),
        ("window=0,0,10,91", "window"),
        ("window=1,2,3,4&window=1,2,3,4", "window"),
        ("bbox=1,2,3", "bbox"),
        ("width=0", "width"),
        ("width=4001", "width"),
        ("width=wide", "width"),
        ("country=Atlantis", "country"),
        ("zoom=3", "zoom"),
        ("windwo=1,2,3,4", "windwo"),
        ("height=300", "height"),
    ],
)
def test_an_error_is_named(client: FlaskClient, query: str, name: str) -> None:
    reply = client.get(f"/v1/map?{query}")
    assert reply.status_code == 400
    assert reply.content_type == "application/problem+json"
    assert [each["parameter"] for each in reply.get_json()["errors"]] == [name]


@pytest.mark.parametrize(
    ("query", "name"),
    [("width=239", "width"), ("width=2001", "width"), ("height=159", "height"),
     ("height=2001", "height"), ("theme=blue", "theme"), ("window=1", "window"),
     ("sort=date", "sort")],
)  # fmt: skip
def test_a_wrong_option_of_the_picture_is_named(client: FlaskClient, query: str, name: str) -> None:
    reply = client.get(f"/v1/map.svg?{query}")
    assert reply.status_code == 400
    assert reply.get_json()["errors"][0]["parameter"] == name


def test_the_window_is_the_box_of_the_filter_or_the_earth(client: FlaskClient) -> None:
    whole = client.get("/v1/map").get_json()
    assert list(whole["window"].values()) == [-180, -90, 180, 90]
    found = client.get("/v1/map?bbox=46,35,88,56").get_json()
    assert found["window"]["west"] < 46 < 88 < found["window"]["east"]
    assert (found["outside"], found["placeless"]) == (0, 0)
    assert found["drawn"] + found["clustered"] == found["total"] > 0
    across = client.get("/v1/map?bbox=170,-30,-170,30").get_json()["window"]
    assert across["west"] > 0 > across["east"]


def test_a_window_narrows_no_filter(client: FlaskClient) -> None:
    whole, part = (client.get(f"/v1/map?{each}").get_json() for each in ("", "window=60,35,90,56"))
    assert part["total"] == whole["total"]
    assert part["countries"] == whole["countries"]
    assert part["outside"] > whole["outside"] == 0


def test_an_event_alone_has_its_place(client: FlaskClient) -> None:
    found = client.get("/v1/map?window=70,50,73,52&width=4000").get_json()
    for mark in found["marks"]:
        event = client.get(f"/v1/events/{mark['id']}").get_json()
        place = event["place"]
        assert (mark["longitude"], mark["latitude"]) == (place["longitude"], place["latitude"])
        assert mark["title"] == event["title"]


class TestPicture:
    """``GET /v1/map.svg``."""

    def test_it_says_what_it_shows(self, client: FlaskClient) -> None:
        found = client.get("/v1/map?width=800").get_json()
        told = words(drawn(client, "/v1/map.svg"))
        assert f"{found['total']} events: {found['drawn']} alone" in told
        assert f"{found['clustered']} in clusters and {found['placeless']} without a place" in told
        for each in found["clusters"]:
            assert f" {each['count']} " in f" {told} "
        titles = [each.text for each in drawn(client, "/v1/map.svg").iter(f"{SVG}title")]
        (first, *_) = found["countries"]
        assert f"{first['name']}: {first['count']}" in titles

    def test_the_legend_has_the_classes_and_no_other(self, client: FlaskClient) -> None:
        limits = client.get("/v1/map?country=C5").get_json()["classes"]
        told = words(drawn(client, "/v1/map.svg?country=C5&width=240"))
        assert f"{limits[-1]}+" in told
        assert sum(f"{each}" in told for each in limits) == len(limits) > 1

    def test_what_matches_nothing_says_so(self, client: FlaskClient) -> None:
        told = words(drawn(client, "/v1/map.svg?country=BT"))
        assert told.strip() == "No events match."

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("window", ["", "&window=150,-40,-150,60", "&window=-180,70,180,90"])
    def test_it_has_the_size_that_was_asked_for(
        self, client: FlaskClient, theme: str, window: str
    ) -> None:
        found = drawn(client, f"/v1/map.svg?width=500&height=200&theme={theme}{window}")
        assert found.get("width") == "500"
        (frame,) = found.findall(f"{SVG}clipPath/{SVG}rect")
        assert float(frame.get("height", 0)) <= 200

    def test_it_runs_nothing(self, client: FlaskClient) -> None:
        policy = client.get("/v1/map.svg").headers["Content-Security-Policy"]
        assert policy == "default-src 'none'; sandbox"


class TestPrivate:
    """An instance whose events need a key."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, public_reads=False)

    def test_events_need_a_key_and_shapes_need_none(
        self, client: FlaskClient, store: Store
    ) -> None:
        assert client.get("/v1/map").status_code == 401
        assert client.get("/v1/map.svg").status_code == 401
        assert client.get("/v1/shapes.json").status_code == 200
        key = {"Authorization": f"Bearer {store.keys.create('reader', ('read',))}"}
        assert client.get("/v1/map", headers=key).status_code == 200


class TestTiles:
    """The map has tiles only if the operator sets their URL."""

    def test_without_the_setting_nothing_is_let_in(self, client: FlaskClient) -> None:
        assert client.get("/v1/map").get_json()["tiles"] is None
        policy = client.get("/").headers["Content-Security-Policy"]
        assert "img-src 'self' data:;" in policy
        assert "https:" not in policy

    def test_only_the_host_of_the_tiles_is_allowed(self, settings: Settings, app: Flask) -> None:
        own = replace(settings, tiles=TILES, tiles_attribution="© Tiles")
        made = create_app(own)
        client = made.test_client()
        found = client.get("/v1/map").get_json()["tiles"]
        assert found == {"url": TILES, "attribution": "© Tiles"}
        policy = client.get("/").headers["Content-Security-Policy"]
        assert "img-src 'self' data: https://tiles.example;" in policy
        assert policy.count("https:") == 1
        other = client.get("/embed").headers["Content-Security-Policy"]
        assert "https:" not in other
        made.extensions["dateline"].store.close()

    def test_a_wrong_one_stops_the_start(self, settings: Settings) -> None:
        with pytest.raises(Invalid) as caught:
            create_app(replace(settings, tiles="http://tiles.example/{z}/{x}/{y}.png"))
        said = [caught.value.detail, *(each.detail for each in caught.value.errors)]
        assert any("DATELINE_TILES: " in each and "https://" in each for each in said)
        assert any("DATELINE_TILES_ATTRIBUTION: " in each for each in said)


class TestShapes:
    """The operator's own shapes."""

    def test_they_replace_ours(self, settings: Settings, app: Flask, tmp_path: Path) -> None:
        path = tmp_path / "own.json"
        square = {"type": "Polygon", "id": "UZB", "arcs": [[0]]}
        path.write_text(json.dumps({
            "type": "Topology", "arcs": [[[0, 0], [10, 0], [10, 10], [0, 0]]],
            "objects": {"states": {"type": "GeometryCollection", "geometries": [square]}},
        }))  # fmt: skip
        made = create_app(replace(settings, shapes=str(path)))
        client = made.test_client()
        found = client.get("/v1/shapes.json")
        (shape,) = found.get_json()["objects"]["countries"]["geometries"]
        assert shape == {"type": "MultiPolygon", "id": "UZ", "arcs": [[[0]]]}
        told = {
            each["code"]: each["shape"] for each in client.get("/v1/map").get_json()["countries"]
        }
        assert [code for code, known in told.items() if known] == ["UZ"]
        made.extensions["dateline"].store.close()

    def test_a_wrong_file_stops_the_start(self, settings: Settings, tmp_path: Path) -> None:
        with pytest.raises(Invalid, match="DATELINE_SHAPES: there is no file"):
            create_app(replace(settings, shapes=str(tmp_path / "none.json")))
