"""Facets: the number of matching events that have each country, actor, year and so on."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response

from service.api.instance import Instance
from service.api.request import Request
from service.api.responses import as_json
from service.domain.near_spellings import nearest
from service.domain.query import Choice, Filter
from service.schemas.fields import field_error
from service.schemas.parameters import FILTERS, Parameter
from service.store import FACETS, Facet
from service.store.facets import USUAL as LIMITS
from service.store.sample import UNKNOWN, Known, SampleLimits

USUAL = ("country", "category", "actor", "tag", "decade")
VALUES = 10


def _read(text: str) -> str:
    names = [part.strip() for part in text.split(",")]
    for name in names:
        if name not in FACETS:
            raise field_error(f"{name[:64]!r} is not a facet", nearest(name, FACETS) or FACETS)
    return ",".join(dict.fromkeys(names))


_ONE = "|".join(FACETS)
BY = Parameter(
    "by", "What to count by, separated by commas: " + ", ".join(FACETS) + ".",
    {"type": "string", "pattern": f"^({_ONE})(,({_ONE}))*$", "default": ",".join(USUAL)},
    read=_read,
)  # fmt: skip
MOST_VALUES = Parameter(
    "limit", "Maximum number of values of each facet, the most frequent first.",
    {"type": "integer", "minimum": 1, "default": VALUES},
)  # fmt: skip
PARAMETERS = (*FILTERS, BY, MOST_VALUES)


def facets(request: Request) -> Response:
    """``GET /v1/facets``."""
    query = request.query
    named = request.options.get("by")
    by = tuple(named.split(",")) if named else USUAL
    limit = query.page.limit if query.limited else VALUES
    found, total, exact = count(request.instance, query.filter, by, limit, roles=query.roles)
    return as_json({
        "total": total,
        "total_is": "exact" if exact else "estimate",
        "facets": [
            {
                "by": each.by,
                "count_is": "exact" if each.sample is None else "estimate",
                "sample": each.sample,
                "complete": each.complete,
                "values": [
                    {"value": value.value, "name": value.name, "count": value.count}
                    for value in each.values
                ],
            }
            for each in found
        ],
    })  # fmt: skip


def count(
    here: Instance,
    filter_: Filter,
    by: tuple[str, ...],
    limit: int,
    *,
    limits: SampleLimits = LIMITS,
    counted: Known = UNKNOWN,
    roles: Sequence[str] = (),
) -> tuple[list[Facet], int, bool]:
    """The facets of an instance, with its blocs; see ``Store.facets``."""
    members = {
        bloc.code: tuple(
            Choice("country", each.country, each.since, each.until) for each in bloc.members
        )
        for bloc in here.blocs.values()
    }
    found, total, exact = here.store.facets(
        filter_, by, members, limit, limits=limits, counted=counted, roles=roles
    )
    return found, total, exact
