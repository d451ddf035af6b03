"""Functions that the SQL of the store calls and SQLite does not have.

Each is one of the domain's own functions, so that tables and events in memory get the same answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from service.domain.folding import accenti, casei
from service.domain.geometry import Shape, covers
from service.domain.instants import instants


def shape_text(shape: Shape) -> str:
    """A shape as a value of SQL."""
    return json.dumps([shape.boxes, shape.points, shape.lines, shape.areas])


@lru_cache(maxsize=256)
def _shape(text: str) -> Shape:
    boxes, points, lines, areas = json.loads(text)
    return Shape(_deep(boxes), _deep(points), _deep(lines), _deep(areas))


def _deep(part: Any) -> Any:
    return tuple(map(_deep, part)) if isinstance(part, list) else part


def _meets(text: str, longitude: float | None, latitude: float | None) -> bool | None:
    if longitude is None or latitude is None:
        return None
    return covers(_shape(text), longitude, latitude)


FUNCTIONS: dict[str, tuple[Callable[..., Any], int]] = {
    "casei": (lambda text: None if text is None else casei(text), 1),
    "accenti": (lambda text: None if text is None else accenti(text), 1),
    "began": (lambda date: instants(date)[0], 1),
    "ended": (lambda date: instants(date)[1], 1),
    "meets": (_meets, 3),
}
"""Each with its number of parameters."""
