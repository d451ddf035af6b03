"""The page on PostgreSQL and the compose files of the layouts: the commands are run, and every name
in a file refers to something that exists."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from service.settings import from_environment
from tests.conftest import REPOSITORY
from tests.support import postgres
from tests.support.engines import Templates
from tests.support.guides import follow

pytest.importorskip("psycopg")
OPERATIONS = REPOSITORY / "docs" / "operations"


def _only(**known: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": known, "additionalProperties": False}


TEXT, TEXTS = {"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}
DURATION = {"type": "string", "pattern": "^([0-9]+(us|ms|s|m|h))+$"}
WORDS = {"type": "object", "additionalProperties": {"type": ["string", "number", "null"]}}
STATES = ["service_started", "service_healthy", "service_completed_successfully"]
SERVICE = _only(
    image=TEXT, user=TEXT, command=TEXTS, entrypoint=TEXTS, environment=WORDS, tmpfs=TEXTS,
    build=_only(context=TEXT),
    restart={"enum": ["no", "always", "on-failure", "unless-stopped"]},
    shm_size={"type": "string", "pattern": "^[0-9]+(b|k|kb|m|mb|g|gb)$"},
    stop_grace_period=DURATION,
    volumes={**TEXTS, "items": {"type": "string", "pattern": "^[^:]+:/[^:]*(:(ro|rw))?$"}},
    ports={**TEXTS, "items": {"type": "string", "pattern": r"^([0-9.]+:)?\d+:\d+(/(tcp|udp))?$"}},
    read_only={"type": "boolean"}, cap_drop=TEXTS, security_opt=TEXTS,
    healthcheck=_only(test=TEXTS, interval=DURATION, timeout=DURATION, start_period=DURATION,
                      start_interval=DURATION, retries={"type": "integer"}),
    depends_on={"type": "object",
                "additionalProperties": _only(condition={"enum": STATES},
                                              restart={"type": "boolean"})},
)  # fmt: skip
SCHEMA = jsonschema.Draft202012Validator(
    {
        "type": "object",
        "required": ["services"],
        "properties": {
            "services": {"type": "object", "additionalProperties": SERVICE, "minProperties": 1},
            "volumes": {"type": "object", "additionalProperties": {"type": "null"}},
        },
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
)
"""The elements of the Compose Specification ("Services top-level element", "Volumes") that the
files use, each with the values that it may have."""
COMPOSE = sorted(each.name for each in OPERATIONS.glob("compose*.yaml"))


def test_the_commands_of_the_page_print_what_it_says(
    templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = postgres.shared(templates.shared)
    shutil.copyfile(templates.file(seeded=True), tmp_path / "live.db")
    # Use the programs of the server's version: pg_dump refuses a newer server.
    monkeypatch.setenv("PATH", f"{postgres.programs() / 'bin'}:{os.environ['PATH']}")
    kept = {each: text for each, text in os.environ.items() if not each.startswith("DATELINE_")}
    names = {"PGHOST": str(server.folder), "PGUSER": "postgres", "PGDATABASE": "postgres"}
    kept |= names | {"DATELINE_DATABASE_URL": "sqlite:///live.db"}
    done = follow((OPERATIONS / "postgresql.md").read_text("utf-8"), tmp_path, kept, {})
    server.run("DROP DATABASE dateline")
    assert len(done) >= 15
    for each in done:
        assert each.printed == each.told, each.command


@pytest.mark.parametrize("name", COMPOSE)
class TestCompose:
    """The checks of the compose files that need no Docker."""

    def test_it_is_of_the_form_of_the_specification(self, name: str) -> None:
        SCHEMA.validate(made(name))

    def test_the_schema_finds_a_wrong_key(self, name: str) -> None:
        wrong = made(name)
        wrong["services"]["caddy"]["port"] = wrong["services"]["caddy"].pop("ports")
        with pytest.raises(jsonschema.ValidationError):
            SCHEMA.validate(wrong)

    def test_what_it_names_is_there(self, name: str) -> None:
        services, volumes = made(name)["services"], set(made(name)["volumes"])
        used = set()
        for service in services.values():
            assert set(service.get("depends_on", ())) <= set(services)
            for each in service.get("volumes", ()):
                outer = each.split(":")[0]
                if outer.startswith("."):
                    assert (OPERATIONS / outer).is_file()
                else:
                    used.add(outer)
            if "build" in service:
                assert (OPERATIONS / service["build"]["context"]).resolve() == REPOSITORY
        assert used == volumes

    def test_its_services_have_settings_that_there_are(self, name: str) -> None:
        services = made(name)["services"].values()
        ours = [each for each in services if each["image"] == "dateline"]
        assert ours
        for each in ours:
            from_environment(each["environment"])
            hosts = re.findall(r"@([\w,]+)/", each["environment"].get("DATELINE_DATABASE_URL", ""))
            assert {host for some in hosts for host in some.split(",")} <= set(
                made(name)["services"]
            )

    def test_the_proxy_reaches_every_service(self, name: str, tmp_path: Path) -> None:
        services = made(name)["services"]
        proxy = services["caddy"]["environment"]
        upstream = proxy["UPSTREAM"].split()
        serving = [
            each
            for each, service in services.items()
            if service["image"] == "dateline" and service.get("command") != ["migrate"]
        ]
        assert upstream == [f"{each}:8000" for each in serving]
        program = shutil.which("caddy")
        if program is None:
            pytest.skip("needs Caddy")
        done = subprocess.run(
            [program, "adapt", "--config", OPERATIONS / "Caddyfile", "--adapter", "caddyfile"],
            env=os.environ | proxy | {"HOME": str(tmp_path)}, capture_output=True, check=True,
        )  # fmt: skip
        assert re.findall(r'"dial":"([^"]+)"', done.stdout.decode()) == upstream

    def test_its_scripts_are_sound(self, name: str) -> None:
        for service in made(name)["services"].values():
            if service.get("entrypoint") == ["sh", "-ec"]:
                (script,) = service["command"]
                check = ["sh", "-n", "-c", script.replace("$$", "$")]
                assert subprocess.run(check, check=False).returncode == 0


def test_the_script_of_the_primary_is_sound() -> None:
    done = subprocess.run(["sh", "-n", OPERATIONS / "primary.sh"], check=False)
    assert done.returncode == 0


def made(name: str) -> dict[str, Any]:
    """A compose file, with its anchors resolved and without extensions (``x-``)."""
    found: dict[str, Any] = yaml.safe_load((OPERATIONS / name).read_text("utf-8"))
    return found
