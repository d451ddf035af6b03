"""Schemathesis against the live server: only described replies, no 5xx, all checks on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.live import serving

HERE = Path(__file__).parent
EXAMPLES = "2"


def test_generated_requests_get_only_described_replies(tmp_path: Path) -> None:
    # A server of its own: the examples name events that are there, and writes are among them.
    with serving(tmp_path, stream_seconds="0") as live:
        key = live.command("key", "create", "fuzz", "--scope", "write").strip()
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("schemathesis")),
                *("--config-file", str(HERE / "schemathesis.toml")),
                *("run", f"{live.url}/v1/openapi.json", "--header", f"Authorization: Bearer {key}"),
                *("--checks", "all", "--max-examples", EXAMPLES, "--phases"),
                *("examples,coverage,fuzzing", "--seed", "1", "--no-color"),
            ],
            cwd=tmp_path,
            env=os.environ
            | {"SCHEMATHESIS_HOOKS": "tests.api.generated", "PYTHONPATH": str(HERE.parents[1])},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "generated" in done.stdout
