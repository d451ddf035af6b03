"""Finds the route of a request without the framework's router, for the most frequent paths.

The router tries the patterns of all formats one after the other, which takes longer than reading
the event. Here a path is looked up whole, or without the id at its end. The router decides on every
path that is not found here, so it alone knows what is wrong with a path.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from werkzeug.routing import Map, Rule

Found = tuple[Rule, dict[str, Any]]
ID = "<id:id>"


class QuickRoutes:
    """The routes of ``url_map`` without variable parts, and those whose last part is an id, perhaps
    with a format after it."""

    def __init__(self, url_map: Map) -> None:
        rules = list(url_map.iter_rules())
        self.plain = {key: each for each in rules if not each.arguments for key in _keys(each)}
        self.of_id: dict[tuple[str, str, str], Rule] = {}
        for each in rules:
            folder, _, last = each.rule.rpartition("/")
            name, _, suffix = last.partition(".")
            if name == ID and each.arguments == {"id"} and not _mixed(folder, rules):
                self.of_id |= {(method, folder, suffix): each for method in each.methods or ()}

    def find(self, method: str, path: str) -> Found | None:
        """The route and the variable parts of a path; ``None`` if the router has to be asked.
        ``OPTIONS`` is left to the router, which makes the reply to it."""
        if method == "OPTIONS":
            return None
        rule = self.plain.get((method, path))
        if rule is not None:
            return rule, {}
        folder, _, last = path.rpartition("/")
        name, dot, suffix = last.partition(".")
        rule = self.of_id.get((method, folder, suffix))
        if rule is None or not name or (dot and not suffix) or not last.isascii():
            return None
        return (rule, {"id": name}) if last.isprintable() else None


def _keys(rule: Rule) -> Iterable[tuple[str, str]]:
    return ((method, rule.rule) for method in rule.methods or ())


def _mixed(folder: str, rules: Iterable[Rule]) -> bool:
    """Whether other rules of that folder end in another variable part, or would be found first."""
    lasts = (each.rule.rpartition("/") for each in rules)
    return (
        any(above == folder and "<" in last and not last.startswith(ID) for above, _, last in lasts)
        or "<" in folder
    )
