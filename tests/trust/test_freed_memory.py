"""Memory that a large reply needed once goes back to the system."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

PROGRAM = textwrap.dedent("""
    from pathlib import Path
    from service.freed_memory import return_freed_memory

    def own_mb():
        text = Path("/proc/self/status").read_text()
        return int(text.partition("RssAnon:")[2].split()[0]) >> 10

    kept, start = [], own_mb()
    for _ in range(64):
        freed = [bytes(1000) for _ in range(1000)]
        kept.append(bytes(1000))  # so that the end of the heap stays in use
    blocks = [[bytes(1000) for _ in range(1000)] + [bytes(1001)] for _ in range(64)]
    kept += [each.pop() for each in blocks]
    del blocks
    before = own_mb()
    return_freed_memory()
    print(before - start, own_mb() - start)
""")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_freed_memory_is_returned() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    before, after = map(int, done.stdout.split())
    assert before > 30
    assert after < before / 4
