"""The cells in which the events of a filter with a place are found (``service.domain.cells``)."""

from __future__ import annotations

from dataclasses import replace

from service.domain.cells import (
    MOST,
    MOST_COUNTED,
    NOWHERE,
    Cover,
    box_area,
    condition_areas,
    cover,
)
from service.domain.query import Choice, Filter
from service.store.terms import CELL


def in_cells(filter_: Filter) -> bool:
    """Whether a group of the filter has cells."""
    return any(group[0].kind == CELL for group in filter_.groups if group)


def with_cells(filter_: Filter) -> Filter:
    """The same filter with a group of the cells that have the places it requires. So only events
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
    areas = None if filter_.condition is None else condition_areas(filter_.condition)
    if box is not None:
        areas = [box_area(box)]
    if areas is not None:
        found = cover(tuple(areas))
        return None if found is None else _cells(found) or (_cell(NOWHERE),)
    if or_placeless is not None:
        found = cover((box_area(or_placeless),))
        return None if found is None else (*_cells(found), _cell(NOWHERE))
    return None


def parts(filter_: Filter, whole: bool = True) -> list[Filter]:
    """Filters that together have the events of ``filter_``, each once. If it has a box, the first
    has the events in cells inside the box, whose places need no test, and those without a place if
    they are wanted. ``whole`` says that all events will be read."""
    box = filter_.value("bbox") or filter_.value("bbox_or_placeless")
    several = None not in map(filter_.value, ("bbox", "bbox_or_placeless"))
    if box is None or several or filter_.value("updated_since") is not None:
        return [filter_]
    filter_ = without_cells(filter_)
    sole = not filter_.groups and filter_.text is None
    found = cover((box_area(box),), MOST_COUNTED if sole and whole else MOST)
    if found is None:
        return [filter_]
    inside, edge = (tuple(map(_cell, each)) for each in found)
    bare = filter_.without_values("bbox", "placed")
    if filter_.value("bbox") is None:
        bare = filter_.without_values("bbox_or_placeless")
        inside = (*inside, _cell(NOWHERE))
    return [
        replace(each, groups=(*filter_.groups, cells))
        for each, cells in ((bare, inside), (filter_, edge))
        if cells
    ]


def _cells(found: Cover) -> tuple[Choice, ...]:
    return tuple(map(_cell, (*found.inside, *found.edge)))


def _cell(number: int) -> Choice:
    return Choice(CELL, str(number))
