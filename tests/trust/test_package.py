"""The package is built, installed and used without the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import hatchling.build as hatchling
import pytest

from service.importers.run import LARGE
from service.resources import INCOMPLETE
from tests.conftest import REPOSITORY
from tests.support.live import free_port
from tests.support.sizes import ALL

LEFT_OUT = (
    ".git",
    ".venv",
    ".lowest",
    "dist",
    "node_modules",
    ".bench",
    ".peers",
    "data",
    ".*_cache",
    ".hypothesis",
)
START = """#!{python}
from importlib.metadata import entry_points
if __name__ == "__main__":
    (command,) = entry_points(group="console_scripts", name="dateline")
    command.load()()
"""
COMMANDS = (
    "migrate", "migrate status", "serve --migrate --port 9", "import events.ndjson", "key list",
)  # fmt: skip


@dataclass(frozen=True)
class Installed:
    """The package in a separate environment. Commands run in ``folder``, which has no files of the
    project."""

    environment: Path
    folder: Path

    def run(self, *words: str, good: bool = True) -> subprocess.CompletedProcess[str]:
        """Run ``dateline`` with these arguments; it must fail if ``good`` is false."""
        done = subprocess.run(
            [self.environment / "bin" / "dateline", *words],
            cwd=self.folder, env=self.variables(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode == 0) is good, (words, done.stdout, done.stderr)
        return done

    def variables(self) -> dict[str, str]:
        kept = ("PATH", "LANG", "TMPDIR")
        found = {name: os.environ[name] for name in kept if name in os.environ}
        return found | {"HOME": str(self.folder)}

    def package(self) -> Path:
        """The folder of the package in the environment."""
        code = "import service; print(service.__path__[0])"
        python = self.environment / "bin" / "python"
        done = subprocess.run(
            [python, "-c", code], cwd=self.folder, env=self.variables(),
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return Path(done.stdout.strip())


def build(kind: str, tree: Path, target: Path) -> Path:
    """The archive that the build backend makes of ``tree``, without a network."""
    with chdir(tree):
        name = (
            hatchling.build_sdist(str(target))
            if kind == "sdist"
            else hatchling.build_wheel(str(target))
        )
    return target / name


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository as it is now."""
    target = tmp_path_factory.mktemp("copy") / "tree"
    shutil.copytree(
        REPOSITORY, target, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT, "__pycache__")
    )
    return target


