"""Reads the files that come with the program and registers their names with the domain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from service.domain import blocs, countries, states
from service.errors import Invalid, Lost
from service.resources import INCOMPLETE, SEED
from service.settings import Settings


def seed_directory(settings: Settings) -> Path:
    """The folder of ``events.json``, ``blocs.json`` and the optional ``states.json``."""
    return Path(settings.seed_directory) if settings.seed_directory else SEED


def register(directory: Path = SEED) -> None:
    """Register the states without an ISO code and the names of the blocs with the domain.

    A ``states.json`` in ``directory`` adds to the shipped one. If both have a code, the state of
    ``directory`` is used. Raises ``Invalid`` if that file is wrong and ``Lost`` if the shipped one
    is missing.
    """
    try:
        found = _states((SEED / "states.json").read_bytes())
    except FileNotFoundError:
        raise Lost(INCOMPLETE.format("seed/states.json")) from None
    own = directory / "states.json"
    if directory != SEED and own.is_file():
        try:
            found = {**found, **_states(own.read_bytes())}
        except (OSError, ValueError, KeyError, TypeError) as error:
            what = f"has no {error}" if isinstance(error, KeyError) else str(error)
            raise Invalid(f"{own} cannot be used: {what}") from None
    countries.register(found.values(), _bloc_names(directory / "blocs.json"))


@lru_cache(maxsize=4)
def _states(file: bytes) -> Mapping[str, states.State]:
    """The states in a file; cached, because a process reads the same file several times."""
    return states.from_json(json.loads(file))


def _bloc_names(path: Path) -> dict[str, tuple[str, ...]]:
    """Names of blocs by code; empty if the file is wrong, which ``blocs.from_json`` reports."""
    try:
        return {each["code"]: blocs.names_of(each) for each in _read(path)["blocs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _read(path: Path) -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(path.read_bytes())
    return data
