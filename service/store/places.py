"""The cells in which the events of a filter with a place are found (``service.domain.cells``)."""

from __future__ import annotations

from dataclasses import replace

from service.domain.cells import NOWHERE, Cover, box_area, condition_areas, cover
from service.domain.query import Choice, Filter
from service.store.terms import CELL


def in_cells(filter_: Filter) -> bool:
    """Whether a group of the filter has cells."""
    return any(group[0].kind == CELL for group in filter_.groups if group)


def with_cells(filter_: Filter) -> Filter:
    """The same filter with a group of the cells that have the places it demands. So only events
    there are read."""
    if not (filter_.values or filter_.condition) or in_cells(filter_):
        return filter_
    group = _group(filter_)
    return filter_ if group is None else replace(filter_, groups=(*filter_.groups, group))


def without_cells(filter_: Filter) -> Filter:
    """The same filter without such a group."""
    groups = tuple(group for group in filter_.groups if group[0].kind != CELL)
    return replace(filter_, groups=groups)


def _group(filter_: Filter) -> tuple[Choice, ...] | None:
    box, or_placeless = filter_.value("bbox"), filter_.value("bbox_or_placeless")
    if box is not None:
        return _cells(cover((box_area(box),)))
    if filter_.condition is not None:
        areas = condition_areas(filter_.condition)
        if areas is not None:
            return _cells(cover(tuple(areas))) or (_cell(NOWHERE),)
    if or_placeless is not None:
        return (*_cells(cover((box_area(or_placeless),))), _cell(NOWHERE))
    return None


def parts(filter_: Filter) -> tuple[Filter, Filter] | None:
    """Two filters that together have the events of a filter with a box, each once. The first has
    those of the cells inside the box, so their places need no test. ``None`` if there are no such
    cells."""
    box = filter_.value("bbox")
    if box is None or in_cells(filter_):
        return None
    found = cover((box_area(box),))
    if not found.inside:
        return None
    inside, edge = (tuple(map(_cell, each)) for each in found)
    bare = filter_.without_values("bbox", "placed")
    return (
        replace(bare, groups=(*filter_.groups, inside)),
        replace(filter_, groups=(*filter_.groups, edge or (_cell(NOWHERE),))),
    )


def _cells(found: Cover) -> tuple[Choice, ...]:
    return tuple(map(_cell, (*found.inside, *found.edge)))


def _cell(number: int) -> Choice:
    return Choice(CELL, str(number))
