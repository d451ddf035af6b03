"""Shows the progress of long work: a line that is redrawn on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self, TextIO

from service.importers.batches import Batch
from service.importers.files import Opened

WIDTH = 24
EVERY_ON_TERMINAL = 0.2
EVERY_ELSEWHERE = 10.0


class ProgressLine:
    """The line of the work of a block; shows nothing if the work ends at once."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.out, self.clock = out, clock
        self.terminal = out.isatty()
        self.every = EVERY_ON_TERMINAL if self.terminal else EVERY_ELSEWHERE
        self.last = clock()
        self.drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.drawn:
            self.out.write("\r\x1b[K")
            self.out.flush()

    def due(self, now: float) -> bool:
        """Whether the last line was long enough ago at the time ``now``, that of the next one."""
        if now - self.last < self.every:
            return False
        self.last = now
        return True

    def draw(self, text: str) -> None:
        """Show a text."""
        self.out.write(f"\r\x1b[K{text}" if self.terminal else f"{text}\n")
        self.out.flush()
        self.drawn = self.terminal


class Progress(ProgressLine):
    """Shows rows, rate and remaining time of an import."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(out, clock)
        self.name, self.began = "", self.last

    def show(self, opened: Opened, batch: Batch) -> None:
        """Show the progress of a file, if the last time was long enough ago."""
        now = self.clock()
        if opened.name != self.name:
            self.name, self.began = opened.name, now
        if self.due(now):
            self.draw(describe(opened, batch, now - self.began))


def describe(opened: Opened, batch: Batch, seconds: float) -> str:
    """``visits.csv [######        ] 42 % 10,000 rows, 9,100/s, 0:12 left``."""
    rate = batch.rows / seconds if seconds > 0 else 0.0
    known = f"{batch.rows:,} rows, {rate:,.0f}/s"
    if not opened.size:
        return f"{opened.name} {known}"
    done = min(batch.read / opened.size, 1.0)
    bar = "#" * round(WIDTH * done)
    left = round(seconds * (1 - done) / done) if done else 0
    return f"{opened.name} [{bar:<{WIDTH}}] {done:4.0%} {known}, {left // 60}:{left % 60:02} left"
