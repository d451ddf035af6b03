"""Schemathesis with all its checks against the live server: only described replies, and no 5xx."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.live import Live, serving
from tests.support.sizes import ALL, size

HERE = Path(__file__).parent
EXAMPLES = 10
OWN_METHODS = "\n[phases.coverage]\nunexpected-methods = []\n"
"""Settings for own methods only. ``tests/trust/test_access.py`` tries the others."""


def test_generated_requests_get_only_described_replies(tmp_path: Path) -> None:
    # This test has its own server: its requests name events of the seed and also change them.
    with serving(tmp_path, stream_seconds="0") as live:
        key = live.command("key", "create", "fuzz", "--scope", "write").strip()
        if ALL:
            generated(live, key, tmp_path, "examples,coverage,fuzzing", "schemathesis_values")
        else:
            # All that is invalid is only in `make test-all`. tests/unit/test_parameters.py and
            # tests/api/test_writing.py have invalid parameters and bodies.
            generated(live, key, tmp_path, "coverage", "schemathesis_once", "--mode", "positive")


def generated(live: Live, key: str, folder: Path, phases: str, hooks: str, *more: str) -> None:
    """Runs these phases of Schemathesis with the module ``hooks``. Replies must pass all checks."""
    settings = folder / "schemathesis.toml"
    words = (HERE / "schemathesis.toml").read_text("utf-8")
    settings.write_text(words if ALL else words + OWN_METHODS, "utf-8")
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            *("--config-file", str(settings)),
            *("run", f"{live.url}/v1/openapi.json", "--header", f"Authorization: Bearer {key}"),
            *("--checks", "all", "--max-examples", str(EXAMPLES), "--phases", phases),
            # The first Parquet reply is slow: the server loads a large library from the disk.
            *("--seed", "1", "--no-color"),
            *("--request-timeout", "60", "--max-response-time", "60", *more),
        ],
        cwd=folder,
        env=os.environ
        | {"SCHEMATHESIS_HOOKS": f"tests.api.{hooks}", "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=size(400, 1800),
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert re.search(r"\d\d+ generated", done.stdout)
