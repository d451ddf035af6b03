"""The environment of the peers in Python (``bench/peers/tools`` makes it)."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".peers"
BIN = FOLDER / "bin"


def lacks(package: str) -> bool:
    """Whether that package is not installed there."""
    return not any(FOLDER.glob(f"lib/python3*/site-packages/{package}"))