@pytest.fixture(scope="module")
def source(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", tree, tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the source archive."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(source) as archive:
        archive.extractall(unpacked, filter="data")
    (other,) = unpacked.iterdir()
    return build("wheel", other, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, which uses the libraries of this environment.

    ``make test-all`` installs with pip. ``make test`` does the same faster: it unpacks the wheel
    and writes the command that the wheel declares.
    """
    environment = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    libraries = next((environment / "lib").glob("python3*")) / "site-packages"
    # Python ignores .pth files in an added folder, such as the one that adds this repository.
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = environment / "bin" / "python"
    if ALL:
        pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install"]
        options = ["--quiet", "--no-deps", "--no-index", "--ignore-installed"]
        subprocess.run([*pip, *options, wheel], check=True)
        return environment
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(libraries)
    command = environment / "bin" / "dateline"
    command.write_text(START.format(python=python))
    command.chmod(0o755)
    return environment


@pytest.fixture
def package(environment: Path, tmp_path: Path) -> Installed:
    return Installed(environment, tmp_path)


@contextmanager
def served(package: Installed) -> Iterator[str]:
    port = free_port()
    with (package.folder / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [package.environment / "bin" / "dateline", "serve", "--migrate", "--seed",
             "--workers", "1", "--port", str(port)],
            cwd=package.folder, env=package.variables(), stdout=log, stderr=log,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/readyz", timeout=10).close()
                break
            assert process.poll() is None, (package.folder / "serve.log").read_text()
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as reply:
        return bytes(reply.read())


def test_an_installed_package_does_the_whole_job(package: Installed) -> None:
    assert package.package().is_relative_to(package.environment)
    # A command must not take this folder for the package.
    (package.folder / "service").mkdir()
    (package.folder / "service" / "__init__.py").write_text("raise ImportError('another')\n")
    field = 100_000
    count = LARGE // field + 1  # so many that another process reads the file
    rows = (
        f"{n},1994-02-14,1994-02-16,Visitor {n},kz,Kazakhstan,A visit.,{'x' * field}\n"
        for n in range(count)
    )
    (package.folder / "visits.csv").write_text(
        "id,start_date,end_date,visitor,from_id,from_name,description,file\n" + "".join(rows)
    )
    with served(package) as address:
        done = package.run("import", "visits.csv", "--mapping", "visits")
        assert done.stdout.startswith(f"{count} created")
        asked = f"{address}/v1/events?country=KZ&country=US&date=1994&fields=date&limit=1"
        assert json.loads(get(asked))["items"] == [{"date": "1994-02-14/1994-02-16"}]
        for path in ("/", "/docs/swagger-ui.css", "/static/page.css", "/v1/blocs", "/embed"):
            assert get(address + path)


@pytest.mark.long
def test_each_command_of_an_installed_package_works_alone(package: Installed) -> None:
    assert package.run("migrate").stdout.startswith("up: 0001_events\n")
    assert package.run("seed").stdout.startswith("16 created")
    assert package.run("verify").stdout == "the database is sound\n"
    assert len(package.run("export").stdout.splitlines()) == 16


@pytest.mark.parametrize(
    "left", [pytest.param("an empty folder", marks=pytest.mark.long), "nothing"]
)
def test_a_package_without_migrations_says_so(package: Installed, left: str) -> None:
    """One command; ``make test-all`` tries all of them, and an empty folder too."""
    folder = package.package() / "migrations"
    away = folder.rename(folder.with_name("away"))
    (package.folder / "events.ndjson").write_text("{}\n")
    database = package.folder / "data" / "dateline.db"
    database.parent.mkdir(exist_ok=True)
    database.touch()  # without one, a command says so first
    try:
        if left == "an empty folder":
            folder.mkdir()
        for command in COMMANDS if ALL else COMMANDS[:1]:
            done = package.run(*command.split(), good=False)
            (line,) = done.stderr.splitlines()
            assert line == f"dateline: {INCOMPLETE.format('migrations')}", command
            assert (done.returncode, done.stdout) == (1, ""), command
    finally:
        if folder.exists():
            folder.rmdir()
        away.rename(folder)
        database.unlink()


def test_the_source_archive_has_every_file_of_the_repository(source: Path) -> None:
    git = shutil.which("git")
    if git is None or not (REPOSITORY / ".git").exists():
        pytest.skip("only a clone knows which files belong to it")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    known = {each for each in listed if each and (REPOSITORY / each).is_file()}
    with tarfile.open(source) as archive:
        members = {each.name.partition("/")[2] for each in archive}
    assert known <= members
    assert not [each for each in members if each.endswith(".pyc")]


def test_the_wheel_has_what_the_package_has_and_nothing_else(tree: Path, wheel: Path) -> None:
    folder = tree / "service"
    files = [folder, folder / "migrations", folder / "seed"]
    known = {
        each.relative_to(tree).as_posix(): each.read_bytes()
        for start in files for each in start.rglob("*") if each.is_file()
    }  # fmt: skip
    found = contents(wheel)
    assert {name: text for name, (text, _) in found.items() if ".dist-info/" not in name} == known
    assert len(found) > 100


@pytest.mark.long
def test_the_wheel_of_the_source_archive_is_that_of_the_repository(
    tree: Path, wheel: Path, tmp_path: Path
) -> None:
    assert contents(wheel) == contents(build("wheel", tree, tmp_path))


def contents(wheel: Path) -> dict[str, tuple[bytes, int]]:
    """The files of a wheel by name, each with its content and its attributes (such as the mode)."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            each.filename: (archive.read(each), each.external_attr) for each in archive.infolist()
        }
