"""Runs the process that starts the workers and restarts those that die.

The server library can do that too, but it ends the whole service if the same worker dies twice
within seconds. Here the next start waits instead, longer each time. So a worker that fails at once
does not keep the machine busy.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from granian.server import MPServer
from granian.server.mp import WorkerProcess

from service.listener import wait_until_answered
from service.worker_limits import STOP

START_SECONDS = 5.0
"""If no worker has ever lived that long, the service cannot start and ends."""
CALM_SECONDS = 60.0
"""After this time without a death the next worker is started at once."""
LONGEST_PAUSE = 30.0


class Worker(WorkerProcess):
    """A worker that is notified to end its waiting replies when it has to stop."""

    def terminate(self) -> None:
        """Ask the process to stop: because the service stops, or because another worker replaces
        this one (``SIGHUP``)."""
        self.interrupt_by_parent = True  # a worker that only begins to start may end at once
        if self.inner.is_alive():  # otherwise its id may be that of another process by now
            with suppress(ProcessLookupError):
                os.kill(self.inner.pid, STOP)
        super().terminate()  # type: ignore[no-untyped-call]


class Workers(MPServer):
    """Starts workers until it has to stop."""

    on_listening: Callable[[], None] = staticmethod(lambda: None)
    started = False
    pause = 0.0
    last_death = 0.0

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        """Start the workers; the library calls this once.

        ``on_listening`` is called as soon as one of them accepts connections.
        """
        super().startup(spawn_target, target_loader)  # type: ignore[no-untyped-call]
        # Not before the fork: a lock that this thread held then would stay locked in the worker.
        threading.Thread(target=self._tell, daemon=True, name="listening").start()

    def _spawn_worker(self, *given: Any, **named: Any) -> WorkerProcess:
        """A new worker; the library calls this for each."""
        made: WorkerProcess = super()._spawn_worker(*given, **named)
        made.__class__ = Worker  # the library has no setting for the class
        return made

    def _tell(self) -> None:
        if wait_until_answered(self.bind_addr, self.bind_port, lambda: self.interrupt_signal):
            self.on_listening()

    def _respawn_workers(
        self, workers: Sequence[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        """Restart the ``workers`` (their places); the library calls this for those that died."""
        now = time.monotonic()
        self.started |= any(now - each.birth > START_SECONDS for each in self.wrks)
        if not self.started and not any(each.is_alive() for each in self.wrks):
            self.interrupt_children.extend(workers)  # so that the exit code shows the failure
            self.interrupt_signal = True
            self.main_loop_interrupt.set()
            return
        self.pause = self._next_pause(now)
        self.last_death = now
        if self.pause and self.main_loop_interrupt.wait(self.pause) and self.interrupt_signal:
            return  # asked to stop meanwhile
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        # The library would end the service at the next death of a worker in this list.
        self.respawned_wrks.clear()
        # Deaths and signals while the library cleared its flag must not be missed.
        lost = [
            place for place, each in enumerate(self.wrks)
            if not each.is_alive() and place not in self.interrupt_children
        ]  # fmt: skip
        self.interrupt_children.extend(lost)
        if self.interrupt_children or self.interrupt_signal:
            self.main_loop_interrupt.set()

    def _next_pause(self, now: float) -> float:
        """Seconds to wait before the next start."""
        if now - self.last_death > CALM_SECONDS:
            return 0.0
        return min(max(0.25, self.pause * 2), LONGEST_PAUSE)
