"""``dateline`` without the second that Python takes to load it: a process that has loaded it
forks for each command. For tests that run many commands; ``serve`` is run as it is.

    with forked(folder) as path: …        # a PATH that begins with such a ``dateline``
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.live import DATELINE

CLIENT = """#!{python} -IS
import json, os, socket, sys
if sys.argv[1:2] == ["serve"]:
    os.execv("{dateline}", ["{dateline}", *sys.argv[1:]])
line = socket.socket(socket.AF_UNIX)
line.connect("{address}")
asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(line, [len(asked).to_bytes(4, "big")], [0, 1, 2])
line.sendall(asked)
sys.exit(int(line.recv(9) or b"70"))
"""


@contextmanager
def forked(folder: Path) -> Iterator[str]:
    """A value of ``PATH`` whose ``dateline`` is answered by a process that lasts as long as the
    block."""
    address = folder / "dateline.socket"
    command = folder / "dateline"
    command.write_text(CLIENT.format(python=sys.executable, dateline=DATELINE, address=address))
    command.chmod(0o755)
    server = subprocess.Popen([sys.executable, "-m", "tests.forked", str(address)])
    try:
        for _ in range(600):
            if address.exists() or server.poll() is not None:
                break
            time.sleep(0.05)
        yield os.pathsep.join((str(folder), str(Path(DATELINE).parent), os.environ["PATH"]))
    finally:
        server.terminate()
        server.wait(timeout=10)


def answer(line: socket.socket) -> None:
    """Do one command in this process, which is a child, and say how it ended."""
    head, descriptors, _, _ = socket.recv_fds(line, 4, 3)
    wanted, asked = int.from_bytes(head, "big"), b""
    while len(asked) < wanted:
        asked += line.recv(wanted - len(asked))
    words, folder, environment = json.loads(asked)
    for target, descriptor in enumerate(descriptors):
        os.dup2(descriptor, target)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    from service.cli import main

    try:
        main(words, prog_name="dateline")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:
        traceback.print_exc()
        code = 1
    with suppress(OSError):
        sys.stdout.flush()
    line.sendall(str(code).encode())


def serve(address: str) -> None:
    """Fork for each connection, for ever."""
    from service.cli import COMMANDS, command

    for name in COMMANDS:  # imported once, for all children
        command(name)

    listening = socket.socket(socket.AF_UNIX)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    listening.bind(f"{address}.new")
    listening.listen()
    Path(f"{address}.new").rename(address)
    while True:
        line, _ = listening.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            answer(line)
            os._exit(0)
        line.close()


if __name__ == "__main__":
    serve(sys.argv[1])
