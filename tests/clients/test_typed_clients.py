"""Four generators make clients of the live OpenAPI document, and strict compilers check them. Two
linters check the document. The commands and the programs are those of the guide. ``make test`` has
one generator."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.support.live import Live
from tests.support.sizes import ALL

PACKAGES = Path(__file__).parent / "node_modules"
TOOLS = ("openapi-typescript", "openapi-ts", "orval", "tsc", "esbuild", "redocly", "spectral")
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not all((PACKAGES / ".bin" / each).exists() for each in TOOLS),
    reason="needs Node.js and the npm packages: npm --prefix tests/clients ci",
)
GUIDE = (REPOSITORY / "docs" / "integrations.md").read_text("utf-8")
SECTION = GUIDE.partition("\n## Typed clients\n")[2]
PARTS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", SECTION, re.MULTILINE | re.DOTALL))
PRINTED = re.findall(r"^```console\n([^$].*?\n)```", SECTION, re.MULTILINE | re.DOTALL)
PYTHON = "openapi-python-client"
FIRST = "openapi-typescript with openapi-fetch"
MADE = [each for each in PARTS if ALL or each == FIRST]
"""The clients of this run. ``make test`` has the one with the least code, ``make test-all`` all."""
WRONG = {
    "ts": (
        "const wrong: number = page.items[0].id;",
        "console.log(wrong, page.items[0].titel);",
        "console.log(page.items[0].place.name);",
        'console.log(page.items[0].category === "fundin");',
        "console.log(page.total + 1);",
    ),
    "py": (
        "wrong: int = page.items[0].id",
        "print(page.items[0].titel)",
        "print(page.items[0].place.name)",
        "print(page.total + 1)",
    ),
}
"""Lines at the end of a program. Each has one mistake: a wrong type, name or word, or a null that
was not checked."""
WRITES = {
    "openapi-typescript with openapi-fetch": (
        'await client.PUT("/v1/events/{id}", '
        '{ params: { path: { id: "x" } }, body: page.items[0] });',
        'await client.POST("/v1/events", '
        '{ body: { title: "T", date: "2022-09", category: "funding" } });',
    ),
    "hey-api": (
        'import { createEvent, putEvent } from "./dateline-hey-api";',
        'await putEvent({ path: { id: "x" }, body: page.items[0] });',
        'await createEvent({ body: { title: "T", date: "2022-09", category: "funding" } });',
    ),
    "orval": (
        'import { createEvent, putEvent } from "./dateline-orval";',
        'await putEvent("x", page.items[0]);',
        'await createEvent({ title: "T", date: "2022-09", category: "funding" });',
    ),
    PYTHON: (
        "from dateline_client.api.events import create_event, put_event",
        "from dateline_client.models import EventInput, EventInputCategory",
        "same = EventInput.from_dict(page.items[0].to_dict())",
        'put_event.sync("x", client=client, body=same)',
        'new = EventInput(title="T", date="2022-09", category=EventInputCategory.FUNDING)',
        "create_event.sync(client=client, body=new)",
    ),
}
"""Lines between a program and the lines of ``WRONG``. They are only compiled. One sends back an
event that was read, the other sends an event with few fields."""


def blocks(part: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PARTS[part], re.MULTILINE | re.DOTALL)


def run(command: Sequence[str], folder: Path, **more: str) -> tuple[int, str]:
    """The exit code of a command in ``folder``, and its output."""
    environment = os.environ | {
        "NO_COLOR": "1", "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
        **more,
    }  # fmt: skip
    done = subprocess.run(
        command, cwd=folder, env=environment, timeout=240, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout


def local(command: str) -> list[str]:
    """A command of the guide, with the path of the installed program."""
    first, *more = shlex.split(command)
    if first == "npx":
        first, *more = more
        return [str(PACKAGES / ".bin" / first), *more]
    return [str(Path(sys.executable).with_name(first)), *more]


class Made:
    """A folder with the document, the programs of the guide and the clients that they use."""

    def __init__(self, folder: Path, live: Live) -> None:
        self.folder = folder
        (folder / "node_modules").symlink_to(PACKAGES)
        with urllib.request.urlopen(f"{live.url}/v1/openapi.json") as reply:
            (folder / "openapi.json").write_bytes(reply.read())
        for text in blocks("orval", "js") if "orval" in MADE else ():
            (folder / "orval.config.cjs").write_text(at(live, text))
        self.environment = {"DATELINE_KEY": live.command("key", "create", "typed").strip()}
        with ThreadPoolExecutor() as pool:
            for code, said in pool.map(lambda part: self.generate(live, part), MADE):
                assert code == 0, said
        for part in MADE:
            kind = "py" if part == PYTHON else "ts"
            (text,) = blocks(part, "python" if part == PYTHON else "ts")
            program = at(live, text)
            self.program(part, "good").write_text(program)
            lines = (*WRITES[part], *WRONG[kind])
            self.program(part, "wrong").write_text(program + "\n".join(lines) + "\n")

    def generate(self, live: Live, part: str) -> tuple[int, str]:
        (command,) = re.findall(r"^\$ (.+)$", "".join(blocks(part, "console")), re.MULTILINE)
        return run(local(at(live, command)), self.folder)

    def program(self, part: str, kind: str) -> Path:
        name = re.sub(r"\W+", "_", part)
        return self.folder / f"{kind}_{name}.{'py' if part == PYTHON else 'ts'}"


def at(live: Live, text: str) -> str:
    return text.replace("https://dateline.example", live.url)


@pytest.fixture(scope="module")
def made(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("typed"), live)


@pytest.fixture(scope="module")
def faults(made: Made) -> Mapping[str, set[int]]:
    """The lines that the strict compilers refuse, by the name of the file."""
    programs = sorted(each.name for each in made.folder.glob("wrong_*.ts"))
    options = {"strict": True, "noEmit": True, "target": "es2022", "module": "esnext",
               "moduleResolution": "bundler", "types": [],
               # Only the declarations in use are compiled; `make test-all` compiles all of them.
               "skipDefaultLibCheck": True, "skipLibCheck": not ALL}  # fmt: skip
    settings = {"compilerOptions": options, "files": programs}
    (made.folder / "tsconfig.json").write_text(json.dumps(settings))
    python = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull,
              "--cache-dir", str(REPOSITORY / ".mypy_cache" / "clients"), "dateline_client",
              *sorted(each.name for each in made.folder.glob("wrong_*.py"))]  # fmt: skip
    commands = [[str(PACKAGES / ".bin" / "tsc")], *([python] if PYTHON in MADE else [])]
    with ThreadPoolExecutor() as pool:
        told = [*pool.map(lambda command: run(command, made.folder), commands)]
    assert [code for code, _ in told] == [2, 1][: len(commands)], told
    found: dict[str, set[int]] = {}
    texts = "".join(text for _, text in told)
    for name, line in re.findall(r"^([^\s(:]+)[(:](\d+)[,:].*error", texts, re.M):
        found.setdefault(name, set()).add(int(line))
    return found


@pytest.mark.parametrize("part", MADE)
class TestGenerated:
    def test_it_prints_what_the_guide_says(self, made: Made, part: str) -> None:
        program = made.program(part, "good")
        if part != PYTHON:
            bundled = program.with_suffix(".mjs")
            code, said = run(
                [str(PACKAGES / ".bin" / "esbuild"), program.name, "--bundle", "--format=esm",
                 "--platform=node", f"--outfile={bundled.name}", "--log-level=warning"],
                made.folder,
            )  # fmt: skip
            assert (code, said) == (0, "")
            assert run(["node", bundled.name], made.folder) == (0, PRINTED[-1])
        else:
            command = [sys.executable, program.name]
            assert run(command, made.folder, **made.environment) == (0, PRINTED[-1])

    def test_it_compiles_strictly_and_each_mistake_is_reported(
        self, made: Made, faults: Mapping[str, set[int]], part: str
    ) -> None:
        wrong = made.program(part, "wrong")
        lines, mistakes = wrong.read_text().splitlines(), WRONG[wrong.suffix[1:]]
        last = len(lines)
        assert faults[wrong.name] == {*range(last - len(mistakes) + 1, last + 1)}


def test_nothing_but_the_mistakes_is_refused(made: Made, faults: Mapping[str, set[int]]) -> None:
    assert {*faults} == {made.program(each, "wrong").name for each in MADE}


def test_every_program_is_checked() -> None:
    assert len(PARTS) == 4
    assert len(PRINTED) == 1


@pytest.mark.long  # `make test` validates the document in tests/api/test_openapi.py.
def test_redocly_finds_nothing(made: Made) -> None:
    command = [str(PACKAGES / ".bin" / "redocly"), "lint", "openapi.json", "--format", "json"]
    code, said = run(command, made.folder)
    assert code == 0, said
    assert '"errors": 0,' in said and '"warnings": 0,' in said, said


@pytest.mark.long  # As for the other linter.
def test_spectral_finds_nothing(made: Made) -> None:
    (made.folder / "rules.yaml").write_text("extends: spectral:oas\n")
    code, said = run(
        [str(PACKAGES / ".bin" / "spectral"), "lint", "openapi.json", "--ruleset", "rules.yaml",
         "--fail-severity", "hint"],
        made.folder,
    )  # fmt: skip
    assert code == 0, said
    assert "No results" in said
