"""Schemathesis against the live server: only described replies, no 5xx, all checks on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.live import Live, serving
from tests.support.sizes import ALL

HERE = Path(__file__).parent
EXAMPLES = 10
WRITES = (*("--include-operation-id", "createEvent"), *("--include-operation-id", "putEvent"),
          *("--include-operation-id", "patchEvent"), *("--max-examples", "8"))  # fmt: skip
"""Bodies of events, where not every value of every field is tried. All reads and writes are fuzzed
by ``make test-all``."""
ONE_METHOD = '\n[phases.coverage]\nunexpected-methods = ["delete"]\n'
"""What a method that a route does not have gets, asked with one such method; with all others it is
asked by ``tests/trust/test_access.py``."""


def test_generated_requests_get_only_described_replies(tmp_path: Path) -> None:
    # A server of its own: the examples name events that are there, and writes are among them.
    with serving(tmp_path, stream_seconds="0") as live:
        key = live.command("key", "create", "fuzz", "--scope", "write").strip()
        if ALL:
            generated(live, key, tmp_path, "examples,coverage,fuzzing", "generated")
        else:
            generated(live, key, tmp_path, "examples,coverage", "generated_once")
            generated(live, key, tmp_path, "fuzzing", "generated", *WRITES)


def generated(live: Live, key: str, folder: Path, phases: str, hooks: str, *more: str) -> None:
    """Let Schemathesis ask what these ``phases`` of it make with these ``hooks``; every check holds
    for each reply."""
    settings = folder / "schemathesis.toml"
    words = (HERE / "schemathesis.toml").read_text("utf-8")
    settings.write_text(words if ALL else words + ONE_METHOD, "utf-8")
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            *("--config-file", str(settings)),
            *("run", f"{live.url}/v1/openapi.json", "--header", f"Authorization: Bearer {key}"),
            *("--checks", "all", "--max-examples", str(EXAMPLES), "--phases", phases),
            # The first table of Parquet waits for a large library to be read from the disk.
            *("--seed", "1", "--no-color"),
            *("--request-timeout", "60", "--max-response-time", "60", *more),
        ],
        cwd=folder,
        env=os.environ
        | {"SCHEMATHESIS_HOOKS": f"tests.api.{hooks}", "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert re.search(r"\d\d+ generated", done.stdout)
