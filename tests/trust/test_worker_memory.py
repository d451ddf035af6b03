"""Workers share what they load, and languages keep only what is used of their data."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bench.soak.service import Programs, Service

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
OWN = textwrap.dedent("""
    from pathlib import Path

    def own_mb():
        text = Path("/proc/self/status").read_text()
        return int(text.partition("RssAnon:")[2].split()[0]) >> 10
""")
LANGUAGES = f"""{OWN}
from service import languages
from service.domain.amount_words import is_called

start = own_mb()
for code in languages.NAMES:
    spoken = languages.language(code)
    spoken.number(12345), spoken.short(12345), spoken.tick(2020, 3), spoken.all_of("abc")
assert is_called("kroner", "SEK")  # asks 22 languages
print(own_mb() - start)
"""
STEMS = f"""{OWN}
import sys
from service.domain.stemming import stem, use_language

use_language("english")
stem("word")
print(sorted(name for name in sys.modules if name.startswith("snowballstemmer")))
from snowballstemmer import algorithms
print("french" in algorithms())
"""


class Separate(Service):
    """A service whose processes have loaded nothing before their start."""

    programs = Programs()


def private_mb(pid: int) -> int:
    """The memory that a process shares with no other."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = {name: int(rest[0]) for name, *rest in map(str.split, lines[1:])}
    return sizes["Private_Dirty:"] >> 10


def printed(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="workers are no forks")
def test_workers_share_what_they_load(tmp_path: Path) -> None:
    service = Separate(tmp_path, workers="2")
    service.start()
    try:
        _, *workers = service.processes()
        found = sorted(map(private_mb, workers))
        assert len(workers) == 2
        assert found[1] < 35, found  # 55 if each loads its modules itself
    finally:
        service.end(signal.SIGTERM)


def test_all_languages_take_little_memory() -> None:
    (growth,) = printed(LANGUAGES)
    assert int(growth) < 20  # 37 with all data of CLDR


def test_one_language_is_loaded_for_stems() -> None:
    loaded, others = printed(STEMS)
    assert "french" not in loaded
    assert "english" in loaded
    assert others == "True"
