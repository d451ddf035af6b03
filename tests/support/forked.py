"""``dateline`` without its start time of a second: a process that has loaded it forks for each
command. It is for tests that run many commands or start many services. Other tests start the
program itself.

    run("key", "list", environment=…)             # a command, like subprocess.run
    Forked(("serve",), environment, log)          # a running command, like subprocess.Popen
    with forked(folder) as path: …                # a PATH that begins with such a ``dateline``
"""

from __future__ import annotations

import atexit
import fcntl
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
"""The environment variable with the path of the folder that all processes of a run share."""
STARTED: list[subprocess.Popen[bytes]] = []
"""The process that forks, if this process started it for the whole run. It continues after this
process ends."""
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
    """A running ``dateline``, with some methods of ``subprocess.Popen``."""

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
        """Returns the exit code, or ``None`` while the command runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0.001)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the exit code. It is negative if a signal ended the command."""
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
        """Send a signal, unless the command has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


def run(
    *words: str, environment: Mapping[str, str], folder: Path | None = None, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. Returns its exit code and output."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        code = Forked(words, environment, output, errors, folder).wait(timeout)
        texts = []
        for each in (output, errors):
            each.seek(0)
            texts.append(each.read().decode())
    return subprocess.CompletedProcess(("dateline", *words), code, *texts)


class ForkedPrograms(Programs):
    """Services of the soak without their start time. A service under a wrapper starts as a normal
    process."""

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
    """The path of the socket of the process that forks. The first call starts that process: one for
    all processes of a run of tests, or one for this process alone."""
    if shared := os.environ.get(SHARED):
        address = Path(shared, "forked")
        with Path(shared, "forked.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not address.exists():
                process = _start(address)
                STARTED.append(process)
                # It ends with the run, which may be after this process.
                atexit.register(setattr, process, "returncode", 0)
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
    """A value of ``PATH`` with a ``dateline`` that forks. Only ``serve`` is a normal process."""
    command = folder / "dateline"
    command.write_text(CLIENT.format(python=sys.executable, dateline=DATELINE, address=server()))
    command.chmod(0o755)
    yield os.pathsep.join((str(folder), str(Path(DATELINE).parent), os.environ["PATH"]))


def _start(address: Path) -> subprocess.Popen[bytes]:
    # One worker of pytest-xdist may end before the others. Their parent lives for the whole run.
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
    """Run one command in a child process. Send its process id, then its exit code."""
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
    """Run one command in this process, in a new session."""
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
    """Load the modules, the tables of countries, their names and the templates of the pages.
    Otherwise each command and each worker of a service would load or compute them again."""
    from service.cli import COMMANDS, command
    from service.server import Server

    for name in COMMANDS:
        command(name)

    from service.app import create_app, make_ready
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
    make_ready()


def _lives(run: int) -> bool:
    try:
        os.kill(run, 0)
    except ProcessLookupError:
        return False
    return True


def _serve(address: str, run: int) -> None:
    """Fork for each connection, as long as the process ``run`` lives and its folder exists."""
    _load()
    listening = socket.socket(socket.AF_UNIX)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nothing waits for the children that answer
    listening.bind(f"{address}.new")
    listening.listen(64)
    Path(f"{address}.new").rename(address)
    listening.settimeout(1)
    while _lives(run) and Path(address).exists():  # a killed run could not stop this process
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
