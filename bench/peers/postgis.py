"""Run Debian's PostgreSQL with PostGIS. The server has the events with a place, for pygeoapi and
tipg.
"""

from __future__ import annotations

import csv
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from bench.data import Data
from bench.servers import free_port

PACKAGES = "postgresql postgresql-postgis"
TABLE = """CREATE EXTENSION postgis;
CREATE TABLE places (
    id text PRIMARY KEY, title text, summary text, date text, earliest text, latest text,
    precision text, category text, status text, geom geometry(Point, 4326)
);
"""
INDEX = ("CREATE INDEX places_geom ON places USING gist (geom)", "VACUUM ANALYZE places")
SETTINGS = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "jit": "off",
    "shared_buffers": "512MB", "max_wal_size": "4GB", "listen_addresses": "127.0.0.1",
}  # fmt: skip
COLUMNS = (
    "id", "title", "summary", "date", "earliest", "latest", "precision", "category", "status",
)  # fmt: skip


def programs() -> Path | None:
    """The folder of the newest installed server that has PostGIS, or ``None``."""
    found = Path("/usr/share/postgresql").glob("*/extension/postgis.control")
    versions = sorted((each.parts[4] for each in found), key=int)
    folders = [Path(f"/usr/lib/postgresql/{each}/bin") for each in versions]
    return next((each for each in reversed(folders) if (each / "initdb").exists()), None)


def missing() -> str | None:
    """The reason if there is no such server, otherwise ``None``."""
    return None if programs() else f"it needs Debian's {PACKAGES}"


def _user() -> dict[str, Any]:
    """Arguments for ``subprocess`` that set the user, because the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _write(data: Data, path: Path) -> None:
    """Write the events with a place as CSV."""
    source = sqlite3.connect(f"file:{data.dateline}?mode=ro", uri=True)
    rows = source.execute(
        "SELECT d.body, e.longitude, e.latitude FROM event e CROSS JOIN document d"
        " WHERE d.position = e.position AND e.latitude IS NOT NULL"
    )
    with path.open("w", newline="") as file:
        written = csv.writer(file)
        for body, longitude, latitude in rows:
            event = orjson.loads(body)
            point = f"SRID=4326;POINT({longitude} {latitude})"
            written.writerow([*(event[name] for name in COLUMNS), point])
    source.close()


@contextmanager
def serving(data: Data) -> Iterator[int]:
    """Run the server with the table ``places`` until the block ends; yields its port."""
    home, who, port = programs(), _user(), free_port()
    assert home is not None
    folder = Path(tempfile.mkdtemp(prefix="dateline-gis-", dir="/tmp"))
    place = folder / "data"
    common: dict[str, Any] = {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.defpath}, **who}

    def run(*words: object, text: str | None = None) -> None:
        subprocess.run(
            [str(each) for each in words], check=True, input=text, text=True, timeout=1800,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **common,
        )  # fmt: skip

    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        run(
            home / "initdb", "-D", place, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        run(home / "pg_ctl", "-D", place, "-w", "-l", folder / "log",
            "-o", f"-k {folder} -p {port} {options}", "start")  # fmt: skip
        psql = (
            home / "psql",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            folder,
            "-p",
            port,
            "-U",
            "postgres",
        )
        run(*psql, text=TABLE)
        _write(data, folder / "places.csv")
        run(*psql, "-c", rf"\copy places FROM '{folder / 'places.csv'}' (FORMAT csv)")
        for statement in INDEX:
            run(*psql, "-c", statement)
        yield port
    finally:
        subprocess.run([home / "pg_ctl", "-D", place, "-m", "fast", "stop"], check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **common)  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)
