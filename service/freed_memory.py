"""Returns memory that a worker has freed to the system.

The C library keeps freed memory for later, also where only one large reply needed it: after some
whole exports a worker held 50 MB that nothing used. ``malloc_trim`` of glibc returns it. Other C
libraries do not have that function; there nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

EVERY_SECONDS = 60.0
"""How often a worker does this."""


def _trim() -> Callable[[int], object] | None:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)


_TRIM = _trim()


def return_freed_memory() -> None:
    """Return the freed memory of the C library. Other threads can run meanwhile."""
    if _TRIM is not None:
        _TRIM(0)
