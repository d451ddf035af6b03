"""Schemathesis against the live server: only described replies, no 5xx, all checks on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.live import Live, serving
from tests.support.sizes import ALL, size

HERE = Path(__file__).parent
EXAMPLES = size(2, 10)
SAME_GRAMMAR = (
    r"^/v1/(events|cite|histogram|timeline|map|anniversaries)\.|^/v1/data|^/v1/changes/|^/ogc/"
)
"""Paths whose parameters are those of another path again, in another format: every value of every
parameter of theirs is tried by ``make test-all`` only, which takes five times as long."""


def test_generated_requests_get_only_described_replies(tmp_path: Path) -> None:
    # A server of its own: the examples name events that are there, and writes are among them.
    with serving(tmp_path, stream_seconds="0") as live:
        key = live.command("key", "create", "fuzz", "--scope", "write").strip()
        fewer = () if ALL else ("--exclude-path-regex", SAME_GRAMMAR)
        generated(live, key, tmp_path, "examples,fuzzing")
        generated(live, key, tmp_path, "coverage", *fewer)


def generated(live: Live, key: str, folder: Path, phases: str, *more: str) -> None:
    """Let Schemathesis ask what these ``phases`` of it make; every check holds for each reply."""
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            *("--config-file", str(HERE / "schemathesis.toml")),
            *("run", f"{live.url}/v1/openapi.json", "--header", f"Authorization: Bearer {key}"),
            *("--checks", "all", "--max-examples", str(EXAMPLES), "--phases", phases),
            *("--seed", "1", "--no-color", *more),
        ],
        cwd=folder,
        env=os.environ
        | {"SCHEMATHESIS_HOOKS": "tests.api.generated", "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert re.search(r"\d\d+ generated", done.stdout)
