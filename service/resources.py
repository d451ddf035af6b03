"""The folders of files that are part of the package: the migrations and the seed.

In a repository these folders are at its top level, and links in the package lead there. A wheel
has them inside the package. So the same lookup finds them in a checkout and in an installation.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

INCOMPLETE = "this installation of Dateline is not complete: it has no {}; install it again"


def folder(name: str) -> Path:
    """A folder of the package; it may be missing if the installation is damaged.

    Raises ``RuntimeError`` if the package is not a folder on a disk but, for example, a zip file,
    because migrations are run from their files.
    """
    found = files("service").joinpath(name)
    if not isinstance(found, Path):
        raise RuntimeError("Dateline cannot run from inside an archive; install its wheel")
    return found


MIGRATIONS = folder("migrations")
SEED = folder("seed")
