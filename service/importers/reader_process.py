"""Reads the batches of a file in another process while this one stores.

Reading, checking and preparing is as much work as storing. With two processors an import takes
the time of only one of them. The other process is this module, run as a program. It reads its
task from standard input and writes messages of MessagePack to standard output, in the format of a
``multiprocessing.Connection``.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
from service.importers.row_result import Fault, Record
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


def read_in_other_process(
    opened: Opened, form: str, mapping: Mapping | None, size: int, window: Window = EVERYTHING
) -> Iterator[Batch]:
    """The batches of a file that has a path. Raises ``Invalid`` as importers do.

    If the other process is ended from outside, the last batch has a fault that says so.
    """
    # It searches for modules on our path, and not first in the current folder.
    paths = os.pathsep.join(each or str(Path.cwd()) for each in sys.path)
    with (
        subprocess.Popen(
            [sys.executable, "-P", "-m", "service.importers.reader_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pipesize=PIPE,
            env=os.environ | {"PYTHONPATH": paths},
        ) as process,
        Connection(_descriptor(process.stdout), writable=False) as answers,
        ThreadPoolExecutor(1) as pool,
    ):
        states = list(countries.registered())
        try:
            task = Task(str(opened.path), form, mapping, size, states, window)
            yield from _answers(process, answers, pool, task)
        finally:
            process.kill()  # also stops it if the caller wants no more batches


def _descriptor(file: IO[bytes] | None) -> int:
    """A duplicate of the file's descriptor for a connection, which closes it."""
    if file is None:
        raise AssertionError("it was started with one")
    return os.dup(file.fileno())


def _answers(
    process: subprocess.Popen[bytes], answers: Connection, pool: ThreadPoolExecutor, task: Task
) -> Iterator[Batch]:
    if process.stdin is None:
        raise AssertionError("it was started with one")
    process.stdin.write(msgspec.json.encode(task))
    process.stdin.close()
    rows = read = 0
    for batch in _received(answers, pool):
        yield batch
        rows, read = batch.rows, batch.read
    if process.wait():
        fault = Fault("", None, "reading was ended from outside; import the file again")
        record = Record(rows + 1, None, (fault,))
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
    """Runs the other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # its parent stops it
    gc.freeze()
    gc.set_threshold(100_000)  # records form no reference cycles
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    countries.register(task.states)  # only the parent knows the operator's states
    encode = msgspec.msgpack.Encoder().encode
    out = Connection(_descriptor(sys.stdout.buffer), readable=False)
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
