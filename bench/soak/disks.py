"""Small disks that a proof fills."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIB = 1 << 20
SIZE = 192 * MIB
PAGE = 4096


def available(kind: str) -> bool:
    """Whether a disk of this kind can be mounted on this machine."""
    folder = Path("/tmp") / f"dateline-{kind}-{os.getpid()}"
    try:
        with mounted(folder, kind):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def mounted(folder: Path, kind: str) -> Iterator[Path]:
    """Mount a disk of ``SIZE`` bytes at ``folder``: ``tmpfs``, or ``ext4`` in a file.

    Raises ``OSError`` or ``CalledProcessError`` if mounting is not allowed.
    """
    folder.mkdir()
    image = folder.with_name(f"{folder.name}.image")
    try:
        if kind == "tmpfs":
            _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder))
        else:
            with image.open("wb") as file:
                file.truncate(SIZE)
            _run("mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", str(image))
            _run("mount", "-o", "loop", str(image), str(folder))
        try:
            yield folder
        finally:
            _run("umount", "--lazy", str(folder))
    finally:
        image.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


class Disk:
    """A mounted disk. One large file fills it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ballast = folder / "ballast"

    def fill(self, leave: int = 0) -> None:
        """Fill the disk except for ``leave`` bytes."""
        step, size = 64 * MIB, 0
        with self.ballast.open("wb") as file:
            while step >= PAGE:
                try:
                    os.posix_fallocate(file.fileno(), size, step)
                    size += step
                except OSError:
                    step //= 2
            file.truncate(max(0, size - leave))

    def empty(self) -> None:
        """Remove the large file."""
        self.ballast.unlink(missing_ok=True)

    def free(self) -> int:
        """The free bytes of the disk."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize


class Quota(Disk):
    """A limit on the size of files of a service, in place of a disk."""

    def __init__(self, folder: Path, pids: list[int]) -> None:
        super().__init__(folder)
        self.pids = pids

    def fill(self, leave: int = 0) -> None:
        """Let the longest file grow by ``leave`` bytes."""
        longest = max(each.stat().st_size for each in self.folder.iterdir() if each.is_file())
        self._limit(longest + leave)

    def empty(self) -> None:
        """Remove the limit."""
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        for pid in self.pids:
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
