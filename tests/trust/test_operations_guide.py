"""The pages on operations: commands are run, and files are compared with the service."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.request
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from flask.testing import FlaskClient

from service.settings import Settings, from_environment, variable
from tests.api.conftest import app, client, settings, store
from tests.conftest import REPOSITORY
from tests.support.engines import Templates
from tests.support.forked import forked
from tests.support.guides import follow
from tests.support.live import DATELINE, serving

__all__ = ["app", "client", "settings", "store"]
OPERATIONS = REPOSITORY / "docs" / "operations"
KNOWN = {variable(each.name) for each in fields(Settings)}


def page(name: str) -> str:
    return (OPERATIONS / name).read_text("utf-8")


@pytest.mark.parametrize(("name", "least"), [("backups.md", 9), ("upgrade.md", 9)])
def test_the_commands_print_what_the_page_says(
    name: str, least: int, templates: Templates, tmp_path: Path
) -> None:
    shutil.copyfile(templates.file(seeded=True), tmp_path / "live.db")
    kept = {each: text for each, text in os.environ.items() if not each.startswith("DATELINE_")}
    # Code blocks in a numbered list are indented.
    text = re.sub(r"^ {3}(?=\S)", "", page(name), flags=re.M)
    done = follow(text, tmp_path, kept | {"DATELINE_DATABASE_URL": "sqlite:///live.db"}, {})
    assert len(done) >= least
    for each in done:
        assert each.printed == each.told, each.command


def test_litestream_copies_what_was_acknowledged(tmp_path: Path) -> None:
    program = shutil.which("litestream", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if program is None:
        pytest.skip("needs Litestream")
    (config,) = re.findall(r"^```yaml\n(dbs:\n.*?)^```", page("backups.md"), re.M | re.S)
    with serving(tmp_path, workers="1") as live:
        (tmp_path / "litestream.yml").write_text(config.replace("data/dateline.db", "live.db"))
        with (tmp_path / "litestream.log").open("wb") as log:
            copying = subprocess.Popen(
                [program, "replicate", "-config", "litestream.yml"], cwd=tmp_path, stdout=log,
                stderr=log,
            )  # fmt: skip
        try:
            key = live.command("key", "create", "editor", "--scope", "write").strip()
            for number in range(50):
                event = {"id": f"n{number}", "title": "T", "date": "2024", "category": "other"}
                request = urllib.request.Request(
                    f"{live.url}/v1/events", json.dumps(event).encode(),
                    {"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
                )  # fmt: skip
                urllib.request.urlopen(request, timeout=10).close()
            time.sleep(2.5)  # Litestream copies once a second
        finally:
            copying.terminate()
            copying.wait(timeout=20)
        subprocess.run(
            [program, "restore", "-config", "litestream.yml", "-o", "restored.db", "live.db"],
            cwd=tmp_path, check=True, capture_output=True,
        )  # fmt: skip
        restored = live.environment | {"DATELINE_DATABASE_URL": f"sqlite:///{tmp_path}/restored.db"}
        asked = (("verify", restored), ("export", restored), ("export", live.environment))
        with forked(tmp_path) as path:
            said = [
                subprocess.run(
                    [tmp_path / "dateline", word], env=which | {"PATH": path}, check=True,
                    capture_output=True, text=True,
                )
                for word, which in asked
            ]  # fmt: skip
    assert said[0].stdout == "the database is sound\n"
    assert said[1].stdout == said[2].stdout
    assert len(said[1].stdout.splitlines()) == 66


# systemd


def unit(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in page(name).splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_leaves_time_to_stop_and_names_the_command() -> None:
    found = unit("dateline.service")
    assert int(found["TimeoutStopSec"][0]) > Settings().stop_seconds
    assert shlex.split(found["ExecStart"][0])[1:] == ["serve", "--migrate"]
    folder = found["StateDirectory"][0]
    assert unit("dateline.env")["DATELINE_DATABASE_URL"] == [
        f"sqlite:////var/lib/{folder}/dateline.db"
    ]


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze")
    files = []
    for each in OPERATIONS.glob("dateline*.*"):
        if each.suffix in (".service", ".timer"):
            text = each.read_text().replace("/opt/dateline/bin/dateline", DATELINE)
            files.append(tmp_path / each.name)
            files[-1].write_text(text)
    assert len(files) == 3
    done = subprocess.run([program, "verify", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for each in files:
        if each.suffix == ".service":
            done = subprocess.run(
                [program, "security", "--offline=true", "--threshold=20", each],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout[-300:]


def test_the_variables_of_every_file_are_settings() -> None:
    for each in OPERATIONS.iterdir():
        named = set(re.findall(r"DATELINE_[A-Z_]*[A-Z]", each.read_text("utf-8")))
        assert named <= KNOWN, (each.name, named - KNOWN)
    from_environment({name: values[0] for name, values in unit("dateline.env").items()})


# Docker


def test_the_image_copies_what_is_there() -> None:
    lines = (REPOSITORY / "Dockerfile").read_text("utf-8").splitlines()
    ignored = (REPOSITORY / ".dockerignore").read_text("utf-8").split()
    copied = [
        name
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    assert {"pyproject.toml", "migrations", "seed", "service"} <= set(copied)
    for name in copied:
        assert (REPOSITORY / name).exists(), name
        assert name not in ignored
    stages = [line.split()[-1] for line in lines if line.startswith("FROM")]
    assert all(line.split("=", 1)[1].split()[0] in stages for line in lines if "--from=" in line)


def test_the_compose_file_fits_the_image_and_the_settings() -> None:
    made = yaml.safe_load(page("compose.yaml"))
    ours, proxy = made["services"]["dateline"], made["services"]["caddy"]
    from_environment(ours["environment"])
    assert (OPERATIONS / ours["build"]["context"]).resolve() == REPOSITORY
    image = (REPOSITORY / "Dockerfile").read_text("utf-8")
    (volume,) = re.findall(r"^VOLUME (\S+)$", image, re.M)
    (port,) = re.findall(r"^EXPOSE (\d+)$", image, re.M)
    assert ours["volumes"] == [f"data:{volume}"]
    assert "HEALTHCHECK" in image  # depends_on waits for it
    assert proxy["environment"]["UPSTREAM"] == f"dateline:{port}"
    assert int(ours["stop_grace_period"].rstrip("s")) > Settings().stop_seconds
    for name, text in proxy["environment"].items():
        assert f"{{${name}:" in page("Caddyfile"), (name, text)
    mounted = {each.split(":")[0] for service in made["services"].values()
               for each in service["volumes"]}  # fmt: skip
    assert {each for each in mounted if not each.startswith(".")} == set(made["volumes"])


def test_the_proxies_allow_what_the_service_allows() -> None:
    largest = Settings().max_import_bytes >> 20
    longest = Settings().stream_seconds
    for name in ("nginx.conf", "nginx-prefix.conf"):
        assert f"client_max_body_size {largest}m;" in page(name)
        assert int(re.findall(r"proxy_read_timeout (\d+)s;", page(name))[0]) > longest
    for name in ("Caddyfile", "Caddyfile-prefix"):
        assert f"max_size {largest}MiB" in page(name)


# Monitoring


def expressions(value: Any) -> list[str]:
    """Every query of a dashboard or a file of rules."""
    if isinstance(value, dict):
        own = [each for name, each in value.items() if name in ("expr", "query")
               and isinstance(each, str)]  # fmt: skip
        return own + [each for below in value.values() for each in expressions(below)]
    return (
        [each for below in value for each in expressions(below)] if isinstance(value, list) else []
    )


def test_dashboard_and_alerts_ask_for_metrics_that_there_are(client: FlaskClient) -> None:
    client.get("/v1/events")
    labels: dict[str, set[str]] = {}
    for line in client.get("/metrics").text.splitlines():
        found = re.match(r"(dateline_\w+)(?:\{(.*)\})? ", line)
        if found:
            labels.setdefault(found[1], set()).update(re.findall(r"(\w+)=", found[2] or ""))
    asked = expressions(json.loads(page("grafana-dashboard.json")))
    asked += expressions(yaml.safe_load(page("alerts.yaml")))
    used = set()
    for each in asked:
        for name, inside in re.findall(r"(dateline_\w+)(?:\{([^}]*)\})?", each):
            assert name in labels, (name, each)
            given = set(re.findall(r"(\w+)=", inside)) - {"instance", "job"}
            assert given <= labels[name], each
            used.add(name.removesuffix("_bucket"))
        for group in re.findall(r"by \(([\w, ]+)\)", each):
            assert set(group.split(", ")) <= set().union(*labels.values()), each
    told = set(re.findall(r"^\| `(dateline_\w+)` \|", page("monitoring.md"), re.M))
    assert used == told
    bare = {re.sub(r"_(bucket|count|sum)$", "", each) for each in labels}
    assert {each for each in bare if not each.endswith("_created")} == told


def test_the_routes_that_alerts_name_are_counted_under_that_name(client: FlaskClient) -> None:
    client.get("/v1/events")
    counted = set(re.findall(r'route="([^"]*)"', client.get("/metrics").text))
    named = set(re.findall(r'route="([^"]*)"', page("alerts.yaml")))
    assert named
    assert named <= counted


def test_every_panel_of_the_dashboard_has_its_place() -> None:
    panels = json.loads(page("grafana-dashboard.json"))["panels"]
    assert len({each["id"] for each in panels}) == len(panels) >= 6
    for each in panels:
        place = each["gridPos"]
        assert place["x"] + place["w"] <= 24
        assert each["targets"]


def test_the_health_check_of_the_image_asks_no_proxy(tmp_path: Path) -> None:
    image = (REPOSITORY / "Dockerfile").read_text("utf-8")
    (check,) = re.findall(r"^HEALTHCHECK .*\\\n +CMD (\[.*\])$", image, re.MULTILINE)
    python, *words = json.loads(check)
    assert python == "python"

    def healthy(port: int) -> bool:
        variables = {"DATELINE_PORT": str(port), "HTTP_PROXY": "http://127.0.0.1:1"}
        variables |= {"http_proxy": variables["HTTP_PROXY"]}
        done = subprocess.run(
            [sys.executable, *words], env=variables, capture_output=True, check=False
        )
        return done.returncode == 0

    with serving(tmp_path) as service:
        port = urlsplit(service.url).port or 0
        assert healthy(port)
    assert not healthy(port)
