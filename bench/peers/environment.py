"""The Python environment of the peers. ``bench/peers/tools`` makes it."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".peers"
BIN = FOLDER / "bin"


def lacks(package: str) -> bool:
    """Whether the package is missing in that environment."""
    return not any(FOLDER.glob(f"lib/python3*/site-packages/{package}"))
