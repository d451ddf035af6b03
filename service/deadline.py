"""How long the work of a request may go on, free of any web framework and of any database.

The deadline belongs to the thread that does the work. The database asks it every few
thousand steps of a statement; a loop in Python that may be long calls ``check``.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from service.errors import Unavailable

T = TypeVar("T")
FEW = 16
"""Items of a loop between two looks at the deadline."""


class NeedsThread(BaseException):
    """This work takes longer than the event loop may spend on it; a thread must do it anew.

    Not an ``Exception``, because no handler of failures may turn it into a reply.
    """


class Deadline:
    """The end of the time that some work may take."""

    __slots__ = ("at", "cancelled", "writing")
    trial = False

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds
        self.cancelled = False
        self.writing = False

    @property
    def over(self) -> bool:
        """Whether the work has to end now. What has begun to write is finished."""
        return (self.cancelled or time.monotonic() > self.at) and not self.writing

    @property
    def remaining(self) -> float:
        """Seconds that are left, never negative."""
        return 0.0 if self.cancelled else max(0.0, self.at - time.monotonic())

    def cancel(self) -> None:
        """Nobody waits for the work any more. Any thread may call this."""
        self.cancelled = True

    def ended(self) -> BaseException:
        """The error of work that was ended."""
        return Unavailable("the request took too long; narrow it and try again")


class Trial(Deadline):
    """The end of work on the event loop itself, which then goes to a thread.

    Measured in processor time, so that a busy machine does not make quick work look slow; the
    clock on the wall only ends what waits for a disk.
    """

    __slots__ = ("cpu", "cpu_seconds")
    trial = True

    def __init__(self, cpu_seconds: float, seconds: float) -> None:
        super().__init__(seconds)
        self.cpu_seconds = cpu_seconds
        self.cpu: float | None = None

    @property
    def over(self) -> bool:
        """Whether a thread has to do the work. The processor time is that since the first look,
        for most work is done before there is one, and each asks the system."""
        now = time.thread_time()
        if self.cpu is None:
            self.cpu = now + self.cpu_seconds
        return now > self.cpu or time.monotonic() > self.at

    def ended(self) -> BaseException:
        """What moves the work to a thread."""
        return NeedsThread()


class _Local(threading.local):
    deadline: Deadline | None = None


_local = _Local()


def current() -> Deadline | None:
    """The deadline of the work that this thread does; ``None`` where nothing limits it."""
    return _local.deadline


def begin(deadline: Deadline | None) -> Deadline | None:
    """Put the work of this thread under ``deadline``; the one before, to be put back."""
    before, _local.deadline = _local.deadline, deadline
    return before


@contextmanager
def within(deadline: Deadline | None) -> Iterator[None]:
    """Do the work of the block under ``deadline``; ``None`` lets it take its time."""
    before = begin(deadline)
    try:
        yield
    finally:
        begin(before)


def over() -> bool:
    """Whether the work of this thread has to end now."""
    deadline = _local.deadline
    return deadline is not None and deadline.over


def check() -> None:
    """End the work if its time is over. Raises ``Unavailable``, or ``NeedsThread`` on the
    event loop."""
    deadline = _local.deadline
    if deadline is not None and deadline.over:
        raise deadline.ended()


def checked(items: Iterable[T]) -> Iterator[T]:
    """``items``, with a ``check`` before the first of each few: to ask for the processor time
    costs as much as many a step itself."""
    for number, each in enumerate(items):
        if not number % FEW:
            check()
        yield each


def forget(error: BaseException) -> None:
    """Let go of all that the frames of a failure hold, once it is told. A cursor that is still
    open is among it, and a connection with one goes on seeing the database as it was then; the
    collector would find them only some time later."""
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        seen.append(found)
        traceback.clear_frames(found.__traceback__)
        found = found.__cause__ or found.__context__


def demand_thread() -> None:
    """Say that what follows cannot be interrupted. Raises ``NeedsThread`` in a trial."""
    deadline = _local.deadline
    if deadline is not None and deadline.trial:
        raise NeedsThread
