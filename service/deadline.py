"""Limits the time of the work for a request, free of any web framework and of any database.

The deadline belongs to the thread that does the work. The database checks it every few
thousand steps of a statement. A loop in Python that may be long calls ``check``.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from service.errors import Unavailable

T = TypeVar("T")
FEW, MANY = 16, 256
"""Items of a loop between two checks of the deadline; ``MANY`` of those that take no more than a
microsecond."""


class NeedsThread(BaseException):
    """This work takes longer than a trial may; a thread that may wait must start it again.

    It is not an ``Exception``, because no error handler may turn it into a reply.
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
        """Whether the work has to end now; work that has begun to write may finish."""
        return (self.cancelled or time.monotonic() > self.at) and not self.writing

    @property
    def remaining(self) -> float:
        """Remaining seconds, never negative."""
        return 0.0 if self.cancelled else max(0.0, self.at - time.monotonic())

    def cancel(self) -> None:
        """End the work, because nobody waits for it any more. Any thread may call this."""
        self.cancelled = True

    def ended(self) -> BaseException:
        """The error of work that was ended."""
        return Unavailable("the request took too long; narrow it and try again")


class Trial(Deadline):
    """The deadline of work that is tried on a thread which must not wait; past it, the work goes to
    another thread.

    It is measured in processor time, so that a busy machine does not make quick work look slow.
    The monotonic clock only ends work that waits for a disk.
    """

    __slots__ = ("cpu", "cpu_seconds")
    trial = True

    def __init__(self, cpu_seconds: float, seconds: float) -> None:
        super().__init__(seconds)
        self.cpu_seconds = cpu_seconds
        self.cpu: float | None = None

    @property
    def over(self) -> bool:
        """Whether a thread has to do the work.

        The processor time counts from the first check. Each reading of it is a system call, and
        most work is done before the first check.
        """
        now = time.thread_time()
        if self.cpu is None:
            self.cpu = now + self.cpu_seconds
        return now > self.cpu or time.monotonic() > self.at

    def ended(self) -> BaseException:
        """The exception that moves the work to a thread."""
        return NeedsThread()


class _Local(threading.local):
    deadline: Deadline | None = None


_local = _Local()


def current() -> Deadline | None:
    """The deadline of the work that this thread does; ``None`` if nothing limits it."""
    return _local.deadline


def begin(deadline: Deadline | None) -> Deadline | None:
    """Put the work of this thread under ``deadline``; returns the one before, to restore it."""
    before, _local.deadline = _local.deadline, deadline
    return before


@contextmanager
def within(deadline: Deadline | None) -> Iterator[None]:
    """Do the work of the block under ``deadline``; ``None`` sets no limit."""
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
    """End the work if its deadline has passed. Raises ``Unavailable``, or ``NeedsThread`` in a
    trial."""
    deadline = _local.deadline
    if deadline is not None and deadline.over:
        raise deadline.ended()


def checked(items: Iterable[T], few: int = FEW) -> Iterator[T]:
    """Yields ``items``, with a ``check`` before the first of every ``few``.

    A check reads the processor time, which can cost as much as a step itself.
    """
    for number, each in enumerate(items):
        if not number % few:
            check()
        yield each


def batches(cursor: Any) -> Iterator[list[Any]]:
    """The rows of a cursor in lists of at most ``MANY``, with a ``check`` before each."""
    while found := cursor.fetchmany(MANY):
        check()
        yield found


def forget(error: BaseException) -> None:
    """Release all objects that the frames of an error hold, once it is reported.

    An open cursor may be among them, and its connection would go on seeing the database as it was
    then. The garbage collector would find them only some time later.
    """
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        seen.append(found)
        traceback.clear_frames(found.__traceback__)
        found = found.__cause__ or found.__context__


def demand_thread() -> None:
    """Declare that the next work cannot be interrupted. Raises ``NeedsThread`` in a trial."""
    deadline = _local.deadline
    if deadline is not None and deadline.trial:
        raise NeedsThread
