"""Compare ``/ogc`` with pygeoapi and tipg: the events with a place within a box, as GeoJSON.

Both peers read one PostGIS table with a spatial index (``bench/peers/postgis.py``). Each peer has
as many processes as Dateline. A box has some 25 events, and a page has room for all of them.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.data import Data
from bench.peers import environment, postgis
from bench.servers import WORKERS, free_port, running

LIMIT, WITHIN = 100, 25
PATHS = {
    "dateline": "/ogc/collections/places/items",
    "pygeoapi": "/collections/places/items",
    "tipg": "/collections/public.places/items",
}
CONFIGURATION = """
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  language: en-US
  map: {{url: 'http://127.0.0.1/', attribution: none}}
  limits: {{default_items: 10, max_items: 1000}}
logging: {{level: ERROR}}
metadata:
  identification:
    title: t
    description: t
    keywords: [t]
    terms_of_service: none
    url: http://127.0.0.1/
  license: {{name: none, url: 'http://127.0.0.1/'}}
  provider: {{name: none, url: 'http://127.0.0.1/'}}
  contact: {{name: none, url: 'http://127.0.0.1/', email: none}}
resources:
  places:
    type: collection
    title: Places
    description: Events with a place
    keywords: [t]
    extents: {{spatial: {{bbox: [-180, -90, 180, 90]}}}}
    providers:
      - type: feature
        name: PostgreSQL
        data: {{host: 127.0.0.1, port: {database}, dbname: postgres, user: postgres,
          password: none, search_path: [public]}}
        id_field: id
        table: places
        geom_field: geom
"""


def missing() -> dict[str, str]:
    """The peers that cannot run, each with a message that says why."""
    found = {}
    for name, package in (("pygeoapi", "pygeoapi"), ("tipg", "tipg")):
        why = postgis.missing()
        if environment.lacks(package):
            why = f"it needs {package}; bench/peers/tools installs it"
        if why:
            found[name] = f"{name} is left out: {why}"
    return found


def boxes(data: Data, count: int) -> list[str]:
    """The query strings of random boxes, which are the same in every run."""
    database = sqlite3.connect(f"file:{data.dateline}?mode=ro", uri=True)
    (placed,) = database.execute("SELECT count(*) FROM event WHERE latitude IS NOT NULL").fetchone()
    database.close()
    chance = random.Random(17)
    side = (WITHIN / placed * 360 * 130) ** 0.5
    found = []
    for _ in range(count):
        west, south = chance.uniform(-180, 180 - side), chance.uniform(-60, 70 - side)
        box = ",".join(f"{each:.4f}" for each in (west, south, west + side, south + side))
        found.append(urlencode({"bbox": box, "limit": LIMIT}, safe=","))
    return found


@contextmanager
def serving(data: Data, folder: Path) -> Iterator[dict[str, int]]:
    """Run the installed peers until the block ends; yields their ports."""
    with ExitStack() as stack:
        ports: dict[str, int] = {}
        left_out = missing()
        if len(left_out) < len(PATHS) - 1:
            database = stack.enter_context(postgis.serving(data))
        if "pygeoapi" not in left_out:
            ports["pygeoapi"] = stack.enter_context(_pygeoapi(folder, database))
        if "tipg" not in left_out:
            ports["tipg"] = stack.enter_context(_tipg(database))
        yield ports


@contextmanager
def _pygeoapi(folder: Path, database: int) -> Iterator[int]:
    port = free_port()
    written, description = folder / "pygeoapi.yml", folder / "pygeoapi.json"
    written.write_text(CONFIGURATION.format(port=port, database=database))
    subprocess.run(
        [environment.BIN / "pygeoapi", "openapi", "generate", written, "--format", "json",
         "--output-file", description], check=True, capture_output=True,
    )  # fmt: skip
    command = _granian("wsgi", port, "pygeoapi.flask_app:APP")
    names = {"PYGEOAPI_CONFIG": str(written), "PYGEOAPI_OPENAPI": str(description)}
    with running(command, [port], **names):
        yield port


@contextmanager
def _tipg(database: int) -> Iterator[int]:
    port = free_port()
    url = f"postgresql://postgres:none@127.0.0.1:{database}/postgres"
    command = _granian("asgi", port, "tipg.main:app")
    with running(command, [port], DATABASE_URL=url):
        yield port


def _granian(interface: str, port: int, application: str) -> list[str]:
    return [
        str(environment.BIN / "granian"), "--interface", interface, "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(WORKERS), application,
    ]  # fmt: skip


def same(queries: list[str], ports: dict[str, int]) -> None:
    """Raise ``RuntimeError`` if the programs answer with different events."""
    for query in queries:
        found = {name: _ids(port, f"{PATHS[name]}?{query}") for name, port in ports.items()}
        for name, ids in found.items():
            if ids != found["dateline"] or len(ids[1]) != ids[0]:
                raise RuntimeError(f"the answer of {name} differs: {query}")


def _ids(port: int, path: str) -> tuple[int, list[str]]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as reply:
        found = json.load(reply)
    return found["numberMatched"], sorted(str(each["id"]) for each in found["features"])
