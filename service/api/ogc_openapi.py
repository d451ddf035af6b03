"""The OpenAPI 3.0 description of ``/ogc``, as its clients read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from service.api import openapi
from service.api.ogc_parameters import LIMIT

if TYPE_CHECKING:
    from service.api.route import Route


def describe(
    routes: Iterable[Route], title: str, public: bool, page_size: int, max_page_size: int
) -> dict[str, Any]:
    """The description of the routes under ``/ogc``.

    QGIS reads the size of a page only from ``components.parameters.limit``.
    """
    ours = [each for each in routes if each.path.startswith("/ogc")]
    found = openapi.describe(ours, title, public, "3.0.3")
    size = {"maximum": max_page_size, "default": page_size}
    for path in found["paths"].values():
        for each in path["get"]["parameters"]:
            if each["in"] == "query":
                # The standard's own definitions also state these instead of using the defaults.
                each |= {"style": "form", "explode": each.get("explode", False)}
            if each["name"] == LIMIT.name:
                each["schema"] |= size
                found["components"].setdefault("parameters", {})[LIMIT.name] = each
    return found
