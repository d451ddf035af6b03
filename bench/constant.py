"""A Flask route that returns bytes from memory. It shows the speed of Flask itself."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response


def app() -> Flask:
    """``/{name}`` answers with the file ``name`` of the folder ``BENCH_BODIES``, as JSON."""
    made = Flask(__name__, static_folder=None)
    folder = Path(os.environ["BENCH_BODIES"])
    bodies = {file.name: file.read_bytes() for file in folder.iterdir()}

    @made.get("/<name>")
    def answer(name: str) -> Response:
        return Response(bodies[name], content_type="application/json")

    return made
