"""The README and pages of docs/ tell the truth: their examples, settings, routes and commands."""

from __future__ import annotations

import re
from dataclasses import fields

import click
import pytest
from flask.testing import FlaskClient

from service.api.routes import ROUTES
from service.cli import COMMANDS, command
from service.settings import HELP, Settings, from_environment, variable
from tests.conftest import REPOSITORY
from tests.support.rows import each_row

README = (REPOSITORY / "README.md").read_text("utf-8")
API = (REPOSITORY / "docs" / "api.md").read_text("utf-8")
FORMATS = (REPOSITORY / "docs" / "formats.md").read_text("utf-8")
SETTINGS = (REPOSITORY / "docs" / "settings.md").read_text("utf-8")
EXAMPLES = re.findall(r"\$ curl -s 'http://127\.0\.0\.1:8000([^']*)'\n(.+)", README)


@pytest.mark.parametrize(("path", "output"), EXAMPLES)
def test_an_example_prints_what_the_readme_says(
    client: FlaskClient, path: str, output: str
) -> None:
    assert client.get(path).text == output


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


@each_row("name", [each.name for each in fields(Settings)])
def test_every_setting_is_documented_with_its_help(name: str) -> None:
    assert f"| `{variable(name)}` |" in SETTINGS
    assert HELP[name] in SETTINGS


@each_row("path", sorted({route.path for route in ROUTES}))
def test_every_route_is_documented(path: str) -> None:
    assert f"`{path}`" in API + FORMATS


def test_every_command_is_documented_and_explains_itself() -> None:
    for name in COMMANDS:
        found = command(name)
        assert f"`{name}`" in API
        assert found.help
        for below in found.commands if isinstance(found, click.Group) else ():
            assert f"`{below}`" in API


def test_an_unknown_setting_is_refused_with_the_nearest() -> None:
    with pytest.raises(Exception, match="DATELINE_PORT"):
        from_environment({"DATELINE_PROT": "1"})
    for text in ("eighty", "8_0", ""):
        with pytest.raises(Exception, match="not a number"):
            from_environment({"DATELINE_PORT": text})
    with pytest.raises(Exception, match="not a whole number"):
        from_environment({"DATELINE_PORT": "80.5"})
    assert from_environment({"DATELINE_PORT": "81", "DATELINE_PUBLIC_READS": "no"}) == Settings(
        port=81, public_reads=False
    )
