"""The start of the service: every setting is checked first, a port belongs to one service, and the
URL is printed when it answers."""

from __future__ import annotations

import json
import os
import socket
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner, Result

from service import bundled_data
from service.cli import main
from service.listener import reserve
from service.resources import SEED
from service.settings import Settings, variable
from tests.support.forked import Forked
from tests.support.live import free_port
from tests.support.sizes import size

NUMBERS = [each.name for each in fields(Settings) if type(each.default) in (int, float)]
SWITCHES = [each.name for each in fields(Settings) if isinstance(each.default, bool)]
NOT_NUMBERS = ("many", "-1", "nan", "inf", "1e400", "", "1,000", "0x10")
LENGTHS = [each for each in NUMBERS if each.endswith(("_seconds", "_hours"))]
WRONG: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(NUMBERS, NOT_NUMBERS),
    **dict.fromkeys(LENGTHS, (*NOT_NUMBERS, "1e10")),
    **dict.fromkeys(SWITCHES, ("maybe", "", "2", "tru")),
    "port": (*NOT_NUMBERS, "0", "65536", "80.5", "http"),
    "workers": (*NOT_NUMBERS, "1.5", "1000"),
    "trusted_proxies": (*NOT_NUMBERS, "1.5", "127.0.0.1", "101"),
    "page_size": (*NOT_NUMBERS, "0", "1001"),
    "max_page_size": (*NOT_NUMBERS, "0"),
    "threads": (*NOT_NUMBERS, "0"),
    "max_connections": (*NOT_NUMBERS, "0"),
    "max_header_bytes": (*NOT_NUMBERS, "8191"),
    "query_timeout_seconds": (*NOT_NUMBERS, "0", "1e10"),
    "header_timeout_seconds": (*NOT_NUMBERS, "0", "1e10"),
    "slow_seconds": ("0",),
    "body_seconds": ("0",),
    "reply_seconds": ("0", "nan"),
    "heartbeat_seconds": ("0", "0.05"),
    "stop_seconds": (*NOT_NUMBERS, "2147483647"),
    "title": ("", " ", "\u200b", "Date\nline"),
    "host": ("nowhere", "localhost:80", "256.1.1.1", "", "192.0.2.1", "2001:db8::1"),
    "database_url": ("", "dateline.db", "mysql://x/y", "sqlite://x", "sqlite:///",
                     "sqlite:///{folder}/a-file/d.db", "sqlite:////proc/nowhere/d.db",
                     "sqlite:///{folder}/d.db?mode=ro", "sqlite:///~/d.db", "sqlite:////~/d.db",
                     "sqlite:///{folder}/a%20b.db", "sqlite:///file:d.db"),
    "read_database_url": ("sqlite:///other.db", "postgresql://replica/dateline", "nowhere"),
    "seed_directory": ("{folder}/nowhere", "{folder}/a-file", "{folder}/no-blocs",
                       "{folder}/no-json", "{folder}/a-list", "{folder}/no-bloc",
                       "{folder}/wrong-bloc", "{folder}/wrong-states", "{folder}/wrong-events",
                       "{folder}/no-events"),
    "base_url": ("dateline.example", "ftp://dateline.example", "https://", "https://a b.example",
                 "https://u:p@dateline.example", "https://dateline.example/?a=b"),
    "rate_limit": ("often", "100", "100/fortnight", "0/minute", "-1/minute",
                   "100/minute;10/second"),
    "rate_limit_storage": ("", "x:", "memory", "nothing://host"),
    "color": ("red", "", "#12345", "#1234567", "#12345g", "9b1c31"),
    "fonts": ("/nowhere", "{folder}", "{folder}/a-file"),
    "shapes": ("/nowhere", "{folder}", "{folder}/a-file"),
    "tiles": ("tiles", "http://tiles.example/{{z}}/{{x}}/{{y}}.png", "https://tiles.example/{{z}}.png"),
    "tiles_attribution": ("nobody", "x" * 201),
    "logo": ("/nowhere/logo.png", "{folder}", "{folder}/a-file", "{folder}/large.png"),
    "default_query": ("nonsense", "contry=KZ", "country=Atlantis", "limit=1001", "date=soon",
                      "cursor=abc", "country=%FF"),
    "text_language": ("klingon", "", "English", "en", "../english", "basestemmer"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def shipped_states() -> Iterator[None]:
    yield
    bundled_data.register()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with valid and invalid files for settings."""
    (tmp_path / "a-file").write_text("nothing")
    (tmp_path / "large.png").write_bytes(bytes(300_000))
    blocs = (SEED / "blocs.json").read_text("utf-8")
    for name, files in {
        "no-blocs": {},
        "no-json": {"blocs.json": "{"},
        "a-list": {"blocs.json": "[]"},
        "no-bloc": {"blocs.json": '{"blocs": [1]}'},
        "wrong-bloc": {"blocs.json": '{"blocs": [{"code": "X", "members": [["Atlantis", null]]}]}'},
        "wrong-states": {"blocs.json": blocs, "states.json": "[]"},
        "no-events": {"blocs.json": blocs},
        "wrong-events": {"blocs.json": blocs, "events.json": "["},
    }.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text, "utf-8")
    return tmp_path


def serve(folder: Path, *words: str, **settings: str) -> Result:
    """The result of a ``dateline serve`` that ends before it serves."""
    environment = {variable(name): text.format(folder=folder) for name, text in settings.items()}
    usual = {"DATELINE_DATABASE_URL": f"sqlite:///{folder}/made/d.db"}
    done = CliRunner().invoke(main, ["serve", "--migrate", *words], env=usual | environment)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_every_setting_is_in_the_table() -> None:
    assert WRONG.keys() == {each.name for each in fields(Settings)}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_one_line_that_names_the_variable(folder: Path, name: str) -> None:
    beside = {"tiles_attribution": "whose they are"} if name == "tiles" else {}
    for text in WRONG[name]:
        done = serve(folder, "--seed", **beside, **{name: text})
        assert (done.exit_code, done.stdout) == (1, ""), text
        (line,) = done.stderr.splitlines()
        # If the largest page is smaller than the usual page, either setting may be wrong.
        names = [name, "page_size"] if name == "max_page_size" else [name]
        assert any(line.startswith(f"dateline: {variable(each)}: ") for each in names), line
        assert not (folder / "made").exists(), text


def test_all_errors_are_reported_at_once_each_in_a_line(folder: Path) -> None:
    done = serve(folder, color="red", logo="x.png", rate_limit="often", default_query="contry=KZ")
    assert done.stderr.splitlines() == [
        "dateline: 4 settings are wrong",
        "  DATELINE_COLOR: 'red' must be # and six hexadecimal digits, such as #9b1c31",
        "  DATELINE_LOGO: there is no file 'x.png'",
        "  DATELINE_RATE_LIMIT: 'often' must be one limit such as 100/minute",
        "  DATELINE_DEFAULT_QUERY: 'contry' is not a parameter; did you mean country?",
    ]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("PAGE_SIZ", "PAGE_SIZE"),
        ("COLOUR", "COLOR"),
        ("DB_URL", "BASE_URL"),
        ("PROT", "PORT"),
        ("RATE_LIMITS", "RATE_LIMIT"),
    ],
)
def test_an_unknown_variable_is_reported_with_the_nearest(
    folder: Path, given: str, meant: str
) -> None:
    done = CliRunner().invoke(main, ["serve"], env={f"DATELINE_{given}": "1"})
    assert done.exit_code == 1
    assert done.stderr == (
        f"dateline: DATELINE_{given}: is not a setting; did you mean DATELINE_{meant}?\n"
    )


def test_a_seed_with_a_faulty_event_is_refused_whole(folder: Path) -> None:
    own = folder / "own"
    own.mkdir()
    (own / "blocs.json").write_bytes((SEED / "blocs.json").read_bytes())
    good = {"id": "a", "title": "A", "date": "2024-05-01", "category": "meeting"}
    (own / "events.json").write_text(
        json.dumps({"events": [good, good | {"id": "b", "date": "?"}]})
    )
    port = str(free_port())
    done = serve(folder, "--seed", "--port", port, seed_directory=str(own))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("dateline: the seed has errors: ")
    exported = CliRunner().invoke(
        main, ["export"], env={"DATELINE_DATABASE_URL": f"sqlite:///{folder}/made/d.db"}
    )
    assert (exported.exit_code, exported.stdout) == (0, "")


# The port.


@contextmanager
def listener(family: int, host: str, *options: int) -> Iterator[int]:
    """Another program, which listens on a port; yields the port."""
    with socket.socket(family) as other:
        for each in options:
            other.setsockopt(socket.SOL_SOCKET, each, 1)
        other.bind((host, 0))
        other.listen()
        yield int(other.getsockname()[1])


@pytest.mark.parametrize("options", [(), (socket.SO_REUSEADDR,),
                                     (socket.SO_REUSEADDR, socket.SO_REUSEPORT)])  # fmt: skip
@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("127.0.0.1", "0.0.0.0"),
     ("0.0.0.0", "0.0.0.0"), ("::1", "::1"), ("::", "::1"), ("::1", "::"), ("::", "127.0.0.1"),
     ("0.0.0.0", "::")],
)  # fmt: skip
def test_a_port_in_use_is_one_line(
    folder: Path, theirs: str, ours: str, options: tuple[int, ...]
) -> None:
    family = socket.AF_INET6 if ":" in theirs else socket.AF_INET
    with listener(family, theirs, *options) as port:
        done = serve(folder, "--host", ours, "--port", str(port))
    shown = f"[{ours}]" if ":" in ours else ours
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"dateline: DATELINE_PORT: {shown}:{port} is in use by another program, "
        "perhaps another Dateline\n"
    )
    assert not (folder / "made").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0", "::"])
def test_a_port_is_held_before_anybody_listens_on_it(host: str) -> None:
    port = free_port()
    with reserve(host, port), pytest.raises(Exception, match="in use"), reserve(host, port):
        pass
    with reserve(host, port):
        pass


@contextmanager
def start(folder: Path, port: int, host: str = "127.0.0.1") -> Iterator[tuple[Forked, IO[str]]]:
    """A service and its output. The service is stopped at the end of the block."""
    folder.mkdir(exist_ok=True)
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DATELINE_")}
    environment = kept | {"DATELINE_DATABASE_URL": f"sqlite:///{folder}/d.db"}
    words = ("serve", "--migrate", "--port", str(port), "--host", host, "--workers", "1")
    reading, writing = os.pipe()
    with os.fdopen(reading) as said:
        with os.fdopen(writing, "wb") as output:
            process = Forked(words, environment, output)
        try:
            yield process, said
        finally:
            process.terminate()
            process.wait(30)


def until(condition: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def told(said: Iterable[str]) -> str:
    """The URL that the service prints when it is ready."""
    lines = []
    for line in said:
        if line.startswith("Dateline is at"):
            return line.split()[-1]
        lines.append(line)
    raise AssertionError(lines)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0"])
def test_the_address_is_printed_when_it_answers(tmp_path: Path, host: str) -> None:
    with start(tmp_path, free_port(), host) as (_, said):
        address = told(said)
        with urllib.request.urlopen(f"{address}healthz", timeout=10) as reply:
            assert reply.status == 200


def test_of_services_that_start_at_one_moment_on_one_port_one_serves(tmp_path: Path) -> None:
    port = free_port()
    with ExitStack() as stack:
        count = size(2, 4)
        started = [
            stack.enter_context(start(tmp_path / str(number), port)) for number in range(count)
        ]
        until(lambda: sum(each.poll() is not None for each, _ in started) == count - 1)
        for process, said in started:
            if process.poll() is None:
                assert told(said) == f"http://127.0.0.1:{port}/"
            else:
                assert "is in use by another program" in said.read()
                assert process.returncode == 1


def test_a_service_starts_again_at_once_on_its_port(tmp_path: Path) -> None:
    port = free_port()
    for _ in range(2):
        with start(tmp_path, port) as (_, said):
            assert told(said)
            with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
                client.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                assert client.recv(15) == b"HTTP/1.1 200 OK"
                while client.recv(4096):  # the server closes first, so the port is in TIME_WAIT
                    pass
