"""Splits a cell with the names of several actors, with several URLs or with several tags."""

from __future__ import annotations

import json
import re
from typing import Any

from service.importers.listed_cells import listed
from service.importers.mapping import PLACEHOLDER, ActorRule, SourceRule, TagRule, Text

BETWEEN = ";|；؛｜、，،"
"""Signs between the values in a cell, in several scripts. The Latin comma is not one of them,
because it is also inside a name (``Smith, John``)."""
_TWO_URLS = re.compile(rf"([,{BETWEEN}])\s*https?://", re.IGNORECASE)
_TWO_NAMES = re.compile(rf"\s*([{BETWEEN}\n\r])\s*")


def may_list(rule: Any, name: str) -> bool:
    """Whether line ends in a cell may separate several values of this field."""
    return name == "country" or (isinstance(rule, ActorRule) and name == "name")


def actors(rule: ActorRule, actor: dict[str, Any]) -> list[dict[str, Any]]:
    """An actor for each name in a cell. Raises ``ValueError`` if the cell may hold several names
    and ``rule`` does not say so."""
    if rule.split is None and PLACEHOLDER.search(rule.name) and listed(actor["name"]) is None:
        _refuse(_TWO_NAMES.search(actor["name"]), "names", "actor", "[]")
    names = (" ".join(each.split()) for each in _parts(actor["name"], rule.split))
    return [{**actor, "name": each} for each in dict.fromkeys(names)]


def sources(rule: SourceRule, source: dict[str, Any]) -> list[dict[str, Any]]:
    """A source for each URL in a cell; if the cell is the title too, each URL is a title. Raises
    ``ValueError`` if the cell may hold several URLs and ``rule`` does not say so."""
    if rule.url is None or "url" not in source:
        return [source]
    cell = source["url"]
    if rule.split is None and listed(cell) is None:
        _refuse(_TWO_URLS.search(cell), "URLs", "source", '" "')
    titled = source["title"] != cell
    if titled and listed(cell) == []:
        return [{name: value for name, value in source.items() if name != "url"}]
    return [
        {**source, "url": each, "title": source["title"] if titled else each}
        for each in _parts(cell, rule.split)
    ]


def tags(rule: TagRule, part: dict[str, Any]) -> list[str]:
    """Each tag in a cell. Raises ``ValueError`` if the cell may hold several tags and ``rule`` does
    not say so."""
    cell = part["tag"]
    sign = _TWO_NAMES.search(cell) if listed(cell) is None else None
    if rule.split is None and PLACEHOLDER.search(rule.tag) and sign:
        said = f'{{"tag": {_quoted(rule.tag)}, "split": {_quoted(sign[1])}}}'
        raise ValueError(
            f"has several tags, or one with {sign[1]!r} in it; say {said} in tags, or "
            '"split": [] if it is one'
        )
    return [" ".join(each.split()) for each in _parts(cell, rule.split)]


def _refuse(found: re.Match[str] | None, what: str, part: str, one: str) -> None:
    if found:
        raise ValueError(
            f'has several {what}, or one with {found[1]!r} in it; say "split": '
            f"{_quoted(found[1])} in the {part}, or {one} if it is one"
        )


def _quoted(text: str) -> str:
    """A text as it stands in the JSON of a mapping."""
    return json.dumps(text, ensure_ascii=False)


def _parts(cell: str, split: Text | None) -> list[str]:
    """The different parts of a cell: those of a list that a program wrote, or what each sign
    splits."""
    if (items := listed(cell)) is not None:
        return list(dict.fromkeys(items))
    found = [cell]
    for sign in [split] if isinstance(split, str) else split or []:
        found = [piece.strip() for each in found for piece in each.split(sign) if piece.strip()]
    return list(dict.fromkeys(found))
