"""``dateline`` without the second that Python takes to load it: a process that has loaded it forks
for each command. For tests that run many commands or start many services; how a command starts is
tested on the program itself.

    run("key", "list", environment=…)             # a command, as subprocess.run has it
    Forked(("serve",), environment, log)          # one that goes on, as subprocess.Popen has it
    with forked(folder) as path: …                # a PATH that begins with such a ``dateline``
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import IO

from bench.soak.service import DATELINE, Programs, Running

SHARED = "TESTS_SHARED_FOLDER"
"""The variable that names the folder which all processes of a run of tests share."""
STARTED: list[subprocess.Popen[bytes]] = []
"""The process that forks, if this process has started it for all: it goes on after this one."""
CLIENT = """#!{python} -IS
import json, os, socket, sys
if sys.argv[1:2] == ["serve"]:
    os.execv("{dateline}", ["{dateline}", *sys.argv[1:]])
line = socket.socket(socket.AF_UNIX)
line.connect("{address}")
asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ), os.umask(0)]).encode()
socket.send_fds(line, [len(asked).to_bytes(4, "big")], [0, 1, 2])
line.sendall(asked)
line.recv(4)
sys.exit(int.from_bytes(line.recv(4) or b"70", "big", signed=True))
"""


class Forked:
    """A running ``dateline``, with what ``subprocess.Popen`` has of it."""

    def __init__(
        self,
        words: tuple[str, ...],
        environment: Mapping[str, str],
        output: IO[bytes],
        errors: IO[bytes] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.args = ("dateline", *words)
        self.returncode: int | None = None
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(str(server()))
        os.umask(mask := os.umask(0))
        asked = json.dumps([words, str(folder or Path.cwd()), dict(environment), mask]).encode()
        with Path(os.devnull).open("rb") as nothing:
            files = [each.fileno() for each in (nothing, output, errors or output)]
            socket.send_fds(self._line, [len(asked).to_bytes(4, "big")], files)
        self._line.sendall(asked)
        self.pid = int.from_bytes(self._line.recv(4), "big")

    def poll(self) -> int | None:
        """The exit code; ``None`` while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0.001)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; negative for the signal that ended it."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                code = self._line.recv(4)
            except TimeoutError:
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
            self._line.close()
            self.returncode = int.from_bytes(code, "big", signed=True)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def run(
    *words: str, environment: Mapping[str, str], folder: Path | None = None, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, and say what it printed."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        code = Forked(words, environment, output, errors, folder).wait(timeout)
        texts = []
        for each in (output, errors):
            each.seek(0)
            texts.append(each.read().decode())
    return subprocess.CompletedProcess(("dateline", *words), code, *texts)


class ForkedPrograms(Programs):
    """Services of the soak without the second to load them; under a wrapper they are started as
    they are."""

    def run(self, *words: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return run(*words, environment=environment, timeout=300)

    def serve(
        self, wrapper: tuple[str, ...], environment: Mapping[str, str], log: IO[bytes]
    ) -> Running:
        if wrapper:
            return super().serve(wrapper, environment, log)
        return Forked(("serve",), environment, log)


@lru_cache(maxsize=1)
def server() -> Path:
    """The address of the process that forks, started when it is first needed: for all processes
    that share the tests of a run, or for this one."""
    if shared := os.environ.get(SHARED):
        address = Path(shared, "forked")
        with Path(shared, "forked.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not address.exists():
                STARTED.append(_start(address))
        return address
    folder = tempfile.TemporaryDirectory(prefix="dateline-forked-")
    address = Path(folder.name, "socket")
    process = _start(address)

    def end() -> None:
        process.terminate()
        process.wait(timeout=10)
        folder.cleanup()

    atexit.register(end)
    return address


@contextmanager
def forked(folder: Path) -> Iterator[str]:
    """A value of ``PATH`` whose ``dateline`` forks, but for ``serve``."""
    command = folder / "dateline"
    command.write_text(CLIENT.format(python=sys.executable, dateline=DATELINE, address=server()))
    command.chmod(0o755)
    yield os.pathsep.join((str(folder), str(Path(DATELINE).parent), os.environ["PATH"]))


def _start(address: Path) -> subprocess.Popen[bytes]:
    # A process that shares the tests may end before others; the one that has started it does not.
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.forked", str(address), str(run)],
        cwd=Path(__file__).parents[2],
    )
    for _ in range(1200):
        if address.exists():
            return process
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("the process that forks did not start")


def _answer(line: socket.socket) -> None:
    """Let a child do one command, say who it is, and how it ended."""
    head, descriptors, _, _ = socket.recv_fds(line, 4, 3)
    wanted, asked = int.from_bytes(head, "big"), b""
    while len(asked) < wanted:
        asked += line.recv(wanted - len(asked))
    if (child := os.fork()) == 0:
        line.close()
        os._exit(_command(json.loads(asked), descriptors))
    for each in descriptors:
        os.close(each)
    with suppress(OSError):
        line.sendall(child.to_bytes(4, "big"))
    _, status = os.waitpid(child, 0)
    with suppress(OSError):
        line.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))


def _command(asked: tuple[list[str], str, dict[str, str], int], descriptors: list[int]) -> int:
    """Do one command in this process, which is a child of nobody's session."""
    words, folder, environment, mask = asked
    os.setsid()
    for target, descriptor in enumerate(descriptors):
        os.dup2(descriptor, target)
        os.close(descriptor)
    os.chdir(folder)
    os.umask(mask)
    os.environ.clear()
    os.environ.update(environment)
    from service.cli import main

    code = 0
    try:
        main(words, prog_name="dateline")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    return code


def _load() -> None:
    """Load once what every command and every worker of a service would load again: the modules,
    the tables of countries and the templates of the pages."""
    from service.cli import COMMANDS, command
    from service.server import Server

    for name in COMMANDS:
        command(name)

    from service.app import create_app
    from service.opening import open_store
    from service.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/first.db")
        with closing(open_store(settings)) as store:
            store.migrate()
        app = create_app(settings)
        Server(app)
        for path in ("/", "/v1/events?country=Kazakhstan", "/v1/timeline"):
            app.test_client().get(path, headers={"Accept": "text/html"})
        app.extensions["dateline"].store.close()
    gc.collect()
    gc.freeze()  # What is collected in a child need not go through all of this.


def _lives(run: int) -> bool:
    try:
        os.kill(run, 0)
    except ProcessLookupError:
        return False
    return True


def _serve(address: str, run: int) -> None:
    """Fork for each connection, for as long as the ``run`` of tests lives and has its folder."""
    _load()
    listening = socket.socket(socket.AF_UNIX)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who answer
    listening.bind(f"{address}.new")
    listening.listen(64)
    Path(f"{address}.new").rename(address)
    listening.settimeout(1)
    while _lives(run) and Path(address).exists():  # who was killed could not end this process
        try:
            line, _ = listening.accept()
        except TimeoutError:
            continue
        if os.fork() == 0:
            listening.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _answer(line)
            os._exit(0)
        line.close()


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
