"""Reads the batches of a file in another process while this one stores.

Reading, checking and preparing is as much work as storing. With two processors an import takes
the time of only one of them. The other process sends messages of MessagePack, in the format of a
``multiprocessing.Connection``.

It is a fork of this process, which has loaded the program already; that saves most of a second. A
process with several threads cannot be forked safely, and other systems than Linux do not promise it
at all. There the other process is this module, run as a program that reads its task from standard
input and writes to standard output.
"""

from __future__ import annotations

import fcntl
import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

import msgspec

from service.domain import countries
from service.domain.states import State
from service.errors import FieldError, Invalid
from service.importers.batches import Batch
from service.importers.files import Opened, open_all
from service.importers.mapping import Mapping
from service.importers.row_result import Record, RowError
from service.importers.source import by_date
from service.importers.window import EVERYTHING, Window
from service.store import EventBatch

AHEAD = 8
"""Messages in the queue, so that one process can go on during the longest step of the other."""
PIPE = 1 << 20
"""Bytes of the pipe; the most that Linux gives to an ordinary user."""


class Task(msgspec.Struct):
    """The task of the other process; see ``read_in_other_process``."""

    path: str
    form: str
    mapping: Mapping | None
    size: int
    states: list[State]
    window: Window = EVERYTHING


class Refusal(msgspec.Struct, array_like=True, tag=True):
    """The content of an ``Invalid`` that reading has raised."""

    detail: str
    errors: list[FieldError]


Ended = Callable[[], int | None]
"""Waits for the end of the other process; its exit code."""


def read_in_other_process(
    opened: Opened, form: str, mapping: Mapping | None, size: int, window: Window = EVERYTHING
) -> Iterator[Batch]:
    """The batches of a file that has a path. Raises ``Invalid`` as importers do.

    If the other process is ended from outside, the last batch has an error that says so.
    """
    states = list(countries.registered())
    task = Task(str(opened.path), form, mapping, size, states, window)
    alone = sys.platform == "linux" and threading.active_count() == 1
    reader = _forked if alone else _started
    with reader(task) as (answers, ended), answers, ThreadPoolExecutor(1) as pool:
        yield from _answers(answers, ended, pool)


@contextmanager
def _forked(task: Task) -> Iterator[tuple[Connection, Ended]]:
    """A fork of this process that does the task."""
    context = multiprocessing.get_context("fork")
    answers, out = context.Pipe(duplex=False)
    fcntl.fcntl(out.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
    process = context.Process(target=_fork, args=(task, out), daemon=True)
    process.start()
    out.close()

    def ended() -> int | None:
        process.join()
        return process.exitcode

    try:
        yield answers, ended
    finally:
        process.kill()  # also stops it if the caller wants no more batches
        process.join()


def _fork(task: Task, out: Connection) -> None:
    # The files of the other process are not ours: a lock on one of them ends with its last owner.
    os.closerange(3, out.fileno())
    os.closerange(out.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    _read(task, out)


@contextmanager
def _started(task: Task) -> Iterator[tuple[Connection, Ended]]:
    """This module, started as a program with the task."""
    # It searches for modules on our path, and not first in the current folder.
    paths = os.pathsep.join(each or str(Path.cwd()) for each in sys.path)
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "service.importers.reader_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pipesize=PIPE,
        env=os.environ | {"PYTHONPATH": paths},
    ) as process:
        if process.stdin is None:
            raise AssertionError("it was started with one")
        process.stdin.write(msgspec.json.encode(task))
        process.stdin.close()
        try:
            yield Connection(_descriptor(process.stdout), writable=False), process.wait
        finally:
            process.kill()


def _descriptor(file: IO[bytes] | None) -> int:
    """A duplicate of the file's descriptor for a connection, which closes it."""
    if file is None:
        raise AssertionError("it was started with one")
    return os.dup(file.fileno())


def _answers(answers: Connection, ended: Ended, pool: ThreadPoolExecutor) -> Iterator[Batch]:
    rows = read = 0
    for batch in _received(answers, pool):
        yield batch
        rows, read = batch.rows, batch.read
    if ended():
        error = RowError("", None, "reading was ended from outside; import the file again")
        record = Record(rows + 1, None, (error,))
        yield Batch(EventBatch(), [], [record], [], [], [], rows + 1, read)


def _received(pipe: Connection, pool: ThreadPoolExecutor) -> Iterator[Batch]:
    decode = msgspec.msgpack.Decoder(Batch | Refusal).decode
    coming = deque(pool.submit(_message, pipe) for _ in range(AHEAD))
    while message := coming.popleft().result():
        coming.append(pool.submit(_message, pipe))
        received = decode(message)
        if isinstance(received, Refusal):
            raise Invalid(received.detail, received.errors)
        yield received


def _message(pipe: Connection) -> bytes:
    """The next message; empty at the end or if the connection breaks off."""
    try:
        return pipe.recv_bytes()
    except (EOFError, OSError):
        return b""


def main() -> None:
    """Runs the other process as a program."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    countries.register(task.states)  # only the parent knows the operator's states
    _read(task, Connection(_descriptor(sys.stdout.buffer), readable=False))


def _read(task: Task, out: Connection) -> None:
    """Send the batches of the file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # its parent stops it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a fork has the handler of its parent
    gc.freeze()
    gc.set_threshold(100_000)  # records form no reference cycles
    encode = msgspec.msgpack.Encoder().encode
    try:
        for found in open_all([task.path]):
            if isinstance(found, Opened):
                for batch in by_date(found, task.form, task.mapping, task.size, task.window):
                    out.send_bytes(encode(batch))
    except Invalid as error:
        out.send_bytes(encode(Refusal(error.detail, error.errors)))
    except BrokenPipeError:  # nobody wants the rest
        os._exit(0)


if __name__ == "__main__":
    main()
